package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/account"
	"jobops/internal/inventory"
	"jobops/internal/sample"
	"jobops/internal/web"
)

// corrected names the page that corrects what a person entered or the program
// read, by the field of the export. A new field of that sort needs a line here,
// and with it a page.
var corrected = map[string]string{
	"passkey.name": "/settings/security/passkeys/{id}/name",
	"account.name": "/settings/security/name", "account.email": "/settings/security/email",
	"account.language": "/settings", "account.theme": "/settings", "account.zone": "/settings", "account.adult": "/settings/age", "run.content": "/tailorings/{id}/edits/{edit}",
	"cv.file_name": "/cvs/{id}/name", "cv.language": "/cvs/{id}/reread", "cv.reading": "/versions/{id}/field",
	"correction.mark": "/cvs/{id}/marks/{mark}/undo",
	"version.name":    "/versions/{id}/name", "version.resume": "/versions/{id}/field",
	"posting.title": "/postings/{id}/edit", "posting.company": "/postings/{id}/edit", "posting.location": "/postings/{id}/edit",
	"posting.text": "/postings/{id}/edit", "posting.cv": "/postings/{id}/tailor",
	"tailoring.edits": "/tailorings/{id}/edits/{edit}", "tailoring.decisions": "/tailorings/{id}/edits/{edit}",
	"second_reading.content": "/cvs/{id}/second/settle", "score.score": "/versions/{id}/field",
	"answer.body": "/postings/{id}/matches/{version}/answers", "look.options": "/versions/{id}/look",
	"application.stage": "/applications/{id}/move", "application.since": "/applications/{id}/correct",
	"application.company": facts, "application.title": facts, "application.location": facts, "application.remote": facts,
	"application.source": facts, "application.url": facts, "application.salary_min": facts, "application.salary_max": facts,
	"application.salary_currency": facts, "application.salary_period": facts, "application.deadline": facts, "application.next_on": facts,
	"application.way": facts, "bundle.content": "/applications/{id}/sent", "application.asides": facts, "application.tags": facts, "application.excitement": facts,
	"application_event.to": "/applications/{id}/correct", "application_event.occurred": "/applications/{id}/correct",
	"application_item.due": item, "application_item.body": item, "application_item.done": item + "/done",
	"working_copy.draft": "/versions/{id}/edit", "working_copy.history": "/versions/{id}/edit",
	"letter.content": "/letters/{id}", "letter.options": "/letters/{id}",
	"draft.body": "/postings/draft", "objection.purpose": "/settings/privacy/objections",
}

// The forms of an application's facts and of what hangs from it.
const (
	facts = "/applications/{id}"
	item  = "/applications/{id}/items/{item}"
)

// TestPromise_P22_EveryFieldHasAPageThatCorrectsIt compares the inventory with
// the registry of routes.
func TestPromise_P22_EveryFieldHasAPageThatCorrectsIt(t *testing.T) {
	t.Parallel()
	var forms []string
	for _, r := range web.New(web.Deps{}).Routes() {
		if r.Method == http.MethodPost {
			forms = append(forms, r.Pattern)
		}
	}
	for _, own := range inventory.Load().OwnTables {
		for _, c := range own.Columns {
			if c.Source == "system" {
				continue
			}
			if page := corrected[c.Export]; !slices.Contains(forms, page) {
				t.Errorf("%s.%s (%s): no form %q corrects it", own.Name, c.Name, c.Export, page)
			}
		}
	}
}

func TestCorrectingAnAdAndNames(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	for path, sent := range map[string]url.Values{
		j.posting + "/edit": {"text": {"Another text"}, "title": {"Ward Sister"}, "company": {"Sample Hospital"}, "location": {"Leeds"}},
		j.cv + "/name":      {"name": {"renamed.pdf"}},
		j.version + "/name": {"name": {"First one"}},
	} {
		if a := s.post(path, sent); a.status != http.StatusSeeOther {
			t.Errorf("POST %s = %d, want 303", path, a.status)
		}
		for field, values := range sent {
			if page := s.get(path); !strings.Contains(page.body, values[0]) {
				t.Errorf("GET %s does not show the new %s", path, field)
			}
		}
	}
	for path, sent := range map[string]url.Values{
		j.posting + "/edit": {"text": {" "}, "title": {"Kept in the form"}},
		j.cv + "/name":      {"name": {""}},
		j.version + "/name": {"name": {strings.Repeat("long", 100)}},
	} {
		a := s.post(path, sent)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `aria-invalid="true"`) {
			t.Errorf("POST %s with %v = %d, want 422 with the reason beside the field", path, sent, a.status)
		}
	}
}

// grownOld is the site as it is some minutes after the person signed in.
func (s *site) grownOld(t *testing.T, by time.Duration) {
	t.Helper()
	s.late.Store(int64(by))
}

