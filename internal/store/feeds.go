package store

import (
	"context"

	"github.com/google/uuid"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/tracker"
)

// Feed of a person; fault.NotFound for none.
func (s *Store) Feed(ctx context.Context, owner owner.ID) (tracker.Feed, error) {
	f, err := scanFeed(s.of(owner).QueryRow(ctx, `SELECT f.owner_id, f.says, f.alarms, f.created_at FROM calendar_feeds f WHERE f.owner_id = $1`, owner))
	return f.Feed, err
}

// feedOf is a feed with whose it is.
type feedOf struct {
	owner owner.ID
	tracker.Feed
}

func scanFeed(r dbx.Row) (feedOf, error) {
	var f feedOf
	var alarms int
	err := r.Scan(&f.owner, &f.Says, &alarms, (*dbx.Micros)(&f.Created))
	f.Alarms = alarms != 0
	return f, notFound(err)
}

// SetFeed keeps a person's feed; without a hash the address stays.
func (s *Store) SetFeed(ctx context.Context, owner owner.ID, f tracker.Feed, hash []byte) error {
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		if hash == nil {
			return found(tx.Exec(ctx, `UPDATE calendar_feeds SET says = $1, alarms = $2 WHERE owner_id = $3`, f.Says, flag(f.Alarms), owner))
		}
		_, err := tx.Exec(ctx, `INSERT INTO calendar_feeds (id, owner_id, token_hash, says, alarms, created_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (owner_id) DO UPDATE SET token_hash = excluded.token_hash, says = excluded.says, alarms = excluded.alarms, created_at = excluded.created_at`,
			uuid.Must(uuid.NewV7()).String(), owner, hash, f.Says, flag(f.Alarms), dbx.Micros(f.Created))
		return err
	})
}

// EndFeed ends a person's feed.
func (s *Store) EndFeed(ctx context.Context, owner owner.ID) error {
	_, err := s.of(owner).Exec(ctx, `DELETE FROM calendar_feeds WHERE owner_id = $1`, owner)
	return err
}

// FeedOf returns the feed of an address and whose it is. An account that is being
// erased or was closed by the operator has none.
func (s *Store) FeedOf(ctx context.Context, hash []byte) (owner.ID, tracker.Feed, error) {
	f, err := scanFeed(s.across(dbx.SignIn).QueryRow(ctx, `SELECT f.owner_id, f.says, f.alarms, f.created_at FROM calendar_feeds f
		JOIN accounts a ON a.id = f.owner_id WHERE f.token_hash = $1 AND a.state = $2 AND a.suspended_at IS NULL`, hash, privacy.Active))
	return f.owner, f.Feed, err
}
