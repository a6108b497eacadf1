package library

import (
	"context"
	"encoding/json"
	"errors"
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

// ErrOvertaken means that the value a person saw was changed meanwhile.
var ErrOvertaken = fault.New(fault.Conflict, "library.overtaken")

// followTries bounds how often a change is made again because another one came
// first.
const followTries = 5

// Record returns the CV of record: its newest version that was not made for a
// posting.
func (s *Service) Record(ctx context.Context, owner owner.ID, id ID) (Version, error) {
	return s.newest(ctx, owner, id, "")
}

// newest returns the last version of a CV that was made for a posting, or for
// none.
func (s *Service) newest(ctx context.Context, owner owner.ID, id ID, posting string) (Version, error) {
	list, err := s.versions.Versions(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	for _, v := range list {
		if v.Posting == posting {
			return s.versions.Version(ctx, owner, v.ID)
		}
	}
	return Version{}, fault.NotFound
}

// Correct adds a version in which the value at path reads as given; an empty
// value removes it. seen is the version that the person looked at: changes that
// others made elsewhere in the CV since then are kept, and when this very value
// was changed it is ErrOvertaken and nothing is saved.
func (s *Service) Correct(ctx context.Context, owner owner.ID, seen VersionID, path cv.Path, value string) (Version, error) {
	before, err := s.versions.Version(ctx, owner, seen)
	if err != nil {
		return Version{}, err
	}
	for range followTries {
		made, err := s.correct(ctx, owner, before, path, value)
		if errors.Is(err, ErrOvertaken) || fault.KindOf(err) != fault.Conflict {
			return made, err
		}
	}
	return Version{}, ErrOvertaken
}

func (s *Service) correct(ctx context.Context, owner owner.ID, seen Version, path cv.Path, value string) (Version, error) {
	now, err := s.newest(ctx, owner, seen.CV, seen.Posting)
	if err != nil {
		return Version{}, err
	}
	if !sameValue(seen.Resume, now.Resume, path) {
		return Version{}, ErrOvertaken
	}
	resume, err := cv.Set(now.Resume, path, value)
	if err != nil {
		return Version{}, fmt.Errorf("library: correct version %s: %w", now.ID, err)
	}
	if same(now.Resume, resume) {
		return now, nil
	}
	next := Version{ID: VersionID(newID()), CV: now.CV, Parent: now.ID, Posting: now.Posting, Name: now.Name, Resume: resume, Created: s.now()}
	return s.versions.FollowVersion(ctx, owner, next)
}

// sameValue reports whether a path holds the same text in two states of a CV,
// or none in both.
func sameValue(a, b cv.Resume, path cv.Path) bool {
	x, errX := cv.Text(a, path)
	y, errY := cv.Text(b, path)
	return x == y && (errX == nil) == (errY == nil)
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

// Branch begins a branch for a posting with a version equal to another one, so
// that what is written for the posting leaves the others alone.
func (s *Service) Branch(ctx context.Context, owner owner.ID, id VersionID, posting string) (Version, error) {
	from, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	if posting == "" {
		return Version{}, fault.New(fault.Invalid, "version.branch.none")
	}
	look, err := s.looks.Look(ctx, owner, id)
	if err != nil {
		return Version{}, err
	}
	made, err := s.add(ctx, owner, Version{CV: from.CV, Parent: id, Posting: posting, Name: from.Name, Resume: from.Resume})
	if err != nil {
		return made, err
	}
	return made, s.looks.SetLook(ctx, owner, made.ID, look)
}

// Between lists what changed from one version of a CV to another, in any order,
// and tells whether order, titles or visibility of its sections did. Versions of
// two CVs are fault.NotFound.
func (s *Service) Between(ctx context.Context, owner owner.ID, from, to VersionID) (changes []cv.Change, arranged bool, err error) {
	a, err := s.versions.Version(ctx, owner, from)
	if err != nil {
		return nil, false, err
	}
	b, err := s.versions.Version(ctx, owner, to)
	if err != nil {
		return nil, false, err
	}
	if a.CV != b.CV {
		return nil, false, fault.NotFound
	}
	return cv.Diff(a.Resume, b.Resume), !equalJSON(cv.Arranged(&a.Resume), cv.Arranged(&b.Resume)), nil
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
