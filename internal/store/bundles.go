package store

import (
	"context"

	"github.com/google/uuid"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/tracker"
)

// The sealed places of bundles.
const (
	bundleContent  = "bundles.content"
	bundleFileName = "bundle_files.name"
	bundleFileBody = "bundle_files.body"
)

// AddBundle keeps a bundle, its files under the keys of their CVs.
func (s *Store) AddBundle(ctx context.Context, owner owner.ID, b tracker.Bundle) error {
	account, err := s.accountBox(ctx, owner, string(b.ID))
	if err != nil {
		return err
	}
	content, err := account.json(ctx, bundleContent, b.Content)
	if err != nil {
		return err
	}
	files := make([]sealedBundleFile, len(b.Files))
	for i, f := range b.Files {
		if files[i], err = s.sealBundleFile(ctx, owner, f); err != nil {
			return err
		}
	}
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		err := found(tx.Exec(ctx, `INSERT INTO bundles (id, owner_id, application_id, change_id, version, ad_hash, cv_hash, letter_hash, score, method, content, frozen_at)
			SELECT CAST($1 AS text), a.owner_id, a.id, CAST($2 AS text), CAST($3 AS bigint), CAST($4 AS text), CAST($5 AS text), CAST($6 AS text),
			CAST($7 AS bigint), CAST($8 AS text), $9, CAST($10 AS bigint) FROM applications a WHERE a.owner_id = $11 AND a.id = $12 AND a.deleted_at IS NULL`,
			b.ID, b.Change, b.Version, b.AdHash, b.CVHash, b.LetterHash, b.Score, b.Method, content, dbx.Micros(b.Frozen), owner, b.Application))
		for _, f := range files {
			if err == nil {
				err = f.insert(ctx, tx, owner, b.ID)
			}
		}
		return err
	})
}

// sealedBundleFile is a row of bundle_files as it is stored.
type sealedBundleFile struct {
	tracker.BundleFile
	id         string
	name, body []byte
}

func (s *Store) sealBundleFile(ctx context.Context, owner owner.ID, f tracker.BundleFile) (sealedBundleFile, error) {
	row := sealedBundleFile{BundleFile: f, id: uuid.Must(uuid.NewV7()).String()}
	key, err := s.keyFor(ctx, owner, seal.CVKey, f.CV)
	if err != nil {
		return row, err
	}
	b := box{s.keys, key, owner, row.id}
	if row.name, err = b.text(ctx, bundleFileName, f.Name); err != nil {
		return row, err
	}
	row.body, err = b.json(ctx, bundleFileBody, f.Data)
	return row, err
}

