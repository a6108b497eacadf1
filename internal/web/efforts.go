package web

import (
	"bytes"
	"net/http"
	"net/url"
	"time"

	"jobops/internal/civil"
	"jobops/internal/fault"
	"jobops/internal/i18n"
	"jobops/internal/library"
	"jobops/internal/render"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

// effortsView is a list of what was sent in a period, for an employment office.
type effortsView struct {
	from, to string // as typed
	name     string // of the person, "" unknown
	efforts  []tracker.Effort
	why      error
}

// efforts shows the list with its period and the files it can be taken away as.
func (s *Server) efforts(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	v := s.effortsView(r)
	if v.why != nil && !shownInPlace(v.why) {
		return v.why
	}
	code := http.StatusOK
	if v.why != nil {
		code = status(v.why)
	}
	p.Title = p.T("efforts.title")
	return show(w, r, code, effortsPage(p, v))
}

// effortsView reads the period, by default from the first of the month on.
func (s *Server) effortsView(r *http.Request) effortsView {
	now, q := s.Now().UTC(), r.URL.Query()
	v := effortsView{from: q.Get("from"), to: q.Get("to")}
	if v.from == "" {
		v.from = now.AddDate(0, 0, 1-now.Day()).Format(time.DateOnly)
	}
	if v.to == "" {
		v.to = now.Format(time.DateOnly)
	}
	var from, to time.Time
	if from, v.why = wholeDay(v.from); v.why == nil {
		to, v.why = wholeDay(v.to)
	}
	if v.why == nil {
		v.efforts, v.why = s.Tracker.Efforts(r.Context(), s.owner(r), from, to.AddDate(0, 0, 1))
	}
	if v.why == nil {
		v.name, v.why = s.nameOf(r)
	}
	return v
}

func wholeDay(text string) (time.Time, error) {
	d, err := civil.ParseDate(text)
	if err != nil || d.Day == 0 {
		return time.Time{}, fault.New(fault.Invalid, "tracker.whole_date")
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC), nil
}

// nameOf is the name on the newest CV of the person, "" for none.
func (s *Server) nameOf(r *http.Request) (string, error) {
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	for _, c := range cvs {
		if c.State == library.Ready {
			record, err := s.Library.Record(r.Context(), s.owner(r), c.ID)
			return record.Resume.Basics.Name, err
		}
	}
	return "", err
}

// effortsFile sends the list as PDF or CSV.
func (s *Server) effortsFile(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	v := s.effortsView(r)
	if v.why != nil {
		return v.why
	}
	switch r.PathValue("list") {
	case "efforts.pdf":
		data, err := render.SheetPDF(effortsSheet(p, v))
		if err != nil {
			return err
		}
		return attach(w, v.file("pdf"), "application/pdf", data)
	case "efforts.csv":
		var b bytes.Buffer
		if err := tracker.WriteCells(&b, commaOf(p), append([][]string{effortsHeader(p)}, effortsRows(p, v, isoDay)...)); err != nil {
			return err
		}
		return attach(w, v.file("csv"), "text/csv; charset=utf-8", b.Bytes())
	}
	return fault.NotFound
}

func (v effortsView) file(ending string) string {
	return "applications-" + v.from + "-" + v.to + "." + ending
}

// query is the period as part of an address.
func (v effortsView) query() string { return url.Values{"from": {v.from}, "to": {v.to}}.Encode() }

func isoDay(_ i18n.Lang, t time.Time) string { return t.UTC().Format(time.DateOnly) }

func effortsHeader(p ui.Page) []string {
	return []string{p.T("efforts.date"), p.T("application.company"), p.T("application.title"), p.T("application.way"), p.T("efforts.result")}
}

func effortsRows(p ui.Page, v effortsView, day func(i18n.Lang, time.Time) string) [][]string {
	rows := make([][]string, len(v.efforts))
	for i, e := range v.efforts {
		rows[i] = []string{day(p.Lang, e.Sent), e.Company, e.Title, wayWord(p, e.Way), p.T("efforts.since", stageWord(p, e.Stage), day(p.Lang, e.Since))}
	}
	return rows
}

func effortsSheet(p ui.Page, v effortsView) render.Sheet {
	from, _ := wholeDay(v.from) // read before
	to, _ := wholeDay(v.to)
	period := p.T("efforts.period", i18n.Day(p.Lang, from), i18n.Day(p.Lang, to))
	intro := []string{p.N("efforts.count", len(v.efforts)) + " " + period}
	if v.name != "" {
		intro = append([]string{v.name}, intro...)
	}
	return render.Sheet{
		Title: p.T("efforts.heading"), Intro: intro, Header: effortsHeader(p), Shares: []float64{0.14, 0.24, 0.28, 0.14, 0.20},
		Rows: effortsRows(p, v, i18n.Day), Foot: v.name, Language: string(p.Lang), Paper: render.A4,
	}
}

// commaOf is what spreadsheets of a language part cells with.
func commaOf(p ui.Page) rune {
	if p.Lang == i18n.French {
		return ';'
	}
	return ','
}
