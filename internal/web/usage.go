package web

import (
	"net/http"
	"strconv"
	"time"

	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/route"
	"jobops/internal/usage"
	"jobops/internal/web/ui"
)

func (s *Server) usageRoutes() []route.Route {
	r := mine("/settings/usage", route.Default, s.usage)
	r.Purpose = inventory.Usage
	return []route.Route{r}
}

// usageView is what a person used, month by month and by feature.
type usageView struct {
	ui.Page
	plan   string
	stands []usage.Standing
	months []monthUse // the newest last
}

// monthUse is one calendar month.
type monthUse struct {
	start  time.Time
	counts map[usage.Feature]int
}

// shownMonths is how far the pictures go back: so long uses are kept.
const shownMonths = 12

func (s *Server) usage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "settings")
	if err != nil {
		return err
	}
	p.Title = p.T("usage.title")
	v := usageView{Page: p}
	if p.Member {
		m, err := s.Account.Member(r.Context(), s.owner(r))
		if err != nil {
			return err
		}
		v.plan = m.Plan
	}
	if v.stands, err = s.Usage.Standings(r.Context(), s.owner(r)); err != nil {
		return err
	}
	events, err := s.Usage.History(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	v.months = byMonth(events, s.Now())
	return show(w, r, http.StatusOK, usagePage(v))
}

// byMonth counts uses in the last months. One that was given back does not count.
func byMonth(events []usage.Event, now time.Time) []monthUse {
	now = now.UTC()
	months := make([]monthUse, shownMonths)
	for i := range months {
		start := time.Date(now.Year(), now.Month()-time.Month(shownMonths-1-i), 1, 0, 0, 0, 0, time.UTC)
		months[i] = monthUse{start, map[usage.Feature]int{}}
	}
	for _, e := range events {
		for i := len(months) - 1; i >= 0; i-- {
			if e.State != usage.Refunded && !e.At.Before(months[i].start) {
				months[i].counts[e.Feature]++
				break
			}
		}
	}
	return months
}

// most is the highest column of a feature, at least 1.
func (v usageView) most(f usage.Feature) int {
	most := 1
	for _, m := range v.months {
		most = max(most, m.counts[f])
	}
	return most
}

// month names a month in the reader's language.
func (v usageView) month(t time.Time) string {
	return i18n.Date(v.Lang, t.Year(), int(t.Month()), 0)
}

// Sizes of the columns, in units of their view box.
const (
	columnStep   = 20
	columnWidth  = 12
	columnHeight = 60
)

func columnX(i int) string { return strconv.Itoa(i*columnStep + (columnStep-columnWidth)/2) }

// columnTall is how tall a column is; a use is never invisible.
func columnTall(n, most int) int {
	if n == 0 {
		return 0
	}
	return max(n*columnHeight/most, 2)
}
