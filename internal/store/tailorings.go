package store

import (
	"context"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/tailor"
)

// sealedTailoring is a row of tailorings as it is stored.
type sealedTailoring struct {
	tailor.Tailoring
	owner          owner.ID
	key            string
	edits, choices []byte
}

func (s *Store) sealTailoring(ctx context.Context, owner owner.ID, key string, t tailor.Tailoring) (sealedTailoring, error) {
	row := sealedTailoring{Tailoring: t, owner: owner, key: key}
	b := box{s.keys, key, owner, string(t.ID)}
	var err error
	if row.edits, err = b.json(ctx, tailoringEdits, t.Edits); err != nil {
		return row, err
	}
	row.choices, err = b.json(ctx, tailoringSaid, t.Choices)
	return row, err
}

func (s *Store) openTailoring(ctx context.Context, owner owner.ID, row sealedTailoring) (tailor.Tailoring, error) {
	b := box{s.keys, row.key, owner, string(row.ID)}
	if err := b.openJSON(ctx, tailoringEdits, row.edits, &row.Edits); err != nil {
		return row.Tailoring, err
	}
	err := b.openJSON(ctx, tailoringSaid, row.choices, &row.Choices)
	return row.Tailoring, err
}

// AddTailoring adds an open tailoring.
func (s *Store) AddTailoring(ctx context.Context, owner owner.ID, t tailor.Tailoring) error {
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(t.CV))
	if err != nil {
		return err
	}
	row, err := s.sealTailoring(ctx, owner, key, t)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO tailorings (id, owner_id, cv_id, version_id, posting_id, edits, decisions, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, t.ID, owner, t.CV, t.Version, t.Posting, row.edits, row.choices,
			dbx.Micros(t.Created), dbx.Micros(t.Updated))
		return err
	})
}

const tailoringColumns = `t.id, t.cv_id, t.version_id, t.posting_id, t.edits, t.decisions, t.saved_version_id, t.created_at, t.updated_at, c.key_id
	FROM tailorings t JOIN cvs c ON c.id = t.cv_id JOIN key_refs k ON k.id = c.key_id AND k.state = 'live'`

func scanTailoring(r dbx.Row) (sealedTailoring, error) {
	var t sealedTailoring
	var result *library.VersionID
	err := r.Scan(&t.ID, &t.CV, &t.Version, &t.Posting, &t.edits, &t.choices, &result,
		(*dbx.Micros)(&t.Created), (*dbx.Micros)(&t.Updated), &t.key)
	if result != nil {
		t.Result = *result
	}
	return t, notFound(err)
}

// Tailoring returns one tailoring.
func (s *Store) Tailoring(ctx context.Context, owner owner.ID, id tailor.ID) (tailor.Tailoring, error) {
	row, err := scanTailoring(s.of(owner).QueryRow(ctx, `SELECT `+tailoringColumns+` WHERE t.owner_id = $1 AND t.id = $2`, owner, id))
	if err != nil {
		return tailor.Tailoring{}, err
	}
	return s.openTailoring(ctx, owner, row)
}

// TailoringFor finds the open tailoring of a version for a posting.
func (s *Store) TailoringFor(ctx context.Context, owner owner.ID, v library.VersionID, p tailor.PostingID) (tailor.Tailoring, error) {
	row, err := scanTailoring(s.of(owner).QueryRow(ctx, `SELECT `+tailoringColumns+` WHERE t.owner_id = $1 AND t.version_id = $2
		AND t.posting_id = $3 AND t.saved_version_id IS NULL ORDER BY t.created_at DESC LIMIT 1`, owner, v, p))
	if err != nil {
		return tailor.Tailoring{}, err
	}
	return s.openTailoring(ctx, owner, row)
}

// Tailorings lists a person's tailorings, the newest first.
func (s *Store) Tailorings(ctx context.Context, owner owner.ID) ([]tailor.Tailoring, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanTailoring, `SELECT `+tailoringColumns+` WHERE t.owner_id = $1 ORDER BY t.created_at DESC, t.id DESC`, owner)
	if err != nil {
		return nil, err
	}
	all := make([]tailor.Tailoring, len(rows))
	for i, row := range rows {
		if all[i], err = s.openTailoring(ctx, owner, row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// updateTries bounds how often an update is worked out again because somebody
// else's came first.
const updateTries = 5

// UpdateTailoring changes one tailoring. When another update came in between,
// the change is made again on its result; after updateTries it is
// fault.Conflict.
func (s *Store) UpdateTailoring(ctx context.Context, owner owner.ID, id tailor.ID, change func(*tailor.Tailoring) error) (tailor.Tailoring, error) {
	for range updateTries {
		t, err := s.tryTailoring(ctx, owner, id, change)
		if fault.KindOf(err) != fault.Conflict || t.Result != "" {
			return t, err
		}
	}
	return tailor.Tailoring{}, fault.Conflict
}

func (s *Store) tryTailoring(ctx context.Context, owner owner.ID, id tailor.ID, change func(*tailor.Tailoring) error) (tailor.Tailoring, error) {
	t, err := s.Tailoring(ctx, owner, id)
	if err != nil {
		return t, err
	}
	before := t.Updated
	if err := change(&t); err != nil {
		return t, err
	}
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(t.CV))
	if err != nil {
		return t, err
	}
	row, err := s.sealTailoring(ctx, owner, key, t)
	if err != nil {
		return t, err
	}
	return t, s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE tailorings SET edits = $1, decisions = $2, saved_version_id = $3, updated_at = $4
			WHERE owner_id = $5 AND id = $6 AND updated_at = $7`, row.edits, row.choices, orNull(string(t.Result)),
			dbx.Micros(later(t.Updated, before)), owner, id, dbx.Micros(before))
		if err == nil && n == 0 {
			return fault.Conflict
		}
		return err
	})
}

// later makes every update move the time on, so that it can tell two apart.
func later(t, before time.Time) time.Time {
	if t.After(before) {
		return t
	}
	return before.Add(time.Microsecond)
}
