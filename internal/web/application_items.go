package web

import (
	"net/http"
	"net/url"
	"time"

	"jobops/internal/fault"
	"jobops/internal/tracker"
)

// itemOf reads the form of an item. The time of an interview is that of its
// zone.
func itemOf(r *http.Request, sent url.Values) (tracker.Item, error) {
	i := tracker.Item{
		ID: tracker.ItemID(r.PathValue("item")), Application: tracker.ID(r.PathValue("id")), Kind: tracker.ItemKind(sent.Get("kind")), Done: sent.Get("done") == "yes",
		Body: tracker.ItemBody{
			Text: plainLines(sent.Get("text")), Name: sent.Get("name"), Role: sent.Get("role"), Email: sent.Get("email"), Phone: sent.Get("phone"),
			Place: sent.Get("place"), Zone: sent.Get("zone"), Outcome: sent.Get("outcome"),
		},
	}
	at := sent.Get("at")
	if at == "" {
		return i, nil
	}
	zone, err := time.LoadLocation(i.Body.Zone)
	if err != nil {
		return i, fault.New(fault.Invalid, "tracker.interview_time")
	}
	for _, form := range []string{"2006-01-02T15:04", time.DateOnly} {
		if i.At, err = time.ParseInLocation(form, at, zone); err == nil {
			i.At = i.At.UTC()
			return i, nil
		}
	}
	return i, fault.New(fault.Invalid, "tracker.interview_time")
}

func (s *Server) addItem(w http.ResponseWriter, r *http.Request) error {
	return s.putItem(w, r, func(i tracker.Item) error {
		_, err := s.Tracker.AddItem(r.Context(), s.owner(r), i)
		return err
	})
}

func (s *Server) saveItem(w http.ResponseWriter, r *http.Request) error {
	return s.putItem(w, r, func(i tracker.Item) error { return s.Tracker.UpdateItem(r.Context(), s.owner(r), i) })
}

func (s *Server) putItem(w http.ResponseWriter, r *http.Request, put func(tracker.Item) error) error {
	if err := s.ownsApplication(r); err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	i, err := itemOf(r, sent)
	if err == nil {
		err = put(i)
	}
	if err != nil {
		return err
	}
	return goTo(w, r, "/applications/"+string(i.Application)+"#"+string(i.Kind))
}

// setItemDone ticks an item off, or back.
func (s *Server) setItemDone(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	if err := s.Tracker.SetItemDone(r.Context(), s.owner(r), tracker.ItemID(r.PathValue("item")), sent.Get("done") == "yes"); err != nil {
		return err
	}
	if to, ok := backTo[sent.Get("to")]; ok {
		return goTo(w, r, to+"?done=item")
	}
	return goTo(w, r, "/applications/"+r.PathValue("id"))
}

func (s *Server) deleteItem(w http.ResponseWriter, r *http.Request) error {
	if err := s.Tracker.DeleteItem(r.Context(), s.owner(r), tracker.ItemID(r.PathValue("item"))); err != nil {
		return err
	}
	return goTo(w, r, "/applications/"+r.PathValue("id"))
}
