package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/render"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// editing is a library whose clock moves a minute with every look at it, so that
// no two edits are one step.
func editing(s *store.Store) *library.Service {
	now := storetest.Start
	return library.New(library.Parts{
		Store: s, Uploads: s, Versions: s, Corrections: s, Looks: s, Works: s, Exports: s, Seconds: s,
		Now: func() time.Time { now = now.Add(time.Minute); return now },
	})
}

func typed(path cv.Path, text string) func(*library.Draft) error {
	return func(d *library.Draft) error { return d.Type(path, text) }
}

// TestWorkIsKeptUndoneAndFinished edits a CV, takes a step back and in again, and
// saves a version, which the working copy then stands on.
func TestWorkIsKeptUndoneAndFinished(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		lib := editing(s)
		w, err := lib.Edit(t.Context(), who, first.ID, 0, "", typed("/basics/label", "Staff Nurse"))
		if err != nil || w.Revision != 1 || !w.Changed {
			t.Fatalf("Edit = revision %d, changed %v, %v", w.Revision, w.Changed, err)
		}
		if w, err = lib.Edit(t.Context(), who, first.ID, 1, "", func(d *library.Draft) error {
			return d.Dress(render.Options{Template: render.Modern}, 0)
		}); err != nil {
			t.Fatalf("Edit = %v", err)
		}
		got, err := lib.Work(t.Context(), who, first.ID)
		if err != nil || got.Draft.Resume.Basics.Label != "Staff Nurse" || got.Draft.Look.Template != render.Modern || len(got.History.Undo) != 2 {
			t.Fatalf("Work = %+v, %v, want what was kept", got.Draft, err)
		}
		if w, err = lib.Undo(t.Context(), who, first.ID, 2); err != nil || w.Draft.Look.Template != "" {
			t.Errorf("Undo = template %q, %v, want none", w.Draft.Look.Template, err)
		}
		if w, err = lib.Redo(t.Context(), who, first.ID, 3); err != nil || w.Draft.Look.Template != render.Modern {
			t.Errorf("Redo = template %q, %v, want modern", w.Draft.Look.Template, err)
		}
		v, err := lib.Finish(t.Context(), who, first.ID, 4, "For the ward")
		if err != nil || v.Number != 2 || v.Parent != first.ID || v.Resume.Basics.Label != "Staff Nurse" {
			t.Fatalf("Finish = %+v, %v", v, err)
		}
		if look, err := lib.Look(t.Context(), who, v.ID); err != nil || look.Template != render.Modern {
			t.Errorf("Look of the version = %+v, %v", look, err)
		}
		if w, err = lib.Work(t.Context(), who, v.ID); err != nil || w.Base != v.ID || w.Changed || w.Revision != 4 {
			t.Errorf("Work after Finish = base %s, changed %v, revision %d, %v", w.Base, w.Changed, w.Revision, err)
		}
		if err := second(lib.Finish(t.Context(), who, v.ID, 4, "")); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Finish without a change = %v, want %v", err, fault.Invalid)
		}
	})
}

// TestWorkOfTwoTabs: the second of two tabs is told, whether or not anything was
// stored when they were opened, and what the first one wrote stays.
func TestWorkOfTwoTabs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		lib := editing(s)
		for seen := range int64(2) {
			if err := second(lib.Edit(t.Context(), who, first.ID, seen, "", typed("/basics/label", string(rune('A'+seen))))); err != nil {
				t.Fatalf("Edit at %d = %v", seen, err)
			}
			w, err := lib.Edit(t.Context(), who, first.ID, seen, "", typed("/basics/label", "late"))
			if !errors.Is(err, library.ErrOvertaken) || w.Draft.Resume.Basics.Label != string(rune('A'+seen)) {
				t.Errorf("late Edit at %d = %q, %v, want the other tab's text", seen, w.Draft.Resume.Basics.Label, err)
			}
			if before, ok := w.At(seen); !ok || before.Resume.Basics.Label == "late" {
				t.Errorf("At(%d) = %q, %v", seen, before.Resume.Basics.Label, ok)
			}
		}
		raw := library.Work{ID: "w-other", CV: cv1, Base: first.ID, Revision: 1, Created: storetest.Start, Updated: storetest.Start}
		if err := s.KeepWork(t.Context(), who, raw, 0); !errors.Is(err, fault.Conflict) {
			t.Errorf("second working copy of a version = %v, want %v", err, fault.Conflict)
		}
	})
}

