package web

import (
	"net/http"
	"slices"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

func (s *Server) versionRoutes() []route.Route {
	return []route.Route{
		mine("/cvs/{id}/versions", route.Default, s.versions),
		mine("/versions/{id}", route.Default, s.version),
		send("/versions/{id}/restore", route.Default, s.restore),
		send("/versions/{id}/branch", route.Default, s.branch),
		mine("/cvs/{id}/compare", route.Default, s.compareVersions),
	}
}

// versionView is one version with what changed in it and where it went.
type versionView struct {
	version library.Version
	changes []cv.Change
	sheet   sheet
	title   string
	parent  string // its title, "" for a first version
	ad      string // title of the ad that it was made for
	newest  bool   // of its branch
	exports []library.Export
}

// versionsView is the history of a CV.
type versionsView struct {
	cvView
	versions []versionView
	ads      []ui.Option
	from, to library.VersionID // compared
	changes  []cv.Change
	arranged bool
}

func (s *Server) versions(w http.ResponseWriter, r *http.Request) error {
	p, v, err := s.versionsView(r)
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, versionsPage(p, v, s.Now()))
}

func (s *Server) versionsView(r *http.Request) (ui.Page, versionsView, error) {
	var v versionsView
	p, one, err := s.cvView(r, library.ID(r.PathValue("id")))
	if err != nil {
		return p, v, err
	}
	v.cvView = one
	list, err := s.Library.VersionsOf(r.Context(), s.owner(r), v.cv.ID)
	if err != nil {
		return p, v, err
	}
	exports, err := s.Library.ExportsOf(r.Context(), s.owner(r), v.cv.ID)
	if err != nil {
		return p, v, err
	}
	ads, err := s.Tailor.Postings(r.Context(), s.owner(r))
	if err != nil {
		return p, v, err
	}
	for _, ad := range ads {
		v.ads = append(v.ads, ui.Option{Value: string(ad.ID), Label: adTitle(p, ad)})
	}
	seen := map[string]bool{}
	for _, version := range list {
		changes, err := s.Library.Compare(r.Context(), s.owner(r), version.ID)
		if err != nil {
			return p, v, err
		}
		view := versionView{version: version, changes: changes, title: versionTitle(p, version), newest: !seen[version.Posting]}
		seen[version.Posting] = true
		view.parent = titleOfVersion(p, list, version.Parent)
		view.ad = labelOf(v.ads, version.Posting)
		view.exports = exportsOf(exports, version.ID)
		v.versions = append(v.versions, view)
	}
	return p, v, nil
}

func titleOfVersion(p ui.Page, list []library.Version, id library.VersionID) string {
	for _, v := range list {
		if v.ID == id {
			return versionTitle(p, v)
		}
	}
	return ""
}

func labelOf(options []ui.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return ""
}

// exportsOf are the files of one version, the last of each format.
func exportsOf(all []library.Export, id library.VersionID) []library.Export {
	var own []library.Export
	for _, e := range all {
		same := func(o library.Export) bool { return o.Format == e.Format }
		if e.Version == id && !slices.ContainsFunc(own, same) {
			own = append(own, e)
		}
	}
	return own
}

// compareVersions shows what changed between any two versions, word by word.
func (s *Server) compareVersions(w http.ResponseWriter, r *http.Request) error {
	p, v, err := s.versionsView(r)
	if err != nil {
		return err
	}
	v.from, v.to = library.VersionID(r.URL.Query().Get("from")), library.VersionID(r.URL.Query().Get("to"))
	if v.from == "" || v.to == "" {
		return goTo(w, r, "/cvs/"+string(v.cv.ID)+"/versions")
	}
	if v.changes, v.arranged, err = s.Library.Between(r.Context(), s.owner(r), v.from, v.to); err != nil {
		return err
	}
	p.Title = p.T("version.compare")
	return show(w, r, http.StatusOK, comparePage(p, v))
}

// branch begins versions of their own for an ad.
func (s *Server) branch(w http.ResponseWriter, r *http.Request) error {
	id := library.VersionID(r.PathValue("id"))
	if _, err := s.Library.Version(r.Context(), s.owner(r), id); err != nil {
		return err
	}
	sent, refused := form(r)
	if refused != nil {
		return refused
	}
	ad := sent.Get("posting")
	if ad != "" {
		if _, err := s.Tailor.Posting(r.Context(), s.owner(r), tailor.PostingID(ad)); err != nil {
			return fault.New(fault.Invalid, "version.branch.none")
		}
	}
	made, err := s.Library.Branch(r.Context(), s.owner(r), id, ad)
	if err != nil {
		return err
	}
	return goTo(w, r, "/versions/"+string(made.ID)+"/edit")
}

func (s *Server) version(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	version, err := s.Library.Version(r.Context(), s.owner(r), library.VersionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	changes, err := s.Library.Compare(r.Context(), s.owner(r), version.ID)
	if err != nil {
		return err
	}
	p.Title = versionTitle(p, version)
	return show(w, r, http.StatusOK, versionPage(p, versionView{
		version: version, changes: changes, title: p.Title, sheet: arrange(p, version.Resume, cv.Reading{}),
	}))
}

// restore brings an older state back as a new version, so it can be undone the
// same way.
func (s *Server) restore(w http.ResponseWriter, r *http.Request) error {
	made, err := s.Library.Restore(r.Context(), s.owner(r), library.VersionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return goTo(w, r, "/cvs/"+string(made.CV)+"/versions?done=restored")
}