func TestExportWantsAFreshSession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.post("/settings/privacy/export", nil)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(a.body, "PK") {
		t.Errorf("export = %d %q, want a ZIP", a.status, a.header.Get("Content-Type"))
	}
	s.grownOld(t, account.FreshFor+time.Minute)
	a = s.post("/settings/privacy/export", nil)
	if a.status != http.StatusSeeOther || a.to() != "/settings/privacy/confirm?to=privacy" {
		t.Errorf("export with an old session = %d to %q, want the page that asks for a link", a.status, a.to())
	}
	if page := s.get(a.to()); !strings.Contains(page.body, `name="to" value="privacy"`) {
		t.Error("the page does not lead back")
	}
	s.grownOld(t, -time.Hour) // the clock was set back
	if a := s.post("/settings/privacy/export", nil); a.status == http.StatusOK {
		t.Error("a session from the future is taken for fresh")
	}
}

func TestDeletingTheAccountInTheBrowser(t *testing.T) {
	t.Parallel()
	for lang, word := range map[string]string{"en": "DELETE", "fr": "effacer "} {
		s := newSite(t)
		s.lang = lang
		s.walk(samplePDF(t, "en"), sample.Posting("en"))
		a := s.post("/settings/privacy/delete", url.Values{"word": {"yes"}, "keep": {"no"}})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="yes"`) {
			t.Errorf("%s: mistyped word = %d, want 422 with what was typed", lang, a.status)
		}
		a = s.post("/settings/privacy/delete", url.Values{"word": {word}, "keep": {"no"}})
		if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to(), "/erased/") {
			t.Fatalf("%s: delete = %d to %q, want the receipt", lang, a.status, a.to())
		}
		if got := s.get("/cvs").status; got != http.StatusUnauthorized {
			t.Errorf("%s: GET /cvs with the old session = %d, want 401", lang, got)
		}
		receipt := s.get(a.to())
		if receipt.status != http.StatusOK || receipt.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: receipt = %d", lang, receipt.status)
		}
		if got := s.get("/erased/invented").status; got != http.StatusNotFound {
			t.Errorf("%s: an invented receipt = %d, want 404", lang, got)
		}
	}
}

func TestRestrictedPartOfAPageIsOneSentence(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.post("/settings/privacy/restriction", url.Values{"scope": {"all"}})
	a := s.live("/postings/try", url.Values{"text": {"Sample job"}})
	if a.status != http.StatusLocked || !strings.Contains(a.body, `class="notice`) || strings.Contains(a.body, "<html") || strings.Contains(a.body, "<nav") {
		t.Errorf("POST try while restricted = %d with %q, want one notice and no page", a.status, a.body)
	}
}

func TestRestrictionOnThePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	steps := []struct {
		sent url.Values
		want int
	}{
		{url.Values{"step": {"lift"}}, http.StatusConflict},
		{url.Values{"scope": {"whim"}}, http.StatusUnprocessableEntity},
		{url.Values{"scope": {"all"}}, http.StatusSeeOther},
		{url.Values{"step": {"lift"}}, http.StatusConflict},
		{url.Values{"step": {"announce"}}, http.StatusSeeOther},
		{url.Values{"step": {"lift"}}, http.StatusSeeOther},
	}
	for _, step := range steps {
		if a := s.post("/settings/privacy/restriction", step.sent); a.status != step.want {
			t.Errorf("%v = %d, want %d", step.sent, a.status, step.want)
		}
		locked := s.post("/postings", url.Values{"text": {""}}).status == http.StatusLocked
		page := s.get("/settings/privacy").body
		if locked != strings.Contains(page, `name="step"`) {
			t.Errorf("after %v: processing refused %v, the page says otherwise", step.sent, locked)
		}
	}
	if a := s.post("/settings/privacy/objections", url.Values{"purpose": {"security"}, "object": {"yes"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("objecting where there is no switch = %d, want 422", a.status)
	}
}

// TestWhatWasTypedComesBackWhenItIsRefused restricts in one tab and sends an ad
// from another: the refusal holds the text, and neither ids nor words.
func TestWhatWasTypedComesBackWhenItIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const ad = "Nurse wanted: <b>Five years</b> on a ward"
	sent := url.Values{"text": {ad}, "title": {"Nurse"}, "cv": {"0198c0de-0000-7000-8000-0000000000aa"}}
	s.post("/settings/privacy/restriction", url.Values{"scope": {"all"}})
	a := s.post("/postings", sent)
	if a.status != http.StatusLocked || strings.Count(a.body, "<textarea") != 1 || !strings.Contains(a.text(), ad) {
		t.Errorf("POST /postings under restriction = %d: %q, want 423 with the ad in a field", a.status, a.text())
	}
	if in := s.live("/postings", sent); in.status != http.StatusLocked || strings.Contains(in.body, "<textarea") {
		t.Errorf("the same by the script = %d, want the sentence alone: the page keeps its fields", in.status)
	}
}
