package render_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/render"
	"jobops/internal/render/pdf/pdftest"
	"jobops/internal/sample"
)

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		o    render.Options
		want string
	}{
		{render.Options{}, ""},
		{render.Options{Template: render.Modern, Font: render.FontSerif, Size: 8, Margin: 35, Spacing: 1.6, Accent: "#7a2e3a", Paper: render.Letter}, ""},
		{render.Options{Template: "none"}, "render.template"},
		{render.Options{Paper: "a3"}, "render.paper"},
		{render.Options{Font: "comic"}, "render.font"},
		{render.Options{Size: 7.9}, "render.size"}, {render.Options{Size: -1}, "render.size"}, {render.Options{Size: 13}, "render.size"},
		{render.Options{Margin: 4}, "render.margin"}, {render.Options{Margin: 60}, "render.margin"},
		{render.Options{Spacing: 0.1}, "render.spacing"}, {render.Options{Spacing: 9}, "render.spacing"},
		{render.Options{Accent: "red"}, "render.accent"}, {render.Options{Accent: "#12345"}, "render.accent"}, {render.Options{Accent: "#12345G"}, "render.accent"},
		{render.Options{Accent: "#FFFFFF"}, "render.contrast"}, {render.Options{Accent: "#FFEE00"}, "render.contrast"},
		// 4.6:1 on white, less on the tinted column.
		{render.Options{Accent: "#757575"}, ""}, {render.Options{Template: render.Modern, Accent: "#757575"}, "render.contrast"},
	} {
		got := ""
		if err := tt.o.Check(); err != nil {
			if got, _ = fault.CodeOf(err); !errors.Is(err, fault.Invalid) {
				t.Errorf("Check(%+v) = %v, want it invalid", tt.o, err)
			}
		}
		if got != tt.want {
			t.Errorf("Check(%+v) = %q, want %q", tt.o, got, tt.want)
		}
		if _, err := render.DOCX(cv.Resume{}, tt.o); (err != nil) != (tt.want != "") {
			t.Errorf("DOCX with %+v: error = %v", tt.o, err)
		}
	}
}

// TestAnyOptionsGiveASoundFile: whatever is allowed is readable: contrast, size
// of type, everything on the page.
func TestAnyOptionsGiveASoundFile(t *testing.T) {
	t.Parallel()
	samples := sample.CVs()
	rapid.Check(t, func(t *rapid.T) {
		o := render.Options{
			Template: rapid.SampledFrom(render.Templates()).Draw(t, "template"),
			Font:     rapid.SampledFrom([]render.Font{"", render.FontSerif, render.FontSans}).Draw(t, "font"),
			Paper:    rapid.SampledFrom([]render.Paper{render.A4, render.Letter}).Draw(t, "paper"),
			Size:     rapid.Float64Range(render.LeastSize, render.MostSize).Draw(t, "size"),
			Margin:   rapid.Float64Range(render.LeastMargin, render.MostMargin).Draw(t, "margin"),
			Spacing:  rapid.Float64Range(render.LeastSpacing, render.MostSpacing).Draw(t, "spacing"),
			Accent:   fmt.Sprintf("#%06X", rapid.Uint32Range(0, 0xFFFFFF).Draw(t, "accent")),
		}
		c := rapid.SampledFrom(samples).Draw(t, "cv")
		data, err := render.PDF(c.Resume, o)
		if err != nil {
			if code, _ := fault.CodeOf(err); code != "render.contrast" {
				t.Fatalf("PDF(%s, %+v) error = %v", c.Name, o, err)
			}
			return
		}
		if problems, _ := pdftest.Problems(data); len(problems) > 0 {
			t.Fatalf("PDF(%s, %+v): %v", c.Name, o, problems)
		}
	})
}

func TestFit(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		for _, c := range sample.CVs() {
			o := render.Options{Template: template, Accent: "#1B1E24"}
			before, err := render.Pages(c.Resume, o)
			if err != nil {
				t.Fatal(err)
			}
			fitted, err := render.Fit(c.Resume, o, 1)
			if code, args := fault.CodeOf(err); err != nil && code == "render.fit" && args[1].(int) > 1 && template == render.Timeline {
				continue // an airy template and a full CV: it says so
			}
			if err != nil {
				t.Errorf("Fit(%s, %s) of %d pages = %v", c.Name, template, before, err)
				continue
			}
			if n, err := render.Pages(c.Resume, fitted); err != nil || n != 1 {
				t.Errorf("Fit(%s, %s) gives %d pages, %v, want 1", c.Name, template, n, err)
			}
			if before == 1 && fitted != o {
				t.Errorf("Fit(%s, %s) changed what fits: %+v", c.Name, template, fitted)
			}
			if fitted.Accent != o.Accent || fitted.Template != template {
				t.Errorf("Fit(%s, %s) changed more than measures: %+v", c.Name, template, fitted)
			}
		}
	}
}

