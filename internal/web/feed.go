package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"jobops/internal/calendar"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

// feedView is a person's feed, with its address just after it was made.
type feedView struct {
	tracker.Feed
	there   bool
	address string // shown once
}

func (s *Server) feed(w http.ResponseWriter, r *http.Request) error {
	f, err := s.Tracker.Feed(r.Context(), s.owner(r))
	if fault.KindOf(err) == fault.NotFound {
		return s.showFeed(w, r, feedView{Feed: tracker.Feed{Says: tracker.SaysTitle}})
	}
	if err != nil {
		return err
	}
	return s.showFeed(w, r, feedView{Feed: f, there: true})
}

func (s *Server) showFeed(w http.ResponseWriter, r *http.Request, v feedView) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("feed.title"), true
	return show(w, r, http.StatusOK, feedPage(p, v))
}

// saveFeed makes a feed, gives it another address, or changes what it tells.
func (s *Server) saveFeed(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	f := tracker.Feed{Says: tracker.Says(sent.Get("says")), Alarms: sent.Get("alarms") == "yes"}
	if sent.Get("address") == "stays" {
		if err := s.Tracker.ChangeFeed(r.Context(), s.owner(r), f); err != nil {
			return err
		}
		return goTo(w, r, "/calendar/feed?done=feed")
	}
	secret, err := s.Tracker.NewFeed(r.Context(), s.owner(r), f)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.showFeed(w, r, feedView{Feed: f, there: true, address: s.Origin() + feedPath + secret + icsSuffix})
}

const (
	feedPath  = "/calendar/feed/"
	icsSuffix = ".ics"
)

func (s *Server) endFeed(w http.ResponseWriter, r *http.Request) error {
	if err := s.Tracker.EndFeed(r.Context(), s.owner(r)); err != nil {
		return err
	}
	return goTo(w, r, "/calendar/feed?done=feed_ended")
}

// readFeed answers the program that has the secret address. It sets no cookie and
// asks for none.
func (s *Server) readFeed(w http.ResponseWriter, r *http.Request) error {
	who, f, err := s.Tracker.FeedOf(r.Context(), strings.TrimSuffix(r.PathValue("secret"), icsSuffix))
	if err != nil {
		return err
	}
	if err := s.Privacy.May(r.Context(), who, inventory.Applications); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, max-age=0, must-revalidate")
	return s.writeCalendar(w, r, who, f)
}

// calendarFile is everything as a file, for a program that takes no address.
func (s *Server) calendarFile(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Disposition", `attachment; filename="applications.ics"`)
	return s.writeCalendar(w, r, s.owner(r), tracker.Feed{Says: tracker.SaysDetails, Alarms: true})
}

func (s *Server) writeCalendar(w http.ResponseWriter, r *http.Request, who owner.ID, f tracker.Feed) error {
	entries, err := s.Tracker.FeedEntries(r.Context(), who)
	if err != nil {
		return err
	}
	p, err := s.pageOf(r, who, "")
	if err != nil {
		return err
	}
	events := make([]calendar.Event, len(entries))
	for i, e := range entries {
		events[i] = s.eventOf(p, f, e)
	}
	var b bytes.Buffer
	if err := calendar.Write(&b, p.T("applications.title"), events); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:18])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b.Bytes()))
	return nil
}

// eventOf is an entry in the words of its person, as far as a feed tells it.
func (s *Server) eventOf(p ui.Page, f tracker.Feed, e tracker.Entry) calendar.Event {
	event := calendar.Event{
		UID:      "application-" + string(e.Application.ID) + "-" + e.Key() + "@" + hostOf(s.Origin()),
		Sequence: e.Sequence(), Changed: e.Changed(), On: e.On, Begins: e.Begins(), Zone: e.Item.Body.Zone,
		Summary: entryWord(p, e.Kind), Cancelled: e.Over(),
	}
	if f.Says != tracker.SaysKind {
		event.Summary = p.T("feed.summary", event.Summary, nameAndCompany(e.Application.Facts))
	}
	if f.Says == tracker.SaysDetails {
		event.Place, event.Text = e.Item.Body.Place, entryDetails(e)
		event.URL = s.Origin() + applicationURL(e.Application)
	}
	if f.Alarms && !e.Item.Done {
		event.Alarms = []time.Duration{24 * time.Hour}
		if e.Kind == tracker.InterviewEntry {
			event.Alarms = append(event.Alarms, time.Hour)
		}
	}
	return event
}

// entryDetails is what is to be done, or the kind of an interview and who is
// there; notes stay here.
func entryDetails(e tracker.Entry) string {
	if e.Kind != tracker.InterviewEntry {
		return e.Text()
	}
	return strings.Join(strings.FieldsFunc(e.Item.Body.Role+"\n"+e.Item.Body.Name, func(r rune) bool { return r == '\n' }), "\n")
}

func nameAndCompany(f tracker.Facts) string {
	name := applicationName(f)
	if f.Company != "" && f.Company != name {
		name += ", " + f.Company
	}
	return name
}

// hostOf is the name of a host without its port.
func hostOf(origin string) string {
	_, host, _ := strings.Cut(origin, "://")
	host, _, _ = strings.Cut(host, ":")
	return host
}
