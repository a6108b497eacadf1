package dbx

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// The settings by which the policies of the tables know who asks. They last as
// long as a transaction, since a pooler may give the connection to another
// client right after it.
const (
	OwnerSetting = "jobops.owner"
	ReachSetting = "jobops.reach"
)

// AppRole is what a login that no policy binds, a superuser say, becomes for the
// statements of people. It owns nothing and cannot sign in.
const AppRole = "jobops_app"

const (
	noRole   = "none" // PostgreSQL's word for the login itself
	setSight = `SELECT set_config('` + OwnerSetting + `', $1, true), set_config('` + ReachSetting + `', $2, true), set_config('role', $3, true)`
)

// standing is what the login may do here.
type standing struct {
	role  string // taken for people's statements, noRole for none
	bound bool   // policies hold for those statements
	owns  bool   // the tables are the login's own
}

// Settle learns what the login may do. OpenPostgres does it, and whoever has
// migrated the database does it again.
func (p *Postgres) Settle(ctx context.Context) error {
	s := standing{role: noRole}
	var free, known bool
	err := p.QueryRow(ctx, `SELECT r.rolsuper OR r.rolbypassrls,
		COALESCE((SELECT pg_has_role(a.oid, 'MEMBER') AND has_table_privilege(a.oid, to_regclass('accounts'), 'SELECT')
			FROM pg_roles a WHERE a.rolname = $1), false),
		COALESCE((SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = to_regclass('accounts')), true)
		FROM pg_roles r WHERE r.rolname = current_user`, AppRole).Scan(&free, &known, &s.owns)
	if err != nil {
		return fmt.Errorf("dbx: what the login may do: %w", err)
	}
	if free && known {
		s.role = AppRole
	}
	s.bound = !free || known
	p.standing.Store(&s)
	return nil
}

// Bound reports whether the policies hold for this login, or for the role it
// takes: a forgotten owner clause then shows nothing.
func (p *Postgres) Bound() bool { return p.standing.Load().bound }

// Owns reports whether the login may change the schema.
func (p *Postgres) Owns() bool { return p.standing.Load().owns }

// As returns the database through a sight: each statement outside a transaction
// goes to the server with its settings in one round trip.
func (p *Postgres) As(s Sight) DB { return pgSeen{p, s} }

type pgSeen struct {
	p     *Postgres
	sight Sight
}

func (v pgSeen) As(s Sight) DB   { return pgSeen{v.p, s} }
func (v pgSeen) Dialect() string { return PostgresDialect }
func (v pgSeen) Close() error    { return nil }

// InTx sets the sight first.
func (v pgSeen) InTx(ctx context.Context, f func(Tx) error) error {
	return v.p.InTx(ctx, func(tx Tx) error {
		if err := See(ctx, tx, v.sight); err != nil {
			return err
		}
		return f(tx)
	})
}

func (t pgTx) see(ctx context.Context, s Sight) error {
	if _, err := t.tx.Exec(ctx, setSight, s.Owner, s.Reach, t.role); err != nil {
		return fmt.Errorf("dbx: set the sight: %w", err)
	}
	return nil
}

// send queues the settings and a statement: the server runs both in one
// transaction of their own, which ends with the batch.
func (v pgSeen) send(ctx context.Context, q string, args []any) (pgx.BatchResults, error) {
	b := &pgx.Batch{}
	b.Queue(setSight, v.sight.Owner, v.sight.Reach, v.p.standing.Load().role)
	b.Queue(q, args...)
	sent := v.p.pool.SendBatch(ctx, b)
	if _, err := sent.Exec(); err != nil {
		return nil, errors.Join(err, sent.Close())
	}
	return sent, nil
}

// Exec runs a statement and returns the number of rows it changed.
func (v pgSeen) Exec(ctx context.Context, q string, args ...any) (int64, error) {
	sent, err := v.send(ctx, q, args)
	if err != nil {
		return 0, pgError(err)
	}
	tag, err := sent.Exec()
	if end := sent.Close(); err == nil {
		err = end // the transaction ends here
	}
	return tag.RowsAffected(), pgError(err)
}

// Query returns rows that the caller closes.
func (v pgSeen) Query(ctx context.Context, q string, args ...any) (Rows, error) {
	sent, err := v.send(ctx, q, args)
	if err != nil {
		return nil, pgError(err)
	}
	rows, err := sent.Query()
	if err != nil {
		return nil, pgError(errors.Join(err, sent.Close()))
	}
	return seenRows{pgRows{rows}, sent}, nil
}

// QueryRow returns one row; its error comes from Scan.
func (v pgSeen) QueryRow(ctx context.Context, q string, args ...any) Row {
	return seenRow{ctx, v, q, args}
}

// seenRow asks when it is scanned, so that an unscanned one holds no connection.
type seenRow struct {
	ctx  context.Context
	v    pgSeen
	q    string
	args []any
}

func (r seenRow) Scan(dest ...any) error {
	sent, err := r.v.send(r.ctx, r.q, r.args)
	if err != nil {
		return pgError(err)
	}
	err = sent.QueryRow().Scan(dest...)
	if end := sent.Close(); err == nil {
		err = end
	}
	return pgError(err)
}

type seenRows struct {
	pgRows
	sent pgx.BatchResults
}

// Close ends the rows and gives the connection back. What went wrong while they
// were read is Err's.
func (r seenRows) Close() error {
	r.Rows.Close()
	return pgError(r.sent.Close())
}
