package render

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// box is a paragraph broken into lines, ready to be put on a page. Places are
// relative to the left edge of its column.
type box struct {
	tag     string // H1, H2, H3, P, LI
	ink     ink
	x       float64 // of the paragraph
	indent  float64 // of the text behind a marker
	align   align
	edge    float64 // where a centred or right-aligned paragraph ends
	lines   []line
	besides []aside // stand on the first line
	before  float64
	beside  bool    // goes on beside the text at the side of the box before it
	keep    bool    // not parted from what follows
	tied    bool    // not parted from what it follows
	under   float64 // room below
	rule    rule
	marker  string
	dotted  bool // has a dot on the spine
	stretch int  // of the spine, from 1; 0 is none
}

// align is where the lines of a paragraph stand.
type align int

const (
	toLeft align = iota
	toCentre
	toRight
)

// aside is a short text beside a box.
type aside struct {
	lines []line
	ink   ink
	x     float64
	align align
	edge  float64
}

// rule is the hairline that belongs to a box.
type rule int

const (
	noRule rule = iota
	ruleBelow
	ruleBeside // from the end of the text to the margin
	ruleApart  // from the gutter to the margin
)

// sheet turns an outline into the boxes of one column.
type sheet struct {
	*design
	ruler   ruler
	upper   cases.Caser
	width   float64 // of the column
	boxes   []box
	stretch int // of the spine, the last one given out
}

func newSheet(d *design, r ruler, l *locale, width float64) *sheet {
	return &sheet{design: d, ruler: r, upper: cases.Upper(language.Make(l.base)), width: width}
}

// measure is the width of running text.
func (s *sheet) measure() float64 { return s.width - s.gutter }

func (s *sheet) header(o *outline) {
	s.paragraph("H1", s.name, 0, o.name)
	s.paragraph("P", s.label, s.afterName, o.label)
	s.centreFrom(0)
}

// reach sets the ways to contact on one line, or in a narrow column on a line
// each.
func (s *sheet) reach(contact []piece, stacked bool) {
	first := len(s.boxes)
	if stacked {
		for _, p := range contact {
			s.add("P", s.contact, s.beforeLine, s.pieces(s.contact, []piece{p}))
		}
	} else if spans := s.pieces(s.contact, contact); len(spans) > 0 {
		s.add("P", s.contact, s.afterLabel, spans)
	}
	s.centreFrom(first)
	if n := len(s.boxes); n > 0 {
		s.boxes[n-1].under = s.afterContact
		if !s.plain {
			s.boxes[n-1].rule = ruleBelow
		}
	}
}

func (s *sheet) centreFrom(first int) {
	for i := first; i < len(s.boxes) && s.centred; i++ {
		s.boxes[i].align, s.boxes[i].edge = toCentre, s.width
	}
}

func (s *sheet) section(sec section) {
	s.heads(sec.title)
	first, dated := len(s.boxes), false
	for i, e := range sec.entries {
		before := s.beforeEntry
		if i == 0 {
			before = s.afterHeading
		}
		s.entry(e, before)
		dated = dated || e.dates != ""
	}
	if s.spine && dated {
		s.stretch++
		for i := first; i < len(s.boxes); i++ {
			s.boxes[i].stretch = s.stretch
		}
	}
}

// heads sets the heading of a section.
func (s *sheet) heads(title string) {
	if title == "" {
		return
	}
	if s.capitals {
		title = s.upper.String(title) // Greek capitals lose their accents
	}
	b := box{tag: "H2", ink: s.heading, x: s.gutter, before: s.beforeHeading, keep: true, under: s.underHeading}
	room := s.measure()
	switch s.headings {
	case ruledBelow:
		b.rule = ruleBelow
	case ruledBeside:
		b.rule = ruleBeside
	case ruledApart:
		b.rule, b.x = ruleApart, 0
		room = s.gutter - s.gap
	}
	b.lines = breakLines(s.ruler, b.ink.size, room, []span{b.ink.span(title)})
	s.boxes = append(s.boxes, b)
}

func (s *sheet) entry(e entry, before float64) {
	first := len(s.boxes)
	s.head(e)
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
	s.tie(heads)
	if first < len(s.boxes) {
		s.boxes[first].before = before
		s.boxes[first].dotted = e.dates != "" || e.title != ""
		s.clear(s.boxes[first:])
	}
}

// tie keeps the last item of an entry with the one before it: a page does not
// begin with one line of what stands on the page before.
func (s *sheet) tie(heads int) {
	if last := len(s.boxes) - 1; last > heads && len(s.boxes[last].lines) <= mostTied {
		s.boxes[last].tied = true
	}
}

// mostTied is the number of lines up to which an item does not stand alone.
const mostTied = 2

// clear makes room below an entry that is shorter than the text beside it.
func (s *sheet) clear(boxes []box) {
	height, beside := 0.0, 0.0
	for i := range boxes {
		for _, a := range boxes[i].besides {
			beside = max(beside, height+float64(len(a.lines))*a.ink.leading)
		}
		height += float64(len(boxes[i].lines))*boxes[i].ink.leading + boxes[i].under
		if i+1 < len(boxes) {
			height += boxes[i+1].before
		}
	}
	boxes[len(boxes)-1].under += max(beside-height, 0)
}

// factLine sets a labelled line; in a design with dates at the left the label
// stands there too.
func (s *sheet) factLine(f fact) {
	spans := []span{s.body.span(f.value)}
	if f.label != "" {
		spans = []span{s.fact.span(f.label + " "), spans[0]}
	}
	s.add("P", s.body, s.beforeFact, spans)
}

func (s *sheet) item(text string) {
	lines := breakLines(s.ruler, s.body.size, s.measure()-s.indent, []span{s.body.span(text)})
	s.boxes = append(s.boxes, box{
		tag: "LI", ink: s.body, x: s.gutter, indent: s.indent, lines: lines, before: s.beforeLine, marker: "•",
	})
}

func (s *sheet) paragraph(tag string, i ink, before float64, text string) {
	if text != "" {
		s.add(tag, i, before, []span{i.span(text)})
	}
}

func (s *sheet) add(tag string, i ink, before float64, spans []span) {
	lines := trimEnds(breakLines(s.ruler, i.size, s.measure(), spans), s.separator)
	s.boxes = append(s.boxes, box{tag: tag, ink: i, x: s.gutter, before: before, lines: lines})
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
			lines[i].width = spans[last].x
			lines[i].spans = spans[:last]
			spans[last-1].text += " "
		}
	}
	return lines
}

func (i ink) span(text string) span { return span{text: text, style: i.style, colour: i.colour} }
