package parse

import (
	"math"
	"slices"
)

// cleared ends a corridor where the two sides are the halves of rows after all:
// a table with the dates at the right, between an address at the top and columns
// at the bottom of a page. The headings of both sides cut it into bands; of the
// bands without such rows the tallest stretch is kept.
func (c corridor) cleared(list []cell) corridor {
	edges := c.bandEdges(list)
	best, from, cut := c, c.top, false
	tallest := 0.0
	keep := func(to float64) {
		if to-from > tallest {
			best, tallest = corridor{c.x, c.width, from, to, c.score}, to-from
		}
	}
	for i := 0; i+1 < len(edges); i++ {
		if !c.isRows(list, edges[i], edges[i+1]) {
			continue
		}
		keep(edges[i])
		from, cut = edges[i+1], true
	}
	if !cut {
		return c
	}
	keep(c.bottom)
	return best
}

// bandEdges lists the heights of the headings within a corridor, with its ends.
func (c corridor) bandEdges(list []cell) []float64 {
	out := []float64{c.top, c.bottom}
	for i := range list {
		kind := list[i].kind.heading
		if y := list[i].box.Y0 - 0.5; kind != "" && kind != other && y > c.top && y < c.bottom {
			out = append(out, y)
		}
	}
	slices.Sort(out)
	return slices.CompactFunc(out, func(a, b float64) bool { return math.Abs(a-b) < 4 })
}

// isRows tells whether the cells of a band belong together across the corridor:
// they stand in rows (see hangsOn) or in a grid below one heading (see inGrid).
func (c corridor) isRows(list []cell, top, bottom float64) bool {
	band := slices.DeleteFunc(slices.Clone(list), func(s cell) bool {
		mid := (s.box.Y0 + s.box.Y1) / 2
		return mid < top || mid > bottom
	})
	_, left, right, _ := corridor{x: c.x, top: top, bottom: bottom}.split(band)
	if len(left) == 0 || len(right) == 0 {
		return false
	}
	return hangsOn(left, right) || hangsOn(right, left) || inGrid(left, right) || inGrid(right, left)
}

// inGrid tells whether the cells of a go on with the row that b begins below its
// heading: nothing stands beside the heading, and the first cells of both are
// set alike on one baseline.
func inGrid(a, b []cell) bool {
	if survey(a).headings > 0 || survey(b).headings != 1 || max(sharedRows(a, b), sharedRows(b, a)) < 0.6 {
		return false
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.SortStableFunc(a, byBaseline)
	slices.SortStableFunc(b, byBaseline)
	if b[0].kind.heading == "" || len(b) < 2 || !sameBaseline(&a[0], &b[1]) {
		return false
	}
	return a[0].look().bare() == b[1].look().bare() && a[0].box.Y0 > b[0].box.Y1-1
}

// hangsOn tells whether the cells of a belong to rows that b begins or ends: a
// has no heading, next to all of it shares a baseline with b, and next to all of
// its rows have a date, or many rows of b have nothing beside them.
func hangsOn(a, b []cell) bool {
	s := survey(a)
	list := rows(slices.Clone(a))
	n := len(list)
	if n < 2 || s.headings > 0 || sharedRows(a, b) < 0.9 {
		return false
	}
	few := 2*n <= len(rows(slices.Clone(b)))
	dated := 0
	for _, row := range list {
		if slices.ContainsFunc(row, func(c cell) bool { return c.kind.date }) {
			dated++
		}
	}
	return 5*dated >= 4*n || few && dated > 0
}

// cutDates counts the dates that a corridor would part from their rows: those of
// a column of dates, nearly all of which have text beside them across it.
func (c corridor) cutDates(list []cell) int {
	n := 0
	for _, column := range dateColumns(list) {
		to, ok := rowSide(list, column)
		across := 0
		for k, i := range column {
			y := list[i].baseline
			if ok && to[k] >= 0 && y > c.top && y < c.bottom && (middle(&list[i]) < c.x) != (middle(&list[to[k]]) < c.x) {
				across++
			}
		}
		if 2*across >= len(column) {
			n += across
		}
	}
	return n
}

// rowSide returns the text that each of a column of dates stands beside: that at
// the left or that at the right, wherever more of them have any, or else the
// nearer. Not ok when many have none.
func rowSide(list []cell, column []int) (to []int, ok bool) {
	left, right := partners(list, column)
	score := func(to []int) (found int, far float64) {
		for k, i := range column {
			if to[k] >= 0 {
				a, b := list[i].box, list[to[k]].box
				found, far = found+1, far+max(a.X0-b.X1, b.X0-a.X1)
			}
		}
		return found, far
	}
	n, far := score(left)
	m, away := score(right)
	to = left
	if m > n || m == n && away < far {
		to, n = right, m
	}
	return to, 5*n >= 4*len(column)
}

func middle(c *cell) float64 { return (c.box.X0 + c.box.X1) / 2 }

// dateColumns groups the periods that stand alone and share an edge.
func dateColumns(list []cell) [][]int {
	groups := map[int][]int{}
	for i := range list {
		c := &list[i]
		if c.kind.date && c.kind.period && aloneInColumn(c, list) {
			x := int(math.Round(c.box.X1 / 3))
			groups[x] = append(groups[x], i)
		}
	}
	var out [][]int
	for _, g := range groups {
		if len(g) > 1 {
			out = append(out, g)
		}
	}
	return out
}

// partners finds the nearest text left and right of each date on its baseline;
// -1 where there is none.
func partners(list []cell, column []int) (left, right []int) {
	for _, i := range column {
		d := &list[i]
		l, r := -1, -1
		for j := range list {
			c := &list[j]
			if j == i || !sameBaseline(d, c) || c.kind.date {
				continue
			}
			if c.box.X1 <= d.box.X0 && (l < 0 || c.box.X1 > list[l].box.X1) {
				l = j
			}
			if c.box.X0 >= d.box.X1 && (r < 0 || c.box.X0 < list[r].box.X0) {
				r = j
			}
		}
		left, right = append(left, l), append(right, r)
	}
	return left, right
}
