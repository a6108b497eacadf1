package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"jobops/internal/cv"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/render"
	"jobops/internal/sample"
)

// checking is a CV on the page where it is compared with its original.
type checking struct {
	*site
	path string // "/cvs/…"
	who  owner.ID
}

func newChecking(t *testing.T, name string, file []byte) checking {
	t.Helper()
	s := newSite(t)
	c := checking{site: s, path: s.follow(s.upload(name, file).to())}
	var err error
	c.who, err = s.deps.Account.Local(t.Context())
	must(t, err)
	return c
}

func (c checking) id() library.ID { return library.ID(strings.TrimPrefix(c.path, "/cvs/")) }

func (c checking) reading() cv.Reading {
	c.t.Helper()
	r, err := c.deps.Library.Original(c.t.Context(), c.who, c.id())
	must(c.t, err)
	return r
}

func (c checking) record() cv.Resume {
	c.t.Helper()
	v, err := c.deps.Library.Record(c.t.Context(), c.who, c.id())
	must(c.t, err)
	return v.Resume
}

// line finds the number of the line that holds a text.
func (c checking) line(text string) int {
	c.t.Helper()
	r := c.reading()
	for i, l := range r.Lines {
		if strings.Contains(r.Text[l.Start:l.End], text) {
			return i
		}
	}
	c.t.Fatalf("no line holds %q", text)
	return -1
}

// say sends the form of the inspector for a line.
func (c checking) say(text string, as cv.As, more url.Values) answer {
	c.t.Helper()
	n := c.line(text)
	page := c.get(c.path + "/check?line=" + strconv.Itoa(n))
	sent := url.Values{"line": {page.value("line")}, "text": {page.value("text")}, "as": {string(as)}}
	for k, v := range more {
		sent[k] = v
	}
	return c.post(c.path+"/marks", sent)
}

func TestALineThatIsNoPart(t *testing.T) {
	t.Parallel()
	c := newChecking(t, "cv.pdf", samplePDF(t, "en"))
	before := c.record()
	gone := before.Work[0].Highlights[0]
	a := c.say(gone[:20], cv.AsNothing, nil)
	if a.status != http.StatusSeeOther {
		t.Fatalf("POST marks = %d, want 303", a.status)
	}
	page := c.get(a.to())
	checkPage(t, a.to(), page, "en")
	if !strings.Contains(page.text(), "in your CV") || !strings.Contains(page.text(), gone) {
		t.Errorf("the page does not show what changed: %q", page.text())
	}
	for _, l := range cv.Leaves(c.record()) {
		if strings.Contains(l.Text, gone[:20]) {
			t.Errorf("%s still holds the line: %q", l.Path, l.Text)
		}
	}
	undo := find(t, page.body, c.path+"/marks/ID/undo")
	if a := c.post(undo, nil); a.status != http.StatusSeeOther {
		t.Fatalf("POST undo = %d, want 303", a.status)
	}
	if diff := cv.Diff(before, c.record()); len(diff) != 0 {
		t.Errorf("undo leaves %v", diff)
	}
}

// TestCorrectionsSurviveAReread corrects a field by hand and a line by a click,
// then reads the file again twice.
func TestCorrectionsSurviveAReread(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]render.Format{"cv.pdf": render.FormatPDF, "cv.docx": render.FormatDOCX} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := render.Write(file, sample.For("en").Resume, render.Options{})
			must(t, err)
			c := newChecking(t, name, data)
			version := find(t, c.get(c.path).body, "/versions/ID")
			if a := c.post(version+"/field", url.Values{"path": {"/basics/name"}, "value": {"Nora Example"}, "on": {"check"}}); !strings.Contains(a.to(), "/check?done=corrected") {
				t.Fatalf("POST field = %d to %q, want the page it came from", a.status, a.to())
			}
			employer := c.record().Work[0].Name
			if a := c.say(employer, cv.AsTitle, nil); a.status != http.StatusSeeOther {
				t.Fatalf("POST marks = %d, want 303", a.status)
			}
			marked := c.record()
			if marked.Work[0].Position != employer || marked.Basics.Name != "Nora Example" {
				t.Fatalf("after the mark: %q at %q, %q", marked.Work[0].Position, marked.Work[0].Name, marked.Basics.Name)
			}
			for range 2 {
				if a := c.post(c.path+"/reread", nil); !strings.Contains(a.to(), "done=same") {
					t.Fatalf("POST reread = %d to %q, want that nothing changed", a.status, a.to())
				}
			}
			if diff := cv.Diff(marked, c.record()); len(diff) != 0 {
				t.Errorf("reading again changed %v", diff)
			}
			if page := c.get(c.path + "/check"); !strings.Contains(page.text(), "You corrected 1 line") {
				t.Error("the page does not list the correction")
			}
		})
	}
}

