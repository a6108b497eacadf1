package store_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// residue is text that compresses badly and occurs nowhere else.
const residue = "Qz7-canary-Xw3-of-a-deleted-advertisement"

// TestDeletedTextLeavesTheFiles reads the bytes of the database and its log.
// Opening the live file drops SQLite's locks; here nobody else writes.
func TestDeletedTextLeavesTheFiles(t *testing.T) {
	t.Parallel()
	db := storetest.SQLite(t)
	if err := store.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	mustExec(t, db, rows[0])
	_, err := db.Exec(t.Context(), `INSERT INTO postings (id, owner_id, text, created_at) VALUES ('p', 'a', $1, 1)`, residue)
	if err != nil {
		t.Fatal(err)
	}
	compact := store.New(db, &storetest.Tasks{}, nil, time.Now).Compact
	if err := compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustExec(t, db, `UPDATE postings SET title = 'again'`) // its pages are in the log too
	if n := occurrences(t, db); n == 0 {
		t.Fatal("the text is not found while it is stored: the test looks in the wrong place")
	}
	mustExec(t, db, `DELETE FROM accounts WHERE id = 'a'`)
	if err := compact(t.Context()); err != nil {
		t.Fatalf("Compact = %v", err)
	}
	if n := occurrences(t, db); n != 0 {
		t.Errorf("deleted text is found %d times after Compact, want 0", n)
	}
}

func occurrences(t *testing.T, db *dbx.SQLite) int {
	t.Helper()
	n := 0
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(db.Path() + suffix)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(data, []byte(residue))
	}
	return n
}
