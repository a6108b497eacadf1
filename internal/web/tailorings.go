package web

import (
	"net/http"
	"strconv"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

func (s *Server) tailoringRoutes() []route.Route {
	return []route.Route{
		send("/postings/{id}/tailor", route.Default, s.startTailoring),
		mine("/tailorings/{id}", route.Default, s.tailoring),
		send("/tailorings/{id}/edits/{edit}", route.Live, s.decide),
		send("/tailorings/{id}/edits/{edit}/preview", route.Live, s.preview),
		send("/tailorings/{id}/finish", route.Default, s.finish),
	}
}

// review is one edit as the page shows it: what a person may have typed last
// and why it was not taken.
type review struct {
	item  tailor.Item
	typed string
	fault string
	ask   bool // the words have no support: offer to stand by them
	open  bool // the form to change the words is open
	// refused is why no model was asked.
	refused error
}

// state is the edit's decision as a style and a script see it.
func (v review) state() string {
	if v.item.Choice.Decision == tailor.Undecided {
		return "open"
	}
	return string(v.item.Choice.Decision)
}

func (s *Server) startTailoring(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	t, err := s.Tailor.Start(r.Context(), s.owner(r), library.VersionID(sent.Get("version")), tailor.PostingID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return goTo(w, r, "/tailorings/"+string(t.ID))
}

func (s *Server) tailoring(w http.ResponseWriter, r *http.Request) error {
	return s.showTailoring(w, r, http.StatusOK, tailor.ID(r.PathValue("id")), review{})
}

// showTailoring writes the page; special replaces the plain review of its edit.
// Runs are looked at before the edits: the edits of one that has ended are there.
func (s *Server) showTailoring(w http.ResponseWriter, r *http.Request, status int, id tailor.ID, special review) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	m, err := s.modelView(r, id)
	if err != nil {
		return err
	}
	view, err := s.Tailor.View(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	p.Title = p.T("tailor.title")
	reviews := make([]review, len(view.Items))
	for i, item := range view.Items {
		reviews[i] = review{item: item}
		if special.item.Edit.ID == item.Edit.ID && special.fault != "" {
			reviews[i] = special
		}
	}
	if special.refused != nil {
		m.fault = said(p, special.refused)
	}
	if _, open := m.open(); open {
		p.Refresh = 3
	}
	return show(w, r, status, tailoringPage(p, view, m, reviews))
}

// decide takes what a person says to one edit. With a script it answers with
// that edit and the score; without one it goes back to the page.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	id, edit := tailor.ID(r.PathValue("id")), r.PathValue("edit")
	choice := tailor.Choice{Decision: decision(sent.Get("decision")), Own: plainLines(strings.TrimSpace(sent.Get("own")))}
	view, err := s.Tailor.Decide(r.Context(), s.owner(r), id, edit, choice, sent.Get("confirm") == "yes")
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.Conflict && choice.Own != "" {
		return s.contest(w, r, id, edit, choice, err)
	}
	if err != nil {
		return err
	}
	if !enhanced(r) {
		return goTo(w, r, "/tailorings/"+string(id)+"#"+editAnchor(edit))
	}
	return s.answerEdit(w, r, http.StatusOK, view, reviewOf(view, edit))
}

// preview answers a script while a person types: what the CV does not support
// of their words, and the score they would lead to. Nothing is kept.
func (s *Server) preview(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	edit := r.PathValue("edit")
	view, err := s.Tailor.Preview(r.Context(), s.owner(r), tailor.ID(r.PathValue("id")), edit, plainLines(strings.TrimSpace(sent.Get("own"))))
	if err != nil {
		return err
	}
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	return show(w, r, http.StatusOK, previewAnswer(p, view, reviewOf(view, edit)))
}

// decision reads a posted decision; anything unknown takes it back.
func decision(word string) tailor.Decision {
	switch d := tailor.Decision(word); d {
	case tailor.Accepted, tailor.Rejected:
		return d
	}
	return tailor.Undecided
}

// contest shows an edit again whose words the CV does not support, with the
// words typed, the claims named and the question whether the person stands by
// them.
func (s *Server) contest(w http.ResponseWriter, r *http.Request, id tailor.ID, edit string, c tailor.Choice, why error) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	view, err := s.Tailor.View(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	v := reviewOf(view, edit)
	if c.Own != "" {
		v.item.Edit.After = c.Own
		v.item.Edit = tailor.Checked(view.Pair.Version.Resume, v.item.Edit, view.Said...)
	}
	v.typed, v.fault, v.ask, v.open = c.Own, p.T("tailor.contest"), true, true
	if fault.KindOf(why) == fault.Conflict {
		v.fault, v.ask = said(p, why), false
	}
	if enhanced(r) {
		return s.answerEdit(w, r, status(why), view, v)
	}
	return s.showTailoring(w, r, status(why), view.Tailoring.ID, v)
}

func (s *Server) answerEdit(w http.ResponseWriter, r *http.Request, status int, view tailor.View, v review) error {
	p, err := s.page(r, "postings")
	if err != nil {
		return err
	}
	return show(w, r, status, editAnswer(p, view, v))
}

func reviewOf(view tailor.View, edit string) review {
	for _, item := range view.Items {
		if item.Edit.ID == edit {
			return review{item: item}
		}
	}
	return review{}
}

// finish saves the accepted edits as a version and leads to its files.
func (s *Server) finish(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(r)
	if err != nil {
		return err
	}
	id := tailor.ID(r.PathValue("id"))
	saved, err := s.Tailor.Finish(r.Context(), s.owner(r), id, strings.TrimSpace(sent.Get("name")))
	if err == nil {
		return goTo(w, r, "/versions/"+string(saved.ID)+"/export?done=version")
	}
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	view, again := s.Tailor.View(r.Context(), s.owner(r), id)
	if again != nil {
		return again
	}
	p, again := s.page(r, "postings")
	if again != nil {
		return again
	}
	m, again := s.modelView(r, id)
	if again != nil {
		return again
	}
	p.Title = p.T("tailor.title")
	return show(w, r, status(err), refusedFinish(p, view, m, said(p, err)))
}

// editAnchor is where an edit stands on the page.
func editAnchor(edit string) string { return "edit-" + edit }

// tally counts the decisions of a tailoring.
func tally(view tailor.View) (accepted, open int) {
	for _, item := range view.Items {
		switch item.Choice.Decision {
		case tailor.Accepted:
			accepted++
		case tailor.Undecided:
			open++
		}
	}
	return accepted, open
}

// length is how many pages the CV fills, 0 when it cannot be laid out.
func length(r cv.Resume, o render.Options) int {
	n, err := render.Pages(r, o)
	if err != nil {
		return 0
	}
	return n
}

// inLines reports whether an edit is about a list shown entry by entry.
func inLines(e tailor.Edit) bool { return e.Kind == tailor.Order || e.Kind == tailor.Pick }

// listLine is one entry of a list that an edit orders or thins.
type listLine struct {
	text string
	gone bool
	up   bool // stands further up than before
}

// before and after are the entries of a list on the two sides of an edit.
func listBefore(e tailor.Edit) []listLine {
	kept := map[int]bool{}
	for _, i := range e.Order {
		kept[i] = true
	}
	var lines []listLine
	for i, text := range strings.Split(e.Before, "\n") {
		lines = append(lines, listLine{text: text, gone: !kept[i]})
	}
	return lines
}

func listAfter(e tailor.Edit) []listLine {
	before := strings.Split(e.Before, "\n")
	var lines []listLine
	for at, i := range e.Order {
		if i >= 0 && i < len(before) {
			lines = append(lines, listLine{text: before[i], up: e.Kind == tailor.Order && at < i})
		}
	}
	return lines
}

// unsupportedMarks are the stretches of an edit's new text that the CV does not
// support.
func unsupportedMarks(e tailor.Edit) []ui.Marked {
	var marks []ui.Marked
	for i, c := range e.Claims {
		if !c.Supported {
			marks = append(marks, ui.Marked{ID: editAnchor(e.ID) + "-claim" + strconv.Itoa(i), Start: c.Start, End: c.End, Doubt: true})
		}
	}
	return marks
}

// wordsOf compares the two texts of an edit.
func wordsOf(e tailor.Edit) []cv.Span { return cv.Words(e.Before, e.After) }

// tracesOf names where an edit's new words come from, for who points at them.
func tracesOf(p ui.Page, r cv.Resume, e tailor.Edit) []string {
	var traces []string
	for _, one := range e.Evidence[:min(len(e.Evidence), shownEvidence)] {
		traces = append(traces, p.T("tailor.trace", one.Quote, placeIn(p, r, one.Path)))
	}
	return traces
}

// joinedClaims names each stretch of a text without support once: words that
// stand side by side are one thing to a reader.
func joinedClaims(text string, claims []tailor.Claim) []tailor.Claim {
	var list []tailor.Claim
	for _, c := range claims {
		if c.Supported {
			continue
		}
		if n := len(list); n > 0 && c.End > c.Start {
			last := &list[n-1]
			if c.Start >= last.Start && c.End <= last.End {
				continue // said already
			}
			if loose(last.Kind) && loose(c.Kind) && c.Start >= last.End && c.End <= len(text) && strings.TrimSpace(text[last.End:c.Start]) == "" {
				last.End, last.Kind = c.End, tailor.WordClaim
				last.Text = text[last.Start:last.End]
				continue
			}
		}
		list = append(list, c)
	}
	return list
}

// loose tells whether a claim is of a word alone, whatever it means.
func loose(k tailor.ClaimKind) bool {
	return k == tailor.WordClaim || k == tailor.NameClaim
}
