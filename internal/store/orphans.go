package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/seal"
)

// ObjectNames returns the names, without prefix, of the objects of one declared
// class that a row vouches for. An object that is older than any upload in
// progress and not among them was left behind by a crash.
func (s *Store) ObjectNames(ctx context.Context, class inventory.Blob) (map[string]bool, error) {
	// Table, column and condition are part of the program, not input.
	query := "SELECT " + class.Column + " FROM " + class.Table + " WHERE " + class.Present
	all, err := rowsOf(ctx, s.across(dbx.Sweep), scanText, query)
	if err != nil {
		return nil, fmt.Errorf("store: objects %s: %w", class.Prefix, err)
	}
	names := make(map[string]bool, len(all))
	for _, n := range all {
		names[n] = true
	}
	return names, nil
}

func scanText(r dbx.Row) (text string, err error) {
	err = r.Scan(&text)
	return text, err
}

// DropIdleKeys destroys the keys of CVs that a crash kept from being added
// before a time, and of messages that are gone.
func (s *Store) DropIdleKeys(ctx context.Context, before time.Time) error {
	err := s.destroyKeys(ctx, s.across(dbx.Sweep), `SELECT id FROM key_refs k WHERE kind = $1 AND state = $2 AND created_at < $3
		AND NOT EXISTS (SELECT 1 FROM cvs WHERE key_id = k.id)`, seal.CVKey, seal.Live, dbx.Micros(before))
	err = errors.Join(err, s.destroyKeys(ctx, s.across(dbx.Sweep), `SELECT id FROM key_refs k WHERE kind = $1 AND state = $2 AND created_at < $3
		AND NOT EXISTS (SELECT 1 FROM messages WHERE key_id = k.id)`, seal.MessageKey, seal.Live, dbx.Micros(before)))
	if err != nil {
		return fmt.Errorf("store: idle keys: %w", err)
	}
	return nil
}

// DropUnborn removes accounts that a crash kept from getting their address before
// a time.
func (s *Store) DropUnborn(ctx context.Context, before time.Time) error {
	ids, err := rowsOf(ctx, s.across(dbx.Sweep), scanText, `SELECT id FROM accounts WHERE kind = $1 AND state = $2 AND email_hash IS NULL AND created_at < $3`,
		kindMember, privacy.Active, dbx.Micros(before))
	for _, id := range ids {
		err = errors.Join(err, s.dropMember(ctx, owner.ID(id)))
	}
	return err
}

// Compact makes deleted rows leave the write-ahead log of SQLite, where their
// old pages would stay readable until they are overwritten. Readers at work put
// it off to the next call.
func (s *Store) Compact(ctx context.Context) error {
	if db, ok := s.base.(*dbx.SQLite); ok {
		return db.Checkpoint(ctx)
	}
	return nil
}
