// Package web is the pages: one Go file per concept, its templates beside it.
//
// New returns a Server; its Routes are rows of the registry of package route,
// which adds sessions, limits and headers. A handler decodes the request, calls
// one service and renders; it holds no rule. Every page works without a script:
// forms post and redirect, long work reloads itself, choices are links. Scripts
// add the rest (assets/js). What a person typed is always shown again when it is
// refused, with the reason beside the field.
//
// Addresses hold ids and paths of a CV's structure, never its content.
package web

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"jobops/internal/account"
	"jobops/internal/contact"
	"jobops/internal/fault"
	"jobops/internal/i18n"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/office"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
	"jobops/internal/usage"
	"jobops/internal/web/static"
	"jobops/internal/web/ui"
)

// Deps are the services and facts that pages show.
type Deps struct {
	Library *library.Service
	Letters *letter.Service
	Account *account.Service
	Tailor  *tailor.Service
	Tracker *tracker.Service
	Clips   tailor.Clipper  // opens the page of an ad, nil where nothing is opened
	Freezer *tailor.Freezer // keeps what was sent
	Runner  *tailor.Runner  // has language models propose edits
	Usage   *usage.Service
	Privacy *privacy.Service
	Contact *contact.Service
	Portal  Portal // where people sign in outside, nil for nowhere
	Office  *office.Service
	// Register is the operator's list of people's requests.
	Register *privacy.Register
	Static   *static.Set
	// Cookie names the session cookie; Secure sends it over https only.
	Cookie string
	Secure bool
	Facts  Facts
	Policy Policy
	Now    func() time.Time
	Origin func() string  // where the instance is, for addresses that programs keep
	Zone   *time.Location // of people who have chosen none; nil for UTC
	// Link prints a fresh one-time link where only the person at the machine
	// reads it. to names the page it leads to, "" for the first one.
	Link func(ctx context.Context, to string) error
}

// Facts are what the settings page tells about this instance.
type Facts struct {
	Version string
	Data    string // folder of everything kept
	Engine  string // "SQLite" or "PostgreSQL"
	Local   bool   // one person on this machine
}

// Server answers with pages.
type Server struct {
	Deps
}

// New returns the pages over their services.
func New(d Deps) *Server { return &Server{Deps: d} }

// page begins the frame of a page in the person's language and theme.
func (s *Server) page(r *http.Request, nav string) (ui.Page, error) {
	return s.pageOf(r, route.OwnerOf(r), nav)
}

func (s *Server) pageOf(r *http.Request, who owner.ID, nav string) (ui.Page, error) {
	p := s.frame(r)
	p.Nav = nav
	if !who.Valid() {
		return p, nil
	}
	p.Bare = false
	chosen, err := s.Account.Preferences(r.Context(), who)
	if err != nil {
		return p, err
	}
	p.Zone = s.zone(chosen.Zone)
	p.Theme, p.Member, p.Admin = chosen.Theme, chosen.Member, chosen.Operator
	if l, ok := i18n.Parse(chosen.Language); ok {
		p.Lang = l
	}
	p.Note = note(p, r)
	restricted, err := s.Privacy.Restriction(r.Context(), who)
	if !restricted.Since.IsZero() {
		p.Banner = p.T("rights.banner")
	}
	return p, err
}

// zone is the time zone of a name, that of the instance for none.
func (s *Server) zone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err == nil && name != "" {
		return zone
	}
	if s.Zone != nil {
		return s.Zone
	}
	return time.UTC
}

// frame is the part of a page that needs no service, for errors too.
func (s *Server) frame(r *http.Request) ui.Page {
	return ui.Page{
		Lang:   i18n.Negotiate(r.Header.Get("Accept-Language")),
		Zone:   s.zone(""),
		Bare:   !route.OwnerOf(r).Valid(),
		Style:  s.Static.Asset("app.css"),
		Script: s.Static.Asset("app.js"),
		Face:   s.Static.Asset("inter-latin-wght-normal.woff2"),
	}
}

