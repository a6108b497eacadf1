package web

import (
	"net/http"
	"time"

	"jobops/internal/civil"
	"jobops/internal/fault"
	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/route"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

func (s *Server) calendarRoutes() []route.Route {
	rows := []route.Route{
		mine("/calendar", route.Default, s.month),
		mine("/calendar/agenda", route.Default, s.agenda),
		mine("/calendar/feed", route.Default, s.feed),
		send("/calendar/feed", route.Default, s.saveFeed),
		erase("/calendar/feed/end", s.endFeed),
		mine("/calendar/file", route.Default, s.calendarFile),
		{Method: http.MethodGet, Pattern: "/calendar/feed/{secret}", Who: route.Anyone, Owner: route.Nobody, Rate: route.Feed, Purpose: inventory.Applications, Handler: s.readFeed},
	}
	for i := range rows {
		if rows[i].Purpose == reading {
			rows[i].Purpose = inventory.Applications
		}
	}
	return rows
}

// calendarDay is a day with what falls on it.
type calendarDay struct {
	civil.Date
	entries []tracker.Entry
}

// monthView is a month in weeks, with the days of its neighbours that fill them.
type monthView struct {
	month, today civil.Date // month is its first day
	weeks        [][]calendarDay
}

// dayAsked is the day or the first of the month that an address names in a
// parameter, other for none.
func dayAsked(r *http.Request, name string, other civil.Date) (civil.Date, error) {
	d, err := civil.ParseDate(r.URL.Query().Get(name))
	switch {
	case err != nil, !d.IsZero() && (d.Month == 0 || d.Year < 1990 || d.Year > 2200):
		return d, fault.New(fault.Invalid, "calendar.no_day")
	case d.IsZero():
		return other, nil
	case d.Day == 0:
		d.Day = 1
	}
	return d, nil
}

func (s *Server) month(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	v := monthView{today: civil.DayOf(s.Now().In(p.Zone))}
	if v.month, err = dayAsked(r, "month", v.today); err != nil {
		return err
	}
	v.month.Day = 1
	v.weeks = weeksOf(v.month, i18n.WeekStart(p.Lang, r.Header.Get("Accept-Language")))
	last := v.weeks[len(v.weeks)-1]
	entries, err := s.Tracker.Entries(r.Context(), s.owner(r), v.weeks[0][0].Date, last[len(last)-1].Date, p.Zone)
	if err != nil {
		return err
	}
	v.fill(entries)
	p.Title = p.T("applications.title")
	return show(w, r, http.StatusOK, monthPage(p, v))
}

// weeksOf are the whole weeks that a month touches.
func weeksOf(month civil.Date, begin time.Weekday) [][]calendarDay {
	first := month.AddDays(-int(month.Weekday()-begin+7) % 7)
	var weeks [][]calendarDay
	for d := first; d.Compare(month.AddMonths(1)) < 0; d = d.AddDays(7) {
		week := make([]calendarDay, 7)
		for i := range week {
			week[i].Date = d.AddDays(i)
		}
		weeks = append(weeks, week)
	}
	return weeks
}

func (v monthView) fill(entries []tracker.Entry) {
	first := v.weeks[0][0].Date
	for _, e := range entries {
		n := first.DaysUntil(e.On)
		day := &v.weeks[n/7][n%7]
		day.entries = append(day.entries, e)
	}
}

// count is how many entries the month has.
func (v monthView) count() int {
	n := 0
	for _, week := range v.weeks {
		for _, d := range week {
			if d.Month == v.month.Month {
				n += len(d.entries)
			}
		}
	}
	return n
}

// monthURL is the address of the month so many months on.
func (v monthView) monthURL(n int) string {
	return "/calendar?month=" + v.month.AddMonths(n).String()[:7]
}

const (
	inCell     = 3   // entries of a day that a month shows
	agendaDays = 28  // an agenda looks ahead
	agendaMost = 100 // entries after which it ends with the day
)

// agendaView is days one after the other.
type agendaView struct {
	from, until, today civil.Date
	days               []calendarDay
}

func (s *Server) agenda(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	v := agendaView{today: civil.DayOf(s.Now().In(p.Zone))}
	if v.from, err = dayAsked(r, "from", v.today); err != nil {
		return err
	}
	v.until = v.from.AddDays(agendaDays - 1)
	entries, err := s.Tracker.Entries(r.Context(), s.owner(r), v.from, v.until, p.Zone)
	if err != nil {
		return err
	}
	v.fill(entries)
	p.Title = p.T("applications.title")
	return show(w, r, http.StatusOK, agendaPage(p, v))
}

// fill takes entries until there are enough for a page; it ends with a whole day.
func (v *agendaView) fill(entries []tracker.Entry) {
	for i, e := range entries {
		if len(v.days) == 0 || v.days[len(v.days)-1].Date != e.On {
			if i >= agendaMost {
				v.until = e.On.AddDays(-1)
				return
			}
			v.days = append(v.days, calendarDay{Date: e.On})
		}
		day := &v.days[len(v.days)-1]
		day.entries = append(day.entries, e)
	}
}

func agendaURL(d civil.Date) string { return "/calendar/agenda?from=" + d.String() }

// longDay is a day with its weekday in full: "Monday, 7 Dec 2026".
func longDay(p ui.Page, d civil.Date) string {
	_, weekday := i18n.Weekday(p.Lang, d.Weekday())
	return p.T("day.long", weekday, i18n.Date(p.Lang, d.Year, d.Month, d.Day))
}

// over reports an entry that is done or will not take place.
func over(e tracker.Entry) bool { return e.Item.Done || e.Over() }
