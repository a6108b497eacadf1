// Package storetest gives each test its own migrated database: a fresh SQLite
// file always, and a schema of its own on the PostgreSQL server that
// JOBOPS_TEST_POSTGRES names (a URL whose role may create schemas and the
// unaccent extension).
//
//	func TestPostings(t *testing.T) {
//		t.Parallel()
//		storetest.Each(t, func(t *testing.T, s *store.Store) { … })
//	}
//
// Without the variable the PostgreSQL half is named in the log and left out;
// with CI=true that fails the test.
package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/blob"
	"jobops/internal/dbx"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/task"
)

// Start is the time at which the clock of Each stands.
var Start = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

// Each runs f on a store over SQLite and over PostgreSQL. The clock stands at
// Start; queued tasks are counted by nobody: use EachDB with a Tasks to see them.
func Each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachDB(t, func(t *testing.T, db dbx.DB) {
		f(t, New(t, db, &Tasks{}))
	})
}

// New returns a store with a keyring and disk blobs of its own on a migrated
// database. Its clock stands at Start.
func New(t *testing.T, db dbx.DB, queue store.Enqueuer) *store.Store {
	t.Helper()
	now := func() time.Time { return Start }
	return store.New(db, queue, Keeper(t, db, Blobs(t)), now)
}

// Blobs returns an empty object store on disk.
func Blobs(t testing.TB) *blob.Disk {
	t.Helper()
	blobs, err := blob.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatalf("OpenDisk = %v", err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	return blobs
}

// Keeper returns a keeper with a fresh keyring whose references are in db.
func Keeper(t testing.TB, db dbx.DB, objects seal.Objects) *seal.Keeper {
	t.Helper()
	now := func() time.Time { return Start }
	ring, err := seal.CreateKeyring(filepath.Join(t.TempDir(), "keyring"), Start)
	if err != nil {
		t.Fatalf("CreateKeyring = %v", err)
	}
	return seal.NewKeeper(ring, objects, store.NewKeyRefs(db, now), now)
}

// EachDB runs f on a migrated database of each engine.
func EachDB(t *testing.T, f func(t *testing.T, db dbx.DB)) {
	t.Helper()
	EachEmpty(t, func(t *testing.T, db dbx.DB) {
		if err := store.Migrate(t.Context(), db); err != nil {
			t.Fatalf("Migrate = %v", err)
		}
		f(t, db)
	})
}

// EachEmpty runs f on an empty database of each engine.
func EachEmpty(t *testing.T, f func(t *testing.T, db dbx.DB)) {
	t.Helper()
	t.Run(dbx.SQLiteDialect, func(t *testing.T) {
		t.Parallel()
		f(t, SQLite(t))
	})
	server := Server(t)
	if server == "" {
		return
	}
	t.Run(dbx.PostgresDialect, func(t *testing.T) {
		t.Parallel()
		f(t, postgres(t, server))
	})
}

// Server returns the URL of the PostgreSQL server for tests, "" when there is
// none, which is said in the log and, with CI=true, fails the test.
func Server(t testing.TB) string {
	t.Helper()
	server := os.Getenv("JOBOPS_TEST_POSTGRES")
	if server == "" && os.Getenv("CI") == "true" {
		t.Fatal("JOBOPS_TEST_POSTGRES is not set: with CI=true every store test runs on PostgreSQL too")
	}
	if server == "" {
		t.Log("JOBOPS_TEST_POSTGRES is not set: not run on PostgreSQL")
	}
	return server
}

// SQLite opens an empty database file that goes away with the test.
func SQLite(t *testing.T) *dbx.SQLite {
	t.Helper()
	db, err := dbx.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "jobops.db"))
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

// postgres opens an empty schema of the server.
func postgres(t *testing.T, server string) *dbx.Postgres {
	t.Helper()
	db, err := dbx.OpenPostgres(t.Context(), Schema(t, server))
	if err != nil {
		t.Fatalf("OpenPostgres = %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Schema makes an empty schema on a server and returns the URL that works in
// it. The schema goes away with the test.
func Schema(t testing.TB, server string) string {
	t.Helper()
	admin, err := dbx.OpenPostgres(t.Context(), server)
	if err != nil {
		t.Fatalf("OpenPostgres = %v", err)
	}
	schema := "test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if _, err := admin.Exec(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatalf("CREATE SCHEMA = %v", err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		if _, err := admin.Exec(context.Background(), fmt.Sprintf("DROP SCHEMA %s CASCADE", schema)); err != nil {
			t.Errorf("DROP SCHEMA = %v", err)
		}
		_ = admin.Close()
	})
	return inSchema(t, server, schema)
}

// Login makes a role that may sign in and, if it is to own the tables, make them
// in the schema of a URL; it returns the URL with the role. Role and tables go
// away with the test.
func Login(t *testing.T, at string, owns bool) string {
	t.Helper()
	admin, err := dbx.OpenPostgres(t.Context(), at)
	if err != nil {
		t.Fatalf("OpenPostgres = %v", err)
	}
	role := "test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	run := func(ctx context.Context, steps ...string) {
		for _, q := range steps {
			if _, err := admin.Exec(ctx, q); err != nil {
				t.Errorf("%s = %v", q, err)
			}
		}
	}
	may := map[bool]string{true: "ALL", false: "USAGE"}[owns]
	run(t.Context(), "CREATE ROLE "+role+" LOGIN PASSWORD 'only-of-a-test'",
		`DO $$ BEGIN EXECUTE format('GRANT `+may+` ON SCHEMA %I TO `+role+`', current_schema()); END $$`)
	t.Cleanup(func() {
		run(context.Background(), "DROP OWNED BY "+role+" CASCADE", "DROP ROLE "+role)
		_ = admin.Close()
	})
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal("JOBOPS_TEST_POSTGRES is not a URL")
	}
	u.User = url.UserPassword(role, "only-of-a-test")
	return u.String()
}

// inSchema adds the search path to a postgres:// URL.
func inSchema(t testing.TB, server, schema string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal("JOBOPS_TEST_POSTGRES is not a URL")
	}
	q := u.Query()
	q.Set("search_path", schema+",public")
	u.RawQuery = q.Encode()
	return u.String()
}

// Tasks is a store.Enqueuer that keeps what it is given, committed or not. For
// the real thing use package queue, which needs a migrated database only.
type Tasks struct {
	mu  sync.Mutex
	all []task.Task
}

// Enqueue keeps the tasks.
func (q *Tasks) Enqueue(_ context.Context, _ dbx.Tx, tasks ...task.Task) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.all = append(q.all, tasks...)
	return nil
}

// All returns the tasks in the order they came.
func (q *Tasks) All() []task.Task {
	q.mu.Lock()
	defer q.mu.Unlock()
	return append([]task.Task(nil), q.all...)
}
