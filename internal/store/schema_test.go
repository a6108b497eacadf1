package store_test

import (
	"context"
	"errors"
	"testing"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/store/storetest"
)

// rows is one row in every owned table, parents first. Person a owns it all.
var rows = []string{
	`INSERT INTO accounts (id, kind, created_at) VALUES ('a', 'local', 1), ('b', 'local', 1)`,
	`INSERT INTO sessions (id, owner_id, token_hash, purpose, created_at, expires_at) VALUES ('s', 'a', $1, 'session', 1, 2)`,
	`INSERT INTO key_refs (id, owner_id, kind, subject_id, state, created_at) VALUES ('k', 'a', 'cv', 'c', 'live', 1)`,
	`INSERT INTO cvs (id, owner_id, key_id, state, file_name, format, size, created_at, updated_at)
	 VALUES ('c', 'a', 'k', 'ready', $1, 'pdf', 1, 1, 1)`,
	`INSERT INTO uploads (id, owner_id, cv_id, step, created_at, updated_at) VALUES ('u', 'a', 'c', 'done', 1, 1)`,
	`INSERT INTO postings (id, owner_id, text, created_at) VALUES ('p', 'a', 'Go wanted', 1)`,
	`INSERT INTO versions (id, owner_id, cv_id, number, name, resume, created_at) VALUES ('v1', 'a', 'c', 1, $1, $1, 1)`,
	`INSERT INTO versions (id, owner_id, cv_id, parent_id, posting_id, number, name, resume, created_at)
	 VALUES ('v2', 'a', 'c', 'v1', 'p', 2, $1, $1, 1)`,
	`INSERT INTO tailorings (id, owner_id, cv_id, version_id, posting_id, edits, decisions, saved_version_id, created_at, updated_at)
	 VALUES ('t', 'a', 'c', 'v1', 'p', $1, $1, 'v2', 1, 1)`,
	`INSERT INTO drafts (owner_id, form, body, updated_at) VALUES ('a', 'ad', $1, 1)`,
	`INSERT INTO disclosures (id, owner_id, subject_id, processor, purpose, data_classes, bytes, payload_hash, result, sent_at)
	 VALUES ('d', 'a', 'c', 'affinda', 'cv_processing', 'cv_document', 1, $1, 'sent', 1)`,
	`INSERT INTO objections (id, owner_id, purpose, objected_at) VALUES ('o', 'a', 'security', 1)`,
	`INSERT INTO notices (id, owner_id, subject_id, processor, event, queued_at) VALUES ('n', 'a', 'c', 'affinda', 'corrected', 1)`,
}

var owned = []string{"sessions", "key_refs", "cvs", "uploads", "postings", "versions", "tailorings", "drafts", "disclosures", "objections", "notices"}

func seed(t *testing.T, db dbx.DB) {
	t.Helper()
	for _, sql := range rows {
		mustExec(t, db, sql)
	}
}

func mustExec(t *testing.T, db dbx.DB, sql string) {
	t.Helper()
	if err := exec(t.Context(), db, sql); err != nil {
		t.Fatalf("Exec(%q) = %v", sql, err)
	}
}

// exec passes a blob to the statements that have a place for one.
func exec(ctx context.Context, db dbx.DB, sql string) error {
	var args []any
	for i := range len(sql) - 1 {
		if sql[i:i+2] == "$1" {
			args = []any{[]byte{1}}
		}
	}
	_, err := db.Exec(ctx, sql, args...)
	return err
}

func count(t *testing.T, db dbx.DB, table string) int64 {
	t.Helper()
	var n int64
	if err := db.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDeletingAnAccountTakesEveryRow(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		seed(t, db)
		for _, table := range owned {
			if count(t, db, table) == 0 {
				t.Fatalf("no row seeded in %s", table)
			}
		}
		mustExec(t, db, `DELETE FROM accounts WHERE id = 'a'`)
		for _, table := range owned {
			if n := count(t, db, table); n != 0 {
				t.Errorf("rows of %s after the account's end = %d, want 0", table, n)
			}
		}
	})
}

func TestDeletingACVTakesWhatWasMadeOfIt(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		seed(t, db)
		mustExec(t, db, `DELETE FROM cvs WHERE id = 'c'`)
		want := map[string]int64{"versions": 0, "tailorings": 0, "uploads": 1, "postings": 1, "key_refs": 1}
		for table, n := range want {
			if got := count(t, db, table); got != n {
				t.Errorf("rows of %s after the CV's end = %d, want %d", table, got, n)
			}
		}
	})
}

func TestDeletingAPostingKeepsTheVersion(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		seed(t, db)
		mustExec(t, db, `DELETE FROM postings WHERE id = 'p'`)
		if got := count(t, db, "versions"); got != 2 {
			t.Errorf("versions = %d, want 2", got)
		}
		if got := count(t, db, "tailorings"); got != 0 {
			t.Errorf("tailorings = %d, want 0", got)
		}
	})
}

func TestRowsOfTwoPeopleDoNotMix(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"a version of another's CV": `INSERT INTO versions (id, owner_id, cv_id, number, name, resume, created_at)
			VALUES ('x', 'b', 'c', 9, $1, $1, 1)`,
		"a tailoring of another's CV": `INSERT INTO tailorings (id, owner_id, cv_id, version_id, posting_id, edits, decisions, created_at, updated_at)
			VALUES ('x', 'b', 'c', 'v1', 'p', $1, $1, 1, 1)`,
		"a key for nobody": `INSERT INTO key_refs (id, owner_id, kind, subject_id, state, created_at)
			VALUES ('x', 'nobody', 'cv', 'y', 'live', 1)`,
		"a CV without a key": `INSERT INTO cvs (id, owner_id, key_id, state, file_name, format, size, created_at, updated_at)
			VALUES ('x', 'a', 'none', 'ready', $1, 'pdf', 1, 1, 1)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
				seed(t, db)
				if err := exec(t.Context(), db, sql); err == nil {
					t.Errorf("Exec(%q) = nil, want an error", sql)
				}
			})
		})
	}
}

func TestUniqueRowsAreConflicts(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{
		`INSERT INTO accounts (id, kind, created_at) VALUES ('a', 'local', 1)`,
		`INSERT INTO key_refs (id, owner_id, kind, subject_id, state, created_at) VALUES ('k2', 'a', 'cv', 'c', 'live', 1)`,
		`INSERT INTO versions (id, owner_id, cv_id, number, name, resume, created_at) VALUES ('v3', 'a', 'c', 2, $1, $1, 1)`,
		`INSERT INTO drafts (owner_id, form, body, updated_at) VALUES ('a', 'ad', $1, 1)`,
		`INSERT INTO disclosures (id, owner_id, subject_id, processor, purpose, data_classes, bytes, payload_hash, result, sent_at)
	 VALUES ('d', 'a', 'c', 'affinda', 'cv_processing', 'cv_document', 1, $1, 'sent', 1)`,
		`INSERT INTO objections (id, owner_id, purpose, objected_at) VALUES ('o', 'a', 'security', 1)`,
		`INSERT INTO notices (id, owner_id, subject_id, processor, event, queued_at) VALUES ('n', 'a', 'c', 'affinda', 'corrected', 1)`,
	} {
		storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
			seed(t, db)
			if err := exec(t.Context(), db, sql); !errors.Is(err, fault.Conflict) {
				t.Errorf("Exec(%q) = %v, want %v", sql, err, fault.Conflict)
			}
		})
	}
}
