package web

import (
	"bytes"
	"net/http"
	"slices"

	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/render"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
	"jobops/internal/web/ui"
)

// sentView is what was sent with an application, and the form to keep it.
type sentView struct {
	bundles           []tracker.Bundle
	form              tailor.Sending
	versions, letters []ui.Option
	filled            bool  // form is what was sent, not a proposal
	why               error // it was refused
}

// sentView adds what is kept and what can be chosen to a form.
func (s *Server) sentView(r *http.Request, p ui.Page, a tracker.Application, v sentView) (sentView, error) {
	var err error
	if v.bundles, err = s.Tracker.Sent(r.Context(), s.owner(r), a.ID); err != nil {
		return v, err
	}
	if a.Stage == tracker.Saved && len(v.bundles) == 0 && !v.filled {
		return v, nil
	}
	if !v.filled {
		if v.form, err = s.Freezer.Propose(r.Context(), s.owner(r), a); err != nil {
			return v, err
		}
	}
	if v.versions, err = s.versionOptions(r, p); err != nil {
		return v, err
	}
	letters, err := s.Letters.Letters(r.Context(), s.owner(r))
	v.letters = []ui.Option{{Label: p.T("sent.no_letter")}}
	for _, l := range letters {
		v.letters = append(v.letters, ui.Option{Value: string(l.ID), Label: letterTitle(p, l)})
	}
	return v, err
}

// versionOptions offers the versions of all CVs.
func (s *Server) versionOptions(r *http.Request, p ui.Page) ([]ui.Option, error) {
	options := []ui.Option{{Label: p.T("sent.no_cv")}}
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return nil, err
	}
	for _, c := range cvs {
		if c.State != library.Ready {
			continue
		}
		versions, err := s.Library.VersionsOf(r.Context(), s.owner(r), c.ID)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			label := p.T("sent.version", c.FileName, v.Number)
			if v.Name != "" {
				label += " – " + v.Name
			}
			options = append(options, ui.Option{Value: string(v.ID), Label: label})
		}
	}
	return options, nil
}

// freezeMoved keeps what was sent when a move says that something was, and tells
// the word for what became of it.
func (s *Server) freezeMoved(r *http.Request, a tracker.Application, from tracker.Stage, change tracker.ChangeID) (string, error) {
	if !tailor.Leaves(from, a.Stage) {
		return "moved", nil
	}
	what, err := s.Freezer.Propose(r.Context(), s.owner(r), a)
	if err != nil {
		return "", err
	}
	if what.Version == "" && what.Letter == "" && a.Posting == "" {
		return "moved", nil
	}
	_, err = s.Freezer.Freeze(r.Context(), s.owner(r), a, what, change)
	if fault.KindOf(err) != "" {
		return "unfrozen", nil // the page says so and asks
	}
	return "frozen", err
}

