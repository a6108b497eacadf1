package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) secondRoutes() []route.Route {
	return []route.Route{
		mine("/cvs/{id}/second", route.Default, s.second),
		send("/cvs/{id}/second", route.Upload, s.askSecond),
		send("/cvs/{id}/second/settle", route.Default, s.settleSecond),
	}
}

// secondView is what an outside reader made of a CV, or what asking it means.
type secondView struct {
	cvView
	recipient   inventory.Processor // nobody where none is configured
	configured  bool
	asked       bool // there is a second reading
	reading     library.SecondReading
	differences []cv.Disagreement
	refused     string
}

func (s *Server) second(w http.ResponseWriter, r *http.Request) error {
	return s.showSecond(w, r, http.StatusOK, nil)
}

func (s *Server) showSecond(w http.ResponseWriter, r *http.Request, code int, why error) error {
	p, v, err := s.secondView(r, library.ID(r.PathValue("id")))
	if errors.Is(err, errUnfinished) {
		return goTo(w, r, "/cvs")
	}
	if err != nil {
		return err
	}
	if why != nil {
		v.refused = said(p, why)
	}
	if v.waiting() {
		p.Refresh = 2
	}
	return show(w, r, code, secondPage(p, v))
}

func (v secondView) waiting() bool { return v.asked && !v.reading.State.Ended() }

func (s *Server) secondView(r *http.Request, id library.ID) (ui.Page, secondView, error) {
	var v secondView
	p, base, err := s.cvView(r, id)
	if err != nil {
		return p, v, err
	}
	v.cvView = base
	v.recipient, v.configured = inventory.Load().Processor(s.Library.SecondRecipient())
	v.reading, err = s.Library.SecondOf(r.Context(), s.owner(r), id)
	if fault.KindOf(err) == fault.NotFound {
		return p, v, nil
	}
	if err != nil {
		return p, v, err
	}
	v.asked = true
	v.differences, err = s.Library.Differences(r.Context(), s.owner(r), id)
	text := map[string]string{"taken": p.T("second.done.taken"), "kept": p.T("second.done.kept")}[r.URL.Query().Get("done")]
	if text != "" {
		p.Note = &ui.Note{Text: text}
	}
	return p, v, err
}

// askSecond sends a CV to the recipient that the button named; another one is
// refused, so a page left open says nothing about a recipient configured later.
func (s *Server) askSecond(w http.ResponseWriter, r *http.Request) error {
	id := library.ID(r.PathValue("id"))
	if _, err := s.Library.CV(r.Context(), s.owner(r), id); err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	if err := s.Library.AskSecond(r.Context(), s.owner(r), id, sent.Get("recipient")); err != nil {
		return s.refuseSecond(w, r, err)
	}
	return goTo(w, r, "/cvs/"+string(id)+"/second")
}

// refuseSecond shows the page again with the reason why nothing was done.
func (s *Server) refuseSecond(w http.ResponseWriter, r *http.Request, why error) error {
	kinds := []fault.Kind{fault.Conflict, fault.Restricted, fault.PaymentRequired, fault.Limited}
	if !shownInPlace(why) && !slices.Contains(kinds, fault.KindOf(why)) {
		return why
	}
	return s.showSecond(w, r, status(why), why)
}

// settleSecond decides one difference.
func (s *Server) settleSecond(w http.ResponseWriter, r *http.Request) error {
	id := library.ID(r.PathValue("id"))
	if _, err := s.Library.CV(r.Context(), s.owner(r), id); err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	choice := sent.Get("choice")
	if choice != "theirs" && choice != "ours" {
		return fault.New(fault.Invalid, "error.form")
	}
	if _, err := s.Library.Settle(r.Context(), s.owner(r), id, cv.Path(sent.Get("path")), plainLines(sent.Get("theirs")), choice == "theirs"); err != nil {
		return s.refuseSecond(w, r, err)
	}
	done := "kept"
	if choice == "theirs" {
		done = "taken"
	}
	return goTo(w, r, "/cvs/"+string(id)+"/second?done="+done)
}

// forgotten says when the recipient confirmed that it keeps nothing.
func forgotten(p ui.Page, v secondView) string {
	if v.reading.Forgotten.IsZero() {
		return p.T("second.forgetting", v.recipient.Name)
	}
	return p.T("second.forgotten", v.recipient.Name, i18n.Moment(p.Lang, v.reading.Forgotten))
}

// differencePlace names where two readings differ: the entry and its field, or
// the section that lacks an entry.
func differencePlace(p ui.Page, r cv.Resume, path cv.Path) string {
	if steps := path.Steps(); len(steps) == 2 && steps[1] == cv.End {
		return p.T("cv.section." + steps[0])
	}
	place, label := placeIn(p, r, path), fieldLabel(p, path)
	if strings.HasSuffix(place, label) {
		return place
	}
	return place + " · " + label
}

// differenceText writes one side of a difference, a date by locale.
func differenceText(p ui.Page, d cv.Disagreement, text string) string {
	if d.Date {
		return showDate(p.Lang, text)
	}
	return text
}
