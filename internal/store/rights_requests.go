package store

import (
	"context"

	"jobops/internal/dbx"
	"jobops/internal/privacy"
)

// AddRequest numbers and adds a line of the register.
func (s *Store) AddRequest(ctx context.Context, r privacy.Request) (privacy.Request, error) {
	err := s.nobody().InTx(ctx, func(tx dbx.Tx) error {
		if err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM requests`).Scan(&r.Number); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO requests (id, number, kind, channel, identity, received_at, due_at, outcome, answered_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, r.ID, r.Number, r.Kind, r.Channel, r.Identity,
			dbx.Micros(r.Received), dbx.Micros(r.Due), r.Outcome, dbx.Micros(r.Answered))
		return err
	})
	return r, err
}

const requestColumns = `id, number, kind, channel, identity, received_at, due_at, extended_at, extension, outcome, answered_at FROM requests`

func scanRequest(row dbx.Row) (privacy.Request, error) {
	var r privacy.Request
	err := row.Scan(&r.ID, &r.Number, &r.Kind, &r.Channel, &r.Identity, (*dbx.Micros)(&r.Received), (*dbx.Micros)(&r.Due),
		(*dbx.Micros)(&r.Extended), &r.Extension, &r.Outcome, (*dbx.Micros)(&r.Answered))
	return r, notFound(err)
}

// Requests lists the register, the next due first, answered lines last.
func (s *Store) Requests(ctx context.Context) ([]privacy.Request, error) {
	return rowsOf(ctx, s.nobody(), scanRequest, `SELECT `+requestColumns+` ORDER BY CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END, due_at, number`)
}

// UpdateRequest changes a line in one transaction.
func (s *Store) UpdateRequest(ctx context.Context, number int, change func(*privacy.Request) error) (r privacy.Request, err error) {
	err = s.nobody().InTx(ctx, func(tx dbx.Tx) error {
		if r, err = scanRequest(tx.QueryRow(ctx, `SELECT `+requestColumns+` WHERE number = $1`, number)); err != nil {
			return err
		}
		if err := change(&r); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE requests SET due_at = $1, extended_at = $2, extension = $3, outcome = $4, answered_at = $5 WHERE number = $6`,
			dbx.Micros(r.Due), dbx.Micros(r.Extended), r.Extension, r.Outcome, dbx.Micros(r.Answered), number)
		return err
	})
	return r, err
}
