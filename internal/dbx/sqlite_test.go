package dbx_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"jobops/internal/dbx"
	"jobops/internal/fault"
)

func openSQLite(t *testing.T, folder string) *dbx.SQLite {
	t.Helper()
	db, err := dbx.OpenSQLite(t.Context(), filepath.Join(folder, "test.db"))
	if err != nil {
		t.Fatalf("OpenSQLite = %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	})
	return db
}

func TestSQLitePragmas(t *testing.T) {
	t.Parallel()
	db := openSQLite(t, t.TempDir())
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
		"busy_timeout": "5000", "cache_size": "-20000", "secure_delete": "1", "query_only": "1",
	} {
		var got string
		if err := db.QueryRow(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("PRAGMA %s = %q, want %q", pragma, got, want)
		}
	}
}

func TestSQLiteReadersCannotWrite(t *testing.T) {
	t.Parallel()
	db := openSQLite(t, t.TempDir())
	if _, err := db.Exec(t.Context(), `CREATE TABLE t (id TEXT PRIMARY KEY) STRICT`); err != nil {
		t.Fatal(err)
	}
	var id string
	err := db.QueryRow(t.Context(), `INSERT INTO t VALUES ('x') RETURNING id`).Scan(&id)
	if err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("QueryRow(INSERT) = %v, want an error about a readonly database", err)
	}
}

func TestSQLiteFolderWithSpecialCharacters(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b", "50%41", "c#d", "é?x=1"} {
		folder := filepath.Join(t.TempDir(), name)
		if err := mkdir(folder); err != nil {
			t.Skipf("this file system refuses the name %q", name)
		}
		db := openSQLite(t, folder)
		if _, err := db.Exec(t.Context(), `CREATE TABLE t (id TEXT) STRICT`); err != nil {
			t.Errorf("in %q: %v", name, err)
		}
		if !exists(filepath.Join(folder, "test.db")) {
			t.Errorf("in %q: the file is somewhere else", name)
		}
	}
}

func TestSQLiteReadsWhileATransactionWrites(t *testing.T) {
	t.Parallel()
	db := openSQLite(t, t.TempDir())
	if _, err := db.Exec(t.Context(), `CREATE TABLE t (n INTEGER NOT NULL) STRICT`); err != nil {
		t.Fatal(err)
	}
	err := db.InTx(t.Context(), func(tx dbx.Tx) error {
		if _, err := tx.Exec(t.Context(), `INSERT INTO t VALUES (1)`); err != nil {
			return err
		}
		var n int
		if err := db.QueryRow(t.Context(), `SELECT count(*) FROM t`).Scan(&n); err != nil {
			return err
		}
		if n != 0 {
			t.Errorf("rows seen outside the transaction = %d, want 0", n)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("InTx = %v", err)
	}
}

func TestSQLiteCopyWhileWriting(t *testing.T) {
	t.Parallel()
	db := openSQLite(t, t.TempDir())
	if _, err := db.Exec(t.Context(), `CREATE TABLE t (n INTEGER NOT NULL) STRICT`); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for range 50 {
			if _, err := db.Exec(t.Context(), `INSERT INTO t VALUES (1)`); err != nil {
				t.Errorf("Exec = %v", err)
			}
		}
	})
	folder := t.TempDir()
	if err := db.Copy(t.Context(), filepath.Join(folder, "test.db")); err != nil {
		t.Fatalf("Copy = %v", err)
	}
	wg.Wait()
	var ok string
	if err := openSQLite(t, folder).QueryRow(t.Context(), `PRAGMA integrity_check`).Scan(&ok); err != nil || ok != "ok" {
		t.Errorf("integrity_check of the copy = %q, %v, want ok", ok, err)
	}
}

func TestSQLiteErrors(t *testing.T) {
	t.Parallel()
	db := openSQLite(t, t.TempDir())
	if _, err := db.Exec(t.Context(), `CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER UNIQUE) STRICT`); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRow(t.Context(), `SELECT n FROM t`).Scan(&n); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("QueryRow of nothing = %v, want %v", err, sql.ErrNoRows)
	}
	for _, row := range []string{`('a', 1)`, `('a', 2)`, `('b', 1)`} {
		_, err := db.Exec(t.Context(), `INSERT INTO t VALUES `+row)
		if first := row == `('a', 1)`; errors.Is(err, fault.Conflict) == first {
			t.Errorf("INSERT %s = %v", row, err)
		}
	}
}

// TestDatabaseFilesArePrivate makes a database, one that an older program left
// open to others, and a copy: no other person of the machine may read a file.
func TestDatabaseFilesArePrivate(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no file modes; the folder's list of rights says who may read")
	}
	dir := t.TempDir()
	old := filepath.Join(dir, "old.db")
	if err := os.WriteFile(old, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "new.db"), old} {
		db, err := dbx.OpenSQLite(t.Context(), path)
		if err != nil {
			t.Fatalf("OpenSQLite(%q) = %v", path, err)
		}
		if _, err := db.Exec(t.Context(), `CREATE TABLE t (n INTEGER)`); err != nil {
			t.Fatalf("Exec = %v", err)
		}
		if err := db.Copy(t.Context(), path+".copy"); err != nil {
			t.Fatalf("Copy = %v", err)
		}
		t.Cleanup(func() { _ = db.Close() })
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 8 {
		t.Fatalf("ReadDir = %d files, %v, want two databases with log, index and copy", len(entries), err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode of %s = %v, %v, want 0600", e.Name(), info.Mode().Perm(), err)
		}
	}
}
