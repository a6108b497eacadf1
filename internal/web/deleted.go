package web

import (
	"net/http"

	"jobops/internal/tracker"
)

// deletedApplications lists what was deleted and can still be brought back.
func (s *Server) deletedApplications(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	all, err := s.Tracker.Deleted(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	p.Title = p.T("deleted.title")
	return show(w, r, http.StatusOK, deletedPage(p, all))
}

func (s *Server) restoreApplication(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Tracker.Restore(r.Context(), s.owner(r), tracker.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return goTo(w, r, "/applications/"+string(a.ID)+"?done=undone")
}

// purgeApplication deletes for good without waiting.
func (s *Server) purgeApplication(w http.ResponseWriter, r *http.Request) error {
	if err := s.Tracker.Purge(r.Context(), s.owner(r), tracker.ID(r.PathValue("id"))); err != nil {
		return err
	}
	return goTo(w, r, "/applications/deleted?done=dropped")
}
