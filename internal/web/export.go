package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/posting"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

func (s *Server) exportRoutes() []route.Route {
	return []route.Route{
		mine("/versions/{id}/export", route.Default, s.export),
		mine("/versions/{id}/files/{format}", route.Default, s.exported),
		mine("/versions/{id}/pages/{page}", route.Default, s.exportedPage),
	}
}

// exportView is a version about to leave, and what a machine makes of it.
type exportView struct {
	version library.Version
	cv      library.CV
	look    render.Options
	letter  bool // the paper
	form    lookForm
	format  render.Format // the file that is read back
	rows    []readRow
	lost    int
	fault   string // the file could not be written or read, with the reason
	pages   int    // of the PDF, 0 when it cannot be laid out
}

// readRow is one value of the version beside what a machine reads back.
type readRow struct {
	place, wrote, read string
	spans              []cv.Span
	same               bool
}

func (s *Server) export(w http.ResponseWriter, r *http.Request) error {
	return s.showExport(w, r, nil, nil)
}

// showExport shows the page, with the form as it was typed where it was refused.
func (s *Server) showExport(w http.ResponseWriter, r *http.Request, typed *lookForm, refused error) error {
	p, err := s.page(r, "cvs")
	if err != nil {
		return err
	}
	v := exportView{format: render.FormatPDF}
	if r.URL.Query().Get("read") == string(render.FormatDOCX) {
		v.format = render.FormatDOCX
	}
	if v.version, err = s.Library.Version(r.Context(), s.owner(r), library.VersionID(r.PathValue("id"))); err != nil {
		return err
	}
	if v.cv, err = s.Library.CV(r.Context(), s.owner(r), v.version.CV); err != nil {
		return err
	}
	if v.look, err = s.Library.Look(r.Context(), s.owner(r), v.version.ID); err != nil {
		return err
	}
	if err := s.readBack(r, p, &v); err != nil {
		return err
	}
	v.pages = length(v.version.Resume, v.look)
	v.letter = v.look.Sheet(v.version.Resume) == render.Letter
	p.Title, v.form = p.T("export.title"), lookFormOf(v.look)
	if typed == nil {
		return show(w, r, http.StatusOK, exportPage(p, v))
	}
	v.form, v.form.fault = *typed, said(p, refused)
	return show(w, r, status(refused), exportPage(p, v))
}

// readBack fills the table of what a machine reads. A file that cannot be
// written (a character without a shape) is told on the page; the other formats
// are still there to download.
func (s *Server) readBack(r *http.Request, p ui.Page, v *exportView) error {
	back, err := s.Library.ReadBack(r.Context(), s.owner(r), v.version.ID, v.format, v.look)
	if err != nil && fault.KindOf(err) != "" {
		v.fault = said(p, err)
		return nil
	}
	if err != nil {
		return err
	}
	v.rows, v.lost = compare(p, cv.Visible(v.version.Resume), back.Changes)
	return nil
}

// compare lists each value of a CV with what came back for it, the lost,
// changed and invented ones first, and counts those.
func compare(p ui.Page, wrote cv.Resume, changes []cv.Change) ([]readRow, int) {
	var rows []readRow
	lost := 0
	for _, l := range cv.Leaves(wrote) {
		row := readRow{place: pathName(p, l.Path), wrote: l.Text, read: l.Text, same: true}
		if c, ok := changeAt(changes, l.Path); ok {
			row.read, row.same = c.After, c.Op == cv.Moved
			if c.Op == cv.Removed {
				row.read = ""
			}
			row.spans = cv.Words(l.Text, row.read)
		}
		if !row.same {
			lost++
		}
		rows = append(rows, row)
	}
	for _, c := range changes {
		if c.Op == cv.Added {
			rows = append(rows, readRow{place: pathName(p, c.Path), read: c.After, spans: cv.Words("", c.After)})
			lost++
		}
	}
	// What needs a look comes first; the rest keeps the order of the CV.
	slices.SortStableFunc(rows, func(a, b readRow) int { return cmp.Compare(asInt(a.same), asInt(b.same)) })
	return rows, lost
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// changeAt finds the change that a value, or the entry it belongs to, went
// through.
func changeAt(changes []cv.Change, path cv.Path) (cv.Change, bool) {
	for _, c := range changes {
		if c.From != "" && path.Under(c.From) {
			return c, true
		}
	}
	return cv.Change{}, false
}

// exported sends a version as a file, named after the posting it was made for.
// A file that a machine reads differently leads to the page that shows it; from
// there it is one more click.
func (s *Server) exported(w http.ResponseWriter, r *http.Request) error {
	id := library.VersionID(r.PathValue("id"))
	version, err := s.Library.Version(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	var ad posting.Posting
	if version.Posting != "" {
		saved, err := s.Tailor.Posting(r.Context(), s.owner(r), tailor.PostingID(version.Posting))
		if err != nil && fault.KindOf(err) != fault.NotFound { // the ad may be gone
			return err
		}
		ad = saved.Posting
	}
	look, err := s.Library.Look(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	format, seen := render.Format(r.PathValue("format")), r.URL.Query().Get("seen") == "1"
	f, err := s.Library.Download(r.Context(), s.owner(r), id, format, look, ad.Company, ad.Title, seen)
	if err != nil {
		return err
	}
	if f.Differs != 0 && !seen {
		return goTo(w, r, "/versions/"+string(id)+"/export?read="+string(format)+"#machine")
	}
	return attach(w, f.Name, f.Type, f.Data)
}

// exportedPage draws one page of the PDF that a version becomes.
func (s *Server) exportedPage(w http.ResponseWriter, r *http.Request) error {
	page, err := strconv.Atoi(r.PathValue("page"))
	if err != nil {
		return fault.NotFound
	}
	id := library.VersionID(r.PathValue("id"))
	look, err := s.Library.Look(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	png, err := s.Library.PreviewExport(r.Context(), s.owner(r), id, page, look)
	if err != nil {
		return err
	}
	return picture(w, png)
}
