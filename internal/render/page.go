package render

import (
	"strconv"

	"jobops/internal/cv"
	"jobops/internal/render/pdf"
)

// PDF writes the CV as a tagged PDF with real text, links and embedded faces.
// For the errors see Write.
func PDF(r cv.Resume, o Options) ([]byte, error) {
	p, rows, err := lay(r, o)
	if err != nil {
		return nil, err
	}
	p.paint(rows)
	return p.w.Finish()
}

// Pages counts the pages that PDF would write. The errors are those of Write,
// but for a character that cannot be drawn.
func Pages(r cv.Resume, o Options) (int, error) {
	_, rows, err := lay(r, o)
	if err != nil {
		return 0, err
	}
	return pages(rows), nil
}

// lay breaks the CV into lines and pages and returns what paints them.
func lay(r cv.Resume, o Options) (*painter, []row, error) {
	d, err := o.design()
	if err != nil {
		return nil, nil, err
	}
	l := localeOf(&r, o)
	content := outlineOf(&r, l)
	width, height := l.paper(o.Paper).size()
	w := pdf.New(pdf.Info{Title: content.title(), Author: content.name, Language: l.tag, Width: width, Height: height})
	s := &sheet{design: d, ruler: w, measure: width - d.left - d.right}
	s.outline(content)
	rows := fit(s.boxes, d.top, height-d.top-d.bottom)
	return &painter{sheet: s, w: w, name: content.name, width: width, height: height}, rows, nil
}

// painter puts placed rows into a file.
type painter struct {
	*sheet
	w      *pdf.Writer
	name   string
	width  float64
	height float64
	asides []aside
}

// aside is text at the right margin that waits until the lines beside it are
// written: title and organisation are one block, dates and place the next, in
// the order in which readers of pages without tags find them, too.
type aside struct {
	line *line
	y    float64
}

func (p *painter) paint(rows []row) {
	total := pages(rows)
	p.w.NewPage()
	page, inList := 0, false
	for i := range rows {
		r := &rows[i]
		if r.page > page {
			p.flush()
			p.foot(page, total)
			p.w.NewPage()
			page = r.page
		}
		if r.index == 0 {
			if !r.box.beside {
				p.flush()
			}
			inList = p.list(inList, r.box.tag == "LI")
			p.w.Begin(r.box.tag)
		}
		p.row(r)
		if r.index == len(r.box.lines)-1 {
			p.finish(r)
		}
	}
	p.flush()
	p.list(inList, false)
	p.foot(page, total)
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

func (p *painter) row(r *row) {
	b, l := r.box, r.box.lines[r.index]
	if b.right != nil && r.index == 0 {
		p.asides = append(p.asides, aside{b.right, r.y})
	}
	if b.marker != "" && r.index == 0 {
		p.w.Begin("Lbl")
		p.w.Text(p.bullet.style, p.bullet.size, p.left, r.y, p.bullet.colour, b.marker)
		p.w.End()
		p.w.Begin("LBody")
	}
	for _, s := range l.spans {
		p.span(s, b.ink, p.left+b.indent, r.y)
	}
}

// finish closes a box.
func (p *painter) finish(r *row) {
	b := r.box
	p.w.End()
	if b.tag == "LI" {
		p.w.End()
	}
	if b.under > 0 {
		y := r.y + b.ink.leading - r.ascent() + b.under/2
		p.w.Rule(p.left, p.width-p.right(), y, p.hairline, p.rule)
	}
}

// flush writes the waiting texts at the right margin.
func (p *painter) flush() {
	for _, a := range p.asides {
		p.w.Begin("P")
		for _, s := range a.line.spans {
			p.span(s, p.dates, p.width-p.right()-a.line.width, a.y)
		}
		p.w.End()
	}
	p.asides = p.asides[:0]
}

func (p *painter) right() float64 { return p.design.right }

func (p *painter) span(s placed, i ink, x, y float64) {
	if s.url == "" {
		p.w.Text(s.style, i.size, x+s.x, y, s.colour, s.text)
		return
	}
	p.w.Begin("Link")
	p.w.Text(s.style, i.size, x+s.x, y, s.colour, s.text)
	p.w.Link(x+s.x, y-i.size*0.8, x+s.x+s.width, y+i.size*0.25, s.url)
	p.w.End()
}

// foot names person and page where there is more than one page.
func (p *painter) foot(page, total int) {
	if total == 1 {
		return
	}
	i, y := p.design.foot, p.height-p.bottom/2
	number := strconv.Itoa(page+1) + " / " + strconv.Itoa(total)
	p.w.Begin(pdf.Artifact)
	p.w.Text(i.style, i.size, p.left, y, i.colour, p.name)
	p.w.Text(i.style, i.size, p.width-p.right()-p.w.Width(i.style, i.size, number), y, i.colour, number)
	p.w.End()
}
