package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
)

// Restriction returns what a person has restricted.
func (s *Store) Restriction(ctx context.Context, owner owner.ID) (privacy.Restriction, error) {
	return restriction(ctx, s.of(owner), "", owner)
}

func restriction(ctx context.Context, q dbx.Q, lock string, owner owner.ID) (r privacy.Restriction, err error) {
	err = q.QueryRow(ctx, `SELECT restricted_at, restriction_scope, lift_notice_at FROM accounts WHERE id = $1`+lock, owner).
		Scan((*dbx.Micros)(&r.Since), &r.Scope, (*dbx.Micros)(&r.Notice))
	return r, notFound(err)
}

// UpdateRestriction changes a restriction. A new one queues a notice for each
// recipient that still holds something.
func (s *Store) UpdateRestriction(ctx context.Context, owner owner.ID, change func(*privacy.Restriction) error) error {
	return s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		r, err := restriction(ctx, tx, keyLocks[s.base.Dialect()], owner)
		if err != nil {
			return err
		}
		none := r.Since.IsZero()
		if err := change(&r); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE accounts SET restricted_at = $1, restriction_scope = $2, lift_notice_at = $3 WHERE id = $4`,
			dbx.Micros(r.Since), r.Scope, dbx.Micros(r.Notice), owner); err != nil {
			return err
		}
		if !none || r.Since.IsZero() {
			return nil
		}
		return s.queueNotices(ctx, tx, owner, "", "restricted")
	})
}

// queueNotices adds a notice for each recipient that got something about the
// subject, "" for anything, and has not forgotten it yet.
func (s *Store) queueNotices(ctx context.Context, tx dbx.Tx, owner owner.ID, subject, event string) error {
	names, err := rowsOf(ctx, tx, scanText, `SELECT DISTINCT processor FROM disclosures WHERE owner_id = $1
		AND ($2 = '' OR subject_id = $2) AND result <> $3 AND (expires_at IS NULL OR expires_at > $4)`,
		owner, subject, privacy.Failed, dbx.Micros(s.now()))
	for _, name := range names {
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO notices (id, owner_id, subject_id, processor, event, queued_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			uuid.Must(uuid.NewV7()).String(), owner, subject, name, event, dbx.Micros(s.now()))
	}
	return err
}

// Notices lists the notices to recipients, the newest first.
func (s *Store) Notices(ctx context.Context, owner owner.ID) ([]privacy.Notice, error) {
	return rowsOf(ctx, s.of(owner), scanNotice, `SELECT `+noticeColumns+` WHERE owner_id = $1 ORDER BY queued_at DESC, id DESC`, owner)
}

const noticeColumns = `id, owner_id, processor, subject_id, event, queued_at, sent_at FROM notices`

func scanNotice(r dbx.Row) (privacy.Notice, error) {
	var n privacy.Notice
	err := r.Scan(&n.ID, &n.Owner, &n.Processor, &n.Subject, &n.Event, (*dbx.Micros)(&n.Queued), (*dbx.Micros)(&n.Sent))
	return n, notFound(err)
}

// WaitingNotices lists the notices of everybody that are not sent, the oldest
// first.
func (s *Store) WaitingNotices(ctx context.Context) ([]privacy.Notice, error) {
	return rowsOf(ctx, s.across(dbx.Sweep), scanNotice, `SELECT `+noticeColumns+` WHERE sent_at IS NULL ORDER BY queued_at, id`)
}

// NoteNoticeSent notes when a notice was sent. One that was sent before keeps its
// time and is fault.Conflict, an unknown one fault.NotFound.
func (s *Store) NoteNoticeSent(ctx context.Context, id string, at time.Time) error {
	return s.across(dbx.Sweep).InTx(ctx, func(tx dbx.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE notices SET sent_at = $1 WHERE id = $2 AND sent_at IS NULL`, dbx.Micros(at), id)
		if err != nil || n == 1 {
			return err
		}
		if _, err := scanNotice(tx.QueryRow(ctx, `SELECT `+noticeColumns+` WHERE id = $1`, id)); err != nil {
			return err
		}
		return fault.Conflict
	})
}

// Objections returns the purposes that a person objects to.
func (s *Store) Objections(ctx context.Context, owner owner.ID) ([]inventory.Purpose, error) {
	return rowsOf(ctx, s.of(owner), func(r dbx.Row) (p inventory.Purpose, err error) {
		err = r.Scan(&p)
		return p, err
	}, `SELECT purpose FROM objections WHERE owner_id = $1 ORDER BY purpose`, owner)
}

// SetObjection keeps or takes back an objection; doing so twice changes nothing.
func (s *Store) SetObjection(ctx context.Context, owner owner.ID, p inventory.Purpose, on bool) error {
	if !on {
		_, err := s.of(owner).Exec(ctx, `DELETE FROM objections WHERE owner_id = $1 AND purpose = $2`, owner, p)
		return err
	}
	_, err := s.of(owner).Exec(ctx, `INSERT INTO objections (id, owner_id, purpose, objected_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (owner_id, purpose) DO NOTHING`, uuid.Must(uuid.NewV7()).String(), owner, p, dbx.Micros(s.now()))
	return err
}
