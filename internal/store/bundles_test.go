package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tracker"
)

func sentWith(cv string) tracker.Bundle {
	return tracker.Bundle{
		Version: 3, Score: 71, Method: "2026.3",
		Content: tracker.BundleContent{Ad: tracker.Ad{Title: "Line cook", Text: "We seek a cook.", Structured: `{"@type":"JobPosting"}`}, Answers: "I can start in May."},
		Files: []tracker.BundleFile{
			{CV: cv, Part: tracker.CVPart, Format: "pdf", Name: "cv.pdf", Size: 5, Data: []byte("%PDF\xff")},
			{CV: cv, Part: tracker.LetterPart, Format: "docx", Name: "letter.docx", Size: 3, Data: []byte("PK\x03")},
		},
	}
}

// TestBundlesLoseTheFilesOfADeletedCV: ad, hashes, score and date stay.
func TestBundlesLoseTheFilesOfADeletedCV(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		readyCV(t, s, who, cv1)
		a := add(t, f, who, wholeFacts(), tracker.Applied)
		b := sentWith(cv1)
		b.Application = a.ID
		kept, err := f.Keep(ctx, who, b)
		if err != nil {
			t.Fatalf("Keep = %v", err)
		}
		got, err := f.Bundle(ctx, who, a.ID, kept.ID)
		if diff := cmp.Diff(kept, got); err != nil || diff != "" {
			t.Fatalf("Bundle = %v (-want +got):\n%s", err, diff)
		}
		if list, err := f.Sent(ctx, who, a.ID); err != nil || len(list) != 1 || len(list[0].Files) != 2 || list[0].Files[0].Data != nil {
			t.Errorf("Sent = %+v, %v, want one bundle whose files have no bytes", list, err)
		}
		holders, err := f.Holders(ctx, who, cv1)
		if err != nil || len(holders) != 1 || holders[0].Application != a.ID || holders[0].Title != "Line cook" {
			t.Errorf("Holders = %+v, %v, want the application", holders, err)
		}
		if err := s.Forget(ctx, who, library.ID(cv1), ""); err != nil {
			t.Fatal(err)
		}
		got, err = f.Bundle(ctx, who, a.ID, kept.ID)
		want := kept
		want.Files = nil
		if diff := cmp.Diff(want, got); err != nil || diff != "" || got.CVHash == "" {
			t.Errorf("Bundle without its CV = %v (-want +got):\n%s", err, diff)
		}
		if _, err := f.Bundle(ctx, somebody, a.ID, kept.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Bundle of somebody else = %v, want not found", err)
		}
		if err := f.DeleteBundle(ctx, somebody, a.ID, kept.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("DeleteBundle of somebody else = %v, want not found", err)
		}
		if err := f.DeleteBundle(ctx, who, a.ID, kept.ID); err != nil {
			t.Errorf("DeleteBundle = %v", err)
		}
	})
}

// TestUndoneMovesSentNothing: what was frozen with a move goes with it.
func TestUndoneMovesSentNothing(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who, f, ctx := person(t, s), follow(s), t.Context()
		readyCV(t, s, who, cv1)
		a := add(t, f, who, wholeFacts(), tracker.Saved)
		_, undo, err := f.Move(ctx, who, a.ID, tracker.Saved, tracker.Applied, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []tracker.ChangeID{undo, ""} {
			b := sentWith(cv1)
			b.Application, b.Change = a.ID, change
			if _, err := f.Keep(ctx, who, b); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := f.Undo(ctx, who, undo); err != nil {
			t.Fatalf("Undo = %v", err)
		}
		if got := count(t, db, "bundles") + count(t, db, "bundle_files"); got != 3 {
			t.Errorf("rows of bundles and files after Undo = %d, want 3: the one kept by hand", got)
		}
	})
}

// TestEfforts lists by the day of the first step that holds.
func TestEfforts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		add(t, f, who, tracker.Facts{Company: "Only looked at"}, tracker.Saved)
		back := add(t, f, who, tracker.Facts{Company: "Undone"}, tracker.Saved)
		_, undo, err := f.Move(ctx, who, back.ID, tracker.Saved, tracker.Applied, time.Time{})
		if err == nil {
			_, err = f.Undo(ctx, who, undo)
		}
		if err != nil {
			t.Fatal(err)
		}
		facts := tracker.Facts{Company: "Sent", Title: "Cook", Way: tracker.ByPost}
		a, err := f.Add(ctx, who, tracker.New{Facts: facts, Stage: tracker.Applied, Since: storetest.Start.AddDate(0, 0, -3)})
		if err == nil {
			_, _, err = f.Move(ctx, who, a.ID, tracker.Applied, tracker.Rejected, time.Time{})
		}
		if err != nil {
			t.Fatal(err)
		}
		from := storetest.Start.AddDate(0, 0, -4)
		got, err := f.Efforts(ctx, who, from, from.AddDate(0, 0, 2))
		if err != nil || len(got) != 1 || got[0].Company != "Sent" || got[0].Way != tracker.ByPost || got[0].Stage != tracker.Rejected || !got[0].Sent.Equal(a.Since) {
			t.Errorf("Efforts = %+v, %v, want the one that was sent", got, err)
		}
		if got, err := f.Efforts(ctx, who, from.AddDate(0, 0, 2), from.AddDate(0, 0, 9)); err != nil || len(got) != 0 {
			t.Errorf("Efforts of later days = %+v, %v, want none", got, err)
		}
		if _, err := f.Efforts(ctx, who, from, from.AddDate(0, 0, -1)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Efforts of a period that ends before it begins = %v, want invalid", err)
		}
	})
}

// TestCoursesNameWhatWasSent: the version kept last counts, with its CV as long as
// there is one; what was deleted is left out, and so is what other people have.
func TestCoursesNameWhatWasSent(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who, f, ctx := person(t, s), follow(s), t.Context()
		readyCV(t, s, who, cv1)
		sent, bare, gone := add(t, f, who, wholeFacts(), tracker.Applied), add(t, f, who, wholeFacts(), tracker.Saved), add(t, f, who, wholeFacts(), tracker.Applied)
		for version := 2; version <= 3; version++ {
			b := sentWith(cv1)
			b.Application, b.Version = sent.ID, version
			if _, err := f.Keep(ctx, who, b); err != nil {
				t.Fatalf("Keep = %v", err)
			}
		}
		if _, _, err := f.Move(ctx, who, bare.ID, tracker.Saved, tracker.Applied, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Delete(ctx, who, gone.ID); err != nil {
			t.Fatal(err)
		}
		for _, cv := range []string{cv1, ""} {
			got, err := s.Courses(ctx, who)
			if err != nil || len(got) != 2 || len(got[0].Events) != 1 || len(got[1].Events) != 2 {
				t.Fatalf("Courses = %+v, %v, want those of two applications", got, err)
			}
			if got[0].CV != cv || got[0].Version != 3 || got[0].Source != "a friend" || got[1].CV != "" || got[1].Version != 0 {
				t.Errorf("Courses = %+v, want version 3 of %q, and nothing", got, cv)
			}
			if cv == "" {
				break
			}
			if err := s.Forget(ctx, who, library.ID(cv), ""); err != nil {
				t.Fatal(err)
			}
		}
		if others, err := s.Courses(ctx, somebody); err != nil || len(others) != 0 {
			t.Errorf("Courses of somebody else = %+v, %v, want none", others, err)
		}
	})
}
