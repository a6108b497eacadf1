// Package library keeps a person's CVs: upload, reading, versions, export and
// what a machine reads in the exported file.
//
// The main call is Service.Upload: it checks the file, seals it under a key of
// its own and queues its reading in the same transaction; Service.Read does
// that work in the background and ends in a CV with a first version, or in a
// refusal that leaves nothing of the file behind. Versions never change; every
// correction, restored state or tailored CV is a new one with a parent. What a
// person says about lines (Service.Mark) is kept beside the CV and leads every
// later reading.
// Deleting a CV destroys its key before anything else.
//
// The package knows no page and no SQL; it knows nothing of postings but their
// id on a tailored version.
package library

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/task"
)

// ID names a CV, VersionID one of its versions, UploadID one upload.
type (
	ID        string
	VersionID string
	UploadID  string
)

// State is how far a CV has come.
type State string

// The states of a CV. A refused one does not exist.
const (
	Pending State = "pending" // key and row exist, the file is on its way
	Reading State = "reading" // the file is stored, its reading is queued
	Ready   State = "ready"   // read, with at least one version
)

// CV is one CV of a person as lists show it.
type CV struct {
	ID       ID
	FileName string // as uploaded; sealed at rest
	Format   document.Format
	Size     int64 // bytes of the original
	Pages    int
	Language string // BCP 47 of the text, "" unknown
	State    State
	Created  time.Time
	Updated  time.Time
	// Versions counts the versions and Latest names the newest, "" before Ready.
	Versions int
	Latest   VersionID
}

// Version is an immutable state of a CV.
type Version struct {
	ID      VersionID
	CV      ID
	Parent  VersionID // "" for the first
	Posting string    // id of the posting it was tailored for, "" for none
	Number  int       // 1, 2, 3 … within the CV
	Name    string    // as the person named it; sealed at rest
	Resume  cv.Resume // sealed at rest; empty in lists
	Created time.Time
}

// Step is what an upload is doing.
type Step string

// The steps of an upload, in order, then its two ends.
const (
	Queued  Step = "queued"
	Opening Step = "opening" // the document is opened in the reading process
	Sorting Step = "sorting" // its text becomes a structured CV
	Keeping Step = "keeping" // the result is sealed and stored
	Done    Step = "done"    // CV is ready
	Refused Step = "refused" // Verdict says why; nothing was kept
)

// Ended reports whether the upload has come to one of its two ends.
func (s Step) Ended() bool { return s == Done || s == Refused }

// Upload is the progress of one upload. It holds nothing of the document.
type Upload struct {
	ID      UploadID
	CV      ID
	Step    Step
	Verdict document.Verdict // with Refused
	Created time.Time
}

// Store keeps CVs, uploads and versions. Another owner's id is fault.NotFound.
type Store interface {
	// AddCV makes the CV's key and adds the CV as pending with its upload.
	AddCV(ctx context.Context, owner owner.ID, c CV, u Upload) error
	// StartReading moves a CV from one state to reading and queues tasks;
	// fault.NotFound when it is in another state.
	StartReading(ctx context.Context, owner owner.ID, id ID, from State, tasks ...task.Task) error
	// FinishReading stores what was read with the first version and ends the upload.
	FinishReading(ctx context.Context, owner owner.ID, id ID, r cv.Reading, first Version) error
	// Forget destroys the CV's key, then deletes its rows. With a verdict its
	// upload stays behind as refused.
	Forget(ctx context.Context, owner owner.ID, id ID, v document.Verdict) error
	CVReader
}

// CVReader is the reading half of Store.
type CVReader interface {
	CVs(ctx context.Context, owner owner.ID) ([]CV, error)
	CV(ctx context.Context, owner owner.ID, id ID) (CV, error)
	// Original returns what was read from the CV's file.
	Original(ctx context.Context, owner owner.ID, id ID) (cv.Reading, error)
}

// Uploads keeps the progress of uploads.
type Uploads interface {
	Upload(ctx context.Context, owner owner.ID, id UploadID) (Upload, error)
	SetStep(ctx context.Context, owner owner.ID, id ID, s Step) error
	// Stale returns CVs pending or reading and untouched since before a time, of
	// anybody.
	Stale(ctx context.Context, before time.Time) ([]Stale, error)
}

// Stale names an upload that a crash left unfinished.
type Stale struct {
	Owner   owner.ID
	CV      ID
	State   State
	Created time.Time
	Touched time.Time // when its reading was last queued; Created before
}

