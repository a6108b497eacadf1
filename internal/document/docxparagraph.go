package document

import (
	"strconv"
	"strings"
	"unicode"
)

// span is a piece of a paragraph: text of one style, a tab or a line break.
type span struct {
	text  string
	style spanStyle
	tab   bool
	to    float64 // where a tab leads, 0 = to the next stop
	brk   bool
	link  string
}

// spanStyle is what can be seen of a run's formatting.
type spanStyle struct {
	size         float64
	font         string
	bold, italic bool
	colour       uint32
}

// paragraph is one w:p while it is read.
type paragraph struct {
	own, props props
	style      *namedStyle
	list       props
	spans      []span
	boxes      []*flow
	area       *flow
	field      string // address of the HYPERLINK field that is open
}

// paragraph reads one w:p and lays it out, with the text boxes that hang on it.
func (w *docxWalk) paragraph(area *flow) error {
	p := &paragraph{area: area, style: w.styles.get(w.styles.normal)}
	p.props = w.styles.paragraph.with(p.style.paragraph)
	err := w.children(func(el element) error {
		if el.name == "w:pPr" {
			return w.paragraphProps(p)
		}
		return w.inline(el, p, "")
	})
	if err != nil {
		return err
	}
	w.place(p)
	for _, box := range p.boxes {
		w.shift(box, area)
	}
	return nil
}

func (w *docxWalk) paragraphProps(p *paragraph) (err error) {
	p.own, err = readProps(w.cursor)
	if id, ok := p.own["pStyle"]; ok {
		p.style = w.styles.get(id)
	}
	inherited := w.styles.paragraph.with(p.style.paragraph)
	p.list = w.lists.level(inherited.with(p.own))
	p.props = inherited.with(p.list, p.own)
	return err
}

// inline reads one child of a paragraph.
func (w *docxWalk) inline(el element, p *paragraph, link string) error {
	again := func() error {
		return w.children(func(child element) error { return w.inline(child, p, link) })
	}
	switch el.name {
	case "w:r":
		return w.run(p, link)
	case "w:hyperlink":
		if id, ok := el.attr("r:id"); ok && w.relations[id].external {
			link = cleanURL(w.relations[id].target)
		}
		return again()
	case "w:fldSimple":
		code, _ := el.attr("w:instr")
		link = fieldURL(code)
		return again()
	case "w:sdt":
		return w.control(again)
	case "mc:AlternateContent":
		return w.choice(again)
	case "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:bdo":
		return again()
	}
	return nil
}

// run reads one w:r.
func (w *docxWalk) run(p *paragraph, link string) error {
	format := w.styles.run.with(p.style.run)
	return w.children(func(el element) error {
		if el.name == "w:rPr" {
			own, err := readProps(w.cursor)
			if id, ok := own["rStyle"]; ok {
				format = format.with(w.styles.get(id).run)
			}
			format = format.with(own)
			return err
		}
		return w.content(el, p, format, link)
	})
}

// content reads one child of a run.
func (w *docxWalk) content(el element, p *paragraph, format props, link string) error {
	if link == "" {
		link = p.field
	}
	add := func(text string) { w.add(p, format, span{text: text, link: link}) }
	switch el.name {
	case "w:t":
		text, err := w.text()
		add(text)
		return err
	case "w:tab", "w:ptab":
		p.spans = append(p.spans, span{tab: true, style: visible(format)})
	case "w:br", "w:cr":
		p.spans = append(p.spans, span{brk: true, style: visible(format)})
	case "w:noBreakHyphen":
		add("-")
	case "w:sym":
		add(symbol(el))
	case "w:instrText":
		code, err := w.text()
		if url := fieldURL(code); url != "" {
			p.field = url
		}
		return err
	case "w:fldChar":
		if kind, _ := el.attr("w:fldCharType"); kind == "end" {
			p.field = ""
		}
	case "mc:AlternateContent":
		return w.choice(func() error {
			return w.children(func(child element) error { return w.content(child, p, format, link) })
		})
	case "w:drawing", "w:pict", "w:object":
		return w.boxesIn(p)
	}
	return nil
}

// boxesIn looks for text boxes at any depth of a drawing and lays each out in
// a flow of its own, which is put below the paragraph.
func (w *docxWalk) boxesIn(p *paragraph) error {
	return w.children(func(el element) error {
		switch el.name {
		case "w:txbxContent":
			box := &flow{x0: p.area.x0, x1: p.area.x1, part: partBox, shaded: true, from: len(w.page.Runs), links: len(w.page.Links)}
			err := w.blocksIn(box)
			box.to, box.linksTo = len(w.page.Runs), len(w.page.Links)
			p.boxes = append(p.boxes, box)
			return err
		case "mc:AlternateContent":
			return w.choice(func() error { return w.boxesIn(p) })
		}
		return w.boxesIn(p)
	})
}

// symbol returns the character of a w:sym.
func symbol(el element) string {
	code, _ := el.attr("w:char")
	n, err := strconv.ParseUint(code, 16, 21)
	if err != nil {
		return ""
	}
	return string(rune(n))
}

// fieldURL returns the address in a HYPERLINK field code.
func fieldURL(code string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(code), "HYPERLINK")
	if !ok {
		return ""
	}
	_, rest, _ = strings.Cut(rest, `"`)
	url, _, _ := strings.Cut(rest, `"`)
	return cleanURL(url)
}

// add appends text to a paragraph unless it cannot be seen.
func (w *docxWalk) add(p *paragraph, format props, s span) {
	var b strings.Builder
	for _, r := range s.text {
		if unreadable(plainRune(r)) && r != '\n' && r != '\t' {
			w.damaged++
		}
		writeChar(&b, r)
	}
	n := len([]rune(s.text))
	w.chars += n
	s.text, s.style = b.String(), visible(format)
	if w.unseen(p, format, s.style) {
		w.hidden += n
		return
	}
	for _, r := range s.text {
		if !unicode.IsSpace(r) {
			w.letters++
		}
	}
	p.spans = append(p.spans, s)
}

// unseen tells whether a reader of the page cannot see text of some format.
func (w *docxWalk) unseen(p *paragraph, format props, s spanStyle) bool {
	shaded := p.area.shaded || coloured(format["shd"]) || coloured(p.props["shd"]) ||
		format["highlight"] != "" && format["highlight"] != "none" && format["highlight"] != "white"
	return format.on("vanish") || format.on("specVanish") || s.size <= minSize || isWhite(s.colour) && !shaded
}

// defaultSize is the size of text that declares none, in points (ECMA-376,
// 17.3.2.38).
const defaultSize = 10

func visible(format props) spanStyle {
	s := spanStyle{size: defaultSize, font: format["font"], bold: format.on("b"), italic: format.on("i")}
	if v, err := strconv.ParseFloat(format["sz"], 64); err == nil && v > 0 && v < 2000 {
		s.size = v / 2
	}
	s.colour, _ = parseColour(format["color"])
	return s
}

// parseColour reads RRGGBB; "auto" and themes count as black text.
func parseColour(s string) (uint32, bool) {
	if len(s) != 6 {
		return 0, false
	}
	v, err := strconv.ParseUint(s, 16, 32)
	return uint32(v), err == nil
}
