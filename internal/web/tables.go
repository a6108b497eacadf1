package web

import (
	"bytes"
	"encoding/csv"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/route"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

// Applications as tables: one in with a dry run, one out with its history.
func (s *Server) tableRoutes() []route.Route {
	file, again := send("/applications/table", route.Upload, s.readTable), send("/applications/table/again", route.Upload, s.readTableAgain)
	keep := send("/applications/table/keep", route.Upload, s.keepTable)
	file.MaxBody, again.MaxBody, keep.MaxBody = route.FileBody, route.FileBody, route.FileBody
	out, history := takenOut("/applications/export/{file}", s.exportTable), mine("/applications/table", route.Default, s.newTable)
	rows := []route.Route{history, file, again, keep, send("/imports/{id}/undo", route.Default, s.takeBack), out}
	for i := range rows {
		if rows[i].Purpose == reading {
			rows[i].Purpose = inventory.Applications
		}
	}
	return rows
}

// tableView is a table as it would come in.
type tableView struct {
	table   tracker.Table
	mapping tracker.Mapping
	lines   []tracker.Line
	likes   bool
	why     error
}

// counts tells how many lines come in, look like others, are refused.
func (v tableView) counts() (fresh, alike, refused int) {
	for _, l := range v.lines {
		switch {
		case l.Code != "":
			refused++
		case l.Like:
			alike++
		default:
			fresh++
		}
	}
	return fresh, alike, refused
}

// text is the table as UTF-8 separated by commas, so that it can come back with
// the form.
func (v tableView) text() (string, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	err := errors.Join(w.Write(v.table.Header), w.WriteAll(v.table.Rows))
	return b.String(), err
}

func (s *Server) newTable(w http.ResponseWriter, r *http.Request) error {
	return s.showTable(w, r, http.StatusOK, tableView{})
}

func (s *Server) showTable(w http.ResponseWriter, r *http.Request, status int, v tableView) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	text, err := v.text()
	if err != nil {
		return err
	}
	p.Title = p.T("table.title")
	return show(w, r, status, tablePage(p, v, text))
}

// readTable reads a file and shows what would come in.
func (s *Server) readTable(w http.ResponseWriter, r *http.Request) error {
	_, data, err := sentFile(r)
	var t tracker.Table
	if err == nil {
		t, err = tracker.ReadTable(data)
	}
	if err != nil && shownInPlace(err) {
		return s.showTable(w, r, status(err), tableView{why: err})
	}
	if err != nil {
		return err
	}
	return s.previewTable(w, r, tableView{table: t, mapping: tracker.Guess(t.Header)})
}

func (s *Server) previewTable(w http.ResponseWriter, r *http.Request, v tableView) error {
	var err error
	if v.lines, err = s.Tracker.Preview(r.Context(), s.owner(r), v.table, v.mapping); err != nil {
		return err
	}
	code := http.StatusOK
	if v.why != nil {
		code = status(v.why)
	}
	return s.showTable(w, r, code, v)
}

// tableOf reads the form of a preview: the table and where its columns are.
func tableOf(sent url.Values) (tableView, error) {
	t, err := tracker.ReadTable([]byte(sent.Get("table")))
	v := tableView{table: t, mapping: tracker.Mapping{}, likes: sent.Get("likes") == "yes"}
	for _, column := range tracker.Columns() {
		if at, err := strconv.Atoi(sent.Get("at-" + string(column))); err == nil && at >= 0 && at < len(t.Header) {
			v.mapping[column] = at
		}
	}
	return v, err
}

func (s *Server) readTableAgain(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	v, err := tableOf(sent)
	if err != nil {
		return err
	}
	return s.previewTable(w, r, v)
}

// keepTable brings the lines in.
func (s *Server) keepTable(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	v, err := tableOf(sent)
	if err != nil {
		return err
	}
	id, _, err := s.Tracker.Bring(r.Context(), s.owner(r), v.table, v.mapping, v.likes)
	if err != nil && shownInPlace(err) {
		v.why = err
		return s.previewTable(w, r, v)
	}
	if err != nil {
		return err
	}
	return goTo(w, r, "/applications/list?done=imported&undo="+string(id))
}

func (s *Server) takeBack(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.Tracker.TakeBack(r.Context(), s.owner(r), tracker.ImportID(r.PathValue("id"))); err != nil {
		return err
	}
	return goTo(w, r, "/applications/list?done=undone")
}

// exportTable sends all applications, or their histories, as a table. French
// spreadsheets expect semicolons.
func (s *Server) exportTable(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	comma := commaOf(p)
	var b bytes.Buffer
	switch r.PathValue("file") {
	case "applications.csv":
		err = s.Tracker.WriteTable(r.Context(), s.owner(r), &b, comma)
	case "history.csv":
		err = s.Tracker.WriteHistories(r.Context(), s.owner(r), &b, comma)
	default:
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	return attach(w, r.PathValue("file"), "text/csv; charset=utf-8", b.Bytes())
}

// columnWord is a column in the reader's language.
func columnWord(p ui.Page, c tracker.ColumnName) string {
	return map[tracker.ColumnName]string{
		tracker.ColCompany: p.T("application.company"), tracker.ColTitle: p.T("application.title"), tracker.ColStage: p.T("application.stage"),
		tracker.ColSince: p.T("application.since"), tracker.ColApplied: p.T("table.applied"), tracker.ColLocation: p.T("application.location"),
		tracker.ColRemote: p.T("application.remote"), tracker.ColMin: p.T("table.min"), tracker.ColMax: p.T("table.max"),
		tracker.ColCurrency: p.T("pay.currency"), tracker.ColPeriod: p.T("table.period"), tracker.ColTerms: p.T("pay.terms"),
		tracker.ColSource: p.T("application.source"), tracker.ColWay: p.T("application.way"), tracker.ColURL: p.T("application.url"), tracker.ColDeadline: p.T("application.deadline"),
		tracker.ColNext: p.T("application.next"), tracker.ColNextOn: p.T("table.next_on"), tracker.ColTags: p.T("application.tags"),
		tracker.ColStars: p.T("application.excitement"), tracker.ColNotes: p.T("items.notes"),
	}[c]
}

// headerOptions offers the columns of a file, and none.
func headerOptions(p ui.Page, header []string) []ui.Option {
	options := []ui.Option{{Value: "", Label: p.T("table.not_there")}}
	for i, name := range header {
		label := strings.TrimSpace(name)
		if label == "" {
			label = p.T("table.column", i+1)
		}
		options = append(options, ui.Option{Value: strconv.Itoa(i), Label: label})
	}
	return options
}

// chosen is the place of a column as its list has it.
func (v tableView) chosen(c tracker.ColumnName) string {
	if at, ok := v.mapping[c]; ok {
		return strconv.Itoa(at)
	}
	return ""
}