// Versions keeps the versions of CVs.
type Versions interface {
	// AddVersion numbers and adds a version of a CV that is ready.
	AddVersion(ctx context.Context, owner owner.ID, v Version) (Version, error)
	// Rename changes the name of a version, RenameFile that of a CV's file.
	Rename(ctx context.Context, owner owner.ID, id VersionID, name string) error
	RenameFile(ctx context.Context, owner owner.ID, id ID, name string) error
	// FollowVersion adds a version as AddVersion does, if its parent is still the
	// newest of the CV for the same posting; else it is fault.Conflict.
	FollowVersion(ctx context.Context, owner owner.ID, v Version) (Version, error)
	Version(ctx context.Context, owner owner.ID, id VersionID) (Version, error)
	// Versions lists a CV's versions, newest first, without their Resume.
	Versions(ctx context.Context, owner owner.ID, id ID) ([]Version, error)
}

// Files keeps originals sealed under their CV's key.
type Files interface {
	Put(ctx context.Context, owner owner.ID, id ID, data []byte) error
	Get(ctx context.Context, owner owner.ID, id ID) ([]byte, error)
	// Delete destroys the CV's key, then removes the original; repeating it is no
	// error.
	Delete(ctx context.Context, owner owner.ID, id ID) error
}

// Reader opens documents in another process.
type Reader interface {
	Read(ctx context.Context, name string, data []byte) (document.Layout, error)
	Preview(ctx context.Context, data []byte, page, dpi int) ([]byte, error)
}

// Parts are what a Service is made of; all are needed but Second and Quota.
type Parts struct {
	Store       Store
	Uploads     Uploads
	Versions    Versions
	Corrections Corrections
	Looks       Looks
	Works       Works
	Exports     Exports
	Files       Files
	Reader      Reader
	Seconds     Seconds
	Second      Second // nil where no outside reader is configured
	Quota       Quota  // nil where nothing is limited
	Now         func() time.Time
}

// Service is what pages and the worker call.
type Service struct {
	store       Store
	uploads     Uploads
	versions    Versions
	corrections Corrections
	looks       Looks
	works       Works
	exports     Exports
	files       Files
	reader      Reader
	seconds     Seconds
	second      Second
	quota       Quota
	now         func() time.Time
	once        sync.Mutex // held by UploadOnce
}

// New returns a service made of its parts.
func New(p Parts) *Service {
	s := &Service{
		store: p.Store, uploads: p.Uploads, versions: p.Versions, corrections: p.Corrections, looks: p.Looks, works: p.Works, exports: p.Exports, files: p.Files, reader: p.Reader,
		seconds: p.Seconds, second: p.Second, quota: p.Quota, now: p.Now,
	}
	if s.quota == nil {
		s.quota = unlimited{}
	}
	return s
}

// CVs lists a person's CVs, the newest first, unfinished ones included.
func (s *Service) CVs(ctx context.Context, owner owner.ID) ([]CV, error) {
	return s.store.CVs(ctx, owner)
}

// CV returns one CV; another person's id is fault.NotFound.
func (s *Service) CV(ctx context.Context, owner owner.ID, id ID) (CV, error) {
	return s.store.CV(ctx, owner, id)
}

// Original returns what was read from the CV's file, with evidence.
func (s *Service) Original(ctx context.Context, owner owner.ID, id ID) (cv.Reading, error) {
	return s.store.Original(ctx, owner, id)
}

// File returns the uploaded file itself.
func (s *Service) File(ctx context.Context, owner owner.ID, id ID) ([]byte, error) {
	if _, err := s.store.CV(ctx, owner, id); err != nil {
		return nil, err
	}
	return s.files.Get(ctx, owner, id)
}

// Preview draws a page of the original, counted from 1, as PNG. A DOCX has no
// pages to draw: fault.NotFound.
func (s *Service) Preview(ctx context.Context, owner owner.ID, id ID, page int) ([]byte, error) {
	c, err := s.store.CV(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	if c.Format != document.PDF || page < 1 || page > c.Pages {
		return nil, fault.NotFound
	}
	data, err := s.files.Get(ctx, owner, id)
	if err != nil {
		return nil, err
	}
	return s.reader.Preview(ctx, data, page-1, previewDPI)
}

// previewDPI draws an A4 page 744 pixels wide, sharp enough to read.
const previewDPI = 90

// Delete destroys the CV's key, then its file and rows. When it returns nil
// the content is gone for good.
func (s *Service) Delete(ctx context.Context, owner owner.ID, id ID) error {
	if _, err := s.store.CV(ctx, owner, id); err != nil {
		return err
	}
	return s.forget(ctx, owner, id, "")
}

// forget destroys the key, removes the file and only then ends the rows, so
// that whoever reads the verdict finds nothing left. If the file cannot be
// removed it is unreadable already, and a sweep takes it later.
func (s *Service) forget(ctx context.Context, owner owner.ID, id ID, v document.Verdict) error {
	var failed []error
	if err := s.files.Delete(ctx, owner, id); err != nil {
		failed = append(failed, fmt.Errorf("library: delete file of cv %s: %w", id, err))
	}
	if err := s.store.Forget(ctx, owner, id, v); err != nil {
		failed = append(failed, fmt.Errorf("library: forget cv %s: %w", id, err))
	}
	return errors.Join(failed...)
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