// TestWorkTakesInWhatChangedOutside: a value corrected elsewhere comes into the
// working copy with its next change, what was edited there stays, and each is a
// step that can be undone.
func TestWorkTakesInWhatChangedOutside(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		lib := editing(s)
		if err := second(lib.Edit(t.Context(), who, first.ID, 0, "", typed("/basics/label", "Staff Nurse"))); err != nil {
			t.Fatal(err)
		}
		corrected, err := lib.Correct(t.Context(), who, first.ID, "/basics/email", "maja@example.com")
		if err != nil {
			t.Fatal(err)
		}
		w, err := lib.Work(t.Context(), who, first.ID)
		want := cv.Basics{Name: canary, Label: "Staff Nurse", Email: "maja@example.com"}
		if err != nil || !w.Merged || w.Base != corrected.ID || cmp.Diff(want, w.Draft.Resume.Basics) != "" {
			t.Fatalf("Work = %+v, merged %v, %v, want both", w.Draft.Resume.Basics, w.Merged, err)
		}
		if w, err = lib.Edit(t.Context(), who, first.ID, w.Revision, "", typed("/basics/phone", "555-0100")); err != nil {
			t.Fatal(err)
		}
		for _, label := range []string{"555-0100", "maja@example.com", "Staff Nurse"} {
			if w, err = lib.Undo(t.Context(), who, first.ID, w.Revision); err != nil {
				t.Fatalf("Undo of %s = %v", label, err)
			}
		}
		if b := w.Draft.Resume.Basics; b.Label != "" || b.Email != "" || b.Phone != "" || b.Name != canary {
			t.Errorf("after undoing all = %+v, want the name alone", b)
		}
	})
}

func TestWorkOfSomebodyElse(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		lib := editing(s)
		if err := second(lib.Edit(t.Context(), who, first.ID, 0, "", typed("/basics/label", "Mine"))); err != nil {
			t.Fatal(err)
		}
		if err := second(lib.Work(t.Context(), "somebody else", first.ID)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Work of somebody else = %v, want %v", err, fault.NotFound)
		}
		if err := second(s.Work(t.Context(), "somebody else", cv1, "")); fault.KindOf(err) != fault.NotFound {
			t.Errorf("row of somebody else = %v, want %v", err, fault.NotFound)
		}
		if err := s.Forget(t.Context(), who, cv1, ""); err != nil {
			t.Fatal(err)
		}
		if err := second(s.Work(t.Context(), who, cv1, "")); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Work of a deleted CV = %v, want %v", err, fault.NotFound)
		}
	})
}

func TestExportsAreNoted(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		lib := editing(s)
		for _, f := range []render.Format{render.FormatText, render.FormatMarkdown} {
			if err := second(lib.Download(t.Context(), who, first.ID, f, render.Options{}, "", "", false)); err != nil {
				t.Fatalf("Download = %v", err)
			}
		}
		got, err := lib.ExportsOf(t.Context(), who, cv1)
		if err != nil || len(got) != 2 || got[0].Format != render.FormatMarkdown || got[1].Version != first.ID || !got[0].At.After(got[1].At) {
			t.Errorf("ExportsOf = %+v, %v, want both, the newest first", got, err)
		}
		if got, err := lib.ExportsOf(t.Context(), "somebody else", cv1); err != nil || len(got) != 0 {
			t.Errorf("ExportsOf somebody else = %v, %v, want none", got, err)
		}
	})
}
