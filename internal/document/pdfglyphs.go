package document

import (
	"math"
	"regexp"
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
}

// style is what the characters of one text object share.
type style struct {
	face
	size   float64
	colour uint32
	ux, uy float64 // unit vector of the reading direction
	role   string
	block  int
	hidden bool // invisible by itself: zero size, transparent, outlined nowhere
	white  bool
}

// face is a font.
type face struct {
	name         string
	bold, italic bool
	icons        bool // a font of pictograms: private-use characters are normal
}

// minSize is the size in points below which text cannot be read.
const minSize = 1

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
	out := make([]glyph, 0, n)
	var object uint64
	var current *style
	var space, hint bool
	invisible := 0
	for i := range n {
		char := rune(uint32(r.call(fnUnicode, text, uint64(i))))
		owner := r.call(fnTextObject, text, uint64(i))
		if owner == 0 { // PDFium made it up
			hint = true
			continue
		}
		if owner != object {
			object, current = owner, r.style(text, i, owner, f, tags)
		}
		if isSpace(char) {
			space = true
			continue
		}
		g := r.glyph(text, i, char, current, f)
		if r.err != nil {
			return nil
		}
		g.space, g.hint = space, hint
		space, hint = false, false
		if unreadable(plainRune(char)) && !current.icons {
			r.damaged++
		}
		if r.concealed(g, f, s) {
			invisible++
			continue
		}
		out = append(out, g)
	}
	r.hidden += invisible
	r.letters += len(out)
	r.chars += n
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
	return g
}

// concealed tells whether a reader of the page cannot see the character.
func (r *pdfReader) concealed(g glyph, f frame, s scene) bool {
	x, y := (g.box.x0+g.box.x1)/2, (g.box.y0+g.box.y1)/2
	switch {
	case g.style.hidden, !f.contains(x, y):
		return true
	case g.style.white:
		return !s.covered(x, y)
	}
	return false
}

// style reads what the characters of a text object share.
func (r *pdfReader) style(text uint64, i int, object uint64, f frame, tags map[int]tag) *style {
	s := &style{face: r.face(r.call(fnTextFont, object))}
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
	s.hidden = s.size < minSize || alpha == 0 || mode == renderInvisible || mode == renderClip
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
	s.white = isWhite(s.colour)
	return r.uint32(12)
}

// isWhite tells whether a colour cannot be told from white paper (contrast
// below about 1.1 : 1).
func isWhite(c uint32) bool {
	return min(c>>16&255, c>>8&255, c&255) >= 244
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
