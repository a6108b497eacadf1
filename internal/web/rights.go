package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"jobops/internal/account"
	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

// rightsPath is the page where a person exercises their rights.
const rightsPath = "/settings/privacy"

func (s *Server) rightsRoutes() []route.Route {
	all := []route.Route{
		mine(rightsPath, route.Default, s.rights),
		mine(rightsPath+"/confirm", route.Default, s.confirmFresh),
		send(rightsPath+"/export", route.Export, s.exportAll),
		send(rightsPath+"/restriction", route.Default, s.restrict),
		send(rightsPath+"/objections", route.Default, s.object),
		mine(rightsPath+"/delete", route.Default, s.askDeleteAccount),
		send(rightsPath+"/delete", route.Default, s.deleteAccount),
		{Method: http.MethodGet, Pattern: "/erased/{secret}", Who: route.Anyone, Owner: route.Nobody, Rate: route.SignIn, Purpose: inventory.Rights, Handler: s.receipt},
		open(privacy.SchemaID, s.exportSchema),
	}
	for i := range all {
		if all[i].Who == route.Person {
			all[i].Purpose = inventory.Rights
		}
	}
	return all
}

// rightsView is what the page tells a person about their own data.
type rightsView struct {
	policy
	counts      map[string]int64 // rows by table
	disclosures []privacy.Disclosure
	notices     []privacy.Notice
	restriction privacy.Restriction
	scopes      []string
	switches    []privacy.Switch
	fresh       bool
	keep        bool   // what was chosen in the form of a deletion
	email       string // the person's address, "" for an account without one
	typed       string // what was typed into it
	fault       string // why it was refused
}

func (s *Server) rights(w http.ResponseWriter, r *http.Request) error {
	v, err := s.rightsView(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, rightsPage(v))
}

func (s *Server) rightsView(r *http.Request) (rightsView, error) {
	p, err := s.policyPage(r, "settings", "rights.title")
	if err != nil {
		return rightsView{}, err
	}
	v := rightsView{policy: p}
	if v.fresh, err = s.fresh(r); err != nil {
		return v, err
	}
	if v.counts, err = s.Privacy.Counts(r.Context(), s.owner(r)); err != nil {
		return v, err
	}
	if v.disclosures, err = s.Privacy.Disclosures(r.Context(), s.owner(r)); err != nil {
		return v, err
	}
	if v.notices, err = s.Privacy.Notices(r.Context(), s.owner(r)); err != nil {
		return v, err
	}
	if v.restriction, err = s.Privacy.Restriction(r.Context(), s.owner(r)); err != nil {
		return v, err
	}
	v.scopes, v.keep = s.Privacy.Scopes(), true
	v.switches, err = s.Privacy.Switches(r.Context(), s.owner(r))
	return v, err
}

// fresh reports whether the person has shown only minutes ago that it is them.
// Where they have an account that is their password, else a link of the terminal.
func (s *Server) fresh(r *http.Request) (bool, error) {
	c, err := r.Cookie(s.Cookie)
	if err != nil {
		return false, nil
	}
	return s.Account.Fresh(r.Context(), c.Value)
}

// confirmFresh asks the person to show again that it is them.
func (s *Server) confirmFresh(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "settings")
	if err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("rights.fresh.title"), true
	return s.showConfirm(w, r, p, doorOf(r.URL.Query().Get("to")), nil)
}

// showConfirm shows the form that asks for a fresh proof, and what was wrong with
// the last one.
func (s *Server) showConfirm(w http.ResponseWriter, r *http.Request, p ui.Page, to string, wrong error) error {
	keys, err := s.Account.Passkeys(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	code, text := http.StatusOK, ""
	if wrong != nil {
		code, text = status(wrong), said(p, wrong)
	}
	m, err := s.Account.Member(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	return show(w, r, code, confirmPage(p, to, text, len(keys) > 0, s.Portal != nil && m.Portal != ""))
}

// exportAll streams everything kept of the person. Once the first byte is out an
// error can only cut the stream off.
func (s *Server) exportAll(w http.ResponseWriter, r *http.Request) error {
	fresh, err := s.fresh(r)
	if err != nil {
		return err
	}
	if !fresh {
		return goTo(w, r, rightsPath+"/confirm?to=privacy")
	}
	p, err := s.policyPage(r, "", "rights.sheet.title")
	if err != nil {
		return err
	}
	if err := s.Account.Note(r.Context(), s.owner(r), account.Exported); err != nil {
		return err
	}
	name := "jobops-" + s.Now().UTC().Format(time.DateOnly) + ".zip"
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return s.writeExport(r.Context(), s.owner(r), p, &stream{w: w, control: http.NewResponseController(w)})
}

// WriteExport writes a person's export for a caller that is no browser.
func (s *Server) WriteExport(ctx context.Context, who owner.ID, w io.Writer) error {
	chosen, err := s.Account.Preferences(ctx, who)
	if err != nil {
		return err
	}
	p := policy{inv: s.declared(), configured: s.Policy.Configured, local: s.Facts.Local, https: s.Secure}
	p.Lang = i18n.Negotiate(chosen.Language)
	p.Title = p.T("rights.sheet.title")
	return s.writeExport(ctx, who, p, w)
}

func (s *Server) writeExport(ctx context.Context, who owner.ID, p policy, w io.Writer) error {
	lines, err := s.Privacy.Disclosures(ctx, who)
	if err != nil {
		return err
	}
	var sheet bytes.Buffer
	if err := sheetPage(rightsView{policy: p, disclosures: lines}).Render(ctx, &sheet); err != nil {
		return err
	}
	return s.Privacy.Export(ctx, who, privacy.Sheet{Language: p.Lang, Page: sheet.Bytes()}, w)
}

// streamWait is how long one write to a reader may take.
const streamWait = 30 * time.Second

// stream is an answer of any length: each write has a deadline of its own, and
// Flush hands out what is there.
type stream struct {
	w       io.Writer
	control *http.ResponseController
}

// Write passes bytes on and fails when the reader does not take them in time.
func (s *stream) Write(p []byte) (int, error) {
	if err := s.control.SetWriteDeadline(time.Now().Add(streamWait)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return s.w.Write(p)
}

// Flush sends what was written.
func (s *stream) Flush() error {
	if err := s.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("web: flush: %w", err)
	}
	return nil
}

func (s *Server) exportSchema(w http.ResponseWriter, _ *http.Request) error {
	data, err := s.Privacy.Schema()
	if err != nil {
		return err
	}
	return sendJSON(w, "application/schema+json", data)
}
