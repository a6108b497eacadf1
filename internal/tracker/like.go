package tracker

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Like reports whether two applications look like the same job at the same
// employer: equal title and company but for case, accents, punctuation, legal
// forms and gender marks, or the same address without its tracking parameters.
// It is a hint for a badge and merges nothing: five branches of one shop may all
// seek a cook.
func Like(a, b Facts) bool {
	for _, mark := range a.marks() {
		if slices.Contains(b.marks(), mark) {
			return true
		}
	}
	return false
}

// marks are what two applications that look alike have one of in common.
func (f Facts) marks() (marks []string) {
	if u := address(f.URL); u != "" {
		marks = append(marks, u)
	}
	if title, company := plain(f.Title), employer(f.Company); title != "" && company != "" {
		marks = append(marks, title+"\n"+company)
	}
	return marks
}

// plain folds a text to lower-case words without accents and marks.
func plain(s string) string {
	s = strings.Map(letters, norm.NFKD.String(genders.Replace(strings.ToLower(s))))
	return strings.Join(strings.Fields(s), " ")
}

func letters(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r):
		return -1
	case unicode.IsLetter(r), unicode.IsDigit(r), r == '+', r == '#':
		return r
	}
	return ' '
}

// genders are the marks that ads put behind a title for everybody.
var genders = strings.NewReplacer("(m/w/d)", "", "(w/m/d)", "", "(m/f/d)", "", "(f/m/d)", "", "(h/f)", "", "(f/h)", "", "(m/k)", "", "(m/v)", "")

// forms are the legal forms behind the names of companies.
var forms = map[string]bool{
	"ag": true, "bv": true, "co": true, "corp": true, "gmbh": true, "inc": true, "kg": true, "limited": true, "llc": true,
	"ltd": true, "nv": true, "oy": true, "plc": true, "sa": true, "sarl": true, "sas": true, "se": true, "spa": true, "srl": true,
}

// employer folds the name of a company and drops its legal form.
func employer(s string) string {
	words := strings.Fields(plain(strings.ReplaceAll(s, ".", "")))
	for len(words) > 1 && forms[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}