func TestADoubtIsConfirmed(t *testing.T) {
	t.Parallel()
	c := newChecking(t, "cv.docx", doubtful(t))
	r := c.reading()
	doubts := r.Doubts()
	if len(doubts) == 0 {
		t.Fatal("the sample holds no doubt to confirm")
	}
	page := c.get(c.path + "/check")
	if got := page.value("path"); got != string(doubts[0].Path) && !strings.Contains(page.body, `form="right"`) {
		t.Fatalf("the page opens with %q, want the first doubt", got)
	}
	for range doubts {
		page := c.get(c.path + "/check")
		sent := url.Values{"as": {string(cv.AsRight)}}
		for _, name := range []string{"line", "text", "path"} {
			sent.Set(name, page.value(name))
		}
		sent.Set("value", valueOf(t, c.record(), page.value("path")))
		if a := c.post(c.path+"/marks", sent); a.status != http.StatusSeeOther {
			t.Fatalf("POST marks right %v = %d, want 303", sent, a.status)
		}
	}
	r = c.reading()
	if left := r.Doubts(); len(left) != 0 {
		t.Errorf("doubts after all were confirmed: %v", left)
	}
	if text := c.get(c.path + "/check").text(); !strings.Contains(text, "Nothing is in doubt") {
		t.Error("the page does not say that nothing is in doubt")
	}
}

func valueOf(t *testing.T, r cv.Resume, path string) string {
	t.Helper()
	text, err := cv.Text(r, cv.Path(path))
	must(t, err)
	return text
}

// doubtful is a CV with a headline and places that no table knows.
func doubtful(t *testing.T) []byte {
	t.Helper()
	data, err := render.Write(render.FormatDOCX, cv.Resume{
		Basics: cv.Basics{Name: "Sample Person", Label: "Zargle of the Quux", Email: "sample@example.org", Phone: "+33 1 99 00 12 34"},
		Work:   []cv.Work{{Name: "Frobnitz", Position: "Blorper", Highlights: []string{"Blorped every day of the week"}}},
	}, render.Options{})
	must(t, err)
	return data
}

func TestRefusedMarks(t *testing.T) {
	t.Parallel()
	c := newChecking(t, "cv.pdf", samplePDF(t, "en"))
	before := c.record()
	good := url.Values{"line": {"0"}, "text": {c.get(c.path + "/check?line=0").value("text")}, "as": {"heading"}}
	with := func(name, value string) url.Values {
		v := url.Values{}
		for k := range good {
			v[k] = good[k]
		}
		v.Set(name, value)
		return v
	}
	for name, tt := range map[string]struct {
		sent   url.Values
		status int
	}{
		"no line":        {with("line", "x"), http.StatusUnprocessableEntity},
		"line out":       {with("line", "99999"), http.StatusConflict},
		"line negative":  {with("line", "-1"), http.StatusConflict},
		"another text":   {with("text", "not what stands there"), http.StatusConflict},
		"unknown kind":   {with("as", "poem"), http.StatusUnprocessableEntity},
		"unknown part":   {with("section", "poems"), http.StatusUnprocessableEntity},
		"no form at all": {nil, http.StatusUnprocessableEntity},
	} {
		if a := c.post(c.path+"/marks", tt.sent); a.status != tt.status {
			t.Errorf("%s: POST marks = %d, want %d", name, a.status, tt.status)
		} else if tt.status == http.StatusConflict {
			checkPage(t, name, a, "en")
		}
	}
	if a := c.post(c.path+"/marks/0198c0de-0000-7000-8000-0000000000aa/undo", nil); a.status != http.StatusNotFound {
		t.Errorf("POST undo of nothing = %d, want 404", a.status)
	}
	if diff := cv.Diff(before, c.record()); len(diff) != 0 {
		t.Errorf("refused marks changed %v", diff)
	}
}

// TestEveryLineLeadsToItsFields follows the links of the page both ways, as a
// person without a script does.
func TestEveryLineLeadsToItsFields(t *testing.T) {
	t.Parallel()
	c := newChecking(t, "cv.pdf", samplePDF(t, "en"))
	page := c.get(c.path + "/check")
	r := c.reading()
	if got := strings.Count(page.body, "<rect"); got != len(r.Lines) {
		t.Errorf("the picture has %d places, want one for each of %d lines", got, len(r.Lines))
	}
	fields := regexp.MustCompile(`\?field=([^#"]+)#`).FindAllStringSubmatch(page.body, -1)
	if len(fields) < 20 {
		t.Fatalf("the page leads to %d fields, want those of a whole CV", len(fields))
	}
	for _, f := range fields {
		path, err := url.QueryUnescape(f[1])
		must(t, err)
		one := c.get(c.path + "/check?field=" + f[1])
		e, ok := r.At(cv.Path(path))
		if !ok {
			continue
		}
		lit := `data-chosen="l` + strconv.Itoa(r.LineAt(e.Start))
		if one.status != http.StatusOK || !strings.Contains(one.body, lit) || one.value("path") != path {
			t.Errorf("field %s = %d, does not light its line (%s)", path, one.status, lit)
		}
	}
	summary, _ := r.At("/basics/summary")
	first, last := r.LineAt(summary.Start), r.LineAt(summary.End-1)
	one := c.get(c.path + "/check?field=%2Fbasics%2Fsummary")
	if last == first || !strings.Contains(one.body, "l"+strconv.Itoa(first)+" l"+strconv.Itoa(first+1)) || strings.Count(one.body, `class="lit"`) < last-first+1 {
		t.Errorf("a summary of the lines %d to %d does not light them all", first, last)
	}
	for i := range r.Lines {
		one := c.get(c.path + "/check?line=" + strconv.Itoa(i))
		for _, e := range r.On(i) {
			if !strings.Contains(one.body, url.QueryEscape(string(e.Path))) {
				t.Errorf("line %d does not lead to %s", i, e.Path)
			}
		}
	}
}
