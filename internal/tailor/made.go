package tailor

import (
	"context"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/owner"
)

// Made is a version that was made for a posting.
type Made struct {
	Version   library.Version
	Match     match.Match
	Tailoring ID
}

// Made lists the versions made for a posting, the newest first. One whose CV was
// deleted is gone with it.
func (s *Service) Made(ctx context.Context, owner owner.ID, id PostingID) ([]Made, error) {
	saved, err := s.store.Posting(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	all, err := s.tailorings.Tailorings(ctx, owner)
	if err != nil {
		return nil, err
	}
	var made []Made
	for _, t := range all {
		if t.Posting != id || t.Result == "" {
			continue
		}
		v, err := s.cvs.Version(ctx, owner, t.Result)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		made = append(made, Made{v, match.Score(v.Resume, saved.Posting), t.ID})
	}
	return made, nil
}

// Between lists what differs from one version of a list to another; nothing when
// one of them is not in it.
func Between(list []Made, from, to library.VersionID) []cv.Change {
	var a, b *cv.Resume
	for i := range list {
		switch list[i].Version.ID {
		case from:
			a = &list[i].Version.Resume
		case to:
			b = &list[i].Version.Resume
		}
	}
	if a == nil || b == nil {
		return nil
	}
	return cv.Diff(*a, *b)
}
