package document

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tetratelabs/wazero"

	"jobops/internal/document/documenttest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden reads the layouts that CVs come in: printed by a browser with
// nameless Type 3 fonts, in two columns, as a table, from a word processor,
// from TeX with modern and with old fonts, and a DOCX.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"single.pdf", "twocol.pdf", "table.pdf", "lo.pdf", "latex.pdf", "latexot1.pdf", "lo.docx"} {
		layout, err := shared().Read(t.Context(), name, fixture(t, name))
		if err != nil {
			t.Errorf("Read(%q): %v", name, err)
			continue
		}
		golden := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(golden, []byte(describe(layout)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), describe(layout)); diff != "" {
			t.Errorf("Read(%q) (-want +got):\n%s", name, diff)
		}
	}
}

// describe writes a layout with all that its readers rely on, in whole points.
func describe(l Layout) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s tagged=%v hidden=%d damaged=%.3f language=%q\n", l.Format, l.Tagged, l.Hidden, l.Damaged, l.Language)
	for i, p := range l.Pages {
		fmt.Fprintf(&b, "page %d: %.0f x %.0f, %d rules\n", i+1, p.Width, p.Height, len(p.Rules))
		for _, r := range p.Runs {
			face := ""
			if r.Bold {
				face += "B"
			}
			if r.Italic {
				face += "I"
			}
			fmt.Fprintf(&b, "%4.0f-%-4.0f %4.0f %4.1f%-2s %06x %-5s %2d %s|%s|\n", r.X0, r.X1, r.Baseline, r.Size, face, r.Colour, r.Role, r.Block, r.Part, r.Text)
		}
		for _, k := range p.Links {
			fmt.Fprintf(&b, "link %.0f,%.0f-%.0f,%.0f %s\n", k.X0, k.Y0, k.X1, k.Y1, k.URL)
		}
	}
	return b.String()
}

// TestEngineHasNoFiles: the guest sees no file system; a nil FSConfig would
// give it the root directory.
func TestEngineHasNoFiles(t *testing.T) {
	t.Parallel()
	got := engineConfig(t.Context(), wazero.NewRuntimeConfig()).FSConfig
	if want := wazero.NewFSConfig(); got == nil || !reflect.DeepEqual(got, want) {
		t.Errorf("FSConfig = %v, want the empty %v", got, want)
	}
}

