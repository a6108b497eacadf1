package render_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"jobops/internal/cv"
	"jobops/internal/render"
	"jobops/internal/sample"
)

var pictures = flag.String("pictures", "", "folder to write a PDF and a DOCX of each template and sample to, to be looked at")

// TestPictures writes what people look at before a template is changed: every
// template in every language, short and over several pages.
func TestPictures(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		for _, c := range sample.CVs() {
			for name, r := range map[string]cv.Resume{c.Name: c.Resume, c.Name + "-long": longer(c.Resume)} {
				for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
					picture(t, f, template, name, r)
				}
			}
		}
	}
}

func picture(t *testing.T, f render.Format, template render.Template, name string, r cv.Resume) {
	t.Helper()
	data, err := render.Write(f, r, render.Options{Template: template})
	if err != nil {
		t.Fatalf("Write(%s, %s, %s) error = %v", f, template, name, err)
	}
	if *pictures == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*pictures, string(template)+"-"+name+"."+f.Ext()), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// longer is a CV of two or three pages.
func longer(r cv.Resume) cv.Resume {
	r = cv.Clone(r)
	for _, w := range sample.For(r.Meta.Language).Resume.Work {
		w.Start.Year, w.End.Year, w.Current = w.Start.Year-12, w.Start.Year-1, false
		r.Work = append(r.Work, w)
	}
	return r
}
