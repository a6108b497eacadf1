package store

import (
	"context"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
)

// write runs a transaction that processes a person's data for a purpose. It
// takes a lock that an erasure waits for, and refuses what may not be processed:
// see allowed.
func (s *Store) write(ctx context.Context, owner owner.ID, p inventory.Purpose, f func(dbx.Tx) error) error {
	return s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		if err := s.allowed(ctx, tx, rowLocks[s.base.Dialect()], owner, p); err != nil {
			return err
		}
		return f(tx)
	})
}

// May reports whether a person's data may be processed for a purpose now:
// fault.Restricted when they restricted it or object to it, fault.NotFound when
// the account is going.
func (s *Store) May(ctx context.Context, owner owner.ID, p inventory.Purpose) error {
	return s.allowed(ctx, s.of(owner), "", owner, p)
}

func (s *Store) allowed(ctx context.Context, q dbx.Q, lock string, owner owner.ID, p inventory.Purpose) error {
	var state, scope string
	var since time.Time
	var objects bool
	err := q.QueryRow(ctx, `SELECT state, restriction_scope, restricted_at,
		EXISTS (SELECT 1 FROM objections o WHERE o.owner_id = a.id AND o.purpose = $2)
		FROM accounts a WHERE id = $1`+lock, owner, p).Scan(&state, &scope, (*dbx.Micros)(&since), &objects)
	switch {
	case err != nil:
		return notFound(err)
	case state != privacy.Active:
		return fault.NotFound
	case !since.IsZero() && (scope == privacy.Everything || scope == string(p)):
		return fault.New(fault.Restricted, "rights.restricted")
	case objects:
		return fault.New(fault.Restricted, "rights.objected")
	}
	return nil
}
