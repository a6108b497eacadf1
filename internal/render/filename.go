package render

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"jobops/internal/cv"
)

// maxFileName is the longest file name in bytes, extension included.
const maxFileName = 80

// FileName names an exported file "First-Last_Company_Title.pdf": ASCII letters
// and digits, "-" between words, at most 80 bytes. Parts that are empty or have
// no ASCII form are left out; without any the name is "CV".
func FileName(r cv.Resume, company, title, ext string) string {
	var parts []string
	for _, p := range []string{r.Basics.Name, company, title} {
		if p = slug(p); p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		parts = []string{"CV"}
	}
	name := strings.Join(parts, "_")
	if ext = slug(ext); ext != "" {
		ext = "." + strings.ToLower(ext)
	}
	if over := len(name) + len(ext) - maxFileName; over > 0 {
		name = strings.TrimRight(name[:len(name)-over], "-_")
	}
	return name + ext
}

// slug folds to ASCII words joined by "-".
func slug(s string) string {
	var b strings.Builder
	var before rune
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r == 'υ' && (before == 'ο' || before == 'Ο'):
			b.WriteByte('u') // ου is one vowel
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case letters[r] != "":
			b.WriteString(letters[r])
		default:
			b.WriteByte('-')
		}
		before = r
	}
	words := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' })
	return strings.Join(words, "-")
}
