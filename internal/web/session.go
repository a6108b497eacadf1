package web

import (
	"net/http"

	"jobops/internal/fault"
	"jobops/internal/route"
)

func (s *Server) sessionRoutes() []route.Route {
	return []route.Route{
		{Method: http.MethodGet, Pattern: "/open/{secret}", Who: route.Anyone, Owner: route.Nobody, Rate: route.SignIn, Purpose: accounts, Handler: s.open},
		{Method: http.MethodPost, Pattern: "/link", Who: route.Anyone, Owner: route.Nobody, Rate: route.SignIn, MaxBody: route.FormBody, Purpose: accounts, Handler: s.link},
		{Method: http.MethodPost, Pattern: "/sign-out", Who: route.Person, Owner: route.Session, Rate: route.Default, MaxBody: route.FormBody, Purpose: accounts, Handler: s.signOut},
	}
}

// open exchanges the one-time link printed in the terminal for a session. A
// person whose browser already has a session may follow a used link again.
func (s *Server) open(w http.ResponseWriter, r *http.Request) error {
	secret, err := s.Account.Redeem(r.Context(), r.PathValue("secret"), browserOf(r))
	if fault.KindOf(err) == fault.Unauthenticated && s.owner(r).Valid() {
		return goTo(w, r, doors[r.URL.Query().Get("to")])
	}
	if err != nil {
		return err
	}
	s.startSession(w, secret)
	return goTo(w, r, doors[r.URL.Query().Get("to")])
}

// doors are where a one-time link may lead.
var doors = map[string]string{"": "/", "privacy": rightsPath, "delete": rightsPath + "/delete", "security": securityPath, "factor": factorPath, "setup": "/setup"}

// doorOf returns a name of doors, "" for any other text.
func doorOf(name string) string {
	if _, ok := doors[name]; ok {
		return name
	}
	return ""
}

// link prints a fresh one-time link in the terminal. Anybody may ask: only who
// sees the terminal can use it.
func (s *Server) link(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	if err := s.Link(r.Context(), doorOf(sent.Get("to"))); err != nil {
		return err
	}
	p, err := s.page(r, "")
	if err != nil {
		return err
	}
	p.Title, p.Bare = p.T("sign_in.printed_title"), true
	return show(w, r, http.StatusOK, linkPrintedPage(p))
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if c, err := r.Cookie(s.Cookie); err == nil {
		if err := s.Account.SignOut(r.Context(), c.Value); err != nil {
			return err
		}
	}
	http.SetCookie(w, s.cookie("", -1))
	w.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	return goTo(w, r, "/")
}

func (s *Server) cookie(value string, age int) *http.Cookie {
	return &http.Cookie{Name: s.Cookie, Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode}
}
