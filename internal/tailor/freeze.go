package tailor

import (
	"context"
	"slices"

	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/owner"
	"jobops/internal/render"
	"jobops/internal/tracker"
)

// OriginalFormat stands for the uploaded file itself.
const OriginalFormat render.Format = "original"

// SentFormats lists what a person sends a CV as.
func SentFormats() []render.Format {
	return []render.Format{render.FormatPDF, render.FormatDOCX, OriginalFormat, render.FormatText}
}

// Sending says what goes out with an application; empty ids for nothing.
type Sending struct {
	Version      library.VersionID
	Format       render.Format // of the CV
	Letter       letter.ID
	LetterFormat render.Format
	Answers      string // given in a form of the employer
}

// Freezer keeps what was sent with applications: it writes the files of CV and
// letter, scores the version for the ad and has the tracker keep them with the
// ad as it is at that moment.
type Freezer struct {
	tailor  *Service
	library *library.Service
	letters *letter.Service
	tracker *tracker.Service
}

// NewFreezer returns one over the services it asks.
func NewFreezer(t *Service, l *library.Service, letters *letter.Service, tr *tracker.Service) *Freezer {
	return &Freezer{t, l, letters, tr}
}

// Leaves reports whether a move says that something was sent.
func Leaves(from, to tracker.Stage) bool {
	return from == tracker.Saved && to.Rank() >= tracker.Applied.Rank()
}

// Propose tells what most likely went out: the version exported last for the ad,
// else the one made for it, else the CV chosen for it or the only one there is.
// Of several CVs with nothing that points to one it names none.
func (f *Freezer) Propose(ctx context.Context, owner owner.ID, a tracker.Application) (Sending, error) {
	var s Sending
	cvs, err := f.library.CVs(ctx, owner)
	if err != nil {
		return s, err
	}
	cvs = slices.DeleteFunc(cvs, func(c library.CV) bool { return c.State != library.Ready })
	if a.Posting != "" {
		if s, err = f.madeFor(ctx, owner, cvs, a.Posting); err != nil {
			return s, err
		}
		if s.Letter, err = f.letterFor(ctx, owner, a.Posting); err != nil {
			return s, err
		}
	}
	s.LetterFormat = render.FormatPDF
	if s.Version != "" {
		return s, nil
	}
	chosen, err := f.chosen(ctx, owner, cvs, a.Posting)
	if err != nil || chosen == nil {
		return s, err
	}
	s.Version, s.Format, err = f.latest(ctx, owner, *chosen)
	return s, err
}

// madeFor finds what was exported or made for a posting, the newest of all CVs.
func (f *Freezer) madeFor(ctx context.Context, owner owner.ID, cvs []library.CV, posting string) (Sending, error) {
	var s Sending
	var exported library.Export
	var made library.Version
	for _, c := range cvs {
		exports, err := f.library.ExportsOf(ctx, owner, c.ID)
		if err != nil {
			return s, err
		}
		for _, e := range exports {
			if e.Posting == posting && slices.Contains(SentFormats(), e.Format) && e.At.After(exported.At) {
				exported = e
			}
		}
		versions, err := f.library.VersionsOf(ctx, owner, c.ID)
		if err != nil {
			return s, err
		}
		for _, v := range versions {
			if v.Posting == posting && v.Created.After(made.Created) {
				made = v
			}
		}
	}
	if exported.Version != "" {
		return Sending{Version: exported.Version, Format: exported.Format}, nil
	}
	return Sending{Version: made.ID, Format: render.FormatPDF}, nil
}

// letterFor is the letter for a posting that was changed last.
func (f *Freezer) letterFor(ctx context.Context, owner owner.ID, posting string) (letter.ID, error) {
	all, err := f.letters.Letters(ctx, owner)
	if i := slices.IndexFunc(all, func(l letter.Letter) bool { return l.Posting == posting }); i >= 0 {
		return all[i].ID, err
	}
	return "", err
}

// chosen is the CV that a person chose for a posting, or their only one.
func (f *Freezer) chosen(ctx context.Context, owner owner.ID, cvs []library.CV, posting string) (*library.CV, error) {
	if posting != "" {
		ad, err := f.tailor.Posting(ctx, owner, PostingID(posting))
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		if i := slices.IndexFunc(cvs, func(c library.CV) bool { return c.ID == ad.CV }); i >= 0 {
			return &cvs[i], nil
		}
	}
	if len(cvs) == 1 {
		return &cvs[0], nil
	}
	return nil, nil
}

// latest is the version of record of a CV with the format it left in last, or
// the file itself while nothing was changed.
func (f *Freezer) latest(ctx context.Context, owner owner.ID, c library.CV) (library.VersionID, render.Format, error) {
	record, err := f.library.Record(ctx, owner, c.ID)
	if err != nil {
		return "", "", err
	}
	exports, err := f.library.ExportsOf(ctx, owner, c.ID)
	for _, e := range exports {
		if e.Version == record.ID && slices.Contains(SentFormats(), e.Format) {
			return record.ID, e.Format, err
		}
	}
	if record.Parent == "" && c.Format != library.Imported {
		return record.ID, OriginalFormat, err
	}
	return record.ID, render.FormatPDF, err
}

