package store

import (
	"context"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/privacy"
)

// Upload returns the progress of an upload.
func (s *Store) Upload(ctx context.Context, owner owner.ID, id library.UploadID) (library.Upload, error) {
	u := library.Upload{ID: id}
	var cvID *library.ID
	err := s.of(owner).QueryRow(ctx, `SELECT cv_id, step, verdict, created_at FROM uploads WHERE owner_id = $1 AND id = $2`,
		owner, id).Scan(&cvID, &u.Step, &u.Verdict, (*dbx.Micros)(&u.Created))
	if cvID != nil {
		u.CV = *cvID
	}
	return u, notFound(err)
}

// SetStep records what the upload of a CV is doing.
func (s *Store) SetStep(ctx context.Context, owner owner.ID, id library.ID, step library.Step) error {
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		return s.setStep(ctx, tx, owner, id, step, "")
	})
}

func (s *Store) setStep(ctx context.Context, q dbx.Q, owner owner.ID, id library.ID, step library.Step, v document.Verdict) error {
	_, err := q.Exec(ctx, `UPDATE uploads SET step = $1, verdict = $2, updated_at = $3 WHERE owner_id = $4 AND cv_id = $5`,
		step, v, dbx.Micros(s.now()), owner, id)
	return err
}

// endUpload marks the upload of a CV refused, or forgets it when nobody needs
// to know.
func (s *Store) endUpload(ctx context.Context, tx dbx.Tx, owner owner.ID, id library.ID, v document.Verdict) error {
	if v != "" {
		return s.setStep(ctx, tx, owner, id, library.Refused, v)
	}
	_, err := tx.Exec(ctx, `DELETE FROM uploads WHERE owner_id = $1 AND cv_id = $2`, owner, id)
	return err
}

// Stale returns CVs pending or reading and untouched since before a time, of
// anybody whose data may be processed.
func (s *Store) Stale(ctx context.Context, before time.Time) ([]library.Stale, error) {
	return rowsOf(ctx, s.across(dbx.Sweep), func(r dbx.Row) (library.Stale, error) {
		var u library.Stale
		err := r.Scan(&u.Owner, &u.CV, &u.State, (*dbx.Micros)(&u.Created), (*dbx.Micros)(&u.Touched))
		return u, err
	}, `SELECT owner_id, id, state, created_at, updated_at FROM cvs WHERE state <> $1 AND updated_at < $2
		AND owner_id IN (SELECT id FROM accounts WHERE state = $3 AND restricted_at IS NULL)`, library.Ready, dbx.Micros(before), privacy.Active)
}
