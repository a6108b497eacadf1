package web

import (
	"errors"
	"maps"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"jobops/internal/fault"
	"jobops/internal/i18n"
	"jobops/internal/owner"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func asMaxBytes(err error) (*http.MaxBytesError, bool) {
	return errors.AsType[*http.MaxBytesError](err)
}

// Error writes the page for an error: what happened, what was kept, what to do.
// It is the Error function of route.Options, so it must not fail itself.
func (s *Server) Error(w http.ResponseWriter, r *http.Request, status int, code string, args []any) {
	p, err := s.pageOf(r, s.visitor(r), "")
	if err != nil {
		p = s.frame(r)
	}
	if !i18n.Has(p.Lang, code) {
		code, args = "error.internal", nil
	}
	p.Title, p.Note = errorTitle(p.Lang, status), nil
	if enhanced(r) {
		s.errorInPlace(w, r, status, p.T(code, args...))
		return
	}
	c := errorPage(p, trace(r, status), p.T(code, args...), typed(w, r, status))
	if status == http.StatusUnauthorized {
		p.Bare = true
		c = s.wayIn(r, p, p.T(code, args...))
	}
	if err := show(w, r, status, c); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

// typed are the texts of a form that was refused before a page could read it, so
// that they can be copied from the answer.
func typed(w http.ResponseWriter, r *http.Request, status int) (texts []string) {
	if r.Method != http.MethodPost || status != http.StatusLocked && status != http.StatusTooManyRequests {
		return nil
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, route.TextBody)
	sent, _ := form(r) // what fits
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if text := sent.Get(name); strings.ContainsAny(strings.TrimSpace(text), " \n") { // more than a word or an id
			texts = append(texts, text)
		}
	}
	return texts
}

// wayIn is the page for somebody without a session: the form to sign in, which
// leads back to where they were, or how to open the link of the terminal.
func (s *Server) wayIn(r *http.Request, p ui.Page, text string) templ.Component {
	several, err := s.Account.Several(r.Context())
	if err != nil || !several {
		return signInPage(p, text)
	}
	v := entryView{Page: p, open: s.Account.Open(), to: "/"}
	if r.Method == http.MethodGet {
		v.to = inside(r.URL.Path)
	}
	v.Title = p.T("sign_in.title")
	if _, err := r.Cookie(s.Cookie); err == nil {
		v.fault = text
	}
	return signInForm(v, "")
}

// errorInPlace answers a request of a part of a page with one sentence. What
// would be replaced may hold typed text, so the sentence goes before it; only
// the results of typing are replaced, or each letter would add a sentence.
func (s *Server) errorInPlace(w http.ResponseWriter, r *http.Request, status int, text string) {
	if name := path.Base(r.URL.Path); name != "try" && name != "preview" {
		w.Header().Set("HX-Reswap", "afterbegin")
	}
	if err := show(w, r, status, errorNotice(text)); err != nil {
		http.Error(w, http.StatusText(status), status)
	}
}

// visitor is whom the session names, also where no route has asked: at an
// address that does not exist a person still finds their way back.
func (s *Server) visitor(r *http.Request) owner.ID {
	if who := s.owner(r); who.Valid() {
		return who
	}
	c, err := r.Cookie(s.Cookie)
	if err != nil {
		return owner.None
	}
	who, err := s.Account.SignedIn(r.Context(), c.Value)
	if err != nil {
		return owner.None
	}
	return who
}

// trace is the number that finds a failure of ours in the log, else the status.
func trace(r *http.Request, status int) string {
	if id := route.RequestID(r); id != "" && status == http.StatusInternalServerError {
		return id
	}
	return strconv.Itoa(status)
}

// errorTitle names the kind of failure for a status.
func errorTitle(l i18n.Lang, status int) string {
	switch status {
	case http.StatusNotFound:
		return i18n.T(l, "failed.not_found")
	case http.StatusUnauthorized:
		return i18n.T(l, "failed.signed_out")
	case http.StatusForbidden, http.StatusMisdirectedRequest:
		return i18n.T(l, "failed.forbidden")
	case http.StatusConflict:
		return i18n.T(l, "failed.conflict")
	case http.StatusRequestEntityTooLarge:
		return i18n.T(l, "failed.too_large")
	case http.StatusLocked:
		return i18n.T(l, "failed.restricted")
	case http.StatusTooManyRequests:
		return i18n.T(l, "failed.limited")
	case http.StatusUnprocessableEntity, http.StatusUnsupportedMediaType, http.StatusMethodNotAllowed:
		return i18n.T(l, "failed.invalid")
	}
	return i18n.T(l, "failed.internal")
}

// shownInPlace reports whether an error belongs beside the form that caused it
// and not on a page of its own.
func shownInPlace(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.TooLarge, fault.Unsupported, fault.Unavailable:
		return true
	}
	_, tooLarge := asMaxBytes(err)
	return tooLarge
}

// status is the HTTP status of an error shown in place.
func status(err error) int { return route.Status(err) }
