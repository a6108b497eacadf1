package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
)

// login is a way to reach one schema of a PostgreSQL server: one URL of a
// superuser, one of the tables' owner, two of an owner and of who owns nothing.
type login struct {
	name    string
	db      *dbx.Postgres // as the program has it
	planted *instance     // as a superuser, whom no policy binds
}

// logins runs f for each of them, on a schema with two people.
func logins(t *testing.T, f func(t *testing.T, l login)) {
	t.Helper()
	server := storetest.Server(t)
	if server == "" {
		return
	}
	for _, name := range []string{"superuser", "owner", "owns nothing"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := storetest.Schema(t, server)
			admin := openPostgres(t, at)
			var db *dbx.Postgres
			switch name {
			case "superuser":
				migrate(t, admin)
				db = openPostgres(t, at)
			case "owner":
				db = openPostgres(t, storetest.Login(t, at, true))
				migrate(t, db)
			case "owns nothing":
				migrator := openPostgres(t, storetest.Login(t, at, true))
				app := storetest.Login(t, at, false)
				who, err := url.Parse(app)
				if err != nil {
					t.Fatal(err)
				}
				if err := store.MigrateFor(t.Context(), migrator, who.User.Username()); err != nil {
					t.Fatalf("MigrateFor = %v", err)
				}
				db = openPostgres(t, app)
			}
			migrate(t, admin) // which becomes the role that owns nothing for what it plants
			if db.Owns() != (name != "owns nothing") || !db.Bound() {
				t.Errorf("%s: owns %v, bound %v", name, db.Owns(), db.Bound())
			}
			f(t, login{name, db, newInstance(t, admin)})
		})
	}
}

