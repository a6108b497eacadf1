package document

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// accents maps the accents that old TeX fonts set as characters of their own
// to combining marks.
var accents = map[rune]rune{
	'`': '\u0300', '´': '\u0301', 'ˆ': '\u0302', '^': '\u0302', '˜': '\u0303', '~': '\u0303', '¯': '\u0304',
	'˘': '\u0306', '˙': '\u0307', '¨': '\u0308', '˚': '\u030A', '˝': '\u030B', 'ˇ': '\u030C',
	'¸': '\u0327', '˛': '\u0328',
}

// accentReach is how many characters back the letter under an accent may
// stand in the content of the page.
const accentReach = 300

// placeAccents joins accents with the letters they are printed on.
func placeAccents(glyphs []glyph) []glyph {
	found := false
	for i := range glyphs {
		mark, ok := accents[glyphs[i].r]
		if !ok {
			continue
		}
		if j := letterUnder(glyphs, i, mark); j >= 0 {
			glyphs[j].r = accented(glyphs[j].r, mark)
			if j == i+1 {
				glyphs[j].space, glyphs[j].hint = glyphs[i].space, glyphs[i].hint
			}
			glyphs[i].r = utf8.RuneError
			glyphs[i].style = nil
			found = true
		}
	}
	if !found {
		return glyphs
	}
	return slices.DeleteFunc(glyphs, func(g glyph) bool { return g.style == nil })
}

// letterUnder finds the letter that carries accent i: the next one, or one of
// those before; -1 when the accent stands alone.
func letterUnder(glyphs []glyph, i int, mark rune) int {
	if i+1 < len(glyphs) && carries(glyphs[i+1], glyphs[i], mark) {
		return i + 1
	}
	for j := i - 1; j >= max(0, i-accentReach); j-- {
		if glyphs[j].style != nil && carries(glyphs[j], glyphs[i], mark) {
			return j
		}
	}
	return -1
}

// carries tells whether an accent is printed on a letter that can have it.
func carries(letter, accent glyph, mark rune) bool {
	size := letter.style.size
	if math.Abs(letter.across-accent.across) > 0.6*size || accented(letter.r, mark) == 0 {
		return false
	}
	centre := (accent.along + accent.end) / 2
	slack := 0.1 * size
	return centre > letter.along-slack/2 && centre < letter.end+slack
}

// accented returns a letter with a mark, 0 when there is no such letter.
func accented(letter, mark rune) rune {
	switch letter {
	case 'ı':
		letter = 'i'
	case 'ȷ':
		letter = 'j'
	}
	if !unicode.IsLetter(letter) {
		return 0
	}
	s := norm.NFC.String(string([]rune{letter, mark}))
	r, n := utf8.DecodeRuneInString(s)
	if n != len(s) {
		return 0
	}
	return r
}

// joinClusters gives the letters of one ligature glyph, which all report the
// place of the glyph, no width beyond the first.
func joinClusters(glyphs []glyph) []glyph {
	for i := 1; i < len(glyphs); i++ {
		a, g := glyphs[i-1], &glyphs[i]
		if a.style == g.style && g.along < a.end && a.box == g.box && g.across == a.across {
			g.along, g.end = a.end, a.end
			g.box = a.box
		}
	}
	return glyphs
}
