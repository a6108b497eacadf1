package render_test

import (
	"bytes"
	"strings"
	"testing"

	"jobops/internal/cv"
	"jobops/internal/parse"
	"jobops/internal/render"
	"jobops/internal/render/pdf/pdftest"
	"jobops/internal/sample"
)

// bare takes from a PDF what tells a program about it: structure tree,
// language, metadata and document information. The names are spoiled in place,
// so that all offsets stay true.
func bare(data []byte) []byte {
	for _, key := range []string{"/StructTreeRoot", "/MarkInfo", "/Metadata", "/Lang", "/Info"} {
		data = bytes.ReplaceAll(data, []byte(key), []byte("/X"+key[2:]))
	}
	return data
}

// readBare writes a CV and reads what is left of the file without any help.
func readBare(t *testing.T, f render.Format, r cv.Resume, o render.Options) cv.Resume {
	t.Helper()
	data, err := render.Write(f, r, o)
	if err != nil {
		t.Fatalf("Write(%s, %s) error = %v", f, o.Template, err)
	}
	pool, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	layout, err := pool.Read(t.Context(), "cv."+f.Ext(), bare(data))
	if err != nil {
		t.Fatalf("Read(%s, %s) error = %v", f, o.Template, err)
	}
	if f == render.FormatPDF && (layout.Tagged || layout.Language != "") {
		t.Errorf("%s: the file is still tagged (%v) or declares a language (%q)", o.Template, layout.Tagged, layout.Language)
	}
	strip(&layout)
	return parse.Parse(layout).Resume
}

// score is the F1 of the values that are read back at their place.
func score(want, got cv.Resume) (f1 float64, wrong map[cv.Path]string) {
	wrong = differences(want, got)
	wants := cv.Leaves(want)
	equal := 0
	for _, l := range wants {
		if _, bad := wrong[l.Path]; !bad {
			equal++
		}
	}
	return 2 * float64(equal) / float64(len(wants)+len(cv.Leaves(got))), wrong
}

const leastScore = 0.97

// TestTemplatesReadBack: every sample in its own language comes back from each
// template, without tags and metadata, and nothing in the reader knows them.
func TestTemplatesReadBack(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
			t.Run(string(template)+"/"+string(f), func(t *testing.T) {
				t.Parallel()
				for _, c := range sample.CVs() {
					f1, wrong := score(c.Resume, readBare(t, f, c.Resume, render.Options{Template: template}))
					if f1 < leastScore {
						t.Errorf("%s: F1 = %.3f, want at least %v: %v", c.Name, f1, leastScore, wrong)
					}
				}
			})
		}
	}
}

// TestTextOrder: the text of a file runs in the order of the outline, first the
// main column: the order of the plain text, where each line stands after the
// one before it. pdftotext finds the same, see TestDrillOtherTools.
func TestTextOrder(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		for _, c := range sample.CVs() {
			data, err := render.PDF(c.Resume, render.Options{Template: template})
			if err != nil {
				t.Fatal(err)
			}
			_, text := pdftest.Problems(data)
			checkOrder(t, string(template)+" "+c.Name, c.Resume, text)
		}
	}
}

// checkOrder finds name, label and each highlight of each position in turn,
// then what a column at the side holds.
func checkOrder(t *testing.T, name string, r cv.Resume, text string) {
	t.Helper()
	want := []string{r.Basics.Name, r.Basics.Label, r.Basics.Summary}
	for _, w := range r.Work {
		want = append(append(want, w.Position), w.Highlights...)
	}
	for _, g := range r.Languages[:min(1, len(r.Languages))] {
		want = append(want, g.Language)
	}
	text = squeeze(text)
	for _, line := range want {
		at := strings.Index(text, squeeze(line))
		if at < 0 {
			t.Errorf("%s: %q does not stand in its order", name, line)
			return
		}
		text = text[at+len(squeeze(line)):]
	}
}
