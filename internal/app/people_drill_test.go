//go:build drill

package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jobops/internal/account"
	"jobops/internal/route"
)

const (
	drillEmail = "robin.fields@example.com"
	drillWords = "violet ladder orbit nine"
)

// people is an instance with one member, its handler and their session.
func people(t *testing.T, limits map[route.Rate]route.Limit, hops int) (*App, http.Handler, string) {
	t.Helper()
	a, who := openWith(t, Config{Data: t.TempDir(), Cache: cache, Public: Public{Hops: hops}})
	pages, err := a.pages(nil)
	must(t, err)
	link, err := a.Account.NewLink(t.Context(), who)
	must(t, err)
	secret, err := a.Account.Redeem(t.Context(), link, "")
	must(t, err)
	secret, err = a.Account.SetUp(t.Context(), who, account.Entry{Name: "Robin Fields", Email: drillEmail, Password: drillWords}, secret)
	must(t, err)
	return a, a.handlerWith(pages, 1, limits), secret
}

// latency asks for a page again and again until ctx ends and returns how long the
// slowest hundredth took.
func latency(ctx context.Context, t *testing.T, ask func() int) (p99 time.Duration, n int) {
	t.Helper()
	var all []time.Duration
	for ctx.Err() == nil {
		began := time.Now()
		if status := ask(); status != http.StatusOK {
			t.Errorf("the page answered %d", status)
		}
		all = append(all, time.Since(began))
		time.Sleep(5 * time.Millisecond)
	}
	slices.Sort(all)
	return all[len(all)*99/100], len(all)
}

// TestDrillSignInFlood lets 64 clients guess passwords at once, without any limit
// but the hasher's own, and asks for a page meanwhile. Not parallel: it measures
// time.
func TestDrillSignInFlood(t *testing.T) {
	_, h, secret := people(t, unlimited(), 0)
	ctx, stop := context.WithTimeout(t.Context(), 15*time.Second)
	defer stop()
	var crowd sync.WaitGroup
	var mu sync.Mutex
	answers := map[int]int{}
	for i := range 64 {
		crowd.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				fields := url.Values{"email": {fmt.Sprintf("nobody%d-%d@example.com", i, n)}, "password": {"some password or other"}}
				r := httptest.NewRequest(http.MethodPost, "http://localhost:1/sign-in", strings.NewReader(fields.Encode()))
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				mu.Lock()
				answers[w.Code]++
				mu.Unlock()
				if w.Code == http.StatusServiceUnavailable {
					time.Sleep(20 * time.Millisecond)
				}
			}
		})
	}
	p99, n := latency(ctx, t, func() int {
		r := httptest.NewRequest(http.MethodGet, "http://localhost:1/cvs", nil)
		r.AddCookie(&http.Cookie{Name: localCookie, Value: secret})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	})
	crowd.Wait()
	t.Logf("answers to guesses: %v; %d pages, p99 %v", answers, n, p99)
	if p99 > 300*time.Millisecond {
		t.Errorf("p99 of a page during a flood of sign-ins = %v, want under 300 ms", p99)
	}
}

// TestDrillSlowConnections holds 500 connections that send a byte a second.
// Not parallel: it measures time.
func TestDrillSlowConnections(t *testing.T) {
	a, _, secret := people(t, unlimited(), 0)
	pages, err := a.pages(nil)
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	port := l.Addr().(*net.TCPAddr).Port
	server := &http.Server{
		Handler: a.handlerWith(pages, port, unlimited()), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	ctx, stop := context.WithTimeout(t.Context(), 15*time.Second)
	defer stop()
	var crowd sync.WaitGroup
	var mu sync.Mutex
	cut := 0
	for range 500 {
		crowd.Go(func() {
			conn, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Errorf("Dial = %v", err)
				return
			}
			defer conn.Close()
			for _, b := range []byte("GET /cvs HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") {
				if _, err := conn.Write([]byte{b}); err != nil || ctx.Err() != nil {
					mu.Lock()
					cut++
					mu.Unlock()
					return
				}
				time.Sleep(time.Second)
			}
		})
	}
	client := &http.Client{Timeout: 10 * time.Second}
	p99, n := latency(ctx, t, func() int {
		r, err := http.NewRequest(http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/cvs", port), nil)
		must(t, err)
		r.AddCookie(&http.Cookie{Name: localCookie, Value: secret})
		resp, err := client.Do(r)
		if err != nil {
			return 0
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		return resp.StatusCode
	})
	crowd.Wait()
	t.Logf("%d of 500 slow connections were cut; %d pages, p99 %v", cut, n, p99)
	if p99 > time.Second {
		t.Errorf("p99 of a page beside 500 slow connections = %v, want under 1 s", p99)
	}
}

// TestDrillCredentialStuffing tries 10,000 passwords on one address from as many
// networks. Nothing but the five free attempts reaches the hasher, the right
// password among the rest opens nothing, and once the address has rested it does.
// Not parallel: like the other drills it wants the machine for itself.
func TestDrillCredentialStuffing(t *testing.T) {
	a, h, _ := people(t, route.Limits(), 1)
	answers := map[int]int{}
	for i := range 10_000 {
		password := fmt.Sprintf("guess number %d of many", i)
		if i%1000 == 999 {
			password = drillWords
		}
		fields := url.Values{"email": {drillEmail}, "password": {password}}
		r := httptest.NewRequest(http.MethodPost, "http://localhost:1/sign-in", strings.NewReader(fields.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.%d.%d", i/250, i%250))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		answers[w.Code]++
	}
	t.Logf("answers: %v", answers)
	if answers[http.StatusUnauthorized] > account.Free+1 || answers[http.StatusSeeOther] != 0 {
		t.Errorf("attempts that reached a password = %d, opened = %d, want at most %d and none", answers[http.StatusUnauthorized], answers[http.StatusSeeOther], account.Free+1)
	}
	if _, err := a.DB.Exec(t.Context(), `UPDATE tries SET until_at = 1`); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Account.SignIn(t.Context(), drillEmail, drillWords, ""); err != nil {
		t.Errorf("the person themself, once the address has rested = %v, want a session", err)
	}
}
