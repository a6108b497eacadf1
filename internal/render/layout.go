package render

import (
	"slices"
	"strings"
)

// box is a paragraph broken into lines, ready to be put on a page.
type box struct {
	tag    string // H1, H2, H3, P, LI
	ink    ink
	indent float64
	lines  []line
	right  *line // stands at the right margin of the first line
	before float64
	beside bool    // goes on beside the right-hand text of the box before it
	keep   bool    // not parted from what follows
	under  float64 // room for a hairline below; 0 is no hairline
	marker string
}

// sheet turns an outline into boxes of one design.
type sheet struct {
	*design
	ruler   ruler
	measure float64 // width of the column
	boxes   []box
}

func (s *sheet) outline(o *outline) {
	s.paragraph("H1", s.name, 0, o.name)
	s.paragraph("P", s.label, 1, o.label)
	s.header(o.contact)
	for _, section := range o.sections {
		s.section(section)
	}
}

func (s *sheet) header(contact []piece) {
	if spans := s.pieces(s.contact, contact); len(spans) > 0 {
		s.add("P", s.contact, s.afterLabel, spans)
	}
	if n := len(s.boxes); n > 0 {
		s.boxes[n-1].under = s.afterContact
	}
}

func (s *sheet) section(sec section) {
	s.paragraph("H2", s.heading, s.beforeHeading, sec.title)
	if sec.title != "" {
		last := &s.boxes[len(s.boxes)-1]
		last.keep, last.under = true, s.underHeading
	}
	for i, e := range sec.entries {
		before := s.beforeEntry
		if i == 0 {
			before = s.afterHeading
		}
		s.entry(e, before)
	}
}

func (s *sheet) entry(e entry, before float64) {
	first := len(s.boxes)
	s.head(e)
	s.where(e)
	heads := len(s.boxes)
	for _, p := range e.paras {
		s.paragraph("P", s.body, s.beforeLine, p)
	}
	for _, b := range e.bullets {
		s.item(b)
	}
	for _, f := range e.facts {
		s.factLine(f)
	}
	for i := first; i < heads && i < len(s.boxes)-1; i++ {
		s.boxes[i].keep = true
	}
	if first < len(s.boxes) {
		s.boxes[first].before = before
	}
}

// head sets the title with the dates at the right margin.
func (s *sheet) head(e entry) {
	if e.title == "" {
		e.title, e.dates = e.dates, ""
	}
	if e.title == "" {
		return
	}
	s.pair(box{tag: "H3", ink: s.title}, []span{s.title.span(e.title)}, s.dates, e.dates)
}

// where sets the organisation with the place at the right margin.
func (s *sheet) where(e entry) {
	spans := s.pieces(s.sub, e.sub)
	if len(spans) == 0 {
		spans, e.place = s.pieces(s.sub, pieces(plain(e.place))), ""
	}
	if len(spans) > 0 {
		s.pair(box{tag: "P", ink: s.sub, beside: true}, spans, s.dates, e.place)
	}
}

// pair adds a box of spans with a short text at the right margin of its first
// line. A text of more than half a line goes below.
func (s *sheet) pair(b box, spans []span, i ink, right string) {
	room := s.measure
	lines := breakLines(s.ruler, i.size, s.measure, []span{i.span(right)})
	beside := len(lines) == 1 && lines[0].width < s.measure/2
	if beside {
		b.right = &lines[0]
		room -= b.right.width + s.gap
	}
	b.lines = trimEnds(breakLines(s.ruler, b.ink.size, room, spans), s.separator)
	s.boxes = append(s.boxes, b)
	if !beside {
		s.paragraph("P", i, 0, right)
	}
}

func (s *sheet) factLine(f fact) {
	spans := []span{s.body.span(f.value)}
	if f.label != "" {
		spans = []span{s.fact.span(f.label + " "), spans[0]}
	}
	s.add("P", s.body, s.beforeFact, spans)
}

func (s *sheet) item(text string) {
	lines := breakLines(s.ruler, s.body.size, s.measure-s.indent, []span{s.body.span(text)})
	s.boxes = append(s.boxes, box{
		tag: "LI", ink: s.body, indent: s.indent, lines: lines, before: s.beforeLine, marker: "•",
	})
}

func (s *sheet) paragraph(tag string, i ink, before float64, text string) {
	if text != "" {
		s.add(tag, i, before, []span{i.span(text)})
	}
}

func (s *sheet) add(tag string, i ink, before float64, spans []span) {
	s.boxes = append(s.boxes, box{
		tag: tag, ink: i, before: before, lines: trimEnds(breakLines(s.ruler, i.size, s.measure, spans), s.separator),
	})
}

// pieces joins the parts of one line; a part is not broken while it fits.
func (s *sheet) pieces(i ink, parts []piece) []span {
	var spans []span
	for k, p := range parts {
		if k > 0 {
			spans = append(spans, i.span(s.separator))
		}
		part := i.span(p.text)
		part.url, part.whole = p.url, true
		spans = append(spans, part)
	}
	return spans
}

// trimEnds drops a separator where the line ends behind it.
func trimEnds(lines []line, separator string) []line {
	for i := range lines {
		spans := lines[i].spans
		if last := len(spans) - 1; last > 0 && strings.TrimSpace(spans[last].text) == strings.TrimSpace(separator) {
			lines[i].spans = spans[:last]
			spans[last-1].text += " "
		}
	}
	return lines
}

func (i ink) span(text string) span { return span{text: text, style: i.style, colour: i.colour} }

// row is a line of a box with its place on a page.
type row struct {
	box   *box
	index int     // of the line in the box
	y     float64 // baseline, from the top
	page  int
}

// fit places all lines on pages. Where the last page would hold little, it sets
// everything a little tighter if that saves the page, as a typesetter would.
func fit(boxes []box, top, height float64) []row {
	rows := paginate(boxes, top, height)
	if pages(rows) == 1 || rows[len(rows)-1].y > top+height/4 {
		return rows
	}
	tight := slices.Clone(boxes)
	for i := range tight {
		tight[i].before *= 0.75
		tight[i].ink.leading *= 0.96
	}
	if tighter := paginate(tight, top, height); pages(tighter) < pages(rows) {
		return tighter
	}
	return rows
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
func (r *row) ascent() float64 { return (r.box.ink.leading + r.box.ink.size*0.68) / 2 }

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
			joined = append(joined, second || last || kept || i > 0 && b.keep)
		}
	}
	return rows, joined
}

// lone tells a paragraph of one line: a heading above it wants a second line.
func lone(b box) bool { return !b.keep && len(b.lines) == 1 }

func (b *box) heads() bool { return b.tag == "H2" || b.tag == "H3" }

// pages counts the pages of placed rows.
func pages(rows []row) int {
	if len(rows) == 0 {
		return 1
	}
	return rows[len(rows)-1].page + 1
}
