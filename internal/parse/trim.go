package parse

import (
	"math"
	"slices"
)

// trimmed ends a corridor above the first heading when one side has no headings
// and stands, for the most part, above it: such a block, an address beside the
// name, is no column that runs down the page.
func (c corridor) trimmed(left, right []cell) corridor {
	for _, pair := range [][2][]cell{{left, right}, {right, left}} {
		block, other := pair[0], pair[1]
		if survey(block).headings > 0 {
			continue
		}
		first := math.Inf(1)
		for i := range other {
			if kind := other[i].kind.heading; kind != "" && kind != header {
				first = min(first, other[i].box.Y0)
			}
		}
		above := 0
		for i := range block {
			if block[i].box.Y1 <= first+2 {
				above++
			}
		}
		if 10*above >= 6*len(block) {
			c.bottom = min(c.bottom, first)
		}
	}
	return c
}

// within ends a corridor at the headings between which one side of it stands,
// when that side has no heading of its own: groups side by side in one section
// are no column that runs on beside the next section.
func (c corridor) within(page, left, right []cell) corridor {
	looks := headingLooksOf(page)
	for _, pair := range [][2][]cell{{left, right}, {right, left}} {
		block, other := pair[0], pair[1]
		if len(looks) == 0 || hasHeading(block, other, looks) {
			continue
		}
		top, bottom, above := math.Inf(1), c.bottom, math.Inf(-1)
		for i := range block {
			top = min(top, block[i].box.Y0)
		}
		for i := range page {
			h := &page[i]
			beside := (h.box.X0 < c.x) == (block[0].box.X0 < c.x) // on the side of the block
			switch {
			case !isHeadingCell(h, looks) || beside:
			case h.box.Y1 <= top+1:
				above = max(above, h.box.Y1)
			case h.box.Y0 > top:
				bottom = min(bottom, h.box.Y0)
			}
		}
		if !math.IsInf(above, -1) {
			c.top, c.bottom = max(c.top, above), min(c.bottom, bottom)
		}
	}
	return c
}

// headingLooksOf lists the looks in which two kinds of sections are announced.
func headingLooksOf(list []cell) map[look]bool {
	kinds := map[look]map[section]bool{}
	for i := range list {
		kind := list[i].kind.heading
		if kind == "" || kind == other {
			continue
		}
		l := list[i].look().bare()
		if kinds[l] == nil {
			kinds[l] = map[section]bool{}
		}
		kinds[l][kind] = true
	}
	looks := map[look]bool{}
	for l, k := range kinds {
		if len(k) >= 2 {
			looks[l] = true
		}
	}
	return looks
}

func isHeadingCell(c *cell, looks map[look]bool) bool {
	return looks[c.look().bare()] && width(c.text()) <= longestHeading && letters(c.text()) > 1
}

// hasHeading tells whether a block has a cell set like the headings of the
// page. One that stands in a row with a cell of the other side that is set
// alike and is no heading names a group.
func hasHeading(block, other []cell, looks map[look]bool) bool {
	for i := range block {
		b := &block[i]
		known := b.kind.heading != ""
		if !isHeadingCell(b, looks) && !(known && asLarge(b.look(), looks)) {
			continue
		}
		group := slices.ContainsFunc(other, func(o cell) bool {
			return sameBaseline(b, &o) && o.look().bare() == b.look().bare() && o.kind.heading == ""
		})
		if !group {
			return true
		}
	}
	return false
}

// asLarge tells whether a look has the size and weight of one of the looks, in
// whatever colour or face: a sidebar has its own.
func asLarge(l look, looks map[look]bool) bool {
	for h := range looks {
		if l.size >= h.size && l.bold == h.bold {
			return true
		}
	}
	return false
}
