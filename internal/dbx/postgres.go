package dbx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"jobops/internal/fault"
)

const (
	// idleTime stays under the five minutes after which hosted servers suspend.
	idleTime       = 4 * time.Minute
	connectTimeout = 10 * time.Second
	uniqueBroken   = "23505" // unique_violation, PostgreSQL manual, appendix A
)

// timeouts bound the statements of requests and tasks. A transaction pooler
// refuses such start-up parameters; there the role carries them.
var timeouts = map[string]string{
	"statement_timeout":                   "5s",
	"idle_in_transaction_session_timeout": "10s",
}

// Postgres is a PostgreSQL database: one pool for the program, one for the queue.
type Postgres struct {
	pgConn
	pool, queue *pgxpool.Pool
	pooled      bool
	standing    atomic.Pointer[standing]
}

// OpenPostgres connects to the server that url names and pings it. The error
// never holds the password.
func OpenPostgres(ctx context.Context, url string) (*Postgres, error) {
	p := &Postgres{}
	var err error
	if p.pool, p.pooled, err = openPool(ctx, url, timeouts); err != nil {
		return nil, err
	}
	// The queue maintains its own indexes, which may take longer than a request.
	if p.queue, _, err = openPool(ctx, url, nil); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.pgConn = pgConn{p.pool}
	if err := p.pool.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("dbx: connect to PostgreSQL: %w", err), p.Close())
	}
	if err := p.Settle(ctx); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func openPool(ctx context.Context, url string, params map[string]string) (*pgxpool.Pool, bool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, false, fmt.Errorf("dbx: database URL: %w", err)
	}
	pooled := isPooler(cfg.ConnConfig.Host)
	if pooled {
		// Named prepared statements do not survive a transaction pooler.
		cfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	} else {
		for k, v := range params {
			cfg.ConnConfig.RuntimeParams[k] = v
		}
	}
	cfg.MaxConnIdleTime = idleTime
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = connectTimeout
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, false, fmt.Errorf("dbx: connect to PostgreSQL: %w", err)
	}
	return pool, pooled, nil
}

// isPooler knows the one hosted pooler by its name ("ep-name-pooler.region…").
func isPooler(host string) bool {
	label, _, _ := strings.Cut(host, ".")
	return strings.HasSuffix(label, "-pooler")
}

// Dialect is PostgresDialect.
func (p *Postgres) Dialect() string { return PostgresDialect }

// Pooled reports whether the connections pass a transaction pooler, where
// LISTEN hears nothing and session locks leak.
func (p *Postgres) Pooled() bool { return p.pooled }

// QueuePool is the queue's own pool, without the statement timeout of requests.
func (p *Postgres) QueuePool() *pgxpool.Pool { return p.queue }

// MigrationDB opens a database/sql handle for the migration tool; done closes it.
func (p *Postgres) MigrationDB() (db *sql.DB, done func() error, err error) {
	cfg := p.queue.Config().ConnConfig
	db = stdlib.OpenDB(*cfg)
	return db, db.Close, nil
}

// Close ends every connection.
func (p *Postgres) Close() error {
	for _, pool := range []*pgxpool.Pool{p.queue, p.pool} {
		if pool != nil {
			pool.Close()
		}
	}
	return nil
}

// InTx runs f at the level read committed.
func (p *Postgres) InTx(ctx context.Context, f func(Tx) error) error {
	tx, err := p.pool.Begin(ctx)
	if err != nil {
		return fmt.Errorf("dbx: begin: %w", err)
	}
	// A cancelled context must not keep the connection in its transaction.
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	if err := f(pgTx{pgConn{tx}, tx, p.standing.Load().role}); err != nil {
		return err
	}
	return pgError(tx.Commit(ctx))
}

type pgTx struct {
	pgConn
	tx   pgx.Tx
	role string
}

func (t pgTx) Unwrap() any { return t.tx }

// pgConn runs statements on what a pool and a transaction share.
type pgConn struct {
	c interface {
		Exec(ctx context.Context, q string, args ...any) (pgconn.CommandTag, error)
		Query(ctx context.Context, q string, args ...any) (pgx.Rows, error)
		QueryRow(ctx context.Context, q string, args ...any) pgx.Row
	}
}

// Exec runs a statement and returns the number of rows it changed.
func (c pgConn) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	tag, err := c.c.Exec(ctx, q, args...)
	return tag.RowsAffected(), pgError(err)
}

// Query returns rows that the caller closes.
func (c pgConn) Query(ctx context.Context, q string, args ...any) (Rows, error) {
	rows, err := c.c.Query(ctx, q, args...)
	if err != nil {
		return nil, pgError(err)
	}
	return pgRows{rows}, nil
}

// QueryRow returns one row; its error comes from Scan.
func (c pgConn) QueryRow(ctx context.Context, q string, args ...any) Row {
	return pgRow{c.c.QueryRow(ctx, q, args...)}
}

type pgRow struct{ row pgx.Row }

func (r pgRow) Scan(dest ...any) error { return pgError(r.row.Scan(dest...)) }

type pgRows struct{ pgx.Rows }

func (r pgRows) Err() error { return pgError(r.Rows.Err()) }

func (r pgRows) Close() error {
	r.Rows.Close()
	return nil
}

// pgError gives both engines the same two errors. The text of a PgError holds
// the constraint's name; its Detail, which quotes values, is never printed.
// pgRefused knows the classes 22 (data exception) and 23 (integrity constraint
// violation) of the PostgreSQL manual, appendix A.
func pgRefused(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (strings.HasPrefix(e.Code, "22") || strings.HasPrefix(e.Code, "23"))
}

func pgError(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return sql.ErrNoRows
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == uniqueBroken {
		return fmt.Errorf("%w: %w", fault.Conflict, err)
	}
	return err
}
