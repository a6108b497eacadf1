package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/seal"
)

// KeyRefs is the table of key references, without key material.
type KeyRefs struct {
	base dbx.DB
	now  func() time.Time
}

// NewKeyRefs returns the table of a migrated database.
func NewKeyRefs(db dbx.DB, now func() time.Time) *KeyRefs { return &KeyRefs{db, now} }

// db is the table as seen by who knows a key by its id.
func (k *KeyRefs) db() dbx.DB { return dbx.As(k.base, dbx.Sight{Reach: dbx.Keys}) }

// AddKeyRef stores a live key; a second live key of one subject is fault.Conflict,
// one for an account that is going is fault.NotFound.
func (k *KeyRefs) AddKeyRef(ctx context.Context, ref seal.Ref) error {
	return found(dbx.As(k.base, dbx.Sight{Owner: ref.Owner}).Exec(ctx, `INSERT INTO key_refs (id, owner_id, kind, subject_id, state, created_at)
		SELECT CAST($1 AS text), id, CAST($3 AS text), CAST($4 AS text), CAST($5 AS text), CAST($6 AS bigint) FROM accounts WHERE id = $2 AND state = $7`,
		ref.ID, ref.Owner, ref.Kind, ref.Subject, ref.State, dbx.Micros(k.now()), privacy.Active))
}

// DestroyKeyRef marks a key destroyed; doing so twice is success.
func (k *KeyRefs) DestroyKeyRef(ctx context.Context, id string) error {
	_, err := k.db().Exec(ctx, `UPDATE key_refs SET state = $1, destroyed_at = $2 WHERE id = $3 AND state = $4`,
		seal.Destroyed, dbx.Micros(k.now()), id, seal.Live)
	return err
}

// LiveKeyRefs lists the ids of all live keys.
func (k *KeyRefs) LiveKeyRefs(ctx context.Context) ([]string, error) {
	return rowsOf(ctx, k.db(), scanText, `SELECT id FROM key_refs WHERE state = $1 ORDER BY id`, seal.Live)
}

// HoldKeyRef runs f while the row of a live key is locked, so that it cannot be
// destroyed meanwhile. It does nothing when the key is destroyed or gone.
func (k *KeyRefs) HoldKeyRef(ctx context.Context, id string, f func() error) error {
	return k.db().InTx(ctx, func(tx dbx.Tx) error {
		var state seal.State
		err := tx.QueryRow(ctx, `SELECT state FROM key_refs WHERE id = $1`+keyLocks[k.base.Dialect()], id).Scan(&state)
		if notFound(err) == fault.NotFound || err == nil && state != seal.Live {
			return nil
		}
		if err != nil {
			return err
		}
		return f()
	})
}

// keyFor returns the id of the live key of a subject; NotFound when there is
// none.
func (s *Store) keyFor(ctx context.Context, owner owner.ID, kind seal.Kind, subject string) (string, error) {
	return keyIn(ctx, s.of(owner), owner, kind, subject)
}

func keyIn(ctx context.Context, q dbx.Q, owner owner.ID, kind seal.Kind, subject string) (string, error) {
	var id string
	err := q.QueryRow(ctx, `SELECT id FROM key_refs WHERE owner_id = $1 AND kind = $2 AND subject_id = $3 AND state = $4`,
		owner, kind, subject, seal.Live).Scan(&id)
	return id, notFound(err)
}

// shred destroys the keys of a subject; doing so twice is success. One that is
// marked destroyed is destroyed again: its object may have outlived a try that
// failed.
func (s *Store) shred(ctx context.Context, owner owner.ID, kind seal.Kind, subject string) error {
	return s.destroyKeys(ctx, s.of(owner), `SELECT id FROM key_refs WHERE owner_id = $1 AND kind = $2 AND subject_id = $3`, owner, kind, subject)
}

// destroyKeys destroys the keys that a query names.
func (s *Store) destroyKeys(ctx context.Context, q dbx.Q, query string, args ...any) error {
	ids, err := rowsOf(ctx, q, scanText, query, args...)
	for _, id := range ids {
		err = errors.Join(err, s.keys.Destroy(ctx, id))
	}
	return err
}

// box seals the columns of one row of one owner under one key.
type box struct {
	keys  *seal.Keeper
	key   string
	owner owner.ID
	row   string
}

func (b box) at(column string) seal.Place {
	return seal.Place{Column: column, Row: b.row, Owner: b.owner}
}

func (b box) text(ctx context.Context, column, value string) ([]byte, error) {
	return b.keys.Seal(ctx, b.key, b.at(column), []byte(value))
}

func (b box) json(ctx context.Context, column string, value any) ([]byte, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("store: encode %s: %w", column, err)
	}
	return b.keys.Seal(ctx, b.key, b.at(column), data)
}

func (b box) openText(ctx context.Context, column string, envelope []byte, into *string) error {
	data, err := b.keys.Open(ctx, b.at(column), envelope)
	*into = string(data)
	return err
}

func (b box) openJSON(ctx context.Context, column string, envelope []byte, into any) error {
	data, err := b.keys.Open(ctx, b.at(column), envelope)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		// The decoder quotes what it stumbles over, so its error stays here.
		return fmt.Errorf("store: decode %s of %d bytes", column, len(data))
	}
	return nil
}
