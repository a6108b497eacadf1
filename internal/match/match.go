// Package match says how well a CV fits a posting, and why.
//
// Score is a pure function of the CV, the posting and the tables shipped with
// the program: the same input gives the same number on every machine. It never
// guesses: a requirement is met only with words of the posting and words of the
// CV to show for it.
package match

import (
	"jobops/internal/cv"
	"jobops/internal/posting"
)

// Version names the scoring method. A stored score is only comparable with
// scores of the same version.
const Version = "2026.3"

// Band is the score in five steps.
type Band string

// The bands, worst first.
const (
	Poor      Band = "poor"
	Fair      Band = "fair"
	Good      Band = "good"
	Strong    Band = "strong"
	Excellent Band = "excellent"
)

// State is how far the CV meets one requirement.
type State string

// The states of a requirement.
const (
	Met       State = "met"
	Partly    State = "partly"
	Missing   State = "missing"
	NotStated State = "not_stated" // the CV says nothing either way (permit, location)
)

// Match is how well one CV fits one posting.
type Match struct {
	Version   string `json:"version"`
	Score     int    `json:"score"`               // 0..100; 0 when Abstained
	Band      Band   `json:"band,omitempty"`      // "" when Abstained
	Abstained string `json:"abstained,omitempty"` // message key of the reason, "" when scored
	// Parts are the contributions in points; with Base they add up to Score.
	Base  int    `json:"base"`
	Parts []Part `json:"parts"`
	// Findings are the requirements, blockers first, then must, then nice.
	Findings []Finding `json:"findings"`
	// Keywords counts the posting's skill words that the CV contains too.
	Keywords Coverage `json:"keywords"`
	// ReadsLike names the occupations the CV and the posting resemble most.
	CVReadsLike      []string `json:"cvReadsLike,omitempty"`
	PostingReadsLike []string `json:"postingReadsLike,omitempty"`
}

// Part is one additive contribution to the score. A cap is a negative part.
type Part struct {
	Code   string `json:"code"` // message key suffix: "occupation", "titles", "words", "must", "nice", "years", "language", "cap"
	Points int    `json:"points"`
}

// Finding is the answer to one requirement.
type Finding struct {
	Requirement posting.Requirement `json:"requirement"`
	State       State               `json:"state"`
	Blocker     bool                `json:"blocker,omitempty"`
	// Ad quotes the posting; CV quotes the CV and is zero unless met or partly met.
	Ad Quote `json:"ad"`
	CV Quote `json:"cv,omitzero"`
	// Related names the neighbour found for a partly met skill, "" otherwise.
	Related string `json:"related,omitempty"`
	// Gain is the points the score would rise if this were met, by scoring again.
	Gain int `json:"gain,omitempty"`
}

// Quote is a stretch of the posting's text (Path "") or of the CV's value at
// Path, as byte offsets.
type Quote struct {
	Path  cv.Path `json:"path,omitempty"`
	Start int     `json:"start"`
	End   int     `json:"end"`
	Text  string  `json:"text"`
}

// Coverage counts keywords.
type Coverage struct {
	Found int `json:"found"`
	Of    int `json:"of"`
}
