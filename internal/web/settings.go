package web

import (
	"net/http"

	"jobops/internal/account"
	"jobops/internal/route"
)

func (s *Server) settingsRoutes() []route.Route {
	show, save := mine("/settings", route.Default, s.settings), send("/settings", route.Default, s.saveSettings)
	show.Purpose, save.Purpose = accounts, accounts
	return []route.Route{show, save}
}

func (s *Server) settings(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "settings")
	if err != nil {
		return err
	}
	chosen, err := s.Account.Preferences(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("settings.title"), true
	return show(w, r, http.StatusOK, settingsPage(p, chosen, s.Facts))
}

func (s *Server) saveSettings(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	chosen := account.Preferences{Language: sent.Get("language"), Theme: sent.Get("theme")}
	if err := s.Account.SetPreferences(r.Context(), s.owner(r), chosen); err != nil {
		return err
	}
	return goTo(w, r, "/settings?done=settings")
}