// read reads one PDF in the shared pool.
func read(t *testing.T, data []byte) Layout {
	t.Helper()
	l, err := shared().Read(t.Context(), "a.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestPeerDefect25_HiddenTextIsDropped: text that a reader of the page cannot
// see is left out and counted; white text on a dark ground is read.
func TestPeerDefect25_HiddenTextIsDropped(t *testing.T) {
	t.Parallel()
	const words = "keyword keyword"
	cases := map[string]struct {
		content string
		hidden  bool
	}{
		"white":        {"1 g " + line(50, 600, words), true},
		"nearly white": {"0.98 0.98 1 rg " + line(50, 600, words), true},
		"tiny":         {"BT /F1 0.5 Tf 50 600 Td (" + words + ") Tj ET", true},
		"no ink":       {"3 Tr " + line(50, 600, words), true},
		"left of page": {line(-300, 600, words), true},
		"above page":   {line(50, 900, words), true},
		"clipped":      {"q 0 0 40 40 re W n " + line(50, 600, words) + " Q", true},
		"in its clip":  {"q 40 590 300 40 re W n " + line(50, 600, words) + " Q", false},
		"white on ink": {"0 g 40 590 300 30 re f 1 g " + line(50, 600, words), false},
		"grey":         {"0.5 g " + line(50, 600, words), false},
		"over edge":    {line(570, 600, words), false},
		"under ink":    {line(50, 600, words) + "0.9 g 40 590 300 30 re f", true},
		"under white":  {line(50, 600, words) + "1 g 40 590 300 30 re f", true},
		"under half":   {line(50, 600, words) + "1 g 40 590 30 30 re f", false},
		"in a frame":   {line(50, 600, words) + "0 g 40 590 300 30 re 41 591 298 28 re f*", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := read(t, pdfPages(line(50, 700, "Sample Person, invented")+c.content))
			text := lines(l)
			if !strings.Contains(text, "Sample Person, invented") {
				t.Errorf("text = %q, want the visible line", text)
			}
			if strings.Contains(text, "keyword") == c.hidden || l.Hidden > 0 != c.hidden {
				t.Errorf("text = %q, hidden = %d, want hidden %v", text, l.Hidden, c.hidden)
			}
		})
	}
}

// TestTextBehindPicture: a picture hides what was drawn before it, unless it
// can be seen through.
func TestTextBehindPicture(t *testing.T) {
	t.Parallel()
	pixel := "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
	for mask, hidden := range map[string]bool{"": true, "/SMask 7 0 R": false} {
		content := line(50, 700, strings.Repeat("Sample Person, invented. ", 5)) + line(50, 600, "keyword") + "q 300 0 0 30 40 590 cm /I Do Q"
		l := read(t, pdfFile("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> /Font << /F1 6 0 R >> >> >>",
			pdfStream("", content), pdfStream(pixel+mask, "\x80"), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", pdfStream(pixel, "\x40")))
		if strings.Contains(lines(l), "keyword") == hidden || l.Hidden > 0 != hidden {
			t.Errorf("with %q: text = %q, hidden = %d, want hidden %v", mask, lines(l), l.Hidden, hidden)
		}
	}
}

// TestTextWithoutExtent: PDFium leaves out text without size or width itself,
// so there is nothing to count.
func TestTextWithoutExtent(t *testing.T) {
	t.Parallel()
	l := read(t, pdfPages(line(50, 700, "Sample Person")+"BT /F1 0 Tf 50 600 Td (keyword) Tj ET BT /F1 11 Tf 0 Tz 50 600 Td (keyword) Tj ET"))
	if got, want := lines(l), "Sample Person\n"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

// TestUnprintedBackground: a page printed without its dark panel has white and
// pale text on white paper; that is no attempt to hide something.
func TestUnprintedBackground(t *testing.T) {
	t.Parallel()
	pale := "0.85 g " + line(50, 650, "Warehouse supervisor") + line(50, 630, "sample.person@example.com")
	l := read(t, pdfPages("1 g "+line(50, 700, "Sample Person")+pale))
	if text := lines(l); !strings.Contains(text, "Sample Person") || l.Hidden != 0 {
		t.Errorf("text = %q, hidden = %d, want the name and 0", text, l.Hidden)
	}
}

// TestSearchableScan: invisible text over a picture is what makes a scan
// searchable; it is read.
func TestSearchableScan(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Sample Person, warehouse supervisor in Springfield. ", 3)
	page := "q 595 0 0 842 0 0 cm /I Do Q 3 Tr " + line(20, 700, text)
	l := read(t, documenttest.ScanPDF(page))
	if got := lines(l); !strings.Contains(got, "warehouse supervisor") {
		t.Errorf("text = %q, want that of the scan", got)
	}
}

// TestRotatedPage: a page that is stored sideways comes out upright, wherever
// its box begins.
func TestRotatedPage(t *testing.T) {
	t.Parallel()
	const sideways = "BT /F1 11 Tf 0 1 -1 0 200 150 Tm (Sample Person) Tj ET"
	l := read(t, pdfFile("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /Rotate 90 /MediaBox [100 100 400 900] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
		pdfStream("", sideways)))
	page := l.Pages[0]
	if page.Width != 800 || page.Height != 300 || len(page.Runs) != 1 {
		t.Fatalf("page = %+v, want 800 x 300 with one run", page)
	}
	r := page.Runs[0]
	if r.Text != "Sample Person" || r.X0 != 50 || r.Baseline != 100 || r.X1 < 100 {
		t.Errorf("run = %+v, want text from 50 on baseline 100", r)
	}
}

func TestHyphens(t *testing.T) {
	t.Parallel()
	two := func(a, b, more string) []byte {
		return pdfPages(line(50, 700, a) + line(50, 686, b) + more)
	}
	cases := map[string]struct {
		data []byte
		want string
	}{
		"browser keeps":    {two("Led cross-", "functional teams", ""), "Led cross-functional\nteams\n"},
		"capital keeps":    {two("Studied Java-", "Entwicklung daily", ""), "Studied Java-Entwicklung\ndaily\n"},
		"known word joins": {two("Planned logis-", "tics for all", line(50, 600, "Head of logistics")), "Planned logistics\nfor all\nHead of logistics\n"},
		"number stays":     {two("From 2014-", "2018 there", ""), "From 2014-\n2018 there\n"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := lines(read(t, c.data)); got != c.want {
				t.Errorf("text = %q, want %q", got, c.want)
			}
		})
	}
}

func TestLetterSpacing(t *testing.T) {
	t.Parallel()
	l := read(t, pdfPages("BT /F2 14 Tf 4 Tc 50 700 Td (WORK EXPERIENCE) Tj ET\nBT /F1 11 Tf 0 Tc 50 680 Td (plain text) Tj ET"))
	if got, want := lines(l), "WORK EXPERIENCE\nplain text\n"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	if !l.Pages[0].Runs[0].Bold || l.Pages[0].Runs[1].Bold {
		t.Errorf("runs = %+v, want the first bold only", l.Pages[0].Runs)
	}
}

func TestWideGapSplits(t *testing.T) {
	t.Parallel()
	l := read(t, pdfPages(line(50, 700, "Stock clerk")+line(400, 700, "2014 - 2018")))
	if got, want := lines(l), "Stock clerk\n2014 - 2018\n"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

func BenchmarkRead(b *testing.B) {
	p := newPool(b, Options{Workers: 1})
	for _, name := range []string{"single.pdf", "twocol.pdf", "table.pdf", "lo.pdf", "latex.pdf", "lo.docx"} {
		data := fixture(b, name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := p.Read(b.Context(), name, data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPreview(b *testing.B) {
	p := newPool(b, Options{Workers: 1})
	data := fixture(b, "single.pdf")
	for b.Loop() {
		if _, err := p.Preview(b.Context(), data, 0, 60); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		p, err := NewPool(Options{Workers: 1, CacheDir: documenttest.CacheDir()})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Read(b.Context(), "a.pdf", fixture(b, "latexot1.pdf")); err != nil {
			b.Fatal(err)
		}
		if err := p.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
