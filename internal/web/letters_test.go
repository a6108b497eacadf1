package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jobops/internal/sample"
)

// TestALetterFromItsFirstWordToItsFile walks a letter without a script: begun for
// an ad with a CV, written, looked at, exported, read back, deleted.
func TestALetterFromItsFirstWordToItsFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	if a := s.get("/letters"); a.status != http.StatusOK || !strings.Contains(a.body, "/letters/new") {
		t.Fatalf("GET /letters = %d", a.status)
	}
	start := fieldsOf(t, s.get("/letters/new"), "main")
	start.Set("posting", strings.TrimPrefix(j.posting, "/postings/"))
	at := s.post("/letters", start).to()
	letter := fieldsOf(t, s.get(at), "editor")
	if letter.Get("from.name") != "Nora Sample" || letter.Get("signature") != "Nora Sample" || letter.Get("subject") == "" || letter.Get("date") == "" {
		t.Errorf("a new letter says %v", letter)
	}
	letter.Set("greeting", "Dear Ms Invented,")
	letter.Set("body", "First paragraph with <b>signs</b>.\n\nSecond one.")
	letter.Set("template", "modern")
	if a := s.post(at, letter); a.status != http.StatusSeeOther {
		t.Fatalf("save = %d %s", a.status, notices(a))
	}
	kept := fieldsOf(t, s.get(at), "editor")
	if kept.Get("body") != letter.Get("body") || kept.Get("template") != "modern" || kept.Get("revision") != "2" {
		t.Errorf("kept = %q, %q, revision %s", kept.Get("body"), kept.Get("template"), kept.Get("revision"))
	}
	if a := s.get(at + "/pages/1"); a.status != http.StatusOK || a.header.Get("Content-Type") != "image/png" {
		t.Errorf("page = %d %s", a.status, a.header.Get("Content-Type"))
	}
	for _, read := range []string{"pdf", "docx"} {
		if a := s.get(at + "/export?read=" + read); a.status != http.StatusOK || !strings.Contains(a.body, "notice good") {
			t.Errorf("read back %s = %d %s", read, a.status, notices(a))
		}
	}
	for _, format := range []string{"pdf", "docx", "markdown", "text"} {
		a := s.get(at + "/files/" + format)
		if a.status != http.StatusOK || !strings.Contains(a.header.Get("Content-Disposition"), "Nora-Sample") {
			t.Errorf("file %s = %d %s", format, a.status, a.header.Get("Content-Disposition"))
		}
	}
	if a := s.get(at + "/files/json"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("file json = %d, want 422", a.status)
	}
	if !strings.Contains(s.get("/letters").body, at) {
		t.Error("the list lacks the letter")
	}
	if a := s.post(at+"/delete", nil); a.status != http.StatusSeeOther {
		t.Errorf("delete = %d", a.status)
	}
	if a := s.get(at); a.status != http.StatusNotFound {
		t.Errorf("GET after delete = %d, want 404", a.status)
	}
}

// TestALetterKeepsWhatWasRefused: a date that is none comes back as it was typed,
// with the rest of the form.
func TestALetterKeepsWhatWasRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.post("/letters", url.Values{}).to()
	letter := fieldsOf(t, s.get(at), "editor")
	letter.Set("date", "tomorrow")
	letter.Set("body", "Not lost.")
	a := s.post(at, letter)
	again := fieldsOf(t, a, "editor")
	if a.status != http.StatusUnprocessableEntity || again.Get("date") != "tomorrow" || again.Get("body") != "Not lost." {
		t.Errorf("a bad date = %d, %q, %q", a.status, again.Get("date"), again.Get("body"))
	}
	for _, bad := range []url.Values{{"cv": {"none"}}, {"posting": {"none"}}} {
		if a := s.post("/letters", bad); a.status != http.StatusUnprocessableEntity {
			t.Errorf("POST /letters %v = %d, want 422", bad, a.status)
		}
	}
}

// TestTwoTabsOfALetter: the second tab sees both texts and chooses.
func TestTwoTabsOfALetter(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at := s.post("/letters", url.Values{}).to()
	late := fieldsOf(t, s.get(at), "editor")
	first := fieldsOf(t, s.get(at), "editor")
	first.Set("subject", "From the first tab")
	s.post(at, first)
	late.Set("body", "From the second tab")
	a := s.post(at, late)
	if text := textOf(a.page); a.status != http.StatusConflict || !strings.Contains(text, "From the first tab") || !strings.Contains(text, "From the second tab") {
		t.Fatalf("second tab = %d, want 409 with both texts", a.status)
	}
	choice := fieldsOf(t, a, "main")
	choice.Set("take:subject", "now")
	if a := s.post(at, choice); a.status != http.StatusSeeOther {
		t.Fatalf("choice = %d", a.status)
	}
	got := fieldsOf(t, s.get(at), "editor")
	if got.Get("subject") != "From the first tab" || got.Get("body") != "From the second tab" {
		t.Errorf("kept %q and %q, want one of each", got.Get("subject"), got.Get("body"))
	}
}

// TestVersionsBranchCompareRestore: any two versions are compared word by word, a
// branch for an ad leaves the CV of record alone, files are noted.
func TestVersionsBranchCompareRestore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	list := s.get(j.cv + "/versions").body
	s.get(j.version + "/files/pdf")
	if body := s.get(j.cv + "/versions").body; len(body) <= len(list) || !strings.Contains(body, `class="quiet exports"`) {
		t.Error("the list does not say that a file was made")
	}
	made := s.post(j.version+"/branch", url.Values{"posting": {strings.TrimPrefix(j.posting, "/postings/")}})
	branch := strings.TrimSuffix(made.to(), "/edit")
	form := fieldsOf(t, s.get(branch+"/edit"), "editor")
	form.Set("/basics/label", "Branched Headline")
	form.Set("do", "finish")
	form.Set("name", "Mine")
	if a := s.post(branch+"/edit", form); a.status != http.StatusSeeOther {
		t.Fatalf("finish = %d %s", a.status, notices(a))
	}
	if body := s.get(j.cv).body; strings.Contains(body, "Branched Headline") {
		t.Error("the branch changed the CV of record")
	}
	last := strings.TrimPrefix(find(t, s.get(j.cv+"/versions").body, `<h2><a href="/versions/ID`), `<h2><a href="`)
	query := "?from=" + strings.TrimPrefix(j.version, "/versions/") + "&to=" + strings.TrimPrefix(last, "/versions/")
	a := s.get(j.cv + "/compare" + query)
	if a.status != http.StatusOK || !strings.Contains(a.body, "<ins") || !strings.Contains(textOf(a.page), "Branched") {
		t.Errorf("compare = %d, want the words that differ", a.status)
	}
	if a := s.get(j.cv + "/compare?from=none&to=none"); a.status != http.StatusNotFound {
		t.Errorf("compare of nothing = %d, want 404", a.status)
	}
	if a := s.post(j.version+"/branch", url.Values{"posting": {"none"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("branch for no ad = %d, want 422", a.status)
	}
}
