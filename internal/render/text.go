package render

import (
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"jobops/internal/cv"
)

// Text writes the CV as plain text for the fields of web forms: UTF-8, one
// paragraph a line, "- " before list items, no decoration.
func Text(r cv.Resume, o Options) []byte {
	l := localeOf(&r, o)
	content := outlineOf(&r, l)
	upper := cases.Upper(language.Make(l.base)) // Greek capitals lose their accents
	var t strings.Builder
	writeLines(&t, content.name, content.label)
	for _, c := range content.contact {
		writeLines(&t, c.text)
	}
	for _, s := range content.sections {
		t.WriteString("\n")
		writeLines(&t, upper.String(s.title))
		for i, e := range s.entries {
			if i > 0 {
				t.WriteString("\n")
			}
			e.text(&t)
		}
	}
	return []byte(strings.TrimLeft(t.String(), "\n"))
}

func (e entry) text(t *strings.Builder) {
	writeLines(t, e.title, e.dates, texts(withPlace(e), ", "))
	writeLines(t, e.paras...)
	for _, b := range e.bullets {
		writeLines(t, "- "+b)
	}
	for _, f := range e.facts {
		writeLines(t, join(" ", f.label, f.value))
	}
}

func writeLines(t *strings.Builder, lines ...string) {
	for _, line := range lines {
		if line != "" {
			t.WriteString(strings.ReplaceAll(line, "\u00a0", " ") + "\n")
		}
	}
}

func texts(parts []piece, separator string) string {
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.text
	}
	return join(separator, all...)
}

// withPlace puts the place behind the organisation, before any link.
func withPlace(e entry) []piece {
	if e.place == "" {
		return e.sub
	}
	at := min(1, len(e.sub))
	return slices.Insert(slices.Clone(e.sub), at, piece{text: e.place})
}
