package sample_test

import (
	"strings"
	"testing"

	"jobops/internal/cv"
	"jobops/internal/sample"
)

func TestCVsComplete(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, c := range sample.CVs() {
		if names[c.Name] {
			t.Errorf("two samples are called %s", c.Name)
		}
		names[c.Name] = true
		r := c.Resume
		if c.Language == "" || r.Basics.Name == "" || len(r.Work) < 2 || len(r.Education) == 0 || len(r.Skills) == 0 {
			t.Errorf("%s lacks a language, a name, work, education or skills", c.Name)
		}
		domain := r.Basics.Email[strings.IndexByte(r.Basics.Email, '@')+1:]
		if domain != "example.com" && domain != "example.org" {
			t.Errorf("%s: mail domain %s belongs to somebody", c.Name, domain)
		}
		for _, w := range r.Work {
			if w.Start.IsZero() || w.End.IsZero() != w.Current || !w.Current && w.End.Compare(w.Start) < 0 {
				t.Errorf("%s: period %v of %s", c.Name, w.Period, w.Position)
			}
		}
	}
	if len(names) < 11 {
		t.Errorf("%d samples, want at least 11", len(names))
	}
}

// TestCVsAreOwnCopies: what a caller changes does not come back.
func TestCVsAreOwnCopies(t *testing.T) {
	t.Parallel()
	first := sample.CVs()
	first[0].Resume.Work[0].Position = "changed"
	if diff := cv.Diff(sample.CVs()[0].Resume, sample.CVs()[0].Resume); len(diff) != 0 {
		t.Errorf("Diff of two loads = %v", diff)
	}
	if sample.CVs()[0].Resume.Work[0].Position == "changed" {
		t.Error("CVs returns shared values")
	}
}

func TestForAndPosting(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{"fr": "projet.fr", "fr-CA": "projet.fr", "DE": "konstruktion.de", "en-GB": "nurse.en", "ja": "nurse.en", "": "nurse.en"} {
		if got := sample.For(language).Name; got != want {
			t.Errorf("For(%q) = %s, want %s", language, got, want)
		}
	}
	if en, fr := sample.Posting("en"), sample.Posting("fr-BE"); !strings.HasPrefix(en, "Ward Manager") || !strings.HasPrefix(fr, "Responsable") {
		t.Errorf("Posting(en) = %.20q, Posting(fr-BE) = %.20q", en, fr)
	}
	if sample.Posting("ja") != sample.Posting("en") {
		t.Error("Posting of an unknown language is not the English one")
	}
}
