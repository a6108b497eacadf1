package route

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// table is a Shared that several routers use, and that can fail.
type table struct {
	mu     sync.Mutex
	counts map[string]int
	broken bool
	asked  int
}

func (t *table) CountRequest(_ context.Context, key string, window, before time.Time, most int) (int, int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asked++; t.broken {
		return 0, 0, errors.New("gone")
	}
	at := key + window.String()
	t.counts[at] = min(t.counts[at]+1, most)
	return t.counts[at], t.counts[key+before.String()], nil
}

func (t *table) LimitSecret(_ context.Context, day string) ([]byte, error) {
	if t.broken {
		return nil, errors.New("gone")
	}
	return []byte(day), nil
}

// sharing is a router with one route of a class.
func sharing(shared Shared, class Rate) func() int {
	h := New([]Route{{Method: "GET", Pattern: "/one", Who: Anyone, Rate: class, Handler: func(w http.ResponseWriter, _ *http.Request) error {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}}}, Options{
		Log: slog.New(slog.DiscardHandler), Shared: shared, Limits: map[Rate]Limit{class: {5, time.Hour}, Static: {}}, Cookie: "session", SignedIn: nil,
		Error: func(w http.ResponseWriter, _ *http.Request, status int, _ string, _ []any) { w.WriteHeader(status) },
	})
	return func() int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost:1/one", nil))
		if w.Code >= 400 && w.Header().Get("Retry-After") == "" {
			return -w.Code
		}
		return w.Code
	}
}

// TestSharedLimit sends 60 requests at once to two routers: as many come through
// as one alone would let.
func TestSharedLimit(t *testing.T) {
	t.Parallel()
	for class, want := range map[Rate]int{SignIn: 5, Rare: 5, Default: 5, Live: 10} {
		shared := &table{counts: map[string]int{}}
		one, two := sharing(shared, class), sharing(shared, class)
		var mu sync.Mutex
		got := map[int]int{}
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() {
				status := map[bool]func() int{true: one, false: two}[i%2 == 0]()
				mu.Lock()
				got[status]++
				mu.Unlock()
			})
		}
		all.Wait()
		if got[204] != want || got[429] != 60-want {
			t.Errorf("class %s: answers %v, want %d through, the rest 429 with Retry-After", class, got, want)
		}
	}
}

// TestSharedLimitWithoutItsStore counts in the process what it may, refuses the
// rest, and leaves the store alone for a while.
func TestSharedLimitWithoutItsStore(t *testing.T) {
	t.Parallel()
	for class, want := range map[Rate][]int{SignIn: {503, 503, 503}, Export: {503}, Default: {204, 204, 204, 204, 204, 429}} {
		shared := &table{counts: map[string]int{}, broken: true}
		ask := sharing(shared, class)
		for i, status := range want {
			if got := ask(); got != status {
				t.Errorf("class %s, request %d = %d, want %d", class, i+1, got, status)
			}
		}
		if shared.asked != 1 {
			t.Errorf("class %s: a broken store was asked %d times, want 1", class, shared.asked)
		}
	}
}

func TestSecretsChangeWithTheDay(t *testing.T) {
	t.Parallel()
	s := newSecrets(&table{})
	day := time.Date(2026, 12, 1, 23, 0, 0, 0, time.UTC)
	if got, next := string(s.of(t.Context(), day)), string(s.of(t.Context(), day.Add(2*time.Hour))); got != "2026-12-01" || next != "2026-12-02" {
		t.Errorf("secrets of two days = %q, %q", got, next)
	}
	own := newSecrets(nil)
	if string(own.of(t.Context(), day)) != string(own.of(t.Context(), day.Add(48*time.Hour))) || len(own.own) != 32 {
		t.Error("the secret of a process changes")
	}
}
