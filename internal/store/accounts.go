package store

import (
	"context"
	"time"

	"jobops/internal/account"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/seal"
)

// LocalOwner returns the account of the --local person, adding it under the
// fresh id, with its key, at first.
func (s *Store) LocalOwner(ctx context.Context, fresh owner.ID) (owner.ID, error) {
	id, err := s.localOwner(ctx, fresh)
	if err != nil {
		return id, err
	}
	// A crash may have come between the account and its key.
	_, err = s.keyFor(ctx, id, seal.AccountKey, string(id))
	if fault.KindOf(err) == fault.NotFound {
		_, err = s.keys.NewKey(ctx, id, seal.AccountKey, string(id))
	}
	return id, err
}

func (s *Store) localOwner(ctx context.Context, fresh owner.ID) (owner.ID, error) {
	id := fresh
	err := s.across(dbx.SignIn).InTx(ctx, func(tx dbx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT id FROM accounts WHERE kind = 'local' AND state = $1`, privacy.Active).Scan(&id)
		if notFound(err) != fault.NotFound {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO accounts (id, kind, created_at) VALUES ($1, 'local', $2)`,
			fresh, dbx.Micros(s.now()))
		return err
	})
	return id, err
}

// AddToken keeps a token's hash; that of owner.None belongs to the instance.
func (s *Store) AddToken(ctx context.Context, t account.Token) (err error) {
	if !t.Owner.Valid() {
		if t.Owner, err = s.house(ctx); err != nil {
			return err
		}
	}
	_, err = s.of(t.Owner).Exec(ctx, `INSERT INTO sessions (`+tokenColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.ID, t.Owner, t.Hash, t.Purpose, t.Browser, dbx.Micros(t.Created), dbx.Micros(t.Seen), dbx.Micros(t.Fresh), dbx.Micros(t.Expires))
	return err
}

const tokenColumns = `id, owner_id, token_hash, purpose, browser, created_at, seen_at, fresh_at, expires_at`

func scanToken(r dbx.Row) (account.Token, error) {
	var t account.Token
	err := r.Scan(&t.ID, &t.Owner, &t.Hash, &t.Purpose, &t.Browser,
		(*dbx.Micros)(&t.Created), (*dbx.Micros)(&t.Seen), (*dbx.Micros)(&t.Fresh), (*dbx.Micros)(&t.Expires))
	return t, notFound(err)
}

// TakeToken deletes a live token and returns it; NotFound otherwise.
func (s *Store) TakeToken(ctx context.Context, hash []byte, p account.Purpose, now time.Time) (account.Token, error) {
	var t account.Token
	err := s.across(dbx.SignIn).InTx(ctx, func(tx dbx.Tx) (err error) {
		t, err = scanToken(tx.QueryRow(ctx, `DELETE FROM sessions WHERE token_hash = $1 AND purpose = $2
			AND expires_at > $3 RETURNING `+tokenColumns, hash, p, dbx.Micros(now)))
		return err
	})
	return t, err
}

// Token returns a live token; NotFound otherwise.
func (s *Store) Token(ctx context.Context, hash []byte, p account.Purpose, now time.Time) (account.Token, error) {
	return scanToken(s.across(dbx.SignIn).QueryRow(ctx, `SELECT `+tokenColumns+` FROM sessions s WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3
		AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = s.owner_id AND a.state = $4 AND a.suspended_at IS NULL)`,
		hash, p, dbx.Micros(now), privacy.Active))
}

// TouchToken notes the use of a token and until when it lives.
func (s *Store) TouchToken(ctx context.Context, id string, seen, expires time.Time) error {
	_, err := s.across(dbx.SignIn).Exec(ctx, `UPDATE sessions SET seen_at = $1, expires_at = $2 WHERE id = $3`, dbx.Micros(seen), dbx.Micros(expires), id)
	return err
}

// Freshen notes that the person of a session has shown who they are.
func (s *Store) Freshen(ctx context.Context, hash []byte, at time.Time) error {
	return found(s.across(dbx.SignIn).Exec(ctx, `UPDATE sessions SET fresh_at = $1 WHERE token_hash = $2 AND purpose = $3`, dbx.Micros(at), hash, account.Session))
}

// Preferences of an account; the zero value when none were chosen.
func (s *Store) Preferences(ctx context.Context, owner owner.ID) (account.Preferences, error) {
	var p account.Preferences
	var role account.Role
	err := s.of(owner).QueryRow(ctx, `SELECT locale, theme, zone, email_hash IS NOT NULL, role FROM accounts WHERE id = $1`, owner).
		Scan(&p.Language, &p.Theme, &p.Zone, &p.Member, &role)
	p.Operator = role == account.Operator
	return p, notFound(err)
}

// SetPreferences keeps the preferences of an account.
func (s *Store) SetPreferences(ctx context.Context, owner owner.ID, p account.Preferences) error {
	return found(s.of(owner).Exec(ctx, `UPDATE accounts SET locale = $1, theme = $2, zone = $3 WHERE id = $4`, p.Language, p.Theme, p.Zone, owner))
}
