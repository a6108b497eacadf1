package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"jobops/internal/civil"
	"jobops/internal/fault"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

// applicationView is an application with everything that hangs from it.
type applicationView struct {
	tracker.Application
	form    tracker.Facts // as filled in last
	why     error         // the form was refused
	history []tracker.Event
	items   []tracker.Item
	alike   []tracker.Application
	sent    sentView
	now     time.Time
}

func (s *Server) application(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Tracker.Application(r.Context(), s.owner(r), tracker.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return s.showApplication(w, r, http.StatusOK, applicationView{Application: a, form: a.Facts})
}

// ownsApplication is fault.NotFound for an application that is not the person's,
// whatever else is wrong with what they sent.
func (s *Server) ownsApplication(r *http.Request) error {
	_, err := s.Tracker.Application(r.Context(), s.owner(r), tracker.ID(r.PathValue("id")))
	return err
}

func (s *Server) showApplication(w http.ResponseWriter, r *http.Request, status int, v applicationView) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	if v.history, err = s.Tracker.History(r.Context(), s.owner(r), v.ID); err != nil {
		return err
	}
	if v.items, err = s.Tracker.Items(r.Context(), s.owner(r), v.ID); err != nil {
		return err
	}
	if v.alike, err = s.Tracker.Alike(r.Context(), s.owner(r), v.Application); err != nil {
		return err
	}
	if v.sent, err = s.sentView(r, p, v.Application, v.sent); err != nil {
		return err
	}
	v.now = s.Now()
	p.Title = applicationName(v.Facts)
	return show(w, r, status, applicationPage(p, v))
}

// applicationName is the title, else the company.
func applicationName(f tracker.Facts) string {
	if f.Title != "" {
		return f.Title
	}
	return f.Company
}

// factsOf reads the form of an application. Amounts may have separators.
func factsOf(sent url.Values) (tracker.Facts, error) {
	f := tracker.Facts{
		Company: sent.Get("company"), Title: sent.Get("title"), Location: sent.Get("location"), Remote: sent.Get("remote"),
		Source: sent.Get("source"), Way: tracker.Way(sent.Get("way")), URL: sent.Get("url"), Tags: strings.Split(sent.Get("tags"), ","),
		Salary: tracker.Salary{Currency: sent.Get("currency"), Period: tracker.Period(sent.Get("period"))},
		Asides: tracker.Asides{Next: sent.Get("next"), Terms: sent.Get("terms")},
	}
	var err error
	if f.Salary.Min, err = amount(sent.Get("min")); err != nil {
		return f, err
	}
	if f.Salary.Max, err = amount(sent.Get("max")); err != nil {
		return f, err
	}
	if f.Deadline, err = dateField(sent.Get("deadline")); err != nil {
		return f, err
	}
	if f.NextOn, err = dateField(sent.Get("next_on")); err != nil {
		return f, err
	}
	if stars := sent.Get("excitement"); stars != "" {
		if f.Excitement, err = strconv.Atoi(stars); err != nil {
			return f, fault.Invalid
		}
	}
	return f, nil
}

// amount reads a whole number as people write it: 45000, 45 000, 45.000, 45,000.
func amount(s string) (int64, error) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "", ",", "", "'", "", "’", "").Replace(strings.TrimSpace(s))
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, fault.New(fault.Invalid, "tracker.salary_number")
	}
	return n, nil
}

func dateField(s string) (civil.Date, error) {
	d, err := civil.ParseDate(s)
	if err != nil {
		return d, fault.New(fault.Invalid, "tracker.whole_date")
	}
	return d, nil
}

// moment is noon, UTC, of a day from a date field; zero for none and for today.
func (s *Server) moment(on string) (time.Time, error) {
	d, err := dateField(on)
	if err != nil || d.IsZero() || on == s.Now().UTC().Format(time.DateOnly) {
		return time.Time{}, err
	}
	if d.Day == 0 {
		return time.Time{}, fault.New(fault.Invalid, "tracker.whole_date")
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC), nil
}

