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

// AfterTraced is After where each stretch that comes tells, when it is pointed at
// or has the focus, where it comes from.
func AfterTraced(p Page, spans []cv.Span, traces []string) templ.Component {
	if len(traces) == 0 {
		return After(p, spans)
	}
	return prose(func(b *strings.Builder) {
		for _, s := range without(spans, cv.Removed) {
			if s.Op != cv.Added {
				b.WriteString(templ.EscapeString(s.Text))
				continue
			}
			b.WriteString(`<span class="traced" tabindex="0" role="group" aria-label="` + templ.EscapeString(p.T("diff.added")+s.Text) + `">`)
			tagged(b, "ins", p.T("diff.added"), s.Text)
			b.WriteString(`<span class="trace">`)
			for _, t := range traces {
				b.WriteString(`<span>` + templ.EscapeString(t) + `</span>`)
			}
			b.WriteString("</span></span>")
		}
	})
}

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
