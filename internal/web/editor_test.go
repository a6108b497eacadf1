package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"jobops/internal/library"
)

// fieldsOf collects what a browser would send of the editor's form, without a
// button.
func fieldsOf(t *testing.T, a answer, id string) url.Values {
	t.Helper()
	sent := url.Values{}
	var walk func(n *html.Node, in bool)
	walk = func(n *html.Node, in bool) {
		in = in || attr(n, "id") == id
		if in && n.Type == html.ElementNode {
			name, kind := attr(n, "name"), attr(n, "type")
			switch {
			case name == "":
			case n.Data == "input" && (kind == "checkbox" || kind == "radio"):
				if has(n, "checked") {
					sent.Add(name, attr(n, "value"))
				}
			case n.Data == "input":
				sent.Add(name, attr(n, "value"))
			case n.Data == "textarea":
				sent.Add(name, strings.TrimPrefix(textOf(n), "\n"))
			case n.Data == "select":
				sent.Add(name, selected(n))
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(a.page, false)
	if len(sent) == 0 {
		t.Fatalf("no form %s in a page of status %d", id, a.status)
	}
	return sent
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
		b.WriteString(textOf(c))
	}
	return b.String()
}

// selected is the option that a browser sends: the one marked, else the first.
func selected(n *html.Node) string {
	first, any := "", false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data == "option" && has(c, "selected") {
			return attr(c, "value")
		}
		if c.Data == "option" && !any {
			first, any = attr(c, "value"), true
		}
	}
	return first
}

// editing is a person in the editor of the sample CV, without a script.
type editing struct {
	*site
	at   string // path of the editor
	page answer
}

func newEditing(t *testing.T) *editing {
	t.Helper()
	s := newSite(t)
	cv := s.follow(s.upload("Sample CV.pdf", samplePDF(t, "en")).to())
	e := &editing{site: s, at: find(t, s.get(cv).body, "/versions/ID/edit")}
	e.look()
	return e
}

func (e *editing) look() {
	e.t.Helper()
	if e.page = e.get(e.at); e.page.status != http.StatusOK {
		e.t.Fatalf("GET %s = %d: %.300s", e.at, e.page.status, e.page.body)
	}
}

// press sends the form as it stands, with changes, by one of its buttons.
func (e *editing) press(do string, changes map[string]string) answer {
	e.t.Helper()
	sent := fieldsOf(e.t, e.page, "editor")
	for name, value := range changes {
		sent.Set(name, value)
	}
	sent.Set("do", do)
	a := e.post(e.at, sent)
	if a.status == http.StatusSeeOther {
		e.look()
	}
	return a
}

func (e *editing) has(name string) string {
	e.t.Helper()
	return fieldsOf(e.t, e.page, "editor").Get(name)
}

// TestEditorWithoutAScript walks every button of the form: text, order, hiding,
// adding, removing, undo and redo, a section of one's own, a version.
func TestEditorWithoutAScript(t *testing.T) {
	t.Parallel()
	e := newEditing(t)
	first, second := e.has("/projects/0/name"), e.has("/education/0/institution")
	position := func(n string) string { return "/" + "work/" + n + "/position" }
	top, next := e.has(position("0")), e.has(position("1"))
	if top == "" || next == "" || second == "" {
		t.Fatalf("the form lacks the CV: %q %q %q %q", top, next, first, second)
	}
	steps := []struct {
		do      string
		changes map[string]string
		name    string
		want    string
	}{
		{"save", map[string]string{"/basics/label": "Ward Sister"}, "/basics/label", "Ward Sister"},
		{"down " + "/" + "work/0", nil, position("1"), top},
		{"up " + "/" + "work/1", nil, position("0"), top},
		{"add /x-jobops-sections", map[string]string{"/basics/phone": "555-0100"}, "/basics/phone", "555-0100"},
		{"save", map[string]string{"/x-jobops-sections/0/title": "Boards", "/x-jobops-sections/0/lines": "Chess\nTea, coffee"}, "/x-jobops-sections/0/lines", "Chess\nTea, coffee"},
		{"undo", nil, "/x-jobops-sections/0/title", ""},
		{"redo", nil, "/x-jobops-sections/0/title", "Boards"},
		{"save", map[string]string{"title:skills": "What I can do"}, "title:skills", "What I can do"},
		{"save", map[string]string{"/skills/0/keywords": "Triage, Rota"}, "/skills/0/keywords", "Triage, Rota"},
		{"add /" + "work", nil, position("1"), top},
		{"remove " + "/" + "work/0", nil, position("0"), top},
		{"save", map[string]string{"/" + "work/0/startDate": "03/2019"}, "/" + "work/0/startDate", "2019-03"},
		{"save", map[string]string{"template": "modern", "size": "9.5"}, "size", "9.5"},
	}
	for _, s := range steps {
		if a := e.press(s.do, s.changes); a.status != http.StatusSeeOther {
			t.Fatalf("%s %v = %d: %s", s.do, s.changes, a.status, notices(a))
		}
		if got := e.has(s.name); got != s.want {
			t.Fatalf("after %s %v: %s = %q, want %q", s.do, s.changes, s.name, got, s.want)
		}
	}
	if a := e.get(e.at + "/pages/1"); a.status != http.StatusOK || a.header.Get("Content-Type") != "image/png" {
		t.Errorf("page 1 = %d %s", a.status, a.header.Get("Content-Type"))
	}
	if a := e.get(e.at + "/pages/99"); a.status != http.StatusNotFound {
		t.Errorf("page 99 = %d, want 404", a.status)
	}
	a := e.press("export", map[string]string{"name": "For the ward"})
	version := strings.TrimSuffix(find(t, a.to(), "/versions/ID/export"), "/export")
	text := e.get(version + "/files/text").body
	for _, want := range []string{"Ward Sister", "WHAT I CAN DO", "BOARDS", "Tea, coffee"} {
		if !strings.Contains(text, want) {
			t.Errorf("the exported text lacks %q", want)
		}
	}
}

func notices(a answer) string {
	at := strings.Index(a.body, `class="notice`)
	if at < 0 {
		return ""
	}
	return a.body[at:min(len(a.body), at+600)]
}

// TestEditorHides: what is hidden stays in the form and leaves the files.
func TestEditorHides(t *testing.T) {
	t.Parallel()
	e := newEditing(t)
	first := "/" + "work/0"
	point := first + "/highlights/0"
	text := e.has(point)
	for _, do := range []string{"hide " + first, "hide /skills"} {
		if a := e.press(do, nil); a.status != http.StatusSeeOther {
			t.Fatalf("%s = %d %s", do, a.status, notices(a))
		}
	}
	if text == "" || e.has(point) != text || !strings.Contains(e.page.body, `value="show `+first+`"`) {
		t.Error("the hidden entry left the form")
	}
	version := strings.TrimSuffix(find(t, e.press("export", nil).to(), "/versions/ID/export"), "/export")
	file := e.get(version + "/files/text").body
	if strings.Contains(file, text) || strings.Contains(file, "SKILLS") {
		t.Errorf("the file shows what is hidden: %s", file)
	}
}

// TestPeerDefect17_EditorKeepsWhatWasRefused: a date that is none, and options out
// of range, come back as they were typed, beside the reason, and nothing else is
// lost, also when the page is loaded afresh.
func TestPeerDefect17_EditorKeepsWhatWasRefused(t *testing.T) {
	t.Parallel()
	e := newEditing(t)
	date := "/education/0/startDate"
	if a := e.press("save", map[string]string{date: "some time", "/basics/label": "Kept"}); a.status != http.StatusSeeOther {
		t.Fatalf("save = %d", a.status)
	}
	if e.has(date) != "some time" || e.has("/basics/label") != "Kept" || !strings.Contains(e.page.body, `aria-invalid="true"`) {
		t.Errorf("after a bad date: %q, %q", e.has(date), e.has("/basics/label"))
	}
	for _, do := range []string{"finish", "up /education/0", "remove /education/0"} {
		a := e.press(do, map[string]string{"name": "My version"})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "some time") {
			t.Errorf("%s with a bad date = %d, want 422 with the text", do, a.status)
		}
	}
	a := e.press("save", map[string]string{date: "2001", "size": "99", "/basics/label": "Kept too"})
	if a.status != http.StatusUnprocessableEntity || fieldsOf(t, a, "editor").Get("size") != "99" {
		t.Errorf("size 99 = %d, %q, want 422 with what was typed", a.status, fieldsOf(t, a, "editor").Get("size"))
	}
	e.look()
	if e.has("/basics/label") != "Kept too" || e.has(date) != "2001" {
		t.Errorf("beside a refused size: %q, %q, want both kept", e.has("/basics/label"), e.has(date))
	}
}

