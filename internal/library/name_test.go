package library

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCleanName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", maxName)
	for name, want := range map[string]string{
		"cv.pdf":                         "cv.pdf",
		`C:\papers\cv.pdf`:               "cv.pdf",
		"../../etc/cv.docx":              "cv.docx",
		"cv\x00\x1b[31m\u0085.pdf":       "cv[31m.pdf",
		"cv\u202efdp.exe":                "cvfdp.exe",
		"\u2066c\u2069v\u200f.pdf":       "cv.pdf",
		"cv\xff.pdf":                     "cv.pdf",
		long + ".docx":                   strings.Repeat("é", 97) + ".docx",
		long + ".nothing-like-an-ending": strings.Repeat("é", maxName/2),
	} {
		if got := cleanName(name); got != want {
			t.Errorf("cleanName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestCleanNameKeepsItsPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ext := rapid.SampledFrom([]string{".pdf", ".DOCX"}).Draw(t, "ext")
		name := rapid.String().Draw(t, "stem") + strings.Repeat("x", rapid.IntRange(0, 2*maxName).Draw(t, "n")) + ext
		got := cleanName(name)
		if len(got) > maxName || !utf8.ValidString(got) || filepath.Ext(got) != ext {
			t.Fatalf("cleanName(%q) = %q, want at most %d bytes of text that end in %s", name, got, maxName, ext)
		}
		if i := strings.IndexFunc(got, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }); i >= 0 {
			t.Fatalf("cleanName(%q) = %q, with a control character at %d", name, got, i)
		}
	})
}
