package parse

import (
	"math"
	"slices"
	"strings"

	"jobops/internal/document"
)

// band is a horizontal stripe of a page: one column, or two beside each other
// with the cut between them at x.
type band struct {
	x       float64
	columns [][]leaf
}

// leaf is a block that white space does not divide into columns any more.
type leaf []cell

// readingOrder turns the pages into lines, column by column. A column that goes
// on over a page break is read to its end before the next one begins.
func readingOrder(layout document.Layout) []line {
	pages := make([][]cell, len(layout.Pages))
	for i, page := range layout.Pages {
		pages[i] = dropFurniture(cells(page, i+1), page)
	}
	dropRepeated(pages, layout.Pages)
	var bands []band
	for _, list := range pages {
		for j, b := range divide(list) {
			if n := len(bands); j == 0 && n > 0 && bands[n-1].goesOn(&b) {
				continue
			}
			bands = append(bands, b)
		}
	}
	var out []line
	column := 0
	for _, b := range bands {
		for _, leaves := range b.columns {
			column++
			out = append(out, columnLines(leaves, column, len(b.columns) > 1)...)
		}
	}
	markRules(out, layout)
	return out
}

// dropFurniture removes page numbers and imprints at the edges of a page.
func dropFurniture(list []cell, page document.Page) []cell {
	return slices.DeleteFunc(list, func(c cell) bool {
		return edgeOf(c, page) != noEdge && (isPageNumber(c.text()) || strings.Contains(c.text(), "©"))
	})
}

// dropRepeated removes what stands at the edge of two pages at one height:
// running heads from the second page on, for the first may be the person's
// name, and running feet from all pages.
func dropRepeated(lists [][]cell, pages []document.Page) {
	seen, feet := map[string]float64{}, map[string]bool{}
	for i := range lists {
		lists[i] = slices.DeleteFunc(lists[i], func(c cell) bool {
			e := edgeOf(c, pages[i])
			y, ok := seen[c.text()]
			again := ok && e != noEdge && abs(y-c.baseline) < 3
			if again && e == footEdge {
				feet[c.text()] = true
			}
			return again
		})
		for _, c := range lists[i] {
			if edgeOf(c, pages[i]) != noEdge {
				seen[c.text()] = c.baseline
			}
		}
	}
	for i := range lists {
		lists[i] = slices.DeleteFunc(lists[i], func(c cell) bool { return feet[c.text()] && edgeOf(c, pages[i]) == footEdge })
	}
}

// pageEdge is a margin of a page.
type pageEdge int

const (
	noEdge pageEdge = iota
	headEdge
	footEdge
)

func edgeOf(c cell, page document.Page) pageEdge {
	margin := page.Height * 0.07
	switch {
	case page.Height >= tallest:
		return noEdge
	case c.box.Y1 < margin:
		return headEdge
	case c.box.Y0 > page.Height-margin:
		return footEdge
	}
	return noEdge
}

// tallest is the height in points up to which a page has edges; a DOCX is one
// endless page.
const tallest = 2000

// isPageNumber tells whether a text is no more than "2", "2/3" or "Page 2 of 3".
func isPageNumber(s string) bool {
	numbers := 0
	for _, t := range tokenise(s) {
		switch {
		case t.kind == 'n' && t.digits <= 2:
			numbers++
		case t.kind == 'n', t.kind == 'w' && len(t.text) > 7:
			return false
		case t.kind == 'w' && !words().noise[t.text] && len(t.text) > 3:
			return false
		}
	}
	return numbers > 0 && numbers <= 2
}

// goesOn appends the first band of the next page when it continues b's columns.
func (b *band) goesOn(next *band) bool {
	const near = 15
	if len(b.columns) != 2 {
		return false
	}
	if len(next.columns) == 2 {
		if math.Abs(next.x-b.x) > near {
			return false
		}
		b.columns[0] = append(b.columns[0], next.columns[0]...)
		b.columns[1] = append(b.columns[1], next.columns[1]...)
		return true
	}
	x0, x1 := math.Inf(1), math.Inf(-1)
	for _, l := range next.columns[0] {
		for i := range l {
			x0, x1 = min(x0, l[i].box.X0), max(x1, l[i].box.X1)
		}
	}
	switch {
	case x0 >= b.x-near/2:
		b.columns[1] = append(b.columns[1], next.columns[0]...)
	case x1 <= b.x+near/2:
		b.columns[0] = append(b.columns[0], next.columns[0]...)
	default:
		return false
	}
	return true
}

// divide cuts the cells of a page into bands, top to bottom.
func divide(list []cell) []band {
	if len(list) == 0 {
		return nil
	}
	c, ok := bestCorridor(list)
	if !ok {
		return []band{{columns: [][]leaf{{list}}}}
	}
	above, left, right, below := c.split(list)
	bands := divide(above)
	bands = append(bands, band{x: c.x, columns: [][]leaf{leaves(left), leaves(right)}})
	return append(bands, divide(below)...)
}

// leaves cuts one column further and lists its blocks in reading order.
func leaves(list []cell) []leaf {
	var out []leaf
	for _, b := range divide(list) {
		for _, column := range b.columns {
			out = append(out, column...)
		}
	}
	return out
}

// columnLines makes the lines of one column from its blocks.
func columnLines(leaves []leaf, column int, beside bool) []line {
	var out []line
	var all extent
	for _, l := range leaves {
		for i := range l {
			all.add(l[i].box)
		}
		out = append(out, leafLines(l)...)
	}
	for i := range out {
		out[i].column, out[i].left, out[i].right = column, all.box.X0, all.box.X1
		out[i].gap, out[i].beside = -1, beside
		if i > 0 && out[i].page == out[i-1].page {
			out[i].gap = (out[i].baseline() - out[i-1].baseline()) / max(out[i].size(), 1)
		}
	}
	if len(out) > 0 {
		out[0].first = true
	}
	markEdge(out)
	return out
}

// markEdge notes whether the right edge of a column is one that text is broken
// at, and not just the end of its longest line.
func markEdge(list []line) {
	const enough = 3
	n := 0
	for i := range list {
		cells := list[i].cells
		if len(cells) == 1 && cells[0].box.X1 > list[i].right-0.08*(list[i].right-list[i].left) {
			n++
		}
	}
	for i := range list {
		list[i].edge = n >= enough
	}
}

// leafLines makes one line of each row of a block.
func leafLines(l leaf) []line {
	byPage := map[int][]cell{}
	var pages []int
	for _, c := range l {
		if _, ok := byPage[c.page]; !ok {
			pages = append(pages, c.page)
		}
		byPage[c.page] = append(byPage[c.page], c)
	}
	slices.Sort(pages)
	var out []line
	for _, page := range pages {
		out = append(out, hangingLines(byPage[page], page)...)
	}
	return out
}

// markRules notes which lines have a drawn line right below.
func markRules(list []line, layout document.Layout) {
	for i := range list {
		l := &list[i]
		last := l.cells[len(l.cells)-1]
		for _, r := range layout.Pages[l.page-1].Rules {
			below := r.Y0 - l.baseline()
			if below > -1 && below < 1.2*l.size() && r.X0 < last.box.X1 && r.X1 > l.x0() && r.X1-r.X0 > 20 {
				l.rule = true
			}
		}
	}
}
