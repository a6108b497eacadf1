package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) editorRoutes() []route.Route {
	edit, resolve := send("/versions/{id}/edit", route.Live, s.edit), send("/versions/{id}/edit/resolve", route.Default, s.resolve)
	edit.MaxBody, resolve.MaxBody = route.TextBody, route.TextBody
	return []route.Route{
		mine("/versions/{id}/edit", route.Default, s.editor),
		edit, resolve,
		mine("/versions/{id}/edit/pages/{page}", route.Live, s.editorPage),
	}
}

// editorView is a working copy as the editor shows it.
type editorView struct {
	version  library.VersionID // in the address; the branch is what counts
	cv       library.CV
	work     library.Work
	sections []editSection
	absent   []absentSection // that can be added
	form     lookForm
	pages    int
	paper    render.Paper
	name     string // typed for the version
	fault    string // about the whole
	merged   bool
	overtake bool // another tab was quicker
}

// dirty tells that there is something to save as a version.
func (v editorView) dirty() bool { return v.work.Changed }

func (s *Server) editor(w http.ResponseWriter, r *http.Request) error {
	id := library.VersionID(r.PathValue("id"))
	work, err := s.Library.Work(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	return s.showEditor(w, r, work, http.StatusOK, func(*editorView) {})
}

// showEditor writes the page, or for the script only what it replaces.
func (s *Server) showEditor(w http.ResponseWriter, r *http.Request, work library.Work, status int, change func(*editorView)) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	v := editorView{version: library.VersionID(r.PathValue("id")), work: work, form: lookFormOf(work.Draft.Look), merged: work.Merged}
	if v.cv, err = s.Library.CV(r.Context(), s.owner(r), work.CV); err != nil {
		return err
	}
	if err := work.Draft.Whole(); err != nil {
		p.Title, p.Narrow = p.T("edit.title"), true
		return show(w, r, http.StatusOK, editorTooLarge(p, v, titleOf(p, v.cv, work.Draft.Resume)))
	}
	if v.pages, err = render.Pages(work.Draft.Resume, work.Draft.Look); err != nil {
		v.fault = said(p, err)
	}
	v.paper = work.Draft.Look.Sheet(work.Draft.Resume)
	v.arrange(p)
	change(&v)
	p.Title = titleOf(p, v.cv, work.Draft.Resume)
	p.Extra = s.Static.Asset("editor.js")
	switch {
	case !enhanced(r):
		return show(w, r, status, editorPage(p, v))
	case r.PostForm.Get("part") == "bar":
		return show(w, r, status, editorBar(p, v))
	}
	return show(w, r, status, editorForm(p, v))
}

// request is what one press in the editor asks for: "up /projects/0", "undo".
type request struct {
	do, place string
	act       library.Act
	seen      int64
}

func requestOf(form url.Values) request {
	parts := strings.Fields(form.Get("do"))
	q := request{do: "save", place: form.Get("typing")}
	q.seen, _ = strconv.ParseInt(form.Get("revision"), 10, 64)
	if len(parts) > 0 {
		q.do = parts[0]
	}
	if len(parts) > 1 {
		q.act = library.Act{Do: q.do, Path: cv.Path(parts[1])}
		q.place = ""
	}
	if len(parts) > 2 {
		q.act.To, _ = strconv.Atoi(parts[2])
	}
	return q
}

// edit takes what stands in the form, and does what was pressed.
func (s *Server) edit(w http.ResponseWriter, r *http.Request) error {
	sent, refused := form(r)
	if refused != nil {
		return refused
	}
	id, q := library.VersionID(r.PathValue("id")), requestOf(sent)
	if !sent.Has("revision") {
		if _, err := s.Library.Work(r.Context(), s.owner(r), id); err != nil {
			return err
		}
		return fault.New(fault.Invalid, "error.form")
	}
	var looked error
	work, err := s.Library.Edit(r.Context(), s.owner(r), id, q.seen, q.place, func(d *library.Draft) error {
		if err := fill(d, sent); err != nil {
			return err
		}
		looked = dress(d, sent, q.do)
		if q.act.Path != "" {
			return d.Act(q.act)
		}
		return nil
	})
	switch {
	case errors.Is(err, library.ErrOvertaken):
		return s.overtaken(w, r, work, sent, q)
	case err == nil && looked == nil:
		return s.pressed(w, r, work, q, sent)
	case err == nil:
		err = looked
	case fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.TooLarge:
		return err
	}
	if err != looked { // nothing was kept, so what was typed is shown again
		_ = fill(&work.Draft, sent)
	}
	return s.refuse(w, r, work, err, sent)
}

