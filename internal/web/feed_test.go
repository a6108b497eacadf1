package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var feedAddress = regexp.MustCompile(`/calendar/feed/[\w-]{43}\.ics`)

// read asks for an address as a program without a session does.
func (s *site) read(path, etag string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// feed makes a feed, or gives it a new address, and returns that.
func (s *site) feed(says string) string {
	s.t.Helper()
	a := s.post("/calendar/feed", url.Values{"says": {says}, "alarms": {"yes"}, "address": {"new"}})
	at := feedAddress.FindString(a.body)
	if a.status != http.StatusOK || at == "" || a.header.Get("Cache-Control") != "no-store" {
		s.t.Fatalf("POST /calendar/feed = %d, Cache-Control %q, address %q", a.status, a.header.Get("Cache-Control"), at)
	}
	return at
}

// planned tracks an application with an interview and a deadline.
func (s *site) planned() (at, day string) {
	s.t.Helper()
	at = s.track(url.Values{"company": {"Example Works"}, "title": {"Welder"}, "stage": {"saved"}})
	day = time.Now().UTC().AddDate(0, 0, 9).Format(time.DateOnly)
	must(s.t, okay(s.post(at, url.Values{"revision": {"1"}, "title": {"Welder"}, "company": {"Example Works"}, "deadline": {day}})))
	must(s.t, okay(s.post(at+"/items", url.Values{"kind": {"interview"}, "at": {day + "T10:30"}, "zone": {"America/New_York"}, "role": {"first round"}, "place": {"by video"}, "text": {"a secret note"}})))
	return at, strings.ReplaceAll(day, "-", "")
}

// TestFeedTellsWhatWasChosen reads the feed at each setting.
func TestFeedTellsWhatWasChosen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at, day := s.planned()
	for says, tt := range map[string]struct{ has, not []string }{
		"kind":    {[]string{"SUMMARY:Interview\r\n", "SUMMARY:Last day to apply\r\n"}, []string{"Welder", "by video", at}},
		"title":   {[]string{`SUMMARY:Interview: Welder\, Example Works` + "\r\n"}, []string{"by video", at}},
		"details": {[]string{"LOCATION:by video\r\n", "first round"}, nil},
	} {
		text := s.read(s.feed(says), "").Body.String()
		has := append(tt.has, "DTSTART;TZID=America/New_York:"+day+"T103000\r\n", "DTSTART;VALUE=DATE:"+day+"\r\n", "BEGIN:VTIMEZONE\r\n", "TRIGGER:-PT1H\r\n")
		for _, want := range has {
			if !strings.Contains(text, want) {
				t.Errorf("a feed that says %s has no %q in\n%s", says, want, text)
			}
		}
		for _, not := range append(tt.not, "secret note") {
			if strings.Contains(text, not) {
				t.Errorf("a feed that says %s tells %q", says, not)
			}
		}
	}
	if a := s.post("/calendar/feed", url.Values{"says": {"everything"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("POST of an unknown setting = %d, want 422", a.status)
	}
}

// TestFeedIsReadWithoutCookies: only its address opens it, until it is renewed or
// ended; what has not changed is not sent again.
func TestFeedIsReadWithoutCookies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at, _ := s.planned()
	address := s.feed("title")
	first := s.read(address, "")
	tag := first.Header().Get("ETag")
	if first.Code != http.StatusOK || first.Header().Get("Content-Type") != "text/calendar; charset=utf-8" || !strings.HasPrefix(first.Header().Get("Cache-Control"), "private") ||
		tag == "" || first.Header().Get("Set-Cookie") != "" {
		t.Fatalf("GET feed = %d with %v", first.Code, first.Header())
	}
	if again := s.read(address, tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("GET of what has not changed = %d, %d bytes, want 304", again.Code, again.Body.Len())
	}
	must(t, okay(s.post(at+"/move", url.Values{"from": {"saved"}, "stage": {"withdrawn"}})))
	second := s.read(address, tag)
	if second.Code != http.StatusOK || strings.Count(second.Body.String(), "STATUS:CANCELLED\r\n") != 2 || !strings.Contains(second.Body.String(), "SEQUENCE:2\r\n") {
		t.Errorf("GET after the application was closed = %d\n%s\nwant both entries cancelled, with a higher sequence", second.Code, second.Body)
	}
	if a := s.post("/calendar/feed", url.Values{"says": {"kind"}, "address": {"stays"}}); a.status != http.StatusSeeOther || s.read(address, "").Code != http.StatusOK {
		t.Errorf("POST that keeps the address = %d, and the address = %d", a.status, s.read(address, "").Code)
	}
	renewed := s.feed("title")
	if s.read(address, "").Code != http.StatusNotFound || s.read(renewed, "").Code != http.StatusOK {
		t.Error("after a new address the old one still opens, or the new one does not")
	}
	must(t, okay(s.post("/calendar/feed/end", nil)))
	if s.read(renewed, "").Code != http.StatusNotFound {
		t.Error("an ended feed is still read")
	}
	if s.read("/calendar/feed/"+strings.Repeat("A", 43)+".ics", "").Code != http.StatusNotFound {
		t.Error("an invented address is no 404")
	}
}

// TestCalendarFile downloads everything.
func TestCalendarFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.planned()
	if a := s.get("/calendar/file"); a.status != http.StatusOK || strings.Count(a.body, "BEGIN:VEVENT") != 2 || !strings.Contains(a.header.Get("Content-Disposition"), "applications.ics") {
		t.Errorf("GET /calendar/file = %d with %d events, %q", a.status, strings.Count(a.body, "BEGIN:VEVENT"), a.header.Get("Content-Disposition"))
	}
}

// TestCalendarPages looks at the month and the list of a day with an interview.
func TestCalendarPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if page := s.get("/calendar/agenda").body; !strings.Contains(page, "Nothing is planned here") {
		t.Error("the empty list says nothing")
	}
	at, _ := s.planned()
	month := time.Now().UTC().AddDate(0, 0, 9).Format("2006-01")
	for _, path := range []string{"/calendar?month=" + month, "/calendar/agenda"} {
		if a := s.get(path); a.status != http.StatusOK || strings.Count(a.body, `href="`+at+`"`) != 2 {
			t.Errorf("GET %s = %d with %d links to the application, want 2", path, a.status, strings.Count(a.body, `href="`+at+`"`))
		}
	}
	for _, path := range []string{"/calendar?month=2027-13", "/calendar/agenda?from=yesterday"} {
		if a := s.get(path); a.status != http.StatusUnprocessableEntity {
			t.Errorf("GET %s = %d, want 422", path, a.status)
		}
	}
}
