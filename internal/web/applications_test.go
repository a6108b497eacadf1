package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jobops/internal/civil"
	"jobops/internal/sample"
	"jobops/internal/tracker"
)

// track adds an application by its form and returns its address.
func (s *site) track(fields url.Values) string {
	s.t.Helper()
	a := s.post("/applications", fields)
	path, _, _ := strings.Cut(a.to(), "?")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(path, "/applications/") {
		s.t.Fatalf("POST /applications = %d to %q, want 303 to an application", a.status, a.to())
	}
	return path
}

// undoOf is where a redirect says that its change can be taken back.
func undoOf(a answer) string {
	u, _ := url.Parse(a.to())
	return "/changes/" + u.Query().Get("undo") + "/undo"
}

func TestTrackFromTextOfAnAd(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"text": {sample.Posting("en")}, "stage": {"saved"}})
	page := s.get(at).body
	for _, want := range []string{"Ward Manager, St", "/postings/", "Saved"} {
		if !strings.Contains(page, want) {
			t.Errorf("GET %s does not show %q", at, want)
		}
	}
	if board := s.get("/applications").body; !strings.Contains(board, at) {
		t.Errorf("the board has no card for %s", at)
	}
}

// TestAnAdIsTrackedOnce: asked for again, the button of an ad leads to the
// application that is there.
func TestAnAdIsTrackedOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.post("/postings", url.Values{"text": {sample.Posting("en")}})
	ad, _, _ := strings.Cut(a.to(), "?")
	first, second := s.post(ad+"/track", nil), s.post(ad+"/track", nil)
	if first.status != http.StatusSeeOther || first.to() != second.to() {
		t.Errorf("POST %s/track leads to %q and %q, want the same application", ad, first.to(), second.to())
	}
}

func TestMoveAndUndoOnTheBoard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"company": {"Example Works"}, "title": {"Welder"}, "stage": {"saved"}})
	moved := s.post(at+"/move", url.Values{"from": {"saved"}, "stage": {"applied"}, "to": {"board"}})
	if moved.status != http.StatusSeeOther || !strings.HasPrefix(moved.to(), "/applications?done=moved") {
		t.Fatalf("POST move = %d to %q, want the board", moved.status, moved.to())
	}
	if board := s.get(moved.to()).body; !strings.Contains(board, undoOf(moved)) {
		t.Errorf("the board offers no way back at %s", undoOf(moved))
	}
	if late := s.post(at+"/move", url.Values{"from": {"saved"}, "stage": {"offer"}}); late.status != http.StatusConflict {
		t.Errorf("move from a tab that is behind = %d, want 409", late.status)
	}
	if a := s.post(undoOf(moved), nil); a.status != http.StatusSeeOther {
		t.Fatalf("POST %s = %d, want 303", undoOf(moved), a.status)
	}
	if page := s.get(at).body; !strings.Contains(page, `name="from" value="saved"`) {
		t.Error("after undo the application does not stand at saved")
	}
}

func TestTwoTabsOfOneApplication(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"company": {"Example Works"}, "title": {"Welder"}, "stage": {"saved"}})
	if a := s.post(at, url.Values{"revision": {"1"}, "company": {"Example Works"}, "title": {"Senior welder"}}); a.status != http.StatusSeeOther {
		t.Fatalf("POST %s = %d, want 303", at, a.status)
	}
	late := s.post(at, url.Values{"revision": {"1"}, "company": {"Typed in the other tab"}, "title": {"Welder"}})
	if late.status != http.StatusConflict {
		t.Fatalf("POST of an older revision = %d, want 409", late.status)
	}
	for _, want := range []string{"Typed in the other tab", "Senior welder", `name="revision" value="2"`} {
		if !strings.Contains(late.body, want) {
			t.Errorf("the conflict page does not have %q", want)
		}
	}
}

func TestRefusedFactsAreShownAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"company": {"Example Works"}, "stage": {"applied"}})
	for name, sent := range map[string]url.Values{
		"a range the wrong way":   {"min": {"4 000"}, "max": {"3 000"}, "currency": {"EUR"}, "period": {"month"}},
		"words for a number":      {"min": {"enough"}},
		"no such day":             {"deadline": {"2027-02-30"}},
		"an address that is none": {"url": {"javascript:alert(1)"}},
	} {
		sent.Set("revision", "1")
		sent.Set("company", "Kept while refused")
		if a := s.post(at, sent); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Kept while refused") {
			t.Errorf("%s: POST = %d, want 422 with what was typed", name, a.status)
		}
	}
	for name, sent := range map[string]url.Values{
		"nothing":       {"stage": {"saved"}},
		"unknown stage": {"company": {"Kept while refused"}, "stage": {"hired"}},
		"no such day":   {"company": {"Kept while refused"}, "stage": {"saved"}, "on": {"2026-13-01"}},
	} {
		if a := s.post("/applications", sent); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, sent.Get("company")) {
			t.Errorf("%s: POST /applications = %d, want 422 with what was typed", name, a.status)
		}
	}
}

