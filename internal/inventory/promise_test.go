package inventory_test

import (
	"slices"
	"strings"
	"testing"

	"jobops/internal/inventory"
)

// TestPromise_P09 finds no column, cookie or log field for a network address or a
// place, of a browser only its kind, and sessions whose secret is kept as a hash alone.
func TestPromise_P09(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	watched := []string{"ip", "addr", "agent", "browser", "device", "referer", "referrer", "latitude", "longitude", "fingerprint"}
	for table, columns := range inv.Tables() {
		for column := range columns {
			for _, part := range strings.Split(column, "_") {
				if table == "sessions" && column == "browser" {
					continue // the kind of browser, for the list of devices; see TestBrowserIsAFewWords
				}
				if slices.Contains(watched, part) {
					t.Errorf("%s.%s would keep technical data of a visitor", table, column)
				}
			}
		}
	}
	for _, table := range inv.OwnTables {
		for _, c := range table.Columns {
			if c.Personal == "secret" && c.Protect != "token_hash" && c.Protect != "hash" {
				t.Errorf("%s.%s keeps a secret as %s, want a hash", table.Name, c.Name, c.Protect)
			}
		}
	}
}

// TestPromise_P18 checks that an instance for others cannot start with a
// processor that no agreement binds.
func TestPromise_P18(t *testing.T) {
	t.Parallel()
	inv := operator(t, complete)
	for _, p := range inv.Processors {
		err := inv.Production("https://jobops.example.org", p.When)
		bound := inv.Agreements[p.ID].Ref != ""
		if p.Role == "processor" && (err == nil) != bound {
			t.Errorf("Production with %s = %v, an agreement is there: %v", p.ID, err, bound)
		}
	}
}
