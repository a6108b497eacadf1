package document

import (
	"strconv"
	"strings"
	"unicode"
)

// Measures of the synthetic page in points.
const (
	a4Width    = 595
	margin     = 56
	lineHeight = 1.2 // of the font size
	tabEvery   = 36
	cellGap    = 12
	bulletRoom = 18
)

const partBox = "box"

// flow is an area that paragraphs are stacked in.
type flow struct {
	x0, x1, y float64
	shaded    bool
	part      string
	from, to  int // runs of a text box
	links     int
	linksTo   int
}

// tableShape gives cells their place.
type tableShape struct {
	area    *flow
	columns []float64
	shaded  bool
}

// maxSpan bounds how many columns a cell may cover.
const maxSpan = 100

func gridSpan(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxSpan)
}

// right returns the right edge of the columns before column n, scaled so that
// the table fits its area.
func (t *tableShape) right(n int) float64 {
	total, before := 0.0, 0.0
	for i, width := range t.columns {
		if width <= 0 {
			width = tabEvery
		}
		total += width
		if i < n {
			before += width
		}
	}
	room := t.area.x1 - t.area.x0
	if total == 0 {
		return t.area.x0 + room*float64(n)/float64(n+1)
	}
	return t.area.x0 + before*min(1, room/total)
}

func (t *tableShape) cell(column int, y float64) *flow {
	left, right := t.right(column), t.right(column+1)
	if column >= len(t.columns) {
		right = t.area.x1
	}
	if right-left > 2*cellGap {
		right -= cellGap
	}
	return &flow{x0: left, x1: max(right, left+1), y: y, shaded: t.area.shaded || t.shaded, part: t.area.part}
}

// place lays out a paragraph: one line of runs, or several where it has line
// breaks. Long paragraphs are not wrapped but squeezed into their area, so that
// a paragraph stays one line.
func (w *docxWalk) place(p *paragraph) {
	w.blocks++
	base := visible(w.styles.run.with(p.style.run))
	p.area.y += p.props.twips("before")
	if b := p.props["border-top"]; b != "" && b != "none" && b != "nil" {
		w.rule(p.area)
	}
	indent := p.props.twips("left")
	first := indent + p.props.twips("firstLine") - p.props.twips("hanging")
	line := lineOf{walk: w, p: p, x: p.area.x0 + max(0, min(first, p.area.x1-p.area.x0-bulletRoom)), size: base.size}
	line.role = w.role(p)
	line.bullet(base, p.area.x0+indent)
	for _, s := range p.spans {
		if s.brk {
			line.end()
			line.x = p.area.x0 + indent
			continue
		}
		line.spans = append(line.spans, s)
	}
	line.end()
	p.area.y += p.props.twips("after")
	if b := p.props["border-bottom"]; b != "" && b != "none" && b != "nil" {
		w.rule(p.area)
	}
}

func (w *docxWalk) role(p *paragraph) string {
	if r := role(p.style, p.props); r != "" {
		return r
	}
	if p.list != nil || strings.HasPrefix(p.style.name, "list ") {
		return "LI"
	}
	return "P"
}

func (w *docxWalk) rule(area *flow) {
	w.page.Rules = append(w.page.Rules, Rule{X0: round(area.x0), Y0: round(area.y), X1: round(area.x1), Y1: round(area.y + 1)})
	area.y++
}

// shift moves a text box, laid out from 0, below what stands in an area.
func (w *docxWalk) shift(box, area *flow) {
	for i := box.from; i < box.to; i++ {
		r := &w.page.Runs[i]
		r.Y0, r.Y1, r.Baseline = round(r.Y0+area.y), round(r.Y1+area.y), round(r.Baseline+area.y)
	}
	for i := box.links; i < box.linksTo; i++ {
		l := &w.page.Links[i]
		l.Y0, l.Y1 = round(l.Y0+area.y), round(l.Y1+area.y)
	}
	area.y += box.y
}

// lineOf collects the spans of one line.
type lineOf struct {
	walk  *docxWalk
	p     *paragraph
	x     float64
	size  float64
	role  string
	spans []span
	links []anchor
}

// anchor is a run that leads to an address.
type anchor struct {
	run int
	url string
}

// bullet puts the mark of a list item in front.
func (l *lineOf) bullet(s spanStyle, textAt float64) {
	if l.p.list["numFmt"] != "bullet" || len(l.p.spans) == 0 {
		return
	}
	if l.x >= textAt {
		l.x = max(l.p.area.x0, textAt-bulletRoom)
	}
	l.spans = append(l.spans, span{text: string(bullet), style: s}, span{tab: true, to: textAt, style: s})
}

// end lays out the collected spans and moves down.
func (l *lineOf) end() {
	area := l.p.area
	height := 0.0
	for _, s := range l.spans {
		height = max(height, s.style.size)
	}
	if height == 0 {
		height = l.size
	}
	first := len(l.walk.page.Runs)
	baseline := area.y + height
	l.runs(baseline)
	l.fit(l.walk.page.Runs[first:])
	l.anchored()
	area.y += height * lineHeight
	l.spans = l.spans[:0]
}

