package render_test

import (
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/document/documenttest"
	"jobops/internal/parse"
	"jobops/internal/render"
	"jobops/internal/sample"
)

// reader reads files in child processes; it starts with its first use.
var reader = sync.OnceValues(func() (*document.Pool, error) {
	reading.Store(true)
	return document.NewPool(document.Options{CacheDir: documenttest.CacheDir(), Queue: -1})
})

// reading tells that reader was started.
var reading atomic.Bool

func TestMain(m *testing.M) {
	document.MaybeChild()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	code := m.Run()
	if reading.Load() {
		if pool, err := reader(); err == nil {
			_ = pool.Close() // what the children got wrong, the tests have told
		}
	}
	return code
}

// readBack writes a CV and reads the file with our own reader, which does not
// know our templates. Without tags, it sees what any other program sees.
func readBack(t *testing.T, f render.Format, r cv.Resume, o render.Options, tags bool) cv.Resume {
	t.Helper()
	data, err := render.Write(f, r, o)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	layout, err := pool.Read(t.Context(), "cv."+f.Ext(), data)
	if err != nil {
		t.Fatalf("Read(%s) error = %v", f, err)
	}
	if !tags {
		layout = layout.Bare()
	}
	return parse.Parse(layout).Resume
}

// differences lists the values of want that got has not at the same path, and
// the values that got has beyond them.
func differences(want, got cv.Resume) map[cv.Path]string {
	wrong, values := map[cv.Path]string{}, map[cv.Path]string{}
	for _, l := range cv.Leaves(got) {
		values[l.Path] = l.Text
	}
	for _, l := range cv.Leaves(want) {
		if values[l.Path] != l.Text {
			wrong[l.Path] = values[l.Path] + ", want " + l.Text
		}
		delete(values, l.Path)
	}
	for path, text := range values {
		wrong[path] = text + ", want nothing"
	}
	return wrong
}

// TestReadBackEveryField: what we write, our own reader reads, value by value,
// with the tags of the file and without them, as other programs see it.
func TestReadBackEveryField(t *testing.T) {
	t.Parallel()
	for _, c := range sample.CVs() {
		for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
			for paper, tags := range map[render.Paper]bool{render.A4: true, render.Letter: false} {
				got := readBack(t, f, c.Resume, render.Options{Paper: paper}, tags)
				for path, text := range differences(c.Resume, got) {
					t.Errorf("%s %s, tags %v: %s = %s", c.Name, f, tags, path, text)
				}
			}
		}
	}
}

// TestPeerDefect03_DatePrecisionReadBack: year, month and day survive export
// and reading in every language, each month once.
func TestPeerDefect03_DatePrecisionReadBack(t *testing.T) {
	t.Parallel()
	var want []cv.Work
	for month := 12; month >= 1; month-- {
		w := cv.Work{Position: "Engineer", Name: "Example Works Ltd", Highlights: []string{"Built one machine after the other, and kept them running"}}
		w.Start, w.End = civil.Date{Year: 2000 + month, Month: month}, civil.Date{Year: 2001 + month, Month: month%12 + 1}
		switch month % 4 {
		case 1:
			w.Start.Month, w.End.Month = 0, 0
		case 2:
			w.Start.Day, w.End.Day = 1, 28
		}
		want = append(want, w)
	}
	want[0].End, want[0].Current = civil.Date{}, true
	for _, language := range []string{"de", "el", "en", "es", "fr", "it", "nl", "pl", "pt", "ru"} {
		r := cv.Resume{Basics: cv.Basics{Name: "Sample Person"}, Work: want}
		for _, f := range []render.Format{render.FormatPDF, render.FormatDOCX} {
			got := readBack(t, f, r, render.Options{Language: language}, true).Work
			if len(got) != len(want) {
				t.Errorf("%s %s: %d positions read, want %d", language, f, len(got), len(want))
				continue
			}
			for i := range want {
				if got[i].Period != want[i].Period {
					t.Errorf("%s %s: period %d = %v, want %v", language, f, i, got[i].Period, want[i].Period)
				}
			}
		}
	}
}
