package store

import (
	"context"
	"errors"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// Places of a working copy.
const (
	workDraft   = "working_copies.draft"
	workHistory = "working_copies.history"
)

// sealedWork is a row of working_copies as it is stored.
type sealedWork struct {
	library.Work
	key            string
	draft, history []byte
}

func (s *Store) sealWork(ctx context.Context, owner owner.ID, w library.Work) (sealedWork, error) {
	row := sealedWork{Work: w}
	var err error
	if row.key, err = s.keyFor(ctx, owner, seal.CVKey, string(w.CV)); err != nil {
		return row, err
	}
	b := box{s.keys, row.key, owner, string(w.ID)}
	if row.draft, err = b.json(ctx, workDraft, w.Draft); err != nil {
		return row, err
	}
	row.history, err = b.json(ctx, workHistory, w.History)
	return row, err
}

func scanWork(r dbx.Row) (sealedWork, error) {
	var w sealedWork
	var posting *string
	err := r.Scan(&w.ID, &w.CV, &w.Base, &posting, &w.Revision, &w.draft, &w.history, (*dbx.Micros)(&w.Created), (*dbx.Micros)(&w.Updated), &w.key)
	if posting != nil {
		w.Posting = *posting
	}
	return w, notFound(err)
}

// Work returns the working copy of a branch. Should a branch have two, because
// the posting that parted them is gone, it is the one changed last.
func (s *Store) Work(ctx context.Context, owner owner.ID, id library.ID, posting string) (library.Work, error) {
	row, err := scanWork(s.of(owner).QueryRow(ctx, `SELECT w.id, w.cv_id, w.version_id, v.posting_id, w.revision, w.draft, w.history, w.created_at, w.updated_at, c.key_id
		FROM working_copies w JOIN versions v ON v.id = w.version_id JOIN cvs c ON c.id = w.cv_id
		JOIN key_refs k ON k.id = c.key_id AND k.state = 'live'
		WHERE w.owner_id = $1 AND w.cv_id = $2 AND COALESCE(v.posting_id, '') = $3 ORDER BY w.updated_at DESC, w.id LIMIT 1`, owner, id, posting))
	if err != nil {
		return row.Work, err
	}
	b := box{s.keys, row.key, owner, string(row.ID)}
	if err := b.openJSON(ctx, workDraft, row.draft, &row.Draft); err != nil {
		return row.Work, err
	}
	err = b.openJSON(ctx, workHistory, row.history, &row.History)
	return row.Work, err
}

// KeepWork adds or changes a working copy whose revision was before; when it is
// another one by now, fault.Conflict.
func (s *Store) KeepWork(ctx context.Context, owner owner.ID, w library.Work, before int64) error {
	row, err := s.sealWork(ctx, owner, w)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error { return row.keep(ctx, tx, owner, before) })
}

// keep adds the row for the first revision, else it changes it.
func (w sealedWork) keep(ctx context.Context, tx dbx.Tx, owner owner.ID, before int64) error {
	if before == 0 {
		n, err := tx.Exec(ctx, `INSERT INTO working_copies (id, owner_id, cv_id, version_id, revision, draft, history, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`, w.ID, owner, w.CV, w.Base, w.Revision, w.draft, w.history,
			dbx.Micros(w.Created), dbx.Micros(w.Updated))
		return ifNone(n, err)
	}
	n, err := tx.Exec(ctx, `UPDATE working_copies SET version_id = $1, revision = $2, draft = $3, history = $4, updated_at = $5
		WHERE owner_id = $6 AND id = $7 AND revision = $8`, w.Base, w.Revision, w.draft, w.history, dbx.Micros(w.Updated), owner, w.ID, before)
	return ifNone(n, err)
}

// ifNone is fault.Conflict for a change of no row.
func ifNone(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.Conflict
	}
	return err
}

// FinishWork adds a version with its look and keeps the working copy, all or
// nothing.
func (s *Store) FinishWork(ctx context.Context, owner owner.ID, w library.Work, before int64, v library.Version) (library.Version, error) {
	row, err := s.sealWork(ctx, owner, w)
	if err != nil {
		return v, err
	}
	follows := func(tx dbx.Tx) error { return followsNewest(ctx, tx, v) }
	return s.addVersion(ctx, owner, v, follows, func(tx dbx.Tx) error {
		if err := s.setLook(ctx, tx, owner, v.ID, w.Draft.Look); err != nil {
			return err
		}
		return row.keep(ctx, tx, owner, before)
	})
}

// AddExport notes that a version left as a file.
func (s *Store) AddExport(ctx context.Context, owner owner.ID, e library.Export) error {
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		err := errors.Join(mustOwn(ctx, tx, owner, "versions", string(e.Version)), mustOwn(ctx, tx, owner, "postings", e.Posting))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO exports (id, owner_id, version_id, posting_id, format, created_at)
			VALUES ($1, $2, $3, $4, $5, $6)`, e.ID, owner, e.Version, orNull(e.Posting), e.Format, dbx.Micros(e.At))
		return err
	})
}

// Exports lists the files that the versions of a CV became, the newest first.
func (s *Store) Exports(ctx context.Context, owner owner.ID, id library.ID) ([]library.Export, error) {
	return rowsOf(ctx, s.of(owner), func(r dbx.Row) (library.Export, error) {
		var e library.Export
		var posting *string
		err := r.Scan(&e.ID, &e.Version, &posting, &e.Format, (*dbx.Micros)(&e.At))
		if posting != nil {
			e.Posting = *posting
		}
		return e, err
	}, `SELECT e.id, e.version_id, e.posting_id, e.format, e.created_at FROM exports e JOIN versions v ON v.id = e.version_id
		WHERE e.owner_id = $1 AND v.cv_id = $2 ORDER BY e.created_at DESC, e.id DESC`, owner, id)
}
