package document

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"jobops/internal/document/documenttest"
)

// slowPDF has a quarter of a million lines, which takes PDFium seconds.
func slowPDF() []byte { return documenttest.SlowPDF(250_000) }

func attachmentPDF(name string) []byte { return documenttest.EmbeddedPDF(name, "<xml/>") }

// overlapping is an archive with two entries over the same bytes.
func overlapping(tb testing.TB) []byte {
	data := docx(para("x"), part{"word/a.xml", strings.Repeat("a", 100)}, part{"word/b.xml", strings.Repeat("a", 100)})
	first := bytes.Index(data, []byte("PK\x01\x02"))
	entry := func(name string) int {
		i := bytes.LastIndex(data, []byte(name))
		return i - 46
	}
	a, b := entry("word/a.xml"), entry("word/b.xml")
	if a < first || b < first {
		tb.Fatal("no central directory")
	}
	copy(data[b+42:b+46], data[a+42:a+46]) // offset of the local header
	return data
}

// ole is the head of an old or password-protected office file.
func ole() []byte { return append(bytes.Clone(oleMagic), make([]byte, 1000)...) }

func randomPDF() []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := []byte("%PDF-1.7\n")
	for range 5000 {
		b = append(b, byte(r.Uint32()))
	}
	return b
}

func giantXref() []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 2000000000\n0000000000 65535 f \ntrailer\n<< /Size 2000000000 /Root 1 0 R >>\nstartxref\n46\n%%EOF\n")
}

// hostile lists files that must be refused, with the verdict.
func hostile(tb testing.TB) []struct {
	name string
	data []byte
	want Verdict
} {
	latex := fixture(tb, "latex.pdf")
	doc := fixture(tb, "lo.docx")
	blanks := strings.Repeat(" ", 17<<20)
	var many []part
	for i := range maxEntries {
		many = append(many, part{fmt.Sprintf("word/p%d.xml", i), ""})
	}
	return []struct {
		name string
		data []byte
		want Verdict
	}{
		{"empty.pdf", nil, Broken},
		{"empty.docx", nil, Broken},
		{"big.pdf", append(bytes.Clone(latex), make([]byte, MaxBytes)...), TooLarge},
		{"user-password.pdf", fixture(tb, "encrypted-user.pdf"), Encrypted},
		{"truncated.pdf", latex[:len(latex)*54/100], Broken},
		{"truncated.docx", doc[:len(doc)/2], Broken},
		{"random.pdf", randomPDF(), Broken},
		{"cycle.pdf", documenttest.CyclicPDF(), Broken},
		{"xref.pdf", giantXref(), Broken},
		{"page.pdf", []byte("<!doctype html><p>Sample Person"), Broken},
		{"text.docx", []byte("Sample Person"), Broken},
		{"scan.pdf", documenttest.ScanPDF("q 595 0 0 842 0 0 cm /I Do Q"), NoTextLayer},
		{"blank.pdf", pdfPages(""), NoTextLayer},
		{"long.pdf", pdfPages(make([]string, MaxPages+1)...), TooManyPages},
		{"bomb.pdf", documenttest.PDFBomb(1 << 30), Bomb},
		{"forms.pdf", documenttest.FormsPDF(12, 10), Bomb},
		{"attachment.pdf", attachmentPDF("letter.doc"), Unsupported},
		{"zip.pdf", append(bytes.Clone(latex), zipFile(part{"a", "b"})...), Unsupported},
		{"html.pdf", append([]byte("<html><script>1</script>"), latex...), Unsupported},
		{"tail.pdf", append(bytes.Clone(latex), "<script>1</script>"...), Unsupported},
		{"pdf.docx", latex, Unsupported},
		{"docx.pdf", doc, Unsupported},
		{"cv.odt", doc, Unsupported},
		{"cv", latex, Unsupported},
		{"old.doc", ole(), Unsupported},
		{"locked.docx", ole(), Encrypted},
		{"sheet.docx", zipFile(part{partTypes, typesXML}, part{"xl/workbook.xml", "<x/>"}, part{"xl/a.xml", ""}), Unsupported},
		{"macro.docx", docx(para("x"), part{"word/vbaProject.bin", "x"}), Unsupported},
		{"docm.docx", zipFile(part{partTypes, `<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`}, part{partDocument, "<x/>"}), Unsupported},
		{"embedded.docx", docx(para("x"), part{"word/embeddings/oleObject1.bin", "x"}), Unsupported},
		{"nested.docx", docx(para("x"), part{"word/more.zip", "PK"}), Unsupported},
		{"climb.docx", docx(para("x"), part{"../../etc/cron.d/x", "x"}), Unsupported},
		{"absolute.docx", docx(para("x"), part{"/etc/passwd", "x"}), Unsupported},
		{"overlap.docx", overlapping(tb), Bomb},
		{"entries.docx", docx(para("x"), many...), Bomb},
		{"part.docx", docx(blanks), Bomb},
		{"dense.docx", docx(blanks[:8<<20]), Bomb},
		{"deep.docx", docx(strings.Repeat("<w:p>", 200_000)), Bomb},
		{"dtd.docx", zipFile(part{partTypes, typesXML}, part{partDocument, `<!DOCTYPE x [<!ENTITY a "b">]><w:document ` + wordNS + `/>`}), Unsupported},
		{"template.docx", docx(para("x"), part{"word/_rels/settings.xml.rels", rels("a", "attachedTemplate", "https://example.org/t.dotm", "External")}), Unsupported},
		{"share.docx", docx(para("x"), part{"word/_rels/settings.xml.rels", rels("a", "attachedTemplate", `file://example.org/t.dotm`, "External")}), Unsupported},
		{"beacon.docx", docx(para("x"), part{"word/_rels/document.xml.rels", rels("a", "image", "https://example.org/p.png", "External")}), Unsupported},
		{"object.docx", docx(para("x"), part{"word/_rels/document.xml.rels", rels("a", "oleObject", "embeddings/a.bin", "")}), Unsupported},
		{"frame.docx", docx(para("x"), part{"word/_rels/webSettings.xml.rels", rels("a", "frame", "https://example.org/", "External")}), Unsupported},
		{"blank.docx", docx("<w:p/>"), NoTextLayer},
		{"unclosed.docx", zipFile(part{partTypes, typesXML}, part{partDocument, "<w:document " + wordNS + "><w:body>"}), Broken},
		{"words.docx", docx(para(strings.Repeat("never ending ", MaxChars/10))), TooLarge},
	}
}

