package store_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/dbx"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

var update = flag.Bool("update", false, "rewrite the golden schema")

// foreign reports tables that are not ours: the two engines may spell them
// differently.
func foreign(table string) bool {
	return strings.HasPrefix(table, "river_") || table == "goose_db_version"
}

func TestSchemaEqualsGolden(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		columns, err := store.Catalog(t.Context(), db)
		if err != nil {
			t.Fatalf("Catalog = %v", err)
		}
		// One file for both engines is what makes the two schemas agree.
		golden(t, "schema.txt", listing(columns, false))
		golden(t, "schema."+db.Dialect()+".queue.txt", listing(columns, true))
	})
}

func listing(columns []store.Column, ofOthers bool) string {
	var b strings.Builder
	for _, c := range columns {
		if foreign(c.Table) != ofOthers {
			continue
		}
		null := ""
		if c.NotNull {
			null = " not null"
		}
		fmt.Fprintf(&b, "%s.%s %s%s\n", c.Table, c.Name, c.Type, null)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs from the live schema (-want +got), -update rewrites it:\n%s", name, diff)
	}
}

func TestMigrateIsRepeatable(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		if err := store.Migrate(t.Context(), db); err != nil {
			t.Errorf("second Migrate = %v, want nil", err)
		}
		if err := store.CheckSchema(t.Context(), db); err != nil {
			t.Errorf("CheckSchema = %v, want nil", err)
		}
	})
}

func TestCheckSchemaOfEmptyDatabase(t *testing.T) {
	t.Parallel()
	storetest.EachEmpty(t, func(t *testing.T, db dbx.DB) {
		if err := store.CheckSchema(t.Context(), db); !errors.Is(err, store.ErrPending) {
			t.Errorf("CheckSchema = %v, want %v", err, store.ErrPending)
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		_, err := db.Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, $2)`, 9999, true)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Migrate(t.Context(), db); !errors.Is(err, store.ErrNewerSchema) {
			t.Errorf("Migrate = %v, want %v", err, store.ErrNewerSchema)
		}
		if err := store.CheckSchema(t.Context(), db); !errors.Is(err, store.ErrNewerSchema) {
			t.Errorf("CheckSchema = %v, want %v", err, store.ErrNewerSchema)
		}
	})
}

func TestMigrateFromManyProcessesAtOnce(t *testing.T) {
	t.Parallel()
	storetest.EachEmpty(t, func(t *testing.T, db dbx.DB) {
		const callers = 4
		done := make(chan error, callers)
		for range callers {
			go func() { done <- store.Migrate(t.Context(), db) }()
		}
		for range callers {
			if err := <-done; err != nil {
				t.Errorf("Migrate = %v, want nil", err)
			}
		}
	})
}

// TestMigrationNumbersAgree holds the two directories in step. The Go step of
// SQLite has its place holder among the files of PostgreSQL.
func TestMigrationNumbersAgree(t *testing.T) {
	t.Parallel()
	want := numbers(t, "migrations/postgres", nil)
	got := numbers(t, "migrations/sqlite", map[string]bool{"00002": true})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("migration numbers (-postgres +sqlite):\n%s", diff)
	}
}

func numbers(t *testing.T, dir string, steps map[string]bool) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for n := range steps {
		all[n] = true
	}
	for _, f := range files {
		number, _, _ := strings.Cut(f.Name(), "_")
		if all[number] {
			t.Errorf("%s: number %s twice", dir, number)
		}
		all[number] = true
	}
	return all
}

// notPortable is what one of the two engines refuses or answers differently; a
// method call such as s.now() is Go.
var notPortable = regexp.MustCompile(`[\w)]::[a-z]|(?i)\bILIKE\b|(?:^|[^.\w])NOW\(\)|=\s*ANY\(|CURRENT_TIMESTAMP`)

// TestSQLIsPortable reads every Go file of the store but the dialect file.
func TestSQLIsPortable(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || path == "dialect.go" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if found := notPortable.FindString(string(source)); found != "" {
			t.Errorf("%s: %q is not portable SQL; it belongs in dialect.go", path, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNotPortableFindsEachConstruct(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{"$2::text", "name ILIKE $1", "at < now()", "id = ANY($1)", "DEFAULT current_timestamp"} {
		if !notPortable.MatchString(sql) {
			t.Errorf("notPortable(%q) = false, want true", sql)
		}
	}
	if sql := "CAST($1 AS text) AND many(x)"; notPortable.MatchString(sql) {
		t.Errorf("notPortable(%q) = true, want false", sql)
	}
}
