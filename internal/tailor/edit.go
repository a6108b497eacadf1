// Package tailor proposes honest changes to a CV for one posting, checks every
// change against the CV it came from, and applies the ones a person accepts.
//
// Propose works by rule and without a model: it orders skills and bullets,
// chooses bullets for a page, puts a skill that a bullet names on the list of
// skills, writes the word the posting uses beside the CV's own word for it, and
// joins a summary out of existing facts. Check reads any edit, also one that a
// person or a model wrote, and names each claim that the CV does not support.
// Apply makes a version out of accepted edits; an unsupported edit needs the
// person's own confirmation on it.
//
// Whoever has an edit from elsewhere, such as a language model, fills Path,
// Before, After and Reason and calls Checked, or Check for the whole report. The
// edit's Evidence is not trusted: it only names which other lines of the same
// entry the new text draws on. A report that is not Supported is never applied
// without the person's confirmation; its Claims say what could not be traced and
// Report.Checked how many claims were looked at.
//
// Nothing here adds a fact. Titles, employers, dates, degrees, numbers and
// levels never change by themselves. The package knows no model and no network:
// whoever asks one hands its answer to Check like any other edit.
package tailor

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"jobops/internal/cv"
)

// Kind is the sort of change an Edit makes.
type Kind string

// The kinds of edits.
const (
	Order   Kind = "order"   // the entries of a list in another order
	Pick    Kind = "pick"    // some entries of a list left out of the version
	Reword  Kind = "reword"  // a text said in other words
	Surface Kind = "surface" // a skill named elsewhere put on the list of skills
	Summary Kind = "summary" // a summary of existing facts where there is none
)

// Edit is one proposed change to the CV of record. Paths and indexes always
// refer to the CV of record, so edits can be accepted in any combination.
type Edit struct {
	// ID is derived from kind and place: lower-case letters, digits and "-". Two
	// edits that cannot both be applied to one text share it.
	ID   string  `json:"id"`
	Kind Kind    `json:"kind"`
	Path cv.Path `json:"path"` // ends in "/-" for an entry to be added
	// Before and After are the texts at Path; for a list, its entries one a line.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
	// Order names the entries that the list holds afterwards, by their index in
	// the CV of record; only for Order (all of them) and Pick (those kept).
	Order    []int      `json:"order,omitempty"`
	Reason   Message    `json:"reason"`
	Evidence []Evidence `json:"evidence,omitempty"`
	// Requirements are the ids of the posting's requirements the edit serves.
	Requirements []string `json:"requirements,omitempty"`
	Claims       []Claim  `json:"claims,omitempty"` // what Check could not trace
	Checked      int      `json:"checked"`          // claims that Check looked at
	Supported    bool     `json:"supported"`
	// Confirmed records that the person stands by claims the CV does not support.
	Confirmed bool `json:"confirmed,omitempty"`
	// Run names the run whose model proposed the edit, "" for one made by rule.
	Run RunID `json:"run,omitempty"`
}

// Message is a key of package i18n and what fills its blanks.
type Message struct {
	Key  string `json:"key"`
	Args []any  `json:"args,omitempty"`
}

// Evidence quotes the CV of record.
type Evidence struct {
	Path  cv.Path `json:"path"`
	Quote string  `json:"quote"`
}

// Omitted lists the entries that a Pick leaves out, as texts.
func (e Edit) Omitted() []string {
	if e.Kind != Pick {
		return nil
	}
	var out []string
	for i, line := range strings.Split(e.Before, "\n") {
		if !slices.Contains(e.Order, i) {
			out = append(out, line)
		}
	}
	return out
}

// Own returns the edit of a person who says the text at path in their own
// words, checked. An unknown path is fault.NotFound, one that holds no text
// fault.Invalid.
func Own(r cv.Resume, path cv.Path, text string) (Edit, error) {
	before, err := cv.Text(r, path)
	if err != nil {
		return Edit{}, err
	}
	e := Edit{
		ID: "word" + slugPath(path), Kind: Reword, Path: path, Before: before, After: text,
		Reason: Message{Key: "tailor.reason.own"},
	}
	return Checked(r, e), nil
}

// Checked returns e with what Check says about it.
func Checked(source cv.Resume, e Edit, said ...Statement) Edit {
	report := Check(source, e, said...)
	e.Claims, e.Checked, e.Supported = report.Unsupported(), report.Checked, Supported(report)
	return e
}

// slugPath turns "/work/0/highlights/2" into "-work0-2": the names that a
// person needs to find the place, without the ones that every path has.
func slugPath(path cv.Path) string {
	var b strings.Builder
	for _, step := range path.Steps() {
		switch {
		case step == "highlights" || step == "keywords" || step == "basics":
			b.WriteByte('-')
		case step != "" && step[0] >= '0' && step[0] <= '9', step == cv.End:
			b.WriteString(strings.TrimPrefix(step, cv.End))
		default:
			b.WriteByte('-')
			b.WriteString(slug(step))
		}
	}
	return strings.TrimSuffix(strings.ReplaceAll(b.String(), "--", "-"), "-")
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:4])
}
