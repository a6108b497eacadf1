package web

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"io"
	"net/http"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/route"
)

// Portal is an identity provider at which people sign in.
type Portal interface {
	// Begin returns the address there for a browser that keeps secret.
	Begin(ctx context.Context, secret string) (string, error)
	// Finish returns who comes back with a state and a code.
	Finish(ctx context.Context, secret, state, code string) (account.Identity, error)
	// Hook does what a message of the provider asks for.
	Hook(ctx context.Context, header http.Header, body []byte) error
}

func (s *Server) portalRoutes() []route.Route {
	public := route.Route{Method: http.MethodGet, Who: route.Anyone, Owner: route.Nobody, Rate: route.SignIn, Purpose: accounts}
	away, back, hook := public, public, public
	away.Pattern, away.Handler = "/sign-in/portal", s.toPortal
	back.Pattern, back.Handler = portalBack, s.fromPortal
	hook.Method, hook.Pattern, hook.Handler = http.MethodPost, "/hooks/portal", s.portalHook
	hook.Rate, hook.MaxBody = route.Webhook, 1<<20
	return []route.Route{away, back, hook}
}

const portalBack = "/sign-in/portal/return"

// errNoPortal answers where no identity provider is configured.
var errNoPortal = fault.New(fault.NotFound, "error.not_found")

// away is the cookie by which an answer of the provider is known to be for this
// browser. It lives while its person is there.
func (s *Server) away(value string, age int) *http.Cookie {
	c := s.cookie(value, age)
	if c.Name = "jobops-portal-local"; s.Secure {
		c.Name = "__Host-portal"
	}
	return c
}

// toPortal sends a person to the provider. It is a link: a form could not lead to
// another site under our policy.
func (s *Server) toPortal(w http.ResponseWriter, r *http.Request) error {
	if s.Portal == nil {
		return errNoPortal
	}
	b := make([]byte, 32)
	rand.Read(b)
	secret := base64.RawURLEncoding.EncodeToString(b)
	address, err := s.Portal.Begin(r.Context(), secret)
	if err != nil {
		return err
	}
	http.SetCookie(w, s.away(secret, int(account.PortalLife.Seconds())))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// fromPortal lets in who comes back, once: the browser forgets its secret.
func (s *Server) fromPortal(w http.ResponseWriter, r *http.Request) error {
	if s.Portal == nil {
		return errNoPortal
	}
	v, err := s.entry(r, "sign_in.title", "/sign-in")
	if err != nil {
		return err
	}
	secret := ""
	if c, err := r.Cookie(s.away("", 0).Name); err == nil {
		secret = c.Value
	}
	http.SetCookie(w, s.away("", -1))
	who, err := s.Portal.Finish(r.Context(), secret, r.URL.Query().Get("state"), r.URL.Query().Get("code"))
	if err == nil {
		v.to = "/"
		var session string
		if session, v.half, err = s.Account.SignInAs(r.Context(), who, browserOf(r)); err == nil && v.half == "" {
			s.startSession(w, session)
			return goTo(w, r, v.to)
		}
	}
	if k := fault.KindOf(err); k == fault.Unauthenticated || k == fault.Unavailable {
		return show(w, r, status(err), signInForm(v.refused(err), ""))
	}
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, codePage(v))
}

// portalHook takes a message of the provider. An id that was acted on is answered
// like a new one, so that it is not sent again.
func (s *Server) portalHook(w http.ResponseWriter, r *http.Request) error {
	if s.Portal == nil {
		return errNoPortal
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return fault.New(fault.Invalid, "error.form")
	}
	if err := s.Portal.Hook(r.Context(), r.Header, body); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
