package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

func TestAVersionFollowsTheNewest(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		first := readyCV(t, s, who, cv1)
		follow := func(id, parent library.VersionID) error {
			return second(s.FollowVersion(t.Context(), who, library.Version{ID: id, CV: cv1, Parent: parent, Created: storetest.Start}))
		}
		if err := follow("v2", first.ID); err != nil {
			t.Fatalf("FollowVersion(first) = %v", err)
		}
		if err := follow("v3", first.ID); !errors.Is(err, fault.Conflict) {
			t.Errorf("FollowVersion(overtaken) = %v, want a conflict", err)
		}
		if err := follow("v3", "v2"); err != nil {
			t.Errorf("FollowVersion(newest) = %v", err)
		}
	})
}

// TestPeerDefect23_ParallelCorrections changes four fields at once, each from
// three tabs that saw the same version: no field is lost, and of three texts for
// one field one is kept and two are told.
func TestPeerDefect23_ParallelCorrections(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		readyCV(t, s, who, cv1)
		lib := library.New(library.Parts{Store: s, Uploads: s, Versions: s, Corrections: s, Seconds: s, Now: time.Now})
		const fields, tabs = 4, 3
		resume := cv.Resume{Work: []cv.Work{{Highlights: make([]string, fields)}}}
		seen, err := lib.Save(t.Context(), who, library.VersionID("1"+cv1[1:]), "", "", resume)
		if err != nil {
			t.Fatalf("Save = %v", err)
		}
		var told atomic.Int32
		var all sync.WaitGroup
		for i := range fields * tabs {
			all.Go(func() {
				path := cv.NewPath("work", 0, "highlights", i%fields)
				_, err := lib.Correct(context.WithoutCancel(t.Context()), who, seen.ID, path, fmt.Sprintf("text of tab %d", i))
				if errors.Is(err, library.ErrOvertaken) {
					told.Add(1)
				} else if err != nil {
					t.Errorf("Correct(%q) = %v", path, err)
				}
			})
		}
		all.Wait()
		now, err := lib.Record(t.Context(), who, cv1)
		if err != nil || now.Number != 2+fields || told.Load() != fields*(tabs-1) {
			t.Errorf("version %d, %d tabs told, %v, want %d and %d", now.Number, told.Load(), err, 2+fields, fields*(tabs-1))
		}
		for i, text := range now.Resume.Work[0].Highlights {
			if text == "" {
				t.Errorf("highlight %d was lost", i)
			}
		}
	})
}