// editApplication changes the facts. What was refused, or decided on an older
// state, is shown again beside what is there now.
func (s *Server) editApplication(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	id := tracker.ID(r.PathValue("id"))
	facts, err := factsOf(sent)
	if err == nil {
		revision, _ := strconv.Atoi(sent.Get("revision")) // one that is no number is never the current one
		var undo tracker.ChangeID
		if _, undo, err = s.Tracker.Edit(r.Context(), s.owner(r), id, revision, facts); err == nil {
			return s.changed(w, r, id, "saved", undo)
		}
	}
	if !shownInPlace(err) && fault.KindOf(err) != fault.Conflict {
		return err
	}
	a, failed := s.Tracker.Application(r.Context(), s.owner(r), id)
	if failed != nil {
		return failed
	}
	return s.showApplication(w, r, status(err), applicationView{Application: a, form: facts, why: err})
}

// backTo are the pages of several applications that a change is made from.
var backTo = map[string]string{"board": "/applications", "today": "/"}

// changed leads back to where a change was made from, with the way to undo it.
func (s *Server) changed(w http.ResponseWriter, r *http.Request, id tracker.ID, what string, undo tracker.ChangeID) error {
	to := "/applications/" + string(id)
	if other, ok := backTo[r.FormValue("to")]; ok {
		to = other
	}
	return goTo(w, r, to+"?done="+what+"&undo="+string(undo))
}

func (s *Server) moveApplication(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	on, err := s.moment(sent.Get("on"))
	if err != nil {
		return err
	}
	from, id := tracker.Stage(sent.Get("from")), tracker.ID(r.PathValue("id"))
	a, undo, err := s.Tracker.Move(r.Context(), s.owner(r), id, from, tracker.Stage(sent.Get("stage")), on)
	if err != nil {
		return err
	}
	done, err := s.freezeMoved(r, a, from, undo)
	if err != nil {
		return err
	}
	return s.changed(w, r, id, done, undo)
}

func (s *Server) recallStage(w http.ResponseWriter, r *http.Request) error {
	if err := s.ownsApplication(r); err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	on, err := s.moment(sent.Get("on"))
	if err == nil && on.IsZero() {
		err = fault.New(fault.Invalid, "tracker.whole_date")
	}
	if err != nil {
		return err
	}
	id := tracker.ID(r.PathValue("id"))
	_, undo, err := s.Tracker.Recall(r.Context(), s.owner(r), id, tracker.Stage(sent.Get("stage")), on)
	if err != nil {
		return err
	}
	return s.changed(w, r, id, "moved", undo)
}

// correctEvent gives an event another day, or says that it did not happen.
func (s *Server) correctEvent(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	on, err := s.moment(sent.Get("on"))
	if err != nil {
		return err
	}
	id := tracker.ID(r.PathValue("id"))
	_, undo, err := s.Tracker.Correct(r.Context(), s.owner(r), id, tracker.EventID(sent.Get("event")), tracker.Stage(sent.Get("stage")), on)
	if err != nil {
		return err
	}
	return s.changed(w, r, id, "moved", undo)
}

func (s *Server) deleteApplication(w http.ResponseWriter, r *http.Request) error {
	undo, err := s.Tracker.Delete(r.Context(), s.owner(r), tracker.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return goTo(w, r, "/applications?done=untracked&undo="+string(undo))
}

func (s *Server) undoChange(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Tracker.Undo(r.Context(), s.owner(r), tracker.ChangeID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return goTo(w, r, "/applications/"+string(a.ID)+"?done=undone")
}

// stageWord is a stage in the reader's language. Each key is written out, so that
// the catalog test sees it.
func stageWord(p ui.Page, s tracker.Stage) string {
	return map[tracker.Stage]string{
		tracker.Saved: p.T("stage.saved"), tracker.Applied: p.T("stage.applied"), tracker.Screening: p.T("stage.screening"),
		tracker.Assessment: p.T("stage.assessment"), tracker.Interview: p.T("stage.interview"), tracker.Offer: p.T("stage.offer"),
		tracker.Accepted: p.T("stage.accepted"), tracker.Rejected: p.T("stage.rejected"), tracker.Withdrawn: p.T("stage.withdrawn"),
		tracker.Ghosted: p.T("stage.ghosted"), tracker.Expired: p.T("stage.expired"),
	}[s]
}

// groupWord is a column's name.
func groupWord(p ui.Page, g tracker.Group) string {
	return map[tracker.Group]string{
		tracker.Lead: p.T("group.lead"), tracker.InProcess: p.T("group.applied"), tracker.Interviews: p.T("group.interview"),
		tracker.Offers: p.T("group.offer"), tracker.Done: p.T("group.closed"),
	}[g]
}
