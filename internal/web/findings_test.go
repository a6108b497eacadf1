package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"jobops/internal/document"
	"jobops/internal/library"
	"jobops/internal/sample"
)

// slowReader reads nothing before it is let go.
type slowReader struct {
	*document.Pool
	start chan struct{}
}

func (s slowReader) Read(ctx context.Context, name string, data []byte) (document.Layout, error) {
	select {
	case <-s.start:
		return s.Pool.Read(ctx, name, data)
	case <-ctx.Done():
		return document.Layout{}, ctx.Err()
	}
}

func TestAnAdWaitsForTheFirstCV(t *testing.T) {
	t.Parallel()
	reader := slowReader{pool, make(chan struct{})}
	s := newSiteReading(t, reader)
	progress := s.upload("first.pdf", samplePDF(t, "en")).to()
	ad := s.post("/postings", url.Values{"text": {sample.Posting("en")}}).to()
	for _, path := range []string{ad, "/cvs"} {
		page := s.get(path)
		if text := page.text(); strings.Contains(text, "No CV yet") || !strings.Contains(text, "first.pdf") || !strings.Contains(text, "being read") {
			t.Errorf("GET %s while the CV is being read = %q, want that it says so", path, text)
		}
		if !strings.Contains(page.body, `hx-trigger="every 1s"`) || !strings.Contains(page.body, `http-equiv="refresh"`) {
			t.Errorf("GET %s does not come back by itself, with and without a script", path)
		}
	}
	close(reader.start)
	cv := s.follow(progress)
	page := s.get(ad)
	if strings.Contains(page.body, "every 1s") || !strings.Contains(page.body, "/matches/") || strings.Contains(page.text(), "being read") {
		t.Errorf("GET %s after %s was read = %q, want its match and no more asking", ad, cv, page.text())
	}
}

// TestHomeShowsTheCVThatWasChosen compares the rows of the home page with the
// matches a person chose, with an older CV and a newer one.
func TestHomeShowsTheCVThatWasChosen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	older := s.follow(s.upload("older.pdf", samplePDF(t, "en")).to())
	newer := s.follow(s.upload("newer.pdf", samplePDF(t, "fr")).to())
	keep := func(cv string) string {
		return s.post("/postings", url.Values{"text": {sample.Posting("en")}, "cv": {strings.TrimPrefix(cv, "/cvs/")}}).to()
	}
	withOlder, withNewer := keep(older), keep(newer)
	page := s.get("/")
	for match, name := range map[string]string{withOlder: "older.pdf", withNewer: "newer.pdf"} {
		if !strings.Contains(page.body, match) || !strings.Contains(page.text(), "with "+name) {
			t.Errorf("home does not lead to %s with %s", match, name)
		}
	}
	posting := find(t, withOlder, "/postings/ID")
	version := find(t, withNewer, "/matches/ID")
	s.post(posting+"/tailor", url.Values{"version": {strings.TrimPrefix(version, "/matches/")}})
	if page := s.get("/"); strings.Contains(page.body, withOlder) || !strings.Contains(page.body, posting+version) {
		t.Error("home does not follow to the CV that is being tailored to the ad")
	}
	s.post(newer+"/delete", nil)
	if page := s.get("/"); page.status != http.StatusOK || !strings.Contains(page.body, withOlder) {
		t.Errorf("home after the chosen CV was deleted = %d, want the match with the other one", page.status)
	}
}

// TestPeerDefect17_LongTextsAreShownAgain sends more than can be taken.
func TestPeerDefect17_LongTextsAreShownAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	const word = "Krankenschwester für die Nacht & den Tag\n"
	for _, times := range []int{8_000, 80_000} {
		text := strings.Repeat(word, times)
		a := s.post("/postings", url.Values{"company": {"Ward GmbH"}, "text": {text}})
		got := a.value("text")
		if a.status != http.StatusRequestEntityTooLarge || !strings.HasPrefix(text, got) || len(got) < min(len(text), 2<<20) || a.value("company") != "Ward GmbH" {
			t.Errorf("ad of %d bytes = %d with %d bytes in the field, want 413 with the text kept", len(text), a.status, len(got))
		}
		if reason := a.text(); !strings.Contains(reason, "still here") {
			t.Errorf("ad of %d bytes: the page does not say that the text is still there", len(text))
		}
	}
	long := strings.Repeat(word, 8_000)
	a := s.post(j.version+"/field", url.Values{"path": {"/basics/label"}, "value": {long}})
	if got := a.value("value"); a.status != http.StatusRequestEntityTooLarge || !strings.HasPrefix(long, got) || len(got) < 100<<10 {
		t.Errorf("field of %d bytes = %d with %d bytes in the field, want 413 with what fits", len(long), a.status, len(got))
	}
}

func TestSampleTwiceIsOneCV(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if a := s.post("/sample", nil); a.status != http.StatusSeeOther {
				t.Errorf("POST /sample = %d, want 303", a.status)
			}
		})
	}
	both.Wait()
	first := s.follow(s.post("/sample", nil).to())
	if again := s.post("/sample", nil).to(); again != first {
		t.Errorf("POST /sample again leads to %q, want %q", again, first)
	}
	who, err := s.deps.Account.Local(t.Context())
	must(t, err)
	if cvs, err := s.deps.Library.CVs(t.Context(), who); err != nil || len(cvs) != 1 {
		t.Errorf("CVs = %d, %v, want 1", len(cvs), err)
	}
	s.post(first+"/delete", nil)
	if next := s.follow(s.post("/sample", nil).to()); next == first || s.get(next).status != http.StatusOK {
		t.Errorf("POST /sample after deletion leads to %q, want a CV of its own", next)
	}
}

func TestAFieldNeedsItsValue(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("cv.pdf", samplePDF(t, "en")).to())
	version := find(t, s.get(cv).body, "/versions/ID")
	for _, sent := range []url.Values{{}, {"path": {"/basics/name"}}, {"value": {"Nobody"}}} {
		if a := s.post(version+"/field", sent); a.status != http.StatusUnprocessableEntity {
			t.Errorf("POST field with %v = %d, want 422", sent, a.status)
		}
	}
	if text := s.get(cv).text(); !strings.Contains(text, "Nora Sample") {
		t.Error("a form without a value cleared the name")
	}
	if a := s.post(version+"/field", url.Values{"path": {"/basics/label"}, "value": {""}}); a.status != http.StatusSeeOther {
		t.Errorf("POST field with an empty value = %d, want 303", a.status)
	}
}

// TestPeerDefect23_APlaceThatIsGone corrects a bullet that another tab has
// removed meanwhile: what was typed is on the page.
func TestPeerDefect23_APlaceThatIsGone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("cv.pdf", samplePDF(t, "en")).to())
	seen := find(t, s.get(cv).body, "/versions/ID")
	ctx := t.Context()
	who, err := s.deps.Account.Local(ctx)
	must(t, err)
	record, err := s.deps.Library.Record(ctx, who, library.ID(strings.TrimPrefix(cv, "/cvs/")))
	must(t, err)
	record.Resume.Work = nil
	_, err = s.deps.Library.Save(ctx, who, record.ID, "", "", record.Resume)
	must(t, err)
	a := s.post(seen+"/field", url.Values{"path": {"/work/0/position"}, "value": {"Matron of the night"}})
	if a.status != http.StatusConflict || a.value("value") != "Matron of the night" || !strings.Contains(a.text(), "no longer in this CV") {
		t.Errorf("correcting what is gone = %d with %q, want 409 with the typed text", a.status, a.value("value"))
	}
	checkPage(t, seen+"/field", a, "en")
}
