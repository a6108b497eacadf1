package library

import (
	"context"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// RenameFile corrects the name of a CV's file. A name without a letter is
// fault.Invalid.
func (s *Service) RenameFile(ctx context.Context, owner owner.ID, id ID, name string) error {
	if name = cleanName(name); name == "" {
		return fault.New(fault.Invalid, "rights.rename.empty")
	}
	return s.versions.RenameFile(ctx, owner, id, name)
}

// Rename corrects the name of a version; what it holds never changes.
func (s *Service) Rename(ctx context.Context, owner owner.ID, id VersionID, name string) error {
	if len(name) > maxVersionName {
		return fault.New(fault.Invalid, "library.name_too_long")
	}
	return s.versions.Rename(ctx, owner, id, name)
}
