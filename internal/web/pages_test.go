package web_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"jobops/internal/sample"
)

// pages lists every page of a job done.
func (j journey) pages() []string {
	return []string{
		"/", "/cvs", "/cvs/new", "/postings", "/postings/new", "/settings", "/privacy", "/about", "/gallery",
		j.cv, j.cv + "?edit=%2Fbasics%2Fname", j.cv + "?done=corrected", j.cv + "/versions", j.cv + "/delete",
		j.cv + "/check", j.cv + "/check?line=3", j.cv + "/check?field=%2Fbasics%2Fname", j.cv + "/check?line=999&field=nothing&done=corrected",
		j.version, j.version + "/export", j.version + "/export?read=docx",
		j.posting, j.posting + "/delete", j.match, j.tailoring, j.result, j.result + "/export?done=version",
	}
}

// budget is the largest page, gzip.
const budget = 60 << 10

func TestEveryPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	for _, s.lang = range []string{"en", "fr"} {
		for _, path := range j.pages() {
			a := s.get(path)
			if a.status != http.StatusOK {
				t.Errorf("GET %s = %d, want 200", path, a.status)
				continue
			}
			if got := a.header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("GET %s: Cache-Control = %q, want no-store", path, got)
			}
			checkPage(t, path, a, s.lang)
		}
	}
}

// key looks like a message key that was shown instead of its sentence.
var key = regexp.MustCompile(`\b(cv|cvs|match|tailor|export|upload|error|nav|action|posting|postings|version|settings|privacy|library|account|welcome|done|reading|render)\.[a-z_]+(\.[a-z_]+)*\b`)

// checkPage holds what is true of each page: nothing that the content security
// policy forbids, no address of another host, no bare message key, the budget.
func checkPage(t *testing.T, path string, a answer, lang string) {
	t.Helper()
	if got := attribute(first(a.page, "html"), "lang"); got != lang {
		t.Errorf("GET %s: lang = %q, want %q", path, got, lang)
	}
	ids := map[string]bool{}
	each(a.page, func(n *html.Node) {
		for _, problem := range forbidden(n) {
			t.Errorf("GET %s: %s", path, problem)
		}
		if id := attribute(n, "id"); id != "" && ids[id] {
			t.Errorf("GET %s: id %q stands twice", path, id)
		} else {
			ids[id] = true
		}
		if n.Type == html.TextNode && n.Parent.Data != "script" && key.MatchString(n.Data) {
			t.Errorf("GET %s shows the key %q", path, key.FindString(n.Data))
		}
	})
	if first(a.page, "h1") == nil {
		t.Errorf("GET %s has no h1", path)
	}
	if n := zipped(t, a.body); n > budget {
		t.Errorf("GET %s is %d bytes gzip, want at most %d", path, n, budget)
	}
}

// forbidden names what an element has that no page may have.
func forbidden(n *html.Node) []string {
	if n.Type != html.ElementNode {
		return nil
	}
	var problems []string
	if n.Data == "style" || n.Data == "script" && attribute(n, "src") == "" {
		problems = append(problems, "inline <"+n.Data+">")
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "style", strings.HasPrefix(a.Key, "on"), strings.HasPrefix(a.Key, "hx-on"):
			problems = append(problems, "attribute "+a.Key+" on <"+n.Data+">")
		case a.Key == "href" || a.Key == "src" || a.Key == "action" || a.Key == "formaction":
			if !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "data:image/svg+xml,") || strings.HasPrefix(a.Val, "//") {
				problems = append(problems, a.Key+" leads to "+a.Val)
			}
		}
	}
	return problems
}

func each(n *html.Node, f func(*html.Node)) {
	f(n)
	for c := range n.ChildNodes() {
		each(c, f)
	}
}

func first(n *html.Node, tag string) *html.Node {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == tag {
			return c
		}
	}
	return nil
}

