package library

import (
	"context"
	"encoding/json"
	"fmt"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/owner"
)

// maxVersionName is the longest name of a version, in bytes.
const maxVersionName = 200

// Version returns one version with its CV's content.
func (s *Service) Version(ctx context.Context, owner owner.ID, id VersionID) (Version, error) {
	return s.versions.Version(ctx, owner, id)
}

// VersionsOf lists a CV's versions, the newest first, without their content.
func (s *Service) VersionsOf(ctx context.Context, owner owner.ID, id ID) ([]Version, error) {
	return s.versions.Versions(ctx, owner, id)
}

// Save adds a version that follows parent. posting is the id of the posting it
// was made for, "" for none. A result equal to its parent is fault.Invalid.
func (s *Service) Save(ctx context.Context, owner owner.ID, parent VersionID, posting, name string, resume cv.Resume) (Version, error) {
	p, err := s.versions.Version(ctx, owner, parent)
	if err != nil {
		return Version{}, err
	}
	if len(name) > maxVersionName {
		return Version{}, fault.New(fault.Invalid, "library.name_too_long")
	}
	if same(p.Resume, resume) && posting == "" {
		return Version{}, fault.New(fault.Invalid, "library.nothing_changed")
	}
	return s.add(ctx, owner, Version{CV: p.CV, Parent: parent, Posting: posting, Name: name, Resume: resume})
}

// Correct adds a version in which the value at path reads as given; an empty
// value removes it.
func (s *Service) Correct(ctx context.Context, owner owner.ID, id VersionID, path cv.Path, value string) (Version, error) {
	p, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	resume, err := cv.Set(p.Resume, path, value)
	if err != nil {
		return Version{}, fmt.Errorf("library: correct version %s: %w", id, err)
	}
	if same(p.Resume, resume) {
		return p, nil
	}
	return s.add(ctx, owner, Version{CV: p.CV, Parent: id, Posting: p.Posting, Name: p.Name, Resume: resume})
}

// Restore adds a version equal to an older one, so that nothing in between is
// lost.
func (s *Service) Restore(ctx context.Context, owner owner.ID, id VersionID) (Version, error) {
	old, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	return s.add(ctx, owner, Version{CV: old.CV, Parent: id, Posting: old.Posting, Name: old.Name, Resume: old.Resume})
}

// Compare lists what changed from a version's parent to it; a first version
// has changed nothing.
func (s *Service) Compare(ctx context.Context, owner owner.ID, id VersionID) ([]cv.Change, error) {
	v, err := s.versions.Version(ctx, owner, id)
	if err != nil || v.Parent == "" {
		return nil, err
	}
	p, err := s.versions.Version(ctx, owner, v.Parent)
	if err != nil {
		return nil, err
	}
	return cv.Diff(p.Resume, v.Resume), nil
}

func (s *Service) add(ctx context.Context, owner owner.ID, v Version) (Version, error) {
	v.ID, v.Created = VersionID(newID()), s.now()
	return s.versions.AddVersion(ctx, owner, v)
}

func same(a, b cv.Resume) bool {
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && string(x) == string(y)
}