// long is a CV of about forty pages.
func long() cv.Resume {
	r := sample.For("en").Resume
	for range 130 {
		r.Work = append(r.Work, r.Work[0], r.Work[1])
	}
	return r
}

// TestFitGivesUpClearly: what cannot fit says how much it needs.
func TestFitGivesUpClearly(t *testing.T) {
	t.Parallel()
	_, err := render.Fit(long(), render.Options{}, 1)
	code, args := fault.CodeOf(err)
	if code != "render.fit" || len(args) != 2 || args[0] != 1 || args[1].(int) < 10 {
		t.Errorf("Fit of a long CV = %s %v, want render.fit with the pages needed", code, args)
	}
}

// TestLongCVs: forty pages and ten thousand bullets come out sound in every
// template, and no page lacks its text.
func TestLongCVs(t *testing.T) {
	t.Parallel()
	many := sample.For("fr").Resume
	for range 10_000 {
		many.Work[0].Highlights = append(many.Work[0].Highlights, "Une ligne de plus sur la même chose")
	}
	for _, template := range render.Templates() {
		cvs := map[string]cv.Resume{"forty pages": long()}
		if template == render.Modern || template == render.Timeline { // two columns, and a line beside the text
			cvs["ten thousand bullets"] = many
		}
		for name, r := range cvs {
			data, err := render.PDF(r, render.Options{Template: template})
			if err != nil {
				t.Fatal(err)
			}
			problems, text := pdftest.Problems(data)
			if len(problems) > 0 {
				t.Errorf("%s in %s: %.3q", name, template, problems)
			}
			f, err := pdftest.Open(data)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(f.Pages()); n < 20 {
				t.Errorf("%s in %s: %d pages, want 20 or more", name, template, n)
			}
			last := r.Work[len(r.Work)-1].Highlights
			if !strings.Contains(squeeze(text), squeeze(last[len(last)-1])) {
				t.Errorf("%s in %s: the last bullet is missing", name, template)
			}
		}
	}
}

// TestHostileTextInEveryTemplate: no sign of a format becomes structure, and a
// script without glyphs is named by every template.
func TestHostileTextInEveryTemplate(t *testing.T) {
	t.Parallel()
	hostile := "(\\)>> endobj <</S /URI>> </w:t> ]]> {{.}} %PDF ET BT \u202e\u200b\x00 \u202eend"
	for _, template := range render.Templates() {
		r := cv.Resume{
			Basics: cv.Basics{Name: hostile, Label: hostile, Email: hostile, Phone: hostile, Summary: hostile},
			Work:   []cv.Work{{Position: hostile, Name: hostile, Location: strings.Repeat("x", 900), Highlights: []string{hostile}}},
			Skills: []cv.Skill{{Name: hostile, Keywords: slices.Repeat([]string{strings.Repeat("y", 300)}, 9)}},
		}
		data, err := render.PDF(r, render.Options{Template: template})
		if err != nil {
			t.Fatalf("PDF(%s) error = %v", template, err)
		}
		if problems, _ := pdftest.Problems(data); len(problems) > 0 {
			t.Errorf("PDF(%s): %v", template, problems)
		}
		r.Skills[0].Keywords[0] = "履歴書"
		_, err = render.PDF(r, render.Options{Template: template})
		if code, args := fault.CodeOf(err); code != "render.no_glyph" || len(args) != 1 || args[0] != "U+5C65 履" {
			t.Errorf("PDF(%s) of CJK = %s %v, want render.no_glyph", template, code, args)
		}
	}
}

func BenchmarkTemplates(b *testing.B) {
	r := sample.For("fr").Resume
	r.Work = append(r.Work, r.Work...)
	for _, template := range render.Templates() {
		for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
			b.Run(string(template)+"/"+string(f), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := render.Write(f, r, render.Options{Template: template}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkFit(b *testing.B) {
	r := sample.For("en").Resume
	for b.Loop() {
		if _, err := render.Fit(r, render.Options{}, 1); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPreview draws the first page at the width of the export page, with
// writing, pipe and PNG.
func BenchmarkPreview(b *testing.B) {
	pool, err := reader()
	if err != nil {
		b.Fatal(err)
	}
	r := sample.For("fr").Resume
	for b.Loop() {
		data, err := render.PDF(r, render.Options{Template: render.Modern})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := pool.Preview(b.Context(), data, 0, 60); err != nil {
			b.Fatal(err)
		}
	}
}
