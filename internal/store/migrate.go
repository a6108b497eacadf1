package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"jobops/internal/dbx"
)

//go:embed migrations
var migrations embed.FS

const (
	// queueStep is the number of the migration that makes the queue's tables.
	queueStep = 2
	// migrationLock is the key of the advisory lock that lets one process
	// migrate a PostgreSQL server at a time ("jobops" in ASCII).
	migrationLock = 0x6a6f626f7073
)

// ErrNewerSchema says that a newer program has migrated the database.
var ErrNewerSchema = errors.New("the database was migrated by a newer version of jobops")

// ErrPending says that the database lacks migrations of this program.
var ErrPending = errors.New("the database needs migrating: run jobops migrate")

// Migrate brings the schema up to what this program knows. Several processes
// may call it at once. It fails with ErrNewerSchema and never goes backwards. On
// PostgreSQL a login that does not own the tables changes nothing: it is told
// when there is something to change.
func Migrate(ctx context.Context, db dbx.DB) error { return MigrateFor(ctx, db, "") }

// MigrateFor is Migrate by the login that owns the tables; app is the PostgreSQL
// login that the program then works with, "" for the same one.
func MigrateFor(ctx context.Context, db dbx.DB, app string) error {
	switch db := db.(type) {
	case *dbx.SQLite:
		return withProvider(db, func(_ *sql.DB, p *goose.Provider) error { return up(ctx, p) })
	case *dbx.Postgres:
		if !db.Owns() {
			return CheckSchema(ctx, db)
		}
		return withProvider(db, func(conn *sql.DB, p *goose.Provider) error {
			return locked(ctx, conn, func() error {
				if err := up(ctx, p); err != nil {
					return err
				}
				if err := queueTables(ctx, db); err != nil {
					return err
				}
				if err := guard(ctx, db, app); err != nil {
					return err
				}
				return db.Settle(ctx)
			})
		})
	}
	return fmt.Errorf("store: migrate: unknown database %T", db)
}

// CheckSchema reports whether this program can run on the schema as it is: nil,
// ErrPending or ErrNewerSchema.
func CheckSchema(ctx context.Context, db dbx.DB) error {
	m, ok := db.(migratable)
	if !ok {
		return fmt.Errorf("store: check schema: unknown database %T", db)
	}
	return withProvider(m, func(_ *sql.DB, p *goose.Provider) error {
		if err := refuseNewer(ctx, p); err != nil {
			return err
		}
		pending, err := p.HasPending(ctx)
		if err != nil {
			return fmt.Errorf("store: check schema: %w", err)
		}
		if pending {
			return ErrPending
		}
		wrong, err := Unguarded(ctx, db)
		if err == nil && len(wrong) > 0 {
			return fmt.Errorf("%w: %s", ErrPending, strings.Join(wrong, ", "))
		}
		return err
	})
}

// migratable is a database that gives the migration tool its own handle.
type migratable interface {
	dbx.DB
	MigrationDB() (db *sql.DB, done func() error, err error)
}

func withProvider(db migratable, f func(*sql.DB, *goose.Provider) error) (err error) {
	conn, done, err := db.MigrationDB()
	if err != nil {
		return fmt.Errorf("store: open for migration: %w", err)
	}
	defer func() { err = errors.Join(err, done()) }()
	p, err := provider(db.Dialect(), conn)
	if err != nil {
		return err
	}
	return f(conn, p)
}

func provider(dialect string, conn *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations/"+dialect)
	if err != nil {
		return nil, fmt.Errorf("store: migrations of %s: %w", dialect, err)
	}
	kind, options := goose.DialectPostgres, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if dialect == dbx.SQLiteDialect {
		kind = goose.DialectSQLite3
		step := goose.NewGoMigration(queueStep, &goose.GoFunc{RunTx: queueTablesTx}, nil)
		options = append(options, goose.WithGoMigrations(step))
	}
	p, err := goose.NewProvider(kind, conn, dir, options...)
	if err != nil {
		return nil, fmt.Errorf("store: migrations of %s: %w", dialect, err)
	}
	return p, nil
}

func up(ctx context.Context, p *goose.Provider) error {
	if err := refuseNewer(ctx, p); err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	return nil
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("store: schema version: %w", err)
	}
	if current > target {
		return fmt.Errorf("%w: schema %d, known %d", ErrNewerSchema, current, target)
	}
	return nil
}

// queueTablesTx makes the queue's tables on SQLite inside step 2.
func queueTablesTx(ctx context.Context, tx *sql.Tx) error {
	m, err := rivermigrate.New(riversqlite.New(nil), nil)
	if err != nil {
		return err
	}
	//lint:ignore SA1019 the steps that cannot share a transaction are PostgreSQL's; goose holds SQLite's one writing connection
	_, err = m.MigrateTx(ctx, tx, rivermigrate.DirectionUp, nil)
	return err
}

// queueTables makes the queue's tables on PostgreSQL. Its migrator wants a pool:
// some of its steps cannot share a transaction.
func queueTables(ctx context.Context, db *dbx.Postgres) error {
	m, err := rivermigrate.New(riverpgxv5.New(db.QueuePool()), nil)
	if err != nil {
		return fmt.Errorf("store: migrate queue: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("store: migrate queue: %w", err)
	}
	return nil
}

// locked runs f while this process alone holds the server's migration lock.
func locked(ctx context.Context, db *sql.DB, f func() error) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("store: migration lock: %w", err)
	}
	// Closing the handle ends the session and with it the lock, crash or not.
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(migrationLock)); err != nil {
		return fmt.Errorf("store: migration lock: %w", err)
	}
	err = f()
	_, unlock := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(migrationLock))
	return errors.Join(err, unlock)
}
