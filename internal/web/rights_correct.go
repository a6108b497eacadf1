package web

import (
	"net/http"

	"jobops/internal/library"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

// correctRoutes are the pages that correct what no other page does: an ad, and
// the names of a file and of a version.
func (s *Server) correctRoutes() []route.Route {
	return []route.Route{
		mine("/postings/{id}/edit", route.Default, s.editPosting),
		send("/postings/{id}/edit", route.Default, s.correctPosting),
		mine("/cvs/{id}/name", route.Default, s.editFileName),
		send("/cvs/{id}/name", route.Default, s.renameFile),
		mine("/versions/{id}/name", route.Default, s.editVersionName),
		send("/versions/{id}/name", route.Default, s.renameVersion),
	}
}

// adEdit is an ad in the form that corrects it.
type adEdit struct{ id, text, title, company, location, fault string }

func (s *Server) editPosting(w http.ResponseWriter, r *http.Request) error {
	p, ad, err := s.adEdit(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, editPostingPage(p, ad))
}

func (s *Server) adEdit(r *http.Request) (ui.Page, adEdit, error) {
	p, err := s.page(r, "postings")
	if err != nil {
		return p, adEdit{}, err
	}
	kept, err := s.Tailor.Posting(r.Context(), s.owner(r), tailor.PostingID(r.PathValue("id")))
	if err != nil {
		return p, adEdit{}, err
	}
	p.Title, p.Narrow = p.T("rights.correct.ad"), true
	ad := kept.Posting
	return p, adEdit{id: string(kept.ID), text: ad.Text, title: ad.Title, company: ad.Company, location: ad.Location}, nil
}

func (s *Server) correctPosting(w http.ResponseWriter, r *http.Request) error {
	p, ad, err := s.adEdit(r)
	if err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	ad.text, ad.title, ad.company, ad.location = plainLines(sent.Get("text")), sent.Get("title"), sent.Get("company"), sent.Get("location")
	err = s.Tailor.CorrectPosting(r.Context(), s.owner(r), tailor.PostingID(ad.id), ad.text, ad.title, ad.company, ad.location)
	if err == nil {
		return goTo(w, r, "/postings/"+ad.id+"?done=corrected")
	}
	if !shownInPlace(err) {
		return err
	}
	ad.fault = said(p, err)
	return show(w, r, status(err), editPostingPage(p, ad))
}

// nameEdit is a name in the form that corrects it.
type nameEdit struct{ action, back, backTo, value, fault string }

func (s *Server) fileName(r *http.Request) (ui.Page, nameEdit, error) {
	p, err := s.page(r, "cvs")
	if err != nil {
		return p, nameEdit{}, err
	}
	c, err := s.Library.CV(r.Context(), s.owner(r), library.ID(r.PathValue("id")))
	p.Title, p.Narrow = p.T("rights.correct.file"), true
	back := "/cvs/" + string(c.ID)
	return p, nameEdit{action: back + "/name", back: back, backTo: c.FileName, value: c.FileName}, err
}

func (s *Server) editFileName(w http.ResponseWriter, r *http.Request) error {
	p, edit, err := s.fileName(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, namePage(p, edit))
}

func (s *Server) renameFile(w http.ResponseWriter, r *http.Request) error {
	p, edit, err := s.fileName(r)
	if err != nil {
		return err
	}
	return s.rename(w, r, p, edit, func(name string) error {
		return s.Library.RenameFile(r.Context(), s.owner(r), library.ID(r.PathValue("id")), name)
	})
}

func (s *Server) versionName(r *http.Request) (ui.Page, nameEdit, error) {
	p, err := s.page(r, "cvs")
	if err != nil {
		return p, nameEdit{}, err
	}
	v, err := s.Library.Version(r.Context(), s.owner(r), library.VersionID(r.PathValue("id")))
	p.Title, p.Narrow = p.T("rights.correct.version"), true
	back := "/versions/" + string(v.ID)
	return p, nameEdit{action: back + "/name", back: back, backTo: p.T("cv.tab.versions"), value: v.Name}, err
}

func (s *Server) editVersionName(w http.ResponseWriter, r *http.Request) error {
	p, edit, err := s.versionName(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, namePage(p, edit))
}

func (s *Server) renameVersion(w http.ResponseWriter, r *http.Request) error {
	p, edit, err := s.versionName(r)
	if err != nil {
		return err
	}
	return s.rename(w, r, p, edit, func(name string) error {
		return s.Library.Rename(r.Context(), s.owner(r), library.VersionID(r.PathValue("id")), name)
	})
}

// rename keeps a name, or shows it again beside the reason.
func (s *Server) rename(w http.ResponseWriter, r *http.Request, p ui.Page, edit nameEdit, keep func(name string) error) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	edit.value = sent.Get("name")
	err = keep(edit.value)
	if err == nil {
		return goTo(w, r, edit.back+"?done=corrected")
	}
	if !shownInPlace(err) {
		return err
	}
	edit.fault = said(p, err)
	return show(w, r, status(err), namePage(p, edit))
}
