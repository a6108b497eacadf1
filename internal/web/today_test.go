package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestTodayShowsWhatIsDue plants a next action and a silent application, ticks
// the one off and closes the other from where they are shown.
func TestTodayShowsWhatIsDue(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	day := func(n int) string { return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }
	at := s.track(url.Values{"company": {"Example Works"}, "title": {"Welder"}, "stage": {"applied"}})
	must(t, okay(s.post(at, url.Values{"revision": {"1"}, "title": {"Welder"}, "company": {"Example Works"}, "next": {"Call the foreman"}, "next_on": {day(0)}})))
	silent := s.track(url.Values{"company": {"Sample Clinic"}, "title": {"Nurse"}, "stage": {"applied"}, "on": {day(-40)}})
	page := s.get("/").body
	for _, want := range []string{"Call the foreman", at + "/next/done", silent + "/move", "rests on 92 cases", `href="/calendar"`} {
		if !strings.Contains(page, want) {
			t.Errorf("Today does not show %q", want)
		}
	}
	done := s.post(at+"/next/done", url.Values{"revision": {"2"}, "to": {"today"}})
	if done.status != http.StatusSeeOther || !strings.HasPrefix(done.to(), "/?done=next&undo=") {
		t.Fatalf("POST next/done = %d to %q, want Today with the way back", done.status, done.to())
	}
	if again := s.post(at+"/next/done", url.Values{"revision": {"2"}}); again.status != http.StatusConflict {
		t.Errorf("POST next/done from a tab that is behind = %d, want 409", again.status)
	}
	if page = s.get(done.to()).body; strings.Contains(page, "Call the foreman") || !strings.Contains(page, undoOf(done)) {
		t.Error("Today still shows what was done, or no way back")
	}
	if a := s.post(silent+"/move", url.Values{"from": {"applied"}, "stage": {"ghosted"}, "to": {"today"}}); !strings.HasPrefix(a.to(), "/?done=moved") {
		t.Errorf("POST move leads to %q, want Today", a.to())
	}
}

// TestZoneOfDays: what the person chooses is what interviews are shown in, and a
// name that is none is refused beside its field.
func TestZoneOfDays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, zone := range []string{"Mars/Olympus", "Local"} {
		if a := s.post("/settings", url.Values{"zone": {zone}, "theme": {"dark"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="`+zone+`"`) {
			t.Errorf("POST /settings with zone %s = %d, want 422 with what was typed", zone, a.status)
		}
	}
	must(t, okay(s.post("/settings", url.Values{"zone": {"Asia/Tokyo"}})))
	at := s.track(url.Values{"title": {"Welder"}, "stage": {"interview"}})
	tomorrow := time.Now().UTC().AddDate(0, 0, 2).Format(time.DateOnly)
	must(t, okay(s.post(at+"/items", url.Values{"kind": {"interview"}, "at": {tomorrow + "T10:30"}, "zone": {"UTC"}})))
	if page := s.get("/").body; !strings.Contains(page, "19:30 (10:30 UTC)") {
		t.Error("Today does not show the interview in the zone of the person and in its own")
	}
}
