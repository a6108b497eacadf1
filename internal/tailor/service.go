package tailor

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/match"
	"jobops/internal/owner"
	"jobops/internal/posting"
)

// ID names a tailoring, PostingID a posting a person has kept.
type (
	ID        string
	PostingID string
)

// Saved is a posting a person has pasted and kept.
type Saved struct {
	ID      PostingID
	Posting posting.Posting
	CV      library.ID // chosen for it last, "" for none
	Page    Page
	Created time.Time
}

// Page is the page a posting was read from; zero for a pasted text.
type Page struct {
	URL        string    // asked for
	Reached    string    // where that led
	Structured string    // JSON-LD of the page as it stood there, "" for none
	Hash       string    // SHA-256 of the page, hexadecimal
	Retrieved  time.Time // when it was read
}

// Decision is what a person says to one edit.
type Decision string

// The decisions; the zero value is "not yet".
const (
	Undecided Decision = ""
	Accepted  Decision = "accepted"
	Rejected  Decision = "rejected"
)

// Choice is the decision on one edit. Own replaces the proposed text; Confirmed
// is when the person declared unsupported words of it to be their own
// statement, zero when they did not.
type Choice struct {
	Decision  Decision  `json:"decision,omitempty"`
	Own       string    `json:"own,omitempty"`
	Confirmed time.Time `json:"confirmed,omitzero"`
}

// Tailoring is the work of fitting one version of a CV to one posting: the
// edits proposed and what was decided about each.
type Tailoring struct {
	ID      ID
	CV      library.ID
	Version library.VersionID // the state the edits apply to
	Posting PostingID
	Edits   []Edit            // sealed at rest
	Choices map[string]Choice // by Edit.ID; sealed at rest
	Result  library.VersionID // the version made of it, "" while open
	Created time.Time         //
	Updated time.Time         //
}

// Store keeps postings and tailorings. Another owner's id is fault.NotFound.
type Store interface {
	AddPosting(ctx context.Context, owner owner.ID, p Saved) error
	Posting(ctx context.Context, owner owner.ID, id PostingID) (Saved, error)
	Postings(ctx context.Context, owner owner.ID) ([]Saved, error)
	// UpdatePosting changes text, title, company and location.
	UpdatePosting(ctx context.Context, owner owner.ID, p Saved) error
	// SetPostingCV notes the CV chosen for a posting.
	SetPostingCV(ctx context.Context, owner owner.ID, id PostingID, cv library.ID) error
	DeletePosting(ctx context.Context, owner owner.ID, id PostingID) error
}

// Tailorings keeps the tailorings.
type Tailorings interface {
	AddTailoring(ctx context.Context, owner owner.ID, t Tailoring) error
	Tailoring(ctx context.Context, owner owner.ID, id ID) (Tailoring, error)
	// Tailorings lists them all, the newest first.
	Tailorings(ctx context.Context, owner owner.ID) ([]Tailoring, error)
	// TailoringFor finds the open tailoring of a version for a posting.
	TailoringFor(ctx context.Context, owner owner.ID, v library.VersionID, p PostingID) (Tailoring, error)
	// UpdateTailoring changes one tailoring in one transaction.
	UpdateTailoring(ctx context.Context, owner owner.ID, id ID, change func(*Tailoring) error) (Tailoring, error)
}

// CVs is what tailoring needs of the library.
type CVs interface {
	Version(ctx context.Context, owner owner.ID, id library.VersionID) (library.Version, error)
	Save(ctx context.Context, owner owner.ID, parent library.VersionID, posting, name string, resume cv.Resume) (library.Version, error)
}

// Service keeps postings, matches CVs to them and carries a tailoring from
// proposal to version.
type Service struct {
	store      Store
	tailorings Tailorings
	scores     Scores
	cvs        CVs
	now        func() time.Time
}

