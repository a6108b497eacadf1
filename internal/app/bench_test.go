package app

import (
	"sync"
	"testing"

	"jobops/internal/document"
	"jobops/internal/library"
	"jobops/internal/parse"
	"jobops/internal/render"
	"jobops/internal/sample"
)

// BenchmarkWholeParse reads a CV as an upload does, from the bytes of the file
// to the structured CV: a PDF of two pages, a DOCX, and ten PDFs at once, of
// which none may be lost.
func BenchmarkWholeParse(b *testing.B) {
	cv := sample.For("en").Resume
	cv.Work = append(cv.Work, cv.Work...) // enough for a second page
	pdf, err := render.PDF(cv, render.Options{})
	if err != nil {
		b.Fatal(err)
	}
	docx, err := render.DOCX(cv, render.Options{})
	if err != nil {
		b.Fatal(err)
	}
	pool, err := document.NewPool(document.Options{CacheDir: cache})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = pool.Close() }) // nothing is left to be lost
	read := func(b *testing.B, name string, data []byte) {
		layout, err := pool.Read(b.Context(), name, data)
		if err != nil {
			b.Error(err)
			return
		}
		if len(parse.Parse(layout).Resume.Work) == 0 {
			b.Errorf("%s has no positions", name)
		}
	}
	read(b, "warm.pdf", pdf)
	for name, data := range map[string][]byte{"two-pages.pdf": pdf, "cv.docx": docx} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				read(b, name, data)
			}
		})
	}
	b.Run("ten at once", func(b *testing.B) {
		for b.Loop() {
			var group sync.WaitGroup
			for range 10 {
				group.Go(func() { read(b, "two-pages.pdf", pdf) })
			}
			group.Wait()
		}
	})
}

// BenchmarkEditorPause is what happens after a pause in typing: the text is kept,
// and the first page of the CV is drawn as it is then.
func BenchmarkEditorPause(b *testing.B) {
	a, who := open(b)
	u := upload(b, a, who, "sample.pdf", samplePDF(b))
	c, err := a.Library.CV(b.Context(), who, u.CV)
	if err != nil {
		b.Fatal(err)
	}
	revision := int64(0)
	for b.Loop() {
		w, err := a.Library.Edit(b.Context(), who, c.Latest, revision, "/basics/label", func(d *library.Draft) error {
			return d.Type("/basics/label", "Headline "+string(rune('A'+revision%26)))
		})
		if err != nil {
			b.Fatal(err)
		}
		revision = w.Revision
		if _, err := a.Library.PreviewWork(b.Context(), w.Draft, 1); err != nil {
			b.Fatal(err)
		}
	}
}
