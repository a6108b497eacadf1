package render

// Measures of the spine, in points.
const (
	dotRadius   = 3.1
	dotHeart    = 1.4
	spineAtLeft = 4.0
)

// ground paints what lies behind the text of a page.
func (p *painter) ground(page int) {
	if len(p.columns) > 1 && len(p.columns[1].rows) > 0 {
		p.w.Fill(p.width-p.side.width, 0, p.width, p.height, p.design.ground())
	}
	if p.spine {
		p.spines(&p.columns[0], page)
	}
}

// spines draws the line beside dated entries, and a dot for each.
func (p *painter) spines(c *column, page int) {
	x := c.left + spineAtLeft
	for i := 0; i < len(c.rows); {
		first, last := i, i
		for i < len(c.rows) && c.rows[i].box.stretch == c.rows[first].box.stretch && c.rows[i].page == c.rows[first].page {
			last = i
			i++
		}
		if from, to := &c.rows[first], &c.rows[last]; from.page == page && from.box.stretch > 0 {
			p.w.Rule(x, from.middle(), x, to.y, p.hairline, p.rule)
			p.dots(c.rows[first:i], x)
		}
	}
}

func (p *painter) dots(rows []row, x float64) {
	for k := range rows {
		if r := &rows[k]; r.index == 0 && r.box.dotted {
			p.w.Dot(x, r.middle(), dotRadius, p.accent)
			p.w.Dot(x, r.middle(), dotHeart, 0xFFFFFF)
		}
	}
}

// middle is half the height of the lower-case letters of a row.
func (r *row) middle() float64 { return r.y - r.box.ink.size*0.3 }
