package document

import (
	"errors"
	"slices"
	"strings"

	"jobops/internal/fault"
)

// Verdict is why a file was refused.
type Verdict string

// The verdicts. Each is a message key "upload.<verdict>" of package i18n.
const (
	NoTextLayer  Verdict = "no_text_layer"  // a scan: pictures without text
	Encrypted    Verdict = "encrypted"      // needs a password, or an old .doc
	Broken       Verdict = "broken"         // not readable as what it claims to be
	TooLarge     Verdict = "too_large"      // over MaxBytes
	TooManyPages Verdict = "too_many_pages" // over MaxPages
	Bomb         Verdict = "bomb"           // inflates beyond all measure
	Unsupported  Verdict = "unsupported"    // another type, macros, embedded files, polyglot
	Busy         Verdict = "busy"           // all readers are taken; try again
)

// Limits of one document.
const (
	MaxBytes = 10 << 20 // size of the upload
	MaxPages = 20       // pages of a PDF
	MaxChars = 200_000  // characters of text
)

// Refuse returns the fault that tells a person about a verdict.
func Refuse(v Verdict) error {
	kind := fault.Invalid
	switch v {
	case TooLarge, TooManyPages, Bomb:
		kind = fault.TooLarge
	case Unsupported:
		kind = fault.Unsupported
	case Busy:
		kind = fault.Unavailable
	}
	return fault.New(kind, verdictPrefix+string(v))
}

const verdictPrefix = "upload."

// verdicts are the verdicts that a child may give.
var verdicts = []Verdict{NoTextLayer, Encrypted, Broken, TooLarge, TooManyPages, Bomb, Unsupported}

var errReader = errors.New("document reader failed")

// verdictError turns the code of a fault, as sent by a child, back into it.
func verdictError(code string) error {
	verdict, ok := strings.CutPrefix(code, verdictPrefix)
	switch {
	case ok && slices.Contains(verdicts, Verdict(verdict)):
		return Refuse(Verdict(verdict))
	case code == "error."+string(fault.NotFound):
		return fault.NotFound
	}
	return errReader
}
