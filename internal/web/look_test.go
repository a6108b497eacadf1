package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jobops/internal/render"
	"jobops/internal/render/pdf/pdftest"
)

// TestChooseALook: what is chosen on the export page shows in the file, is
// remembered, and what cannot be is told with the form as it was typed.
func TestChooseALook(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("Sample CV.pdf", samplePDF(t, "en")).to())
	version := strings.TrimSuffix(find(t, s.get(cv).body, "/versions/ID/export"), "/export")
	choice := url.Values{"template": {"modern"}, "size": {"9,5"}, "accent": {"#7A2E3A"}, "paper": {"letter"}}
	if a := s.post(version+"/look", choice); a.status != http.StatusSeeOther {
		t.Fatalf("POST look = %d, want 303", a.status)
	}
	page := s.get(version + "/export").body
	for _, want := range []string{`value="modern" checked`, `value="9.5"`, `value="#7A2E3A" selected`, `value="letter" checked`} {
		if !strings.Contains(page, want) {
			t.Errorf("the export page does not show %s again", want)
		}
	}
	file := []byte(s.get(version + "/files/pdf").body)
	if problems, _ := pdftest.Problems(file); len(problems) > 0 {
		t.Errorf("the file has problems: %v", problems)
	}
	if !bytes.Contains(file, []byte("[0 0 612 792 ]")) {
		t.Error("the file is not on Letter")
	}
	refused := s.post(version+"/look", url.Values{"template": {"compact"}, "own": {"#ffee00"}, "size": {"9"}})
	if refused.status != http.StatusUnprocessableEntity {
		t.Errorf("a colour too light to read = %d, want 422", refused.status)
	}
	for _, want := range []string{`value="#ffee00"`, `value="compact" checked`, "4.5:1"} {
		if !strings.Contains(refused.body, want) {
			t.Errorf("the refusal does not show %s", want)
		}
	}
}

// TestFitOnOnePage: the button shortens the file and the page tells when
// nothing helps.
func TestFitOnOnePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("Sample CV.pdf", samplePDF(t, "en")).to())
	version := strings.TrimSuffix(find(t, s.get(cv).body, "/versions/ID/export"), "/export")
	pages := func() int {
		f, err := pdftest.Open([]byte(s.get(version + "/files/pdf?seen=1").body))
		must(t, err)
		return len(f.Pages())
	}
	if got := pages(); got != 2 {
		t.Fatalf("the sample fills %d pages, want 2", got)
	}
	fit := regexp.MustCompile(`name="fit" value="(\d)"`).FindStringSubmatch(s.get(version + "/export").body)
	if fit == nil || fit[1] != "1" {
		t.Fatalf("the page offers to fit on %v pages, want 1", fit)
	}
	a := s.post(version+"/look", url.Values{"template": {"classic"}, "fit": {"1"}})
	if a.status != http.StatusSeeOther || pages() != 1 {
		t.Errorf("fit = %d with %d pages, want 303 with one page", a.status, pages())
	}
	a = s.post(version+"/look", url.Values{"template": {"europass"}, "size": {"12.5"}, "margin": {"35"}, "spacing": {"1.6"}, "font": {"serif"}})
	if a.status != http.StatusSeeOther || pages() < 3 {
		t.Errorf("the largest look = %d with %d pages, want 303 with three or more", a.status, pages())
	}
}

// TestSpecimens: each template is drawn with the person's own CV.
func TestSpecimens(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	cv := s.follow(s.upload("Sample CV.pdf", samplePDF(t, "fr")).to())
	version := strings.TrimSuffix(find(t, s.get(cv).body, "/versions/ID/export"), "/export")
	seen := map[string]render.Template{}
	for _, template := range render.Templates() {
		a := s.get(version + "/templates/" + string(template))
		if a.status != http.StatusOK || !strings.HasPrefix(a.body, "\x89PNG") {
			t.Errorf("specimen of %s = %d", template, a.status)
		}
		if other := seen[a.body]; other != "" {
			t.Errorf("%s and %s look the same", template, other)
		}
		seen[a.body] = template
	}
	if a := s.get(version + "/templates/none"); a.status != http.StatusNotFound {
		t.Errorf("specimen of an unknown template = %d, want 404", a.status)
	}
}