// TestPeerDefect23_TwoTabsOfTheEditor: the second tab gets a page with both texts,
// and whatever it chooses, undo leads to the other.
func TestPeerDefect23_TwoTabsOfTheEditor(t *testing.T) {
	t.Parallel()
	e := newEditing(t)
	late := fieldsOf(t, e.page, "editor")
	e.press("save", map[string]string{"/basics/label": "Head Nurse", "/basics/phone": "555-0101"})
	late.Set("/basics/label", "Ward Sister of Nights")
	late.Set("do", "save")
	if a := e.live(e.at, late); a.status != http.StatusConflict || !strings.Contains(a.body, "data-plain") || fieldsOf(t, a, "editor").Get("revision") != late.Get("revision") {
		t.Errorf("the script of the second tab gets %d, want 409 with a way to compare", a.status)
	}
	clash := e.post(e.at, late)
	if clash.status != http.StatusConflict {
		t.Fatalf("second tab = %d, want 409", clash.status)
	}
	text := textOf(clash.page)
	for _, want := range []string{"Head Nurse", "Ward Sister of Nights", "555-0101"} {
		if !strings.Contains(strings.Join(strings.Fields(strings.NewReplacer("added:", "", "removed:", "").Replace(text)), " "), want) {
			t.Errorf("the page of the conflict lacks %q", want)
		}
	}
	choice := fieldsOf(t, clash, "main")
	if choice.Get("take:/basics/label") != "mine" || choice.Get("take:/basics/phone") != "now" {
		t.Errorf("usual choices = %v", choice)
	}
	if a := e.post(e.at+"/resolve", choice); a.status != http.StatusSeeOther {
		t.Fatalf("resolve = %d", a.status)
	}
	e.look()
	if e.has("/basics/label") != "Ward Sister of Nights" || e.has("/basics/phone") != "555-0101" {
		t.Errorf("after the choice: %q, %q, want one of each", e.has("/basics/label"), e.has("/basics/phone"))
	}
	e.press("undo", nil)
	e.press("undo", nil)
	if e.has("/basics/label") != "Head Nurse" {
		t.Errorf("after undo: %q, want what the first tab kept", e.has("/basics/label"))
	}
	if a := e.post(e.at+"/resolve", choice); a.status != http.StatusConflict {
		t.Errorf("resolve of an old page = %d, want the conflict again", a.status)
	}
}

