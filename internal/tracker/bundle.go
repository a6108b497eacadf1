package tracker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// BundleID names a bundle.
type BundleID string

// Bundle is what was sent with an application, frozen: the ad as it was, the
// files byte for byte, the score they had then. It never changes; who sent
// something else keeps another one. Files go with the CV they were made of, and
// what says that they were there (hash, number, score, date) stays.
type Bundle struct {
	ID          BundleID
	Application ID
	Change      ChangeID // the move it was frozen with, "" for none
	Frozen      time.Time
	Version     int    // number of the CV's version, 0 for none
	AdHash      string // SHA-256 of the ad's text, hexadecimal; "" for none
	CVHash      string // of the file of the CV
	LetterHash  string
	Score       int    // of that version for the ad, 0 to 100
	Method      string // match.Version of the score, "" when none was given
	Content     BundleContent
	Files       []BundleFile // whose CV is still there; without Data in lists
}

// BundleContent is what of a bundle is sealed under the key of the account.
type BundleContent struct {
	Ad      Ad          `json:"ad"`
	Answers string      `json:"answers,omitempty"` // given in a form of the employer
	Letter  *BundleFile `json:"letter,omitempty"`  // one that goes with no CV
}

// Ad is a posting as it was.
type Ad struct {
	Title      string    `json:"title,omitempty"`
	Company    string    `json:"company,omitempty"`
	Location   string    `json:"location,omitempty"`
	Text       string    `json:"text,omitempty"`
	URL        string    `json:"url,omitempty"`        // as it was asked for
	Reached    string    `json:"reached,omitempty"`    // where that led
	Structured string    `json:"structured,omitempty"` // JSON-LD of the page, as it stood there
	Retrieved  time.Time `json:"retrieved,omitzero"`   // when the page was read, or the text was pasted
}

// Part is what a file of a bundle is.
type Part string

// The parts.
const (
	CVPart     Part = "cv"
	LetterPart Part = "letter"
)

// BundleFile is a file as it was sent.
type BundleFile struct {
	CV     string `json:"cv,omitempty"` // whose key seals it, "" for the account's
	Part   Part   `json:"part"`
	Format string `json:"format"` // ending of its name: pdf, docx, txt, md
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Data   []byte `json:"data,omitempty"`
}

// LogValue names a bundle by its id only.
func (b Bundle) LogValue() slog.Value { return slog.StringValue(string(b.ID)) }

// LogValue tells the size of a file only.
func (f BundleFile) LogValue() slog.Value { return slog.Int64Value(f.Size) }

// Holder is an application whose bundle has files that go with a CV.
type Holder struct {
	Application ID
	Company     string
	Title       string
	Frozen      time.Time
}

// Bundles keeps bundles. Another owner's id is fault.NotFound.
type Bundles interface {
	// AddBundle keeps a bundle with its files, all or nothing.
	AddBundle(ctx context.Context, owner owner.ID, b Bundle) error
	// BundlesOf lists the bundles of an application, the newest first.
	BundlesOf(ctx context.Context, owner owner.ID, id ID) ([]Bundle, error)
	// Bundle returns one with the bytes of its files.
	Bundle(ctx context.Context, owner owner.ID, id ID, bundle BundleID) (Bundle, error)
	DeleteBundle(ctx context.Context, owner owner.ID, id ID, bundle BundleID) error
	// DropBundles deletes those that were frozen with a change; none is no error.
	DropBundles(ctx context.Context, owner owner.ID, change ChangeID) error
	// Holders lists the applications with files that go with a CV.
	Holders(ctx context.Context, owner owner.ID, cv string) ([]Holder, error)
}

// maxAnswers is the longest text of answers, in bytes.
const maxAnswers = 64 << 10

// Keep freezes a bundle: it gets its id, time and hashes here.
func (s *Service) Keep(ctx context.Context, owner owner.ID, b Bundle) (Bundle, error) {
	b.Content.Answers = cleanText(b.Content.Answers)
	if len(b.Content.Answers) > maxAnswers {
		return b, fault.New(fault.TooLarge, "bundle.answers_too_long")
	}
	b.ID, b.Frozen, b.AdHash = BundleID(newID()), s.now(), printOf([]byte(b.Content.Ad.Text))
	files := b.Files
	if b.Content.Letter != nil {
		files = append(files[:len(files):len(files)], *b.Content.Letter)
	}
	for _, f := range files {
		switch f.Part {
		case CVPart:
			b.CVHash = printOf(f.Data)
		case LetterPart:
			b.LetterHash = printOf(f.Data)
		}
	}
	return b, s.bundles.AddBundle(ctx, owner, b)
}

// printOf is the SHA-256 of what there is, "" of nothing.
func printOf(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Sent lists the bundles of an application, the newest first.
func (s *Service) Sent(ctx context.Context, owner owner.ID, id ID) ([]Bundle, error) {
	return s.bundles.BundlesOf(ctx, owner, id)
}

// Bundle returns one bundle of an application with the bytes of its files.
func (s *Service) Bundle(ctx context.Context, owner owner.ID, id ID, bundle BundleID) (Bundle, error) {
	return s.bundles.Bundle(ctx, owner, id, bundle)
}

// DeleteBundle deletes a bundle for good.
func (s *Service) DeleteBundle(ctx context.Context, owner owner.ID, id ID, bundle BundleID) error {
	return s.bundles.DeleteBundle(ctx, owner, id, bundle)
}

// Holders lists the applications whose bundles lose files when a CV is deleted.
func (s *Service) Holders(ctx context.Context, owner owner.ID, cv string) ([]Holder, error) {
	return s.bundles.Holders(ctx, owner, cv)
}

// File returns the file of a part, of whichever key seals it.
func (b Bundle) File(part Part) (BundleFile, bool) {
	for _, f := range b.Files {
		if f.Part == part {
			return f, true
		}
	}
	if part == LetterPart && b.Content.Letter != nil {
		return *b.Content.Letter, true
	}
	return BundleFile{}, false
}
