package web

import (
	"net/http"

	"jobops/internal/inventory"
)

// restrict takes one of three steps: restrict, announce the end, end.
func (s *Server) restrict(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	who, done := s.owner(r), ""
	switch sent.Get("step") {
	case "announce":
		err, done = s.Privacy.AnnounceLift(r.Context(), who), "announced"
	case "lift":
		err, done = s.Privacy.Lift(r.Context(), who), "lifted"
	default:
		err, done = s.Privacy.Restrict(r.Context(), who, sent.Get("scope")), "restricted"
	}
	if err != nil {
		return err
	}
	return goTo(w, r, rightsPath+"?done="+done+"#restriction")
}

func (s *Server) object(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	purpose, on := inventory.Purpose(sent.Get("purpose")), sent.Get("object") == "yes"
	if err := s.Privacy.Object(r.Context(), s.owner(r), purpose, on); err != nil {
		return err
	}
	return goTo(w, r, rightsPath+"?done=settings#objections")
}
