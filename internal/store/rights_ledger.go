package store

import (
	"context"
	"strings"

	"jobops/internal/dbx"
	"jobops/internal/owner"
	"jobops/internal/privacy"
)

// AddDisclosure adds a line to the ledger unless the person has processing for
// its purpose restricted or objects to it.
func (s *Store) AddDisclosure(ctx context.Context, owner owner.ID, d privacy.Disclosure) error {
	return s.write(ctx, owner, d.Purpose, func(tx dbx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO disclosures (id, owner_id, subject_id, processor, purpose, data_classes, bytes,
			payload_hash, model, region, result, sent_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			d.ID, owner, d.Subject, d.Processor, d.Purpose, strings.Join(d.Classes, " "), d.Bytes,
			d.Hash, d.Model, d.Region, d.Result, dbx.Micros(d.Sent), dbx.Micros(d.Expires))
		return err
	})
}

// EndDisclosure notes how a hand-over ended.
func (s *Store) EndDisclosure(ctx context.Context, owner owner.ID, id string, r privacy.Result) error {
	return found(s.of(owner).Exec(ctx, `UPDATE disclosures SET result = $1 WHERE owner_id = $2 AND id = $3`, r, owner, id))
}

// Disclosures lists a person's disclosures, the newest first.
func (s *Store) Disclosures(ctx context.Context, owner owner.ID) ([]privacy.Disclosure, error) {
	return disclosures(ctx, s.of(owner), owner)
}

func disclosures(ctx context.Context, q dbx.Q, owner owner.ID) ([]privacy.Disclosure, error) {
	return rowsOf(ctx, q, func(r dbx.Row) (privacy.Disclosure, error) {
		var d privacy.Disclosure
		var classes string
		err := r.Scan(&d.ID, &d.Subject, &d.Processor, &d.Purpose, &classes, &d.Bytes, &d.Hash, &d.Model, &d.Region,
			&d.Result, (*dbx.Micros)(&d.Sent), (*dbx.Micros)(&d.Expires))
		d.Classes = strings.Fields(classes)
		return d, err
	}, `SELECT id, subject_id, processor, purpose, data_classes, bytes, payload_hash, model, region, result, sent_at, expires_at
		FROM disclosures WHERE owner_id = $1 ORDER BY sent_at DESC, id DESC`, owner)
}