// TestEditorAfterSigningInAgain: what was kept before the session ended is there.
func TestEditorAfterSigningInAgain(t *testing.T) {
	t.Parallel()
	e := newEditing(t)
	e.press("save", map[string]string{"/basics/label": "Kept before the end"})
	e.session = ""
	if a := e.get(e.at); a.status != http.StatusUnauthorized {
		t.Fatalf("GET without a session = %d", a.status)
	}
	e.signIn()
	e.look()
	if e.has("/basics/label") != "Kept before the end" {
		t.Errorf("after signing in again: %q", e.has("/basics/label"))
	}
}

// TestEditorOfHostileText: whatever is typed comes back as text.
func TestEditorOfHostileText(t *testing.T) {
	t.Parallel()
	e := newEditing(t)
	evil := `"><script>alert(1)</script>'&{{.}}` + "\u202eabc"
	if a := e.press("save", map[string]string{"/basics/name": evil, "title:skills": evil, "/basics/summary": "</textarea>" + evil}); a.status != http.StatusSeeOther {
		t.Fatalf("save = %d %s", a.status, notices(a))
	}
	if e.has("/basics/name") != evil || e.has("/basics/summary") != "</textarea>"+evil || strings.Contains(e.page.body, "<script>alert") {
		t.Errorf("name = %q", e.has("/basics/name"))
	}
	for _, bad := range []url.Values{
		{}, {"revision": {"0"}, "/nothing/here": {"x"}}, {"revision": {"x"}, "do": {"explode /skills"}}, {"revision": {"-1"}, "do": {"move /skills/0 9999999999999"}},
		{"revision": {"0"}, "do": {"remove /basics"}}, {"revision": {"0"}, "mark": {"/basics/name"}},
	} {
		if a := e.post(e.at, bad); a.status < 300 || a.status >= 500 {
			t.Errorf("POST %v = %d, want a refusal or the conflict", bad, a.status)
		}
	}
}

// TestEditorOfALongCV: ten thousand points are too many for one form; the page
// says so, and the files are still there.
func TestEditorOfALongCV(t *testing.T) {
	t.Parallel()
	e := newEditing(t)
	who, err := e.deps.Account.Local(t.Context())
	must(t, err)
	id := library.VersionID(strings.TrimSuffix(strings.TrimPrefix(e.at, "/versions/"), "/edit"))
	v, err := e.deps.Library.Version(t.Context(), who, id)
	must(t, err)
	for range 10000 {
		v.Resume.Work[0].Highlights = append(v.Resume.Work[0].Highlights, "An invented point.")
	}
	long, err := e.deps.Library.Save(t.Context(), who, id, "", "", v.Resume)
	must(t, err)
	at := "/versions/" + string(long.ID)
	if a := e.get(at + "/edit"); a.status != http.StatusOK || strings.Contains(a.body, "data-editor") || !strings.Contains(a.body, "/cvs/") {
		t.Errorf("editor = %d with a form, want a sentence and a way on", a.status)
	}
	if a := e.get(at + "/files/text"); a.status != http.StatusOK || strings.Count(a.body, "An invented point.") != 10000 {
		t.Errorf("the text of the long CV = %d", a.status)
	}
	if a := e.post(at+"/edit", url.Values{"revision": {"0"}, "/basics/label": {strings.Repeat("x", 30000)}}); a.status != http.StatusRequestEntityTooLarge && a.status != http.StatusOK {
		t.Errorf("a text of 30,000 letters = %d, want 413", a.status)
	}
}
