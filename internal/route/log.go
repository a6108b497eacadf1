package route

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
)

// recorder notes what was answered. Unwrap keeps flushing and deadlines.
type recorder struct {
	http.ResponseWriter
	status int
}

// comeBack is how many seconds whoever finds no place, or is too fast, is asked
// to wait where nothing more exact is known.
const comeBack = "60"

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	if (status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests) && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", comeBack)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap gives http.ResponseController the writer beneath.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// logged writes one line a request with the declared fields only: the route's
// pattern, never the path, and no address.
func (rt *router) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: w}
		id := uuid.NewString()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		next.ServeHTTP(rec, r)
		_, pattern := rt.mux.Handler(r)
		rt.Log.InfoContext(r.Context(), "request", "request_id", id,
			"route", pattern, "status", rec.status, "ms", time.Since(start).Milliseconds())
	})
}

type requestKey struct{}

// RequestID names the request in the log, for the page of an error. It tells
// nothing about the person.
func RequestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// guarded answers a panic with 500 and logs where it happened.
func (rt *router) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			rt.fail(w, r, fmt.Errorf("route: panic of type %T\n%s", p, debug.Stack()))
		}()
		next.ServeHTTP(w, r)
	})
}
