package tracker

import (
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/civil"
	"jobops/internal/fault"
)

func TestFactsAreCleaned(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", MaxLine+1)
	at := func(change func(*Facts)) Facts {
		f := Facts{Company: "Example Works", Title: "Cook"}
		change(&f)
		return f
	}
	for _, tt := range []struct {
		name string
		in   Facts
		want Facts
		kind fault.Kind
	}{
		{"white space and direction marks", at(func(f *Facts) { f.Title = "  Line\u202e \n cook\x00 " }), at(func(f *Facts) { f.Title = "Line cook" }), ""},
		{"no name at all", Facts{Location: "Ghent"}, Facts{}, fault.Invalid},
		{"a company is enough", Facts{Company: "Example Works"}, Facts{Company: "Example Works"}, ""},
		{"too long", at(func(f *Facts) { f.Source = long }), Facts{}, fault.Invalid},
		{"an address", at(func(f *Facts) { f.URL = " https://jobs.example.com/1 " }), at(func(f *Facts) { f.URL = "https://jobs.example.com/1" }), ""},
		{"an address that runs", at(func(f *Facts) { f.URL = "javascript:alert(1)" }), Facts{}, fault.Invalid},
		{"an address with a password", at(func(f *Facts) { f.URL = "https://me:secret@example.com/" }), Facts{}, fault.Invalid},
		{"one number is a range", at(func(f *Facts) { f.Salary = Salary{Min: 3000, Currency: "eur", Period: Month} }), at(func(f *Facts) { f.Salary = Salary{3000, 3000, "EUR", Month} }), ""},
		{"a range the wrong way round", at(func(f *Facts) { f.Salary = Salary{4000, 3000, "EUR", Month} }), Facts{}, fault.Invalid},
		{"a number without a currency", at(func(f *Facts) { f.Salary = Salary{Min: 3000, Period: Month} }), Facts{}, fault.Invalid},
		{"a number without a period", at(func(f *Facts) { f.Salary = Salary{Min: 3000, Currency: "EUR"} }), Facts{}, fault.Invalid},
		{"a currency without a number", at(func(f *Facts) { f.Salary = Salary{Currency: "EUR", Period: Year} }), at(func(*Facts) {}), ""},
		{"tags once", at(func(f *Facts) { f.Tags = []string{"night", " ", "Night", "rail"} }), at(func(f *Facts) { f.Tags = []string{"night", "rail"} }), ""},
		{"too many tags", at(func(f *Facts) { f.Tags = strings.Split("abcdefghijklmnopqrstuvwxyz", "") }), Facts{}, fault.Invalid},
		{"a month is no day", at(func(f *Facts) { f.Deadline = civil.Date{Year: 2027, Month: 2} }), Facts{}, fault.Invalid},
		{"six stars", at(func(f *Facts) { f.Excitement = 6 }), Facts{}, fault.Invalid},
		{"a way of working nobody knows", at(func(f *Facts) { f.Remote = "sometimes" }), Facts{}, fault.Invalid},
	} {
		got, err := tt.in.clean()
		if fault.KindOf(err) != tt.kind {
			t.Errorf("%s: clean error = %v, want %q", tt.name, err, tt.kind)
		}
		if diff := cmp.Diff(tt.want, got); err == nil && diff != "" {
			t.Errorf("%s: clean differs (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestPeerDefect14And15_Like: the same job under another address is pointed out,
// other jobs of the same house are not.
func TestPeerDefect14And15_Like(t *testing.T) {
	t.Parallel()
	base := Facts{Company: "Société Exemple S.A.S.", Title: "Développeur Go (H/F)", URL: "https://www.jobs.example.com/42?utm_source=mail"}
	for _, tt := range []struct {
		name  string
		other Facts
		want  bool
	}{
		{"other marks and accents", Facts{Company: "Societe Exemple", Title: "developpeur  go"}, true},
		{"the address with another tail", Facts{Company: "Agency", Title: "Developer", URL: "https://jobs.example.com/42/?gclid=9"}, true},
		{"another posting of the house", Facts{Company: "Société Exemple", Title: "Développeur Rust"}, false},
		{"the same title elsewhere", Facts{Company: "Exemple Deux", Title: "Développeur Go"}, false},
		{"another posting on the board", Facts{Company: "Other", Title: "Other", URL: "https://jobs.example.com/43"}, false},
		{"C is not C++", Facts{Company: "Société Exemple", Title: "Développeur Go++"}, false},
		{"nothing said", Facts{}, false},
	} {
		if got := Like(base, tt.other); got != tt.want {
			t.Errorf("%s: Like = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestGroupsCoverTheStages(t *testing.T) {
	t.Parallel()
	var all []Stage
	for _, g := range Groups() {
		all = append(all, g.Stages()...)
		if enter := g.Enter(); g != Done && enter.Group() != g {
			t.Errorf("%s.Enter() = %q, want a stage of it", g, enter)
		}
	}
	slices.Sort(all)
	want := Stages()
	slices.Sort(want)
	if !slices.Equal(all, want) {
		t.Errorf("groups hold %v, want each stage once: %v", all, want)
	}
}

func TestLogNamesIDsOnly(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	log := slog.New(slog.NewTextHandler(&b, nil))
	log.Info("x", "a", Application{ID: "1", Facts: Facts{Company: "canary"}}, "i", Item{ID: "2", Body: ItemBody{Name: "canary"}})
	if got := b.String(); strings.Contains(got, "canary") || !strings.Contains(got, "a=1 i=2") {
		t.Errorf("log = %q, want ids only", got)
	}
}
