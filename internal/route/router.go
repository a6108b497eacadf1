package route

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
)

// Options are what the router needs of the program around it.
type Options struct {
	Log *slog.Logger
	// Hosts are the values of the Host header that are answered; any other is
	// refused with 421. Empty answers all.
	Hosts []string
	// Headers are set on every answer.
	Headers http.Header
	// Cookie names the session cookie, SignedIn tells whom its value names.
	Cookie   string
	SignedIn func(ctx context.Context, secret string) (owner.ID, error)
	// Operator tells whether an account runs the instance; nil lets nobody in.
	Operator func(ctx context.Context, id owner.ID) (bool, error)
	// Hops is how many proxies stand in front, whose X-Forwarded-For counts.
	Hops int
	// May refuses a form that processes a person's data against their will; nil
	// refuses none.
	May func(ctx context.Context, who owner.ID, p inventory.Purpose) error
	// Shared keeps the limiter's counts, nil in this process; Limits gives each
	// class its limit.
	Shared Shared
	Limits map[Rate]Limit
	// Error writes the page for an error: its status and its message.
	Error func(w http.ResponseWriter, r *http.Request, status int, code string, args []any)
}

// New builds the handler of the whole program from the registry. It panics on
// a registry that contradicts itself, as ServeMux does.
func New(routes []Route, o Options) http.Handler {
	rt := &router{Options: o, mux: http.NewServeMux(), rates: map[string]Rate{}}
	for _, r := range routes {
		pattern := r.Method + " " + r.Pattern
		if _, ok := o.Limits[r.Rate]; !ok {
			panic("route: " + pattern + " has no rate class")
		}
		rt.rates[pattern] = r.Rate
		rt.mux.Handle(pattern, rt.serve(r))
	}
	rt.mux.Handle("/", rt.answer(rt.unknown))
	var h http.Handler = rt.mux
	h = rt.limited(h)
	h = rt.sameOrigin(h)
	h = rt.knownHost(h)
	h = rt.guarded(h)
	h = rt.headed(h)
	return rt.logged(h)
}

type router struct {
	Options
	mux   *http.ServeMux
	rates map[string]Rate // by ServeMux pattern
}

// serve wraps one route: who may call it, how large its body may be.
func (rt *router) serve(route Route) http.Handler {
	return rt.answer(func(w http.ResponseWriter, r *http.Request) error {
		id, err := rt.visitor(r)
		if err != nil && (route.Who != Anyone || fault.KindOf(err) != fault.Unauthenticated) {
			return err
		}
		if err := rt.operates(r.Context(), route, id); err != nil {
			return err
		}
		if rt.May != nil && route.processes() {
			if err := rt.May(r.Context(), id, route.Purpose); err != nil {
				return err
			}
		}
		if route.Stream {
			err := http.NewResponseController(w).SetWriteDeadline(time.Time{})
			if err != nil && !errors.Is(err, http.ErrNotSupported) {
				return err
			}
		}
		if id.Valid() {
			w.Header().Set("Cache-Control", "no-store")
		}
		r.Body = http.MaxBytesReader(w, r.Body, route.MaxBody)
		return route.Handler(w, r.WithContext(context.WithValue(r.Context(), ownerKey{}, id)))
	})
}

type ownerKey struct{}

// OwnerOf returns whom the request's session names, owner.None when nobody.
// Handlers read it once and pass it on as an argument.
func OwnerOf(r *http.Request) owner.ID {
	id, _ := r.Context().Value(ownerKey{}).(owner.ID)
	return id
}

// operates lets only who runs the instance through to their pages.
func (rt *router) operates(ctx context.Context, route Route, id owner.ID) error {
	if route.Who != Operator {
		return nil
	}
	yes := false
	if rt.Operator != nil {
		var err error
		if yes, err = rt.Operator(ctx, id); err != nil {
			return err
		}
	}
	if !yes {
		return fault.New(fault.Forbidden, "account.operators_only")
	}
	return nil
}

// visitor is whom the session names, as the limiter found it if it looked.
func (rt *router) visitor(r *http.Request) (owner.ID, error) {
	if v, ok := r.Context().Value(visitKey{}).(visit); ok {
		return v.id, v.err
	}
	return rt.signedIn(r)
}

func (rt *router) signedIn(r *http.Request) (owner.ID, error) {
	c, err := r.Cookie(rt.Cookie)
	if err != nil {
		return owner.None, fault.New(fault.Unauthenticated, "account.signed_out")
	}
	return rt.SignedIn(r.Context(), c.Value)
}

// answer turns a Handler's error into its page.
func (rt *router) answer(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			rt.fail(w, r, err)
		}
	})
}

func (rt *router) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := Status(err)
	if status == http.StatusInternalServerError {
		rt.Log.ErrorContext(r.Context(), "request failed", "request_id", RequestID(r), "method", r.Method, "route", r.Pattern, "err", err)
	}
	if rec, ok := w.(*recorder); ok && rec.status != 0 {
		// Half an answer cannot become another one; the reader must see it is cut.
		panic(http.ErrAbortHandler)
	}
	if status == statusClientGone {
		return
	}
	code, args := fault.CodeOf(err)
	if status == http.StatusRequestEntityTooLarge && fault.KindOf(err) == "" {
		code = "error.too_large"
	}
	rt.Error(w, r, status, code, args)
}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// unknown answers what no route matches: 405 when another method would, else 404.
func (rt *router) unknown(w http.ResponseWriter, r *http.Request) error {
	var allowed []string
	for _, m := range methods {
		other := r.Clone(r.Context())
		other.Method = m
		if _, pattern := rt.mux.Handler(other); strings.HasPrefix(pattern, m+" ") {
			allowed = append(allowed, m)
		}
	}
	if allowed == nil {
		return fault.NotFound
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	rt.Error(w, r, http.StatusMethodNotAllowed, "error.method", nil)
	return nil
}

// knownHost refuses names that a foreign page may have pointed at this machine.
func (rt *router) knownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(rt.Hosts) > 0 && !slices.Contains(rt.Hosts, r.Host) {
			rt.Error(w, r, http.StatusMisdirectedRequest, "error.host", nil)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses writes that another site's page started.
func (rt *router) sameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(rt.answer(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Forbidden, "error.cross_origin")
	}))
	return guard.Handler(next)
}

// headed sets the declared headers before anything is written.
func (rt *router) headed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, values := range rt.Headers {
			w.Header()[name] = slices.Clone(values)
		}
		next.ServeHTTP(w, r)
	})
}
