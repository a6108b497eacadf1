package store

import (
	"context"
	"errors"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/usage"
)

// Reserve adds a claim that its rule allows; while it is reserved it is nil again,
// and fault.Conflict once it has ended.
func (s *Store) Reserve(ctx context.Context, owner owner.ID, c usage.Claim) error {
	return s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		if err := s.reserve(ctx, tx, owner, c); !errors.Is(err, errReserved) {
			return err
		}
		return nil
	})
}

// errReserved says that the use of a claim is set apart already.
var errReserved = errors.New("store: reserved already")

// reserve counts and adds while it holds the account's row, so that two claims
// of one person follow each other; a global limit takes a lock of its own.
func (s *Store) reserve(ctx context.Context, tx dbx.Tx, owner owner.ID, c usage.Claim) error {
	if err := s.allowed(ctx, tx, keyLocks[s.base.Dialect()], owner, inventory.Usage); err != nil {
		return err
	}
	if lock := budgetLocks[s.base.Dialect()]; c.Global() && lock != "" {
		if _, err := tx.Exec(ctx, lock); err != nil {
			return err
		}
	}
	var state usage.State
	err := tx.QueryRow(ctx, `SELECT state FROM usage_events WHERE owner_id = $1 AND id = $2`, owner, c.ID).Scan(&state)
	switch {
	case err == nil && state == usage.Reserved:
		return errReserved
	case err == nil:
		return fault.Conflict
	case notFound(err) != fault.NotFound:
		return err
	}
	used, err := usedIn(ctx, tx, owner, c)
	if err == nil && c.Global() {
		used.All, err = s.usedByAll(ctx, tx, owner, c)
	}
	if err != nil {
		return err
	}
	if err := c.Allow(used); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO usage_events (id, owner_id, feature, type, state, tokens_in, tokens_out, cost, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7)`, c.ID, owner, c.Feature, c.Type, usage.Reserved, c.Tokens, dbx.Micros(c.At))
	return err
}

// Used counts what stands against a claim.
func (s *Store) Used(ctx context.Context, owner owner.ID, c usage.Claim) (usage.Used, error) {
	u, err := usedIn(ctx, s.of(owner), owner, c)
	if err == nil && c.Global() {
		u.All, err = sumOfAll(ctx, s.across(dbx.Budget), c)
	}
	return u, err
}

// usedByAll looks at everybody's uses within a person's transaction.
func (s *Store) usedByAll(ctx context.Context, tx dbx.Tx, owner owner.ID, c usage.Claim) (all int64, err error) {
	err = everybody(ctx, tx, owner, func() (err error) {
		all, err = sumOfAll(ctx, tx, c)
		return err
	})
	return all, err
}

// everybody runs a count over all people within a transaction of one.
func everybody(ctx context.Context, tx dbx.Tx, owner owner.ID, count func() error) error {
	if err := dbx.See(ctx, tx, dbx.Sight{Owner: owner, Reach: dbx.Budget}); err != nil {
		return err
	}
	if err := count(); err != nil {
		return err
	}
	return dbx.See(ctx, tx, dbx.Sight{Owner: owner})
}

func sumOfAll(ctx context.Context, q dbx.Q, c usage.Claim) (all int64, err error) {
	err = q.QueryRow(ctx, `SELECT CAST(COALESCE(sum(tokens_in + tokens_out), 0) AS bigint) FROM usage_events WHERE created_at >= $1`,
		dbx.Micros(c.Day())).Scan(&all)
	return all, err
}

func usedIn(ctx context.Context, q dbx.Q, owner owner.ID, c usage.Claim) (usage.Used, error) {
	var u usage.Used
	var uses int64
	err := q.QueryRow(ctx, `SELECT
		(SELECT count(*) FROM usage_events WHERE owner_id = $1 AND feature = $2 AND state <> $3 AND created_at >= $4),
		(SELECT CAST(COALESCE(sum(tokens_in + tokens_out), 0) AS bigint) FROM usage_events WHERE owner_id = $1 AND created_at >= $5),
		plan FROM accounts WHERE id = $1`,
		owner, c.Feature, usage.Refunded, dbx.Micros(c.Month()), dbx.Micros(c.Day())).Scan(&uses, &u.Tokens, &u.Plan)
	u.Uses = int(uses)
	return u, err
}

// Settle ends a reservation; one that has ended stays as it is.
func (s *Store) Settle(ctx context.Context, owner owner.ID, e usage.Settlement) error {
	return s.settle(ctx, s.of(owner), owner, e)
}

func (s *Store) settle(ctx context.Context, q dbx.Q, owner owner.ID, e usage.Settlement) error {
	state := usage.Refunded
	if e.Used {
		state = usage.Spent
	}
	_, err := q.Exec(ctx, `UPDATE usage_events SET state = $1, tokens_in = CASE WHEN $9 = 1 THEN tokens_in ELSE $2 END,
		tokens_out = $3, cost = $4, settled_at = $5 WHERE owner_id = $6 AND id = $7 AND state = $8`, state, e.In, e.Out, e.Cost, dbx.Micros(s.now()), owner, e.ID, usage.Reserved, flag(e.Unknown))
	return err
}

// Uses lists a person's uses since a time, the newest first.
func (s *Store) Uses(ctx context.Context, owner owner.ID, since time.Time) ([]usage.Event, error) {
	return rowsOf(ctx, s.of(owner), func(r dbx.Row) (usage.Event, error) {
		var e usage.Event
		err := r.Scan(&e.ID, &e.Feature, &e.Type, &e.State, &e.In, &e.Out, &e.Cost, (*dbx.Micros)(&e.At))
		return e, err
	}, `SELECT id, feature, type, state, tokens_in, tokens_out, cost, created_at FROM usage_events
		WHERE owner_id = $1 AND created_at >= $2 ORDER BY created_at DESC, id DESC`, owner, dbx.Micros(since))
}

// RefundBefore gives back what was reserved before a time and never settled.
func (s *Store) RefundBefore(ctx context.Context, before time.Time) (int64, error) {
	return s.across(dbx.Sweep).Exec(ctx, `UPDATE usage_events SET state = $1, tokens_in = 0, settled_at = $2 WHERE state = $3 AND created_at < $4`,
		usage.Refunded, dbx.Micros(s.now()), usage.Reserved, dbx.Micros(before))
}
