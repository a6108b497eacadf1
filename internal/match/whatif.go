package match

import (
	"jobops/internal/cv"
	"jobops/internal/posting"
)

// Answer is what a person says about one requirement of a posting.
type Answer string

// The answers; the zero value is none.
const (
	Have       Answer = "have"       // "I have this", whatever the CV says
	Irrelevant Answer = "irrelevant" // "not relevant here"
)

// Guess is a score as it would be if a person's answers stood in the CV and the
// posting. It is shown beside the score and never in its place.
type Guess struct {
	Score int
	Band  Band
}

// WhatIf scores a pair again with a person's answers, by the ID of the
// requirement: what they have counts as met, what is not relevant not at all.
// It is false where Score abstains or no answer changes a finding.
func WhatIf(resume cv.Resume, p posting.Posting, answers map[string]Answer) (Guess, bool) {
	c, o := Prepare(resume), PreparePosting(p)
	if abstain(c, o) != "" {
		return Guess{}, false
	}
	s := compare(&c.reading, &o.reading)
	var changed []Finding
	touched := false
	for _, f := range c.findings(&o.posting, s) {
		switch answers[f.Requirement.ID] {
		case Have:
			touched = touched || f.State != Met
			f.State, f.Blocker = Met, false
		case Irrelevant:
			touched = true
			continue
		}
		changed = append(changed, f)
	}
	_, _, score := c.tally(s, changed).parts()
	return Guess{score, bandOf(score)}, touched
}
