package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold brings a text to the form that the lexicon is kept in: lower case,
// without accents, letters and digits only, one blank between words. "ß" is
// "ss", "ł" is "l", final sigma is sigma; "+", "#" and "&" stay.
func fold(s string) string {
	if !usual(s) {
		s = norm.NFD.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		f := foldOf(r)
		switch {
		case f == markForm:
			continue
		case f == "":
			blank = true
			continue
		case blank && b.Len() > 0:
			b.WriteByte(' ')
		}
		blank = false
		b.WriteString(f)
	}
	return b.String()
}

// firstUnusual is the character from which on folding is worked out each time;
// before it lie Latin, Greek and Cyrillic.
const firstUnusual = 0x530

// usual tells whether the folded form of every character of s is at hand.
func usual(s string) bool {
	for _, r := range s {
		if r >= firstUnusual {
			return false
		}
	}
	return true
}

// markForm stands for a character that folding leaves out.
const markForm = "\x00"

// folded is the form of each usual character.
var folded = func() (forms [firstUnusual]string) {
	for r := range forms {
		first, _ := utf8.DecodeRuneInString(norm.NFD.String(string(rune(r)))) // accents follow
		forms[r] = formOf(first)
	}
	return forms
}()

func foldOf(r rune) string {
	if r < firstUnusual {
		return folded[r]
	}
	return formOf(r)
}

// formOf folds one character that has no parts: "" for what parts words.
func formOf(r rune) string {
	switch {
	case unicode.Is(unicode.Mn, r):
		return markForm
	case unicode.IsLetter(r), unicode.IsDigit(r), r == '+', r == '#', r == '&':
	default:
		return ""
	}
	switch r = unicode.ToLower(r); r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ':
		return "d"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	}
	return string(r)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// bulletMarks are the characters that begin a list item, among them those of
// symbol fonts that land in the private use area.
const bulletMarks = "•●▪■◦‣·⁃∙○□▫◆◇➢➤►▶▸▹✓✔✦★❖→–—-*‒−"

// isIcon tells whether a character is a pictogram that stands for a label
// ("✉", a telephone from an icon font).
func isIcon(r rune) bool {
	switch {
	case unicode.Is(unicode.Co, r):
		return true
	case r >= 0x2190 && r <= 0x21ff, r >= 0x2300 && r <= 0x23ff,
		r >= 0x2600 && r <= 0x27bf, r >= 0x2b00 && r <= 0x2bff,
		r >= 0x1f000 && r <= 0x1faff, r == 0xfe0f, r == 0x20e3, r == 0x200d:
		return true
	}
	return false
}

// wordBullet tells whether a private-use character is a list mark of Word and
// LibreOffice (symbol fonts at U+F000).
func wordBullet(r rune) bool {
	switch r {
	case 0xf0b7, 0xf0a7, 0xf0d8, 0xf076, 0xf0fc, 0xf0a8, 0xf06e, 0xf02d:
		return true
	}
	return false
}

// cleanRun brings the characters of a run to the form that is kept: composed,
// ligatures expanded, plain blanks, icons dropped.
func cleanRun(s string) (text string, icon bool) {
	if plainRun(s) {
		return s, false
	}
	var b strings.Builder
	for i, r := range norm.NFC.String(ligatures.Replace(s)) {
		switch {
		case wordBullet(r) && i == 0:
			b.WriteRune('•')
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || r == '\u2060' || r == '\u0002':
			continue
		case isIcon(r) && !strings.ContainsRune(bulletMarks, r):
			icon = true
			b.WriteByte(' ')
		case r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\t':
			b.WriteByte(' ')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), icon
}

func plainRun(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// squeeze trims a text and makes every stretch of blanks one blank.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// width counts the characters of a text.
func width(s string) int { return utf8.RuneCountInString(s) }

// letters counts the letters of a text.
func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// allCaps tells whether a text has letters, and no small ones.
func allCaps(s string) bool {
	seen := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		seen = seen || unicode.IsUpper(r)
	}
	return seen
}
