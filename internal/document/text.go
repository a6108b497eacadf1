package document

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// bullet stands for every mark that opens a list item.
const bullet = '•'

// hyphenMark is how PDFium reports a hyphen at the end of a line that may
// have been put there by line breaking.
const hyphenMark = '\x02'

// ligatures are the presentation forms that old fonts map letters to.
var ligatures = map[rune]string{
	'\uFB00': "ff", '\uFB01': "fi", '\uFB02': "fl", '\uFB03': "ffi",
	'\uFB04': "ffl", '\uFB05': "st", '\uFB06': "st",
}

// plain maps single characters to the one form that readers of a Layout see.
// U+F0B7 and its neighbours are the bullets of Word and LibreOffice, which sit
// in the private use area because their font is Symbol or Wingdings.
var plain = map[rune]rune{
	'\uF0B7': bullet, '\uF0A7': bullet, '\uF0A8': bullet, '\uF0D8': bullet, '\uF076': bullet,
	'\uF0FC': bullet, '\uF071': bullet, '\uF0AE': bullet,
	'●': bullet, '▪': bullet, '▫': bullet, '‣': bullet, '■': bullet, '□': bullet,
	'◦': bullet, '○': bullet, '⁃': bullet, '∙': bullet, '➢': bullet, '➤': bullet, '►': bullet, '▸': bullet,
	'\u2010': '-', '\u2011': '-', '\uF02D': '-',
}

// plainRune is the readable form of a character.
func plainRune(r rune) rune {
	if p, ok := plain[r]; ok {
		return p
	}
	return r
}

// dropped are characters without width or meaning for a reader.
func dropped(r rune) bool {
	switch r {
	case '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u2060', '\uFEFF', '\u00AD':
		return true
	}
	return r >= '\u202A' && r <= '\u202E' || r >= '\uFE00' && r <= '\uFE0F'
}

func isSpace(r rune) bool {
	return r != '\x1c' && unicode.IsSpace(r) || r == '\u3000'
}

// unreadable tells whether a character carries no text: control, private use,
// replacement or unassigned.
func unreadable(r rune) bool {
	switch {
	case r == hyphenMark:
		return false
	case r == unicode.ReplacementChar, unicode.IsControl(r), unicode.Is(unicode.Co, r):
		return true
	}
	return r&0xFFFE == 0xFFFE
}

// writeChar appends a character as readers of a Layout see it.
func writeChar(b *strings.Builder, r rune) {
	if r < unicode.MaxASCII && r >= ' ' || r == hyphenMark {
		b.WriteRune(r)
		return
	}
	if s, ok := ligatures[r]; ok {
		b.WriteString(s)
		return
	}
	r = plainRune(r)
	switch {
	case isSpace(r):
		b.WriteByte(' ')
	case dropped(r), r < ' ':
	default:
		b.WriteRune(r)
	}
}

// compose joins letters and their combining marks (NFC).
func compose(s string) string { return norm.NFC.String(s) }
