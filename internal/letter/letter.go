// Package letter keeps a person's cover letters.
//
// The main calls are Service.Start, which makes a letter, for a posting or for
// none, and Service.Edit, which changes it as it is typed; there is no separate
// draft. A letter is rendered in the design of the CV it goes with (its Look),
// exported in the formats of a CV but JSON, and read back like one. It holds all
// it needs, so it outlives the CV and the posting it was written for, until it
// is deleted. Who writes the first words (a template, a person) is the caller's.
//
// The package knows neither CVs nor postings but by their ids, no page and no
// SQL.
package letter

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/parse"
	"jobops/internal/render"
)

// ID names a letter.
type ID string

// Letter is a letter as it is kept.
type Letter struct {
	ID       ID
	Posting  string // id of the posting it is for, "" for none
	CV       string // id of the CV it goes with, "" for none
	Revision int64  // counts the changes, 1 for a new one
	Content  cv.Letter
	Look     render.Options
	Created  time.Time
	Updated  time.Time
}

// Store keeps letters, sealed. Another owner's id is fault.NotFound.
type Store interface {
	AddLetter(ctx context.Context, owner owner.ID, l Letter) error
	Letter(ctx context.Context, owner owner.ID, id ID) (Letter, error)
	// Letters lists a person's letters, the one changed last first.
	Letters(ctx context.Context, owner owner.ID) ([]Letter, error)
	// KeepLetter changes a letter whose revision is the one before l's, else it
	// is fault.Conflict.
	KeepLetter(ctx context.Context, owner owner.ID, l Letter) error
	DeleteLetter(ctx context.Context, owner owner.ID, id ID) error
}

// Reader opens documents in another process.
type Reader interface {
	Read(ctx context.Context, name string, data []byte) (document.Layout, error)
	Preview(ctx context.Context, data []byte, page, dpi int) ([]byte, error)
}

// Service is what pages call.
type Service struct {
	store  Store
	reader Reader
	now    func() time.Time
}

// New returns a service on its parts.
func New(store Store, reader Reader, now func() time.Time) *Service {
	return &Service{store, reader, now}
}

// ErrOvertaken means that the letter was changed since the person looked at it.
var ErrOvertaken = fault.New(fault.Conflict, "letter.overtaken")

// maxText is the longest a letter may be, in bytes over all fields.
const maxText = 60000

// Start keeps a new letter and returns it. Of l its Posting, CV, Content and
// Look count.
func (s *Service) Start(ctx context.Context, owner owner.ID, l Letter) (Letter, error) {
	if err := check(l); err != nil {
		return l, err
	}
	l.ID, l.Revision, l.Created = ID(uuid.Must(uuid.NewV7()).String()), 1, s.now()
	l.Updated = l.Created
	return l, s.store.AddLetter(ctx, owner, l)
}

func check(l Letter) error {
	if size(l.Content) > maxText {
		return fault.New(fault.TooLarge, "letter.too_large")
	}
	return l.Look.Check()
}

func size(c cv.Letter) int {
	n := 0
	for _, text := range texts(c) {
		n += len(text)
	}
	return n
}

// Letter returns one letter.
func (s *Service) Letter(ctx context.Context, owner owner.ID, id ID) (Letter, error) {
	return s.store.Letter(ctx, owner, id)
}

// Letters lists a person's letters, the one changed last first.
func (s *Service) Letters(ctx context.Context, owner owner.ID) ([]Letter, error) {
	return s.store.Letters(ctx, owner)
}

// Edit changes a letter. seen is the revision that the person looked at; when it
// is another one by now, the error is ErrOvertaken with that letter, unchanged.
func (s *Service) Edit(ctx context.Context, owner owner.ID, id ID, seen int64, change func(*Letter) error) (Letter, error) {
	l, err := s.store.Letter(ctx, owner, id)
	if err != nil {
		return l, err
	}
	if l.Revision != seen {
		return l, ErrOvertaken
	}
	next := l
	next.Content.From.Profiles = append([]cv.Profile(nil), l.Content.From.Profiles...)
	if err := change(&next); err != nil {
		return l, err
	}
	if err := check(next); err != nil {
		return l, err
	}
	next.Revision, next.Updated = seen+1, s.now()
	if err := s.store.KeepLetter(ctx, owner, next); err != nil {
		if fault.KindOf(err) == fault.Conflict {
			err = ErrOvertaken
		}
		return l, err
	}
	return next, nil
}

// Delete deletes a letter for good.
func (s *Service) Delete(ctx context.Context, owner owner.ID, id ID) error {
	return s.store.DeleteLetter(ctx, owner, id)
}

// File is a letter written as a file.
type File struct {
	Data []byte
	Name string // file name without path, ASCII
	Type string // media type
}

// Download writes a letter in a format. company and title of the posting it goes
// to become part of the file's name; both may be empty.
func (s *Service) Download(ctx context.Context, owner owner.ID, id ID, f render.Format, company, title string) (File, error) {
	l, err := s.store.Letter(ctx, owner, id)
	if err != nil {
		return File{}, err
	}
	data, err := render.WriteLetter(f, l.Content, l.Look)
	if err != nil {
		return File{}, fmt.Errorf("letter: export %s: %w", id, err)
	}
	return File{data, render.LetterName(l.Content, company, title, f.Ext()), f.ContentType()}, nil
}

// previewDPI draws an A4 page 744 pixels wide, sharp enough to read.
const previewDPI = 90

// Preview draws a page of the PDF, counted from 1, as PNG; a page that there is
// not is fault.NotFound.
func (s *Service) Preview(ctx context.Context, owner owner.ID, id ID, page int) ([]byte, error) {
	l, err := s.store.Letter(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	data, n, err := render.LetterPDF(l.Content, l.Look)
	if err != nil {
		return nil, err
	}
	if page < 1 || page > n {
		return nil, fault.NotFound
	}
	return s.reader.Preview(ctx, data, page-1, previewDPI)
}

// ReadBack is what a machine finds in the file of a letter.
type ReadBack struct {
	Text string   // as it was read, a line each
	Lost []string // words of the letter that were not found, in its order
}

// ReadBack writes a letter as PDF or DOCX and reads the file with nothing but
// its bytes.
func (s *Service) ReadBack(ctx context.Context, owner owner.ID, id ID, f render.Format) (ReadBack, error) {
	l, err := s.store.Letter(ctx, owner, id)
	if err != nil {
		return ReadBack{}, err
	}
	data, err := render.WriteLetter(f, l.Content, l.Look)
	if err != nil {
		return ReadBack{}, fmt.Errorf("letter: export %s: %w", id, err)
	}
	layout, err := s.reader.Read(ctx, "letter."+f.Ext(), data)
	if err != nil {
		return ReadBack{}, fmt.Errorf("letter: read back %s: %w", id, err)
	}
	text := parse.Parse(layout).Text
	return ReadBack{text, lost(l.Content, text)}, nil
}

// lost lists the words of a letter that do not follow each other in a text.
func lost(c cv.Letter, read string) []string {
	found := words(read)
	counts := map[string]int{}
	for _, w := range found {
		counts[w]++
	}
	var missing []string
	for _, text := range texts(c) {
		for _, w := range words(text) {
			if counts[w] == 0 {
				missing = append(missing, w)
				continue
			}
			counts[w]--
		}
	}
	return missing
}

// texts are what a letter says in its own words, in the order of the page.
func texts(c cv.Letter) []string {
	return []string{c.From.Name, c.From.Label, c.From.Email, c.From.Phone, c.Recipient, c.Place, c.Subject, c.Greeting, c.Body, c.Closing, c.Signature}
}

func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
