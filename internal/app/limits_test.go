package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"jobops/internal/store/storetest"
)

// TestTwoServersCountTogether guesses passwords 60 times at once by way of two
// servers on one database, from one network: as many come through as one server
// alone lets, and what a third network tries is not held against it.
func TestTwoServersCountTogether(t *testing.T) {
	t.Parallel()
	server := storetest.Server(t)
	if server == "" {
		return
	}
	c := Config{Data: t.TempDir(), Cache: cache, DatabaseURL: storetest.Schema(t, server), Public: Public{URL: "https://jobops.example.org", Hops: 1}, hashMemory: 64}
	first, _ := openWith(t, c)
	second, err := start(t.Context(), &App{Config: c, Log: first.Log, beside: true})
	must(t, err)
	t.Cleanup(func() { _ = second.Close() })
	var handlers []http.Handler
	for _, a := range []*App{first, second} {
		pages, err := a.pages(nil)
		must(t, err)
		handlers = append(handlers, a.handler(pages, 1))
	}
	try := func(i int, network string) int {
		fields := url.Values{"email": {fmt.Sprintf("nobody%d@example.com", i)}, "password": {"guess number one of many"}}
		r := httptest.NewRequest(http.MethodPost, "http://localhost:1/sign-in", strings.NewReader(fields.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", network)
		w := httptest.NewRecorder()
		handlers[i%2].ServeHTTP(w, r)
		if w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") == "" {
			t.Error("429 without Retry-After")
		}
		return w.Code
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	got := map[int]int{}
	for i := range 60 {
		all.Go(func() {
			status := try(i, "198.51.100.1")
			mu.Lock()
			defer mu.Unlock()
			got[status]++
		})
	}
	all.Wait()
	if got[http.StatusTooManyRequests] != 40 || got[http.StatusInternalServerError] != 0 {
		t.Errorf("answers = %v, want 20 let through and 40 times 429", got)
	}
	if status := try(1, "203.0.113.1"); status == http.StatusTooManyRequests {
		t.Error("another network is limited too")
	}
}
