package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
	"jobops/internal/usage"
)

// counted is a service with a plan of limit optimisations a month.
func counted(s *store.Store, limit int, now func() time.Time) *usage.Service {
	return usage.New(s, usage.Plans{Default: "free", All: map[string]usage.Plan{
		"free": {Quotas: map[usage.Feature]int{usage.Optimisations: limit}}, "pro": {},
	}}, now)
}

// TestLastUseOfAMonthGoesToOne asks a hundred times at once for the last use
// of a month.
func TestLastUseOfAMonthGoesToOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		who := person(t, s)
		uses := counted(s, 3, func() time.Time { return storetest.Start })
		m := uses.Meter(usage.Optimisations, "edits")
		for _, id := range []string{"one", "two"} {
			if err := m.Reserve(t.Context(), who, id); err != nil {
				t.Fatal(err)
			}
			if err := m.Settle(t.Context(), who, id, true); err != nil {
				t.Fatal(err)
			}
		}
		var through, refused, other atomic.Int64
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				switch err := m.Reserve(t.Context(), who, fmt.Sprintf("race-%d", i)); {
				case err == nil:
					through.Add(1)
				case fault.KindOf(err) == fault.PaymentRequired:
					refused.Add(1)
				default:
					other.Add(1)
					t.Errorf("Reserve = %v", err)
				}
			})
		}
		all.Wait()
		if through.Load() != 1 || refused.Load() != 99 || other.Load() != 0 {
			t.Errorf("through %d, refused %d, other %d, want 1, 99 and 0", through.Load(), refused.Load(), other.Load())
		}
		standing, err := uses.Standings(t.Context(), who)
		if err != nil || standing[0].Used != 3 || standing[0].Limit != 3 || standing[1].Used != 0 || !standing[1].Unlimited {
			t.Errorf("Standings = %+v, %v", standing, err)
		}
	})
}

func TestUsesAreCountedOnceOrGivenBack(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		now := storetest.Start
		clock := func() time.Time { return now }
		s := store.New(db, &storetest.Tasks{}, storetest.Keeper(t, db, storetest.Blobs(t)), clock)
		who := person(t, s)
		uses := counted(s, 1, clock)
		m := uses.Meter(usage.Optimisations, "edits")
		for range 3 { // the same work again changes nothing
			if err := m.Reserve(t.Context(), who, "a"); err != nil {
				t.Fatal(err)
			}
		}
		if err := m.Reserve(t.Context(), who, "b"); fault.KindOf(err) != fault.PaymentRequired {
			t.Errorf("Reserve beyond the plan = %v", err)
		}
		for _, used := range []bool{false, true} { // the first settlement holds
			if err := m.Settle(t.Context(), who, "a", used); err != nil {
				t.Fatal(err)
			}
		}
		if err := m.Reserve(t.Context(), who, "b"); err != nil {
			t.Errorf("Reserve after one was given back = %v", err)
		}
		now = now.Add(2 * time.Hour) // and here a crash forgets it
		if err := uses.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := m.Reserve(t.Context(), who, "c"); err != nil {
			t.Errorf("Reserve after a sweep = %v", err)
		}
		if _, err := db.Exec(t.Context(), `UPDATE accounts SET plan = 'pro' WHERE id = $1`, who); err != nil {
			t.Fatal(err)
		}
		if err := m.Reserve(t.Context(), who, "d"); err != nil {
			t.Errorf("Reserve under a larger plan = %v", err)
		}
		events, err := uses.History(t.Context(), who)
		if err != nil || len(events) != 4 || events[3].State != usage.Refunded {
			t.Errorf("History = %+v, %v", events, err)
		}
	})
}

func TestTokensOfADay(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		now := storetest.Start
		clock := func() time.Time { return now }
		s := store.New(db, &storetest.Tasks{}, storetest.Keeper(t, db, storetest.Blobs(t)), clock)
		who := person(t, s)
		uses := usage.New(s, usage.Plans{Default: "p", Tokens: 1500, All: map[string]usage.Plan{"p": {Tokens: 1000}}}, clock)
		reserve := func(id string, tokens int64) error {
			return s.Reserve(t.Context(), who, uses.Claim(usage.Optimisations, "edits", id, tokens))
		}
		if err := reserve("a", 900); err != nil {
			t.Fatal(err)
		}
		if err := reserve("b", 200); fault.KindOf(err) != fault.PaymentRequired {
			t.Errorf("beyond the person's day = %v", err)
		}
		// It failed: the use goes back, what was really spent stays counted.
		if err := s.Settle(t.Context(), who, usage.Settlement{ID: "a", In: 300, Out: 100}); err != nil {
			t.Fatal(err)
		}
		if err := reserve("b", 600); err != nil {
			t.Errorf("after the settlement = %v", err)
		}
		other := counted(s, 9, clock)
		if err := s.Reserve(t.Context(), who, other.Claim(usage.Optimisations, "edits", "c", 10)); err != nil {
			t.Errorf("without a limit of tokens = %v", err)
		}
		all := usage.New(s, usage.Plans{Tokens: 1200}, clock)
		if err := s.Reserve(t.Context(), who, all.Claim(usage.Optimisations, "edits", "d", 300)); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("beyond everybody's day = %v", err)
		}
		now = now.Add(24 * time.Hour)
		if err := reserve("e", 900); err != nil {
			t.Errorf("on the next day = %v", err)
		}
	})
}
