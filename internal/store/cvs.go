package store

import (
	"context"
	"fmt"

	"jobops/internal/cv"
	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/task"
)

// Sealed columns, as the places of their values.
const (
	cvFileName     = "cvs.file_name"
	cvReading      = "cvs.reading"
	versionName    = "versions.name"
	versionResume  = "versions.resume"
	tailoringEdits = "tailorings.edits"
	tailoringSaid  = "tailorings.decisions"
)

// AddCV makes the CV's key and adds the CV as pending with its upload.
func (s *Store) AddCV(ctx context.Context, owner owner.ID, c library.CV, u library.Upload) error {
	if err := s.May(ctx, owner, inventory.CVProcessing); err != nil {
		return err
	}
	key, err := s.keys.NewKey(ctx, owner, seal.CVKey, string(c.ID))
	if err != nil {
		return err
	}
	name, err := box{s.keys, key, owner, string(c.ID)}.text(ctx, cvFileName, c.FileName)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO cvs (id, owner_id, key_id, state, file_name, format, size, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, c.ID, owner, key, c.State, name, c.Format, c.Size,
			dbx.Micros(c.Created), dbx.Micros(c.Updated)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO uploads (id, owner_id, cv_id, step, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6)`, u.ID, owner, c.ID, u.Step, dbx.Micros(u.Created), dbx.Micros(u.Created))
		return err
	})
}

// StartReading moves a CV from one state to reading and queues tasks.
func (s *Store) StartReading(ctx context.Context, owner owner.ID, id library.ID, from library.State, tasks ...task.Task) error {
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		if err := s.moveCV(ctx, tx, owner, id, from, library.Reading); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, tasks...)
	})
}

// moveCV changes a CV's state; fault.NotFound when it is not in the state left.
func (s *Store) moveCV(ctx context.Context, tx dbx.Tx, owner owner.ID, id library.ID, from, to library.State) error {
	return found(tx.Exec(ctx, `UPDATE cvs SET state = $1, updated_at = $2 WHERE owner_id = $3 AND id = $4 AND state = $5`,
		to, dbx.Micros(s.now()), owner, id, from))
}

// FinishReading stores what was read with the first version and ends the upload.
func (s *Store) FinishReading(ctx context.Context, owner owner.ID, id library.ID, r cv.Reading, first library.Version) error {
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(id))
	if err != nil {
		return err
	}
	reading, err := box{s.keys, key, owner, string(id)}.json(ctx, cvReading, r)
	if err != nil {
		return err
	}
	row, err := s.sealVersion(ctx, owner, key, first)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		if err := s.moveCV(ctx, tx, owner, id, library.Reading, library.Ready); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE cvs SET reading = $1, pages = $2, language = $3 WHERE owner_id = $4 AND id = $5`,
			reading, r.Pages, r.Resume.Meta.Language, owner, id); err != nil {
			return err
		}
		if err := row.insert(ctx, tx); err != nil {
			return err
		}
		return s.setStep(ctx, tx, owner, id, library.Done, "")
	})
}

// Forget destroys the CV's key, then deletes its rows. With a verdict its
// upload stays behind as refused.
func (s *Store) Forget(ctx context.Context, owner owner.ID, id library.ID, v document.Verdict) error {
	if err := s.shred(ctx, owner, seal.CVKey, string(id)); err != nil {
		return fmt.Errorf("store: destroy key of cv %s: %w", id, err)
	}
	return s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		if err := s.endUpload(ctx, tx, owner, id, v); err != nil {
			return err
		}
		if err := s.queueNotices(ctx, tx, owner, string(id), "erased"); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM cvs WHERE owner_id = $1 AND id = $2`, owner, id)
		return err
	})
}

// cvColumns are read beside the key's state, in one statement: once the key is
// destroyed the CV is gone, whatever a cache still holds.
const cvColumns = `c.id, c.key_id, c.file_name, c.format, c.size, c.pages, c.language, c.state, c.created_at, c.updated_at,
	(SELECT count(*) FROM versions v WHERE v.cv_id = c.id),
	(SELECT v.id FROM versions v WHERE v.cv_id = c.id ORDER BY v.number DESC LIMIT 1)
	FROM cvs c JOIN key_refs k ON k.id = c.key_id AND k.state = 'live'`

// sealedCV is a row of cvs whose file name is still sealed.
type sealedCV struct {
	library.CV
	key  string
	name []byte
}

func scanCV(r dbx.Row) (sealedCV, error) {
	var c sealedCV
	var latest *library.VersionID
	err := r.Scan(&c.ID, &c.key, &c.name, &c.Format, &c.Size, &c.Pages, &c.Language, &c.State,
		(*dbx.Micros)(&c.Created), (*dbx.Micros)(&c.Updated), &c.Versions, &latest)
	if latest != nil {
		c.Latest = *latest
	}
	return c, notFound(err)
}

func (s *Store) openCV(ctx context.Context, owner owner.ID, c sealedCV) (library.CV, error) {
	err := box{s.keys, c.key, owner, string(c.ID)}.openText(ctx, cvFileName, c.name, &c.FileName)
	return c.CV, err
}

// CVs lists a person's CVs, the newest first.
func (s *Store) CVs(ctx context.Context, owner owner.ID) ([]library.CV, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanCV, `SELECT `+cvColumns+` WHERE c.owner_id = $1 ORDER BY c.created_at DESC, c.id DESC`, owner)
	if err != nil {
		return nil, err
	}
	cvs := make([]library.CV, len(rows))
	for i, row := range rows {
		if cvs[i], err = s.openCV(ctx, owner, row); err != nil {
			return nil, err
		}
	}
	return cvs, nil
}

// CV returns one CV.
func (s *Store) CV(ctx context.Context, owner owner.ID, id library.ID) (library.CV, error) {
	row, err := scanCV(s.of(owner).QueryRow(ctx, `SELECT `+cvColumns+` WHERE c.owner_id = $1 AND c.id = $2`, owner, id))
	if err != nil {
		return library.CV{}, err
	}
	return s.openCV(ctx, owner, row)
}

// Original returns what was read from the CV's file; NotFound before it is ready.
func (s *Store) Original(ctx context.Context, owner owner.ID, id library.ID) (cv.Reading, error) {
	var r cv.Reading
	var key string
	var envelope []byte
	err := s.of(owner).QueryRow(ctx, `SELECT c.key_id, c.reading FROM cvs c JOIN key_refs k ON k.id = c.key_id AND k.state = 'live'
		WHERE c.owner_id = $1 AND c.id = $2 AND c.reading IS NOT NULL`, owner, id).Scan(&key, &envelope)
	if err != nil {
		return r, notFound(err)
	}
	err = box{s.keys, key, owner, string(id)}.openJSON(ctx, cvReading, envelope, &r)
	return r, err
}
