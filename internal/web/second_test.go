package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"jobops/internal/affinda"
	"jobops/internal/affinda/affindatest"
	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/privacy"
)

// twice is a CV that an outside reader can be asked about.
type twice struct {
	checking
	outside *affindatest.Service
}

func newTwice(t *testing.T, quota library.Quota) twice {
	t.Helper()
	outside := affindatest.New(t)
	client := affinda.New(outside.Client, outside.URL, affindatest.Key, affindatest.Workspace)
	s := makeSite(t, pool, client, quota, nil)
	c := checking{site: s, path: s.follow(s.upload("Ward CV.pdf", samplePDF(t, "en")).to())}
	var err error
	c.who, err = s.deps.Account.Local(t.Context())
	must(t, err)
	return twice{c, outside}
}

func (c twice) ask() answer {
	c.t.Helper()
	return c.post(c.path+"/second", url.Values{"recipient": {"affinda"}})
}

// ended waits until the second reading has come to an end.
func (c twice) ended() library.SecondReading {
	c.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		one, err := c.deps.Library.SecondOf(c.t.Context(), c.who, c.id())
		must(c.t, err)
		if one.State.Ended() {
			return one
		}
	}
	c.t.Fatal("the second reading does not end")
	return library.SecondReading{}
}

func (c twice) ledger() []privacy.Disclosure {
	c.t.Helper()
	lines, err := c.deps.Privacy.Disclosures(c.t.Context(), c.who)
	must(c.t, err)
	return lines
}

func (c twice) asked() []string {
	c.outside.Lock()
	defer c.outside.Unlock()
	return append([]string(nil), c.outside.Calls...)
}

func TestNothingIsSentWithoutTheNamedClick(t *testing.T) {
	t.Parallel()
	c := newTwice(t, nil)
	for _, path := range []string{c.path, c.path + "/check", c.path + "/second", "/"} {
		c.get(path)
	}
	page := c.get(c.path + "/second")
	for _, want := range []string{"Send this CV to Affinda", "Australia", "api.eu1.affinda.com", "Ward CV.pdf"} {
		if !strings.Contains(page.text(), want) {
			t.Errorf("the page before sending does not say %q: %q", want, page.text())
		}
	}
	checkPage(t, "second", page, "en")
	for _, recipient := range []string{"", "anthropic"} {
		if a := c.post(c.path+"/second", url.Values{"recipient": {recipient}}); a.status != http.StatusNotFound {
			t.Errorf("POST second for %q = %d, want 404", recipient, a.status)
		}
	}
	if calls := c.asked(); len(calls) != 0 || len(c.ledger()) != 0 {
		t.Errorf("without the click: calls %v, ledger %v", calls, c.ledger())
	}
}

func TestWithoutConfigurationNothingIsMissing(t *testing.T) {
	t.Parallel()
	c := newChecking(t, "cv.pdf", samplePDF(t, "en"))
	if page := c.get(c.path + "/check"); strings.Contains(page.body, "/second") {
		t.Error("the page offers a reader that is not there")
	}
	if page := c.get(c.path + "/second"); page.status != http.StatusOK || strings.Contains(page.body, "<form class=\"card") {
		t.Errorf("GET second = %d, want a page without a form", page.status)
	}
	if a := c.post(c.path+"/second", url.Values{"recipient": {"affinda"}}); a.status != http.StatusNotFound {
		t.Errorf("POST second = %d, want 404", a.status)
	}
}