// freeze keeps what the person says they sent.
func (s *Server) freeze(w http.ResponseWriter, r *http.Request) error {
	a, err := s.Tracker.Application(r.Context(), s.owner(r), tracker.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	sent, err := form(r)
	if sent == nil {
		return err
	}
	what := tailor.Sending{
		Version: library.VersionID(sent.Get("version")), Format: render.Format(sent.Get("format")),
		Letter: letter.ID(sent.Get("letter")), LetterFormat: render.Format(sent.Get("letter_format")), Answers: plainLines(sent.Get("answers")),
	}
	if err == nil && what.Version == "" && what.Letter == "" && what.Answers == "" && a.Posting == "" {
		err = fault.New(fault.Invalid, "sent.nothing")
	}
	if err == nil {
		_, err = s.Freezer.Freeze(r.Context(), s.owner(r), a, what, "")
	}
	if err != nil && shownInPlace(err) {
		v := applicationView{Application: a, form: a.Facts, sent: sentView{form: what, filled: true, why: err}}
		return s.showApplication(w, r, status(err), v)
	}
	if err != nil {
		return err
	}
	return goTo(w, r, "/applications/"+string(a.ID)+"?done=kept#sent")
}

func (s *Server) bundle(r *http.Request) (tracker.Application, tracker.Bundle, error) {
	a, err := s.Tracker.Application(r.Context(), s.owner(r), tracker.ID(r.PathValue("id")))
	if err != nil {
		return a, tracker.Bundle{}, err
	}
	b, err := s.Tracker.Bundle(r.Context(), s.owner(r), a.ID, tracker.BundleID(r.PathValue("bundle")))
	return a, b, err
}

// bundleZIP sends a bundle as one file.
func (s *Server) bundleZIP(w http.ResponseWriter, r *http.Request) error {
	a, b, err := s.bundle(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := b.WriteZIP(&out, a.Facts); err != nil {
		return err
	}
	return attach(w, "sent-"+b.Frozen.UTC().Format("2006-01-02")+".zip", "application/zip", out.Bytes())
}

// bundleFile sends one file of a bundle as it was.
func (s *Server) bundleFile(w http.ResponseWriter, r *http.Request) error {
	_, b, err := s.bundle(r)
	if err != nil {
		return err
	}
	f, ok := b.File(tracker.Part(r.PathValue("part")))
	if !ok {
		return fault.NotFound
	}
	return attach(w, f.Name, typeOfFile(f.Format), f.Data)
}

func typeOfFile(format string) string {
	for _, f := range render.Formats() {
		if f.Ext() == format {
			return f.ContentType()
		}
	}
	return "application/octet-stream"
}

func (s *Server) deleteBundle(w http.ResponseWriter, r *http.Request) error {
	id := tracker.ID(r.PathValue("id"))
	if err := s.Tracker.DeleteBundle(r.Context(), s.owner(r), id, tracker.BundleID(r.PathValue("bundle"))); err != nil {
		return err
	}
	return goTo(w, r, "/applications/"+string(id)+"?done=dropped#sent")
}

// sentFormatOptions offers what a CV goes out as.
func sentFormatOptions(p ui.Page) []ui.Option {
	return []ui.Option{
		{Value: string(render.FormatPDF), Label: "PDF"}, {Value: string(render.FormatDOCX), Label: "DOCX"},
		{Value: string(tailor.OriginalFormat), Label: p.T("sent.original")}, {Value: string(render.FormatText), Label: p.T("sent.text")},
	}
}

func letterFormatOptions(p ui.Page) []ui.Option {
	return slices.Delete(sentFormatOptions(p), 2, 3)
}

// wayWord is how somebody applied, in the reader's language.
func wayWord(p ui.Page, w tracker.Way) string {
	return map[tracker.Way]string{
		tracker.ByForm: p.T("way.form"), tracker.ByBoard: p.T("way.board"), tracker.ByEmail: p.T("way.email"), tracker.ByPost: p.T("way.post"),
		tracker.ByPerson: p.T("way.person"), tracker.ByPhone: p.T("way.phone"), tracker.ByAgency: p.T("way.agency"),
	}[w]
}

func wayOptions(p ui.Page) []ui.Option {
	options := []ui.Option{{Label: p.T("way.unknown")}}
	for _, w := range tracker.Ways() {
		options = append(options, ui.Option{Value: string(w), Label: wayWord(p, w)})
	}
	return options
}

// holderName names the application that holds files of a CV.
func holderName(h tracker.Holder) string {
	name := applicationName(tracker.Facts{Title: h.Title, Company: h.Company})
	if h.Company != "" && h.Company != name {
		name += " · " + h.Company
	}
	return name
}

// kindWord is the kind of a file as people know it.
func kindWord(f tracker.BundleFile) string {
	switch f.Format {
	case string(document.PDF):
		return "PDF"
	case string(document.DOCX):
		return "DOCX"
	}
	return f.Format
}
