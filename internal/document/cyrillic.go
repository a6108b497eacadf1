package document

// Old programs, and TeX for its Cyrillic fonts, leave out what their letters
// mean. A reader takes the codes for those of Western Europe and gives "Îïûò" for
// "Опыт": the letters of Windows-1251, and of the encoding T2A of TeX, stand where
// Latin-1 has its accented ones.

// First and last of the codes that are letters in both.
const (
	latinLetters    = 0xC0
	latinLast       = 0xFF
	cyrillicLetters = 0x410
)

// cyrillicOdd are the letters beyond the alphabet, by the codes of Windows-1251
// and of T2A.
var cyrillicOdd = map[rune]rune{0xA8: 'Ё', 0xB8: 'ё', 0x9C: 'Ё', 0xBC: 'ё'}

// cyrillicRun is how many accented letters in a row no language of Western Europe
// has.
const cyrillicRun = 4

// decodeCyrillic gives the letters of fonts that write Russian as accented Latin
// letters their meaning. Such a font has words of nothing else; Latin letters of
// its own do not matter.
func (r *pdfReader) decodeCyrillic(glyphs []glyph) {
	if r.cyrillic == nil {
		r.cyrillic = map[face]bool{}
	}
	run := 0
	for i, g := range glyphs {
		if i > 0 && (glyphs[i-1].style.face != g.style.face || g.space) || !accentedLatin(g.r) {
			run = 0
		}
		if accentedLatin(g.r) {
			run++
		}
		if run >= cyrillicRun {
			r.cyrillic[g.style.face] = true
		}
	}
	for i := range glyphs {
		g := &glyphs[i]
		if !r.cyrillic[g.style.face] {
			continue
		}
		if odd, ok := cyrillicOdd[g.r]; ok {
			g.r = odd
		} else if accentedLatin(g.r) {
			g.r += cyrillicLetters - latinLetters
		}
	}
}

func accentedLatin(r rune) bool { return r >= latinLetters && r <= latinLast }
