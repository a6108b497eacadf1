package pdf

import (
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// glyph is one placed glyph; measures in 1/1000 em.
type glyph struct {
	face    Style
	id      uint16
	advance int
	dx, dy  int
	text    string // what it stands for; "" for later glyphs of a cluster
}

// shaped is a word as glyphs.
type shaped struct {
	glyphs  []glyph
	advance int
}

// shaper holds what shaping may not share between goroutines.
type shaper struct {
	harfbuzz shaping.HarfbuzzShaper
	faces    [faceCount]*font.Face
}

var shapers = sync.Pool{New: func() any { return new(shaper) }}

var tabularFigures = []shaping.FontFeature{{Tag: ot.MustNewTag("tnum"), Value: 1}, {Tag: ot.MustNewTag("lnum"), Value: 1}}

func (s *shaper) face(style Style) *font.Face {
	f := style.face()
	if s.faces[f] == nil {
		s.faces[f] = font.NewFace(faces[f]().shape)
	}
	return s.faces[f]
}

// shape returns the glyphs of a word; each word is shaped once per file.
func (w *Writer) shape(style Style, text string) shaped {
	if text == "" {
		return shaped{}
	}
	key := word{style, text}
	if s, ok := w.words[key]; ok {
		return s
	}
	var s shaped
	runes := []rune(text)
	for start := 0; start < len(runes); {
		face, end := w.stretch(style, runes, start)
		s.glyphs = w.shaper.append(s.glyphs, face, runes, start, end, w.language)
		start = end
	}
	for _, g := range s.glyphs {
		s.advance += g.advance
	}
	w.words[key] = s
	return s
}

// stretch finds how far one face and one script reach from start. Combining
// marks stay with their letter.
func (w *Writer) stretch(style Style, runes []rune, start int) (Style, int) {
	face := w.faceFor(style, runes[start])
	script := language.LookupScript(runes[start])
	end := start + 1
	for ; end < len(runes); end++ {
		if unicode.Is(unicode.Mn, runes[end]) && w.has(face, runes[end]) {
			continue
		}
		next := language.LookupScript(runes[end])
		if script == language.Common {
			script = next
		}
		if next != script && next != language.Common && next != language.Inherited {
			break
		}
		if w.faceFor(style, runes[end]) != face {
			break
		}
	}
	return face, end
}

// faceFor picks the style's own face, or the other family where only that has
// the character.
func (w *Writer) faceFor(style Style, r rune) Style {
	if w.has(style, r) {
		return style
	}
	if other := style.Other(); w.has(other, r) {
		return other
	}
	w.missing(r)
	return style
}

func (w *Writer) has(style Style, r rune) bool {
	_, ok := w.shaper.face(style).NominalGlyph(r)
	return ok
}

// append shapes runes[start:end], which are of one script. The language decides
// on local forms, such as no fi ligature in Turkish.
func (s *shaper) append(glyphs []glyph, style Style, runes []rune, start, end int, l language.Language) []glyph {
	in := shaping.Input{
		Text: runes, RunStart: start, RunEnd: end, Direction: di.DirectionLTR,
		Face: s.face(style), Size: fixed.I(unitsPerEm), Script: scriptOf(runes[start:end]), Language: l,
	}
	if style&Tabular != 0 {
		in.FontFeatures = tabularFigures
	}
	apart := 0
	if style&Spaced != 0 {
		apart = tracking
	}
	out := s.harfbuzz.ShapeNoExtents(in)
	for i, g := range out.Glyphs {
		glyphs = append(glyphs, glyph{
			face: style.face(), id: uint16(g.GlyphID), advance: g.Advance.Round() + apart,
			dx: g.XOffset.Round(), dy: g.YOffset.Round(), text: clusterText(out.Glyphs, i, runes),
		})
	}
	return glyphs
}

// clusterText gives a glyph its share of the cluster's text: its own rune where
// there are as many glyphs as runes, else everything to the first glyph.
func clusterText(glyphs []shaping.Glyph, i int, runes []rune) string {
	g := glyphs[i]
	first := i
	for first > 0 && glyphs[first-1].TextIndex() == g.TextIndex() {
		first--
	}
	from := g.TextIndex()
	if g.GlyphsCount() == g.RunesCount() {
		return string(runes[from+i-first])
	}
	if i > first {
		return ""
	}
	return string(runes[from : from+g.RunesCount()])
}

func scriptOf(runes []rune) language.Script {
	for _, r := range runes {
		if s := language.LookupScript(r); s != language.Common && s != language.Inherited {
			return s
		}
	}
	return language.Latin
}

// cutSpace cuts s at its first space.
func cutSpace(s string) (before, after string, found bool) { return strings.Cut(s, " ") }
