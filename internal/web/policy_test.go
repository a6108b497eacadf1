package web_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"jobops/internal/inventory"
	"jobops/internal/web"
)

var updatePolicy = flag.Bool("update-policy", false, "write the golden pages of the policy")

// sampleOperator is an operator's file of a company that does not exist.
const sampleOperator = `
controller: {name: Sample Company, form: SAS, email: privacy@example.org, phone: +33 1 99 00 00 00, website: https://www.example.org,
  platform: https://jobops.example.org, officer: none, authority: CNIL, authority_url: https://www.cnil.fr, capital: 1 000 EUR,
  seat: 1 rue Inventée, register: RCS 000 000 000, vat: FR00000000000, director: Sample Person, host: "Sample Host, 2 rue Inventée, +33 1 99 00 00 01", mediator: Sample Mediator}
agreements:
  anthropic: {ref: DPA-1, date: 2026-01-01, assessment: TIA-1, review: 2027-01-01, sub_processors: "https://example.org/sub-processors"}
  neon: {ref: DPA-2, date: 2026-01-02}
`

// hosted is an instance that a company runs for others.
func hosted(t *testing.T, operator string) *site {
	t.Helper()
	s := newSite(t)
	inv, err := inventory.Load().ForOperator([]byte(operator))
	must(t, err)
	s.deps.Facts.Local, s.deps.Secure = false, true
	s.deps.Policy = web.Policy{
		Inventory: inv, Configured: []string{"llm=anthropic", "database=neon", "jobs=adzuna", "mail=sendgrid"},
		Verified: func(context.Context) (time.Time, bool, error) {
			return time.Date(2026, 11, 23, 22, 0, 0, 0, time.UTC), true, nil
		},
	}
	s.handler = handler(s.deps, slog.New(slog.DiscardHandler))
	return s
}

var policyPages = []string{"/privacy", "/privacy/record", "/terms", "/legal"}

