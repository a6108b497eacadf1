package tailor

import (
	"cmp"
	"slices"

	"jobops/internal/cv"
	"jobops/internal/render"
)

// How much a proposal may leave out to save a page.
const (
	// keepBullets is the least number of bullets an entry keeps.
	keepBullets = 2
	// mostOmitted is the largest share of all bullets left out; a CV that would
	// lose more is better off with its pages.
	mostOmitted = 0.4
)

// pick proposes to leave bullets out where that brings the CV down to one or
// two pages: first those that speak to no requirement, state no number and
// belong to older entries. The CV of record keeps them.
func (d *demand) pick() []Edit {
	pages := d.pages(nil)
	if pages < 2 {
		return nil
	}
	target := min(pages-1, 2)
	spare := d.dispensable()
	if d.pages(spare) > target {
		return nil
	}
	enough, _ := slices.BinarySearchFunc(upTo(0, len(spare)+1), target, func(n, target int) int {
		if d.pages(spare[:n]) > target {
			return -1
		}
		return 1
	})
	var all []Edit
	for _, path := range d.bullets() {
		if out := indexesOf(spare[:enough], path); len(out) > 0 {
			all = append(all, d.leaveOut(path, out, target))
		}
	}
	return all
}

// pages counts the pages of the CV without some bullets; 0 when it cannot be
// laid out.
func (d *demand) pages(without []bullet) int {
	r := d.r
	for _, path := range d.bullets() {
		if out := indexesOf(without, path); len(out) > 0 {
			r, _ = cv.Select(r, path, d.without(path, out))
		}
	}
	n, err := render.Pages(r, render.Options{})
	if err != nil {
		return 0
	}
	return n
}

func indexesOf(bullets []bullet, list cv.Path) []int {
	var out []int
	for _, b := range bullets {
		if b.list == list {
			out = append(out, b.index)
		}
	}
	return out
}

func (d *demand) without(path cv.Path, out []int) []int {
	n, _ := cv.Len(d.r, path)
	return slices.DeleteFunc(upTo(0, n), func(i int) bool { return slices.Contains(out, i) })
}

// bullet is one entry of a list that could be left out; the lower its worth the
// sooner.
type bullet struct {
	list  cv.Path
	index int
	worth int
}

// dispensable ranks the bullets that no requirement speaks to, the least worth
// first, and never more than may be left out.
func (d *demand) dispensable() []bullet {
	var all []bullet
	total := 0
	for rank, path := range d.bullets() {
		n, _ := cv.Len(d.r, path)
		total += n
		all = append(all, d.spareOf(path, n, max(0, 2-rank))...)
	}
	slices.SortStableFunc(all, func(a, b bullet) int { return cmp.Compare(a.worth, b.worth) })
	return all[:min(len(all), int(mostOmitted*float64(total)))]
}

// spareOf lists what one entry can spare, from the end.
func (d *demand) spareOf(path cv.Path, n, recent int) []bullet {
	var all []bullet
	for i, line := range slices.Backward(entryTexts(d.r, path, n)) {
		at := path + cv.NewPath(i)
		if d.relevance(at, line) > 0 {
			continue
		}
		b := bullet{path, i, recent}
		if len(d.lx.passage(cv.Leaf{Path: at, Text: line}).quantities) > 0 {
			b.worth += 2
		}
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(a, b bullet) int { return cmp.Compare(a.worth, b.worth) })
	return all[:min(len(all), max(0, n-keepBullets))]
}

func (d *demand) leaveOut(path cv.Path, out []int, pages int) Edit {
	return d.checked(Edit{
		ID: "pick" + slugPath(path), Kind: Pick, Path: path, Order: d.without(path, out),
		Reason: Message{Key: "tailor.reason.pick", Args: []any{len(out), pages}},
	})
}
