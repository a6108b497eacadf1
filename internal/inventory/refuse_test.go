package inventory_test

import (
	"os"
	"strings"
	"testing"

	"jobops/internal/inventory"
)

// TestBadDeclarationsAreRefused changes the declaration the way people would
// and expects Parse, or else the schema, to refuse it and to name the place.
func TestBadDeclarationsAreRefused(t *testing.T) {
	t.Parallel()
	schema, good := compile(t), string(read(t, "inventory.yaml"))
	for name, change := range map[string][3]string{
		"unknown field":             {"cookies:\n", "biscuits: []\ncookies:\n", "biscuits"},
		"half a text":               {"{en: Account, fr: Compte}", "{en: Account}", "categories.account.title"},
		"unknown protection":        {"protect: seal_cv, export: cv.file_name", "protect: rot13, export: cv.file_name", "/tables/3/columns/4/protect"},
		"processor without host":    {"    hosts: [api.clerk.com]\n", "", "processor clerk: no host"},
		"processor with no hosts":   {"hosts: [api.clerk.com]", "hosts: []", "processor clerk: no host"},
		"processor of nothing":      {"recipients: [neon, s3, affinda]", "recipients: [neon, s3]", "processor affinda: recipient of no activity"},
		"processor gets a riddle":   {"sends: [cv_document]", "sends: [whatever]", `processor affinda: no data class "whatever"`},
		"processor at any time":     {"    when: llm=anthropic\n", "", "processor anthropic: no condition"},
		"unknown category":          {"category: cv,", "category: hobby,", `cvs.file_name: no category "hobby"`},
		"unknown activity":          {"activities: [cv_processing]", "activities: [curiosity]", `cvs.id: no activity "curiosity"`},
		"unknown measure":           {"measures: [owner_check, token_hash]", "measures: [hope]", `activity accounts: no measure "hope"`},
		"name left in clear":        {"type: blob, personal: direct, category: cv, activities: [cv_processing], source: user, protect: seal_cv", "type: text, personal: direct, category: cv, activities: [cv_processing], source: user, protect: plain", "cvs.file_name"},
		"no such subject":           {"subject: {path: owner_id}", "subject: {path: holder}", `sessions: no column "holder"`},
		"two subjects":              {"subject: {path: owner_id}", "subject: {path: owner_id, none: x}", "sessions: one of path and none"},
		"rows outlive the account":  {"on: [cv_delete, account_delete]", "on: [cv_delete]", "key_refs: somebody's rows"},
		"circle in the erase plan":  {"parent: accounts\n    subject: {path: owner_id}\n    erase: {on: [cv_delete, account_delete], how: shred+delete, order: 50}", "parent: versions\n    subject: {path: owner_id}\n    erase: {on: [cv_delete, account_delete], how: shred+delete, order: 50}", "a circle cvs -> versions -> cvs"},
		"parent of itself":          {"parent: accounts", "parent: sessions", "a circle sessions -> sessions"},
		"parent before child":       {"how: delete, order: 90", "how: delete, order: 5", "sessions (10) does not go before its parent accounts (5)"},
		"no such parent":            {"parent: cvs", "parent: files", `uploads: no parent "files"`},
		"goes with nothing":         {"    parent: versions\n", "", "tailorings: goes with its parent and has none"},
		"period of nothing":         {"max_age: P14D", "max_age: P", `"P" is no period`},
		"period from nowhere":       {"from: expires_at", "from: ended_at", `sessions: retention from unknown column "ended_at"`},
		"values of a number":        {"export: cv.size, log: never", "export: cv.size, log: never, values: [large]", "cvs.size: values of what is no text"},
		"no end in sight":           {"values: [ready], unfinished", "unfinished", "cvs.state: values of what is no text, or no finished one"},
		"object of no table":        {"store: blobs, table: cvs", "store: blobs, table: files", "objects cv/: no column files.id"},
		"unknown recipient":         {"recipients: [clerk,", "recipients: [somebody,", `activity accounts: no processor "somebody"`},
		"task without an activity":  {"kind: sweep, purpose: security", "kind: sweep, purpose: housekeeping", `task sweep: no activity "housekeeping"`},
		"interest without weighing": {"art6: b", "art6: f", "activity accounts: legitimate interest"},
		"activity without a basis":  {"      art6: b\n", "", "activity accounts: no category or no legal basis"},
		"promise nobody numbered":   {"promise: P10", "promise: P99", "/statements/0/promise"},
		"two declarations":          {"rights:\n", "---\nrights:\n", "inventory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := strings.Replace(good, change[0], change[1], 1)
			if bad == good {
				t.Fatalf("%q is not in inventory.yaml", change[0])
			}
			_, err := inventory.Parse([]byte(bad))
			if err == nil {
				err = schema.Validate(asJSON(t, []byte(bad)))
			}
			if err == nil || !strings.Contains(err.Error(), change[2]) {
				t.Errorf("Parse = %v, want an error that names %q", err, change[2])
			}
		})
	}
}

// FuzzParse looks for a declaration that is accepted and then breaks what is
// derived from it.
func FuzzParse(f *testing.F) {
	good, err := os.ReadFile("inventory.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("tables: [{name: a, parent: a}]"))
	f.Add([]byte("blobs: [{prefix: a/, table: goose_db_version, column: id}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		inv, err := inventory.Parse(data)
		if err != nil {
			return
		}
		inv.Record("llm=anthropic")
		inv.ErasePlan("account_delete")
		inv.PurgeRules()
		inv.Headers(true)
		inv.Hosts("llm=anthropic")
		inv.Objections()
		if err := inv.Production("https://example.org", "llm=anthropic"); err == nil && inv.Controller.Name == "" {
			t.Error("Production lets an instance start that nobody answers for")
		}
	})
}

// TestHalfWrittenDeclarationsAreRefused cuts the file after each line that
// begins a block, as a full disk or an interrupted editor would.
func TestHalfWrittenDeclarationsAreRefused(t *testing.T) {
	t.Parallel()
	good := string(read(t, "inventory.yaml"))
	schema := compile(t)
	for at := range good {
		if at == 0 || good[at-1] != '\n' || good[at] == ' ' || good[at] == '#' {
			continue
		}
		_, err := inventory.Parse([]byte(good[:at]))
		if err == nil {
			err = schema.Validate(asJSON(t, []byte(good[:at])))
		}
		if err == nil {
			t.Errorf("Parse of the first %d bytes, up to %q, is accepted", at, good[max(0, at-40):at])
		}
	}
	if _, err := inventory.Parse(nil); err == nil {
		t.Error("Parse of nothing is accepted")
	}
}
