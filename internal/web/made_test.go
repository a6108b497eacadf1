package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jobops/internal/sample"
)

var undecided = regexp.MustCompile(`id="edit-([a-z0-9-]+)" data-edit="[a-z0-9-]+" data-state="open"`)

// accept accepts the n-th open edit of a tailoring, counted from 0.
func (s *site) accept(t *testing.T, work string, n int) {
	t.Helper()
	open := undecided.FindAllStringSubmatch(s.get(work).body, -1)
	if len(open) <= n {
		t.Fatalf("%s has %d open edits, want more than %d", work, len(open), n)
	}
	s.post(work+"/edits/"+open[n][1], url.Values{"decision": {"accepted"}})
}

func TestVersionsOfAnAdAreKeptAndCompared(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	ad := find(t, j.match, "/postings/ID")
	before := len(regexp.MustCompile(`class="item"`).FindAllString(s.get(ad+"/versions").body, -1))
	version := find(t, s.get(j.match).body, `name="version" value="[0-9a-f-]+"`)
	version = strings.TrimSuffix(strings.TrimPrefix(version, `name="version" value="`), `"`)
	for n, name := range []string{"Short one", "Long one"} {
		work := s.post(ad+"/tailor", url.Values{"version": {version}}).to()
		s.accept(t, work, n)
		s.post(work+"/finish", url.Values{"name": {name}})
	}
	a := s.get(ad + "/versions")
	checkPage(t, ad+"/versions", a, "en")
	if got := strings.Count(a.body, `class="item"`) - before; a.status != http.StatusOK || got != 2 {
		t.Fatalf("GET versions = %d with %d new versions, want 200 with 2", a.status, got)
	}
	for _, want := range []string{"Short one", "Long one", `id="compared"`, `class="change"`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("GET versions lacks %q", want)
		}
	}
	ids := regexp.MustCompile(`<option value="([0-9a-f-]+)"`).FindStringSubmatch(a.body)
	if a := s.get(ad + "/versions?from=" + ids[1] + "&to=" + ids[1]); strings.Contains(a.body, `class="change"`) {
		t.Error("a version differs from itself")
	}
}

func TestMachineReadsTheCVAsItStands(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	work := find(t, s.post(find(t, j.match, "/postings/ID")+"/tailor", url.Values{"version": {versionOn(t, s.get(j.match).body)}}).to(), "/tailorings/ID")
	a := s.get(work + "/machine")
	if a.status != http.StatusOK || !strings.Contains(a.body, "<table") {
		t.Fatalf("GET machine = %d, want 200 with a table", a.status)
	}
	checkPage(t, work+"/machine", a, "en")
}

func versionOn(t *testing.T, page string) string {
	t.Helper()
	field := find(t, page, `name="version" value="[0-9a-f-]+"`)
	return strings.TrimSuffix(strings.TrimPrefix(field, `name="version" value="`), `"`)
}

func TestALetterBeginsByRule(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	ad := find(t, j.match, "/postings/ID")
	work := s.post(ad+"/tailor", url.Values{"version": {versionOn(t, s.get(j.match).body)}}).to()
	a := s.post(work+"/letter", url.Values{})
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to(), "/letters/") {
		t.Fatalf("POST letter = %d to %q, want 303 to the letter", a.status, a.to())
	}
	if page := s.get(ad + "/versions"); !strings.Contains(page.body, a.to()) {
		t.Errorf("the page of the ad's versions does not lead to %s", a.to())
	}
}

// TestPeerDefect23_TwoTabsDecide accepts in one tab what the other has saved.
func TestPeerDefect23_TwoTabsDecide(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	work := s.post(find(t, j.match, "/postings/ID")+"/tailor", url.Values{"version": {versionOn(t, s.get(j.match).body)}}).to()
	open := undecided.FindAllStringSubmatch(s.get(work).body, -1)
	s.accept(t, work, 0)
	s.post(work+"/finish", url.Values{"name": {"Saved in the other tab"}})
	late := s.post(work+"/edits/"+open[1][1], url.Values{"decision": {"accepted"}, "own": {"Typed with care"}})
	if late.status != http.StatusConflict || !strings.Contains(late.body, "Typed with care") {
		t.Errorf("an edit of a saved tailoring = %d, want 409 with the words typed", late.status)
	}
	if a := s.get(work); !strings.Contains(a.body, `data-state="accepted"`) {
		t.Error("what was accepted before is gone")
	}
	if a := s.post(work+"/edits/no-such-edit", url.Values{"decision": {"accepted"}}); a.status != http.StatusNotFound && a.status != http.StatusConflict {
		t.Errorf("an edit that is not there = %d, want 404 or 409", a.status)
	}
}
