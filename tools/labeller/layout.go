package main

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"jobops/internal/document"
)

// taught is a document with the right label of each run: Labels[page][run].
type taught struct {
	layout document.Layout
	labels [][]string
}

// style is how one CV is set; every CV has its own.
type style struct {
	body, head, name, small float64
	wide                    float64 // width of a letter in em
	lead                    float64 // line height in em
	colour                  uint32
	headBold, headCaps      bool
	headColour, rule        bool
	hang                    bool // headings stand in a margin of their own
	titleBold, orgItalic    bool
	form                    int // how the head of an entry is laid out
	bullet                  string
	gap                     float64 // white space between entries in lines
	list                    int     // how skills and other items are listed
	contacts                int
	tagged                  bool
	sidebar                 int // 0 none, 1 left, 2 right
	mainFirst               bool
	font                    string
}

func newStyle(r *rand.Rand) style {
	body := 8.5 + r.Float64()*3
	s := style{
		body: body, head: body * (1 + r.Float64()*0.7), name: body * (1.6 + r.Float64()*1.6), small: body * (0.85 + r.Float64()*0.15),
		wide: 0.44 + r.Float64()*0.1, lead: 1.15 + r.Float64()*0.45, colour: uint32(r.IntN(0x808080)),
		headBold: r.IntN(3) > 0, headCaps: r.IntN(3) == 0, headColour: r.IntN(2) == 0, rule: r.IntN(3) == 0, hang: r.IntN(8) == 0,
		titleBold: r.IntN(3) > 0, orgItalic: r.IntN(3) == 0, form: r.IntN(entryForms), bullet: []string{"• ", "", "- ", "• ", "– "}[r.IntN(5)],
		gap: r.Float64() * 1.2, list: r.IntN(6), contacts: r.IntN(4), tagged: r.IntN(5) == 0, mainFirst: r.IntN(2) == 0, font: "Sample",
	}
	if r.IntN(5) == 0 {
		s.font = "" // as browsers print
	}
	if !s.headBold && !s.headCaps && !s.headColour && s.head < 1.15*body {
		s.head = 1.3 * body
	}
	if r.IntN(5) < 2 {
		s.sidebar = 1 + r.IntN(2)
		s.hang = false
	}
	return s
}

// sheet collects the runs of a document.
type sheet struct {
	style
	r     *rand.Rand
	out   taught
	block int
}

// column is an area that text flows down in, over the pages.
type column struct {
	*sheet
	x0, x1, y float64
	page      int
}

const (
	pageWidth, pageHeight = 595, 842
	top, bottom           = 50, 800
)

// draw lays out a person in a style of their own.
func draw(r *rand.Rand, p person, language string) taught {
	s := &sheet{style: newStyle(r), r: r}
	s.out.layout = document.Layout{Format: document.PDF, Tagged: s.tagged, Language: language}
	edge := 36 + r.Float64()*36
	full := &column{sheet: s, x0: edge, x1: pageWidth - edge, y: top}
	if s.sidebar == 0 {
		full.header(p)
		for _, c := range p.chapters {
			full.chapter(c)
		}
		return s.out
	}
	aside, main := s.split(full, p)
	var small, large []chapter
	for _, c := range p.chapters {
		if len(c.entries) == 0 && c.kind != "summary" && r.IntN(6) > 0 {
			small = append(small, c)
		} else {
			large = append(large, c)
		}
	}
	parts := []func(){func() { aside.all(small) }, func() { main.all(large) }}
	if s.mainFirst {
		parts[0], parts[1] = parts[1], parts[0]
	}
	parts[0]()
	parts[1]()
	return s.out
}

// split makes two columns below a header, or a header in one of the two.
func (s *sheet) split(full *column, p person) (aside, main *column) {
	width := (full.x1 - full.x0) * (0.26 + s.r.Float64()*0.12)
	gutter := 14 + s.r.Float64()*20
	above := s.r.IntN(2) == 0
	if above {
		full.header(p)
	}
	aside, main = &column{sheet: s, y: full.y, page: full.page}, &column{sheet: s, y: full.y, page: full.page}
	if s.sidebar == 1 {
		aside.x0, aside.x1, main.x0, main.x1 = full.x0, full.x0+width, full.x0+width+gutter, full.x1
	} else {
		main.x0, main.x1, aside.x0, aside.x1 = full.x0, full.x1-width-gutter, full.x1-width, full.x1
	}
	if !above {
		if s.r.IntN(2) == 0 {
			aside.header(p)
		} else {
			main.header(person{name: p.name, label: p.label, intro: p.intro})
			aside.contact(p.contact)
		}
	}
	return aside, main
}

