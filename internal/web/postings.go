package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

func (s *Server) postingRoutes() []route.Route {
	keep := send("/postings", route.Default, s.keepPosting)
	keep.MaxBody = route.TextBody
	return []route.Route{
		mine("/postings", route.Default, s.postings),
		mine("/postings/new", route.Default, s.newPosting),
		keep,
		send("/postings/draft", route.Live, s.keepDraft),
		mine("/postings/{id}", route.Default, s.posting),
		mine("/postings/{id}/delete", route.Default, s.askDeletePosting),
		erase("/postings/{id}/delete", s.deletePosting),
	}
}

// adForm is the form for an ad as it was filled in.
type adForm struct {
	text, title, company, cv string
	fault                    string // why the text was refused
	kept                     bool   // filled in from the draft on the server
}

// draftOfAd names the draft of the form for an ad.
const draftOfAd = "posting"

func adFormOf(sent url.Values) adForm {
	return adForm{text: plainLines(sent.Get("text")), title: sent.Get("title"), company: sent.Get("company"), cv: sent.Get("cv")}
}

// draft writes the form down as one text, to be kept sealed on the server.
func (f adForm) draft() string {
	if f.text == "" && f.title == "" && f.company == "" {
		return ""
	}
	return url.Values{"text": {f.text}, "title": {f.title}, "company": {f.company}}.Encode()
}

func (s *Server) postings(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	ads, err := s.Tailor.Postings(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	p.Title = p.T("postings.title")
	return show(w, r, http.StatusOK, postingsPage(p, ads, s.Now()))
}

func (s *Server) newPosting(w http.ResponseWriter, r *http.Request) error {
	f, err := s.adDraft(r)
	if err != nil {
		return err
	}
	f.cv = r.URL.Query().Get("cv")
	return s.showAdForm(w, r, http.StatusOK, f)
}

// adDraft is the form as it was left, from the draft on the server.
func (s *Server) adDraft(r *http.Request) (adForm, error) {
	draft, err := s.Account.Draft(r.Context(), s.owner(r), draftOfAd)
	if err != nil || draft == "" {
		return adForm{}, err
	}
	sent, err := url.ParseQuery(draft)
	if err != nil {
		return adForm{}, err
	}
	f := adFormOf(sent)
	f.kept = true
	return f, nil
}

func (s *Server) showAdForm(w http.ResponseWriter, r *http.Request, status int, f adForm) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	p.Title = p.T("postings.add")
	return show(w, r, status, newPostingPage(p, f, cvOptions(cvs)))
}

func cvOptions(cvs []library.CV) []ui.Option {
	var options []ui.Option
	for _, c := range cvs {
		if c.State == library.Ready {
			options = append(options, ui.Option{Value: string(c.ID), Label: c.FileName})
		}
	}
	return options
}

// keepPosting keeps an ad and goes to its match with the chosen CV. A refused
// one is shown again with what was typed, which is also kept as a draft.
func (s *Server) keepPosting(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if sent == nil {
		return err
	}
	f := adFormOf(sent)
	if err != nil {
		return s.refuseAd(w, r, f, err)
	}
	saved, err := s.Tailor.Keep(r.Context(), s.owner(r), f.text, f.title, f.company)
	if err != nil && shownInPlace(err) {
		return s.refuseAd(w, r, f, err)
	}
	if err != nil {
		return err
	}
	if err := s.Account.SetDraft(r.Context(), s.owner(r), draftOfAd, ""); err != nil {
		return err
	}
	record, err := s.recordToMatch(r, library.ID(f.cv))
	if err != nil {
		return err
	}
	if record.ID == "" {
		return goTo(w, r, "/postings/"+string(saved.ID)+"?done=ad")
	}
	if err := s.Tailor.Choose(r.Context(), s.owner(r), saved.ID, record.CV); err != nil {
		return err
	}
	return goTo(w, r, matchURL(saved.ID, record.ID))
}

func (s *Server) refuseAd(w http.ResponseWriter, r *http.Request, f adForm, why error) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	f.fault = said(p, why)
	if len(f.draft()) <= account.MaxDraft {
		if err := s.Account.SetDraft(r.Context(), s.owner(r), draftOfAd, f.draft()); err != nil {
			return err
		}
	}
	return s.showAdForm(w, r, status(why), f)
}

