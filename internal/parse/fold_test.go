package parse

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// foldedSlowly is what fold says it does, one character after the other.
func foldedSlowly(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("+#&", r):
			b.WriteString(strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ł", "l", "ø", "o", "đ", "d", "ı", "i", "ς", "σ").Replace(string(unicode.ToLower(r))))
		default:
			b.WriteByte(' ')
		}
	}
	return squeeze(b.String())
}

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" Éducation  & Formation ": "education & formation", "STRASSE, Straße": "strasse strasse", "ΕΡΓΑΣΊΑΣ": "εργασιασ", "Опыт работы": "опыт работы",
		"C++ / C#": "c++ c#", "ﬁnance": "ﬁnance", "": "", "·": "", "e\u0301te\u0301": "ete", "Łódź": "lodz", "\xff a": "a",
	} {
		if got := fold(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
	for r := rune(0); r < 0x3100; r++ {
		text := "a" + string(r) + "b " + string(r)
		if got, want := fold(text), foldedSlowly(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
}
