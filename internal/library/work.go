package library

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/render"
)

// WorkID names a working copy.
type WorkID string

// Work is the working copy of a branch of a CV: what the editor shows and keeps,
// on the way from Base to the next version. A branch is the versions made for
// one posting, or for none.
type Work struct {
	ID       WorkID // "" before the first change; then nothing is stored
	CV       ID
	Base     VersionID
	Posting  string  // of the branch
	Revision int64   // counts the changes, 0 before the first
	Draft    Draft   // sealed at rest
	History  History // sealed at rest
	Created  time.Time
	Updated  time.Time
	// Changed tells that the draft differs from its base, Merged that changes
	// made outside the editor came in when it was opened. Neither is stored.
	Changed, Merged bool
	merge           *Draft // as stored, with Merged
}

// Draft is what can be edited.
type Draft struct {
	Resume cv.Resume      `json:"resume"`
	Look   render.Options `json:"look"`
	// Typed are texts that are no value of their field yet, such as half a date.
	Typed map[string]string `json:"typed,omitempty"` // by path
}

// Works keeps working copies.
type Works interface {
	// Work returns the working copy of a branch, fault.NotFound for none.
	Work(ctx context.Context, owner owner.ID, id ID, posting string) (Work, error)
	// KeepWork adds or changes a working copy whose revision was before; when it
	// is another one by now, fault.Conflict.
	KeepWork(ctx context.Context, owner owner.ID, w Work, before int64) error
	// FinishWork adds v, which follows the newest of its branch, with the look of
	// the working copy, and keeps that, all or nothing. The errors are those of
	// FollowVersion and KeepWork.
	FinishWork(ctx context.Context, owner owner.ID, w Work, before int64, v Version) (Version, error)
}

// Work returns the working copy of the branch that a version is on. Without one
// it is made of the branch's newest version and stored with the first change.
// When a version was added outside the editor meanwhile, its changes are merged
// in; where both changed one value, the editor's stays.
func (s *Service) Work(ctx context.Context, owner owner.ID, id VersionID) (Work, error) {
	at, err := s.versions.Version(ctx, owner, id)
	if err != nil {
		return Work{}, err
	}
	newest, err := s.newest(ctx, owner, at.CV, at.Posting)
	if err != nil {
		return Work{}, err
	}
	w, err := s.works.Work(ctx, owner, at.CV, at.Posting)
	if fault.KindOf(err) == fault.NotFound {
		look, err := s.looks.Look(ctx, owner, newest.ID)
		return Work{CV: at.CV, Base: newest.ID, Posting: at.Posting, Draft: Draft{Resume: newest.Resume, Look: look}}, err
	}
	if err != nil {
		return Work{}, err
	}
	return s.rebased(ctx, owner, w, newest)
}

// rebased puts a working copy onto the newest version of its branch.
// The merge is stored with the next change.
func (s *Service) rebased(ctx context.Context, owner owner.ID, w Work, newest Version) (Work, error) {
	if w.Base == newest.ID {
		look, err := s.looks.Look(ctx, owner, newest.ID)
		w.Changed = !same(w.Draft.Resume, newest.Resume) || w.Draft.Look != look || len(w.Draft.Typed) > 0
		return w, err
	}
	base, err := s.versions.Version(ctx, owner, w.Base)
	if err != nil {
		return w, err
	}
	before := w.Draft
	w.Draft.Resume = cv.Merge(base.Resume, w.Draft.Resume, newest.Resume)
	w.Base, w.Changed, w.Merged = newest.ID, true, !same(before.Resume, w.Draft.Resume)
	if !w.Merged {
		return w, nil
	}
	w.Draft.Typed = nil // their places may have moved
	w.merge = &before
	return w, nil
}

// strokeMerge is the place of a step that brought other versions in.
const strokeMerge = "merge"

// keep stores a changed draft as one step after before.
func (s *Service) keepWork(ctx context.Context, owner owner.ID, w Work, before Draft, place string) (Work, error) {
	now := s.now()
	if w.ID == "" {
		w.ID, w.Created = WorkID(newID()), now
	}
	was := w.Revision
	if w.merge != nil {
		w.Revision++
		if err := w.History.add(w.Revision, strokeMerge, now, *w.merge, before); err != nil {
			return w, fmt.Errorf("library: keep work %s: %w", w.ID, err)
		}
		w.merge = nil
	}
	w.Revision, w.Updated = w.Revision+1, now
	if err := w.History.add(w.Revision, place, now, before, w.Draft); err != nil {
		return w, fmt.Errorf("library: keep work %s: %w", w.ID, err)
	}
	w.Changed = true
	return w, s.works.KeepWork(ctx, owner, w, was)
}

