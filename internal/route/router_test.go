package route

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

const goodCookie = "good"

func newTestRouter(t *testing.T, log io.Writer, limits map[Rate]Limit) http.Handler {
	t.Helper()
	return newRouter(slog.New(slog.NewTextHandler(log, nil)), limits)
}

func newRouter(log *slog.Logger, limits map[Rate]Limit) http.Handler {
	routes := []Route{
		{Method: "GET", Pattern: "/open", Who: Anyone, Rate: Default, Handler: func(w http.ResponseWriter, r *http.Request) error {
			_, err := fmt.Fprint(w, OwnerOf(r))
			return err
		}},
		{Method: "GET", Pattern: "/mine/{id}", Who: Person, Owner: Object, Rate: Default, Handler: func(w http.ResponseWriter, r *http.Request) error {
			_, err := fmt.Fprint(w, OwnerOf(r))
			return err
		}},
		{Method: "POST", Pattern: "/form", Who: Person, Rate: Default, MaxBody: 4, Handler: func(w http.ResponseWriter, r *http.Request) error {
			_, err := io.ReadAll(r.Body)
			return err
		}},
		{Method: "GET", Pattern: "/panic", Who: Anyone, Rate: Default, Handler: func(http.ResponseWriter, *http.Request) error { panic("secret words") }},
		{Method: "GET", Pattern: "/bug", Who: Anyone, Rate: Default, Handler: func(http.ResponseWriter, *http.Request) error { return errors.New("bug") }},
		{Method: "GET", Pattern: "/limited", Who: Anyone, Rate: Live, Handler: func(http.ResponseWriter, *http.Request) error { return nil }},
	}
	return New(routes, Options{
		Log: log, Hosts: []string{"localhost:1"},
		Headers: http.Header{"X-Content-Type-Options": {"nosniff"}}, Cookie: "session",
		SignedIn: func(_ context.Context, secret string) (owner.ID, error) {
			if secret != goodCookie {
				return owner.None, fault.Unauthenticated
			}
			return "somebody", nil
		},
		Limits: limits,
		Error: func(w http.ResponseWriter, _ *http.Request, status int, code string, _ []any) {
			http.Error(w, code, status)
		},
	})
}

func TestRouterAnswers(t *testing.T) {
	t.Parallel()
	h := newTestRouter(t, io.Discard, Limits())
	for _, tt := range []struct {
		method, path, body, cookie, host, site string
		status                                 int
		want                                   string
	}{
		{path: "/open", status: 200},
		{path: "/open", cookie: goodCookie, status: 200, want: "somebody"},
		{path: "/open", cookie: "bad", status: 200},
		{path: "/mine/1", status: 401, want: "account.signed_out"},
		{path: "/mine/1", cookie: "bad", status: 401, want: "error.unauthenticated"},
		{path: "/mine/1", cookie: goodCookie, status: 200, want: "somebody"},
		{method: "POST", path: "/form", cookie: goodCookie, body: "1234", status: 200},
		{method: "POST", path: "/form", cookie: goodCookie, body: "12345", status: 413, want: "error.too_large"},
		{method: "POST", path: "/form", cookie: goodCookie, site: "cross-site", status: 403, want: "error.cross_origin"},
		{method: "DELETE", path: "/form", status: 405, want: "error.method"},
		{path: "/nowhere", status: 404, want: "error.not_found"},
		{path: "/open", host: "evil.example:1", status: 421, want: "error.host"},
		{path: "/panic", status: 500, want: "error.internal"},
		{path: "/bug", status: 500, want: "error.internal"},
	} {
		if tt.method == "" {
			tt.method = "GET"
		}
		r := httptest.NewRequest(tt.method, "http://localhost:1"+tt.path, strings.NewReader(tt.body))
		if tt.cookie != "" {
			r.AddCookie(&http.Cookie{Name: "session", Value: tt.cookie})
		}
		if tt.host != "" {
			r.Host = tt.host
		}
		r.Header.Set("Sec-Fetch-Site", tt.site)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s %s cookie %q host %q = %d %q, want %d %q", tt.method, tt.path, tt.cookie, tt.host, w.Code, w.Body, tt.status, tt.want)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s %s: security headers missing on status %d", tt.method, tt.path, w.Code)
		}
	}
}

func TestSignedInAnswersAreNotStored(t *testing.T) {
	t.Parallel()
	h := newTestRouter(t, io.Discard, Limits())
	r := httptest.NewRequest("GET", "http://localhost:1/mine/1", nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: goodCookie})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control = %q, want no-store", got)
	}
}

func TestMethodNotAllowedNamesTheAllowed(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	newTestRouter(t, io.Discard, Limits()).ServeHTTP(w, httptest.NewRequest("PUT", "http://localhost:1/form", nil))
	if got := w.Header().Get("Allow"); got != "POST" {
		t.Errorf("Allow = %q, want POST", got)
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	h := newTestRouter(t, io.Discard, map[Rate]Limit{Default: {}, Live: {3, time.Hour}, Static: {}})
	ask := func(addr string) int {
		r := httptest.NewRequest("GET", "http://localhost:1/limited", nil)
		r.RemoteAddr = addr
		r.AddCookie(&http.Cookie{Name: "session", Value: fmt.Sprint(time.Now().UnixNano())})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code == 429 && w.Header().Get("Retry-After") == "" {
			t.Error("429 without Retry-After")
		}
		return w.Code
	}
	for range 3 {
		if got := ask("192.0.2.1:5"); got != 200 {
			t.Fatalf("request under the limit = %d, want 200", got)
		}
	}
	if got := ask("192.0.2.1:6"); got != 429 {
		t.Errorf("request over the limit with a fresh cookie = %d, want 429", got)
	}
	if got := ask("192.0.2.2:5"); got != 200 {
		t.Errorf("another client = %d, want 200", got)
	}
}

func TestLogHoldsPatternsOnly(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	h := newTestRouter(t, &log, Limits())
	for _, path := range []string{"/mine/canary-id?q=canary-query", "/canary-path", "/panic"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "http://localhost:1"+path, nil))
	}
	if got := log.String(); strings.Contains(got, "canary") || strings.Contains(got, "192.0.2") || strings.Contains(got, "secret words") {
		t.Errorf("log holds what a person sent: %s", got)
	}
	if !strings.Contains(log.String(), `route="GET /mine/{id}"`) {
		t.Errorf("log lacks the pattern: %s", log.String())
	}
}

func TestStatusCoversEveryKind(t *testing.T) {
	t.Parallel()
	for kind, status := range statuses {
		if got := Status(fmt.Errorf("wrapped: %w", fault.New(kind, "x"))); got != status {
			t.Errorf("Status(%q) = %d, want %d", kind, got, status)
		}
	}
	if got := Status(context.Canceled); got != statusClientGone {
		t.Errorf("Status(canceled) = %d, want %d", got, statusClientGone)
	}
}