// NewService returns the service; now is the clock.
func NewService(store Store, tailorings Tailorings, scores Scores, cvs CVs, now func() time.Time) *Service {
	return &Service{store, tailorings, scores, cvs, now}
}

// maxAd is the longest ad kept, in bytes.
const maxAd = 200 << 10

// maxLine is the longest title or name of a company, in bytes.
const maxLine = 500

// Keep reads a pasted ad and keeps it. Title and company override what was
// read when not empty. An empty text is fault.Invalid.
func (s *Service) Keep(ctx context.Context, owner owner.ID, text, title, company string) (Saved, error) {
	p, err := s.read(text, title, company)
	if err != nil {
		return Saved{}, err
	}
	return p, s.store.AddPosting(ctx, owner, p)
}

// read checks and reads a pasted ad.
func (s *Service) read(text, title, company string) (Saved, error) {
	if err := fits(text, title, company); err != nil {
		return Saved{}, err
	}
	p := Saved{ID: PostingID(newID()), Posting: posting.Read(text), Created: s.now()}
	override(&p.Posting.Title, title)
	override(&p.Posting.Company, company)
	return p, nil
}

// fits refuses an empty ad and one that is longer than an ad is.
func fits(text string, lines ...string) error {
	if strings.TrimSpace(text) == "" {
		return fault.New(fault.Invalid, "posting.empty")
	}
	if len(text) > maxAd {
		return fault.New(fault.TooLarge, "posting.too_long")
	}
	for _, line := range lines {
		if len(line) > maxLine {
			return fault.New(fault.Invalid, "posting.line_too_long")
		}
	}
	return nil
}

// CorrectPosting changes what is kept of an ad; an empty line empties the field.
// Another person's id is fault.NotFound.
func (s *Service) CorrectPosting(ctx context.Context, owner owner.ID, id PostingID, text, title, company, location string) error {
	p, err := s.store.Posting(ctx, owner, id)
	if err != nil {
		return err
	}
	if err := fits(text, title, company, location); err != nil {
		return err
	}
	p.Posting.Text, p.Posting.Title = text, strings.TrimSpace(title)
	p.Posting.Company, p.Posting.Location = strings.TrimSpace(company), strings.TrimSpace(location)
	return s.store.UpdatePosting(ctx, owner, p)
}

func override(field *string, with string) {
	if with = strings.TrimSpace(with); with != "" {
		*field = with
	}
}

// Posting returns a kept posting.
func (s *Service) Posting(ctx context.Context, owner owner.ID, id PostingID) (Saved, error) {
	return s.store.Posting(ctx, owner, id)
}

// Postings lists the kept postings, the newest first.
func (s *Service) Postings(ctx context.Context, owner owner.ID) ([]Saved, error) {
	return s.store.Postings(ctx, owner)
}

// Choose notes the CV that a person wants to go to a posting with; lists show
// how that one fits.
func (s *Service) Choose(ctx context.Context, owner owner.ID, id PostingID, cv library.ID) error {
	return s.store.SetPostingCV(ctx, owner, id, cv)
}

// DeletePosting deletes a posting and the tailorings for it; versions made for
// it stay.
func (s *Service) DeletePosting(ctx context.Context, owner owner.ID, id PostingID) error {
	return s.store.DeletePosting(ctx, owner, id)
}

// Pair is a version of a CV beside a posting, and how they match.
type Pair struct {
	Version library.Version
	Posting Saved
	Match   match.Match
}

// Match scores a version against a posting and keeps the score for History.
func (s *Service) Match(ctx context.Context, owner owner.ID, v library.VersionID, p PostingID) (Pair, error) {
	version, err := s.cvs.Version(ctx, owner, v)
	if err != nil {
		return Pair{}, err
	}
	saved, err := s.store.Posting(ctx, owner, p)
	if err != nil {
		return Pair{}, err
	}
	pair := Pair{version, saved, match.Score(version.Resume, saved.Posting)}
	return pair, s.record(ctx, owner, pair)
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
