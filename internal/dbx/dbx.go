// Package dbx makes SQLite and PostgreSQL look like one database.
//
// A store writes one portable SQL text and runs it through Q. OpenSQLite and
// OpenPostgres return the two implementations of DB; both speak $1..$n,
// RETURNING, ON CONFLICT and the two functions fold(text) (lower case without
// accents) and ym(bigint) ("2026-11" of UTC microseconds).
//
//	err := db.InTx(ctx, func(tx dbx.Tx) error {
//		_, err := tx.Exec(ctx, `UPDATE postings SET title = $1 WHERE id = $2`, title, id)
//		return err
//	})
//
// Rules of the portable text: CAST(x AS text), never x::text; times are BIGINT
// microseconds (Micros); JSON goes through JSON; ids are text from Go; a
// statement with RETURNING runs inside InTx, because on SQLite Query and
// QueryRow use connections that cannot write.
//
// As looks at a database through a Sight: on PostgreSQL its statements then see
// the rows of one person, or of a named reach, and no others.
//
// A missing row is sql.ErrNoRows on both engines, a broken unique constraint
// is fault.Conflict. The package does not build SQL and does not map structs.
package dbx

import "context"

// The values of DB.Dialect.
const (
	SQLiteDialect   = "sqlite"
	PostgresDialect = "postgres"
)

// Q runs statements, inside or outside a transaction.
type Q interface {
	// Exec runs a statement and returns the number of rows it changed.
	Exec(ctx context.Context, sql string, args ...any) (int64, error)
	// Query returns rows that the caller closes.
	Query(ctx context.Context, sql string, args ...any) (Rows, error)
	// QueryRow returns one row; its error, sql.ErrNoRows included, comes from Scan.
	QueryRow(ctx context.Context, sql string, args ...any) Row
}

// Tx is a transaction in progress.
type Tx interface {
	Q
	// Unwrap returns the *sql.Tx or pgx.Tx beneath, for the queue alone.
	Unwrap() any
}

// DB is an open database.
type DB interface {
	Q
	// InTx runs f in a transaction that commits when f returns nil and rolls back
	// when it returns an error or panics. f must use its Tx and nothing else: a
	// second transaction inside f waits for the first one for ever on SQLite.
	InTx(ctx context.Context, f func(Tx) error) error
	// Dialect is SQLiteDialect or PostgresDialect.
	Dialect() string
	// Close ends every connection.
	Close() error
}

// Row is the result of QueryRow.
type Row interface {
	Scan(dest ...any) error
}

// Rows is the result of Query.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// Refused reports whether the schema refused a value: a reference to a row that
// is not there, a missing or repeated value, one of another type or size.
func Refused(err error) bool { return sqliteRefused(err) || pgRefused(err) }
