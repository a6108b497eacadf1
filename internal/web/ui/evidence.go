package ui

import (
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// Marked is a stretch of a text that supports a value. Start and End are byte
// offsets; ID names it for what points to it.
type Marked struct {
	ID         string
	Start, End int
	Doubt      bool
}

// Evidence shows a text with the stretches marked that values were read from.
// Marks may overlap; a mark outside the text is left out.
func Evidence(text string, marks []Marked) templ.Component {
	return prose(func(b *strings.Builder) {
		for _, s := range cut(text, marks) {
			for _, id := range s.first {
				b.WriteString(`<span id="` + templ.EscapeString(id) + `"></span>`)
			}
			if len(s.ids) == 0 {
				b.WriteString(templ.EscapeString(s.text))
				continue
			}
			class := ""
			if s.doubt {
				class = ` class="doubt"`
			}
			b.WriteString("<mark" + class + ` data-mark="` + templ.EscapeString(strings.Join(s.ids, " ")) + `">`)
			b.WriteString(templ.EscapeString(s.text) + "</mark>")
		}
	})
}

// piece is a stretch of text under the same marks.
type piece struct {
	text  string
	ids   []string
	first []string // marks that begin here: their anchors
	doubt bool
}

// cut divides the text at every edge of a mark.
func cut(text string, marks []Marked) []piece {
	edges := []int{0, len(text)}
	var valid []Marked
	for _, m := range marks {
		if m.Start >= 0 && m.Start < m.End && m.End <= len(text) {
			valid = append(valid, m)
			edges = append(edges, m.Start, m.End)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var pieces []piece
	for i := 0; i+1 < len(edges); i++ {
		pieces = append(pieces, under(text, edges[i], edges[i+1], valid))
	}
	return pieces
}

func under(text string, from, to int, marks []Marked) piece {
	s := piece{text: text[from:to]}
	for _, m := range marks {
		if m.Start > from || m.End < to {
			continue
		}
		s.ids = append(s.ids, m.ID)
		s.doubt = s.doubt || m.Doubt
		if m.Start == from {
			s.first = append(s.first, m.ID)
		}
	}
	return s
}
