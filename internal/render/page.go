package render

import (
	"slices"
	"strconv"

	"jobops/internal/cv"
	"jobops/internal/render/pdf"
)

// PDF writes the CV as a tagged PDF with real text, links and embedded faces.
// For the errors see Write.
func PDF(r cv.Resume, o Options) ([]byte, error) {
	p, err := lay(&r, o)
	if err != nil {
		return nil, err
	}
	p.paint()
	return p.w.Finish()
}

// PDFPages is PDF with the number of pages written.
func PDFPages(r cv.Resume, o Options) ([]byte, int, error) {
	p, err := lay(&r, o)
	if err != nil {
		return nil, 0, err
	}
	p.paint()
	data, err := p.w.Finish()
	return data, pages(p.columns), err
}

// Pages counts the pages that PDF would write. The errors are those of Write,
// but for a character that cannot be drawn.
func Pages(r cv.Resume, o Options) (int, error) {
	p, err := lay(&r, o)
	if err != nil {
		return 0, err
	}
	p.w.Drop()
	return pages(p.columns), nil
}

// painter puts placed columns into a file.
type painter struct {
	*design
	w             *pdf.Writer
	name          string
	width, height float64
	columns       []column
	waiting       []func() // texts at the side, see flush
}

// lay breaks the CV into columns, lines and pages and returns what paints them.
func lay(r *cv.Resume, o Options) (*painter, error) {
	d, err := o.design()
	if err != nil {
		return nil, err
	}
	l := localeOf(r, o)
	l.numeric = d.numeric
	content := outlineOf(r, l)
	width, height := l.paper(o.Paper).size()
	w := pdf.New(pdf.Info{Title: content.title(), Author: content.name, Language: l.tag, Width: width, Height: height})
	p := &painter{design: d, w: w, name: content.name, width: width, height: height}
	p.columns = d.columns(content, w, l, width)
	fit(p.columns, height-d.bottom)
	return p, nil
}

// columns divides the outline: one column, or the main one and that at the side.
func (d *design) columns(o *outline, r ruler, l *locale, width float64) []column {
	sections := o.arranged(d.order)
	if d.side == nil {
		main := newSheet(d, r, l, width-d.left-d.right)
		main.header(o)
		main.reach(o.contact, false)
		return []column{main.column(sections, d.left)}
	}
	var long, short []section
	for _, s := range sections {
		if slices.Contains(d.side.heads, s.head) {
			short = append(short, s)
		} else {
			long = append(long, s)
		}
	}
	left := width - d.side.width + d.side.padding
	main := newSheet(d, r, l, width-d.side.width-d.side.padding-d.left)
	main.header(o)
	beside := newSheet(d.aside(), r, l, width-left-d.side.padding)
	beside.reach(o.contact, true)
	return []column{main.column(long, d.left), beside.column(short, left)}
}

func (s *sheet) column(sections []section, left float64) column {
	for _, sec := range sections {
		s.section(sec)
	}
	return column{left: left, width: s.width, top: s.top, boxes: s.boxes}
}

func (p *painter) paint() {
	total := pages(p.columns)
	for page := range total {
		p.w.NewPage()
		p.ground(page)
	}
	for i := range p.columns {
		p.column(&p.columns[i])
	}
	for page := range total {
		p.w.Turn(page)
		p.foot(page, total)
	}
}

func (p *painter) column(c *column) {
	page, inList := 0, false
	p.w.Turn(0)
	for i := range c.rows {
		r := &c.rows[i]
		if r.page > page {
			p.flush()
			page = r.page
			p.w.Turn(page)
		}
		if r.index == 0 {
			if !r.box.beside {
				p.flush()
			}
			inList = p.list(inList, r.box.tag == "LI")
			p.w.Begin(r.box.tag)
		}
		p.row(c, r)
		if r.index == len(r.box.lines)-1 {
			p.finish(c, r)
		}
	}
	p.flush()
	p.list(inList, false)
}

// list opens or closes the list around items and returns whether one is open.
func (p *painter) list(open, item bool) bool {
	if item && !open {
		p.w.Begin("L")
	}
	if !item && open {
		p.w.End()
	}
	return item
}

func (p *painter) row(c *column, r *row) {
	b, l := r.box, r.box.lines[r.index]
	if r.index == 0 {
		for _, a := range b.besides {
			p.waiting = append(p.waiting, func() { p.beside(c, a, r.y) })
		}
	}
	if b.marker != "" && r.index == 0 {
		p.w.Begin("Lbl")
		p.w.Text(p.bullet.style, b.ink.size, c.left+b.x, r.y, p.bullet.colour, b.marker)
		p.w.End()
		p.w.Begin("LBody")
	}
	p.line(l, b.ink, c.left+b.align.start(b.x, b.edge, l.width)+b.indent, r.y)
}

// start is where a line of a paragraph begins.
func (a align) start(x, edge, width float64) float64 {
	switch a {
	case toCentre:
		return x + (edge-x-width)/2
	case toRight:
		return edge - width
	}
	return x
}

// finish closes a box.
func (p *painter) finish(c *column, r *row) {
	b := r.box
	p.w.End()
	if b.tag == "LI" {
		p.w.End()
	}
	end := c.left + c.width
	switch b.rule {
	case ruleBelow:
		y := r.y + b.ink.leading - r.ascent() + b.under/2
		p.w.Rule(c.left, y, end, y, p.hairline, p.rule)
	case ruleBeside:
		y := r.y - b.ink.size*0.31
		p.w.Rule(c.left+b.x+b.lines[r.index].width+p.gap/2, y, end, y, p.hairline, p.rule)
	case ruleApart:
		y := r.y - b.ink.size*0.31
		p.w.Rule(c.left+p.gutter, y, end, y, p.hairline, p.rule)
	}
}

// beside writes a text at the side.
func (p *painter) beside(c *column, a aside, y float64) {
	p.w.Begin("P")
	for _, l := range a.lines {
		p.line(l, a.ink, c.left+a.align.start(a.x, a.edge, l.width), y)
		y += a.ink.leading
	}
	p.w.End()
}

// flush writes the waiting texts at the side. They wait until the lines beside
// them are written: title and organisation are one block, dates and place the
// next, in the order in which readers of pages without tags find them, too.
func (p *painter) flush() {
	for _, write := range p.waiting {
		write()
	}
	p.waiting = p.waiting[:0]
}

func (p *painter) line(l line, i ink, x, y float64) {
	for _, s := range l.spans {
		p.span(s, i, x+s.x, y)
	}
}

func (p *painter) span(s placed, i ink, x, y float64) {
	if s.url == "" {
		p.w.Text(s.style, i.size, x, y, s.colour, s.text)
		return
	}
	p.w.Begin("Link")
	p.w.Text(s.style, i.size, x, y, s.colour, s.text)
	p.w.Link(x, y-i.size*0.8, x+s.width, y+i.size*0.25, s.url)
	p.w.End()
}

// foot names person and page where there is more than one page.
func (p *painter) foot(page, total int) {
	if total == 1 {
		return
	}
	i, c, y := p.design.foot, p.columns[0], p.height-p.bottom/2
	number := strconv.Itoa(page+1) + " / " + strconv.Itoa(total)
	p.w.Begin(pdf.Artifact)
	p.w.Text(i.style, i.size, c.left, y, i.colour, p.name)
	p.w.Text(i.style, i.size, c.left+c.width-p.w.Width(i.style, i.size, number), y, i.colour, number)
	p.w.End()
}