func (f sealedBundleFile) insert(ctx context.Context, tx dbx.Tx, owner owner.ID, id tracker.BundleID) error {
	_, err := tx.Exec(ctx, `INSERT INTO bundle_files (id, owner_id, bundle_id, cv_id, part, format, size, name, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, f.id, owner, id, f.CV, f.Part, f.Format, f.Size, f.name, f.body)
	return err
}

// sealedBundle is a row of bundles as it is stored.
type sealedBundle struct {
	tracker.Bundle
	content []byte
}

const bundleColumns = `b.id, b.application_id, b.change_id, b.version, b.ad_hash, b.cv_hash, b.letter_hash, b.score, b.method, b.content, b.frozen_at
	FROM bundles b JOIN applications a ON a.id = b.application_id AND a.deleted_at IS NULL`

func scanBundle(r dbx.Row) (sealedBundle, error) {
	var b sealedBundle
	err := r.Scan(&b.ID, &b.Application, &b.Change, &b.Version, &b.AdHash, &b.CVHash, &b.LetterHash, &b.Score, &b.Method, &b.content, (*dbx.Micros)(&b.Frozen))
	return b, notFound(err)
}

// openBundle opens a bundle with its files, whole with their bytes.
func (s *Store) openBundle(ctx context.Context, owner owner.ID, row sealedBundle, whole bool) (tracker.Bundle, error) {
	account := box{keys: s.keys, owner: owner, row: string(row.ID)}
	if err := account.openJSON(ctx, bundleContent, row.content, &row.Content); err != nil {
		return row.Bundle, err
	}
	body := "NULL"
	if whole {
		body = "f.body"
	}
	files, err := rowsOf(ctx, s.of(owner), scanBundleFile, `SELECT f.id, f.cv_id, f.part, f.format, f.size, f.name, `+body+` FROM bundle_files f
		JOIN key_refs k ON k.kind = 'cv' AND k.subject_id = f.cv_id AND k.state = 'live' WHERE f.owner_id = $1 AND f.bundle_id = $2 ORDER BY f.id`, owner, row.ID)
	for _, f := range files {
		if err == nil {
			err = s.openBundleFile(ctx, owner, &f)
		}
		row.Files = append(row.Files, f.BundleFile)
	}
	return row.Bundle, err
}

func scanBundleFile(r dbx.Row) (sealedBundleFile, error) {
	var f sealedBundleFile
	err := r.Scan(&f.id, &f.CV, &f.Part, &f.Format, &f.Size, &f.name, &f.body)
	return f, err
}

func (s *Store) openBundleFile(ctx context.Context, owner owner.ID, f *sealedBundleFile) error {
	b := box{keys: s.keys, owner: owner, row: f.id}
	if err := b.openText(ctx, bundleFileName, f.name, &f.Name); err != nil || f.body == nil {
		return err
	}
	return b.openJSON(ctx, bundleFileBody, f.body, &f.Data)
}

// BundlesOf lists the bundles of an application, the newest first, without the
// bytes of their files.
func (s *Store) BundlesOf(ctx context.Context, owner owner.ID, id tracker.ID) ([]tracker.Bundle, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanBundle, `SELECT `+bundleColumns+` WHERE b.owner_id = $1 AND b.application_id = $2 ORDER BY b.id DESC`, owner, id)
	if err != nil {
		return nil, err
	}
	all := make([]tracker.Bundle, len(rows))
	for i, row := range rows {
		if all[i], err = s.openBundle(ctx, owner, row, false); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Bundle returns one bundle with the bytes of its files.
func (s *Store) Bundle(ctx context.Context, owner owner.ID, id tracker.ID, bundle tracker.BundleID) (tracker.Bundle, error) {
	row, err := scanBundle(s.of(owner).QueryRow(ctx, `SELECT `+bundleColumns+` WHERE b.owner_id = $1 AND b.application_id = $2 AND b.id = $3`, owner, id, bundle))
	if err != nil {
		return row.Bundle, err
	}
	return s.openBundle(ctx, owner, row, true)
}

// DeleteBundle deletes a bundle with its files.
func (s *Store) DeleteBundle(ctx context.Context, owner owner.ID, id tracker.ID, bundle tracker.BundleID) error {
	return found(s.of(owner).Exec(ctx, `DELETE FROM bundles WHERE owner_id = $1 AND application_id = $2 AND id = $3`, owner, id, bundle))
}

// DropBundles deletes the bundles that were frozen with a change.
func (s *Store) DropBundles(ctx context.Context, owner owner.ID, change tracker.ChangeID) error {
	_, err := s.of(owner).Exec(ctx, `DELETE FROM bundles WHERE owner_id = $1 AND change_id = $2 AND change_id <> ''`, owner, change)
	return err
}

// Holders lists the applications with files that go with a CV.
func (s *Store) Holders(ctx context.Context, owner owner.ID, cv string) ([]tracker.Holder, error) {
	return rowsOf(ctx, s.of(owner), func(r dbx.Row) (tracker.Holder, error) {
		var h tracker.Holder
		return h, r.Scan(&h.Application, &h.Company, &h.Title, (*dbx.Micros)(&h.Frozen))
	}, `SELECT a.id, a.company, a.title, MAX(b.frozen_at) FROM bundle_files f JOIN bundles b ON b.id = f.bundle_id
		JOIN applications a ON a.id = b.application_id WHERE f.owner_id = $1 AND f.cv_id = $2 AND a.deleted_at IS NULL
		GROUP BY a.id, a.company, a.title ORDER BY MAX(b.frozen_at) DESC, a.id`, owner, cv)
}
