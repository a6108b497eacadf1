package web

import (
	"net/http"
	"slices"
	"time"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

// securityPath is the page where a person looks after the way into their account.
const securityPath = "/settings/security"

func (s *Server) securityRoutes() []route.Route {
	all := []route.Route{
		mine(securityPath, route.Default, s.security),
		send(securityPath+"/name", route.Default, s.changeName),
		send(securityPath+"/password", route.Default, s.changePassword),
		send(securityPath+"/email", route.Rare, s.changeEmail),
		send(securityPath+"/sessions/{id}/end", route.Default, s.endSession),
		send(securityPath+"/others/end", route.Default, s.endOthers),
		send(rightsPath+"/confirm", route.Default, s.confirm),
	}
	for i := range all {
		all[i].Purpose = accounts
	}
	return slices.Concat(all, s.factorRoutes(), s.passkeyRoutes(), s.portalRoutes(), s.usageRoutes(), s.contactRoutes(), s.adminRoutes())
}

// securityView is the way into an account.
type securityView struct {
	ui.Page
	member   account.Member
	sessions []account.SessionView
	events   []account.Event
	passkeys []account.Passkey
	browser  string    // what a new passkey may be called
	grant    time.Time // until when support may look, zero for not at all
	fresh    bool
	fault    string
	in       string // the form that the fault is about
	typed    string
}

func (v securityView) at(form string) string {
	if v.in == form {
		return v.fault
	}
	return ""
}

// named is the name in its form: as it is, or as it was typed and refused.
func (v securityView) named() string {
	if v.in == "name" {
		return v.typed
	}
	return v.member.Name
}

// addressed is the new address as it was typed and refused.
func (v securityView) addressed() string {
	if v.in == "email" {
		return v.typed
	}
	return ""
}

// securityView reads it. Where nobody signs in there is nothing to look after.
func (s *Server) securityView(r *http.Request) (securityView, error) {
	p, err := s.page(r, "settings")
	if err != nil {
		return securityView{}, err
	}
	p.Title, p.Narrow = p.T("security.title"), true
	v := securityView{Page: p}
	if !p.Member {
		return v, fault.New(fault.NotFound, "account.no_members")
	}
	if v.member, err = s.Account.Member(r.Context(), s.owner(r)); err != nil {
		return v, err
	}
	if v.sessions, err = s.Account.Devices(r.Context(), s.owner(r), s.secret(r)); err != nil {
		return v, err
	}
	if v.events, err = s.Account.Happened(r.Context(), s.owner(r)); err != nil {
		return v, err
	}
	if v.passkeys, err = s.Account.Passkeys(r.Context(), s.owner(r)); err != nil {
		return v, err
	}
	v.browser = browserOf(r)
	standing, err := s.Office.Person(r.Context(), s.owner(r))
	if err != nil {
		return v, err
	}
	v.grant = standing.Grant
	v.fresh, err = s.fresh(r)
	return v, err
}

func (s *Server) security(w http.ResponseWriter, r *http.Request) error {
	if standing, err := s.Account.Preferences(r.Context(), s.owner(r)); err == nil && !standing.Member {
		return goTo(w, r, "/setup")
	}
	v, err := s.securityView(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, securityPage(v))
}

func (s *Server) refuseSecurity(w http.ResponseWriter, r *http.Request, in, typed string, err error) error {
	k := fault.KindOf(err)
	if !shownInPlace(err) && k != fault.Limited {
		return err
	}
	v, failed := s.securityView(r)
	if failed != nil {
		return failed
	}
	v.in, v.typed, v.fault = in, typed, said(v.Page, err)
	return show(w, r, status(err), securityPage(v))
}

func (s *Server) changeName(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	if err := s.Account.Rename(r.Context(), s.owner(r), sent.Get("name")); err != nil {
		return s.refuseSecurity(w, r, "name", sent.Get("name"), err)
	}
	return goTo(w, r, securityPath+"?done=settings")
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	fresh, err := s.Account.ChangePassword(r.Context(), s.owner(r), s.secret(r), sent.Get("old"), sent.Get("password"))
	if err != nil {
		return s.refuseSecurity(w, r, "password", "", err)
	}
	s.startSession(w, fresh)
	return goTo(w, r, securityPath+"?done=password")
}

// changeEmail sends a link to the new address; until it is used nothing changes.
func (s *Server) changeEmail(w http.ResponseWriter, r *http.Request) error {
	fresh, err := s.fresh(r)
	if err != nil {
		return err
	}
	if !fresh {
		return goTo(w, r, rightsPath+"/confirm?to=security")
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	if err := s.Account.AskEmail(r.Context(), s.owner(r), sent.Get("email")); err != nil {
		return s.refuseSecurity(w, r, "email", sent.Get("email"), err)
	}
	return goTo(w, r, securityPath+"?done=asked")
}

func (s *Server) endSession(w http.ResponseWriter, r *http.Request) error {
	if err := s.Account.EndDevice(r.Context(), s.owner(r), r.PathValue("id")); err != nil {
		return err
	}
	return goTo(w, r, securityPath+"?done=ended")
}

func (s *Server) endOthers(w http.ResponseWriter, r *http.Request) error {
	if err := s.Account.EndOthers(r.Context(), s.owner(r), s.secret(r)); err != nil {
		return err
	}
	return goTo(w, r, securityPath+"?done=ended")
}

// confirm takes the password again before what cannot be undone.
func (s *Server) confirm(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "settings")
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	to := doorOf(sent.Get("to"))
	p.Title, p.Narrow = p.T("rights.fresh.title"), true
	err = s.Account.Confirm(r.Context(), s.owner(r), s.secret(r), sent.Get("password"))
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Limited || k == fault.Unavailable {
		return s.showConfirm(w, r, p, to, err)
	}
	if err != nil {
		return err
	}
	return goTo(w, r, doors[to])
}