func TestASecondReading(t *testing.T) {
	t.Parallel()
	c := newTwice(t, nil)
	before := c.record()
	if a := c.ask(); a.status != http.StatusSeeOther {
		t.Fatalf("POST second = %d, want 303", a.status)
	}
	if one := c.ended(); one.State != library.SecondDone || one.Forgotten.IsZero() {
		t.Fatalf("second reading = %s %s, forgotten %v, want read and forgotten", one.State, one.Reason, one.Forgotten)
	}
	lines := c.ledger()
	if len(lines) != 1 || lines[0].Processor != "affinda" || lines[0].Result != privacy.Sent || lines[0].Subject != string(c.id()) || lines[0].Bytes == 0 || lines[0].Classes[0] != "cv_document" {
		t.Errorf("ledger = %+v, want one line of what Affinda got", lines)
	}
	if len(c.outside.Kept) != 0 || strings.Contains(c.outside.Sent["customIdentifier"], string(c.who)) {
		t.Errorf("the service keeps %v, sent under %s", c.outside.Kept, c.outside.Sent["customIdentifier"])
	}
	if diff := cv.Diff(before, c.record()); len(diff) != 0 {
		t.Errorf("the CV changed by itself: %v", diff)
	}
	page := c.get(c.path + "/second")
	checkPage(t, "second", page, "en")
	if text := page.text(); !strings.Contains(text, "maja@example.com") || !strings.Contains(text, "confirmed that it keeps nothing") {
		t.Errorf("the page shows no differences: %q", text)
	}
	settle := func(choice string) answer {
		return c.post(c.path+"/second/settle", url.Values{"path": {"/basics/email"}, "theirs": {"maja@example.com"}, "choice": {choice}})
	}
	if a := settle("neither"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("POST settle neither = %d, want 422", a.status)
	}
	if a := settle("theirs"); a.status != http.StatusSeeOther || c.record().Basics.Email != "maja@example.com" {
		t.Errorf("POST settle theirs = %d, e-mail %q", a.status, c.record().Basics.Email)
	}
	if a := settle("theirs"); a.status != http.StatusConflict {
		t.Errorf("POST settle again = %d, want 409", a.status)
	}
	mine := url.Values{"path": {"/basics/name"}, "theirs": {"Maja Muster"}, "choice": {"ours"}}
	if a := c.post(c.path+"/second/settle", mine); a.status != http.StatusSeeOther || c.record().Basics.Name != before.Basics.Name {
		t.Errorf("POST settle ours = %d, name %q", a.status, c.record().Basics.Name)
	}
	if text := c.get(c.path + "/second").text(); strings.Contains(text, "Maja Muster") {
		t.Error("a settled difference is shown again")
	}
}

func TestSecondReadingFails(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		set    func(*affindatest.Service)
		reason string
		forget bool // a document may have been left there
	}{
		"key":     {func(s *affindatest.Service) { s.Status = 401 }, "second.key", false},
		"quota":   {func(s *affindatest.Service) { s.Status = 402 }, "second.quota", false},
		"broken":  {func(s *affindatest.Service) { s.Status = 500 }, "second.unavailable", true},
		"cut":     {func(s *affindatest.Service) { s.Cut = true }, "second.bad_reply", true},
		"invalid": {func(s *affindatest.Service) { s.Body = "{"; s.Keeps = true }, "second.bad_reply", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newTwice(t, nil)
			tt.set(c.outside)
			c.ask()
			one := c.ended()
			if one.State != library.SecondFailed || one.Reason != tt.reason {
				t.Errorf("second reading = %s %s, want failed %s", one.State, one.Reason, tt.reason)
			}
			if lines := c.ledger(); len(lines) != 1 || lines[0].Result != privacy.Failed {
				t.Errorf("ledger = %+v, want the failed hand-over", lines)
			}
			page := c.get(c.path + "/second")
			checkPage(t, "second", page, "en")
			if !strings.Contains(page.text(), "Your CV stays") && !strings.Contains(page.text(), "Nothing was kept") {
				t.Errorf("the page does not say what became of the CV: %q", page.text())
			}
			if tt.forget && !c.forgotten() {
				t.Errorf("the service still keeps %v", c.outside.Kept)
			}
		})
	}
}

// forgotten waits until the service keeps nothing and said so.
func (c twice) forgotten() bool {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		one, err := c.deps.Library.SecondOf(c.t.Context(), c.who, c.id())
		must(c.t, err)
		c.outside.Lock()
		left := len(c.outside.Kept)
		c.outside.Unlock()
		if left == 0 && !one.Forgotten.IsZero() {
			return true
		}
	}
	return false
}

