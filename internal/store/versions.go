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

// sealedVersion is a row of versions as it is stored.
type sealedVersion struct {
	library.Version
	owner        owner.ID
	key          string
	name, resume []byte
}

func (s *Store) sealVersion(ctx context.Context, owner owner.ID, key string, v library.Version) (sealedVersion, error) {
	row := sealedVersion{Version: v, owner: owner, key: key}
	b := box{s.keys, key, owner, string(v.ID)}
	var err error
	if row.name, err = b.text(ctx, versionName, v.Name); err != nil {
		return row, err
	}
	row.resume, err = b.json(ctx, versionResume, v.Resume)
	return row, err
}

func (v sealedVersion) insert(ctx context.Context, tx dbx.Tx) error {
	err := errors.Join(mustOwn(ctx, tx, v.owner, "versions", string(v.Parent)), mustOwn(ctx, tx, v.owner, "postings", v.Posting))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO versions (id, owner_id, cv_id, parent_id, posting_id, number, name, resume, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, v.ID, v.owner, v.CV, orNull(string(v.Parent)), orNull(v.Posting),
		v.Number, v.name, v.resume, dbx.Micros(v.Created))
	return err
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// AddVersion numbers and adds a version of a CV that is ready.
func (s *Store) AddVersion(ctx context.Context, owner owner.ID, v library.Version) (library.Version, error) {
	return s.addVersion(ctx, owner, v, nothing, nothing)
}

func nothing(dbx.Tx) error {
	return nil
}

// FollowVersion adds a version if its parent is still the newest of the CV for
// the same posting; else it is fault.Conflict.
func (s *Store) FollowVersion(ctx context.Context, owner owner.ID, v library.Version) (library.Version, error) {
	return s.addVersion(ctx, owner, v, func(tx dbx.Tx) error { return followsNewest(ctx, tx, v) }, nothing)
}

func followsNewest(ctx context.Context, tx dbx.Tx, v library.Version) error {
	var newest library.VersionID
	err := tx.QueryRow(ctx, `SELECT id FROM versions WHERE cv_id = $1 AND COALESCE(posting_id, '') = $2
		ORDER BY number DESC LIMIT 1`, v.CV, v.Posting).Scan(&newest)
	if err == nil && newest != v.Parent {
		return fault.Conflict
	}
	return notFound(err)
}

// addVersion adds a version if check, which sees the CV locked, allows it, and
// what belongs to it.
func (s *Store) addVersion(ctx context.Context, owner owner.ID, v library.Version, check, then func(dbx.Tx) error) (library.Version, error) {
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(v.CV))
	if err != nil {
		return v, err
	}
	row, err := s.sealVersion(ctx, owner, key, v)
	if err != nil {
		return v, err
	}
	err = s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		// Touching the CV takes its lock, so two versions never get one number.
		if err := s.moveCV(ctx, tx, owner, v.CV, library.Ready, library.Ready); err != nil {
			return err
		}
		if err := check(tx); err != nil {
			return err
		}
		if err := row.number(ctx, tx); err != nil {
			return err
		}
		if err := then(tx); err != nil || v.Posting != "" {
			return err
		}
		// The CV of record was corrected: whoever still holds it is told (Art. 19).
		return s.queueNotices(ctx, tx, owner, string(v.CV), "corrected")
	})
	return row.Version, err
}

// number inserts the version with the next number of its CV, which the caller
// has locked by an update.
func (v *sealedVersion) number(ctx context.Context, tx dbx.Tx) error {
	if err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(number), 0) + 1 FROM versions WHERE cv_id = $1`, v.CV).Scan(&v.Number); err != nil {
		return err
	}
	return v.insert(ctx, tx)
}

const versionColumns = `v.id, v.cv_id, v.parent_id, v.posting_id, v.number, v.name, v.resume, v.created_at, c.key_id
	FROM versions v JOIN cvs c ON c.id = v.cv_id JOIN key_refs k ON k.id = c.key_id AND k.state = 'live'`

func scanVersion(r dbx.Row) (sealedVersion, error) {
	var v sealedVersion
	var parent *library.VersionID
	var posting *string
	err := r.Scan(&v.ID, &v.CV, &parent, &posting, &v.Number, &v.name, &v.resume, (*dbx.Micros)(&v.Created), &v.key)
	if parent != nil {
		v.Parent = *parent
	}
	if posting != nil {
		v.Posting = *posting
	}
	return v, notFound(err)
}

func (s *Store) openVersion(ctx context.Context, owner owner.ID, v sealedVersion, whole bool) (library.Version, error) {
	b := box{s.keys, v.key, owner, string(v.ID)}
	if err := b.openText(ctx, versionName, v.name, &v.Name); err != nil || !whole {
		return v.Version, err
	}
	err := b.openJSON(ctx, versionResume, v.resume, &v.Resume)
	return v.Version, err
}

// Version returns one version with its content.
func (s *Store) Version(ctx context.Context, owner owner.ID, id library.VersionID) (library.Version, error) {
	row, err := scanVersion(s.of(owner).QueryRow(ctx, `SELECT `+versionColumns+` WHERE v.owner_id = $1 AND v.id = $2`, owner, id))
	if err != nil {
		return library.Version{}, err
	}
	return s.openVersion(ctx, owner, row, true)
}

// Versions lists a CV's versions, newest first, without their Resume.
func (s *Store) Versions(ctx context.Context, owner owner.ID, id library.ID) ([]library.Version, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanVersion, `SELECT `+versionColumns+` WHERE v.owner_id = $1 AND v.cv_id = $2 ORDER BY v.number DESC`, owner, id)
	if err != nil {
		return nil, err
	}
	versions := make([]library.Version, len(rows))
	for i, row := range rows {
		if versions[i], err = s.openVersion(ctx, owner, row, false); err != nil {
			return nil, err
		}
	}
	return versions, nil
}
