package store

import (
	"context"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// RenameFile changes the name of a CV's file.
func (s *Store) RenameFile(ctx context.Context, owner owner.ID, id library.ID, name string) error {
	return s.rename(ctx, owner, id, "cvs", string(id), cvFileName, "file_name", name)
}

// Rename changes the name of a version.
func (s *Store) Rename(ctx context.Context, owner owner.ID, id library.VersionID, name string) error {
	v, err := s.Version(ctx, owner, id)
	if err != nil {
		return err
	}
	return s.rename(ctx, owner, v.CV, "versions", string(id), versionName, "name", name)
}

// rename seals a name for its place under the CV's key.
func (s *Store) rename(ctx context.Context, owner owner.ID, id library.ID, table, row, place, column, name string) error {
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(id))
	if err != nil {
		return err
	}
	envelope, err := box{s.keys, key, owner, row}.text(ctx, place, name)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		return found(tx.Exec(ctx, "UPDATE "+table+" SET "+column+" = $1 WHERE owner_id = $2 AND id = $3", envelope, owner, row))
	})
}