// Freeze keeps what was sent. change is the move that it goes with, "" for none.
func (f *Freezer) Freeze(ctx context.Context, owner owner.ID, a tracker.Application, s Sending, change tracker.ChangeID) (tracker.Bundle, error) {
	b := tracker.Bundle{Application: a.ID, Change: change, Content: tracker.BundleContent{Answers: s.Answers}}
	ad, err := f.ad(ctx, owner, a, &b)
	if err != nil {
		return b, err
	}
	var cv string
	if s.Version != "" {
		v, err := f.library.Version(ctx, owner, s.Version)
		if err != nil {
			return b, err
		}
		if err := f.addCV(ctx, owner, a, v, s.Format, &b); err != nil {
			return b, err
		}
		if cv = string(v.CV); ad != nil {
			b.Score, b.Method = scoreOf(v, *ad)
		}
	}
	if s.Letter != "" {
		if err := f.addLetter(ctx, owner, a, s, cv, &b); err != nil {
			return b, err
		}
	}
	return f.tracker.Keep(ctx, owner, b)
}

// scoreOf scores a version for an ad; no method where the match abstains.
func scoreOf(v library.Version, ad Saved) (int, string) {
	if m := match.Score(v.Resume, ad.Posting); m.Abstained == "" {
		return m.Score, m.Version
	}
	return 0, ""
}

// ad puts the ad of an application into a bundle as it is now; nil when none is
// kept.
func (f *Freezer) ad(ctx context.Context, owner owner.ID, a tracker.Application, b *tracker.Bundle) (*Saved, error) {
	b.Content.Ad = tracker.Ad{Title: a.Facts.Title, Company: a.Facts.Company, Location: a.Facts.Location, URL: a.Facts.URL}
	if a.Posting == "" {
		return nil, nil
	}
	saved, err := f.tailor.Posting(ctx, owner, PostingID(a.Posting))
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, o := saved.Posting, saved.Page
	b.Content.Ad = tracker.Ad{
		Title: p.Title, Company: p.Company, Location: p.Location, Text: p.Text, URL: a.Facts.URL, Reached: o.Reached, Structured: o.Structured, Retrieved: o.Retrieved,
	}
	if o.URL != "" {
		b.Content.Ad.URL = o.URL
	}
	if o.Retrieved.IsZero() {
		b.Content.Ad.Retrieved = saved.Created
	}
	return &saved, nil
}

// addCV adds the file of a version as it is exported, or the one uploaded.
func (f *Freezer) addCV(ctx context.Context, owner owner.ID, a tracker.Application, v library.Version, format render.Format, b *tracker.Bundle) error {
	file := tracker.BundleFile{CV: string(v.CV), Part: tracker.CVPart}
	if format == OriginalFormat {
		c, err := f.library.CV(ctx, owner, v.CV)
		if err == nil && c.Format != document.PDF && c.Format != document.DOCX {
			err = fault.New(fault.Invalid, "bundle.no_original")
		}
		if err == nil {
			file.Data, err = f.library.File(ctx, owner, v.CV)
		}
		if err != nil {
			return err
		}
		file.Name, file.Format = c.FileName, string(c.Format)
	} else {
		if !slices.Contains(SentFormats(), format) {
			return fault.New(fault.Invalid, "render.format")
		}
		look, err := f.library.Look(ctx, owner, v.ID)
		if err != nil {
			return err
		}
		written, err := f.library.Write(v, format, look, a.Facts.Company, a.Facts.Title)
		if err != nil {
			return err
		}
		file.Data, file.Name, file.Format = written.Data, written.Name, format.Ext()
	}
	file.Size, b.Version = int64(len(file.Data)), v.Number
	b.Files = append(b.Files, file)
	return nil
}

// addLetter adds the file of a letter. It goes with the CV that it was written
// in the design of, else with that of the bundle, else it stays with the account.
func (f *Freezer) addLetter(ctx context.Context, owner owner.ID, a tracker.Application, s Sending, cv string, b *tracker.Bundle) error {
	if !slices.Contains(render.LetterFormats(), s.LetterFormat) {
		return fault.New(fault.Invalid, "render.format")
	}
	l, err := f.letters.Letter(ctx, owner, s.Letter)
	if err != nil {
		return err
	}
	written, err := f.letters.Download(ctx, owner, s.Letter, s.LetterFormat, a.Facts.Company, a.Facts.Title)
	if err != nil {
		return err
	}
	file := tracker.BundleFile{CV: cv, Part: tracker.LetterPart, Format: s.LetterFormat.Ext(), Name: written.Name, Size: int64(len(written.Data)), Data: written.Data}
	if l.CV != "" {
		file.CV = l.CV
	}
	if file.CV == "" {
		b.Content.Letter = &file
		return nil
	}
	b.Files = append(b.Files, file)
	return nil
}