// refuse shows the editor again with the reason.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, work library.Work, reason error, sent url.Values) error {
	return s.showEditor(w, r, work, status(reason), func(v *editorView) {
		p := s.frame(r)
		if page, err := s.page(r, "cvs"); err == nil {
			p = page
		}
		v.fault, v.name = said(p, reason), sent.Get("name")
		if sent.Has("template") {
			v.form = typedLook(sent)
		}
	})
}

// pressed does what a button asks for beyond keeping the form.
func (s *Server) pressed(w http.ResponseWriter, r *http.Request, work library.Work, q request, sent url.Values) error {
	id := library.VersionID(r.PathValue("id"))
	var err error
	switch q.do {
	case "undo":
		work, err = s.Library.Undo(r.Context(), s.owner(r), id, work.Revision)
	case "redo":
		work, err = s.Library.Redo(r.Context(), s.owner(r), id, work.Revision)
	case "revert":
		work, err = s.Library.Revert(r.Context(), s.owner(r), id, work.Revision)
	case "finish", "export":
		return s.finishWork(w, r, work, q.do, sent)
	}
	if err != nil {
		return err
	}
	if enhanced(r) {
		return s.showEditor(w, r, work, http.StatusOK, func(*editorView) {})
	}
	return goTo(w, r, "/versions/"+string(id)+"/edit"+anchorOf(q))
}

// anchorOf leads back to where something was pressed.
func anchorOf(q request) string {
	if q.act.Path == "" {
		return ""
	}
	steps := q.act.Path.Steps()
	return "#" + sectionID(steps[0])
}

// finishWork saves a version and goes on to its list, or to its files.
func (s *Server) finishWork(w http.ResponseWriter, r *http.Request, work library.Work, do string, sent url.Values) error {
	id := library.VersionID(r.PathValue("id"))
	if do == "export" && !work.Changed {
		return leave(w, r, "/versions/"+string(work.Base)+"/export")
	}
	v, err := s.Library.Finish(r.Context(), s.owner(r), id, work.Revision, strings.TrimSpace(sent.Get("name")))
	switch {
	case errors.Is(err, library.ErrOvertaken):
		return s.overtaken(w, r, work, sent, requestOf(sent))
	case fault.KindOf(err) == fault.Invalid:
		return s.refuse(w, r, work, err, sent)
	case err != nil:
		return err
	case do == "export":
		return leave(w, r, "/versions/"+string(v.ID)+"/export")
	}
	return leave(w, r, "/versions/"+string(v.ID)+"/edit?done=version")
}

