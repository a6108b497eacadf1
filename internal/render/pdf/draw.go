package pdf

// Rule draws a line of the given thickness from (x0, y0) to (x1, y1), as an
// artifact.
func (w *Writer) Rule(x0, y0, x1, y1, thickness float64, colour uint32) {
	w.artifact(func(p *page) {
		c := &p.content
		writeColour(c, colour, "RG")
		writeNumbers(c, thickness)
		c.WriteString("w ")
		writeNumbers(c, x0, w.info.Height-y0)
		c.WriteString("m ")
		writeNumbers(c, x1, w.info.Height-y1)
		c.WriteString("l S\n")
	})
}

// Fill paints a rectangle, as an artifact.
func (w *Writer) Fill(x0, y0, x1, y1 float64, colour uint32) {
	w.artifact(func(p *page) {
		c := &p.content
		writeColour(c, colour, "rg")
		writeNumbers(c, x0, w.info.Height-y1, x1-x0, y1-y0)
		c.WriteString("re f\n")
	})
}

// arc is the distance of the control points of a quarter circle of radius 1
// drawn as a Bézier curve: 4/3·(√2-1).
const arc = 0.5523

// Dot paints a filled circle, as an artifact.
func (w *Writer) Dot(x, y, radius float64, colour uint32) {
	w.artifact(func(p *page) {
		c, y, r, k := &p.content, w.info.Height-y, radius, radius*arc
		writeColour(c, colour, "rg")
		writeNumbers(c, x+r, y)
		c.WriteString("m ")
		for _, q := range [4][6]float64{{r, k, k, r, 0, r}, {-k, r, -r, k, -r, 0}, {-r, -k, -k, -r, 0, -r}, {k, -r, r, -k, r, 0}} {
			writeNumbers(c, x+q[0], y+q[1], x+q[2], y+q[3], x+q[4], y+q[5])
			c.WriteString("c ")
		}
		c.WriteString("f\n")
	})
}

// artifact draws what is no part of the text.
func (w *Writer) artifact(draw func(*page)) {
	w.closeMarked()
	p := w.page()
	p.content.WriteString("/Artifact BMC\n")
	draw(p)
	p.content.WriteString("EMC\n")
}
