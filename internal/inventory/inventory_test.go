package inventory_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"jobops/internal/inventory"
)

func TestInventoryFollowsItsSchema(t *testing.T) {
	t.Parallel()
	schema := compile(t)
	if err := schema.Validate(asJSON(t, read(t, "inventory.yaml"))); err != nil {
		t.Errorf("inventory.yaml breaks schema.json: %v", err)
	}
}

func TestPurposesAreTheActivities(t *testing.T) {
	t.Parallel()
	want := []inventory.Purpose{inventory.Accounts, inventory.CVProcessing, inventory.AIOptimisation, inventory.Usage, inventory.Applications, inventory.JobSearch, inventory.Contact, inventory.Security, inventory.Rights}
	var got []inventory.Purpose
	for _, a := range inventory.Load().Activities {
		got = append(got, a.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("activities = %v, want %v", got, want)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	plain, secure := inventory.Load().Headers(false), inventory.Load().Headers(true)
	for name, want := range map[string]string{
		"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Strict-Transport-Security":    "",
	} {
		if got := plain.Get(name); got != want {
			t.Errorf("over http %s = %q, want %q", name, got, want)
		}
	}
	if got, want := secure.Get("Strict-Transport-Security"), "max-age=63072000"; got != want {
		t.Errorf("HSTS = %q, want %q", got, want)
	}
	if got, want := secure.Get("Content-Security-Policy"), plain.Get("Content-Security-Policy")+"; upgrade-insecure-requests"; got != want {
		t.Errorf("policy over https = %q, want %q", got, want)
	}
	for _, h := range []http.Header{plain, secure} {
		if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
			t.Errorf("policy %q allows what it must not", csp)
		}
	}
}

func TestCookiesAreStrict(t *testing.T) {
	t.Parallel()
	for _, c := range inventory.Load().CookieList {
		local := strings.HasSuffix(c.Name, "-local") // over http to this machine itself
		if !c.HTTPOnly || c.Secure == local || c.Party != "first" || c.Basis != "strictly_necessary" {
			t.Errorf("cookie %s = %+v, want first party, HttpOnly, Secure, strictly necessary", c.Name, c)
		}
	}
}

func TestHostsFollowTheConfiguration(t *testing.T) {
	t.Parallel()
	if got := inventory.Load().Hosts(); len(got) != 0 {
		t.Errorf("Hosts() = %v, want none", got)
	}
	got := inventory.Load().Hosts("llm=anthropic", "jobs=adzuna", "llm=other")
	if want := []string{"api.adzuna.com", "api.anthropic.com"}; !slices.Equal(got, want) {
		t.Errorf("Hosts(anthropic, adzuna) = %v, want %v", got, want)
	}
}

// TestPersonalTablesEraseChildrenFirst follows the foreign keys by their names.
func TestPersonalTablesEraseChildrenFirst(t *testing.T) {
	t.Parallel()
	got := inventory.Load().PersonalTables()
	before := func(a, b string) {
		if slices.Index(got, a) > slices.Index(got, b) {
			t.Errorf("PersonalTables = %v, want %s before %s", got, a, b)
		}
	}
	before("key_refs", "cvs") // keys first: that is the erasure
	before("tailorings", "versions")
	before("versions", "cvs")
	if got[len(got)-1] != "accounts" {
		t.Errorf("PersonalTables ends with %q, want accounts", got[len(got)-1])
	}
}

func TestEveryPersonalColumnIsExportedOrNotContent(t *testing.T) {
	t.Parallel()
	for _, table := range inventory.Load().OwnTables {
		for _, c := range table.Columns {
			content := c.Source == "user" || c.Source == "derived" || c.Source == "ai"
			if content && c.Export == "none" {
				t.Errorf("%s.%s: content of a person that no export holds", table.Name, c.Name)
			}
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Time{
		"P1M":    time.Date(2026, 2, 28, 23, 59, 59, 999999000, time.UTC),
		"P12M":   time.Date(2025, 3, 31, 12, 0, 0, 0, time.UTC),
		"P25M":   time.Date(2024, 2, 29, 23, 59, 59, 999999000, time.UTC),
		"P30D":   time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		"PT24H":  time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC),
		"P1DT5M": time.Date(2026, 3, 30, 11, 55, 0, 0, time.UTC),
		"P2Y":    time.Date(2024, 3, 31, 12, 0, 0, 0, time.UTC),
	} {
		p, err := inventory.ParsePeriod(in)
		if err != nil {
			t.Errorf("ParsePeriod(%q) = %v", in, err)
		}
		if got := p.Before(at); !got.Equal(want) {
			t.Errorf("ParsePeriod(%q).Before(%v) = %v, want %v", in, at, got, want)
		}
	}
	for _, in := range []string{"", "P", "PT", "P1", "1D", "P1H", "PT1D", "P-1D", "P1.5D", "P1DT"} {
		if p, err := inventory.ParsePeriod(in); err == nil {
			t.Errorf("ParsePeriod(%q) = %+v, want an error", in, p)
		}
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(read(t, "schema.json")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON turns YAML into the values a JSON decoder would give. Dates without
// quotes are times in YAML.
func asJSON(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(datesAsText(v))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func datesAsText(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case map[string]any:
		for k := range v {
			v[k] = datesAsText(v[k])
		}
	case []any:
		for i := range v {
			v[i] = datesAsText(v[i])
		}
	}
	return v
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
