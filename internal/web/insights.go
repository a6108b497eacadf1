package web

import (
	"cmp"
	"net/http"
	"strconv"
	"time"

	"jobops/internal/i18n"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

// insightsView is what became of all applications, with the names of the CVs.
type insightsView struct {
	ui.Page
	tracker.Insights
	cvs map[string]string
}

// insights shows what became of all applications.
func (s *Server) insights(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	p.Title = p.T("applications.title")
	v := insightsView{Page: p, cvs: map[string]string{}}
	v.Insights, err = s.Tracker.Insights(r.Context(), s.owner(r), p.Zone, i18n.WeekStart(p.Lang, r.Header.Get("Accept-Language")))
	if err != nil {
		return err
	}
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	for _, c := range cvs {
		v.cvs[string(c.ID)] = c.FileName
	}
	return show(w, r, http.StatusOK, insightsPage(v))
}

// sankeyOf draws a flow with the stages in the reader's language.
func sankeyOf(p ui.Page, f tracker.Flow) ui.Sankey {
	var nodes []ui.SankeyNode
	for _, stage := range tracker.Stages() {
		if f.Reached[stage] > 0 {
			nodes = append(nodes, ui.SankeyNode{Name: string(stage), Label: stageWord(p, stage), Count: f.Reached[stage]})
		}
	}
	var flows []ui.Flow
	for _, l := range f.Links {
		flows = append(flows, ui.Flow{From: string(l.From), To: string(l.To), Count: l.Count})
	}
	return ui.NewSankey(nodes, flows)
}

// fewest is how many cases a share or a median must rest on to be shown as one.
const fewest = 5

// shareOf is a share of all, or nothing where it would rest on too few.
func shareOf(p ui.Page, n, of int) string {
	if of < fewest {
		return ""
	}
	return i18n.Percent(p.Lang, float64(n)/float64(of))
}

// funnel are the stages of the path by how many have been there.
func (v insightsView) funnel() []ui.Bar {
	var bars []ui.Bar
	for _, stage := range tracker.Stages() {
		if n := v.Reached[stage]; stage.Rank() >= 0 && n > 0 {
			bars = append(bars, ui.Bar{Label: stageWord(v.Page, stage), Text: i18n.Number(v.Lang, n), MarkTo: hundredths(n, v.Total)})
		}
	}
	return bars
}

func hundredths(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// stayBars reach from the shortest to the longest stay that has ended; the mark
// is the median where there are enough.
func (v insightsView) stayBars() []ui.Bar {
	longest := time.Duration(1)
	for _, s := range v.Stays {
		longest = max(longest, s.Over.Longest)
	}
	place := func(d time.Duration) float64 { return 100 * float64(d) / float64(longest) }
	var bars []ui.Bar
	for _, s := range v.Stays {
		if s.Over.Cases == 0 {
			continue
		}
		b := ui.Bar{Label: stageWord(v.Page, s.Stage), Text: v.took(s.Over), From: place(s.Over.Shortest), To: place(s.Over.Longest) + .1}
		if s.Over.Cases >= fewest {
			b.Text, b.MarkFrom = v.length(s.Over.Median), max(place(s.Over.Median)-.75, 0)
			b.MarkTo = b.MarkFrom + 1.5
		}
		bars = append(bars, b)
	}
	return bars
}

// length is a time in whole days.
func (v insightsView) length(d time.Duration) string {
	if d < 24*time.Hour {
		return v.T("insights.under_a_day")
	}
	return v.N("insights.days", wholeDays(d))
}

func wholeDays(d time.Duration) int { return int(d.Round(24*time.Hour) / (24 * time.Hour)) }

// median is the time in the middle, or nothing where it would rest on too few.
func (v insightsView) median(s tracker.Spread) string {
	if s.Cases < fewest {
		return ""
	}
	return v.length(s.Median)
}

// took is the range of times, or the one there is.
func (v insightsView) took(s tracker.Spread) string {
	shortest, longest := v.length(s.Shortest), v.length(s.Longest)
	switch {
	case s.Cases == 0:
		return ""
	case shortest == longest:
		return longest
	case s.Shortest < 24*time.Hour:
		return v.T("insights.range", shortest, longest)
	}
	return v.T("insights.range", strconv.Itoa(wholeDays(s.Shortest)), longest)
}

// sourceName is where applications were found.
func (v insightsView) sourceName(r tracker.Response) string {
	if r.Others > 0 {
		return v.N("insights.others", r.Others)
	}
	return cmp.Or(r.Source, v.T("insights.no_source"))
}

// versionName is what applications were sent with.
func (v insightsView) versionName(r tracker.Response) string {
	switch name, known := v.cvs[r.CV]; {
	case r.Others > 0:
		return v.N("insights.others", r.Others)
	case known:
		return v.T("sent.version", name, r.Version)
	case r.Version != 0:
		return v.T("insights.cv_gone")
	}
	return v.T("insights.no_cv")
}

// responseBars show the answered among those sent.
func (v insightsView) responseBars(all []tracker.Response, name func(tracker.Response) string) []ui.Bar {
	most := 1
	for _, r := range all {
		most = max(most, r.Sent)
	}
	var bars []ui.Bar
	for _, r := range all {
		text := v.T("insights.answered_of", r.Answered, r.Sent)
		bars = append(bars, ui.Bar{Label: name(r), Text: text, To: hundredths(r.Sent, most), MarkTo: hundredths(r.Answered, most)})
	}
	return bars
}

// weekColumns are the weeks; every third from the newest on says its day.
func (v insightsView) weekColumns() []ui.Column {
	var columns []ui.Column
	for i, w := range v.Weeks {
		c := ui.Column{Count: w.Sent, Title: v.weekName(w) + ": " + i18n.Number(v.Lang, w.Sent)}
		if (len(v.Weeks)-1-i)%3 == 0 {
			c.Label = i18n.ShortDay(v.Lang, time.Month(w.Begins.Month), w.Begins.Day)
		}
		columns = append(columns, c)
	}
	return columns
}

// weekName says when a week begins.
func (v insightsView) weekName(w tracker.WeekCount) string {
	return i18n.Date(v.Lang, w.Begins.Year, w.Begins.Month, w.Begins.Day)
}

// inWeeks is how many applications the weeks have.
func (v insightsView) inWeeks() int {
	n := 0
	for _, w := range v.Weeks {
		n += w.Sent
	}
	return n
}
