package web

import (
	"net/http"
	"strconv"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

func (s *Server) madeRoutes() []route.Route {
	draft := send("/tailorings/{id}/letter", route.Default, s.draftLetter)
	draft.Purpose = inventory.Applications
	return []route.Route{
		mine("/postings/{id}/versions", route.Default, s.madeVersions),
		mine("/tailorings/{id}/machine", route.Default, s.machine),
		draft,
	}
}

// madeView is what was made for an ad: its versions, two of them compared, and
// its letters.
type madeView struct {
	ad       tailor.Saved
	list     []tailor.Made
	from, to library.VersionID // compared
	changes  []cv.Change
	letters  []letter.Letter
}

// madeVersions lists the versions made for an ad and compares two of them, at
// first the latest with the one before.
func (s *Server) madeVersions(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	var v madeView
	id := tailor.PostingID(r.PathValue("id"))
	if v.ad, err = s.Tailor.Posting(r.Context(), s.owner(r), id); err != nil {
		return err
	}
	if v.list, err = s.Tailor.Made(r.Context(), s.owner(r), id); err != nil {
		return err
	}
	if v.letters, err = s.lettersFor(r, id); err != nil {
		return err
	}
	v.from, v.to = library.VersionID(r.URL.Query().Get("from")), library.VersionID(r.URL.Query().Get("to"))
	if n := len(v.list); n > 1 && v.from == "" && v.to == "" {
		v.from, v.to = v.list[1].Version.ID, v.list[0].Version.ID
	}
	v.changes = tailor.Between(v.list, v.from, v.to)
	p.Title = p.T("made.title")
	return show(w, r, http.StatusOK, madePage(p, v))
}

func (s *Server) lettersFor(r *http.Request, id tailor.PostingID) ([]letter.Letter, error) {
	all, err := s.Letters.Letters(r.Context(), s.owner(r))
	var list []letter.Letter
	for _, l := range all {
		if l.Posting == string(id) {
			list = append(list, l)
		}
	}
	return list, err
}

func madeOptions(p ui.Page, list []tailor.Made) []ui.Option {
	options := make([]ui.Option, len(list))
	for i, m := range list {
		options[i] = ui.Option{Value: string(m.Version.ID), Label: versionTitle(p, m.Version) + " · " + strconv.Itoa(m.Match.Score)}
	}
	return options
}

// machine shows what a program would read in the CV as it stands with the edits
// accepted so far. Nothing is kept.
func (s *Server) machine(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	view, err := s.Tailor.View(r.Context(), s.owner(r), tailor.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v := exportView{format: render.FormatPDF}
	back, err := s.Library.ReadBackOf(r.Context(), view.Result, v.format, render.Options{})
	switch {
	case err != nil && fault.KindOf(err) != "":
		v.fault = said(p, err)
	case err != nil:
		return err
	default:
		v.rows, v.lost = compare(p, cv.Visible(view.Result), back.Changes)
	}
	p.Title = p.T("export.machine")
	return show(w, r, http.StatusOK, machinePage(p, view, v))
}

// draftLetter begins a letter by rule and goes to it.
func (s *Server) draftLetter(w http.ResponseWriter, r *http.Request) error {
	if _, err := form(r); err != nil {
		return err
	}
	k, view, err := s.Tailor.Draft(r.Context(), s.owner(r), tailor.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	made, err := s.Letters.Start(r.Context(), s.owner(r), letter.Letter{
		Posting: string(view.Tailoring.Posting), CV: string(view.Tailoring.CV), Content: k.Letter,
	})
	if err != nil {
		return err
	}
	return goTo(w, r, "/letters/"+string(made.ID))
}