// TestPromise_P01 compares every policy page, in both languages, on a machine of
// one's own and on an instance that is run for others, with the text recorded in
// testdata/policy. The version's fingerprint stands in for itself.
func TestPromise_P01(t *testing.T) {
	t.Parallel()
	for mode, s := range map[string]*site{"local": newSite(t), "hosted": hosted(t, sampleOperator)} {
		for _, s.lang = range []string{"en", "fr"} {
			var got strings.Builder
			for _, path := range policyPages {
				a := s.get(path)
				if a.status != http.StatusOK {
					t.Errorf("GET %s = %d, want 200", path, a.status)
				}
				got.WriteString("== " + path + "\n" + lines(first(a.page, "main")) + "\n")
			}
			text := strings.ReplaceAll(got.String(), inventory.Hash(), "(hash)")
			if bare := key.FindString(text); bare != "" {
				t.Errorf("the pages in %s show the key %q", s.lang, bare)
			}
			golden(t, filepath.Join("testdata", "policy", mode+"."+s.lang+".txt"), text)
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *updatePolicy {
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		must(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("%s differs; read it and run with -update-policy (-want +got):\n%s", file, diff)
	}
}

// lines is what a person reads, a line for each block and cell.
func lines(n *html.Node) string {
	var b strings.Builder
	each(n, func(n *html.Node) {
		if n.Type == html.ElementNode && slices.Contains([]string{"h1", "h2", "p", "li", "tr", "dt", "summary", "section"}, n.Data) {
			b.WriteString("\n")
		}
		if n.Type == html.ElementNode && slices.Contains([]string{"td", "dd"}, n.Data) {
			b.WriteString(" | ")
		}
		if n.Type == html.TextNode {
			b.WriteString(strings.Join(strings.Fields(n.Data), " "))
			if strings.HasSuffix(n.Data, " ") {
				b.WriteString(" ")
			}
		}
	})
	return regexp.MustCompile(`[ |]*\n\s*`).ReplaceAllString(strings.TrimSpace(b.String()), "\n") + "\n"
}

// TestPolicyPagesAreSound holds every policy page to what holds for any page.
// Only what is said of an operator leads elsewhere: to their addresses.
func TestPolicyPagesAreSound(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	signedIn := s.session
	for _, s.session = range []string{signedIn, ""} {
		for _, path := range policyPages {
			a := s.get(path)
			checkPage(t, path, a, "en")
			for _, href := range links(a) {
				if b := s.get(href); b.status == http.StatusNotFound {
					t.Errorf("GET %s leads to %s, which is not there", path, href)
				}
			}
		}
	}
}

func links(a answer) []string {
	var all []string
	each(a.page, func(n *html.Node) {
		if href := attribute(n, "href"); n.Data == "a" && strings.HasPrefix(href, "/") && !slices.Contains(all, href) {
			all = append(all, href)
		}
	})
	return all
}

// TestPlaceholdersAreShown looks at an instance whose operator has not said who
// they are: each missing fact is named, none is invented.
func TestPlaceholdersAreShown(t *testing.T) {
	t.Parallel()
	s := hosted(t, "controller: {authority: CNIL}")
	for path, want := range map[string]int{"/privacy": 6, "/legal": 11, "/terms": 5} {
		if got := strings.Count(s.get(path).text(), "not filled in yet"); got < want {
			t.Errorf("GET %s names %d placeholders, want at least %d", path, got, want)
		}
	}
}

// TestPromise_P11 checks that each purpose on the page has its legal basis
// beside it, and legitimate interest its weighing.
func TestPromise_P11(t *testing.T) {
	t.Parallel()
	text := hosted(t, sampleOperator).get("/privacy").text()
	for _, a := range inventory.Load().Happening("llm=anthropic", "jobs=adzuna") {
		at := strings.Index(text, strings.ReplaceAll(a.Purpose.EN, "'", "’"))
		if at < 0 || !strings.HasPrefix(rest(text[at:], a.Purpose.EN), map[string]string{
			"b": "Contract", "c": "Legal obligation", "f": "Legitimate interest",
		}[a.LegalBasis.Art6]) {
			t.Errorf("the page does not say why %s is lawful", a.ID)
		}
		if b := a.LegalBasis.Balancing; b != nil && !strings.Contains(text, strings.TrimSuffix(b.EN, ".")) {
			t.Errorf("the page does not weigh the interest behind %s", a.ID)
		}
	}
}

func rest(text, purpose string) string {
	return strings.TrimSpace(strings.TrimPrefix(text, strings.ReplaceAll(purpose, "'", "’")))
}

// TestPromise_P19 checks that the page names the recipients in force with place
// and ground, and no other.
func TestPromise_P19(t *testing.T) {
	t.Parallel()
	there, here := hosted(t, sampleOperator).get("/privacy").text(), newSite(t).get("/privacy").text()
	for _, p := range inventory.Load().Processors {
		on := slices.Contains([]string{"anthropic", "neon", "adzuna", "sendgrid"}, p.ID)
		if strings.Contains(there, p.Name) != on {
			t.Errorf("the page names %s: %v, want %v", p.Name, !on, on)
		}
		if strings.Contains(here, p.Name) {
			t.Errorf("the page of one's own machine names %s", p.Name)
		}
	}
}

// TestPromise_P28 finds the authority on the page in both languages.
func TestPromise_P28(t *testing.T) {
	t.Parallel()
	for _, s := range []*site{newSite(t), hosted(t, sampleOperator)} {
		for _, s.lang = range []string{"en", "fr"} {
			if text := s.get("/privacy").text(); !strings.Contains(text, "CNIL") || !strings.Contains(text, "https://www.cnil.fr") {
				t.Errorf("the page in %s does not say where to complain", s.lang)
			}
		}
	}
}

func TestRecordAsCSV(t *testing.T) {
	t.Parallel()
	a := hosted(t, sampleOperator).get("/privacy/record.csv")
	if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") {
		t.Fatalf("GET record.csv = %d %s", a.status, a.header.Get("Content-Type"))
	}
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	must(t, err)
	if want := 1 + len(inventory.Load().Happening("llm=anthropic", "jobs=adzuna")); len(rows) != want {
		t.Errorf("record.csv has %d lines, want %d", len(rows), want)
	}
	for _, row := range rows {
		if slices.Contains(row, "") {
			t.Errorf("record.csv has an empty field in %q", row)
		}
	}
}

// TestPromise_P37 checks that the page carries version, date and fingerprint of
// the declaration, and the date of the last green run only where there was one.
func TestPromise_P37(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	here, there := newSite(t).get("/privacy").text(), hosted(t, sampleOperator).get("/privacy").text()
	for _, text := range []string{here, there} {
		if !strings.Contains(text, inv.Version) || !strings.Contains(text, inventory.Hash()) {
			t.Error("the page lacks version or fingerprint")
		}
	}
	if !strings.Contains(there, "23 Nov 2026") || !strings.Contains(here, "no run recorded yet") {
		t.Error("the page does not say when the checks last passed")
	}
}

func TestPublishedInventory(t *testing.T) {
	t.Parallel()
	s := hosted(t, sampleOperator)
	a := s.get("/.well-known/privacy-inventory.json")
	want, err := s.deps.Policy.Inventory.Published(s.deps.Policy.Configured...)
	must(t, err)
	if a.status != http.StatusOK || a.body != string(want) || a.header.Get("Content-Type") != "application/json" {
		t.Errorf("GET inventory = %d %s, %d bytes, want the published declaration", a.status, a.header.Get("Content-Type"), len(a.body))
	}
	if a := s.get("/.well-known/privacy-inventory.schema.json"); !json.Valid([]byte(a.body)) || !bytes.Contains([]byte(a.body), []byte("2020-12")) {
		t.Errorf("GET schema = %d, no JSON Schema", a.status)
	}
}