// leave sends a person to another page, also where a script asked.
func leave(w http.ResponseWriter, r *http.Request, path string) error {
	if !enhanced(r) {
		return goTo(w, r, path)
	}
	w.Header().Set("HX-Redirect", path)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// fill types everything that stands in a form into a draft. Paths are those of
// the CV the form was made from.
func fill(d *library.Draft, sent url.Values) error {
	for _, path := range sent["mark"] {
		if err := d.Type(cv.Path(path), sent.Get(path)); err != nil {
			return err
		}
	}
	names := make([]string, 0, len(sent))
	for name := range sent {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		text := plainLines(sent.Get(name))
		var err error
		if key, ok := strings.CutPrefix(name, "title:"); ok {
			err = d.Title(key, strings.TrimSpace(text))
		} else if strings.HasPrefix(name, "/") && !slices.Contains(sent["mark"], name) {
			err = d.Type(cv.Path(name), text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dress takes the options of the form, and tightens them where that is asked.
func dress(d *library.Draft, sent url.Values, do string) error {
	if !sent.Has("template") {
		return nil
	}
	pages := 0
	if n, ok := strings.CutPrefix(do, "fit"); ok {
		pages, _ = strconv.Atoi(n)
	}
	o := typedLook(sent).options()
	if o.Template == render.Classic && d.Look.Template == "" {
		o.Template = "" // which the form shows as Classic
	}
	o.Language = d.Look.Language
	return d.Dress(o, pages)
}

// editorPage draws a page of the working copy.
func (s *Server) editorPage(w http.ResponseWriter, r *http.Request) error {
	page, err := strconv.Atoi(r.PathValue("page"))
	if err != nil {
		return fault.NotFound
	}
	work, err := s.Library.Work(r.Context(), s.owner(r), library.VersionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	png, err := s.Library.PreviewWork(r.Context(), work.Draft, page)
	if err != nil {
		return err
	}
	return picture(w, png)
}

// conflictView is what two tabs made of one CV, side by side.
type conflictView struct {
	version library.VersionID
	cv      library.CV
	work    library.Work
	seen    int64
	mine    string // draft as JSON, carried through the form
	clashes []library.Clash
	resume  cv.Resume
}

// overtaken shows both sides where another tab was quicker. A script is told and
// sends the form again as a page.
func (s *Server) overtaken(w http.ResponseWriter, r *http.Request, work library.Work, sent url.Values, q request) error {
	if enhanced(r) {
		return s.showEditor(w, r, work, http.StatusConflict, func(v *editorView) {
			v.overtake, v.work.Revision = true, q.seen // the form is still what it was made from
		})
	}
	base := baseOf(work, q.seen)
	mine, err := draftOf(work, base, sent, q)
	if err != nil {
		return err
	}
	return s.showClashes(w, r, work, q.seen, base, mine)
}

func baseOf(work library.Work, seen int64) *library.Draft {
	if base, ok := work.At(seen); ok {
		return &base
	}
	return nil
}

// draftOf is what the other tab's form says.
func draftOf(work library.Work, base *library.Draft, sent url.Values, q request) (library.Draft, error) {
	from := work.Draft
	if base != nil {
		from = *base
	}
	d, err := library.CopyOf(from)
	if err != nil {
		return d, err
	}
	d.Grow(pathsOf(sent))
	if err := fill(&d, sent); err != nil {
		return d, err
	}
	if dress(&d, sent, "") == nil && q.act.Path != "" {
		_ = d.Act(q.act)
	}
	return d, nil
}

// pathsOf lists the places of a form.
func pathsOf(sent url.Values) []cv.Path {
	var all []cv.Path
	for name := range sent {
		if strings.HasPrefix(name, "/") {
			all = append(all, cv.Path(name))
		}
	}
	slices.Sort(all)
	return all
}

func (s *Server) showClashes(w http.ResponseWriter, r *http.Request, work library.Work, seen int64, base *library.Draft, mine library.Draft) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	v := conflictView{version: library.VersionID(r.PathValue("id")), work: work, seen: seen, resume: mine.Resume}
	if v.clashes = library.Clashes(base, work.Draft, mine); len(v.clashes) == 0 {
		return goTo(w, r, "/versions/"+string(v.version)+"/edit")
	}
	if v.cv, err = s.Library.CV(r.Context(), s.owner(r), work.CV); err != nil {
		return err
	}
	if v.mine, err = mine.Text(); err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("edit.clash.title"), true
	return show(w, r, http.StatusConflict, editorConflict(p, v))
}

// resolve keeps what was chosen of two sides.
func (s *Server) resolve(w http.ResponseWriter, r *http.Request) error {
	sent, refused := form(r)
	if refused != nil {
		return refused
	}
	id, q := library.VersionID(r.PathValue("id")), requestOf(sent)
	work, err := s.Library.Work(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	mine, err := library.DraftFrom(sent.Get("mine"))
	if err != nil {
		return err
	}
	seen, _ := strconv.ParseInt(sent.Get("seen"), 10, 64)
	base := baseOf(work, seen)
	if work.Revision != q.seen {
		return s.showClashes(w, r, work, seen, base, mine)
	}
	choices := map[cv.Path]library.Choice{}
	for name := range sent {
		if path, ok := strings.CutPrefix(name, "take:"); ok {
			choices[cv.Path(path)] = library.Choice(sent.Get(name))
		}
	}
	settled, err := library.Settled(base, work.Draft, mine, choices)
	if err != nil {
		return err
	}
	work, err = s.Library.Resolve(r.Context(), s.owner(r), id, q.seen, mine, settled)
	if errors.Is(err, library.ErrOvertaken) {
		return s.showClashes(w, r, work, seen, base, mine)
	}
	if err != nil {
		return err
	}
	return goTo(w, r, "/versions/"+string(id)+"/edit?done=settled")
}

// paperHeight keeps the place of a page at a width of 744.
func paperHeight(paper render.Paper) string {
	if paper == render.Letter {
		return "963"
	}
	return "1052"
}

// branchName says what a branch is for.
func branchName(p ui.Page, v editorView) string {
	if v.work.Posting == "" {
		return p.T("edit.branch.record")
	}
	return p.T("edit.branch.posting")
}
