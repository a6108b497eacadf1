package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// serveHTML serves one page under a policy like the product's.
func serveHTML(t *testing.T, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; img-src *")
			fmt.Fprintf(w, `<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>%s</main>`, body)
		case "/error.js":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, `console.error("an error")`)
		case "/throw.js":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, `throw new Error("thrown")`)
		case "/file":
			w.Header().Set("Content-Disposition", `attachment; filename="file.txt"`)
			fmt.Fprint(w, "what was sent")
		case "/broken":
			http.Error(w, "broken", http.StatusInternalServerError)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// TestWatchersSee shows that each watcher notices what it is there for, and
// that a page without fault passes.
func TestWatchersSee(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{"nothing wrong", `<p>Fine.</p>`, ""},
		{"inline style", `<p style="color: red">Red.</p>`, "security"},
		{"inline script", `<script>1</script>`, "security"},
		{"console", `<script src="/error.js"></script>`, "console error"},
		{"exception", `<script src="/throw.js"></script>`, "script error"},
		{"another host", `<img alt="" src="http://127.0.0.1:9/x.png">`, "another host"},
		{"server error", `<img alt="" src="/broken">`, "server error"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := watch(t, serveHTML(t, tt.body), look{})
			p.visit("/")
			got := p.settled(tt.want)
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("troubles of %s = %q, want %q in it", tt.body, got, tt.want)
			}
		})
	}
}

// settled waits until the browser has told of the trouble, which comes by its
// own way after the page; without trouble to wait for it waits a moment.
func (p *page) settled(want string) string {
	wait := patience
	if want == "" {
		wait = 3 * time.Second
	}
	for end := time.Now().Add(wait); ; time.Sleep(50 * time.Millisecond) {
		got := strings.Join(p.troubles(), "\n")
		if want != "" && strings.Contains(got, want) || time.Now().After(end) {
			return got
		}
	}
}

func TestAuditSees(t *testing.T) {
	t.Parallel()
	p := watch(t, serveHTML(t, `<img src="/none.png"><p>`+strings.Repeat("wide", 200)+`</p>`), look{width: narrow})
	p.visit("/")
	found := p.violations()
	if len(found) == 0 || found[0].ID != "image-alt" {
		t.Errorf("violations() = %v, want image-alt", found)
	}
	if p.sideways() == "" {
		t.Error("sideways() = \"\", want what sticks out")
	}
}

func TestLookReachesThePage(t *testing.T) {
	t.Parallel()
	var language, cookie string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		language, cookie = r.Header.Get("Accept-Language"), r.Header.Get("Cookie")
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<!doctype html><title>x</title><noscript><p id="plain">plain</p></noscript>`)
	}))
	t.Cleanup(s.Close)
	p := open(t, s.URL, look{dark: true, language: "fr", noScript: true, width: 500})
	p.visit("/")
	p.do(chromedp.WaitVisible(chromedp.CSS("#plain")))
	if language != "fr" || cookie != "" {
		t.Errorf("Accept-Language, Cookie = %q, %q, want fr and none", language, cookie)
	}
	if width := eval[int](p, "innerWidth"); width != 500 {
		t.Errorf("innerWidth = %d, want 500", width)
	}
	if !eval[bool](p, `matchMedia("(prefers-color-scheme: dark)").matches`) {
		t.Error("the page does not see the dark theme")
	}
}

func TestDownloadIsByteEqual(t *testing.T) {
	t.Parallel()
	p := open(t, serveHTML(t, `<a id="get" href="/file">File</a>`), look{})
	p.visit("/")
	if got := p.download("#get"); string(got) != "what was sent" {
		t.Errorf("downloaded %q, want %q", got, "what was sent")
	}
}
