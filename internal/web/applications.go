package web

import (
	"net/http"
	"net/url"
	"strings"

	"jobops/internal/inventory"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

func (s *Server) applicationRoutes() []route.Route {
	add := send("/applications", route.Default, s.addApplication)
	quick := send("/applications/quick", route.Upload, s.quickAdd)
	add.MaxBody, quick.MaxBody = route.TextBody, route.TextBody // an ad may come with them
	rows := []route.Route{
		mine("/applications", route.Default, s.board),
		mine("/applications/list", route.Default, s.applicationList),
		mine("/applications/new", route.Default, s.newApplication),
		add,
		quick,
		mine("/applications/{id}", route.Default, s.application),
		send("/applications/{id}", route.Default, s.editApplication),
		send("/applications/{id}/move", route.Default, s.moveApplication),
		send("/applications/{id}/next/done", route.Default, s.nextDone),
		send("/applications/{id}/recall", route.Default, s.recallStage),
		send("/applications/{id}/correct", route.Default, s.correctEvent),
		send("/applications/{id}/sent", route.Default, s.freeze),
		takenOut("/applications/{id}/sent/{bundle}", s.bundleZIP),
		takenOut("/applications/{id}/sent/{bundle}/{part}", s.bundleFile),
		erase("/applications/{id}/sent/{bundle}/delete", s.deleteBundle),
		takenOut("/applications/efforts", s.efforts),
		takenOut("/applications/efforts/{list}", s.effortsFile),
		erase("/applications/{id}/delete", s.deleteApplication),
		takenOut("/applications/deleted", s.deletedApplications),
		send("/applications/{id}/restore", route.Default, s.restoreApplication),
		erase("/applications/{id}/purge", s.purgeApplication),
		send("/applications/{id}/items", route.Default, s.addItem),
		send("/applications/{id}/items/{item}", route.Default, s.saveItem),
		send("/applications/{id}/items/{item}/done", route.Default, s.setItemDone),
		erase("/applications/{id}/items/{item}/delete", s.deleteItem),
		send("/changes/{id}/undo", route.Default, s.undoChange),
		send("/postings/{id}/track", route.Default, s.trackPosting),
		mine("/insights", route.Default, s.insights),
	}
	for i := range rows {
		if rows[i].Purpose == reading {
			rows[i].Purpose = inventory.Applications
		}
	}
	return rows
}

// eachColumn is how many cards a column of the board shows.
const eachColumn = 25

func (s *Server) board(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	columns, err := s.Tracker.Board(r.Context(), s.owner(r), eachColumn)
	if err != nil {
		return err
	}
	p.Title = p.T("applications.title")
	return show(w, r, http.StatusOK, boardPage(p, columns, s.Now()))
}

// listView is a page of the table with what it was asked for.
type listView struct {
	query url.Values
	words string
	group tracker.Group
	order tracker.Order
	page  tracker.Page
}

// with is the address of the list with one thing changed, from its first page.
func (v listView) with(name, value string) string {
	q := url.Values{}
	for _, kept := range []string{"q", "group", "order", "tag"} {
		if v.query.Get(kept) != "" {
			q.Set(kept, v.query.Get(kept))
		}
	}
	if q.Set(name, value); value == "" {
		q.Del(name)
	}
	if len(q) == 0 {
		return "/applications/list"
	}
	return "/applications/list?" + q.Encode()
}

const listLength = 50

func (s *Server) applicationList(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v := listView{query: q, words: q.Get("q"), group: tracker.Group(q.Get("group")), order: tracker.Order(q.Get("order"))}
	ask := tracker.Query{Words: v.words, Tag: q.Get("tag"), Order: v.order, After: q.Get("after"), Limit: listLength}
	if v.group != "" {
		ask.Stages = v.group.Stages()
	}
	if v.page, err = s.Tracker.List(r.Context(), s.owner(r), ask); err != nil {
		return err
	}
	p.Title = p.T("applications.title")
	return show(w, r, http.StatusOK, listPage(p, v, s.Now()))
}

// newForm is the form for a new application as it was filled in.
type newForm struct {
	tracker.New
	text, on string
	page     tailor.Page           // that the text was read from
	read     bool                  // the text was read and is to be looked at
	alike    []tracker.Application // there already
	why      error                 // it was refused
}

func (s *Server) newApplication(w http.ResponseWriter, r *http.Request) error {
	return s.showNew(w, r, http.StatusOK, newForm{New: tracker.New{Stage: tracker.Saved}})
}

func (s *Server) showNew(w http.ResponseWriter, r *http.Request, status int, f newForm) error {
	p, err := s.page(r, "applications")
	if err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("application.add"), true
	return show(w, r, status, newApplicationPage(p, f))
}

func newFormOf(sent url.Values) newForm {
	return newForm{
		New:  tracker.New{Stage: tracker.Stage(sent.Get("stage")), Facts: tracker.Facts{Company: sent.Get("company"), Title: sent.Get("title"), URL: sent.Get("url")}},
		text: plainLines(sent.Get("text")), on: sent.Get("on"), page: pageOf(sent),
	}
}

// addApplication keeps an application, with the ad where its text came along.
func (s *Server) addApplication(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if sent == nil {
		return err
	}
	f := newFormOf(sent)
	if err == nil {
		f.Since, err = s.moment(f.on)
	}
	if err == nil {
		err = s.keepAd(r, &f)
	}
	var a tracker.Application
	if err == nil {
		a, err = s.Tracker.Add(r.Context(), s.owner(r), f.New)
	}
	if err != nil && shownInPlace(err) {
		f.why = err
		return s.showNew(w, r, status(err), f)
	}
	if err != nil {
		return err
	}
	if _, err := s.freezeMoved(r, a, tracker.Saved, ""); err != nil {
		return err
	}
	return goTo(w, r, "/applications/"+string(a.ID)+"?done=tracked")
}

// keepAd keeps the text of an ad that came along and takes from it what was not
// filled in.
func (s *Server) keepAd(r *http.Request, f *newForm) error {
	if strings.TrimSpace(f.text) == "" {
		return nil
	}
	ad, err := s.Tailor.KeepPage(r.Context(), s.owner(r), f.text, tailor.Named{Title: f.Facts.Title, Company: f.Facts.Company}, f.page)
	if err != nil {
		return err
	}
	f.New = ofPosting(ad, f.New)
	return nil
}

// ofPosting fills what an application does not say yet with what its ad says.
func ofPosting(ad tailor.Saved, n tracker.New) tracker.New {
	n.Posting = string(ad.ID)
	fill := func(to *string, from string) {
		if *to == "" && len(from) <= tracker.MaxLine {
			*to = from
		}
	}
	fill(&n.Facts.Company, ad.Posting.Company)
	fill(&n.Facts.Title, ad.Posting.Title)
	fill(&n.Facts.Location, ad.Posting.Location)
	fill(&n.Facts.Remote, string(ad.Posting.Remote))
	fill(&n.Facts.URL, ad.Page.URL)
	if n.Facts.Deadline.IsZero() {
		n.Facts.Deadline = ad.Posting.Expires
	}
	if n.Facts.Salary == (tracker.Salary{}) {
		n.Facts.Salary = salaryOf(ad.Posting.Salary)
	}
	if n.Facts.Company == "" && n.Facts.Title == "" {
		n.Facts.Title = firstLine(ad.Posting.Text)
	}
	return n
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line[:min(len(line), 100)]
}

// trackPosting makes an application of a kept ad, or leads to the one there is.
func (s *Server) trackPosting(w http.ResponseWriter, r *http.Request) error {
	ad, err := s.Tailor.Posting(r.Context(), s.owner(r), tailor.PostingID(r.PathValue("id")))
	if err != nil {
		return err
	}
	a, err := s.Tracker.AddOnce(r.Context(), s.owner(r), ofPosting(ad, tracker.New{Stage: tracker.Saved}))
	if err != nil {
		return err
	}
	return goTo(w, r, "/applications/"+string(a.ID)+"?done=tracked")
}

// stageOptions offers stages to choose from.
func stageOptions(p ui.Page, stages []tracker.Stage) []ui.Option {
	options := make([]ui.Option, len(stages))
	for i, s := range stages {
		options[i] = ui.Option{Value: string(s), Label: stageWord(p, s)}
	}
	return options
}
