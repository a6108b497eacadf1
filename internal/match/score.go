package match

import (
	"cmp"
	"math"
	"strings"
	"unicode"

	"jobops/internal/cv"
	"jobops/internal/posting"
)

// Score says how well a CV fits a posting. It is a pure function: equal input
// gives an equal Match, whatever the machine, the day and the order of skills.
func Score(resume cv.Resume, p posting.Posting) Match {
	return Prepare(resume).Match(PreparePosting(p))
}

// Opening is a posting prepared for comparison with many CVs; it is read only
// and safe for concurrent use.
type Opening struct {
	reading
	posting posting.Posting
}

// PreparePosting reads a posting once for many calls of Match or Rank.
func PreparePosting(p posting.Posting) *Opening {
	return &Opening{read(p.Work(), p.Title, cmp.Or(p.Language, "en")), p}
}

// Match scores and explains one pair.
func (c *Candidate) Match(o *Opening) Match {
	if reason := abstain(c, o); reason != "" {
		return Match{Version: Version, Abstained: reason}
	}
	s := compare(&c.reading, &o.reading)
	m := Match{Version: Version, Findings: c.findings(&o.posting, s)}
	m.Base, m.Parts, m.Score = c.tally(s, m.Findings).parts()
	m.Band = bandOf(m.Score)
	m.Keywords = c.keywords(&o.posting)
	m.CVReadsLike, m.PostingReadsLike = c.readsLike(), o.readsLike()
	c.gains(s, &m)
	return m
}

// twin is what the points of a finding depend on: findings with equal twins
// are worth the same.
type twin struct {
	kind                    posting.Kind
	state                   State
	must, blocker, portable bool
	years                   int
}

// gains says of every finding what the score would rise by if it were met.
func (c *Candidate) gains(s similarity, m *Match) {
	known := map[twin]int{}
	for i := range m.Findings {
		f := &m.Findings[i]
		t := twin{f.Requirement.Kind, f.State, f.Requirement.Must, f.Blocker, s.foreign && portable(f), f.Requirement.Years}
		if _, ok := known[t]; !ok {
			known[t] = c.gain(s, m.Findings, i, m.Score)
		}
		f.Gain = known[t]
	}
}

// Rank is the score before it is rounded, capped and limited, for putting many
// pairs in order. A pair that Match abstains from ranks below all others.
func (c *Candidate) Rank(o *Opening) float64 {
	if abstain(c, o) != "" {
		return abstained
	}
	s := compare(&c.reading, &o.reading)
	return c.tally(s, c.findings(&o.posting, s)).raw()
}

// abstained is the rank of a pair without a score.
const abstained = -1000

// abstain returns the message key of the reason not to give a number.
func abstain(c *Candidate, o *Opening) string {
	switch {
	case strings.TrimSpace(o.posting.Text) == "":
		return "match.abstained.empty"
	case foreign(o.posting.Text):
		return "match.abstained.unreadable"
	case o.posting.Stub:
		return "match.abstained.stub"
	case len(c.leaves) == 0:
		return "match.abstained.cv"
	case c.empty() || o.empty():
		return "match.abstained.unreadable"
	}
	return ""
}

// foreign reports whether most letters of a text are of a script that is not
// read: words of it are not told apart, so no text is long enough.
func foreign(text string) bool {
	letters, read := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			read++
		}
	}
	return 2*read < letters
}

func bandOf(score int) Band {
	switch {
	case score >= 75:
		return Excellent
	case score >= 60:
		return Strong
	case score >= 45:
		return Good
	case score >= 30:
		return Fair
	}
	return Poor
}

// gain is what the score would rise by if finding i were met. The findings are
// changed and put back.
func (c *Candidate) gain(s similarity, findings []Finding, i, score int) int {
	f := &findings[i]
	if f.State == Met {
		return 0
	}
	state, blocker := f.State, f.Blocker
	f.State, f.Blocker = Met, false
	_, _, better := c.tally(s, findings).parts()
	f.State, f.Blocker = state, blocker
	return max(0, better-score)
}

func round(x float64) int { return int(math.Round(x)) }