// Edit changes the working copy of a version's branch. seen is the revision that
// the person looked at; when it is another one by now, the error is ErrOvertaken
// and the Work is that one, unchanged. place names what changes, so that steps of
// typing in one field are undone together; "" stands alone. A change that alters
// nothing is no step.
func (s *Service) Edit(ctx context.Context, owner owner.ID, id VersionID, seen int64, place string, change func(*Draft) error) (Work, error) {
	w, err := s.seen(ctx, owner, id, seen)
	if err != nil {
		return w, err
	}
	before := w.Draft
	after, err := before.copied()
	if err != nil {
		return w, err
	}
	if err := change(&after); err != nil {
		return w, err
	}
	if before.equal(after) {
		return w, nil
	}
	w.Draft = after
	return s.overtaken(s.keepWork(ctx, owner, w, before, place))
}

// seen opens the working copy at the revision that the person looked at.
func (s *Service) seen(ctx context.Context, owner owner.ID, id VersionID, seen int64) (Work, error) {
	w, err := s.Work(ctx, owner, id)
	if err != nil {
		return w, err
	}
	if w.Revision != seen {
		return w, ErrOvertaken
	}
	return w, nil
}

// overtaken says in words that somebody else's change came first.
func (s *Service) overtaken(w Work, err error) (Work, error) {
	if fault.KindOf(err) == fault.Conflict {
		return w, ErrOvertaken
	}
	return w, err
}

// Undo takes the last step back, Redo puts it in again. Without one the working
// copy stays as it is.
func (s *Service) Undo(ctx context.Context, owner owner.ID, id VersionID, seen int64) (Work, error) {
	return s.turn(ctx, owner, id, seen, (*History).undo)
}

// Redo puts back what Undo took.
func (s *Service) Redo(ctx context.Context, owner owner.ID, id VersionID, seen int64) (Work, error) {
	return s.turn(ctx, owner, id, seen, (*History).redo)
}

func (s *Service) turn(ctx context.Context, owner owner.ID, id VersionID, seen int64, turn func(*History, int64, Draft) (Draft, bool, error)) (Work, error) {
	w, err := s.seen(ctx, owner, id, seen)
	if err != nil {
		return w, err
	}
	if w.merge != nil {
		w.Draft, w.merge = *w.merge, nil // what came in from outside is not stored yet: it comes in again
	}
	draft, ok, err := turn(&w.History, w.Revision+1, w.Draft)
	if err != nil || !ok {
		return w, err
	}
	w.Draft = draft
	w.Revision++
	w.Updated = s.now()
	return s.overtaken(w, s.works.KeepWork(ctx, owner, w, seen))
}

// Revert gives the working copy the content of its base again, as one step.
func (s *Service) Revert(ctx context.Context, owner owner.ID, id VersionID, seen int64) (Work, error) {
	w, err := s.seen(ctx, owner, id, seen)
	if err != nil {
		return w, err
	}
	base, err := s.versions.Version(ctx, owner, w.Base)
	if err != nil {
		return w, err
	}
	look, err := s.looks.Look(ctx, owner, w.Base)
	if err != nil {
		return w, err
	}
	return s.Edit(ctx, owner, id, seen, "", func(d *Draft) error {
		*d = Draft{Resume: base.Resume, Look: look}
		return nil
	})
}

// Finish saves the working copy as a version of its branch. One that is equal to
// its base is fault.Invalid, and so is one with a text that is no value yet.
func (s *Service) Finish(ctx context.Context, owner owner.ID, id VersionID, seen int64, name string) (Version, error) {
	w, err := s.seen(ctx, owner, id, seen)
	if err != nil {
		return Version{}, err
	}
	switch {
	case len(name) > maxVersionName:
		return Version{}, fault.New(fault.Invalid, "library.name_too_long")
	case len(w.Draft.Typed) > 0:
		return Version{}, fault.New(fault.Invalid, "edit.unread")
	case !w.Changed:
		return Version{}, fault.New(fault.Invalid, "library.nothing_changed")
	}
	before := w.Draft
	w.Draft.Resume = cv.Tidy(w.Draft.Resume)
	v := Version{
		ID: VersionID(newID()), CV: w.CV, Parent: w.Base, Posting: w.Posting, Name: name, Resume: w.Draft.Resume, Created: s.now(),
	}
	if !before.equal(w.Draft) {
		w.Revision++
		if err := w.History.add(w.Revision, "", s.now(), before, w.Draft); err != nil {
			return Version{}, err
		}
	}
	w.Base = v.ID
	made, err := s.works.FinishWork(ctx, owner, w, seen, v)
	if fault.KindOf(err) == fault.Conflict {
		return made, errors.Join(ErrOvertaken, err)
	}
	return made, err
}

// PreviewWork draws a page, counted from 1, of the PDF that a draft becomes, as
// PNG. A page that there is not is fault.NotFound.
func (s *Service) PreviewWork(ctx context.Context, d Draft, page int) ([]byte, error) {
	data, n, err := render.PDFPages(d.Resume, d.Look)
	if err != nil {
		return nil, err
	}
	if page < 1 || page > n {
		return nil, fault.NotFound
	}
	return s.reader.Preview(ctx, data, page-1, previewDPI)
}
