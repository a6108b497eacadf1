package dbx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"jobops/internal/fault"
)

// readers is the size of the pool of connections that cannot write.
const readers = 8

// pragmas are set on every connection of every pool; SQLite keeps none of them
// in the file but journal_mode. FULL, because a CV acknowledged must survive a
// power cut; secure_delete, because DELETE must erase.
const pragmas = "_txlock=immediate" +
	"&_pragma=busy_timeout(5000)" +
	"&_pragma=journal_mode(WAL)" +
	"&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(1)" +
	"&_pragma=cache_size(-20000)" +
	"&_pragma=secure_delete(1)"

// SQLite is a database in one file: one connection that writes, eight that
// read, one for the queue.
//
// Nothing else in the process may open the file, not even to copy it: closing
// any descriptor of it drops SQLite's locks. Copy with VACUUM INTO.
type SQLite struct {
	path          string
	writer, queue *sql.DB
	reader        *sql.DB
}

var registerFunctions = sync.OnceFunc(func() {
	sqlite.MustRegisterDeterministicScalarFunction("fold", 1, foldValue)
	sqlite.MustRegisterDeterministicScalarFunction("ym", 1, monthValue)
})

// OpenSQLite opens or creates the database file at path.
func OpenSQLite(ctx context.Context, path string) (*SQLite, error) {
	registerFunctions()
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("dbx: open %s: %w", path, err)
	}
	if err := private(abs); err != nil {
		return nil, fmt.Errorf("dbx: open %s: %w", path, err)
	}
	s := &SQLite{path: abs}
	for _, pool := range []struct {
		db    **sql.DB
		extra string
		size  int
	}{{&s.writer, "", 1}, {&s.queue, "", 1}, {&s.reader, "&_pragma=query_only(1)", readers}} {
		if *pool.db, err = sql.Open("sqlite", dsn(abs)+pool.extra); err != nil {
			return nil, errors.Join(fmt.Errorf("dbx: open %s: %w", path, err), s.Close())
		}
		(*pool.db).SetMaxOpenConns(pool.size)
		(*pool.db).SetMaxIdleConns(pool.size)
	}
	// The writer goes first: it creates the file and switches it to WAL.
	if err := s.writer.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("dbx: open %s: %w", path, err), s.Close())
	}
	return s, nil
}

// private makes the database file, and what an older program left beside it,
// readable for its owner alone; SQLite gives the log the file's own mode. A file
// that is there is not opened, for closing it would drop SQLite's locks.
func private(abs string) error {
	f, err := os.OpenFile(abs, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		return f.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	for _, name := range []string{abs, abs + "-wal", abs + "-shm"} {
		if err := os.Chmod(name, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// dsn escapes the path, so that "?", "#" and "%" in a folder name stay a name.
func dsn(abs string) string {
	p := filepath.ToSlash(abs)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/data becomes file:///C:/data
	}
	return "file://" + (&url.URL{Path: p}).EscapedPath() + "?" + pragmas
}

// Dialect is SQLiteDialect.
func (s *SQLite) Dialect() string { return SQLiteDialect }

// Path is the absolute path of the database file.
func (s *SQLite) Path() string { return s.path }

// QueueDB is the queue's own connection. River takes a *sql.DB, and with the
// writer's connection its inserts would wait for the transaction they follow.
func (s *SQLite) QueueDB() *sql.DB { return s.queue }

// MigrationDB is the writing connection for the migration tool. done is called
// when the migrations have run; it leaves the connection open.
func (s *SQLite) MigrationDB() (db *sql.DB, done func() error, err error) {
	return s.writer, func() error { return nil }, nil
}

// Close ends every connection; the last one merges the write-ahead log.
func (s *SQLite) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.reader, s.queue, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Exec runs on the writing connection.
func (s *SQLite) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	return sqlExec(ctx, s.writer, q, args)
}

// Query runs on a reading connection; a statement that writes fails there.
func (s *SQLite) Query(ctx context.Context, q string, args ...any) (Rows, error) {
	return sqlQuery(ctx, s.reader, q, args)
}

// QueryRow runs on a reading connection; a statement that writes fails there.
func (s *SQLite) QueryRow(ctx context.Context, q string, args ...any) Row {
	return sqlRow{s.reader.QueryRowContext(ctx, q, args...)}
}

// InTx takes the write lock at once (BEGIN IMMEDIATE).
func (s *SQLite) InTx(ctx context.Context, f func(Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("dbx: begin: %w", err)
	}
	// After a commit this answers sql.ErrTxDone, which says nothing new.
	defer func() { _ = tx.Rollback() }()
	if err := f(sqlTx{tx}); err != nil {
		return err
	}
	return sqliteError(tx.Commit())
}

// Copy writes a consistent copy of the database into a new file while others
// read and write (VACUUM INTO). The file must not exist; only its owner can read
// it.
func (s *SQLite) Copy(ctx context.Context, file string) error {
	if err := private(file); err != nil {
		return fmt.Errorf("dbx: copy database: %w", err)
	}
	if _, err := s.writer.ExecContext(ctx, `VACUUM INTO $1`, file); err != nil {
		return fmt.Errorf("dbx: copy database: %w", err)
	}
	return nil
}

// Checkpoint moves the write-ahead log into the file and empties it. With
// secure_delete nothing of a deleted row is left on the disk then. It gives up
// without an error while a reader holds an older state.
func (s *SQLite) Checkpoint(ctx context.Context) error {
	var busy, pages, moved int
	if err := s.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		return fmt.Errorf("dbx: checkpoint: %w", err)
	}
	return nil
}

type sqlTx struct{ tx *sql.Tx }

func (t sqlTx) Unwrap() any { return t.tx }

func (t sqlTx) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	return sqlExec(ctx, t.tx, q, args)
}

func (t sqlTx) Query(ctx context.Context, q string, args ...any) (Rows, error) {
	return sqlQuery(ctx, t.tx, q, args)
}

func (t sqlTx) QueryRow(ctx context.Context, q string, args ...any) Row {
	return sqlRow{t.tx.QueryRowContext(ctx, q, args...)}
}

// sqlConn is what *sql.DB and *sql.Tx share.
type sqlConn interface {
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

func sqlExec(ctx context.Context, c sqlConn, q string, args []any) (int64, error) {
	res, err := c.ExecContext(ctx, q, args...)
	if err != nil {
		return 0, sqliteError(err)
	}
	return res.RowsAffected()
}

func sqlQuery(ctx context.Context, c sqlConn, q string, args []any) (Rows, error) {
	rows, err := c.QueryContext(ctx, q, args...)
	if err != nil {
		return nil, sqliteError(err)
	}
	return rows, nil
}

type sqlRow struct{ row *sql.Row }

func (r sqlRow) Scan(dest ...any) error { return sqliteError(r.row.Scan(dest...)) }

// sqliteError turns a broken unique constraint into fault.Conflict. The text
// names table and column and never a value.
func sqliteError(err error) error {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() {
		case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return fmt.Errorf("%w: %w", fault.Conflict, err)
		}
	}
	return err
}

// sqliteRefused looks at the primary code of the error.
func sqliteRefused(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT
}

func foldValue(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	switch v := args[0].(type) {
	case nil:
		return nil, nil
	case string:
		return Fold(v), nil
	}
	return nil, fmt.Errorf("fold: want text, have %T", args[0])
}

func monthValue(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	switch v := args[0].(type) {
	case nil:
		return nil, nil
	case int64:
		return Month(v), nil
	}
	return nil, fmt.Errorf("ym: want integer, have %T", args[0])
}