// TestDeletionIsTriedAgain has the service keep the document and refuse to
// delete it for a while: the CV is read, and the queue goes on until nothing is
// kept.
func TestDeletionIsTriedAgain(t *testing.T) {
	t.Parallel()
	c := newTwice(t, nil)
	c.outside.Keeps, c.outside.Refuses = true, 1<<30
	c.ask()
	if one := c.ended(); one.State != library.SecondDone || !one.Forgotten.IsZero() {
		t.Errorf("second reading = %s, forgotten %v, want read and not forgotten yet", one.State, one.Forgotten)
	}
	if text := c.get(c.path + "/second").text(); !strings.Contains(text, "has not confirmed yet") {
		t.Error("the page does not say that the deletion is open")
	}
	c.outside.Lock()
	c.outside.Refuses = 0
	c.outside.Unlock()
	if !c.forgotten() {
		t.Errorf("the service still keeps %v", c.outside.Kept)
	}
}

func TestSecondReadingWaitsAsItIsTold(t *testing.T) {
	t.Parallel()
	c := newTwice(t, nil)
	c.outside.Status, c.outside.Header = http.StatusTooManyRequests, http.Header{"Retry-After": {"1"}}
	c.ask()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if lines := c.ledger(); len(lines) > 0 && lines[0].Result == privacy.Failed {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the first try never failed")
		}
	}
	c.outside.Lock()
	c.outside.Status = 0
	c.outside.Unlock()
	if one := c.ended(); one.State != library.SecondDone {
		t.Errorf("second reading = %s %s, want read after the wait", one.State, one.Reason)
	}
	lines := c.ledger()
	if len(lines) != 2 || lines[0].Sent.Sub(lines[1].Sent) < time.Second {
		t.Errorf("ledger = %+v, want a second try a second after the refused one", lines)
	}
}

func TestRestrictionStopsASecondReading(t *testing.T) {
	t.Parallel()
	c := newTwice(t, nil)
	must(t, c.deps.Privacy.Restrict(t.Context(), c.who, privacy.Everything))
	if a := c.ask(); a.status != http.StatusLocked {
		t.Errorf("POST second under restriction = %d, want 423", a.status)
	}
	if err := c.deps.Library.AskSecond(t.Context(), c.who, c.id(), "affinda"); fault.KindOf(err) != fault.Restricted {
		t.Errorf("AskSecond under restriction = %v, want restricted", err)
	}
	if calls := c.asked(); len(calls) != 0 {
		t.Errorf("under restriction the service was asked %v", calls)
	}
}

func TestDeletingTheCVEndsItsSecondReading(t *testing.T) {
	t.Parallel()
	c := newTwice(t, nil)
	c.ask()
	c.ended()
	c.post(c.path+"/delete", nil)
	if a := c.get(c.path + "/second"); a.status != http.StatusNotFound {
		t.Errorf("GET second of a deleted CV = %d, want 404", a.status)
	}
}

// counted is a plan that allows so many readings.
type counted struct {
	mu               sync.Mutex
	left, used, back int
}

func (q *counted) Reserve(context.Context, owner.ID, string) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.left == 0 {
		return fault.New(fault.PaymentRequired, "error.payment_required")
	}
	q.left--
	return nil
}

func (q *counted) Settle(_ context.Context, _ owner.ID, _ string, used bool) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if used {
		q.used++
		return nil
	}
	q.left++
	q.back++
	return nil
}

func TestQuotaIsReservedAndSettled(t *testing.T) {
	t.Parallel()
	plan := &counted{left: 1}
	c := newTwice(t, plan)
	c.outside.Status = http.StatusUnauthorized
	c.ask()
	c.ended()
	c.outside.Lock()
	c.outside.Status = 0
	c.outside.Unlock()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) { // the refund follows the end
		plan.mu.Lock()
		back := plan.back
		plan.mu.Unlock()
		if back == 1 {
			break
		}
	}
	c.ask()
	c.ended()
	a := c.ask()
	if a.status != http.StatusPaymentRequired || !strings.Contains(a.text(), "allowance is used up") {
		t.Errorf("POST second without quota = %d, want 402", a.status)
	}
	plan.mu.Lock()
	defer plan.mu.Unlock()
	if plan.left != 0 || plan.used != 1 || plan.back != 1 {
		t.Errorf("quota: %d left, %d used, %d given back, want 0, 1, 1", plan.left, plan.used, plan.back)
	}
}
