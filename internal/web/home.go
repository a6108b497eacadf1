package web

import (
	"net/http"

	"jobops/internal/fault"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/sample"
)

func (s *Server) homeRoutes() []route.Route {
	return []route.Route{
		mine("/{$}", route.Default, s.home),
		send("/sample", route.Upload, s.sample),
	}
}

// recent is how many CVs and ads the home page shows of each.
const recent = 5

func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "home")
	if err != nil {
		return err
	}
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	p.Title = p.T("nav.home")
	if len(cvs) == 0 {
		return show(w, r, http.StatusOK, welcomePage(p))
	}
	return show(w, r, http.StatusOK, homePage(p, s.list(p, cvs[:min(len(cvs), recent)])))
}

// sample uploads the CV of a person who does not exist, the same way as any
// other file, and keeps the ad that suits it as the draft of the next ad.
func (s *Server) sample(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	chosen := sample.For(string(p.Lang))
	file, err := render.PDF(chosen.Resume, render.Options{})
	if err != nil {
		return err
	}
	if err := s.keepSampleAd(r, sample.Posting(string(p.Lang))); err != nil {
		return err
	}
	if err := s.take(w, r, "sample-cv.pdf", file); err != nil {
		if fault.KindOf(err) == fault.Unavailable {
			return s.showNewCV(w, r, status(err), err)
		}
		return err
	}
	return nil
}
