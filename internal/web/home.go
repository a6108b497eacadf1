package web

import (
	"net/http"
	"slices"
	"time"

	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/sample"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
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
	v := homeView{cvs: s.list(p, cvs[:min(len(cvs), recent)]), options: cvOptions(cvs), now: s.Now()}
	if v.form, err = s.adDraft(r); err != nil {
		return err
	}
	if v.ads, err = s.adMatches(r, cvs); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, homePage(p, v))
}

// homeView is where a person goes on: their CVs, their ads, the form for the
// next ad.
type homeView struct {
	cvs     []cvLine
	ads     []adMatch
	form    adForm
	options []ui.Option
	now     time.Time
}

// adMatch is an ad beside the newest CV that can be read.
type adMatch struct {
	ad      tailor.Saved
	version library.VersionID // "" when no CV is ready
	match   match.Match
}

// href is where a person goes on with the ad: its match where there is one.
func (m adMatch) href() string {
	if m.version == "" {
		return "/postings/" + string(m.ad.ID)
	}
	return matchURL(m.ad.ID, m.version)
}

// adMatches scores the newest ads against the newest CV.
func (s *Server) adMatches(r *http.Request, cvs []library.CV) ([]adMatch, error) {
	ads, err := s.Tailor.Postings(r.Context(), s.owner(r))
	if err != nil {
		return nil, err
	}
	var version library.VersionID
	if i := slices.IndexFunc(cvs, func(c library.CV) bool { return c.State == library.Ready }); i >= 0 {
		record, err := s.record(r, cvs[i].ID)
		if err != nil {
			return nil, err
		}
		version = record.ID
	}
	var list []adMatch
	for _, ad := range ads[:min(len(ads), recent)] {
		one := adMatch{ad: ad, version: version}
		if version != "" {
			pair, err := s.Tailor.Match(r.Context(), s.owner(r), version, ad.ID)
			if err != nil {
				return nil, err
			}
			one.match = pair.Match
		}
		list = append(list, one)
	}
	return list, nil
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