func TestHistoryIsCorrectedNotRewritten(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"company": {"Example Works"}, "stage": {"saved"}, "on": {"2026-05-01"}})
	must(t, okay(s.post(at+"/move", url.Values{"from": {"saved"}, "stage": {"rejected"}, "on": {"2026-05-20"}})))
	who, err := s.deps.Account.Local(t.Context())
	must(t, err)
	id := tracker.ID(strings.TrimPrefix(at, "/applications/"))
	history, err := s.deps.Tracker.History(t.Context(), who, id)
	must(t, err)
	must(t, okay(s.post(at+"/recall", url.Values{"stage": {"interview"}, "on": {"2026-05-10"}})))
	must(t, okay(s.post(at+"/correct", url.Values{"event": {string(history[1].ID)}, "stage": {"offer"}, "on": {"2026-05-21"}})))
	page := s.get(at).body
	for _, want := range []string{"10 May 2026", "21 May 2026", "1 corrected entry", "Rejected on 20 May 2026"} {
		if !strings.Contains(page, want) {
			t.Errorf("the history does not show %q", want)
		}
	}
	if insights := s.get("/insights").body; !strings.Contains(insights, "Interview") || !strings.Contains(insights, "Offer") {
		t.Error("insights lack a stage that was reached")
	}
}

// okay is an error unless a form was taken.
func okay(a answer) error {
	if a.status == http.StatusSeeOther {
		return nil
	}
	return errStatus(a.status)
}

type errStatus int

func (e errStatus) Error() string { return http.StatusText(int(e)) }

func TestItemsOfAnApplication(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"company": {"Example Works"}, "stage": {"applied"}})
	for _, sent := range []url.Values{
		{"kind": {"note"}, "text": {"They liked <b>welding</b>"}},
		{"kind": {"contact"}, "name": {"Ms Example"}, "email": {"ms@example.com"}},
		{"kind": {"task"}, "text": {"Send it"}, "at": {"2027-01-05"}},
		{"kind": {"interview"}, "at": {"2027-01-07T10:30"}, "zone": {"Europe/Brussels"}, "place": {"by phone"}},
	} {
		must(t, okay(s.post(at+"/items", sent)))
	}
	page := s.get(at).body
	for _, want := range []string{"They liked &lt;b&gt;welding", "ms@example.com", "5 Jan 2027", "10:30 (Europe/Brussels)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	for name, sent := range map[string]url.Values{
		"an empty note":             {"kind": {"note"}, "text": {" "}},
		"an interview at no time":   {"kind": {"interview"}, "zone": {"Europe/Brussels"}},
		"a zone that is none":       {"kind": {"interview"}, "at": {"2027-01-07T10:30"}, "zone": {"Mars/Olympus"}},
		"something of another kind": {"kind": {"elephant"}, "text": {"x"}},
	} {
		if a := s.post(at+"/items", sent); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: POST items = %d, want 422", name, a.status)
		}
	}
	who, err := s.deps.Account.Local(t.Context())
	must(t, err)
	items, err := s.deps.Tracker.Entries(t.Context(), who, civil.Date{Year: 2027, Month: 1, Day: 1}, civil.Date{Year: 2027, Month: 1, Day: 31}, time.UTC)
	if err != nil || len(items) != 2 || !items[1].Item.At.Equal(time.Date(2027, 1, 7, 9, 30, 0, 0, time.UTC)) {
		t.Fatalf("Entries = %+v, %v, want the task and the interview at 9:30 UTC", items, err)
	}
	one := at + "/items/" + string(items[0].Item.ID)
	must(t, okay(s.post(one, url.Values{"kind": {"task"}, "text": {"Send it twice"}, "at": {"2027-01-06"}})))
	must(t, okay(s.post(one+"/done", url.Values{"done": {"yes"}})))
	if page := s.get(at).body; !strings.Contains(page, "Send it twice") || !strings.Contains(page, "Not done") {
		t.Error("the page does not show the changed task as done")
	}
	must(t, okay(s.post(one+"/delete", nil)))
	if page := s.get(at).body; strings.Contains(page, "Send it twice") {
		t.Error("the deleted task is still there")
	}
}

func TestDeletedApplicationCanComeBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"company": {"Example Works"}, "stage": {"applied"}})
	gone := s.post(at+"/delete", nil)
	if a := s.get(at); a.status != http.StatusNotFound {
		t.Errorf("GET of a deleted application = %d, want 404", a.status)
	}
	must(t, okay(s.post(undoOf(gone), nil)))
	if a := s.get(at); a.status != http.StatusOK {
		t.Errorf("GET after undo = %d, want 200", a.status)
	}
}

func TestListOfApplications(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.track(url.Values{"company": {"Société Exemple"}, "stage": {"applied"}})
	s.track(url.Values{"company": {"Example Works"}, "stage": {"offer"}})
	for path, want := range map[string]int{"": 2, "?q=societe": 1, "?group=offer": 1, "?q=nowhere": 0, "?order=company": 2} {
		a := s.get("/applications/list" + path)
		if got := strings.Count(a.body, `<th scope="row">`); a.status != http.StatusOK || got != want {
			t.Errorf("GET list%s = %d with %d rows, want %d", path, a.status, got, want)
		}
	}
	if a := s.get("/applications/list?order=none"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("GET in an unknown order = %d, want 422", a.status)
	}
}
