package document

// TeX without outline fonts embeds its letters as pictures (Type 3 fonts made
// from PK files) and says nothing about what they mean: the codes are those of
// the encoding T1, also called Cork (TUGboat 11, 1990, no. 4, p. 514). PDFium
// hands them over as they are, so dashes and ligatures come as control
// characters and Polish letters as signs.

// corkLow are the characters 00 to 1F of T1, corkHigh those from 80 to BF; the
// rest is ASCII or Latin-1, but for corkOdd.
var (
	corkLow  = []rune("`´ˆ˜¨˝˚ˇ˘¯˙¸˛‚‹›“”„«»–—\u200b\u2080ıȷﬀﬁﬂﬃﬄ")
	corkHigh = []rune("ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£")
	corkOdd  = map[rune]rune{0x7f: '-', 0xd7: 'Œ', 0xdf: 'ẞ', 0xf7: 'œ', 0xff: 'ß'}
)

// First and last of the codes that give T1 away: dashes, and the ligatures
// that stand together at the end of the control characters.
const (
	corkDash    = 0x15
	corkLigs    = 0x1b
	corkLast    = 0x1f
	corkLetters = 10   // letters that make a nameless font one of text
	msBullet    = 0x0f // of the signs of mathematics
	tsBullet    = 0x88 // of the companion encoding TS1
)

// corkRune is what a code of T1 means.
func corkRune(r rune) rune {
	if odd, ok := corkOdd[r]; ok {
		return odd
	}
	switch {
	case r >= 0 && int(r) < len(corkLow):
		return corkLow[r]
	case r >= 0x80 && int(r-0x80) < len(corkHigh):
		return corkHigh[r-0x80]
	}
	return r
}

// decodeCork gives the letters of nameless fonts of text their meaning in a
// document that uses T1.
func (r *pdfReader) decodeCork(glyphs []glyph) {
	for _, g := range glyphs {
		if g.style.nameless != 0 && (g.r >= 'a' && g.r <= 'z' || g.r >= 'A' && g.r <= 'Z') {
			r.nameless[g.style.nameless]++
		}
	}
	text := func(g glyph) bool { return r.nameless[g.style.nameless] >= corkLetters }
	for _, g := range glyphs {
		code := g.r == corkDash || g.r >= corkLigs && g.r <= corkLast
		r.cork = r.cork || code && g.style.nameless != 0 && text(g)
	}
	if !r.cork {
		return
	}
	for i := range glyphs {
		g := &glyphs[i]
		switch {
		case g.style.nameless == 0:
			continue
		case !text(*g): // a font of signs
			if g.r == msBullet || g.r == tsBullet {
				g.r = bullet
				r.damaged--
			}
			continue
		}
		was := unreadable(plainRune(g.r))
		if g.r = corkRune(g.r); was && !unreadable(plainRune(g.r)) {
			r.damaged--
		}
	}
}
