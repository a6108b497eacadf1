package inventory_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"jobops/internal/inventory"
)

// complete is an operator's file without a placeholder, of nobody real.
const complete = `
controller: {name: Sample Company, form: SAS, email: privacy@example.org, phone: +33 1 99 00 00 00, website: https://example.org,
  platform: https://jobops.example.org, officer: none, authority: CNIL, authority_url: https://www.cnil.fr, capital: 1 000 EUR,
  seat: 1 rue Inventée, register: RCS 000 000 000, vat: FR00000000000, director: Sample Person, host: "Sample Host, 2 rue Inventée", mediator: Sample Mediator}
agreements:
  anthropic: {ref: DPA-1, date: 2026-01-01, assessment: TIA-1, review: 2027-01-01}
terms_reviewed: 2026-01-01
`

func TestProductionNamesEveryPlaceholder(t *testing.T) {
	t.Parallel()
	err := inventory.Load().Production("https://jobops.example.org")
	if !errors.Is(err, inventory.ErrPlaceholder) {
		t.Fatalf("Production of the default = %v, want placeholders", err)
	}
	for _, f := range inventory.Load().Controller.Fields() {
		if named := names(err, "controller."+f.ID); named != (f.Value == "") {
			t.Errorf("Production names %s: %v, its value is %q", f.ID, named, f.Value)
		}
	}
}

func TestProductionOfACompleteOperator(t *testing.T) {
	t.Parallel()
	inv := operator(t, complete)
	for _, tt := range []struct{ url, configured, want string }{
		{"https://jobops.example.org", "", ""},
		{"https://jobops.example.org", "llm=anthropic", ""},
		{"https://jobops.example.org", "jobs=adzuna", ""}, // a source gets nothing of a person
		{"https://jobops.example.org", "llm=gemini", "not filled in: agreements.gemini"},
		{"https://other.example.org", "", "not the public URL"},
		{"", "", "not the public URL"},
	} {
		err := inv.Production(tt.url, tt.configured)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("Production(%q, %q) = %v, want %q", tt.url, tt.configured, err, tt.want)
		}
	}
	unassessed := operator(t, strings.Replace(complete, "assessment: TIA-1", `assessment: ""`, 1))
	if err := unassessed.Production("https://jobops.example.org", "llm=anthropic"); !errors.Is(err, inventory.ErrPlaceholder) {
		t.Errorf("Production without an assessment = %v, want a placeholder", err)
	}
}

func TestOperatorLeavesTheDeclarationAlone(t *testing.T) {
	t.Parallel()
	operator(t, complete)
	if got := inventory.Load().Controller.Name; got != "" {
		t.Errorf("Load().Controller.Name = %q after ForOperator, want none", got)
	}
}

func TestBadOperatorFilesAreRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":           "",
		"unknown field":     "controller: {nickname: x}",
		"unknown processor": "agreements: {somebody: {ref: x}}",
		"unknown zone":      "controller: {zone: Europe/Lutece}",
		"half written":      "controller: {name: ",
	} {
		if _, err := inventory.Load().ForOperator([]byte(text)); err == nil {
			t.Errorf("ForOperator of %s is accepted", name)
		}
	}
}

// TestExampleIsIncomplete reads the example that operators copy: it must not
// pass as a company's own declaration.
func TestExampleIsIncomplete(t *testing.T) {
	t.Parallel()
	err := operator(t, string(read(t, "operator.example.yaml"))).Production("https://jobops.crafting-codes.com")
	for _, field := range []string{"capital", "seat", "register", "vat", "director", "host", "mediator"} {
		if !names(err, "controller."+field) {
			t.Errorf("Production of the example = %v, want %s in it", err, field)
		}
	}
}

// names reports whether a field is among the placeholders of an error.
func names(err error, field string) bool {
	if err == nil {
		return false
	}
	_, missing, _ := strings.Cut(err.Error(), ": ")
	return slices.Contains(strings.Split(missing, ", "), field)
}

func operator(t *testing.T, text string) *inventory.Inventory {
	t.Helper()
	inv, err := inventory.Load().ForOperator([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return inv
}