// note is the sentence about what the last request did. The address names it
// with a word of this list, so nobody can put text of their own on the page.
func note(p ui.Page, r *http.Request) *ui.Note {
	texts := map[string]string{
		"corrected":   p.T("done.corrected"),
		"restored":    p.T("done.restored"),
		"deleted":     p.T("done.deleted"),
		"settings":    p.T("done.settings"),
		"setup":       p.T("done.setup"),
		"password":    p.T("done.password"),
		"asked":       p.T("done.asked"),
		"passkey":     p.T("passkey.done"),
		"email":       p.T("done.email"),
		"ended":       p.T("done.ended"),
		"restricted":  p.T("done.restricted"),
		"announced":   p.T("done.announced"),
		"lifted":      p.T("done.lifted"),
		"read":        p.T("done.read"),
		"cv-imported": p.T("intake.done"),
		"version":     p.T("done.version"),
		"letter":      p.T("done.letter"),
		"settled":     p.T("done.settled"),
		"ad":          p.T("done.ad"),
		"removed":     p.T("done.ad_deleted"),
		"tracked":     p.T("done.tracked"),
		"untracked":   p.T("done.untracked"),
		"moved":       p.T("done.moved"),
		"frozen":      p.T("done.frozen"),
		"unfrozen":    p.T("done.unfrozen"),
		"kept":        p.T("done.kept"),
		"dropped":     p.T("done.dropped"),
		"saved":       p.T("done.saved"),
		"undone":      p.T("done.undone"),
		"imported":    p.T("done.imported"),
		"next":        p.T("done.next"),
		"item":        p.T("done.item"),
		"feed":        p.T("done.feed"),
		"feed_ended":  p.T("done.feed_ended"),
	}
	done := r.URL.Query().Get("done")
	text, ok := texts[done]
	if !ok {
		return nil
	}
	n := &ui.Note{Text: text}
	if id, err := uuid.Parse(r.URL.Query().Get("undo")); err == nil {
		n.Undo = "/changes/" + id.String() + "/undo"
		if done == "imported" {
			n.Undo = "/imports/" + id.String() + "/undo"
		}
	}
	return n
}

// show renders a page whole before the first byte is sent, so that a failing
// template becomes an error page and not half a page.
func show(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := b.WriteTo(w)
	return err
}

// goTo answers a form with the page to look at next.
func goTo(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// form reads a posted form; one that cannot be read is fault.Invalid. Of a form
// over its route's limit it returns what fits together with the error, so that a
// page can show again what was typed.
func form(r *http.Request) (url.Values, error) {
	body, tooLarge := io.ReadAll(r.Body)
	if _, ok := asMaxBytes(tooLarge); tooLarge != nil && !ok {
		return nil, fault.New(fault.Invalid, "error.form")
	}
	if tooLarge != nil {
		body = wholeEscapes(body)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err := r.ParseForm(); err != nil {
		return nil, fault.New(fault.Invalid, "error.form")
	}
	for _, values := range r.PostForm {
		for i := range values {
			values[i] = storable(values[i])
		}
	}
	if tooLarge != nil {
		return r.PostForm, fault.New(fault.TooLarge, "error.form_too_large")
	}
	return r.PostForm, nil
}

// wholeEscapes drops the escape ("%C3") that a cut went through.
func wholeEscapes(body []byte) []byte {
	if i := bytes.LastIndexByte(body, '%'); i >= 0 && i+3 > len(body) {
		return body[:i]
	}
	return body
}

// storable drops what is no text: broken UTF-8 and control characters other than
// tabs and line ends. PostgreSQL refuses the former and NUL.
func storable(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(value, ""))
}

// said is the sentence an error has for a person, in their language.
func said(p ui.Page, err error) string {
	code, args := fault.CodeOf(err)
	return p.T(code, args...)
}

// enhanced reports whether a script asked for a part of a page.
func enhanced(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

func (s *Server) owner(r *http.Request) owner.ID { return route.OwnerOf(r) }

// plainLines turns the line ends that browsers send into single ones.
func plainLines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}
