//go:build drill

package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"
)

// TestDrillPortableFaultsOnPostgreSQL breaks instances on PostgreSQL in every way
// that both databases know.
func TestDrillPortableFaultsOnPostgreSQL(t *testing.T) {
	t.Parallel()
	server := os.Getenv("JOBOPS_TEST_POSTGRES")
	if server == "" {
		t.Skip("JOBOPS_TEST_POSTGRES is not set")
	}
	b := ready(t)
	for _, f := range faults {
		if f.portable == "" {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			database, data := schema(t, server), filepath.Join(t.TempDir(), "data")
			if err := os.CopyFS(filepath.Join(data, "cache"), os.DirFS(filepath.Join(b.golden, "cache"))); err != nil {
				t.Fatal(err)
			}
			s, err := b.serve(data, "--database-url", database)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(s.useIn(database), s.stop()); err != nil {
				t.Fatal(err)
			}
			at := []string{"--static", "--attested", "--database-url", database}
			if r := b.verify(t, data, at...); len(r.red()) > 0 && f.name == faults[0].name {
				t.Fatalf("verify of a clean instance = %v", r)
			}
			if err := inject(t.Context(), f.name, data, database); err != nil {
				t.Fatalf("inject = %v", err)
			}
			if r := b.verify(t, data, at...); r.exit != 1 || !r.names(f.check, f.culprit) {
				t.Errorf("verify after %q = exit %d, %v, want %s to name %q", f.what, r.exit, r, f.check, f.culprit)
			}
		})
	}
}

// schema makes an empty schema and returns the URL that works in it.
func schema(t *testing.T, server string) string {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := "faults_" + rand.Text()[:12]
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA "`+name+`"`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.ExecContext(context.Background(), `DROP SCHEMA "`+name+`" CASCADE`); err != nil {
			t.Errorf("DROP SCHEMA = %v", err)
		}
		_ = db.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", `"`+name+`",public`)
	u.RawQuery = q.Encode()
	return u.String()
}
