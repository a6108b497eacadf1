package store_test

import (
	"testing"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// TestV1_SchemaEqualsInventory compares the catalog of both databases with the
// declaration, both ways: an undeclared column and a declared one that is not
// there both fail.
func TestV1_SchemaEqualsInventory(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		for _, d := range difference(t, db) {
			t.Error(d)
		}
	})
}

// TestV1_FindsWhatIsUndeclared adds and removes columns behind the declaration.
func TestV1_FindsWhatIsUndeclared(t *testing.T) {
	t.Parallel()
	for change, want := range map[string]string{
		`ALTER TABLE cvs ADD COLUMN hobby TEXT`:           "cvs.hobby is not declared",
		`ALTER TABLE postings DROP COLUMN company`:        "postings.company is declared and not there",
		`CREATE TABLE visitors (ip TEXT)`:                 "visitors.ip is not declared",
		`CREATE VIEW cv_names AS SELECT id AS x FROM cvs`: "cv_names.x is not declared",
		`ALTER TABLE river_job ADD COLUMN note TEXT`:      "river_job.note is not declared",
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
				mustExec(t, db, change)
				got := difference(t, db)
				if len(got) != 1 || got[0] != want {
					t.Errorf("after %q: %q, want %q", change, got, want)
				}
			})
		})
	}
}

func difference(t *testing.T, db dbx.DB) []string {
	t.Helper()
	columns, err := store.Catalog(t.Context(), db)
	if err != nil {
		t.Fatalf("Catalog = %v", err)
	}
	declared := inventory.Load().Tables()
	there := map[string]bool{}
	var all []string
	for _, c := range columns {
		name := c.Table + "." + c.Name
		there[name] = true
		kind, ok := declared[c.Table][c.Name]
		if !ok {
			all = append(all, name+" is not declared")
		} else if kind != "" && kind != c.Type {
			all = append(all, name+" is "+c.Type+", declared as "+kind)
		}
	}
	for table, columns := range declared {
		for c := range columns {
			if !there[table+"."+c] {
				all = append(all, table+"."+c+" is declared and not there")
			}
		}
	}
	return all
}
