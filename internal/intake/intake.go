// Package intake turns what other programs export of a CV into a cv.Resume: a
// JSON Resume, the JSON of Reactive Resume (versions 4 to 6), the archive of
// one's data from LinkedIn, the XML of Europass (alone, or as package document
// finds it in a PDF), and plain text.
//
// Read is the main call. It is a pure function of a name and bytes: nothing is
// stored, and calling it twice is a dry run and the import. The Result says
// which program the file came from and lists what was left out and why, so that
// a person sees it before anything is kept. Birth date, nationality, gender,
// photograph and other people's data are never taken. Markup is read as text,
// links are kept as text, hidden entries stay hidden.
//
// Files come from strangers. Sizes, depth and numbers are limited over what is
// really read; a broken file is one error of package fault. The way back is in
// package render: render.JSON and render.Reactive.
package intake

import (
	"bytes"
	"slices"

	"jobops/internal/cv"
	"jobops/internal/document"
	"jobops/internal/fault"
)

// Kind is the program and form a file came from.
type Kind string

// The kinds that are read.
const (
	JSONResume Kind = "jsonresume"
	Reactive   Kind = "reactive"
	LinkedIn   Kind = "linkedin"
	Europass   Kind = "europass"
	Text       Kind = "text"
)

// Result is what a file would bring in.
type Result struct {
	Kind   Kind
	Resume cv.Resume
	Left   []Omission
}

// Omission is something in the file that does not come in. Place names it in the
// words of the file ("basics.image", "Profile.csv: Birth Date") and never
// repeats a value. Count tells how often.
type Omission struct {
	Place string
	Why   Reason
	Count int
}

// Reason is why something is left out; "intake.left." and the reason is a
// message key.
type Reason string

// The reasons.
const (
	Private Reason = "private" // about the person, and no part of a CV here
	Others  Reason = "others"  // other people's data
	Picture Reason = "picture"
	Hidden  Reason = "hidden"  // marked as hidden in the file
	Foreign Reason = "foreign" // of the other program: layout, settings, ids
	Unknown Reason = "unknown" // nothing here to put it in
	Unclear Reason = "unclear" // a date or level that could not be read
)

// Limits. MaxBytes is that of an upload.
const (
	MaxBytes    = document.MaxBytes
	maxText     = 4 << 20 // of JSON, XML and plain text
	maxDepth    = 100
	maxValues   = 200_000
	maxLength   = 20_000 // of one text, in characters
	maxOmission = 200
)

// What a person is told of a file that does not come in.
var (
	ErrUnknown  = fault.New(fault.Unsupported, "intake.unknown")
	ErrBroken   = fault.New(fault.Invalid, "intake.broken")
	ErrTooLarge = fault.New(fault.TooLarge, "intake.too_large")
	ErrBomb     = fault.New(fault.Invalid, "intake.bomb")
	ErrEmpty    = fault.New(fault.Invalid, "intake.empty")
	// ErrDocument is a PDF without Europass data, or a DOCX: those are read as
	// documents, where each value keeps its place on the page.
	ErrDocument = fault.New(fault.Unsupported, "intake.document")
)

// Read reads a file. What it is, its bytes tell; the name counts for nothing but
// the title of a plain text.
func Read(data []byte) (Result, error) {
	if len(data) > MaxBytes {
		return Result{}, ErrTooLarge
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(head) == 0:
		return Result{}, ErrEmpty
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return finished(readZIP(data))
	case bytes.Contains(head, []byte("%PDF-")):
		return Result{}, ErrDocument
	case len(data) > maxText:
		return Result{}, ErrTooLarge
	case head[0] == '{':
		return finished(readJSON(data))
	case head[0] == '<':
		return finished(readXML(data))
	}
	return finished(readText(data))
}

// finished refuses a result that holds nothing, and puts what was left out in
// order.
func finished(r Result, err error) (Result, error) {
	if err != nil {
		return Result{}, err
	}
	if len(cv.Leaves(r.Resume)) == 0 {
		return Result{}, ErrEmpty
	}
	r.Left = merged(r.Left)
	return r, nil
}

// merged counts what is left out at equal places.
func merged(left []Omission) []Omission {
	var out []Omission
	for _, o := range left {
		i := slices.IndexFunc(out, func(have Omission) bool { return have.Place == o.Place && have.Why == o.Why })
		switch {
		case i >= 0:
			out[i].Count += max(o.Count, 1)
		case len(out) < maxOmission:
			out = append(out, Omission{o.Place, o.Why, max(o.Count, 1)})
		}
	}
	return out
}
