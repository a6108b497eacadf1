package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jobops/internal/sample"
)

// scoreOf is the number in the gauge of a match page.
func scoreOf(t *testing.T, page string) string {
	t.Helper()
	return find(t, page, `<p class="score">[0-9]+</p>`)
}

func TestAnswersStandBesideTheScore(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en")+"\n- Fluent Italian required\n- Docker required\n")
	before := s.get(j.match)
	said := url.Values{"requirement": {"skill:docker"}, "answer": {"have"}}
	if a := s.post(j.match+"/answers", said); a.status != http.StatusSeeOther || !strings.Contains(a.to(), "#q-skill-docker") {
		t.Fatalf("POST answers = %d to %q, want 303 to the requirement", a.status, a.to())
	}
	after := s.get(j.match)
	if scoreOf(t, after.body) != scoreOf(t, before.body) {
		t.Errorf("the score went from %s to %s by an answer, want it to stay", scoreOf(t, before.body), scoreOf(t, after.body))
	}
	if strings.Contains(before.body, `id="what-if"`) || !strings.Contains(after.body, `id="what-if"`) {
		t.Error("the what-if stands there before an answer or not after it")
	}
	said.Set("answer", "")
	s.post(j.match+"/answers", said)
	if strings.Contains(s.get(j.match).body, `id="what-if"`) {
		t.Error("the what-if stands there after the answer was taken back")
	}
	if a := s.post(j.match+"/answers", url.Values{"requirement": {"skill:invented"}, "answer": {"have"}}); a.status != http.StatusNotFound {
		t.Errorf("POST an answer to no requirement of the ad = %d, want 404", a.status)
	}
	if a := s.post(j.match+"/answers", url.Values{"requirement": {"skill:docker"}, "answer": {"maybe"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("POST an answer that is none = %d, want 422", a.status)
	}
}

func TestBlockersComeFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en")+"\n- Fluent Italian required\n")
	page := s.get(j.match).body
	first := strings.Index(page, `href="#q-language-it"`)
	row := strings.Index(page, `id="q-language-it"`)
	other := strings.Index(page, `class="finding met"`)
	if first < 0 || row < first || other >= 0 && other < row {
		t.Errorf("the blocker is named at %d, stands at %d, the first met one at %d, want this order", first, row, other)
	}
}

func TestScoreWhileAnAdIsTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.upload("Sample CV.pdf", samplePDF(t, "en")).to())
	ads := len(s.get("/postings").body)
	a := s.live("/postings/try", url.Values{"text": {sample.Posting("en") + "\nSalary: £31,000 - £35,000 a year"}})
	if a.status != http.StatusOK || !strings.Contains(a.body, `class="band"`) || !strings.Contains(a.body, "31,000") {
		t.Errorf("POST try = %d with %q, want a band and the salary", a.status, a.body)
	}
	for _, text := range []string{"", " \n", strings.Repeat("a ", 110_000)} {
		if a := s.live("/postings/try", url.Values{"text": {text}}); a.status != http.StatusOK || strings.TrimSpace(a.body) != "" {
			t.Errorf("POST try with %d bytes = %d with %q, want nothing said", len(text), a.status, a.body)
		}
	}
	if now := len(s.get("/postings").body); now != ads {
		t.Errorf("the list of ads has %d bytes after trying, %d before: something was kept", now, ads)
	}
}

func TestPostingShowsTheScoresOfEachVersion(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en")+"\nSalary: £2,600 a month")
	page := s.get(j.posting).body
	for _, want := range []string{"For the ward", `class="line"`, "2,600", "31,200"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the ad lacks %q", want)
		}
	}
	if n := strings.Count(page, `<th scope="row">`); n != 2 {
		t.Errorf("the table has %d scores, want those of two versions", n)
	}
}
