package store_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/match"
	"jobops/internal/owner"
	"jobops/internal/posting"
	"jobops/internal/privacy"
	"jobops/internal/render"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/tailor"
)

const ad1 = tailor.PostingID("0198c0de-0000-7000-8000-0000000000a1")

func addAd(t *testing.T, s *store.Store, who owner.ID, id tailor.PostingID) {
	t.Helper()
	ad := tailor.Saved{ID: id, Posting: posting.Posting{Title: "Sous Chef", Text: "Sous chef wanted"}, Created: storetest.Start}
	if err := s.AddPosting(t.Context(), who, ad); err != nil {
		t.Fatalf("AddPosting = %v", err)
	}
}

func TestScoresAreKeptOncePerMethod(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		v := readyCV(t, s, who, cv1)
		addAd(t, s, who, ad1)
		score := tailor.Score{ID: "s-1", Posting: ad1, CV: cv1, Version: v.ID, Method: "1", Score: 61, Created: storetest.Start}
		again, later := score, score
		again.ID, again.Score = "s-2", 62
		later.ID, later.Method, later.Score, later.Created = "s-3", "2", 63, storetest.Start.Add(time.Hour)
		for _, n := range []tailor.Score{score, again, later} {
			if err := s.AddScore(t.Context(), who, n); err != nil {
				t.Fatalf("AddScore(%s) = %v", n.ID, err)
			}
		}
		got, err := s.ScoresFor(t.Context(), who, ad1)
		if diff := cmp.Diff([]tailor.Score{score, later}, got); err != nil || diff != "" {
			t.Errorf("ScoresFor = %v (-want +got):\n%s", err, diff)
		}
		got, err = s.ScoresOf(t.Context(), who, v.ID)
		if diff := cmp.Diff([]tailor.Score{later, score}, got); err != nil || diff != "" {
			t.Errorf("ScoresOf = %v (-want +got):\n%s", err, diff)
		}
		if got, err := s.ScoresFor(t.Context(), "0198-other", ad1); err != nil || len(got) > 0 {
			t.Errorf("ScoresFor of another person = %d, %v, want none", len(got), err)
		}
		if err := s.DeletePosting(t.Context(), who, ad1); err != nil {
			t.Fatalf("DeletePosting = %v", err)
		}
		if got, err := s.ScoresOf(t.Context(), who, v.ID); err != nil || len(got) > 0 {
			t.Errorf("ScoresOf after the posting was deleted = %d, %v, want none", len(got), err)
		}
	})
}

func TestAnswersAreSealedAndSurviveTwoTabs(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		s := storetest.New(t, db, &storetest.Tasks{})
		who := person(t, s)
		addAd(t, s, who, ad1)
		var tabs sync.WaitGroup
		for id, a := range map[string]match.Answer{"skill:go": match.Have, "skill:rust": match.Irrelevant} {
			tabs.Go(func() {
				if err := s.SetAnswer(t.Context(), who, ad1, id, a); err != nil {
					t.Errorf("SetAnswer(%s) = %v", id, err)
				}
			})
		}
		tabs.Wait()
		wantAnswers(t, s, who, map[string]match.Answer{"skill:go": match.Have, "skill:rust": match.Irrelevant})
		wantAnswers(t, s, "0198-other", map[string]match.Answer{})
		if err := s.SetAnswer(t.Context(), who, ad1, "skill:go", ""); err != nil {
			t.Fatalf("SetAnswer to nothing = %v", err)
		}
		wantAnswers(t, s, who, map[string]match.Answer{"skill:rust": match.Irrelevant})
		var raw []byte
		if err := db.QueryRow(t.Context(), "SELECT body FROM answers").Scan(&raw); err != nil || len(raw) == 0 || bytes.Contains(raw, []byte("rust")) {
			t.Errorf("answers.body holds %d bytes, %v, with the plain text or nothing", len(raw), err)
		}
	})
}

func wantAnswers(t *testing.T, s *store.Store, who owner.ID, want map[string]match.Answer) {
	t.Helper()
	got, err := s.Answers(t.Context(), who, ad1)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Answers = %v (-want +got):\n%s", err, diff)
	}
}

// TestRestrictedRowsStayAsTheyAre: no chosen look, score, answer or CV for an ad
// is written while the person restricts everything.
func TestRestrictedRowsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		v := readyCV(t, s, who, cv1)
		addAd(t, s, who, ad1)
		restrict(t, s, who, privacy.Restriction{Scope: privacy.Everything, Since: storetest.Start})
		score := tailor.Score{ID: "s-1", Posting: ad1, CV: cv1, Version: v.ID, Method: "1", Score: 61, Created: storetest.Start}
		for name, err := range map[string]error{
			"AddScore":     s.AddScore(t.Context(), who, score),
			"SetAnswer":    s.SetAnswer(t.Context(), who, ad1, "r1", match.Have),
			"SetLook":      s.SetLook(t.Context(), who, v.ID, render.Options{Template: render.Modern}),
			"SetPostingCV": s.SetPostingCV(t.Context(), who, ad1, cv1),
		} {
			if !errors.Is(err, fault.Restricted) {
				t.Errorf("%s under a restriction = %v, want restricted", name, err)
			}
		}
	})
}
