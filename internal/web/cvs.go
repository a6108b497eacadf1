package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/route"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

func (s *Server) cvRoutes() []route.Route {
	return []route.Route{
		mine("/cvs", route.Default, s.cvs),
		mine("/cvs/{id}", route.Default, s.cv),
		mine("/cvs/{id}/delete", route.Default, s.askDeleteCV),
		erase("/cvs/{id}/delete", s.deleteCV),
		mine("/cvs/{id}/original", route.Default, s.original),
		mine("/cvs/{id}/pages/{page}", route.Default, s.pageImage),
		mine("/versions/{id}/field", route.Live, s.field),
		send("/versions/{id}/field", route.Default, s.correct),
	}
}

func (s *Server) cvs(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	p.Title = p.T("cvs.title")
	reading := slices.ContainsFunc(cvs, func(c library.CV) bool { return c.State != library.Ready })
	if reading {
		p.Refresh = 1
	}
	return show(w, r, http.StatusOK, cvsPage(p, s.list(p, cvs), reading))
}

// reading is a CV as one page shows it.
type cvView struct {
	cv      library.CV
	record  library.Version // newest version that no posting was the reason for
	reading cv.Reading
	sheet   sheet
	holders []tracker.Holder // applications that lose files with it
	edit    cv.Path          // path of the field being corrected, "" for none
	value   string           // what was typed into it
	fault   string
}

func (s *Server) cv(w http.ResponseWriter, r *http.Request) error {
	p, v, err := s.cvView(r, library.ID(r.PathValue("id")))
	if errors.Is(err, errUnfinished) {
		return goTo(w, r, "/cvs")
	}
	if err != nil {
		return err
	}
	v.edit = cv.Path(r.URL.Query().Get("edit"))
	if v.edit != "" {
		if v.value, err = cv.Text(v.record.Resume, v.edit); err != nil {
			return err
		}
	}
	p.Note = undoable(p.Note, r.URL.Query().Get("done"), v)
	return show(w, r, http.StatusOK, cvPage(p, v))
}

// undoable offers the way back from what was just done: to the version before,
// or, for an import that made the CV, to its end.
func undoable(n *ui.Note, done string, v cvView) *ui.Note {
	switch {
	case n == nil:
	case (done == "corrected" || done == "cv-imported") && v.record.Parent != "":
		n.Undo = "/versions/" + string(v.record.Parent) + "/restore"
	case done == "cv-imported" && v.cv.Format == library.Imported:
		n.Undo = "/cvs/" + string(v.cv.ID) + "/delete"
	}
	return n
}

// errUnfinished means that the CV is still being read.
var errUnfinished = fault.New(fault.Conflict, "cv.unfinished")

func (s *Server) cvView(r *http.Request, id library.ID) (ui.Page, cvView, error) {
	var v cvView
	p, err := s.page(r, "cvs")
	if err != nil {
		return p, v, err
	}
	if v.cv, err = s.Library.CV(r.Context(), s.owner(r), id); err != nil {
		return p, v, err
	}
	if v.cv.State != library.Ready {
		return p, v, errUnfinished
	}
	if v.reading, err = s.Library.Original(r.Context(), s.owner(r), id); err != nil {
		return p, v, err
	}
	if v.record, err = s.Library.Record(r.Context(), s.owner(r), id); err != nil {
		return p, v, err
	}
	if v.holders, err = s.Tracker.Holders(r.Context(), s.owner(r), string(id)); err != nil {
		return p, v, err
	}
	v.sheet = arrange(p, v.record.Resume, v.reading)
	p.Title = titleOf(p, v.cv, v.record.Resume)
	return p, v, nil
}

// titleOf names a CV by its person, else by its file.
func titleOf(p ui.Page, c library.CV, r cv.Resume) string {
	if r.Basics.Name != "" {
		return r.Basics.Name
	}
	if c.FileName != "" {
		return c.FileName
	}
	return p.T("cv.untitled")
}

// field answers with the form to correct one value: alone for a script, else
// within its page.
func (s *Server) field(w http.ResponseWriter, r *http.Request) error {
	version, err := s.Library.Version(r.Context(), s.owner(r), library.VersionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	path := cv.Path(r.URL.Query().Get("path"))
	if !enhanced(r) {
		return goTo(w, r, "/cvs/"+string(version.CV)+"?edit="+url.QueryEscape(string(path))+"#edit")
	}
	value, err := cv.Text(version.Resume, path)
	if err != nil {
		return err
	}
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, leafForm(p, version.ID, version.CV, path, value, ""))
}

// correct makes a version with one value changed. A value that does not fit is
// shown again beside the reason, one that another tab changed meanwhile beside
// what it is now.
func (s *Server) correct(w http.ResponseWriter, r *http.Request) error {
	sent, refused := form(r)
	if refused != nil && sent == nil {
		return refused
	}
	seen, err := s.Library.Version(r.Context(), s.owner(r), library.VersionID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !sent.Has("path") || !sent.Has("value") {
		return fault.New(fault.Invalid, "error.form")
	}
	path, value := cv.Path(sent.Get("path")), plainLines(sent.Get("value"))
	if refused == nil {
		_, refused = s.Library.Correct(r.Context(), s.owner(r), seen.ID, path, value)
	}
	checking := sent.Get("on") == "check"
	switch {
	case refused == nil && checking:
		return goTo(w, r, "/cvs/"+string(seen.CV)+"/check?done=corrected#inspector")
	case refused == nil:
		return goTo(w, r, "/cvs/"+string(seen.CV)+"?done=corrected#"+leaf{path: path}.id())
	}
	p, v, err := s.checkView(r, seen.CV)
	if err != nil {
		return err
	}
	v.choose(path, "")
	v.edit, v.value = path, value
	switch {
	case errors.Is(refused, library.ErrOvertaken):
		return s.showConflict(w, r, p, v.cvView)
	case !shownInPlace(refused):
		return refused
	}
	v.fault = said(p, refused)
	if checking && v.at != none {
		return show(w, r, status(refused), checkPage(p, v))
	}
	return show(w, r, status(refused), cvPage(p, v.cvView))
}

// showConflict puts the two values side by side and lets the person choose. When
// the place itself is gone, what was typed is there to be copied.
func (s *Server) showConflict(w http.ResponseWriter, r *http.Request, p ui.Page, v cvView) error {
	now, err := cv.Text(v.record.Resume, v.edit)
	p.Title, p.Narrow = p.T("failed.conflict"), true
	return show(w, r, http.StatusConflict, conflictPage(p, v, now, err != nil))
}

func (s *Server) askDeleteCV(w http.ResponseWriter, r *http.Request) error {
	p, v, err := s.cvView(r, library.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("cv.delete.title"), true
	return show(w, r, http.StatusOK, deletePage(p, v))
}

func (s *Server) deleteCV(w http.ResponseWriter, r *http.Request) error {
	if err := s.Library.Delete(r.Context(), s.owner(r), library.ID(r.PathValue("id"))); err != nil {
		return err
	}
	return goTo(w, r, "/cvs?done=deleted")
}
