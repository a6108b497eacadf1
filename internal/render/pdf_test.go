package render_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/render"
	"jobops/internal/render/pdf/pdftest"
	"jobops/internal/sample"
)

func TestPDFStructure(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		for _, c := range sample.CVs() {
			for _, paper := range []render.Paper{render.A4, render.Letter} {
				data, err := render.PDF(c.Resume, render.Options{Template: template, Paper: paper})
				if err != nil {
					t.Fatalf("PDF(%s, %s, %s) error = %v", c.Name, template, paper, err)
				}
				problems, text := pdftest.Problems(data)
				for _, p := range problems {
					t.Errorf("PDF(%s, %s, %s): %s", c.Name, template, paper, p)
				}
				if !strings.HasPrefix(text, c.Resume.Basics.Name+"\n"+c.Resume.Basics.Label+"\n") {
					t.Errorf("PDF(%s, %s, %s) begins %.60q", c.Name, template, paper, text)
				}
				if len(data) > 80<<10 {
					t.Errorf("PDF(%s, %s, %s) has %d bytes, want at most 80 KiB", c.Name, template, paper, len(data))
				}
			}
		}
	}
}

func TestPDFSameBytes(t *testing.T) {
	t.Parallel()
	for _, c := range sample.CVs() {
		for _, f := range render.Formats() {
			first, err := render.Write(f, c.Resume, render.Options{})
			if err != nil {
				t.Fatal(err)
			}
			second, _ := render.Write(f, c.Resume, render.Options{})
			if !bytes.Equal(first, second) {
				t.Errorf("Write(%s, %s) differs between two calls", f, c.Name)
			}
		}
	}
}

// TestPeerDefect02_LigaturesReadBack: the text layer holds letters, never
// ligature characters or private-use code points.
func TestPeerDefect02_LigaturesReadBack(t *testing.T) {
	t.Parallel()
	r := cv.Resume{Basics: cv.Basics{Name: "Office Fjord", Summary: "Efficient workflow, first flight, affluent staff: office ﬁles and ﬂoors, fjord"}}
	data, err := render.PDF(r, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	problems, text := pdftest.Problems(data)
	if len(problems) > 0 {
		t.Errorf("PDF problems = %v", problems)
	}
	if !strings.Contains(text, "Efficient workflow, first flight, affluent staff: office files and floors, fjord") {
		t.Errorf("text layer = %q", text)
	}
	for _, c := range text {
		if c >= 0xFB00 && c <= 0xFB06 || unicode.Is(unicode.Co, c) {
			t.Errorf("text layer holds %U", c)
		}
	}
}

// TestPeerDefect27_MissingGlyphStops: no box stands for a character.
func TestPeerDefect27_MissingGlyphStops(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"שלום": "U+05E9 ש", "عمل": "U+0639 ع", "履歴書": "U+5C65 履", "ok 🚀": "U+1F680 🚀"} {
		_, err := render.PDF(cv.Resume{Basics: cv.Basics{Summary: text}}, render.Options{})
		if !errors.Is(err, fault.Invalid) {
			t.Fatalf("PDF(%q) error = %v, want %v", text, err, fault.Invalid)
		}
		code, args := fault.CodeOf(err)
		if code != "render.no_glyph" || len(args) != 1 || args[0] != want {
			t.Errorf("PDF(%q) says %s %v, want render.no_glyph [%s]", text, code, args, want)
		}
	}
}

// TestPDFKeepsEveryWord: whatever the text, all words come back in order, and
// the structure holds.
func TestPDFKeepsEveryWord(t *testing.T) {
	t.Parallel()
	letters := []rune("abcdefghijklmnopqrstuvwxyzàéîõüßæøłşžαβγδεζηθάέήίόύώабвгдежзийклмнопрстуфхцчшщъыьэюяїєABCΔЖÉ0123456789.,;:()\\/<>&%+-–—'’\"№€")
	word := rapid.StringOfN(rapid.SampledFrom(letters), 1, 14, -1)
	line := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 1, 60).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		r := cv.Resume{Basics: cv.Basics{Summary: line.Draw(t, "summary")}}
		for range rapid.IntRange(0, 6).Draw(t, "entries") {
			r.Work = append(r.Work, cv.Work{
				Position: line.Draw(t, "position"), Name: line.Draw(t, "name"), Location: line.Draw(t, "place"), Highlights: rapid.SliceOfN(line, 0, 6).Draw(t, "highlights"),
			})
		}
		data, err := render.PDF(r, render.Options{})
		if err != nil {
			t.Fatalf("PDF error = %v", err)
		}
		problems, text := pdftest.Problems(data)
		if len(problems) > 0 {
			t.Fatalf("PDF problems = %v", problems)
		}
		want := []string{r.Basics.Summary}
		for _, w := range r.Work {
			want = append(append(want, w.Position, w.Name, w.Location), w.Highlights...)
		}
		text = squeeze(text)
		for _, line := range want {
			at := strings.Index(text, squeeze(line))
			if at < 0 {
				t.Fatalf("text layer lacks %q", line)
			}
			text = text[at+len(squeeze(line)):]
		}
	})
}

// TestPDFAnyText: any text gives a sound file or names a character.
func TestPDFAnyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := cv.Resume{
			Basics: cv.Basics{Name: rapid.String().Draw(t, "name"), Email: rapid.String().Draw(t, "email"), URL: rapid.String().Draw(t, "url")},
			Work:   []cv.Work{{Position: rapid.String().Draw(t, "position"), URL: "https://example.org/" + rapid.String().Draw(t, "path")}},
			Other:  []cv.Section{{Title: rapid.String().Draw(t, "title"), Lines: rapid.SliceOf(rapid.String()).Draw(t, "lines")}},
		}
		data, err := render.PDF(r, render.Options{})
		if err != nil {
			if code, args := fault.CodeOf(err); code != "render.no_glyph" || len(args) != 1 {
				t.Fatalf("PDF error = %v %v", err, args)
			}
			return
		}
		if problems, _ := pdftest.Problems(data); len(problems) > 0 {
			t.Fatalf("PDF problems = %v", problems)
		}
	})
}

// squeeze drops white space: a word wider than the page is divided.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func TestPages(t *testing.T) {
	t.Parallel()
	for _, c := range sample.CVs() {
		data, err := render.PDF(c.Resume, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := pdftest.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := render.Pages(c.Resume, render.Options{}); err != nil || got != len(f.Pages()) {
			t.Errorf("Pages(%s) = %d, %v, want %d", c.Name, got, err, len(f.Pages()))
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	r := sample.For("en").Resume
	b.ReportAllocs()
	for b.Loop() {
		if _, err := render.PDF(r, render.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDOCX(b *testing.B) {
	r := sample.For("en").Resume
	b.ReportAllocs()
	for b.Loop() {
		if _, err := render.DOCX(r, render.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
