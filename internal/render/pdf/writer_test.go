package pdf_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"jobops/internal/fault"
	"jobops/internal/render/pdf"
	"jobops/internal/render/pdf/pdftest"
)

func a4() *pdf.Writer {
	w := pdf.New(pdf.Info{Title: `A (title) \ with "signs" – ž`, Author: "Maja (Muster)", Language: "de", Width: 595, Height: 842})
	w.NewPage()
	return w
}

// page writes one paragraph and returns the text layer.
func page(t *testing.T, style pdf.Style, s string) (text string, data []byte) {
	t.Helper()
	w := a4()
	w.Begin("P")
	w.Text(style, 10, 50, 50, 0, s)
	w.End()
	data, err := w.Finish()
	if err != nil {
		t.Fatalf("Finish(%q) error = %v", s, err)
	}
	problems, text := pdftest.Problems(data)
	for _, p := range problems {
		t.Errorf("%q: %s", s, p)
	}
	return strings.TrimSuffix(text, "\n"), data
}

func TestTextReadsBack(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"affluent office, fjord, first flight", `signs ( ) \ < > [ ] { } / %`, "Ärger über Straße, ÿ Ÿ",
		"Zażółć gęślą jaźń", "Ταχίστη αλώπηξ, βαφής ψημένη γη", "Съешь ещё этих мягких французских булок, ґ є ї",
		"Șț ĳ ŉ ſ", "mixed Ελλάδα and Россия in one", "q\u0303 x\u0301 combined", "100\u00a0% of\u00a0it", "→ ✓ № ₽ −5",
	} {
		for style := pdf.Serif; style <= pdf.SansSemibold; style++ {
			want := strings.ReplaceAll(s, "\u00a0", " ")
			if got, _ := page(t, style, s); strings.ReplaceAll(got, "\u00a0", " ") != want {
				t.Errorf("style %d: text layer of %q = %q", style, s, got)
			}
		}
	}
}

func TestMissingGlyphNamed(t *testing.T) {
	t.Parallel()
	w := a4()
	w.Begin("P")
	w.Text(pdf.Serif, 10, 50, 50, 0, "shalom שלום")
	_, err := w.Finish()
	if code, args := fault.CodeOf(err); !errors.Is(err, fault.Invalid) || code != "render.no_glyph" || args[0] != "U+05E9 ש" {
		t.Errorf("Finish error = %v %v, want render.no_glyph U+05E9 ש", err, args)
	}
}

// TestNoClockInside: the embedded faces carry no time of writing.
func TestNoClockInside(t *testing.T) {
	t.Parallel()
	_, data := page(t, pdf.Serif, "time")
	f, err := pdftest.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, font := range f.Dict(f.Dict(f.Dict(f.Pages()[0])["Resources"])["Font"]) {
		cid := f.Dict(f.Array(f.Dict(font)["DescendantFonts"])[0])
		file := f.Stream(f.Dict(cid["FontDescriptor"])["FontFile2"])
		at := bytes.Index(file, []byte("head"))
		offset := binary.BigEndian.Uint32(file[at+8:])
		if modified := binary.BigEndian.Uint64(file[offset+28:]); modified != 0 {
			t.Errorf("head.modified = %d, want 0", modified)
		}
		var sum uint32
		for i := 0; i+4 <= len(file); i += 4 {
			sum += binary.BigEndian.Uint32(file[i:])
		}
		if sum != 0xB1B0AFBA {
			t.Errorf("checksum of the file = %X, want B1B0AFBA", sum)
		}
		files++
	}
	if files != 1 {
		t.Errorf("%d faces embedded, want 1", files)
	}
}

func TestTabularFiguresAlign(t *testing.T) {
	t.Parallel()
	w := a4()
	style := pdf.Sans | pdf.Tabular
	if a, b := w.Width(style, 10, "1111"), w.Width(style, 10, "2026"); a != b {
		t.Errorf("Width(1111) = %v, Width(2026) = %v, want equal", a, b)
	}
}

func TestLinkInElement(t *testing.T) {
	t.Parallel()
	w := a4()
	w.Begin("P")
	w.Text(pdf.Serif, 10, 50, 50, 0, "see ")
	w.Begin("Link")
	w.Text(pdf.Serif, 10, 70, 50, 0, "example.org")
	w.Link(70, 40, 130, 52, "https://example.org/a(b)")
	w.End()
	w.End()
	w.Begin(pdf.Artifact)
	w.Text(pdf.Sans, 8, 50, 800, 0, "1 / 1")
	w.End()
	w.Rule(50, 60, 100, 60, 0.5, 0xCCCCCC)
	data, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	problems, text := pdftest.Problems(data)
	if len(problems) > 0 || text != "see \nexample.org\n" {
		t.Errorf("problems = %v, text = %q", problems, text)
	}
}

func TestCheckerFinds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want  string
		write func(*pdf.Writer)
	}{
		{"contrast", func(w *pdf.Writer) { w.Text(pdf.Serif, 10, 50, 50, 0xFFFFFF, "white") }},
		{"of 4.0 pt", func(w *pdf.Writer) { w.Text(pdf.Serif, 4, 50, 50, 0, "tiny") }},
		{"leaves the page", func(w *pdf.Writer) { w.Text(pdf.Serif, 10, 590, 50, 0, "outside") }},
	} {
		w := a4()
		w.Begin("P")
		tt.write(w)
		w.End()
		data, err := w.Finish()
		if err != nil {
			t.Fatal(err)
		}
		if problems, _ := pdftest.Problems(data); !strings.Contains(strings.Join(problems, "\n"), tt.want) {
			t.Errorf("problems = %v, want one with %q", problems, tt.want)
		}
	}
}
