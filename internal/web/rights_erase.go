package web

import (
	"net/http"
	"strings"

	"jobops/internal/fault"
	"jobops/internal/privacy"
)

// eraseWords are what a person types before an account goes: the word of the
// page's language, or of the other one.
var eraseWords = []string{"DELETE", "EFFACER"}

func (s *Server) askDeleteAccount(w http.ResponseWriter, r *http.Request) error {
	v, err := s.rightsView(r)
	if err != nil {
		return err
	}
	v.Title, v.Narrow = v.T("rights.erase"), true
	return show(w, r, http.StatusOK, erasePage(v))
}

// deleteAccount begins the end of an account. From its answer on the browser has
// no session and nothing sealed can be opened.
func (s *Server) deleteAccount(w http.ResponseWriter, r *http.Request) error {
	v, err := s.rightsView(r)
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
	v.Title, v.Narrow, v.keep, v.typed = v.T("rights.erase"), true, sent.Get("keep") != "no", sent.Get("word")
	if !isEraseWord(v.typed) {
		err := fault.New(fault.Invalid, "rights.erase.mistyped", v.T("rights.erase.word"))
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

func isEraseWord(typed string) bool {
	for _, word := range eraseWords {
		if strings.EqualFold(strings.TrimSpace(typed), word) {
			return true
		}
	}
	return false
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
