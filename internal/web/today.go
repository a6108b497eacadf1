package web

import (
	"net/http"
	"strconv"
	"time"

	"jobops/internal/civil"
	"jobops/internal/i18n"
	"jobops/internal/tracker"
	"jobops/internal/usage"
	"jobops/internal/web/ui"
)

// todayView is what is due, with what stands of a plan that has an end.
type todayView struct {
	tracker.Today
	stands []usage.Standing
	now    time.Time
}

// shownEach is how many entries of a group Today shows; the calendar has the rest.
const shownEach = 8

func (s *Server) today(r *http.Request, p ui.Page) (todayView, error) {
	v := todayView{now: s.Now()}
	var err error
	if v.Today, err = s.Tracker.Today(r.Context(), s.owner(r), p.Zone); err != nil {
		return v, err
	}
	stands, err := s.Usage.Standings(r.Context(), s.owner(r))
	for _, one := range stands {
		if !one.Unlimited {
			v.stands = append(v.stands, one)
		}
	}
	return v, err
}

// tracked is how many applications there are.
func (v todayView) tracked() int {
	n := 0
	for _, count := range v.Counts {
		n += count
	}
	return n
}

// todayGroup is a stretch of days with what falls on them.
type todayGroup struct {
	title   string
	tone    ui.Tone
	entries []tracker.Entry
	more    int
}

// groups are the stretches that have something.
func (v todayView) groups(p ui.Page) []todayGroup {
	var all []todayGroup
	for _, g := range []todayGroup{
		{title: p.T("today.late"), tone: ui.Warn, entries: v.Late},
		{title: p.T("today.due"), entries: v.Due},
		{title: p.T("today.soon"), entries: v.Soon},
	} {
		if g.more = len(g.entries) - shownEach; g.more > 0 {
			g.entries = g.entries[:shownEach]
		}
		if len(g.entries) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// groupCount counts the applications of a column of the board.
func (v todayView) groupCount(g tracker.Group) int {
	n := 0
	for _, stage := range g.Stages() {
		n += v.Counts[stage]
	}
	return n
}

// groupShare is how long the bar of a column is, in hundredths of the longest.
func (v todayView) groupShare(g tracker.Group) string {
	most := 1
	for _, other := range tracker.Groups() {
		most = max(most, v.groupCount(other))
	}
	n := v.groupCount(g)
	if n == 0 {
		return "0"
	}
	return strconv.Itoa(max(n*100/most, 2))
}

// nextDone says that a next action was done.
func (s *Server) nextDone(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	id := tracker.ID(r.PathValue("id"))
	revision, _ := strconv.Atoi(sent.Get("revision")) // one that is no number is never the current one
	undo, err := s.Tracker.NextDone(r.Context(), s.owner(r), id, revision)
	if err != nil {
		return err
	}
	return s.changed(w, r, id, "next", undo)
}

// dayText is a day as seen from another: today, tomorrow, else with its weekday.
func dayText(p ui.Page, d, today civil.Date) string {
	switch today.DaysUntil(d) {
	case 0:
		return p.T("day.today")
	case 1:
		return p.T("day.tomorrow")
	case -1:
		return p.T("day.yesterday")
	}
	if d.Year != today.Year {
		return i18n.Date(p.Lang, d.Year, d.Month, d.Day)
	}
	return i18n.NearDay(p.Lang, d.Year, time.Month(d.Month), d.Day)
}

// clockText is the time of an interview for the person, and where that differs in
// the zone it was agreed in: "15:00 (09:00 America/New_York)".
func clockText(p ui.Page, i tracker.Item) string {
	here, there := i.At.In(p.Zone), i.Local()
	text := here.Format("15:04")
	_, ours := here.Zone()
	if _, theirs := there.Zone(); i.Body.Zone == "" || ours == theirs {
		return text
	}
	if civil.DayOf(here) != civil.DayOf(there) {
		return p.T("day.elsewhere", text, i18n.Moment(p.Lang, there), i.Body.Zone)
	}
	return p.T("day.elsewhere", text, there.Format("15:04"), i.Body.Zone)
}

// entryWord is what an entry is.
func entryWord(p ui.Page, k tracker.EntryKind) string {
	switch k {
	case tracker.InterviewEntry:
		return p.T("entry.interview")
	case tracker.TaskEntry:
		return p.T("entry.task")
	case tracker.DeadlineEntry:
		return p.T("entry.deadline")
	}
	return p.T("entry.next")
}

// entryIcon is the picture of an entry.
func entryIcon(k tracker.EntryKind) string {
	switch k {
	case tracker.InterviewEntry:
		return "talk"
	case tracker.DeadlineEntry:
		return "flag"
	case tracker.TaskEntry:
		return "check"
	}
	return "right"
}

// entryText is what an entry says beside the name of its application.
func entryText(p ui.Page, e tracker.Entry) string {
	text := entryWord(p, e.Kind)
	if e.Kind == tracker.InterviewEntry {
		for _, more := range []string{e.Item.Body.Role, e.Item.Body.Place} {
			if more != "" {
				text += " · " + more
			}
		}
		return text
	}
	if what := firstLine(e.Text()); what != "" {
		return what
	}
	return text
}

// silenceText says how long an answer takes already and what that rests on.
func silenceText(p ui.Page, s tracker.Silence) string {
	if s.Measure.Own {
		return p.T("today.silent.own", stageWord(p, s.Stage), s.Days, s.Measure.Days, s.Measure.Cases)
	}
	return p.T("today.silent.usual", stageWord(p, s.Stage), s.Days, s.Measure.Days, s.Measure.Cases)
}
