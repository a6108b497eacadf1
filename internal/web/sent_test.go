package web_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jobops/internal/sample"
)

// TestApplyingFreezesWhatWasSent goes from an ad and a CV to the ZIP, and to the
// CV's deletion, which names what loses its file.
func TestApplyingFreezesWhatWasSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	file := samplePDF(t, "en")
	j := s.walk(file, sample.Posting("en"))
	a := s.post(j.posting+"/track", nil)
	at, _, _ := strings.Cut(a.to(), "?")
	exported := s.get(j.result + "/files/pdf?seen=1")
	if exported.status != http.StatusOK {
		t.Fatalf("GET export = %d", exported.status)
	}
	moved := s.post(at+"/move", url.Values{"from": {"saved"}, "stage": {"applied"}})
	if moved.status != http.StatusSeeOther || !strings.Contains(moved.to(), "done=frozen") {
		t.Fatalf("POST move = %d to %q, want what was sent to be kept", moved.status, moved.to())
	}
	page := s.get(at).body
	bundle := find(t, page, at+"/sent/ID")
	if sent := s.get(bundle + "/cv"); sent.body != exported.body {
		t.Errorf("the kept CV has %d bytes and is not the exported one of %d", len(sent.body), len(exported.body))
	}
	packed := s.get(bundle)
	z, err := zip.NewReader(bytes.NewReader([]byte(packed.body)), int64(len(packed.body)))
	if err != nil || len(z.File) != 3 {
		t.Errorf("GET %s = %d bytes, %v, want a ZIP of the CV, the ad and what they are", bundle, len(packed.body), err)
	}
	if !strings.Contains(page, "of 100") {
		t.Error("the page does not show the score at that time")
	}
	if ask := s.get(j.cv + "/delete").body; !strings.Contains(ask, at+"#sent") {
		t.Error("the question before deleting the CV does not name the application that loses its file")
	}
	if a := s.post(j.cv+"/delete", nil); a.status != http.StatusSeeOther {
		t.Fatalf("POST delete = %d", a.status)
	}
	if a := s.get(bundle + "/cv"); a.status != http.StatusNotFound {
		t.Errorf("GET of the file of a deleted CV = %d, want 404", a.status)
	}
	if page := s.get(at).body; !strings.Contains(page, "went with its CV") || !strings.Contains(page, "of 100") {
		t.Error("the page does not say that the file is gone and what stays")
	}
}

// TestKeepingWhatWasSentByHand: another version and answers, undo and refusal.
func TestKeepingWhatWasSentByHand(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"company": {"Example Works"}, "title": {"Welder"}, "stage": {"applied"}})
	if a := s.post(at+"/sent", url.Values{}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("POST of nothing = %d, want 422", a.status)
	}
	long := strings.Repeat("word ", 20_000)
	if a := s.post(at+"/sent", url.Values{"answers": {long}}); a.status != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, long[:1000]) {
		t.Errorf("POST of long answers = %d, want 413 with what was typed", a.status)
	}
	if a := s.post(at+"/sent", url.Values{"answers": {"I can start in May."}}); a.status != http.StatusSeeOther {
		t.Fatalf("POST = %d, want 303", a.status)
	}
	page := s.get(at).body
	bundle := find(t, page, at+"/sent/ID")
	if !strings.Contains(page, "I can start in May.") {
		t.Error("the page does not show the answers")
	}
	if a := s.post(bundle+"/delete", nil); a.status != http.StatusSeeOther || strings.Contains(s.get(at).body, "I can start in May.") {
		t.Errorf("POST %s/delete = %d, want it gone", bundle, a.status)
	}
}

// TestProofOfSearch takes the list of a period away.
func TestProofOfSearch(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.track(url.Values{"company": {"=Example Works"}, "title": {"Welder"}, "stage": {"applied"}, "on": {"2026-03-05"}})
	s.track(url.Values{"company": {"Other period"}, "stage": {"applied"}, "on": {"2026-04-05"}})
	period := "?from=2026-03-01&to=2026-03-31"
	if page := s.get("/applications/efforts" + period); !strings.Contains(page.body, "Welder") || strings.Contains(page.body, "Other period") {
		t.Error("the page does not list what was sent in March alone")
	}
	table := s.get("/applications/efforts/efforts.csv" + period).body
	if !strings.Contains(table, "2026-03-05,'=Example Works,Welder,,Applied (2026-03-05)\r\n") || strings.Contains(table, "Other period") {
		t.Errorf("the table is %q", table)
	}
	if pdf := s.get("/applications/efforts/efforts.pdf" + period); pdf.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.body, "%PDF-") {
		t.Errorf("the PDF is a %s", pdf.header.Get("Content-Type"))
	}
	if a := s.get("/applications/efforts?from=2026-03-31&to=2026-03-01"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("GET of a period that ends before it begins = %d, want 422", a.status)
	}
}

// TestDeletedApplicationsAreInSight: for a day they can be brought back, or end
// at once.
func TestDeletedApplicationsAreInSight(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.track(url.Values{"company": {"Example Works"}, "title": {"Welder"}, "stage": {"saved"}})
	if a := s.post(at+"/purge", nil); a.status != http.StatusNotFound {
		t.Errorf("POST purge of one that is not deleted = %d, want 404", a.status)
	}
	for _, way := range []string{"restore", "purge"} {
		s.post(at+"/delete", nil)
		if list := s.get("/applications/deleted").body; !strings.Contains(list, "Welder") || !strings.Contains(list, at+"/"+way) || !strings.Contains(list, "until") {
			t.Fatalf("the list of deleted applications does not offer to %s it", way)
		}
		if a := s.post(at+"/"+way, nil); a.status != http.StatusSeeOther {
			t.Errorf("POST %s = %d, want 303", way, a.status)
		}
	}
	if a, list := s.get(at), s.get("/applications/deleted"); a.status != http.StatusNotFound || strings.Contains(list.body, "Welder") {
		t.Errorf("after purge it is there still: %d", a.status)
	}
}
