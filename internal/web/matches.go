package web

import (
	"net/http"
	"slices"
	"strings"

	"jobops/internal/i18n"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/posting"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

func (s *Server) matchRoutes() []route.Route {
	return []route.Route{
		mine("/postings/{id}/matches/{version}", route.Default, s.match),
		send("/postings/{id}/matches/{version}/answers", route.Default, s.answer),
		send("/postings/try", route.Live, s.tryAd),
	}
}

func (s *Server) match(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	look, err := s.Tailor.Look(r.Context(), s.owner(r), library.VersionID(r.PathValue("version")), tailor.PostingID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p.Title = adTitle(p, look.Posting)
	return show(w, r, http.StatusOK, matchPage(p, look))
}

// answer keeps what a person says about one requirement.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	id, version := tailor.PostingID(r.PathValue("id")), library.VersionID(r.PathValue("version"))
	said := match.Answer(sent.Get("answer"))
	if err := s.Tailor.Say(r.Context(), s.owner(r), id, sent.Get("requirement"), said); err != nil {
		return err
	}
	return goTo(w, r, matchURL(id, version)+"#"+findingID(sent.Get("requirement")))
}

// tryAd answers a script while an ad is typed: how the chosen CV fits what is
// there so far. Nothing is kept; where there is nothing to say it says nothing.
func (s *Server) tryAd(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	f := adFormOf(sent)
	record, err := s.recordToMatch(r, library.ID(f.cv))
	if err != nil {
		return err
	}
	if record.ID == "" || strings.TrimSpace(f.text) == "" {
		return show(w, r, http.StatusOK, nothingYet())
	}
	pair, err := s.Tailor.Try(r.Context(), s.owner(r), record.ID, f.text, f.title)
	if err != nil && shownInPlace(err) {
		return show(w, r, http.StatusOK, nothingYet())
	}
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, triedAd(p, pair))
}

// findingID is the anchor of a requirement on the match page.
func findingID(requirement string) string {
	return "q-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, requirement)
}

// salaryLine is what a posting offers in words: as it says it, and per year
// where that is something else, with what was assumed.
func salaryLine(p ui.Page, s *posting.Salary) (said, yearly string) {
	if s == nil {
		return "", ""
	}
	unit := strings.ToLower(string(s.Period))
	said = p.T("salary."+unit, span(p, s.Min, s.Max, s.Currency))
	var assumed []string
	if s.Guessed {
		assumed = append(assumed, p.T("salary.assumed.period"))
	}
	if s.Assumed {
		assumed = append(assumed, p.T("salary.assumed.currency"))
	}
	if s.Period != posting.Year {
		least, most := s.Yearly()
		yearly = p.T("salary.yearly", span(p, float64(least), float64(most), s.Currency))
		assumed = append([]string{p.T("salary.times."+unit, s.Times())}, assumed...)
	}
	if len(assumed) > 0 {
		yearly = strings.TrimSpace(yearly + " (" + strings.Join(assumed, "; ") + ")")
	}
	return said, yearly
}

// span writes an amount or a range in a currency.
func span(p ui.Page, least, most float64, currency string) string {
	write := func(x float64) string {
		if currency == "" {
			return i18n.Decimal(p.Lang, x, 2)
		}
		return i18n.Decimal(p.Lang, x, 2) + "\u00a0" + currency
	}
	switch {
	case most == 0:
		return p.T("salary.from", write(least))
	case least == 0:
		return p.T("salary.up_to", write(most))
	case least == most:
		return write(least)
	}
	return i18n.Decimal(p.Lang, least, 2) + "\u2013" + write(most)
}

// blockers names the requirements to settle first.
func blockers(m match.Match) []match.Finding {
	return slices.DeleteFunc(slices.Clone(m.Findings), func(f match.Finding) bool { return !f.Blocker })
}

// counted are the parts that moved the number: "no work history: +0" would only
// puzzle whoever has one.
func counted(m match.Match) []match.Part {
	return slices.DeleteFunc(slices.Clone(m.Parts), func(part match.Part) bool { return part.Points == 0 })
}

// nothingText says what the number rests on where nothing can be compared, if
// there is a number.
func nothingText(p ui.Page, m match.Match) string {
	if m.Abstained != "" {
		return p.T("match.nothing.unscored")
	}
	return p.T("match.nothing.text")
}

// track is the history of one CV's scores for a posting.
type track struct {
	name   string
	scores []trackPoint
}

// trackPoint is one version with its score.
type trackPoint struct {
	version library.VersionID
	label   string
	score   tailor.Score
}

// tracks arranges the scores of a posting by CV, and names the versions.
func (s *Server) tracks(r *http.Request, p ui.Page, id tailor.PostingID) ([]track, error) {
	scores, err := s.Tailor.History(r.Context(), s.owner(r), id)
	if err != nil || len(scores) == 0 {
		return nil, err
	}
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return nil, err
	}
	var all []track
	for _, c := range cvs[:min(len(cvs), recent)] {
		if c.State != library.Ready {
			continue
		}
		versions, err := s.Library.VersionsOf(r.Context(), s.owner(r), c.ID)
		if err != nil {
			return nil, err
		}
		if t := trackOf(p, c, versions, scores); len(t.scores) > 0 {
			all = append(all, t)
		}
	}
	return all, nil
}

func trackOf(p ui.Page, c library.CV, versions []library.Version, scores []tailor.Score) track {
	t := track{name: c.FileName}
	for _, score := range scores {
		i := slices.IndexFunc(versions, func(v library.Version) bool { return v.ID == score.Version })
		if i >= 0 {
			t.scores = append(t.scores, trackPoint{score.Version, versionTitle(p, versions[i]), score})
		}
	}
	return t
}
