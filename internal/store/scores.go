package store

import (
	"context"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
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
	err := s.db.QueryRow(ctx, `SELECT COUNT(*) FROM scores WHERE owner_id = $1 AND posting_id = $2 AND version_id = $3 AND method = $4`,
		owner, n.Posting, n.Version, n.Method).Scan(&known)
	if err != nil || known > 0 {
		return err
	}
	_, err = s.db.Exec(ctx, `INSERT INTO scores (id, owner_id, posting_id, cv_id, version_id, method, score, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (posting_id, version_id, method) DO NOTHING`,
		n.ID, owner, n.Posting, n.CV, n.Version, n.Method, n.Score, dbx.Micros(n.Created))
	return err
}

const scoreColumns = `s.id, s.posting_id, s.cv_id, s.version_id, s.method, s.score, s.created_at FROM scores s`

func scanScore(r dbx.Row) (tailor.Score, error) {
	var n tailor.Score
	err := r.Scan(&n.ID, &n.Posting, &n.CV, &n.Version, &n.Method, &n.Score, (*dbx.Micros)(&n.Created))
	return n, err
}

// ScoresFor lists the scores for a posting, the oldest version first.
func (s *Store) ScoresFor(ctx context.Context, owner owner.ID, p tailor.PostingID) ([]tailor.Score, error) {
	return rowsOf(ctx, s.db, scanScore, `SELECT `+scoreColumns+` JOIN versions v ON v.id = s.version_id
		WHERE s.owner_id = $1 AND s.posting_id = $2 ORDER BY v.created_at, v.id, s.created_at, s.id`, owner, p)
}

// ScoresOf lists the scores of a version, the newest first.
func (s *Store) ScoresOf(ctx context.Context, owner owner.ID, v library.VersionID) ([]tailor.Score, error) {
	return rowsOf(ctx, s.db, scanScore, `SELECT `+scoreColumns+` WHERE s.owner_id = $1 AND s.version_id = $2
		ORDER BY s.created_at DESC, s.id DESC`, owner, v)
}

// answersBody is the place of what a person says about a posting.
const answersBody = "answers.body"

// answers is the row of a posting, opened; updated is zero where there is none.
func (s *Store) answers(ctx context.Context, owner owner.ID, p tailor.PostingID) (said map[string]match.Answer, updated time.Time, err error) {
	said = map[string]match.Answer{}
	var envelope []byte
	err = s.db.QueryRow(ctx, `SELECT body, updated_at FROM answers WHERE owner_id = $1 AND posting_id = $2`, owner, p).
		Scan(&envelope, (*dbx.Micros)(&updated))
	if notFound(err) == fault.NotFound {
		return said, time.Time{}, nil
	}
	if err != nil {
		return nil, updated, err
	}
	b, err := s.answersBox(ctx, owner, p)
	if err != nil {
		return nil, updated, err
	}
	return said, updated, b.openJSON(ctx, answersBody, envelope, &said)
}

func (s *Store) answersBox(ctx context.Context, owner owner.ID, p tailor.PostingID) (box, error) {
	key, err := s.keyFor(ctx, owner, seal.AccountKey, string(owner))
	return box{s.keys, key, owner, string(p)}, err
}

// Answers returns what a person says about a posting's requirements.
func (s *Store) Answers(ctx context.Context, owner owner.ID, p tailor.PostingID) (map[string]match.Answer, error) {
	said, _, err := s.answers(ctx, owner, p)
	return said, err
}

// SetAnswer changes one answer; "" forgets it. When another change came in
// between, it is made again on its result; after updateTries it is
// fault.Conflict.
func (s *Store) SetAnswer(ctx context.Context, owner owner.ID, p tailor.PostingID, requirement string, a match.Answer) error {
	for range updateTries {
		said, before, err := s.answers(ctx, owner, p)
		if err != nil {
			return err
		}
		if said[requirement] = a; a == "" {
			delete(said, requirement)
		}
		done, err := s.putAnswers(ctx, owner, p, said, before)
		if err != nil || done {
			return err
		}
	}
	return fault.Conflict
}

// putAnswers writes the row if it is still that of the time given.
func (s *Store) putAnswers(ctx context.Context, owner owner.ID, p tailor.PostingID, said map[string]match.Answer, before time.Time) (bool, error) {
	b, err := s.answersBox(ctx, owner, p)
	if err != nil {
		return false, err
	}
	body, err := b.json(ctx, answersBody, said)
	if err != nil {
		return false, err
	}
	now := dbx.Micros(later(s.now(), before))
	if before.IsZero() {
		n, err := s.db.Exec(ctx, `INSERT INTO answers (owner_id, posting_id, body, updated_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (owner_id, posting_id) DO NOTHING`, owner, p, body, now)
		return n > 0, err
	}
	n, err := s.db.Exec(ctx, `UPDATE answers SET body = $1, updated_at = $2 WHERE owner_id = $3 AND posting_id = $4 AND updated_at = $5`,
		body, now, owner, p, dbx.Micros(before))
	return n > 0, err
}
