package web

import (
	"net/http"

	"jobops/internal/fault"
	"jobops/internal/route"
)

const passkeyPath = securityPath + "/passkeys"

// passkeyRoutes are the passkeys of a person. What a browser needs to make or use
// one is asked for by a script and answered as JSON; its answer comes with a form.
func (s *Server) passkeyRoutes() []route.Route {
	all := []route.Route{
		send(passkeyPath+"/options", route.Default, s.passkeyToAdd),
		send(passkeyPath, route.Default, s.addPasskey),
		send(passkeyPath+"/{id}/name", route.Default, s.renamePasskey),
		send(passkeyPath+"/{id}/remove", route.Default, s.dropPasskey),
		send(rightsPath+"/confirm/passkey/options", route.Default, s.passkeyToConfirm),
		send(rightsPath+"/confirm/passkey", route.Default, s.confirmByPasskey),
		{Method: http.MethodPost, Pattern: "/sign-in/passkey/options", Who: route.Anyone, Owner: route.Nobody, Rate: route.SignIn, MaxBody: route.FormBody, Handler: s.passkeyToSignIn},
		{Method: http.MethodPost, Pattern: "/sign-in/passkey", Who: route.Anyone, Owner: route.Nobody, Rate: route.SignIn, MaxBody: route.FormBody, Handler: s.signInByPasskey},
	}
	for i := range all {
		all[i].Purpose = accounts
	}
	return all
}

// answerScript answers a script with JSON.
func answerScript(w http.ResponseWriter, json []byte, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(json)
	return err
}

func (s *Server) passkeyToSignIn(w http.ResponseWriter, r *http.Request) error {
	json, err := s.Account.PasskeyToSignIn(r.Context())
	return answerScript(w, json, err)
}

func (s *Server) passkeyToAdd(w http.ResponseWriter, r *http.Request) error {
	fresh, err := s.fresh(r)
	if err != nil {
		return err
	}
	if !fresh {
		return fault.New(fault.Forbidden, "rights.fresh.password")
	}
	json, err := s.Account.PasskeyToAdd(r.Context(), s.owner(r))
	return answerScript(w, json, err)
}

func (s *Server) passkeyToConfirm(w http.ResponseWriter, r *http.Request) error {
	json, err := s.Account.PasskeyToConfirm(r.Context(), s.owner(r))
	return answerScript(w, json, err)
}

func (s *Server) signInByPasskey(w http.ResponseWriter, r *http.Request) error {
	v, err := s.entry(r, "sign_in.title", "/sign-in")
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	v.to = inside(sent.Get("to"))
	secret, err := s.Account.SignInByPasskey(r.Context(), sent.Get("answer"), browserOf(r))
	if fault.KindOf(err) == fault.Unauthenticated {
		return show(w, r, status(err), signInForm(v.refused(err), ""))
	}
	if err != nil {
		return err
	}
	s.startSession(w, secret)
	return goTo(w, r, v.to)
}

func (s *Server) addPasskey(w http.ResponseWriter, r *http.Request) error {
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
	renewed, err := s.Account.AddPasskey(r.Context(), s.owner(r), s.secret(r), sent.Get("name"), sent.Get("answer"))
	if err != nil {
		return s.refuseSecurity(w, r, "passkey", sent.Get("name"), err)
	}
	s.startSession(w, renewed)
	return goTo(w, r, securityPath+"?done=passkey")
}

func (s *Server) renamePasskey(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := s.Account.RenamePasskey(r.Context(), s.owner(r), id, sent.Get("name")); err != nil {
		return s.refuseSecurity(w, r, id, sent.Get("name"), err)
	}
	return goTo(w, r, securityPath+"?done=settings")
}

func (s *Server) dropPasskey(w http.ResponseWriter, r *http.Request) error {
	fresh, err := s.fresh(r)
	if err != nil {
		return err
	}
	if !fresh {
		return goTo(w, r, rightsPath+"/confirm?to=security")
	}
	if err := s.Account.DropPasskey(r.Context(), s.owner(r), r.PathValue("id")); err != nil {
		return err
	}
	return goTo(w, r, securityPath+"?done=settings")
}

// confirmByPasskey takes a passkey in place of the password.
func (s *Server) confirmByPasskey(w http.ResponseWriter, r *http.Request) error {
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
	err = s.Account.ConfirmByPasskey(r.Context(), s.owner(r), s.secret(r), sent.Get("answer"))
	if fault.KindOf(err) == fault.Invalid {
		return s.showConfirm(w, r, p, to, err)
	}
	if err != nil {
		return err
	}
	return goTo(w, r, doors[to])
}
