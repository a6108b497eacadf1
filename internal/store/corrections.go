package store

import (
	"context"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// correctionMark is the place of what a person said about a line.
const correctionMark = "corrections.mark"

// Corrections lists what a person said about the lines of a CV, the oldest
// first.
func (s *Store) Corrections(ctx context.Context, owner owner.ID, id library.ID) ([]library.Correction, error) {
	type row struct {
		library.Correction
		key  string
		mark []byte
	}
	rows, err := rowsOf(ctx, s.of(owner), func(r dbx.Row) (row, error) {
		var c row
		err := r.Scan(&c.ID, &c.mark, (*dbx.Micros)(&c.Created), &c.key)
		return c, err
	}, `SELECT m.id, m.mark, m.created_at, c.key_id
		FROM corrections m JOIN cvs c ON c.id = m.cv_id JOIN key_refs k ON k.id = c.key_id AND k.state = 'live'
		WHERE m.owner_id = $1 AND m.cv_id = $2 ORDER BY m.created_at, m.id`, owner, id)
	if err != nil {
		return nil, err
	}
	said := make([]library.Correction, len(rows))
	for i, c := range rows {
		said[i] = c.Correction
		if err := (box{s.keys, c.key, owner, string(c.ID)}).openJSON(ctx, correctionMark, c.mark, &said[i].Mark); err != nil {
			return nil, err
		}
	}
	return said, nil
}

// KeepReread stores a new reading with its corrections and its version, all or
// nothing; fault.Conflict when the CV was changed since r.Seen.
func (s *Store) KeepReread(ctx context.Context, owner owner.ID, r library.Reread) error {
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(r.CV))
	if err != nil {
		return err
	}
	reading, err := box{s.keys, key, owner, string(r.CV)}.json(ctx, cvReading, r.Reading)
	if err != nil {
		return err
	}
	marks := make([][]byte, len(r.Add))
	for i, c := range r.Add {
		if marks[i], err = (box{s.keys, key, owner, string(c.ID)}).json(ctx, correctionMark, c.Mark); err != nil {
			return err
		}
	}
	next, err := s.sealNext(ctx, owner, key, r.Next)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		if err := s.replaceReading(ctx, tx, owner, r, reading); err != nil {
			return err
		}
		if err := replaceCorrections(ctx, tx, owner, r, marks); err != nil || next == nil {
			return err
		}
		if err := followsNewest(ctx, tx, next.Version); err != nil {
			return err
		}
		return next.number(ctx, tx)
	})
}

func (s *Store) sealNext(ctx context.Context, owner owner.ID, key string, v *library.Version) (*sealedVersion, error) {
	if v == nil {
		return nil, nil
	}
	row, err := s.sealVersion(ctx, owner, key, *v)
	return &row, err
}

// replaceReading puts a reading in place of the one that was seen.
func (s *Store) replaceReading(ctx context.Context, tx dbx.Tx, owner owner.ID, r library.Reread, reading []byte) error {
	n, err := tx.Exec(ctx, `UPDATE cvs SET reading = $1, pages = $2, language = $3, updated_at = $4
		WHERE owner_id = $5 AND id = $6 AND state = $7 AND updated_at = $8`,
		reading, r.Reading.Pages, r.Reading.Resume.Meta.Language, dbx.Micros(later(s.now(), r.Seen)),
		owner, r.CV, library.Ready, dbx.Micros(r.Seen))
	if err == nil && n == 0 {
		return fault.Conflict
	}
	return err
}

func replaceCorrections(ctx context.Context, tx dbx.Tx, owner owner.ID, r library.Reread, marks [][]byte) error {
	for _, id := range r.Drop {
		if _, err := tx.Exec(ctx, `DELETE FROM corrections WHERE owner_id = $1 AND cv_id = $2 AND id = $3`, owner, r.CV, id); err != nil {
			return err
		}
	}
	for i, c := range r.Add {
		if _, err := tx.Exec(ctx, `INSERT INTO corrections (id, owner_id, cv_id, mark, created_at) VALUES ($1, $2, $3, $4, $5)`,
			c.ID, owner, r.CV, marks[i], dbx.Micros(c.Created)); err != nil {
			return err
		}
	}
	return nil
}
