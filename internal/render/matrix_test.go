package render_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
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
	return parse.Parse(layout.Bare()).Resume
}

// tally counts values: those of the CV, those read, and those equal at their
// place. That a position goes on counts as a value.
type tally struct{ want, got, equal int }

func (t *tally) add(o tally) { t.want, t.got, t.equal = t.want+o.want, t.got+o.got, t.equal+o.equal }

func (t tally) f1() float64 { return 2 * float64(t.equal) / float64(t.want+t.got) }

// compared counts the values that are read back at their place, and lists the
// others.
func compared(want, got cv.Resume) (tally, map[cv.Path]string) {
	wrong := differences(want, got)
	t := tally{want: len(cv.Leaves(want)), got: len(cv.Leaves(got))}
	for _, l := range cv.Leaves(want) {
		if _, bad := wrong[l.Path]; !bad {
			t.equal++
		}
	}
	for i, w := range want.Work {
		if now := i < len(got.Work) && got.Work[i].Current; now || w.Current {
			t.want, t.got = t.want+countOf(w.Current), t.got+countOf(now)
			if now == w.Current {
				t.equal++
			} else {
				wrong[cv.NewPath("work", i, "x-jobops-current")] = fmt.Sprint(now)
			}
		}
	}
	return t, wrong
}

func countOf(on bool) int {
	if on {
		return 1
	}
	return 0
}

const leastScore = 0.97

// TestTemplatesReadBack: every sample in its own language comes back from each
// template, without tags and metadata, and nothing in the reader knows them. So
// do people made up in every language, two of ten here and all in
// TestDrillReadBackPeople.
func TestTemplatesReadBack(t *testing.T) {
	t.Parallel()
	for _, template := range render.Templates() {
		for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
			t.Run(string(template)+"/"+string(f), func(t *testing.T) {
				t.Parallel()
				for _, c := range sample.CVs() {
					n, wrong := compared(c.Resume, readBare(t, f, c.Resume, render.Options{Template: template}))
					if n.f1() < leastScore {
						t.Errorf("%s: F1 = %.3f, want at least %v: %v", c.Name, n.f1(), leastScore, wrong)
					}
				}
				for i, language := range languages {
					readPeople(t, f, template, language, []int{i, (i + 5) % peopleCount})
				}
			})
		}
	}
}

// readPeople reads people of a language back from a template and returns how
// much came back of all and of the worst one.
func readPeople(t *testing.T, f render.Format, template render.Template, language string, numbers []int) (all tally, worst float64) {
	t.Helper()
	worst = 1
	for _, i := range numbers {
		want := person(language, i)
		n, wrong := compared(want, readBare(t, f, want, render.Options{Template: template}))
		all.add(n)
		worst = min(worst, n.f1())
		if n.f1() < leastScore {
			t.Errorf("%s %d: F1 = %.3f, want at least %v", language, i, n.f1(), leastScore)
		}
		for _, path := range slices.Sorted(maps.Keys(wrong)) {
			t.Logf("%s %d: %s = %.80s", language, i, path, wrong[path])
		}
	}
	return all, worst
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