// TestPeerDefect01_UnreadableFilesAreRefused: what cannot be read gives a typed
// refusal and no text at all, in time, and the next file is read.
func TestPeerDefect01_UnreadableFilesAreRefused(t *testing.T) {
	t.Parallel()
	p := newPool(t, Options{Workers: 1, Queue: -1, Deadline: 3 * time.Second})
	if _, err := p.Read(t.Context(), "warm.pdf", fixture(t, "latexot1.pdf")); err != nil {
		t.Fatal(err)
	}
	for _, c := range hostile(t) {
		start := time.Now()
		got, err := p.Read(t.Context(), c.name, c.data)
		if verdictOf(err) != c.want || len(got.Pages) != 0 {
			t.Errorf("Read(%q) = %d pages, %v, want %v", c.name, len(got.Pages), err, c.want)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("Read(%q) took %v, want less than the deadline and a restart", c.name, took)
		}
		if _, err := p.Read(t.Context(), "good.pdf", fixture(t, "latexot1.pdf")); err != nil {
			t.Fatalf("Read after %q: %v", c.name, err)
		}
	}
}

// TestChangedFiles: a changed file is read or refused, never an error of ours.
// The drill of package app reads thousands of them.
func TestChangedFiles(t *testing.T) {
	t.Parallel()
	p := shared()
	seeds := documenttest.Seeds()
	for _, name := range []string{"latex.pdf", "single.pdf", "lo.docx"} {
		seeds = append(seeds, documenttest.File{Name: name, Data: fixture(t, name)})
	}
	maker := documenttest.NewMaker(1, seeds)
	for i := range 150 {
		f := maker.File(i)
		if _, err := p.Read(t.Context(), f.Name, f.Data); err != nil && verdictOf(err) == "" {
			t.Errorf("Read of file %d (%s) = %v, want a verdict", i, f.Change, err)
		}
	}
}

func TestReadableInSpiteOfFlaws(t *testing.T) {
	t.Parallel()
	p := shared()
	latex := fixture(t, "latex.pdf")
	want, err := p.Read(t.Context(), "latex.pdf", latex)
	if err != nil {
		t.Fatal(err)
	}
	startxref := bytes.LastIndex(latex, []byte("startxref\n")) + len("startxref\n")
	wrong := bytes.Clone(latex)
	copy(wrong[startxref:], "11111")
	cases := map[string][]byte{
		"owner password":  fixture(t, "encrypted-owner.pdf"),
		"linearised":      fixture(t, "linearised.pdf"),
		"object streams":  fixture(t, "objectstreams.pdf"),
		"wrong startxref": wrong,
		"leading junk":    append(bytes.Repeat([]byte("\n"), 500), latex...),
	}
	for name, data := range cases {
		got, err := p.Read(t.Context(), "a.pdf", data)
		if err != nil || lines(got) != lines(want) {
			t.Errorf("Read of a PDF with %s = %q, %v, want the text of the plain one", name, lines(got), err)
		}
	}
	got, err := p.Read(t.Context(), "a.pdf", attachmentPDF(europassName))
	if err != nil || string(got.Europass) != "<xml/>" {
		t.Errorf("Read of a Europass PDF = %q, %v, want its data", got.Europass, err)
	}
}

func FuzzReadFrame(f *testing.F) {
	var b bytes.Buffer
	if err := writeFrame(&b, frameResult, []byte("body")); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte{frameReady, 0xFF, 0xFF, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, data []byte) {
		const limit = 1000
		kind, body, err := readFrame(bytes.NewReader(data), limit)
		if err != nil {
			return
		}
		size := int(binary.BigEndian.Uint32(data[1:]))
		if kind != data[0] || len(body) != size || size > limit || !bytes.Equal(body, data[frameHeader:frameHeader+size]) {
			t.Errorf("readFrame(%q) = %q, %q, want what the header says", data, kind, body)
		}
	})
}
