package library

import (
	"context"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/render"
)

// Export is one time that a version left as a file. It holds nothing of it.
type Export struct {
	ID      string
	Version VersionID
	Posting string // id of the posting that the version was made for, "" for none
	Format  render.Format
	At      time.Time
}

// Exports keeps when versions left as files.
type Exports interface {
	AddExport(ctx context.Context, owner owner.ID, e Export) error
	// Exports lists those of a CV's versions, the newest first.
	Exports(ctx context.Context, owner owner.ID, id ID) ([]Export, error)
}

// ExportsOf lists the files that the versions of a CV became, the newest first.
func (s *Service) ExportsOf(ctx context.Context, owner owner.ID, id ID) ([]Export, error) {
	return s.exports.Exports(ctx, owner, id)
}

// noteExport notes a download. Where processing is restricted the person still
// gets their file, and nothing more is kept.
func (s *Service) noteExport(ctx context.Context, owner owner.ID, v Version, f render.Format) error {
	err := s.exports.AddExport(ctx, owner, Export{newID(), v.ID, v.Posting, f, s.now()})
	if fault.KindOf(err) == fault.Restricted {
		return nil
	}
	return err
}