func attribute(n *html.Node, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is what a person reads on the page.
func (a answer) text() string {
	var b strings.Builder
	each(a.page, func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// value is what stands in the field of a name.
func (a answer) value(name string) string {
	var found string
	each(a.page, func(n *html.Node) {
		if attribute(n, "name") != name || n.Type != html.ElementNode {
			return
		}
		found = attribute(n, "value")
		if n.Data == "textarea" && n.FirstChild != nil {
			found = strings.TrimPrefix(n.FirstChild.Data, "\n")
		}
	})
	return found
}

func zipped(t *testing.T, text string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestWithoutASession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.session = ""
	for _, path := range []string{"/", "/cvs", "/settings", "/postings/new", "/gallery"} {
		a := s.get(path)
		if a.status != http.StatusUnauthorized || !strings.Contains(a.text(), "terminal") {
			t.Errorf("GET %s = %d %q, want 401 that says how to get in", path, a.status, a.text())
		}
		checkPage(t, path, a, "en")
	}
	for _, path := range []string{"/privacy", "/about"} {
		if a := s.get(path); a.status != http.StatusOK {
			t.Errorf("GET %s = %d, want 200", path, a.status)
		}
	}
}

// TestAnUnknownAddressKeepsTheFrame shows a person who is signed in the way
// back, and a stranger nothing.
func TestAnUnknownAddressKeepsTheFrame(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.get("/nowhere")
	if a.status != http.StatusNotFound || first(a.page, "nav") == nil {
		t.Errorf("GET /nowhere = %d, with the frame %v, want 404 with it", a.status, first(a.page, "nav") != nil)
	}
	checkPage(t, "/nowhere", a, "en")
	s.session = ""
	if a := s.get("/nowhere"); a.status != http.StatusNotFound || first(a.page, "nav") != nil {
		t.Errorf("GET /nowhere as a stranger = %d, want a bare 404", a.status)
	}
}

func TestALinkOpensOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who, err := s.deps.Account.Local(t.Context())
	must(t, err)
	link, err := s.deps.Account.NewLink(t.Context(), who)
	must(t, err)
	s.session = ""
	if a := s.get("/open/" + link); a.status != http.StatusSeeOther || len(a.cookies) != 1 {
		t.Fatalf("GET /open = %d with cookies %v, want 303 and one cookie", a.status, a.cookies)
	}
	if a := s.get("/open/" + link); a.status != http.StatusUnauthorized || len(a.cookies) != 0 {
		t.Errorf("GET /open again = %d with cookies %v, want 401 and none", a.status, a.cookies)
	}
}

func TestSignOutEndsTheSession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.post("/sign-out", nil)
	if a.status != http.StatusSeeOther || a.header.Get("Clear-Site-Data") == "" {
		t.Errorf("POST /sign-out = %d, Clear-Site-Data %q", a.status, a.header.Get("Clear-Site-Data"))
	}
	if a := s.get("/"); a.status != http.StatusUnauthorized {
		t.Errorf("GET / after signing out = %d, want 401", a.status)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if a := s.post("/settings", url.Values{"language": {"fr"}, "theme": {"dark"}}); a.status != http.StatusSeeOther {
		t.Fatalf("POST /settings = %d, want 303", a.status)
	}
	root := first(s.get("/settings").page, "html")
	if attribute(root, "lang") != "fr" || attribute(root, "data-theme") != "dark" {
		t.Errorf("page has lang %q, theme %q, want fr, dark", attribute(root, "lang"), attribute(root, "data-theme"))
	}
	if a := s.post("/settings", url.Values{"language": {"xx"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("POST /settings with an unknown language = %d, want 422", a.status)
	}
}

// TestMissingThingsAreNotFound asks for objects that do not exist, which is all
// that another person's objects ever look like.
func TestMissingThingsAreNotFound(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const none = "01900000-0000-7000-8000-000000000000"
	for _, path := range []string{
		"/cvs/" + none, "/cvs/" + none + "/versions", "/cvs/" + none + "/delete", "/cvs/" + none + "/original",
		"/cvs/" + none + "/pages/1", "/uploads/" + none, "/uploads/" + none + "/events", "/versions/" + none,
		"/versions/" + none + "/export", "/versions/" + none + "/files/pdf", "/versions/" + none + "/field?path=%2Fbasics%2Fname",
		"/postings/" + none, "/postings/" + none + "/delete", "/postings/" + none + "/matches/" + none, "/tailorings/" + none,
		"/static/gone.css", "/nowhere",
	} {
		if a := s.get(path); a.status != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, a.status)
		}
	}
	for _, path := range []string{
		"/cvs/" + none + "/delete", "/versions/" + none + "/field", "/versions/" + none + "/restore",
		"/postings/" + none + "/delete", "/postings/" + none + "/tailor", "/tailorings/" + none + "/edits/x", "/tailorings/" + none + "/finish",
	} {
		if a := s.post(path, url.Values{"path": {"/basics/name"}, "value": {"x"}}); a.status != http.StatusNotFound {
			t.Errorf("POST %s = %d, want 404", path, a.status)
		}
	}
}

func TestAnotherSitesFormsAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	r := httptest.NewRequest(http.MethodPost, "/settings", strings.NewReader("theme=dark"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := s.send(r); a.status != http.StatusForbidden {
		t.Errorf("POST /settings from another site = %d, want 403", a.status)
	}
}
