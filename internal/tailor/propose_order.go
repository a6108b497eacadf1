package tailor

import (
	"slices"
	"strconv"

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

// Page sizes in lines of text, for a page of A4 at the usual size of print. The
// estimate only decides whether to propose leaving something out; the exact
// page count is the renderer's.
const (
	linesPerPage = 54
	charsPerLine = 95
	// slightly over n pages by this share is worth cutting down to n.
	slightly = 0.35
	// keepBullets is the least number of bullets an entry keeps.
	keepBullets = 2
)

// pick proposes to leave out the bullets that speak least to the posting, the
// oldest entries first, when the CV runs a little over one page or over two.
// The CV of record keeps them.
func (d *demand) pick() []Edit {
	over := d.estimate() - target(d.estimate())*linesPerPage
	if over <= 0 {
		return nil
	}
	left := map[cv.Path][]int{}
	for _, b := range d.dispensable() {
		if over <= 0 {
			break
		}
		left[b.list] = append(left[b.list], b.index)
		over -= b.lines
	}
	var all []Edit
	for _, path := range d.bullets() {
		if out := left[path]; len(out) > 0 {
			all = append(all, d.leaveOut(path, out))
		}
	}
	return all
}

// target is the number of pages to aim at: one page when slightly over one, two
// when over two, else what it takes.
func target(lines int) int {
	switch {
	case lines > 2*linesPerPage:
		return 2
	case lines > linesPerPage && float64(lines) <= linesPerPage*(1+slightly):
		return 1
	}
	return lines/linesPerPage + 1
}

// estimate counts the lines of the whole CV as a page would show it.
func (d *demand) estimate() int {
	lines := 4
	for _, leaf := range d.leaves {
		if !leaf.Date {
			lines += linesOf(leaf.Text)
		}
	}
	return lines
}

func linesOf(text string) int { return (len([]rune(text)) + charsPerLine - 1) / charsPerLine }

// bullet is one entry of a list that could be left out.
type bullet struct {
	list  cv.Path
	index int
	lines int
}

// dispensable lists the bullets that no requirement speaks to, those of the last
// entries first and from the end, sparing the first of each entry.
func (d *demand) dispensable() []bullet {
	var all []bullet
	for _, path := range slices.Backward(d.bullets()) {
		n, err := cv.Len(d.r, path)
		if err != nil {
			continue
		}
		kept := n
		for i, line := range slices.Backward(entryTexts(d.r, path, n)) {
			if kept > keepBullets && d.relevance(path+cv.NewPath(i), line) == 0 {
				all = append(all, bullet{path, i, linesOf(line)})
				kept--
			}
		}
	}
	return all
}

func (d *demand) leaveOut(path cv.Path, out []int) Edit {
	n, _ := cv.Len(d.r, path)
	keep := slices.DeleteFunc(upTo(0, n), func(i int) bool { return slices.Contains(out, i) })
	pages := strconv.Itoa(target(d.estimate()))
	return d.checked(Edit{
		ID: "pick" + slugPath(path), Kind: Pick, Path: path, Order: keep,
		Reason: Message{Key: "tailor.reason.pick", Args: []any{len(out), pages}},
	})
}
