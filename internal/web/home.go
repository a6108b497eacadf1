package web

import (
	"net/http"
	"slices"
	"time"

	"jobops/internal/fault"
	"jobops/internal/library"
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
	today, err := s.today(r, p)
	if err != nil {
		return err
	}
	if len(cvs) == 0 && today.tracked() == 0 {
		return show(w, r, http.StatusOK, welcomePage(p))
	}
	v := homeView{today: today, cvs: s.list(p, cvs[:min(len(cvs), recent)]), options: cvOptions(cvs), now: s.Now()}
	if v.form, err = s.adDraft(r); err != nil {
		return err
	}
	if len(cvs) > 0 {
		v.ads, err = s.adMatches(r, cvs)
	}
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, homePage(p, v))
}

// homeView is what is due today and where a person goes on: their CVs, their
// ads, the form for the next ad.
type homeView struct {
	today   todayView
	cvs     []cvLine
	ads     []adMatch
	form    adForm
	options []ui.Option
	now     time.Time
}

// adMatch is an ad beside the CV chosen for it, else beside the newest.
type adMatch struct {
	ad tailor.Saved
	cvMatch
	named bool // there are several CVs, so the row says which one it is
}

// href is where a person goes on with the ad: its match where there is one.
func (m adMatch) href() string {
	if m.version == "" {
		return "/postings/" + string(m.ad.ID)
	}
	return matchURL(m.ad.ID, m.version)
}

// adMatches scores the newest ads, each against its CV.
func (s *Server) adMatches(r *http.Request, cvs []library.CV) ([]adMatch, error) {
	ads, err := s.Tailor.Postings(r.Context(), s.owner(r))
	if err != nil {
		return nil, err
	}
	list := make([]adMatch, min(len(ads), recent))
	for i := range list {
		one, err := s.matchOf(r, cvFor(ads[i], cvs), ads[i].ID)
		if err != nil {
			return nil, err
		}
		list[i] = adMatch{ads[i], one, len(cvs) > 1}
	}
	return list, nil
}

// cvFor is the CV chosen for an ad, else the newest that has been read, else
// one that has not.
func cvFor(ad tailor.Saved, cvs []library.CV) library.CV {
	if i := slices.IndexFunc(cvs, func(c library.CV) bool { return c.ID == ad.CV }); i >= 0 {
		return cvs[i]
	}
	if i := slices.IndexFunc(cvs, func(c library.CV) bool { return c.State == library.Ready }); i >= 0 {
		return cvs[i]
	}
	return cvs[0]
}

// sampleFile is the name under which the sample CV is uploaded.
const sampleFile = "sample-cv.pdf"

// sample uploads the CV of a person who does not exist, the same way as any
// other file, and keeps the ad that suits it as the draft of the next ad. Asked
// for again, it leads to the CV that is there.
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
	u, there, err := s.Library.UploadOnce(r.Context(), s.owner(r), sampleFile, file)
	if there != "" {
		return goTo(w, r, "/cvs/"+string(there))
	}
	if err == nil {
		err = s.arrive(w, r, u)
	}
	if fault.KindOf(err) == fault.Unavailable {
		return s.showNewCV(w, r, status(err), err)
	}
	return err
}
