package store_test

import (
	"errors"
	"testing"

	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/render"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// TestLooks: a version keeps its own options, another one begins with those
// chosen last, and nobody sets or sees those of somebody else.
func TestLooks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		if err := second(s.FollowVersion(t.Context(), who, library.Version{ID: "v2", CV: cv1, Parent: first.ID, Created: storetest.Start})); err != nil {
			t.Fatal(err)
		}
		look := func(who owner.ID, id library.VersionID) render.Options {
			o, err := s.Look(t.Context(), who, id)
			if err != nil {
				t.Fatalf("Look(%s) = %v", id, err)
			}
			return o
		}
		if got := look(who, "v2"); got != (render.Options{}) {
			t.Errorf("Look before any choice = %+v, want none", got)
		}
		want := render.Options{Template: render.Modern, Size: 9.35, Accent: "#1F4E79", Paper: render.Letter}
		for _, o := range []render.Options{{Template: render.Compact}, want} {
			if err := s.SetLook(t.Context(), who, first.ID, o); err != nil {
				t.Fatalf("SetLook = %v", err)
			}
		}
		if got := look(who, first.ID); got != want {
			t.Errorf("Look = %+v, want %+v", got, want)
		}
		if got := look(who, "v2"); got != want {
			t.Errorf("Look of a version without choice = %+v, want the last one %+v", got, want)
		}
		if got := look("somebody else", first.ID); got != (render.Options{}) {
			t.Errorf("Look of somebody else = %+v, want none", got)
		}
		if err := s.SetLook(t.Context(), "somebody else", first.ID, want); !errors.Is(err, fault.NotFound) {
			t.Errorf("SetLook by somebody else = %v, want not found", err)
		}
	})
}
