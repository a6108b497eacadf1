package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/parse"
	"jobops/internal/route"
	"jobops/internal/web/ui"
)

func (s *Server) checkRoutes() []route.Route {
	return []route.Route{
		mine("/cvs/{id}/check", route.Default, s.check),
		send("/cvs/{id}/marks", route.Default, s.mark),
		send("/cvs/{id}/marks/{mark}/undo", route.Default, s.unmark),
		send("/cvs/{id}/reread", route.Default, s.reread),
	}
}

// none is the line that is chosen when none is.
const none = -1

// checkView is the page where a person compares what was read with the
// original.
type checkView struct {
	cvView
	stops   []stop // doubts first, then the rest, each in document order
	lines   []checkLine
	at      int // index in stops of the chosen field, none
	line    int // the chosen line, or the first one of the chosen field; none
	lit     []int
	said    []library.Correction
	changes []cv.Change // what the last action changed
	refused string      // why the last action was not done
	second  bool        // an outside reader can be asked
}

// stop is one field to look at.
type stop struct {
	leaf
	label, place string
	line         int // where it was read, none
}

// checkLine is one line of the document and what it was read as.
type checkLine struct {
	cv.Line
	text   string
	as     []string // labels of the fields read from it
	doubt  bool
	fields []cv.Path
	unmet  bool // a person said what it is, and it still gives no such value
}

func (s *Server) check(w http.ResponseWriter, r *http.Request) error {
	p, v, err := s.checkView(r, library.ID(r.PathValue("id")))
	if errors.Is(err, errUnfinished) {
		return goTo(w, r, "/cvs")
	}
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v.choose(cv.Path(q.Get("field")), q.Get("line"))
	if err := s.noteCheck(r, &p, &v); err != nil {
		return err
	}
	return show(w, r, http.StatusOK, checkPage(p, v))
}

// noteCheck says what the last action did and offers the way back.
func (s *Server) noteCheck(r *http.Request, p *ui.Page, v *checkView) error {
	q := r.URL.Query()
	if p.Note != nil && q.Get("done") == "corrected" && v.record.Parent != "" {
		p.Note.Undo = "/versions/" + string(v.record.Parent) + "/restore"
	}
	text := map[string]string{
		"marked": p.T("check.done.marked"), "same": p.T("check.done.same"), "unheeded": p.T("check.done.unheeded"),
		"undone": p.T("check.done.undone"), "reread": p.T("check.done.reread"), "right": p.T("check.done.right"),
	}[q.Get("done")]
	if text == "" {
		return nil
	}
	p.Note = &ui.Note{Text: text}
	if i := slices.IndexFunc(v.said, func(c library.Correction) bool { return string(c.ID) == q.Get("mark") }); i >= 0 {
		p.Note.Undo = undoURL(v.cv.ID, v.said[i].ID)
	}
	if q.Get("version") != string(v.record.ID) {
		return nil
	}
	changes, err := s.Library.Compare(r.Context(), s.owner(r), v.record.ID)
	v.changes = changes
	return err
}

func undoURL(id library.ID, c library.CorrectionID) string {
	return "/cvs/" + string(id) + "/marks/" + string(c) + "/undo"
}

func (s *Server) checkView(r *http.Request, id library.ID) (ui.Page, checkView, error) {
	v := checkView{at: none, line: none}
	p, base, err := s.cvView(r, id)
	if err != nil {
		return p, v, err
	}
	v.cvView, v.second = base, s.Library.SecondRecipient() != ""
	if v.said, err = s.Library.Corrections(r.Context(), s.owner(r), id); err != nil {
		return p, v, err
	}
	v.stops = stopsOf(p, base)
	v.lines = linesOf(p, base)
	return p, v, nil
}

// stopsOf lists the fields of a CV, those in doubt first.
func stopsOf(p ui.Page, v cvView) []stop {
	var doubts, rest []stop
	for _, l := range v.sheet.leaves() {
		one := stop{leaf: l, label: fieldLabel(p, l.path), place: placeIn(p, v.record.Resume, l.path), line: none}
		if e, ok := v.reading.At(l.path); ok && l.mark != "" {
			one.line = v.reading.LineAt(e.Start)
		}
		if l.doubt {
			doubts = append(doubts, one)
		} else if !l.missing {
			rest = append(rest, one)
		}
	}
	return append(doubts, rest...)
}

func linesOf(p ui.Page, v cvView) []checkLine {
	out := make([]checkLine, len(v.reading.Lines))
	for i, l := range v.reading.Lines {
		out[i] = checkLine{Line: l, text: v.reading.Text[l.Start:l.End], unmet: !parse.Heeded(&v.reading, i)}
		for _, e := range v.reading.On(i) {
			out[i].fields = append(out[i].fields, e.Path)
			out[i].doubt = out[i].doubt || e.Confidence < cv.DoubtBelow
			if label := fieldLabel(p, e.Path); !slices.Contains(out[i].as, label) {
				out[i].as = append(out[i].as, label)
			}
		}
	}
	return out
}

