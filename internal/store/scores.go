package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/tailor"
)

// AddScore keeps a score; a second one of the same version, posting and method
// is left out, and looked for first so that reading a page writes nothing.
func (s *Store) AddScore(ctx context.Context, owner owner.ID, n tailor.Score) error {
	var known int
	err := s.of(owner).QueryRow(ctx, `SELECT COUNT(*) FROM scores WHERE owner_id = $1 AND posting_id = $2 AND version_id = $3 AND method = $4`,
		owner, n.Posting, n.Version, n.Method).Scan(&known)
	if err != nil || known > 0 {
		return err
	}
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		if err := mustOwn(ctx, tx, owner, "versions", string(n.Version)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO scores (id, owner_id, posting_id, cv_id, version_id, method, score, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (posting_id, version_id, method) DO NOTHING`,
			n.ID, owner, n.Posting, n.CV, n.Version, n.Method, n.Score, dbx.Micros(n.Created))
		return err
	})
}

const scoreColumns = `s.id, s.posting_id, s.cv_id, s.version_id, s.method, s.score, s.created_at FROM scores s`

func scanScore(r dbx.Row) (tailor.Score, error) {
	var n tailor.Score
	err := r.Scan(&n.ID, &n.Posting, &n.CV, &n.Version, &n.Method, &n.Score, (*dbx.Micros)(&n.Created))
	return n, err
}

// ScoresFor lists the scores for a posting, the oldest version first.
func (s *Store) ScoresFor(ctx context.Context, owner owner.ID, p tailor.PostingID) ([]tailor.Score, error) {
	return rowsOf(ctx, s.of(owner), scanScore, `SELECT `+scoreColumns+` JOIN versions v ON v.id = s.version_id
		WHERE s.owner_id = $1 AND s.posting_id = $2 ORDER BY v.created_at, v.id, s.created_at, s.id`, owner, p)
}

// ScoresOf lists the scores of a version, the newest first.
func (s *Store) ScoresOf(ctx context.Context, owner owner.ID, v library.VersionID) ([]tailor.Score, error) {
	return rowsOf(ctx, s.of(owner), scanScore, `SELECT `+scoreColumns+` WHERE s.owner_id = $1 AND s.version_id = $2
		ORDER BY s.created_at DESC, s.id DESC`, owner, v)
}

// answersBody is the place of what a person says about a posting.
const answersBody = "answers.body"

// answersRow is the row of a posting, opened; id is "" where there is none.
type answersRow struct {
	id      string
	said    map[string]match.Answer
	updated time.Time
}

func (s *Store) answers(ctx context.Context, owner owner.ID, p tailor.PostingID) (answersRow, error) {
	row := answersRow{said: map[string]match.Answer{}}
	var envelope []byte
	err := s.of(owner).QueryRow(ctx, `SELECT id, body, updated_at FROM answers WHERE owner_id = $1 AND posting_id = $2`, owner, p).
		Scan(&row.id, &envelope, (*dbx.Micros)(&row.updated))
	if notFound(err) == fault.NotFound {
		return row, nil
	}
	if err != nil {
		return row, err
	}
	b, err := s.answersBox(ctx, owner, row.id)
	if err != nil {
		return row, err
	}
	return row, b.openJSON(ctx, answersBody, envelope, &row.said)
}

func (s *Store) answersBox(ctx context.Context, owner owner.ID, id string) (box, error) {
	key, err := s.keyFor(ctx, owner, seal.AccountKey, string(owner))
	return box{s.keys, key, owner, id}, err
}

// Answers returns what a person says about a posting's requirements.
func (s *Store) Answers(ctx context.Context, owner owner.ID, p tailor.PostingID) (map[string]match.Answer, error) {
	row, err := s.answers(ctx, owner, p)
	return row.said, err
}

// SetAnswer changes one answer; "" forgets it. When another change came in
// between, it is made again on its result; after updateTries it is
// fault.Conflict.
func (s *Store) SetAnswer(ctx context.Context, owner owner.ID, p tailor.PostingID, requirement string, a match.Answer) error {
	for range updateTries {
		row, err := s.answers(ctx, owner, p)
		if err != nil {
			return err
		}
		if row.said[requirement] = a; a == "" {
			delete(row.said, requirement)
		}
		done, err := s.putAnswers(ctx, owner, p, row)
		if err != nil || done {
			return err
		}
	}
	return fault.Conflict
}

// putAnswers writes a row if it is still that of the time it was read.
func (s *Store) putAnswers(ctx context.Context, owner owner.ID, p tailor.PostingID, row answersRow) (bool, error) {
	fresh := row.id == ""
	if fresh {
		row.id = uuid.Must(uuid.NewV7()).String()
	}
	b, err := s.answersBox(ctx, owner, row.id)
	if err != nil {
		return false, err
	}
	body, err := b.json(ctx, answersBody, row.said)
	if err != nil {
		return false, err
	}
	now := dbx.Micros(later(s.now(), row.updated))
	var n int64
	err = s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) (err error) {
		if fresh {
			n, err = tx.Exec(ctx, `INSERT INTO answers (id, owner_id, posting_id, body, updated_at) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (owner_id, posting_id) DO NOTHING`, row.id, owner, p, body, now)
			return err
		}
		n, err = tx.Exec(ctx, `UPDATE answers SET body = $1, updated_at = $2 WHERE owner_id = $3 AND id = $4 AND updated_at = $5`,
			body, now, owner, row.id, dbx.Micros(row.updated))
		return err
	})
	return n > 0, err
}
