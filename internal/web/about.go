package web

import (
	"net/http"

	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) aboutRoutes() []route.Route {
	return []route.Route{
		open("/about", s.about),
		mine("/gallery", route.Default, s.gallery),
	}
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
