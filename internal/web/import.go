package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/intake"
	"jobops/internal/library"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) importRoutes() []route.Route {
	inspect := send("/import", route.Upload, s.inspect)
	inspect.MaxBody = route.FileBody
	confirm := send("/import/confirm", route.Default, s.confirmImport)
	confirm.MaxBody = route.FileBody
	return []route.Route{mine("/import", route.Default, s.importPage), inspect, confirm}
}

// importView is what a file of another program would bring in. Until the person
// confirms, it is held by their page and nowhere else.
type importView struct {
	name   string
	result intake.Result
	held   string // the CV, to be sent back with the confirmation
	cvs    []library.CV
	to     string // id of the CV that gets a version, "" for a new one
	fault  string
}

// mostShown is how many values the preview lists.
const mostShown = 1000

func (s *Server) importPage(w http.ResponseWriter, r *http.Request) error {
	return s.showImport(w, r, nil)
}

func (s *Server) showImport(w http.ResponseWriter, r *http.Request, failed error) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	p.Title = p.T("intake.title")
	if failed == nil {
		return show(w, r, http.StatusOK, importPage(p, ""))
	}
	return show(w, r, status(failed), importPage(p, said(p, failed)))
}

// inspect shows what a file would bring in and keeps nothing of it.
func (s *Server) inspect(w http.ResponseWriter, r *http.Request) error {
	name, data, err := sentFile(r)
	if err == nil {
		err = s.previewImport(w, r, name, data)
	}
	if err != nil && shownInPlace(err) {
		return s.showImport(w, r, err)
	}
	return err
}

func (s *Server) previewImport(w http.ResponseWriter, r *http.Request, name string, data []byte) error {
	result, err := s.Library.Inspect(r.Context(), name, data)
	if err != nil {
		return err
	}
	return s.showPreview(w, r, importView{name: name, result: result}, nil)
}

// showPreview shows what would come in, with the reason a confirmation failed.
func (s *Server) showPreview(w http.ResponseWriter, r *http.Request, v importView, failed error) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	if v.held, err = hold(v.result); err != nil {
		return err
	}
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	for _, c := range cvs {
		if c.State == library.Ready {
			v.cvs = append(v.cvs, c)
		}
	}
	p.Title = p.T("intake.preview.title")
	if failed == nil {
		return show(w, r, http.StatusOK, previewPage(p, v))
	}
	v.fault = said(p, failed)
	return show(w, r, status(failed), previewPage(p, v))
}

// hold packs a result for the way to the page and back.
func hold(result intake.Result) (string, error) {
	data, err := json.Marshal(result)
	return base64.RawURLEncoding.EncodeToString(data), err
}

// held unpacks it. What comes back is a stranger's again and read as such.
func held(s string) (intake.Result, error) {
	gone := fault.New(fault.Invalid, "intake.gone")
	data, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return intake.Result{}, gone
	}
	var sent struct {
		Kind   intake.Kind
		Resume json.RawMessage
		Left   []intake.Omission
	}
	if json.Unmarshal(data, &sent) != nil {
		return intake.Result{}, gone
	}
	result, err := intake.Read(sent.Resume)
	if err != nil {
		return intake.Result{}, gone
	}
	return intake.Result{Kind: sent.Kind, Resume: result.Resume, Left: sent.Left}, nil
}

// confirmImport keeps what was shown, as a new CV or as a version of one.
func (s *Server) confirmImport(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return s.showImport(w, r, fault.New(fault.Invalid, "intake.gone"))
	}
	result, err := held(sent.Get("held"))
	if err != nil {
		return s.showImport(w, r, err)
	}
	v := importView{name: sent.Get("name"), to: sent.Get("to"), result: result}
	if v.to == "" {
		err = s.importCV(w, r, v)
	} else {
		err = s.importVersion(w, r, v)
	}
	if err != nil && shownInPlace(err) {
		return s.showPreview(w, r, v, err)
	}
	return err
}

func (s *Server) importCV(w http.ResponseWriter, r *http.Request, v importView) error {
	u, err := s.Library.Import(r.Context(), s.owner(r), v.name, v.result.Resume)
	if err != nil {
		return err
	}
	if u, err = s.Library.Await(r.Context(), s.owner(r), u.ID, patience); err != nil {
		return err
	}
	switch u.Step {
	case library.Refused:
		return document.Refuse(u.Verdict)
	case library.Done:
		return goTo(w, r, "/cvs/"+string(u.CV)+"?done=cv-imported")
	}
	return goTo(w, r, after(u))
}

func (s *Server) importVersion(w http.ResponseWriter, r *http.Request, v importView) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	made, err := s.Library.ImportVersion(r.Context(), s.owner(r), library.ID(v.to), p.T("intake.version_name"), v.result.Resume)
	if err != nil {
		return err
	}
	return goTo(w, r, "/cvs/"+string(made.CV)+"?done=cv-imported")
}

// importTargets are the places an import can go to.
func importTargets(p ui.Page, v importView) []ui.Option {
	options := []ui.Option{{Value: "", Label: p.T("intake.to.new")}}
	for _, c := range v.cvs {
		options = append(options, ui.Option{Value: string(c.ID), Label: p.T("intake.to.version", c.FileName)})
	}
	return options
}

// importRow is one value that would come in.
type importRow struct{ place, value string }

func importRows(p ui.Page, r cv.Resume) (rows []importRow, more int) {
	for _, l := range cv.Leaves(r) {
		if len(rows) == mostShown {
			more++
			continue
		}
		row := importRow{pathName(p, l.Path), l.Text}
		if l.Date {
			row.value = showDate(p.Lang, l.Text)
		}
		parent, field := l.Path.Parent()
		if on, err := cv.Get(r, parent+"/x-jobops-current"); field == "startDate" && err == nil && on == true {
			row.value += " – " + p.T("cv.today")
		}
		rows = append(rows, row)
	}
	return rows, more
}
