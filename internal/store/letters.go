package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/letter"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// letterContent is the place of what a letter says.
const letterContent = "letters.content"

func (s *Store) letterBox(ctx context.Context, owner owner.ID, id letter.ID) (box, error) {
	key, err := s.keyFor(ctx, owner, seal.AccountKey, string(owner))
	return box{s.keys, key, owner, string(id)}, err
}

func (s *Store) sealLetter(ctx context.Context, owner owner.ID, l letter.Letter) (content []byte, options string, err error) {
	b, err := s.letterBox(ctx, owner, l.ID)
	if err != nil {
		return nil, "", err
	}
	if content, err = b.json(ctx, letterContent, l.Content); err != nil {
		return nil, "", err
	}
	text, err := json.Marshal(l.Look)
	return content, string(text), err
}

// AddLetter adds a letter; a posting or CV of somebody else is left out.
func (s *Store) AddLetter(ctx context.Context, owner owner.ID, l letter.Letter) error {
	content, options, err := s.sealLetter(ctx, owner, l)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO letters (id, owner_id, posting_id, cv_id, revision, content, options, created_at, updated_at)
			VALUES ($1, $2, (SELECT id FROM postings WHERE id = $3 AND owner_id = $2), (SELECT id FROM cvs WHERE id = $4 AND owner_id = $2),
			$5, $6, $7, $8, $8)`, l.ID, owner, l.Posting, l.CV, l.Revision, content, options, dbx.Micros(l.Created))
		return err
	})
}

const letterColumns = `id, posting_id, cv_id, revision, content, options, created_at, updated_at FROM letters`

// sealedLetter is a row of letters as it is stored.
type sealedLetter struct {
	letter.Letter
	content []byte
	options string
}

func scanLetter(r dbx.Row) (sealedLetter, error) {
	var l sealedLetter
	var posting, cv *string
	err := r.Scan(&l.ID, &posting, &cv, &l.Revision, &l.content, &l.options, (*dbx.Micros)(&l.Created), (*dbx.Micros)(&l.Updated))
	if posting != nil {
		l.Posting = *posting
	}
	if cv != nil {
		l.CV = *cv
	}
	return l, notFound(err)
}

func (s *Store) openLetter(ctx context.Context, owner owner.ID, row sealedLetter) (letter.Letter, error) {
	b, err := s.letterBox(ctx, owner, row.ID)
	if err != nil {
		return row.Letter, err
	}
	if err := b.openJSON(ctx, letterContent, row.content, &row.Content); err != nil {
		return row.Letter, err
	}
	if err := json.Unmarshal([]byte(row.options), &row.Look); err != nil {
		return row.Letter, fmt.Errorf("store: look of letter %s: %w", row.ID, err)
	}
	return row.Letter, nil
}

// Letter returns one letter.
func (s *Store) Letter(ctx context.Context, owner owner.ID, id letter.ID) (letter.Letter, error) {
	row, err := scanLetter(s.of(owner).QueryRow(ctx, `SELECT `+letterColumns+` WHERE owner_id = $1 AND id = $2`, owner, id))
	if err != nil {
		return row.Letter, err
	}
	return s.openLetter(ctx, owner, row)
}

// Letters lists a person's letters, the one changed last first.
func (s *Store) Letters(ctx context.Context, owner owner.ID) ([]letter.Letter, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanLetter, `SELECT `+letterColumns+` WHERE owner_id = $1 ORDER BY updated_at DESC, id DESC`, owner)
	if err != nil {
		return nil, err
	}
	all := make([]letter.Letter, len(rows))
	for i, row := range rows {
		if all[i], err = s.openLetter(ctx, owner, row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// KeepLetter changes a letter whose revision is the one before l's, else it is
// fault.Conflict.
func (s *Store) KeepLetter(ctx context.Context, owner owner.ID, l letter.Letter) error {
	content, options, err := s.sealLetter(ctx, owner, l)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		return ifNone(tx.Exec(ctx, `UPDATE letters SET revision = $1, content = $2, options = $3, updated_at = $4
			WHERE owner_id = $5 AND id = $6 AND revision = $7`, l.Revision, content, options, dbx.Micros(l.Updated), owner, l.ID, l.Revision-1))
	})
}

// DeleteLetter deletes a letter.
func (s *Store) DeleteLetter(ctx context.Context, owner owner.ID, id letter.ID) error {
	return found(s.of(owner).Exec(ctx, `DELETE FROM letters WHERE owner_id = $1 AND id = $2`, owner, id))
}
