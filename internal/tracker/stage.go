package tracker

import "slices"

// Stage is where an application stands. The values are stored and exported.
type Stage string

// The stages: seven on the path from first look to a new job, four off it.
const (
	Saved      Stage = "saved"      // looked at, nothing sent
	Applied    Stage = "applied"    // sent
	Screening  Stage = "screening"  // somebody answered
	Assessment Stage = "assessment" // a test or a task
	Interview  Stage = "interview"  // rounds are entries of their own
	Offer      Stage = "offer"
	Accepted   Stage = "accepted"

	Rejected  Stage = "rejected"
	Withdrawn Stage = "withdrawn"
	Ghosted   Stage = "ghosted" // proposed after silence, never set by itself
	Expired   Stage = "expired" // the posting closed first
)

var (
	path = []Stage{Saved, Applied, Screening, Assessment, Interview, Offer, Accepted}
	off  = []Stage{Rejected, Withdrawn, Ghosted, Expired}
)

// Stages lists all stages, those of the path first and in its order.
func Stages() []Stage { return slices.Concat(path, off) }

// Valid reports whether s is one of the stages.
func (s Stage) Valid() bool { return slices.Contains(path, s) || slices.Contains(off, s) }

// Rank is the place on the path, from 0 for Saved; -1 off the path.
func (s Stage) Rank() int { return slices.Index(path, s) }

// Closed reports whether nothing more is expected: accepted, or off the path.
func (s Stage) Closed() bool { return s == Accepted || s.Rank() < 0 }

// Reopens reports whether a closed application may go on from here: the other
// side can still answer after a silence, a refusal or the end of an ad.
func (s Stage) Reopens() bool { return s == Rejected || s == Ghosted || s == Expired }

// Group is a column of the board.
type Group string

// The groups in their order.
const (
	Lead       Group = "lead"
	InProcess  Group = "applied"
	Interviews Group = "interview"
	Offers     Group = "offer"
	Done       Group = "closed"
)

// Groups lists the groups in the order of the board.
func Groups() []Group { return []Group{Lead, InProcess, Interviews, Offers, Done} }

// Group is the column that a stage belongs to.
func (s Stage) Group() Group {
	switch {
	case s == Saved:
		return Lead
	case s == Interview:
		return Interviews
	case s == Offer:
		return Offers
	case s.Closed():
		return Done
	}
	return InProcess
}

// Enter is the stage that an application takes when it is moved to a column
// without saying more: the group's first, and for Done none.
func (g Group) Enter() Stage {
	for _, s := range path {
		if s.Group() == g && g != Done {
			return s
		}
	}
	return ""
}
