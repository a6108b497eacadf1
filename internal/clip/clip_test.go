package clip

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jobops/internal/fault"
)

// site answers as a careers site does.
func site(t *testing.T, robots string, page http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("User-Agent") != userAgent || r.Header.Get("Cookie") != "" {
			t.Errorf("the site is asked by %q", r.Header.Get("User-Agent"))
		}
		if r.URL.Path != "/robots.txt" {
			page(w, r)
			return
		}
		if robots == "" {
			http.NotFound(w, r)
			return
		}
		if robots == "broken" {
			http.Error(w, "broken", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte(robots))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestPage(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	ad := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/ad", http.StatusFound)
		case "/latin":
			w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
			_, _ = w.Write([]byte("<p>Employ\xe9</p>"))
		case "/away":
			w.WriteHeader(http.StatusForbidden)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/broken":
			w.WriteHeader(http.StatusBadGateway)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte("<p>Cook</p>"))
		}
	}
	for _, tt := range []struct {
		name, robots, path, want, reached string
		kind                              fault.Kind
	}{
		{"a page", "", "/ad?id=1#apply", "<p>Cook</p>", "/ad?id=1", ""},
		{"a redirect", "User-agent: *\nDisallow: /private", "/old", "<p>Cook</p>", "/ad", ""},
		{"another encoding", "", "/latin", "<p>Employé</p>", "/latin", ""},
		{"forbidden to programs", "User-agent: *\nDisallow: /", "/ad", "", "", fault.Forbidden},
		{"rules that fail", "broken", "/ad", "", "", fault.Unavailable},
		{"the site refuses", "", "/away", "", "", fault.Unavailable},
		{"the ad is gone", "", "/gone", "", "", fault.NotFound},
		{"the site fails", "", "/broken", "", "", fault.Unavailable},
	} {
		base := site(t, tt.robots, ad)
		got, err := New(http.DefaultClient, func() time.Time { return now }).Page(t.Context(), base+tt.path)
		if fault.KindOf(err) != tt.kind || got.Text != tt.want {
			t.Errorf("%s: Page(%q) = %q, %v, want %q, %q", tt.name, tt.path, got.Text, err, tt.want, tt.kind)
			continue
		}
		if p := got.Page; err == nil && (p.URL != base+tt.path || p.Reached != base+tt.reached || len(p.Hash) != 64 || !p.Retrieved.Equal(now)) {
			t.Errorf("%s: Page(%q) = %+v, want it to have led to %q", tt.name, tt.path, p, tt.reached)
		}
	}
}

// TestClosedBoardsAreNeverAsked: their terms forbid it.
func TestClosedBoardsAreNeverAsked(t *testing.T) {
	t.Parallel()
	asked := doer(func(*http.Request) (*http.Response, error) {
		t.Error("a closed board was asked")
		return nil, errFailed
	})
	for _, address := range []string{"https://www.linkedin.com/jobs/view/1", "https://lnkd.in/x", "https://fr.indeed.com/x", "https://www.glassdoor.co.uk/x", "https://LINKEDIN.com/"} {
		if _, err := New(asked, time.Now).Page(t.Context(), address); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("Page(%q) = %v, want forbidden", address, err)
		}
	}
	for _, host := range []string{"notlinkedin.com", "indeedy.example.com", "linkedin.com.example.org"} {
		if isClosed(host) {
			t.Errorf("isClosed(%q) = true, want false", host)
		}
	}
}

type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }

func TestAllowed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		robots, path string
		want         bool
	}{
		{"", "/jobs/1", true},
		{"User-agent: *\nDisallow:", "/jobs/1", true},
		{"User-agent: *\nDisallow: /jobs", "/jobs/1", false},
		{"User-agent: *\nDisallow: /jobs\nAllow: /jobs/1", "/jobs/1", true},
		{"User-agent: other\nDisallow: /", "/jobs/1", true},
		{"User-agent: other\nUser-agent: JobOps\nDisallow: /jobs # all", "/jobs/1", false},
		{"User-agent: *\nDisallow: /\n\nUser-agent: jobops\nDisallow: /private", "/jobs/1", true},
		{"User-agent: *\nDisallow: /*?apply=", "/jobs/1?apply=1", false},
		{"User-agent: *\nDisallow: /*.pdf$", "/jobs/1.pdf", false},
		{"User-agent: *\nDisallow: /*.pdf$", "/jobs/1.pdf?x", true},
		{"User-agent: *\nDisallow: /jobs$", "/jobs", false},
		{"User-agent: *\nDisallow: /jobs$", "/jobs/1", true},
		{"no rules\n: \nDisallow: /", "/jobs/1", true},
	} {
		if got := allowed(tt.robots, tt.path); got != tt.want {
			t.Errorf("allowed(%q, %q) = %v, want %v", tt.robots, tt.path, got, tt.want)
		}
	}
}

func FuzzAllowed(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$", "/aab")
	f.Fuzz(func(t *testing.T, robots, path string) {
		if !allowed("User-agent: jobops\nAllow: /\n", "/"+path) {
			t.Errorf("a path of a site that allows all is refused: %q", path)
		}
		_ = allowed(robots, path)
		if strings.HasPrefix(path, "/") && allowed("User-agent: *\nDisallow: /", path) {
			t.Errorf("a path of a site that forbids all is allowed: %q", path)
		}
	})
}