// runs merges spans of one style and sets them one after the other.
func (l *lineOf) runs(baseline float64) {
	x := l.x
	for i := 0; i < len(l.spans); {
		s := l.spans[i]
		if s.tab {
			x = l.tab(x, i)
			i++
			continue
		}
		j := i
		var b strings.Builder
		for ; j < len(l.spans) && !l.spans[j].tab && l.spans[j].style == s.style && l.spans[j].link == s.link; j++ {
			b.WriteString(l.spans[j].text)
		}
		x = l.set(b.String(), s, x, baseline)
		i = j
	}
}

// set adds the runs of a text; a row of blanks in it is white space that
// somebody typed to move text aside, and splits it.
func (l *lineOf) set(text string, s span, x, baseline float64) float64 {
	const blanks = "    "
	for text != "" {
		piece, rest, split := strings.Cut(text, blanks)
		next := x + width(piece)*s.style.size
		if piece = squeeze(piece); strings.TrimSpace(piece) != "" {
			l.add(compose(piece), s, x, next, baseline)
		}
		x = next
		if split {
			x += 2 * s.style.size
			rest = strings.TrimLeft(rest, " ")
		}
		text = rest
	}
	return x
}

func (l *lineOf) add(text string, s span, x0, x1, baseline float64) {
	st := s.style
	l.walk.page.Runs = append(l.walk.page.Runs, Run{
		Text: text, X0: round(x0), X1: round(x1), Baseline: round(baseline),
		Y0: round(baseline - ascent*st.size), Y1: round(baseline + descent*st.size),
		Size: round(st.size), Font: st.font, Bold: st.bold, Italic: st.italic, Colour: st.colour,
		Role: l.role, Block: l.walk.blocks, Part: l.p.area.part,
	})
	if s.link != "" {
		l.links = append(l.links, anchor{run: len(l.walk.page.Runs) - 1, url: s.link})
	}
}

// squeeze makes one blank of several.
func squeeze(s string) string {
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}

// width estimates the width of a text in em.
func width(s string) float64 {
	total := 0.0
	for _, r := range s {
		switch {
		case r == ' ' || strings.ContainsRune("ijltf.,:;'|!()", r):
			total += 0.28
		case unicode.IsUpper(r) || r == 'm' || r == 'w':
			total += 0.66
		default:
			total += 0.5
		}
	}
	return total
}

// tab returns where text after a tab begins: at the next tab stop, always far
// enough away to show as a gap.
func (l *lineOf) tab(x float64, i int) float64 {
	area, s, rest := l.p.area, l.spans[i], l.spans[i+1:]
	if s.to > 0 {
		return max(s.to, x+s.style.size/2)
	}
	least := x + 2*s.style.size
	for _, stop := range strings.Fields(l.p.props["tabs"]) {
		kind, at, _ := strings.Cut(stop, ":")
		pos := area.x0 + props{"w": at}.twips("w")
		if pos <= x || kind == "clear" {
			continue
		}
		switch kind {
		case "right", "end":
			pos -= ahead(rest)
		case "center":
			pos -= ahead(rest) / 2
		}
		return max(pos, least)
	}
	steps := float64(int((x-area.x0)/tabEvery) + 1)
	return max(area.x0+steps*tabEvery, least)
}

// ahead is the width of the text up to the next tab.
func ahead(rest []span) float64 {
	total := 0.0
	for _, s := range rest {
		if s.tab {
			break
		}
		total += width(s.text) * s.style.size
	}
	return total
}

// fit squeezes a line that is too long for its area, and moves one that is
// centred or set to the right.
func (l *lineOf) fit(runs []Run) {
	if len(runs) > 1 && runs[0].Text == string(bullet) {
		runs = runs[1:]
	}
	if len(runs) == 0 {
		return
	}
	left, right := runs[0].X0, runs[len(runs)-1].X1
	room := l.p.area.x1 - left
	scale, shift := 1.0, 0.0
	switch free := l.p.area.x1 - right; {
	case free < 0:
		scale = max(0, room) / (right - left)
	case l.p.props["jc"] == "center":
		shift = free / 2
	case l.p.props["jc"] == "right", l.p.props["jc"] == "end":
		shift = free
	}
	for i := range runs {
		runs[i].X0 = round(left + (runs[i].X0-left)*scale + shift)
		runs[i].X1 = round(left + (runs[i].X1-left)*scale + shift)
	}
}

// anchored adds the links of the line, at the place of their runs.
func (l *lineOf) anchored() {
	page := &l.walk.page
	for _, a := range l.links {
		r := page.Runs[a.run]
		page.Links = append(page.Links, Link{X0: r.X0, Y0: r.Y0, X1: r.X1, Y1: r.Y1, URL: a.url})
	}
	l.links = nil
}
