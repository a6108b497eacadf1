package web

import (
	"net/http"
	"strings"

	"jobops/internal/account"
	"jobops/internal/i18n"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) settingsRoutes() []route.Route {
	show, save := mine("/settings", route.Default, s.settings), send("/settings", route.Default, s.saveSettings)
	show.Purpose, save.Purpose = accounts, accounts
	age := send("/settings/age", route.Default, s.saveAge)
	age.Purpose = accounts
	return []route.Route{show, save, age}
}

// saveAge notes, or takes back, that a person states to be 18 or older: some
// providers of language models take no others.
func (s *Server) saveAge(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	if err := s.Runner.SetAdult(r.Context(), s.owner(r), sent.Get("adult") == "yes"); err != nil {
		return err
	}
	return goTo(w, r, "/settings?done=settings")
}

// ageView is what the settings say of the age, where a provider asks for it.
type ageView struct {
	names  string // of the providers, "" where none asks
	stated string // when it was stated, "" never
}

func (s *Server) ageView(r *http.Request, p ui.Page) (ageView, error) {
	var names []string
	for _, m := range s.Runner.AdultsOnly() {
		names = append(names, m.Name)
	}
	at, err := s.Runner.Adult(r.Context(), s.owner(r))
	if err != nil || at.IsZero() {
		return ageView{names: strings.Join(names, ", ")}, err
	}
	return ageView{strings.Join(names, ", "), i18n.Moment(p.Lang, at)}, nil
}

func (s *Server) settings(w http.ResponseWriter, r *http.Request) error {
	chosen, err := s.Account.Preferences(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	return s.showSettings(w, r, http.StatusOK, settingsView{Preferences: chosen})
}

// settingsView is the settings as chosen, or as filled in and refused.
type settingsView struct {
	account.Preferences
	why error
	age ageView
}

func (s *Server) showSettings(w http.ResponseWriter, r *http.Request, status int, v settingsView) error {
	p, err := s.page(r, "settings")
	if err != nil {
		return err
	}
	if v.age, err = s.ageView(r, p); err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("settings.title"), true
	return show(w, r, status, settingsPage(p, v, s.Facts))
}

func (s *Server) saveSettings(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	chosen := account.Preferences{Language: sent.Get("language"), Theme: sent.Get("theme"), Zone: strings.TrimSpace(sent.Get("zone"))}
	err = s.Account.SetPreferences(r.Context(), s.owner(r), chosen)
	if shownInPlace(err) {
		return s.showSettings(w, r, status(err), settingsView{Preferences: chosen, why: err})
	}
	if err != nil {
		return err
	}
	return goTo(w, r, "/settings?done=settings")
}
