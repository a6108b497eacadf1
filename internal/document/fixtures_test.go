package document

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jobops/internal/document/documenttest"
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

// Short names of the kit.
var (
	pdfFile   = documenttest.PDF
	pdfPages  = documenttest.Pages
	pdfStream = documenttest.Stream
	line      = documenttest.Line
	zipFile   = documenttest.Zip
	docx      = documenttest.DOCX
	para      = documenttest.Para
	rels      = documenttest.Rels
)

type part = documenttest.Part

const (
	typesXML = documenttest.TypesXML
	wordNS   = documenttest.WordNS
)

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