func openPostgres(t *testing.T, at string) *dbx.Postgres {
	t.Helper()
	db, err := dbx.OpenPostgres(t.Context(), at)
	if err != nil {
		t.Fatalf("OpenPostgres = %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestPromise_P35_EveryTableKeepsPeopleApart sends statements without an owner
// clause to every table whose rows are somebody's.
func TestPromise_P35_EveryTableKeepsPeopleApart(t *testing.T) {
	t.Parallel()
	logins(t, func(t *testing.T, l login) {
		a, b := l.planted.settle(t), l.planted.settle(t)
		for _, name := range inventory.Load().PersonalTables() {
			own := table(t, name)
			for who, want := range map[owner.ID]string{a.id: string(a.id), b.id: string(b.id), owner.None: ""} {
				got := ownersSeen(t, dbx.As(l.db, dbx.Sight{Owner: who}), own)
				if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{want}) {
					t.Errorf("%s as %q shows rows of %q", name, who, got)
				}
			}
			l.changesOnly(t, own, a.id, b.id)
		}
	})
}

func ownersSeen(t *testing.T, db dbx.DB, own inventory.Table) (all []string) {
	t.Helper()
	rows, err := db.Query(t.Context(), "SELECT DISTINCT "+own.Subject.Path+" FROM "+own.Name)
	if err != nil {
		t.Fatalf("%s: %v", own.Name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		all = append(all, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", own.Name, err)
	}
	return all
}

// changesOnly has one person change and delete all rows there are, give one away,
// and nobody delete any.
func (l login) changesOnly(t *testing.T, own inventory.Table, one, other owner.ID) {
	t.Helper()
	undo := errors.New("undo")
	count := func(who owner.ID) (n int64) {
		if err := l.planted.db.QueryRow(t.Context(), "SELECT count(*) FROM "+own.Name+" WHERE "+own.Subject.Path+" = $1", who).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	mine := count(one)
	for _, c := range []struct {
		as   owner.ID
		sql  string
		want int64
	}{
		{one, "UPDATE " + own.Name + " SET " + own.Subject.Path + " = " + own.Subject.Path, mine},
		{owner.None, "UPDATE " + own.Name + " SET " + own.Subject.Path + " = " + own.Subject.Path, 0},
		{one, "DELETE FROM " + own.Name, mine},
		{owner.None, "DELETE FROM " + own.Name, 0},
	} {
		var n int64
		err := dbx.As(l.db, dbx.Sight{Owner: c.as}).InTx(t.Context(), func(tx dbx.Tx) (err error) {
			if n, err = tx.Exec(t.Context(), c.sql); err != nil {
				return err
			}
			return undo
		})
		if !errors.Is(err, undo) && !dbx.Refused(err) || err == undo && n != c.want {
			t.Errorf("%s as %q = %d rows, %v, want %d", c.sql, c.as, n, err, c.want)
		}
	}
	_, err := dbx.As(l.db, dbx.Sight{Owner: one}).Exec(t.Context(), "UPDATE "+own.Name+" SET "+own.Subject.Path+" = $1", other)
	if err == nil {
		t.Errorf("%s: rows could be given to somebody else", own.Name)
	}
}

// TestReachesSeeTheirTables compares what each reach sees and may change with
// what is written down of it.
func TestReachesSeeTheirTables(t *testing.T) {
	t.Parallel()
	logins(t, func(t *testing.T, l login) {
		l.planted.settle(t)
		for _, name := range inventory.Load().PersonalTables() {
			own := table(t, name)
			for _, r := range append(dbx.Reaches(), "invented") {
				db := dbx.As(l.db, dbx.Sight{Reach: r})
				sees, changes := store.Reaching(r, name)
				if got := len(ownersSeen(t, db, own)) > 0; got != sees {
					t.Errorf("reach %s sees %s: %v, want %v", r, name, got, sees)
				}
				n, err := db.Exec(t.Context(), "UPDATE "+name+" SET "+own.Subject.Path+" = "+own.Subject.Path)
				if err != nil || (n > 0) != changes {
					t.Errorf("reach %s changes %s: %d, %v, want %v", r, name, n, err, changes)
				}
			}
		}
	})
}

// TestWhoOwnsNothingChangesNoSchema tries what only the owner of the tables may.
func TestWhoOwnsNothingChangesNoSchema(t *testing.T) {
	t.Parallel()
	logins(t, func(t *testing.T, l login) {
		for _, q := range []string{
			"ALTER TABLE cvs DISABLE ROW LEVEL SECURITY", "ALTER TABLE cvs NO FORCE ROW LEVEL SECURITY", "DROP POLICY own ON cvs",
			"DROP TABLE letters", "CREATE TABLE stray (id TEXT)", "TRUNCATE looks", "UPDATE goose_db_version SET version_id = 0",
		} {
			_, err := dbx.As(l.db, dbx.Sight{Reach: dbx.Sweep}).Exec(t.Context(), q)
			if err == nil && l.name != "owner" {
				t.Errorf("%s as %s = nil, want a refusal", q, l.name)
			}
			if err != nil && l.name == "owner" {
				t.Errorf("%s as %s = %v", q, l.name, err)
			}
		}
		wrong, err := store.Unguarded(t.Context(), l.planted.db)
		if err != nil || (len(wrong) == 0) != (l.name != "owner") {
			t.Errorf("Unguarded = %q, %v", wrong, err)
		}
		if l.name != "owner" {
			return
		}
		if err := store.CheckSchema(t.Context(), l.db); !errors.Is(err, store.ErrPending) {
			t.Errorf("CheckSchema without policies = %v, want %v", err, store.ErrPending)
		}
	})
}

// careless is a database that forgets the owner clause of every statement.
type careless struct {
	dbx.DB
	cut *int
}

var ownerClause = regexp.MustCompile(`\b(\w+\.)?owner_id = (\$\d+)`)

func (c careless) mutant(q string) string {
	return ownerClause.ReplaceAllStringFunc(q, func(clause string) string {
		*c.cut++
		return "CAST(" + clause[strings.LastIndexByte(clause, ' ')+1:] + " AS text) IS NOT NULL"
	})
}

func (c careless) As(s dbx.Sight) dbx.DB { return careless{dbx.As(c.DB, s), c.cut} }

func (c careless) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	return c.DB.Exec(ctx, c.mutant(q), args...)
}

func (c careless) Query(ctx context.Context, q string, args ...any) (dbx.Rows, error) {
	return c.DB.Query(ctx, c.mutant(q), args...)
}

func (c careless) QueryRow(ctx context.Context, q string, args ...any) dbx.Row {
	return c.DB.QueryRow(ctx, c.mutant(q), args...)
}

func (c careless) InTx(ctx context.Context, f func(dbx.Tx) error) error {
	return c.DB.InTx(ctx, func(tx dbx.Tx) error { return f(carelessTx{tx, c}) })
}

type carelessTx struct {
	dbx.Tx
	c careless
}

func (x carelessTx) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	return x.Tx.Exec(ctx, x.c.mutant(q), args...)
}

func (x carelessTx) Query(ctx context.Context, q string, args ...any) (dbx.Rows, error) {
	return x.Tx.Query(ctx, x.c.mutant(q), args...)
}

func (x carelessTx) QueryRow(ctx context.Context, q string, args ...any) dbx.Row {
	return x.Tx.QueryRow(ctx, x.c.mutant(q), args...)
}

// TestPromise_P35_AForgottenOwnerClauseLeaksNothing runs the store's own methods
// as one person with the ids of another, with every owner clause cut out. On
// SQLite, where only the clauses keep people apart, the same cut must be seen to
// leak, or it proves nothing.
func TestPromise_P35_AForgottenOwnerClauseLeaksNothing(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		db := storetest.SQLite(t)
		migrate(t, db)
		in := newInstance(t, db)
		leaks, changed, cut := in.mutate(t, db)
		if leaks < 20 || !changed || cut < 40 {
			t.Errorf("without policies %d methods leak, another's rows changed %v, %d clauses cut: the mutants do not bite", leaks, changed, cut)
		}
	})
	logins(t, func(t *testing.T, l login) {
		leaks, changed, cut := l.planted.mutate(t, l.db)
		if leaks > 0 || changed || cut < 40 {
			t.Errorf("%d methods leak, another's rows changed %v, %d clauses cut", leaks, changed, cut)
		}
	})
}

// changing are the names of methods that change something.
var changing = regexp.MustCompile(`^(Delete|End|Set|Rename|Add|Forget)`)

// mutate runs every method that takes an owner, reads first, and tells how many
// answered otherwise than without mutation and whether rows of the other person
// changed.
func (in *instance) mutate(t *testing.T, db dbx.DB) (leaks int, changed bool, cut int) {
	t.Helper()
	a, b := in.settle(t), in.settle(t)
	now := func() time.Time { return storetest.Start }
	right := store.New(db, &storetest.Tasks{}, in.keys, now)
	wrong := store.New(careless{db, &cut}, &storetest.Tasks{}, in.keys, now)
	before := in.rowsOfOne(t, b)
	for _, g := range inventory.Load().Groups() {
		if content(t, right, a.id, g) != content(t, wrong, a.id, g) {
			leaks++
			t.Logf("the rows of %s are not one's own alone", g.Table.Name)
		}
	}
	for _, m := range simple(right) {
		if !changing.MatchString(m) && call(t, right, m, a, b) != call(t, wrong, m, a, b) {
			leaks++
			t.Logf("%s answers with what is not one's own", m)
		}
	}
	for _, m := range simple(right) {
		if changing.MatchString(m) {
			call(t, wrong, m, a, b)
		}
	}
	eraser := store.NewEraser(wrong, in.blobs, inventory.Load())
	for _, name := range inventory.Load().PersonalTables() {
		if name != inventory.Load().Accounts() {
			_, err := eraser.Act(t.Context(), privacy.Erasure{Owner: a.id}, privacy.Step{Kind: privacy.StepRows, Target: name})
			if err != nil && !dbx.Refused(err) {
				t.Fatalf("erasing rows of %s = %v", name, err)
			}
		}
	}
	return leaks, !slices.Equal(before, in.rowsOfOne(t, b)), cut
}

// content is everything that a store passes on of a group of rows.
func content(t *testing.T, s *store.Store, who owner.ID, g inventory.Group) string {
	t.Helper()
	var all []string
	err := s.Rows(t.Context(), who, g, func(values []any) error {
		all = append(all, fmt.Sprintf("%q", values))
		return nil
	})
	return fmt.Sprint(all, err)
}

// rowsOfOne are all rows of a person as they rest.
func (in *instance) rowsOfOne(t *testing.T, r *resident) (all []string) {
	t.Helper()
	for _, name := range inventory.Load().PersonalTables() {
		own := table(t, name)
		names := make([]string, len(own.Columns))
		for i, c := range own.Columns {
			names[i] = c.Name
		}
		rows, err := in.db.Query(t.Context(), "SELECT "+strings.Join(names, ", ")+" FROM "+name+" WHERE "+own.Subject.Path+" = $1 ORDER BY "+own.RowKey(), r.id)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			all = append(all, fmt.Sprintf("%s %q", name, values))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// simple lists the methods that take a context, an owner and texts alone.
func simple(s *store.Store) (names []string) {
	kind := reflect.TypeOf(s)
	for i := range kind.NumMethod() {
		m := kind.Method(i)
		ok := m.Type.NumIn() >= 3 && m.Type.In(2) == reflect.TypeFor[owner.ID]()
		for n := 3; ok && n < m.Type.NumIn(); n++ {
			ok = m.Type.In(n).Kind() == reflect.String
		}
		if ok && !m.Type.IsVariadic() {
			names = append(names, m.Name)
		}
	}
	return names
}

// ids name the row that a parameter of a type means.
var ids = map[reflect.Type]string{
	reflect.TypeFor[library.ID](): "cvs", reflect.TypeFor[library.VersionID](): "versions", reflect.TypeFor[library.UploadID](): "uploads",
	reflect.TypeFor[tailor.ID](): "tailorings", reflect.TypeFor[tailor.PostingID](): "postings", reflect.TypeFor[tailor.RunID](): "runs",
	reflect.TypeFor[letter.ID](): "letters", reflect.TypeFor[tracker.ID](): "applications", reflect.TypeFor[tracker.ItemID](): "application_items",
	reflect.TypeFor[tracker.ChangeID](): "application_changes",
}

// call calls a method as one person with the ids of another.
func call(t *testing.T, s *store.Store, method string, as, of *resident) string {
	t.Helper()
	m := reflect.ValueOf(s).MethodByName(method)
	args := []reflect.Value{reflect.ValueOf(t.Context()), reflect.ValueOf(as.id)}
	for n := 2; n < m.Type().NumIn(); n++ {
		kind := m.Type().In(n)
		id := of.rows["drafts"]
		if name, ok := ids[kind]; ok {
			id = of.rows[name]
		}
		args = append(args, reflect.ValueOf(id).Convert(kind))
	}
	var out []string
	for _, v := range m.Call(args) {
		if err, ok := v.Interface().(error); ok {
			out = append(out, err.Error())
			continue
		}
		data, err := json.Marshal(v.Interface())
		if err != nil {
			t.Fatalf("%s: %v", method, err)
		}
		out = append(out, string(data))
	}
	return strings.Join(out, " ")
}

// TestEveryStatementHasASight looks for statements of the store that go to the
// database past of, across and nobody.
func TestEveryStatementHasASight(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	past := regexp.MustCompile(`\.base\.(Exec|Query|QueryRow|InTx)\b|rowsOf\(ctx, \w+\.base\b|\(ctx, \w+\.base,`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := past.FindString(string(source)); found != "" && !strings.HasSuffix(file, "_test.go") {
			t.Errorf("%s: %s sees everybody's rows or nobody's by chance", file, found)
		}
	}
}
