// Package posting holds job advertisements: their text, what they ask for, and
// how two of them are told to be the same.
//
// Read turns pasted text into a Posting by rule; it calls nothing and never
// fails, an empty or stub text gives a Posting with Stub set.
package posting

import "jobops/internal/civil"

// Posting is one job advertisement. Offsets of its requirements are byte
// offsets into Text.
type Posting struct {
	Title        string        `json:"title,omitempty"`
	Company      string        `json:"company,omitempty"`
	Location     string        `json:"location,omitempty"`
	Remote       Remote        `json:"remote,omitempty"`
	Language     string        `json:"language,omitempty"`  // ISO 639-1 of Text
	Seniority    string        `json:"seniority,omitempty"` // "intern", "junior", "mid", "senior", "lead", "head"
	Text         string        `json:"text"`                // as pasted, line ends normalised to \n
	Requirements []Requirement `json:"requirements,omitempty"`
	Salary       *Salary       `json:"salary,omitempty"` // nil when none is named
	Expires      civil.Date    `json:"expires,omitzero"` // last day to apply, from structured data only
	Stub         bool          `json:"stub,omitempty"`   // too little text to judge

	work, workTitle string // what Work returns while the title is workTitle
}

// Remote says where the work is done.
type Remote string

// The words of the JSON Resume job schema.
const (
	RemoteUnknown Remote = ""
	RemoteFull    Remote = "Full"
	RemoteHybrid  Remote = "Hybrid"
	RemoteNone    Remote = "None"
)

// Kind is the sort of thing a posting asks for.
type Kind string

// The kinds of requirement.
const (
	Skill    Kind = "skill"
	Years    Kind = "years"
	Language Kind = "language"
	Degree   Kind = "degree"
	Location Kind = "location"
	Permit   Kind = "permit"
)

// Requirement is one thing a posting asks for, with the words that ask for it.
type Requirement struct {
	ID    string `json:"id"`              // stable for equal text, "skill:go", "years:5", "language:fr"
	Kind  Kind   `json:"kind"`            //
	Must  bool   `json:"must"`            // must-have, else nice-to-have
	Label string `json:"label"`           // short name shown to a person, in the posting's language
	Years int    `json:"years,omitempty"` // for Years: how many
	Level string `json:"level,omitempty"` // for Language: CEFR level; for Degree: "bachelor", ...
	Start int    `json:"start"`           // byte offset into Posting.Text
	End   int    `json:"end"`
}

// Quote returns the posting's own words for r.
func (p *Posting) Quote(r Requirement) string {
	if r.Start < 0 || r.End > len(p.Text) || r.Start > r.End {
		return ""
	}
	return p.Text[r.Start:r.End]
}
