package e2e

import (
	"bytes"
	_ "embed"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/cv.html
var cvHTML string

//go:embed testdata/ad.txt
var ad string

// printedCV is the invented nurse's CV as Chromium prints it: a PDF of a kind
// that many people send, made by another program than ours.
var printedCV = sync.OnceValues(func() ([]byte, error) {
	return printed(cvHTML)
})

// printed is a page as a PDF.
func printed(html string) ([]byte, error) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(html))
	}))
	defer s.Close()
	tab, end := chromedp.NewContext(chromium)
	defer end()
	if err := chromedp.Do(tab, chromedp.Navigate(s.URL)); err != nil {
		return nil, err
	}
	return chromedp.Run(tab, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
}

// file writes bytes into a folder of the test and returns the path.
func file(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// cvFile is the path of the printed CV.
func cvFile(t testing.TB) string {
	t.Helper()
	pdf, err := printedCV()
	if err != nil {
		t.Fatal(err)
	}
	return file(t, "sample-person.pdf", pdf)
}

// enter opens the program's link in a fresh browser profile.
func enter(t testing.TB, l look) *page {
	t.Helper()
	return enterWith(t, l)
}

// enterWith is enter with additions to the program's environment.
func enterWith(t testing.TB, l look, env ...string) *page {
	t.Helper()
	return enterIn(t, serve(t, env...), l)
}

// enterIn opens the link of a running program.
func enterIn(t testing.TB, s product, l look) *page {
	t.Helper()
	p := open(t, s.origin, l)
	p.server = s
	p.visit(s.entry)
	if at := p.path(); at != "/" {
		t.Fatalf("the link leads to %s, want /", at)
	}
	return p
}

// upload sends a file with the form of the page and waits while it is read.
// With a script, choosing the file is enough.
func (p *page) upload(path string) {
	p.t.Helper()
	choose := chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path})
	if p.look.noScript {
		p.do(choose)
		p.press("form[data-drop] button.primary")
	} else {
		p.load(choose)
	}
	p.read()
}

// read waits until the reading of an upload has led elsewhere.
func (p *page) read() {
	p.t.Helper()
	for end := time.Now().Add(patience); strings.HasPrefix(p.path(), "/uploads/"); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("the reading does not end; %s", p.where())
		}
	}
}

// ask gets an address without a session, as a program that is not a browser;
// host overrules the name in the request.
func ask(t testing.TB, address, host string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// fill puts a text into a field, as one paste.
func (p *page) fill(selector, value string) {
	p.t.Helper()
	p.do(chromedp.Focus(chromedp.CSS(selector)), call(input.InsertText, input.InsertTextParams{Text: value}))
}

func TestLinkOpensOnce(t *testing.T) {
	t.Parallel()
	s := serve(t)
	first := open(t, s.origin, look{})
	first.visit(s.entry)
	if at := first.path(); at != "/" {
		t.Errorf("the link leads to %s, want /", at)
	}
	second := open(t, s.origin, look{})
	second.visit(s.entry)
	if at := second.path(); at == "/" {
		t.Error("the link opened a second browser")
	}
	second.visit("/cvs")
	if second.has("#file") {
		t.Error("a browser without the link sees the pages")
	}
}

// count is how many elements match the selector now.
func (p *page) count(selector string) int {
	p.t.Helper()
	return eval[int](p, "document.querySelectorAll("+quote(selector)+").length")
}

// has reports whether something matches the selector now.
func (p *page) has(selector string) bool {
	p.t.Helper()
	return p.count(selector) > 0
}

// quote writes a JavaScript string.
func quote(s string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`", "$", "\\$").Replace(s) + "`"
}

// text is what a person reads of the element.
func (p *page) text(selector string) string {
	p.t.Helper()
	return eval[string](p, "document.querySelector("+quote(selector)+").innerText")
}

// sameBytes compares what the browser saves with what the server answers, and
// returns it.
func (p *page) sameBytes(selector, path, begins string) []byte {
	p.t.Helper()
	saved, answered := p.download(selector), p.fetch(path)
	if !bytes.Equal(saved, answered) {
		p.t.Errorf("the browser saved %d bytes of %s, the server answers %d others", len(saved), path, len(answered))
	}
	if !bytes.HasPrefix(saved, []byte(begins)) {
		p.t.Errorf("%s begins with %.8q, want %q", path, saved, begins)
	}
	return saved
}
