package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"jobops/internal/clip"
	"jobops/internal/sample"
)

const adPage = `<!doctype html><html><head><title>Jobs</title><script type="application/ld+json">
{"@context":"https://schema.org","@type":"JobPosting","title":"Line cook","datePosted":"2026-05-01","validThrough":"2027-06-30T00:00:00Z",
"hiringOrganization":{"name":"Example Works"},"jobLocation":{"address":{"addressLocality":"Ghent","addressCountry":"BE"}},
"baseSalary":{"currency":"EUR","value":{"minValue":2800,"maxValue":3100,"unitText":"MONTH"}},
"description":"<p>You cook for sixty guests a night, plan purchases and stocks with the head chef, train two apprentices and keep the kitchen to hygiene rules.</p><ul><li>Three years in a kitchen</li><li>French at level B2</li></ul>"}
</script></head><body><nav>Menu</nav><p>Apply</p></body></html>`

// clipping is a site that opens pages of a board which answers by a table.
func clipping(t *testing.T, pages map[string]string) (*site, string) {
	t.Helper()
	board := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(board.Close)
	s := newSite(t)
	s.deps.Clips = clip.New(http.DefaultClient, time.Now)
	s.handler = handler(s.deps, slog.New(slog.DiscardHandler))
	return s, board.URL
}

func TestQuickAddReadsThePageOfAnAd(t *testing.T) {
	t.Parallel()
	s, board := clipping(t, map[string]string{"/ad": adPage})
	a := s.post("/applications/quick", url.Values{"what": {"  " + board + "/ad?utm_source=x \n"}})
	if a.status != http.StatusOK || !strings.Contains(a.body, `value="Line cook"`) || !strings.Contains(a.body, `value="Example Works"`) || !strings.Contains(a.body, "sixty guests") {
		t.Fatalf("POST of an address = %d, want the form filled with what was read", a.status)
	}
	if board := s.get("/applications").body; strings.Contains(board, "Line cook") {
		t.Error("an application was kept before it was added")
	}
	at := s.track(fieldsOf(t, a, "new-application"))
	page := s.get(at).body
	for _, want := range []string{"Ghent, BE", `value="2027-06-30"`, `value="2800"`, `value="3100"`, board + "/ad"} {
		if !strings.Contains(page, want) {
			t.Errorf("the application does not show %q", want)
		}
	}
	again := s.post("/applications/quick", url.Values{"what": {board + "/ad?ref=friend"}})
	if !strings.Contains(again.body, "You have one like this") {
		t.Error("the same ad pasted again is not told to be like the first")
	}
	s.post(at+"/move", url.Values{"from": {"saved"}, "stage": {"applied"}})
	zip := s.get(find(t, s.get(at).body, at+"/sent/ID"))
	if !strings.Contains(zip.body, "ad.jsonld") {
		t.Error("what was sent does not hold the structured data of the page")
	}
}

func TestQuickAddReadsText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.post("/applications/quick", url.Values{"what": {sample.Posting("en")}})
	if a.status != http.StatusOK || !strings.Contains(a.body, `value="Ward Manager, St`) {
		t.Fatalf("POST of a text = %d, want its title in the form", a.status)
	}
	s.track(fieldsOf(t, a, "new-application"))
}

// TestNothingPastedIsLost: whatever is refused stands in the form.
func TestNothingPastedIsLost(t *testing.T) {
	t.Parallel()
	s, board := clipping(t, map[string]string{"/bare": `<html><body><div id="app"></div><script src="app.js"></script></body></html>`, "/robots.txt": ""})
	for name, tt := range map[string]struct{ what, says string }{
		"a closed board":          {"https://www.linkedin.com/jobs/view/1", "does not let programs"},
		"a page that is gone":     {board + "/gone", "no page at this address"},
		"a page without an ad":    {board + "/bare", "without a browser"},
		"nobody there":            {"http://127.0.0.1:1/ad", "did not answer as it should"},
		"an address without host": {"https:///ad", "https:///ad"},
	} {
		a := s.post("/applications/quick", url.Values{"what": {tt.what}})
		if name != "an address without host" && a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, tt.says) || !strings.Contains(a.body, tt.what) {
			t.Errorf("%s: POST = %d, want 422 with %q and the address kept", name, a.status, tt.says)
		}
	}
	if a := s.post("/applications/quick", url.Values{"what": {" "}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("POST of nothing = %d, want 422", a.status)
	}
	s.deps.Clips = nil
	s.handler = handler(s.deps, slog.New(slog.DiscardHandler))
	if a := s.post("/applications/quick", url.Values{"what": {board + "/ad"}}); !strings.Contains(a.body, "No pages are opened here") {
		t.Errorf("POST where nothing is opened = %d, want it said", a.status)
	}
}