func (c *column) all(list []chapter) {
	for _, ch := range list {
		c.chapter(ch)
	}
}

// face is how a piece of text is set.
type face struct {
	size         float64
	bold, italic bool
	colour       uint32
	role         string
}

func (s *sheet) plain() face { return face{size: s.body} }

func (s *sheet) width(text string, f face) float64 {
	wide := s.wide
	if f.bold {
		wide *= 1.06
	}
	if strings.ToUpper(text) == text {
		wide *= 1.25
	}
	return float64(utf8.RuneCountInString(text)) * wide * f.size
}

// put sets one run on the present line of a column.
func (c *column) put(x float64, text string, f face, label string) {
	if text == "" {
		return
	}
	for len(c.out.layout.Pages) <= c.page {
		c.out.layout.Pages = append(c.out.layout.Pages, document.Page{Width: pageWidth, Height: pageHeight})
		c.out.labels = append(c.out.labels, nil)
	}
	run := document.Run{
		Text: text, X0: x, X1: x + c.width(text, f), Baseline: c.y, Y0: c.y - 0.8*f.size, Y1: c.y + 0.2*f.size,
		Size: f.size, Font: c.font, Bold: f.bold, Italic: f.italic, Colour: f.colour,
	}
	if c.tagged {
		run.Role, run.Block = f.role, c.block
	}
	c.out.layout.Pages[c.page].Runs = append(c.out.layout.Pages[c.page].Runs, run)
	c.out.labels[c.page] = append(c.out.labels[c.page], label)
}

// down moves to the next line, or page.
func (c *column) down(lines, size float64) {
	c.y += lines * c.lead * size
	c.block++
	if c.y > bottom {
		c.y, c.page = top, c.page+1
	}
}

// wrapped sets text in as many lines as it takes.
func (c *column) wrapped(x float64, text string, f face, label string) {
	rest := strings.Fields(text)
	for len(rest) > 0 {
		n := 1
		for n < len(rest) && c.width(strings.Join(rest[:n+1], " "), f) < c.x1-x {
			n++
		}
		c.put(x, strings.Join(rest[:n], " "), f, label)
		c.down(1, f.size)
		rest = rest[n:]
	}
}

// right sets a run that ends at the right edge.
func (c *column) right(text string, f face, label string) {
	c.put(c.x1-c.width(text, f), text, f, label)
}

func (c *column) header(p person) {
	c.put(c.x0, p.name, face{size: c.name, bold: c.headBold, role: "H1"}, "name")
	c.down(1, c.name)
	if p.label != "" {
		c.wrapped(c.x0, p.label, face{size: c.body * 1.15, colour: c.colour}, "label")
	}
	c.contact(p.contact)
	for _, s := range p.intro {
		c.wrapped(c.x0, s, c.plain(), "summary")
	}
	c.down(0.5, c.body)
}

func (c *column) contact(list []string) {
	f := face{size: c.small}
	line := strings.Join(list, []string{" | ", " • ", ", ", "   "}[c.contacts])
	if len(list) > 0 && c.width(line, f) < c.x1-c.x0 && c.r.IntN(2) == 0 {
		c.put(c.x0, line, f, "contact")
		c.down(1, f.size)
		return
	}
	for _, item := range list {
		c.put(c.x0, item, f, "contact")
		c.down(1, f.size)
	}
}

func (c *column) chapter(ch chapter) {
	c.down(0.6+c.r.Float64()*0.6, c.head)
	text := ch.heading
	if c.headCaps {
		text = strings.ToUpper(text)
	} else {
		text = capital(text)
	}
	f := face{size: c.head, bold: c.headBold, role: "H2"}
	if c.headColour {
		f.colour = c.colour
	}
	inner := *c
	if c.hang {
		inner.x0 += 110
	}
	c.put(c.x0, text, f, "head."+ch.kind)
	if c.rule {
		page := &c.out.layout.Pages[c.page]
		page.Rules = append(page.Rules, document.Rule{X0: c.x0, Y0: c.y + 3, X1: c.x1, Y1: c.y + 4})
	}
	if !c.hang {
		inner.down(1.2, c.head)
	}
	for _, s := range ch.text {
		inner.wrapped(inner.x0, s, c.plain(), ch.kind)
	}
	for _, e := range ch.entries {
		inner.episode(e, ch.kind)
	}
	inner.items(ch.items, ch.kind)
	if c.hang && inner.y == c.y && inner.page == c.page {
		inner.down(1, c.body)
	}
	c.y, c.page = inner.y, inner.page
}
