package render

import "slices"

// column is a stretch of boxes beside other columns.
type column struct {
	left, width float64 // on the page
	top         float64
	boxes       []box
	rows        []row
}

// row is a line of a box with its place on a page.
type row struct {
	box   *box
	index int     // of the line in the box
	y     float64 // baseline, from the top
	page  int
}

// fit places all lines on pages. Where the last page would hold little, it sets
// everything a little tighter if that saves the page, as a typesetter would.
func fit(columns []column, bottom float64) {
	arrange(columns, bottom)
	last, filled := extent(columns)
	if last == 0 || filled > columns[0].top+(bottom-columns[0].top)/4 {
		return
	}
	tight := slices.Clone(columns)
	for i := range tight {
		tight[i].boxes = slices.Clone(tight[i].boxes)
		for k := range tight[i].boxes {
			b := &tight[i].boxes[k]
			b.before *= 0.75
			b.ink.leading *= 0.96
		}
	}
	if arrange(tight, bottom); pages(tight) < pages(columns) {
		copy(columns, tight)
	}
}

func arrange(columns []column, bottom float64) {
	for i := range columns {
		c := &columns[i]
		c.rows = paginate(c.boxes, c.top, bottom-c.top)
	}
}

// extent is the last page and how far down it is filled.
func extent(columns []column) (page int, y float64) {
	for _, c := range columns {
		if n := len(c.rows); n > 0 {
			if r := c.rows[n-1]; r.page > page || r.page == page && r.y > y {
				page, y = r.page, r.y
			}
		}
	}
	return page, y
}

// pages counts the pages of placed columns.
func pages(columns []column) int {
	last, _ := extent(columns)
	return last + 1
}

// paginate places all lines on pages of the given height of text. It never
// parts a box that must stay with the next one from the first two lines of that
// one, and never leaves a single line of a paragraph alone on a page.
func paginate(boxes []box, top, height float64) []row {
	rows, joined := flatten(boxes)
	start := 0
	y, page := top, 0
	for i := 0; i < len(rows); i++ {
		r := &rows[i]
		space := r.space(i == start)
		if y+space+r.box.ink.leading > top+height && i > start {
			at := i
			for at > start && joined[at] {
				at--
			}
			if at == start {
				at = i
			}
			i, start, y, page = at-1, at, top, page+1
			continue
		}
		r.page = page
		r.y = y + space + r.ascent()
		y += space + r.box.ink.leading
		if r.index == len(r.box.lines)-1 {
			y += r.box.under
		}
	}
	return rows
}

func (r *row) space(first bool) float64 {
	if r.index > 0 || first {
		return 0
	}
	return r.box.before
}

// ascent is the distance from the top of the row to its baseline.
func (r *row) ascent() float64 { return r.box.ink.ascent() }

// ascent is the distance from the top of a line to its baseline.
func (i ink) ascent() float64 { return (i.leading + i.size*0.68) / 2 }

// flatten lists the lines of all boxes and whether each must stay on the page
// of the line before it.
func flatten(boxes []box) ([]row, []bool) {
	var rows []row
	var joined []bool
	for k := range boxes {
		b := &boxes[k]
		for i := range b.lines {
			rows = append(rows, row{box: b, index: i})
			second, last := i == 1, i > 0 && i == len(b.lines)-1
			kept := i == 0 && k > 0 && (boxes[k-1].keep || k > 1 && lone(boxes[k-1]) && boxes[k-2].keep && !b.heads())
			joined = append(joined, second || last || kept || i > 0 && b.keep || i == 0 && b.tied)
		}
	}
	return rows, joined
}

// lone tells a paragraph of one line: a heading above it wants a second line.
func lone(b box) bool { return !b.keep && len(b.lines) == 1 }

func (b *box) heads() bool { return b.tag == "H2" || b.tag == "H3" }
