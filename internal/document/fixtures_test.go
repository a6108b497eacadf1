package document

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fixture reads a file of testdata; testdata/src says how they are made.
func fixture(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// pdfFile writes objects 1, 2, ... with a cross-reference table; object 1 is
// the catalog.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// pdfPages makes a PDF with one page for each content stream; F1 is Helvetica,
// F2 Helvetica-Bold.
func pdfPages(contents ...string) []byte {
	kids := make([]string, len(contents))
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "",
		"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >> >> >>"}
	for i, c := range contents {
		kids[i] = fmt.Sprintf("%d 0 R", 4+2*i)
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 3 0 R /Contents %d 0 R >>", 5+2*i),
			pdfStream("", c))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " "))
	return pdfFile(objects...)
}

func pdfStream(entries, data string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(data), entries, data)
}

// line sets one line of Helvetica 11 pt.
func line(x, y int, text string) string {
	return fmt.Sprintf("BT /F1 11 Tf %d %d Td (%s) Tj ET\n", x, y, text)
}

// pdfBomb is a page whose content inflates to size bytes of blanks.
func pdfBomb(size int) []byte {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	block := bytes.Repeat([]byte(" "), 1<<20)
	for range size >> 20 {
		_, _ = w.Write(block) // a bytes.Buffer takes everything
	}
	_ = w.Close()
	stream := pdfStream("/Filter /FlateDecode", packed.String())
	return pdfFile("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>", stream)
}

// part is one entry of a zip file.
type part struct{ name, content string }

func zipFile(tb testing.TB, parts ...part) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := f.Write([]byte(p.content)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

const (
	typesXML = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`
	wordNS   = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
)

// docx makes a DOCX with some body and more parts.
func docx(tb testing.TB, body string, more ...part) []byte {
	tb.Helper()
	return zipFile(tb, append([]part{
		{partTypes, typesXML},
		{partDocument, "<w:document " + wordNS + "><w:body>" + body + "</w:body></w:document>"},
	}, more...)...)
}

// para is a paragraph with one run.
func para(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

// rels is a relationships part with one relation.
func rels(id, kind, target, mode string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="` + id +
		`" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `" TargetMode="` + mode + `"/></Relationships>`
}

// lines joins the runs of a layout, one a line.
func lines(l Layout) string {
	var b strings.Builder
	for _, p := range l.Pages {
		for _, r := range p.Runs {
			b.WriteString(r.Text + "\n")
		}
	}
	return b.String()
}

// zipBody is docx for callers without a testing.TB; writing to memory cannot
// fail.
func zipBody(body string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range []part{{partTypes, typesXML}, {partDocument, "<w:document " + wordNS + "><w:body>" + body + "</w:body></w:document>"}} {
		f, err := w.Create(p.name)
		if err != nil {
			panic(err)
		}
		if _, err := f.Write([]byte(p.content)); err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}
