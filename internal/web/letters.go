package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/posting"
	"jobops/internal/render"
	"jobops/internal/route"
	"jobops/internal/tailor"
	"jobops/internal/web/ui"
)

func (s *Server) letterRoutes() []route.Route {
	routes := []route.Route{
		mine("/letters", route.Default, s.letters),
		mine("/letters/new", route.Default, s.newLetter),
		send("/letters", route.Default, s.startLetter),
		mine("/letters/{id}", route.Default, s.letter),
		send("/letters/{id}", route.Live, s.editLetter),
		mine("/letters/{id}/pages/{page}", route.Live, s.letterPage),
		mine("/letters/{id}/export", route.Default, s.exportLetter),
		mine("/letters/{id}/files/{format}", route.Default, s.letterFile),
		mine("/letters/{id}/delete", route.Default, s.askDeleteLetter),
		erase("/letters/{id}/delete", s.deleteLetter),
	}
	for i := range routes {
		if routes[i].Purpose == reading {
			routes[i].Purpose = inventory.Applications
		}
	}
	return routes
}

// letterLine is a letter of the list.
type letterLine struct {
	letter  letter.Letter
	title   string
	posting string // title of the ad, "" for none
}

func (s *Server) letters(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "letters")
	if err != nil {
		return err
	}
	all, err := s.Letters.Letters(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	ads, err := s.Tailor.Postings(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	lines := make([]letterLine, len(all))
	for i, l := range all {
		lines[i] = letterLine{letter: l, title: letterTitle(p, l)}
		if at := slices.IndexFunc(ads, func(a tailor.Saved) bool { return string(a.ID) == l.Posting }); at >= 0 {
			lines[i].posting = adTitle(p, ads[at])
		}
	}
	p.Title = p.T("letters.title")
	return show(w, r, http.StatusOK, lettersPage(p, lines, s.Now()))
}

// letterTitle is what a letter is about, else whom it is for.
func letterTitle(p ui.Page, l letter.Letter) string {
	recipient, _, _ := strings.Cut(l.Content.Recipient, "\n")
	for _, text := range []string{l.Content.Subject, recipient} {
		if text != "" {
			return text
		}
	}
	return p.T("letters.untitled")
}

// startView is the form of a new letter.
type startView struct {
	cvs, ads []ui.Option
	cv, ad   string
	fault    string
}

func (s *Server) newLetter(w http.ResponseWriter, r *http.Request) error {
	return s.showNewLetter(w, r, r.URL.Query().Get("cv"), r.URL.Query().Get("posting"), nil)
}

func (s *Server) showNewLetter(w http.ResponseWriter, r *http.Request, cvID, ad string, refused error) error {
	p, err := s.page(r, "letters")
	if err != nil {
		return err
	}
	v := startView{cv: cvID, ad: ad}
	cvs, err := s.Library.CVs(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	for _, c := range cvs {
		if c.State == library.Ready {
			v.cvs = append(v.cvs, ui.Option{Value: string(c.ID), Label: c.FileName})
		}
	}
	ads, err := s.Tailor.Postings(r.Context(), s.owner(r))
	if err != nil {
		return err
	}
	v.ads = []ui.Option{{Value: "", Label: p.T("letters.free")}}
	for _, a := range ads {
		v.ads = append(v.ads, ui.Option{Value: string(a.ID), Label: adTitle(p, a)})
	}
	p.Title, p.Narrow = p.T("letters.new"), true
	if refused != nil {
		v.fault = said(p, refused)
		return show(w, r, status(refused), newLetterPage(p, v))
	}
	return show(w, r, http.StatusOK, newLetterPage(p, v))
}

// startLetter makes a letter with the head and design of a CV.
func (s *Server) startLetter(w http.ResponseWriter, r *http.Request) error {
	sent, refused := form(r)
	if refused != nil {
		return refused
	}
	l := letter.Letter{CV: sent.Get("cv"), Posting: sent.Get("posting")}
	if l.CV != "" {
		record, err := s.Library.Record(r.Context(), s.owner(r), library.ID(l.CV))
		if err != nil {
			return s.showNewLetter(w, r, "", l.Posting, fault.New(fault.Invalid, "letters.no_cv"))
		}
		if l.Look, err = s.Library.Look(r.Context(), s.owner(r), record.ID); err != nil {
			return err
		}
		l.Content = s.firstWords(record.Resume)
	}
	if l.Posting != "" {
		ad, err := s.Tailor.Posting(r.Context(), s.owner(r), tailor.PostingID(l.Posting))
		if err != nil {
			return s.showNewLetter(w, r, l.CV, "", fault.New(fault.Invalid, "letters.no_ad"))
		}
		l.Content.Recipient, l.Content.Subject = ad.Posting.Company, ad.Posting.Title
	}
	made, err := s.Letters.Start(r.Context(), s.owner(r), l)
	if err != nil {
		return err
	}
	return goTo(w, r, "/letters/"+string(made.ID))
}

// firstWords are the parts of a letter that are known: who writes, where, when.
func (s *Server) firstWords(r cv.Resume) cv.Letter {
	b := r.Basics
	from := cv.Basics{Name: b.Name, Label: b.Label, Email: b.Email, Phone: b.Phone, URL: b.URL, Location: b.Location, Profiles: b.Profiles}
	return cv.Letter{From: from, Place: b.Location.City, Date: civilDay(s.Now()), Signature: b.Name, Language: r.Meta.Language}
}

func civilDay(t time.Time) civil.Date {
	return civil.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// letterView is a letter as its editor shows it.
type letterView struct {
	letter letter.Letter
	title  string
	form   lookForm
	date   string // as typed
	pages  int
	paper  render.Paper
	fault  string
	clash  bool // another tab was quicker
}

func (s *Server) letter(w http.ResponseWriter, r *http.Request) error {
	l, err := s.Letters.Letter(r.Context(), s.owner(r), letter.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return s.showLetter(w, r, l, http.StatusOK, func(ui.Page, *letterView) {})
}

func (s *Server) showLetter(w http.ResponseWriter, r *http.Request, l letter.Letter, status int, change func(ui.Page, *letterView)) error {
	p, err := s.page(r, "letters")
	if err != nil {
		return err
	}
	v := letterView{letter: l, form: lookFormOf(l.Look), date: l.Content.Date.String(), paper: render.LetterSheet(l.Content, l.Look)}
	if _, v.pages, err = render.LetterPDF(l.Content, l.Look); err != nil {
		v.pages, v.fault = 0, said(p, err)
	}
	change(p, &v)
	v.title = letterTitle(p, l)
	p.Title, p.Extra = v.title, s.Static.Asset("editor.js")
	switch {
	case !enhanced(r):
		return show(w, r, status, letterPage(p, v))
	case r.PostForm.Get("part") == "bar":
		return show(w, r, status, letterBar(p, v))
	}
	return show(w, r, status, letterForm(p, v))
}

// editLetter keeps what stands in the form. A letter that another tab changed is
// shown beside it.
func (s *Server) editLetter(w http.ResponseWriter, r *http.Request) error {
	sent, refused := form(r)
	if refused != nil {
		return refused
	}
	id := letter.ID(r.PathValue("id"))
	seen, _ := strconv.ParseInt(sent.Get("revision"), 10, 64)
	l, err := s.Letters.Edit(r.Context(), s.owner(r), id, seen, func(l *letter.Letter) error { return fillLetter(l, sent) })
	switch {
	case errors.Is(err, letter.ErrOvertaken):
		return s.letterClash(w, r, l, sent)
	case fault.KindOf(err) == fault.Invalid || fault.KindOf(err) == fault.TooLarge:
		typed := l
		_ = fillLetter(&typed, sent)
		return s.showLetter(w, r, typed, status(err), func(p ui.Page, v *letterView) {
			v.fault = said(p, err)
			if sent.Has("date") {
				v.date = sent.Get("date")
			}
			if sent.Has("template") {
				v.form = typedLook(sent)
			}
		})
	case err != nil:
		return err
	case sent.Get("do") == "export":
		return leave(w, r, "/letters/"+string(id)+"/export")
	case enhanced(r):
		return s.showLetter(w, r, l, http.StatusOK, func(ui.Page, *letterView) {})
	}
	return goTo(w, r, "/letters/"+string(id))
}

// letterTexts are the fields of a letter but its date, by their name in the form.
func letterTexts(c *cv.Letter) map[string]*string {
	return map[string]*string{
		"from.name": &c.From.Name, "from.label": &c.From.Label, "from.email": &c.From.Email, "from.phone": &c.From.Phone, "from.url": &c.From.URL,
		"from.address": &c.From.Location.Address, "from.postalCode": &c.From.Location.PostalCode, "from.city": &c.From.Location.City,
		"recipient": &c.Recipient, "place": &c.Place, "subject": &c.Subject, "greeting": &c.Greeting, "body": &c.Body,
		"closing": &c.Closing, "signature": &c.Signature, "language": &c.Language,
	}
}

// letterNames lists those fields in the order of the form.
var letterNames = []string{
	"from.name", "from.label", "from.email", "from.phone", "from.url", "from.address", "from.postalCode", "from.city",
	"recipient", "place", "subject", "greeting", "body", "closing", "signature", "language",
}

func fillLetter(l *letter.Letter, sent url.Values) error {
	for name, text := range letterTexts(&l.Content) {
		if sent.Has(name) && sent.Get("take:"+name) != string(library.TakeNow) {
			*text = plainLines(sent.Get(name))
		}
	}
	if sent.Has("date") {
		date, ok := library.ReadDate(strings.TrimSpace(sent.Get("date")))
		if !ok {
			return fault.New(fault.Invalid, "edit.unread")
		}
		l.Content.Date = date
	}
	if sent.Has("template") {
		o := typedLook(sent).options()
		o.Language = l.Look.Language
		if o.Template == render.Classic && l.Look.Template == "" {
			o.Template = ""
		}
		l.Look = o
	}
	return nil
}

// letterDifference is one field that two tabs made differently.
type letterDifference struct {
	name, now, mine string
	spans           []cv.Span
}

// letterClash shows both sides, or takes the choice of them.
func (s *Server) letterClash(w http.ResponseWriter, r *http.Request, now letter.Letter, sent url.Values) error {
	if enhanced(r) {
		return s.showLetter(w, r, now, http.StatusConflict, func(_ ui.Page, v *letterView) {
			v.clash = true
			v.letter.Revision, _ = strconv.ParseInt(sent.Get("revision"), 10, 64)
		})
	}
	typed := now
	typed.Content.From.Profiles = slices.Clone(now.Content.From.Profiles)
	_ = fillLetter(&typed, sent) // a date that is none stays as it is by now
	mine := letterTexts(&typed.Content)
	var all []letterDifference
	for _, name := range letterNames {
		before, after := *letterTexts(&now.Content)[name], *mine[name]
		if before != after {
			all = append(all, letterDifference{name, before, after, cv.Words(before, after)})
		}
	}
	if len(all) == 0 {
		return goTo(w, r, "/letters/"+string(now.ID))
	}
	p, err := s.page(r, "letters")
	if err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("letter.clash.title"), true
	return show(w, r, http.StatusConflict, letterConflict(p, now, all))
}

func (s *Server) letterPage(w http.ResponseWriter, r *http.Request) error {
	page, err := strconv.Atoi(r.PathValue("page"))
	if err != nil {
		return fault.NotFound
	}
	png, err := s.Letters.Preview(r.Context(), s.owner(r), letter.ID(r.PathValue("id")), page)
	if err != nil {
		return err
	}
	return picture(w, png)
}

func (s *Server) exportLetter(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "letters")
	if err != nil {
		return err
	}
	id, format := letter.ID(r.PathValue("id")), render.FormatPDF
	if r.URL.Query().Get("read") == string(render.FormatDOCX) {
		format = render.FormatDOCX
	}
	l, err := s.Letters.Letter(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	v := letterView{letter: l, title: letterTitle(p, l)}
	back, err := s.Letters.ReadBack(r.Context(), s.owner(r), id, format)
	if err != nil && fault.KindOf(err) == "" {
		return err
	}
	if err != nil {
		v.fault = said(p, err)
	}
	p.Title = p.T("export.title")
	return show(w, r, http.StatusOK, letterExportPage(p, v, format, back))
}

func (s *Server) letterFile(w http.ResponseWriter, r *http.Request) error {
	id := letter.ID(r.PathValue("id"))
	l, err := s.Letters.Letter(r.Context(), s.owner(r), id)
	if err != nil {
		return err
	}
	var ad posting.Posting
	if l.Posting != "" {
		saved, err := s.Tailor.Posting(r.Context(), s.owner(r), tailor.PostingID(l.Posting))
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		ad = saved.Posting
	}
	f, err := s.Letters.Download(r.Context(), s.owner(r), id, render.Format(r.PathValue("format")), ad.Company, ad.Title)
	if err != nil {
		return err
	}
	return attach(w, f.Name, f.Type, f.Data)
}

func (s *Server) askDeleteLetter(w http.ResponseWriter, r *http.Request) error {
	p, err := s.page(r, "letters")
	if err != nil {
		return err
	}
	l, err := s.Letters.Letter(r.Context(), s.owner(r), letter.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p.Title, p.Narrow = p.T("letter.delete.title"), true
	return show(w, r, http.StatusOK, deleteLetterPage(p, letterView{letter: l, title: letterTitle(p, l)}))
}

func (s *Server) deleteLetter(w http.ResponseWriter, r *http.Request) error {
	if err := s.Letters.Delete(r.Context(), s.owner(r), letter.ID(r.PathValue("id"))); err != nil {
		return err
	}
	return goTo(w, r, "/letters?done=letter")
}
