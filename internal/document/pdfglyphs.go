package document

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// glyph is one character with its place; along and across are coordinates in
// reading direction, so that rotated text needs no special case.
type glyph struct {
	r      rune
	along  float64 // where the advance begins
	end    float64 // where it ends
	across float64 // the baseline
	box    box     // advance width times font height, on the page
	style  *style
	space  bool // a space stands before this glyph in the file
	hint   bool // PDFium thinks that a space stands before it
	sight  sight
}

// sight tells whether a reader of the page sees a character.
type sight int

const (
	seen   sight = iota
	white        // white on white paper
	unseen       // drawn without ink
	gone         // too small, transparent or off the page
)

// style is what the characters of one text object share.
type style struct {
	face
	size   float64
	colour uint32
	ux, uy float64 // unit vector of the reading direction
	role   string
	block  int
	sight  sight // by itself, whatever lies behind
	// nameless is the font when it has no name, 0 for the others.
	nameless uint64
}

// face is a font.
type face struct {
	name         string
	bold, italic bool
	icons        bool // a font of pictograms: private-use characters are normal
}

// Sizes in points below which text cannot be read at all, or not with ease.
const (
	minSize    = 1
	smallPrint = 7
)

// Text render modes (ISO 32000-1, 9.3.6).
const (
	renderInvisible = 3
	renderClip      = 7
)

// glyphs reads the visible characters of a page in content order.
func (r *pdfReader) glyphs(page uint64, f frame, s scene, tags map[int]tag) []glyph {
	text := r.call(fnLoadText, page)
	if text == 0 {
		return nil
	}
	defer r.call(fnCloseText, text)
	n := r.count(fnCountChars, text)
	if r.chars+n > MaxChars {
		r.chars += n // read refuses it; what stands there would only take memory
		return nil
	}
	out := make([]glyph, 0, n)
	var object uint64
	var current *style
	var space, hint bool
	for i := 0; i < n && r.err == nil; i++ {
		char := rune(uint32(r.call(fnUnicode, text, uint64(i))))
		owner := r.call(fnTextObject, text, uint64(i))
		switch {
		case owner == 0: // PDFium made it up
			hint = true
			continue
		case owner != object:
			object, current = owner, r.style(text, i, owner, f, tags)
			if s.under[owner] && current.sight == seen {
				current.sight = unseen
			}
		}
		if isSpace(char) {
			invented := r.ok(fnGenerated, text, uint64(i))
			space, hint = space || !invented, hint || invented
			continue
		}
		g := r.glyph(text, i, char, current, f)
		if len(out) == 0 || current != out[len(out)-1].style && !overruns(out[len(out)-1], g) {
			r.clip(owner, g, f)
		}
		g.space, g.hint = space, hint
		space, hint = false, false
		g.sight = r.sightOf(g, f, s, out)
		out = append(out, g)
	}
	r.chars += n
	r.decodeCork(out)
	r.decodeCyrillic(out)
	out = r.conceal(joinClusters(placeAccents(out)))
	r.letters += len(out)
	return out
}

// glyph reads the place of one character.
func (r *pdfReader) glyph(text uint64, i int, char rune, s *style, f frame) glyph {
	r.call(fnCharOrigin, text, uint64(i), r.at(0), r.at(8))
	x, y := f.point(r.double(0), r.double(8))
	r.call(fnLooseBox, text, uint64(i), r.at(16))
	b := f.rect(r.float(16), r.float(20), r.float(24), r.float(28))
	g := glyph{r: char, style: s, box: b}
	g.along = x*s.ux + y*s.uy
	g.across = y*s.ux - x*s.uy
	g.end = max(g.along, b.x0*s.ux+b.y0*s.uy, b.x1*s.ux+b.y1*s.uy)
	if unreadable(plainRune(char)) && !s.icons {
		r.damaged++
	}
	return g
}

// sightOf tells whether a reader sees a character. Words that run over the edge
// of the page were meant to be seen, to the last letter.
func (r *pdfReader) sightOf(g glyph, f frame, s scene, before []glyph) sight {
	x, y := (g.box.x0+g.box.x1)/2, (g.box.y0+g.box.y1)/2
	switch {
	case g.style.sight == white && s.covered(x, y):
		return seen
	case g.style.sight != seen:
		return g.style.sight
	case !f.contains(x, y) && (len(before) == 0 || !overruns(before[len(before)-1], g)):
		return gone
	}
	return seen
}

func overruns(last, g glyph) bool {
	gap := (g.along - last.end) / g.style.size
	return last.sight == seen && sameLine(last, g) && gap > -wordGap && gap < splitGap
}

