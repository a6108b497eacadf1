package web_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/sample"
)

// cells are the texts of the rows of the table in a section of a page.
func cells(t *testing.T, page, section string) (rows [][]string) {
	t.Helper()
	_, after, found := strings.Cut(page, `id="`+section+`"`)
	if !found {
		t.Fatalf("there is no section %q", section)
	}
	body := after[strings.Index(after, "<tbody>"):strings.Index(after, "</tbody>")]
	cell := regexp.MustCompile(`(?s)<t[hd][^>]*>(.*?)</t[hd]>`)
	for _, row := range strings.Split(body, "</tr>") {
		var texts []string
		for _, c := range cell.FindAllStringSubmatch(row, -1) {
			texts = append(texts, strings.TrimSpace(c[1]))
		}
		if texts != nil {
			rows = append(rows, texts)
		}
	}
	return rows
}

// TestInsightsOfAPerson: figures of the ledger in tables beside their pictures,
// shares and medians from five cases on and never below.
func TestInsightsOfAPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if page := s.get("/insights").body; strings.Contains(page, "<figure") || !strings.Contains(page, `href="/applications/new"`) {
		t.Error("the page of nobody's applications shows figures, or no way to add one")
	}
	today := time.Now().UTC()
	on := func(days int) string { return today.AddDate(0, 0, -days).Format(time.DateOnly) }
	apply := func(source string, sent int, to string, answered int) {
		at := s.track(url.Values{"company": {"Example Works"}, "stage": {"applied"}, "on": {on(sent)}})
		must(t, okay(s.post(at, url.Values{"revision": {"1"}, "company": {"Example Works"}, "source": {source}})))
		if to != "" {
			must(t, okay(s.post(at+"/move", url.Values{"from": {"applied"}, "stage": {to}, "on": {on(answered)}})))
		}
	}
	for i := range 4 {
		apply("Example Board", 20, "rejected", 16-i)
	}
	few := s.get("/insights").body
	if got, want := cells(t, few, "sources"), []string{"Example Board", "4", "4", "", "0", "0", ""}; len(got) != 1 || !slices.Equal(got[0], want) {
		t.Errorf("answers of four = %q, want %q: counts only", got, want)
	}
	if strings.Contains(few, "%<") {
		t.Error("a percentage stands on four cases")
	}
	apply("example board", 20, "interview", 8)
	apply("Example Board", 20, "", 0)
	apply("", 200, "", 0)
	page := s.get("/insights").body
	for section, want := range map[string][]string{
		"sources":  {"Example Board", "6", "5", "83%", "1", "1", "6 days"},
		"versions": {"No CV kept with it", "7", "5", "71%", "1", "2", "6 days"},
		"stays":    {"Applied", "5", "6 days", "4 to 12 days", "2", "200 days"},
	} {
		if got := cells(t, page, section)[0]; !slices.Equal(got, want) {
			t.Errorf("%s: first row = %q, want %q", section, got, want)
		}
	}
	weeks := cells(t, page, "weeks")
	if last := weeks[len(weeks)-1]; len(weeks) != 13 || !slices.Equal(last, []string{"Before", "1"}) {
		t.Errorf("weeks = %q, want twelve and one application before them", weeks)
	}
	for name, want := range map[string]int{`<ul class="lying"`: 4, `class="standing"`: 1, `class="sankey"`: 1, "<details>": 5} {
		if n := strings.Count(page, name); n != want {
			t.Errorf("%d of %s on the page, want %d", n, name, want)
		}
	}
	s.lang = "fr"
	if page := s.get("/insights").body; !strings.Contains(page, "83\u00a0%") || !strings.Contains(page, "de 4 à 12 jours") || !strings.Contains(page, "Source non notée") {
		t.Error("the French page lacks the same figures")
	}
}

// TestInsightsNameTheCVSent: until it is deleted.
func TestInsightsNameTheCVSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	j := s.walk(samplePDF(t, "en"), sample.Posting("en"))
	at, _, _ := strings.Cut(s.post(j.posting+"/track", nil).to(), "?")
	if page := s.get("/insights").body; strings.Contains(page, `class="standing"`) || !strings.Contains(page, "Nothing has been sent yet") {
		t.Error("the page shows figures of what was sent before anything was")
	}
	must(t, okay(s.post(at+"/move", url.Values{"from": {"saved"}, "stage": {"applied"}})))
	if got := cells(t, s.get("/insights").body, "versions"); len(got) != 1 || !strings.HasSuffix(got[0][0], ".pdf, version 2") || got[0][1] != "1" {
		t.Errorf("answers by CV = %q, want one of version 2 of the file", got)
	}
	must(t, okay(s.post(j.cv+"/delete", nil)))
	if got := cells(t, s.get("/insights").body, "versions"); len(got) != 1 || got[0][0] != "A CV deleted since" {
		t.Errorf("answers by CV = %q, want that of a deleted CV", got)
	}
}
