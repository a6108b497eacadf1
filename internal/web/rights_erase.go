package web

import (
	"net/http"
	"slices"
	"strings"

	"jobops/internal/fault"
	"jobops/internal/privacy"
)

// eraseWords are what a person without an e-mail address types before an account
// goes: the word of the page's language, or of the other one.
var eraseWords = []string{"DELETE", "EFFACER"}

func (s *Server) askDeleteAccount(w http.ResponseWriter, r *http.Request) error {
	v, err := s.eraseView(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, erasePage(v))
}

// eraseView is the page before the end of an account, with the address that is
// to be typed.
func (s *Server) eraseView(r *http.Request) (rightsView, error) {
	v, err := s.rightsView(r)
	if err != nil {
		return v, err
	}
	m, err := s.Account.Member(r.Context(), s.owner(r))
	v.Title, v.Narrow, v.email = v.T("rights.erase"), true, m.Email
	return v, err
}

// deleteAccount begins the end of an account. From its answer on the browser has
// no session and nothing sealed can be opened.
func (s *Server) deleteAccount(w http.ResponseWriter, r *http.Request) error {
	v, err := s.eraseView(r)
	if err != nil {
		return err
	}
	if !v.fresh {
		return goTo(w, r, rightsPath+"/confirm?to=delete")
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	v.keep, v.typed = sent.Get("keep") != "no", sent.Get("word")
	if err := v.confirmed(); err != nil {
		v.fault = said(v.Page, err)
		return show(w, r, status(err), erasePage(v))
	}
	receipt, err := s.Privacy.Delete(r.Context(), s.owner(r), v.keep)
	if receipt == "" {
		return err
	}
	// An error with a receipt means that a task still has to destroy the keys;
	// the receipt says so.
	http.SetCookie(w, s.cookie("", -1))
	w.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	return goTo(w, r, "/erased/"+receipt)
}

// confirmed reports as fault.Invalid that something else was typed than the
// person's address, or the word where they have none.
func (v rightsView) confirmed() error {
	typed := strings.TrimSpace(v.typed)
	is := func(word string) bool { return strings.EqualFold(typed, word) }
	switch {
	case v.email != "" && !is(v.email):
		return fault.New(fault.Invalid, "rights.erase.mistyped_email")
	case v.email == "" && !slices.ContainsFunc(eraseWords, is):
		return fault.New(fault.Invalid, "rights.erase.mistyped", v.T("rights.erase.word"))
	}
	return nil
}

// typeWhat is the label of the field.
func (v rightsView) typeWhat() string {
	if v.email != "" {
		return v.T("rights.erase.type_email")
	}
	return v.T("rights.erase.type", v.T("rights.erase.word"))
}

// receiptView is the receipt of a deleted account.
type receiptView struct {
	policy
	erasure privacy.Erasure
}

// receipt shows what was deleted and what stays until when, to whoever has its
// address.
func (s *Server) receipt(w http.ResponseWriter, r *http.Request) error {
	p, err := s.policyPage(r, "", "rights.receipt")
	if err != nil {
		return err
	}
	v := receiptView{policy: p}
	if v.erasure, err = s.Privacy.Receipt(r.Context(), r.PathValue("secret")); err != nil {
		return err
	}
	if v.erasure.Done.IsZero() {
		v.Refresh = 2
	}
	w.Header().Set("Cache-Control", "no-store")
	return show(w, r, http.StatusOK, receiptPage(v, s.Privacy.StepTitle))
}