// conceal drops the characters that cannot be seen. Two kinds stay: text that
// lies without ink over a picture of itself, which makes a scan searchable, and
// white text of a page that was printed without its dark backgrounds, which
// shows by other text almost as pale.
func (r *pdfReader) conceal(glyphs []glyph) []glyph {
	var count [gone + 1]int
	pale := 0
	for _, g := range glyphs {
		count[g.sight]++
		if g.sight == seen && isPale(g.style.colour) {
			pale++
		}
	}
	searchable := r.images > 0 && count[unseen] > 4*count[seen]
	unprinted := pale > 0 && 2*pale >= count[white]
	return slices.DeleteFunc(glyphs, func(g glyph) bool {
		if g.sight == seen || g.sight == unseen && searchable || g.sight == white && unprinted && g.style.size >= smallPrint {
			return false
		}
		r.hidden++
		return true
	})
}

// style reads what the characters of a text object share.
func (r *pdfReader) style(text uint64, i int, object uint64, f frame, tags map[int]tag) *style {
	font := r.call(fnTextFont, object)
	s := &style{face: r.face(font)}
	if s.name == "" {
		s.nameless = font
	}
	r.call(fnTextSize, object, r.at(0))
	s.size = r.float(0)
	s.ux = 1
	if r.ok(fnCharMatrix, text, uint64(i), r.at(0)) {
		a, b, c, d := r.float(0), r.float(4), r.float(8), r.float(12)
		s.size *= math.Hypot(c, d)
		s.ux, s.uy = unit(f.direction(a, b))
	}
	alpha := r.fill(object, s)
	mode := int32(r.call(fnRenderMode, object))
	switch {
	case !(s.size >= minSize), alpha == 0:
		s.sight = gone
	case mode == renderInvisible, mode == renderClip:
		s.sight = unseen
	case isWhite(s.colour):
		s.sight = white
	}
	if len(tags) > 0 {
		t := tags[int(int32(r.call(fnObjectMCID, object)))]
		s.role, s.block = t.role, t.block
	}
	return s
}

// fill reads the colour of an object into a style and returns its opacity.
func (r *pdfReader) fill(object uint64, s *style) uint32 {
	if !r.ok(fnObjectFill, object, r.at(0), r.at(4), r.at(8), r.at(12)) {
		return 255
	}
	red, green, blue := r.uint32(0)&255, r.uint32(4)&255, r.uint32(8)&255
	s.colour = red<<16 | green<<8 | blue
	return r.uint32(12)
}

// isWhite tells whether a colour cannot be told from white paper (contrast
// below about 1.1 : 1).
func isWhite(c uint32) bool {
	return min(c>>16&255, c>>8&255, c&255) >= 244
}

// isPale tells whether a colour has a contrast below 2 : 1 on white paper
// (relative luminance as in WCAG 2.2, with an exponent for the sRGB curve).
func isPale(c uint32) bool {
	part := func(shift int) float64 { return math.Pow(float64(c>>shift&255)/255, 2.2) }
	return 0.2126*part(16)+0.7152*part(8)+0.0722*part(0) > 0.475
}

// unit scales a vector to length 1, snapped to the axes within two degrees.
func unit(x, y float64) (float64, float64) {
	l := math.Hypot(x, y)
	if l == 0 || math.IsNaN(l) {
		return 1, 0
	}
	x, y = x/l, y/l
	const snap = 0.035
	switch {
	case math.Abs(y) < snap:
		return math.Copysign(1, x), 0
	case math.Abs(x) < snap:
		return 0, math.Copysign(1, y)
	}
	return x, y
}

// boldNames find the weight in a font's name: what PDFium reports as weight is
// a guess (LibreOffice writes 400 for bold).
var (
	boldNames   = regexp.MustCompile(`(?i)bold|black|heavy|semi|demi|[-,]bd|cmbx|cmssbx|sfbx|ecbx|-medi(um)?\b`)
	italicNames = regexp.MustCompile(`(?i)italic|oblique|[-,]it\b|cmti|cmsl|sfti|ecti|ital\b`)
	iconNames   = regexp.MustCompile(`(?i)awesome|icon|material|dingbat|wingding|webding|marvosym|symbol`)
)

const (
	flagItalic  = 1 << 6  // ISO 32000-1, table 123
	boldWeight  = 600     // where a nameless font counts as bold
	lightFaces  = "light" // "Semilight" is not bold
	subsetTagAt = 6       // "ABCDEF+Name"
)

// face reads a font once per document.
func (r *pdfReader) face(font uint64) face {
	if font == 0 {
		return face{}
	}
	if f, ok := r.faces[font]; ok {
		return f
	}
	n := int(uint32(r.call(fnFontName, font, r.at(0), scratchBytes)))
	name := strings.TrimRight(string(r.bytes(n)), "\x00")
	if len(name) > subsetTagAt && name[subsetTagAt] == '+' {
		name = name[subsetTagAt+1:]
	}
	f := face{name: strings.ToValidUTF8(name, "")}
	flags := r.count(fnFontFlags, font)
	f.bold = boldNames.MatchString(name) && !strings.Contains(strings.ToLower(name), lightFaces)
	if name == "" {
		f.bold = r.count(fnFontWeight, font) >= boldWeight
	}
	f.italic = flags&flagItalic != 0 || italicNames.MatchString(name)
	f.icons = iconNames.MatchString(name)
	r.faces[font] = f
	return f
}
