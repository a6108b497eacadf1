package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"jobops/internal/cv"
)

// prose writes running text with marks in it. It is not a template because a
// template would put white space between the pieces.
func prose(write func(b *strings.Builder)) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		write(&b)
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// Diff shows what changed word by word, both texts in one.
func Diff(p Page, spans []cv.Span) templ.Component {
	return prose(func(b *strings.Builder) {
		for _, s := range spans {
			switch s.Op {
			case cv.Added:
				tagged(b, "ins", p.T("diff.added"), s.Text)
			case cv.Removed:
				tagged(b, "del", p.T("diff.removed"), s.Text)
			default:
				b.WriteString(templ.EscapeString(s.Text))
			}
		}
	})
}

// Before shows the old text with what goes marked.
func Before(p Page, spans []cv.Span) templ.Component { return Diff(p, without(spans, cv.Added)) }

// After shows the new text with what comes marked.
func After(p Page, spans []cv.Span) templ.Component { return Diff(p, without(spans, cv.Removed)) }

func without(spans []cv.Span, op cv.Op) []cv.Span {
	var left []cv.Span
	for _, s := range spans {
		if s.Op != op {
			left = append(left, s)
		}
	}
	return left
}

// tagged writes an element that says aloud what its colour shows.
func tagged(b *strings.Builder, tag, aloud, text string) {
	b.WriteString("<" + tag + `><span class="visually-hidden">` + templ.EscapeString(aloud) + "</span>")
	b.WriteString(templ.EscapeString(text) + "</" + tag + ">")
}