// choose takes the field or line that the address names; without one, the first
// doubt is what to look at.
func (v *checkView) choose(field cv.Path, line string) {
	if n, err := strconv.Atoi(line); err == nil && n >= 0 && n < len(v.lines) {
		v.line, v.lit = n, []int{n}
		return
	}
	v.at = slices.IndexFunc(v.stops, func(s stop) bool { return s.path == field })
	if v.at < 0 && field == "" && len(v.stops) > 0 && v.stops[0].doubt {
		v.at = 0
	}
	if v.at >= 0 {
		v.line, v.lit = v.stops[v.at].line, v.linesOf(v.stops[v.at])
		v.edit, v.value = v.stops[v.at].path, v.stops[v.at].text
	}
}

// linesOf lists the lines that a field was read from: a summary has several.
func (v checkView) linesOf(s stop) []int {
	e, ok := v.reading.At(s.path)
	if !ok || s.line == none {
		return nil
	}
	var all []int
	for i, l := range v.lines {
		if e.Start < l.End && l.Start < e.End && slices.Contains(l.fields, s.path) {
			all = append(all, i)
		}
	}
	return all
}

// chosen reports whether a line is lit.
func (v checkView) chosen(n int) bool { return slices.Contains(v.lit, n) }

// doubts counts the fields in doubt.
func (v checkView) doubts() int {
	n := 0
	for _, s := range v.stops {
		if s.doubt {
			n++
		}
	}
	return n
}

// near is the stop so many steps away from the chosen one, "" at the ends.
func (v checkView) near(step int) string {
	to := v.at + step
	if v.at == none {
		to = 0
		if step < 0 {
			return ""
		}
	}
	if to < 0 || to >= len(v.stops) {
		return ""
	}
	return v.fieldURL(v.stops[to].path)
}

func (v checkView) fieldURL(path cv.Path) string {
	return "/cvs/" + string(v.cv.ID) + "/check?field=" + url.QueryEscape(string(path)) + "#inspector"
}

func (v checkView) lineURL(n int) string {
	return "/cvs/" + string(v.cv.ID) + "/check?line=" + strconv.Itoa(n) + "#inspector"
}

// mark keeps what a person says about a line, or that a value is right.
func (s *Server) mark(w http.ResponseWriter, r *http.Request) error {
	id := library.ID(r.PathValue("id"))
	if _, err := s.Library.CV(r.Context(), s.owner(r), id); err != nil {
		return err
	}
	sent, err := form(r)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(sent.Get("line"))
	if err != nil {
		return fault.New(fault.Invalid, "error.form")
	}
	m := cv.Mark{As: cv.As(sent.Get("as")), Section: sent.Get("section")}
	if m.As == cv.AsRight {
		m.Path, m.Value = cv.Path(sent.Get("path")), plainLines(sent.Get("value"))
	}
	out, err := s.Library.Mark(r.Context(), s.owner(r), id, n, plainLines(sent.Get("text")), m)
	if err != nil {
		return s.refuseCheck(w, r, id, n, err)
	}
	if m.As == cv.AsRight {
		return goTo(w, r, checked(id, "right", out, none))
	}
	done := "marked"
	if !out.Heeded {
		done = "unheeded"
	}
	return goTo(w, r, checked(id, done, out, n))
}

// checked is the address of the page that says what was done.
func checked(id library.ID, done string, out library.Outcome, line int) string {
	if out.Version == "" && done != "unheeded" && done != "right" {
		done = "same"
	}
	to := "/cvs/" + string(id) + "/check?done=" + done
	if out.Correction != "" {
		to += "&mark=" + string(out.Correction)
	}
	if line != none {
		to += "&line=" + strconv.Itoa(line)
	}
	if out.Version == "" {
		return to + "#inspector"
	}
	return to + "&version=" + string(out.Version) + "#changes"
}

// refuseCheck shows the page again with the reason why nothing was done.
func (s *Server) refuseCheck(w http.ResponseWriter, r *http.Request, id library.ID, line int, why error) error {
	if !shownInPlace(why) && fault.KindOf(why) != fault.Conflict && fault.KindOf(why) != fault.Limited {
		return why
	}
	p, v, err := s.checkView(r, id)
	if err != nil {
		return err
	}
	v.choose("", strconv.Itoa(line))
	v.refused = said(p, why)
	return show(w, r, status(why), checkPage(p, v))
}

func (s *Server) unmark(w http.ResponseWriter, r *http.Request) error {
	id := library.ID(r.PathValue("id"))
	out, err := s.Library.Unmark(r.Context(), s.owner(r), id, library.CorrectionID(r.PathValue("mark")))
	if err != nil {
		return s.refuseCheck(w, r, id, none, err)
	}
	return goTo(w, r, checked(id, "undone", out, none))
}

func (s *Server) reread(w http.ResponseWriter, r *http.Request) error {
	id := library.ID(r.PathValue("id"))
	out, err := s.Library.Reread(r.Context(), s.owner(r), id)
	if err != nil {
		return s.refuseCheck(w, r, id, none, err)
	}
	return goTo(w, r, checked(id, "reread", out, none))
}

// leaves lists the texts of a sheet in the order of the page.
func (s sheet) leaves() []leaf {
	var all []leaf
	for _, section := range s.sections {
		for _, e := range section.entries {
			for _, row := range e.rows {
				all = append(all, row.leaves...)
			}
		}
	}
	return all
}
