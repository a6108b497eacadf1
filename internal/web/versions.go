package web

import (
	"net/http"

	"jobops/internal/cv"
	"jobops/internal/library"
	"jobops/internal/route"
)

func (s *Server) versionRoutes() []route.Route {
	return []route.Route{
		mine("/cvs/{id}/versions", route.Default, s.versions),
		mine("/versions/{id}", route.Default, s.version),
		send("/versions/{id}/restore", route.Default, s.restore),
	}
}

// versionView is one version with what changed in it.
type versionView struct {
	version library.Version
	changes []cv.Change
	sheet   sheet
	title   string
}

func (s *Server) versions(w http.ResponseWriter, r *http.Request) error {
	p, v, err := s.cvView(r, library.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	list, err := s.Library.VersionsOf(r.Context(), s.owner(r), v.cv.ID)
	if err != nil {
		return err
	}
	views := make([]versionView, len(list))
	for i, version := range list {
		changes, err := s.Library.Compare(r.Context(), s.owner(r), version.ID)
		if err != nil {
			return err
		}
		views[i] = versionView{version: version, changes: changes, title: versionTitle(p, version)}
	}
	return show(w, r, http.StatusOK, versionsPage(p, v, s.Now(), views))
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
