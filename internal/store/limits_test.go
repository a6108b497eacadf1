package store_test

import (
	"bytes"
	"slices"
	"sync"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// TestRequestsAreCountedOneByOne counts 60 requests at once by way of two stores:
// each is told another number, up to the most.
func TestRequestsAreCountedOneByOne(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		one, two := storetest.New(t, db, &storetest.Tasks{}), storetest.New(t, db, &storetest.Tasks{})
		window, before := storetest.Start, storetest.Start.Add(-time.Minute)
		var mu sync.Mutex
		var all sync.WaitGroup
		var told []int
		for i := range 60 {
			all.Go(func() {
				n, then, err := []*store.Store{one, two}[i%2].CountRequest(t.Context(), "key", window, before, 50)
				if err != nil || then != 0 {
					t.Errorf("CountRequest = %d, %d, %v", n, then, err)
				}
				mu.Lock()
				defer mu.Unlock()
				told = append(told, n)
			})
		}
		all.Wait()
		slices.Sort(told)
		for i, n := range told {
			if want := min(i+1, 50); n != want {
				t.Fatalf("numbers told = %v, want 1 to 50 and then 50", told)
			}
		}
		n, then, err := one.CountRequest(t.Context(), "key", window.Add(time.Minute), window, 50)
		if n != 1 || then != 50 || err != nil {
			t.Errorf("the next window = %d after %d, %v, want 1 after 50", n, then, err)
		}
	})
}

func TestLimitSecretIsThatOfADay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var got [][]byte
		for _, day := range []string{"2026-12-01", "2026-12-01", "2026-12-02"} {
			secret, err := s.LimitSecret(t.Context(), day)
			if err != nil || len(secret) < 16 {
				t.Fatalf("LimitSecret(%q) = %d bytes, %v", day, len(secret), err)
			}
			got = append(got, secret)
		}
		if !bytes.Equal(got[0], got[1]) || bytes.Equal(got[1], got[2]) {
			t.Error("the secret of a day is not its own")
		}
	})
}