// recordToMatch is the record of the chosen CV, or of the only one there is;
// none when there is a choice left to make, also since the chosen one was
// deleted.
func (s *Server) recordToMatch(r *http.Request, chosen library.ID) (library.Version, error) {
	if chosen == "" {
		cvs, err := s.Library.CVs(r.Context(), s.owner(r))
		if err != nil || len(cvs) != 1 || cvs[0].State != library.Ready {
			return library.Version{}, err
		}
		chosen = cvs[0].ID
	}
	v, err := s.Library.Record(r.Context(), s.owner(r), chosen)
	if errors.Is(err, fault.NotFound) {
		return library.Version{}, nil
	}
	return v, err
}

func matchURL(p tailor.PostingID, v library.VersionID) string {
	return "/postings/" + string(p) + "/matches/" + string(v)
}

// keepDraft keeps what is typed into the form for an ad, as a script sends it.
func (s *Server) keepDraft(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	if err := s.Account.SetDraft(r.Context(), s.owner(r), draftOfAd, adFormOf(sent).draft()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// keepSampleAd puts an ad into the draft of a form that is still empty.
func (s *Server) keepSampleAd(r *http.Request, text string) error {
	draft, err := s.Account.Draft(r.Context(), s.owner(r), draftOfAd)
	if err != nil || draft != "" {
		return err
	}
	return s.Account.SetDraft(r.Context(), s.owner(r), draftOfAd, adForm{text: text}.draft())
}

// cvMatch is one CV beside an ad.
type cvMatch struct {
	cv      library.CV
	version library.VersionID // "" while the CV is still being read
	match   match.Match
}

func (s *Server) posting(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	saved, err := s.Tailor.Posting(r.Context(), s.owner(r), tailor.PostingID(r.PathValue("id")))
	if err != nil {
		return err
	}
	matches, err := s.matches(r, saved.ID)
	if err != nil {
		return err
	}
	tracks, err := s.tracks(r, p, saved.ID)
	if err != nil {
		return err
	}
	p.Title = adTitle(p, saved)
	if unread(matches) {
		p.Refresh = 1
	}
	return show(w, r, http.StatusOK, postingPage(p, saved, matches, tracks))
}

// unread reports whether one of the CVs is still being read.
func unread(matches []cvMatch) bool {
	return slices.ContainsFunc(matches, func(m cvMatch) bool { return m.version == "" })
}

// matches scores the newest CVs against an ad.
func (s *Server) matches(r *http.Request, id tailor.PostingID) ([]cvMatch, error) {
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return nil, err
	}
	cvs = cvs[:min(len(cvs), recent)]
	matches := make([]cvMatch, len(cvs))
	for i, c := range cvs {
		if matches[i], err = s.matchOf(r, c, id); err != nil {
			return nil, err
		}
	}
	return matches, nil
}

// matchOf scores the record of a CV against an ad, once the CV has been read.
func (s *Server) matchOf(r *http.Request, c library.CV, id tailor.PostingID) (cvMatch, error) {
	one := cvMatch{cv: c}
	if c.State != library.Ready {
		return one, nil
	}
	record, err := s.Library.Record(r.Context(), s.owner(r), c.ID)
	if err != nil {
		return one, err
	}
	pair, err := s.Tailor.Match(r.Context(), s.owner(r), record.ID, id)
	one.version, one.match = record.ID, pair.Match
	return one, err
}

func (s *Server) askDeletePosting(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	saved, err := s.Tailor.Posting(r.Context(), s.owner(r), tailor.PostingID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("posting.delete.title"), true
	return show(w, r, http.StatusOK, deletePostingPage(p, saved))
}

func (s *Server) deletePosting(w http.ResponseWriter, r *http.Request) error {
	if err := s.Tailor.DeletePosting(r.Context(), s.owner(r), tailor.PostingID(r.PathValue("id"))); err != nil {
		return err
	}
	return goTo(w, r, "/postings?done=removed")
}

// adTitle names an ad: its title, else its company, else that it has neither.
func adTitle(p ui.Page, ad tailor.Saved) string {
	switch {
	case ad.Posting.Title != "":
		return ad.Posting.Title
	case ad.Posting.Company != "":
		return ad.Posting.Company
	}
	return p.T("posting.untitled")
}
