package web

import (
	"net/http"

	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) aboutRoutes() []route.Route {
	return []route.Route{
		open("/privacy", s.privacy),
		open("/about", s.about),
		mine("/gallery", route.Default, s.gallery),
	}
}

// kept is one line of what is stored about a person.
type kept struct{ what, where, until string }

// keptData lists what this instance keeps, in the words of a person.
func keptData(p ui.Page) []kept {
	return []kept{
		{p.T("privacy.original"), p.T("privacy.sealed_file"), p.T("privacy.until_cv")},
		{p.T("privacy.reading"), p.T("privacy.sealed_row"), p.T("privacy.until_cv")},
		{p.T("privacy.versions"), p.T("privacy.sealed_row"), p.T("privacy.until_cv")},
		{p.T("privacy.postings"), p.T("privacy.row"), p.T("privacy.until_ad")},
		{p.T("privacy.tailoring"), p.T("privacy.sealed_row"), p.T("privacy.until_cv")},
		{p.T("privacy.drafts"), p.T("privacy.sealed_row"), p.T("privacy.until_sent")},
		{p.T("privacy.preferences"), p.T("privacy.row"), p.T("privacy.until_account")},
		{p.T("privacy.session"), p.T("privacy.hash"), p.T("privacy.until_day")},
		{p.T("privacy.progress"), p.T("privacy.row"), p.T("privacy.until_day")},
	}
}

func (s *Server) privacy(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "privacy")
	if err != nil {
		return err
	}
	p.Title = p.T("privacy.title")
	return show(w, r, http.StatusOK, privacyPage(p, keptData(p), s.Facts))
}

func (s *Server) about(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "")
	if err != nil {
		return err
	}
	texts, err := s.Static.Licences()
	if err != nil {
		return err
	}
	p.Title = p.T("about.title")
	return show(w, r, http.StatusOK, aboutPage(p, s.Facts, texts))
}

func (s *Server) gallery(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "")
	if err != nil {
		return err
	}
	p.Title = p.T("gallery.title")
	return show(w, r, http.StatusOK, ui.Gallery(p))
}
