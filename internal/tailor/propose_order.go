package tailor

import (
	"slices"

	"jobops/internal/cv"
)

// order proposes lists in the order of what the posting asks for. Positions and
// courses of study stay in the order of time.
func (d *demand) order() []Edit {
	var all []Edit
	for _, path := range d.lists() {
		if e, ok := d.orderOf(path); ok {
			all = append(all, e)
		}
	}
	return all
}

// lists names the lists whose order says nothing but importance.
func (d *demand) lists() []cv.Path {
	paths := []cv.Path{"/skills"}
	for i, s := range d.r.Skills {
		if len(s.Keywords) > 1 {
			paths = append(paths, cv.NewPath("skills", i, "keywords"))
		}
	}
	paths = append(paths, d.bullets()...)
	return append(paths, "/projects", "/certificates")
}

// bullets names the lists of bullets.
func (d *demand) bullets() []cv.Path {
	var paths []cv.Path
	for i := range d.r.Work {
		paths = append(paths, cv.NewPath("work", i, "highlights"))
	}
	for i := range d.r.Volunteer {
		paths = append(paths, cv.NewPath("volunteer", i, "highlights"))
	}
	for i := range d.r.Projects {
		paths = append(paths, cv.NewPath("projects", i, "highlights"))
	}
	return paths
}

func (d *demand) orderOf(path cv.Path) (Edit, bool) {
	n, err := cv.Len(d.r, path)
	if err != nil || n < 2 {
		return Edit{}, false
	}
	rank := make([]int, n)
	var served []want
	for i, line := range entryTexts(d.r, path, n) {
		wants := d.serves(path+cv.NewPath(i), line)
		for _, w := range wants {
			rank[i] += w.weight()
		}
		served = append(served, wants...)
	}
	order := upTo(0, n)
	slices.SortStableFunc(order, func(a, b int) int { return rank[b] - rank[a] })
	if slices.IsSorted(order) {
		return Edit{}, false
	}
	e := Edit{ID: "order" + slugPath(path), Kind: Order, Path: path, Order: order, Requirements: ids(served)}
	e.Reason = Message{Key: "tailor.reason.order", Args: []any{labels(served)}}
	return d.checked(e), true
}
