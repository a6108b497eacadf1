package match

import (
	"math"
	"strings"

	"jobops/internal/cv"
	"jobops/internal/posting"
)

// Score says how well a CV fits a posting. It is a pure function: equal input
// gives an equal Match, whatever the machine, the day and the order of skills.
func Score(resume cv.Resume, p posting.Posting) Match {
	c := prepare(resume)
	if reason := abstain(c, &p); reason != "" {
		return Match{Version: Version, Abstained: reason}
	}
	ad := readPosting(&p)
	if ad.empty() {
		return Match{Version: Version, Abstained: "match.abstained.unreadable"}
	}
	s := compare(&c.reading, ad)
	m := Match{Version: Version, Findings: c.findings(&p)}
	t := c.tally(s, m.Findings)
	m.Base, m.Parts, m.Score = t.parts()
	m.Band = bandOf(m.Score)
	m.Keywords = c.keywords(&p)
	m.CVReadsLike, m.PostingReadsLike = c.readsLike(), ad.readsLike()
	for i := range m.Findings {
		m.Findings[i].Gain = c.gain(s, m.Findings, i, m.Score)
	}
	return m
}

// abstain returns the message key of the reason not to give a number.
func abstain(c *candidate, p *posting.Posting) string {
	switch {
	case strings.TrimSpace(p.Text) == "":
		return "match.abstained.empty"
	case p.Stub:
		return "match.abstained.stub"
	case len(c.leaves) == 0:
		return "match.abstained.cv"
	case c.empty():
		return "match.abstained.unreadable"
	}
	return ""
}

func readPosting(p *posting.Posting) *reading {
	lang := p.Language
	if lang == "" {
		lang = "en"
	}
	r := read(unique(strings.Split(p.Text, "\n")), p.Title, lang)
	return &r
}

func bandOf(score int) Band {
	switch {
	case score >= 85:
		return Excellent
	case score >= 70:
		return Strong
	case score >= 50:
		return Good
	case score >= 30:
		return Fair
	}
	return Poor
}

// gain is what the score would rise by if finding i were met.
func (c *candidate) gain(s similarity, findings []Finding, i, score int) int {
	if findings[i].State == Met {
		return 0
	}
	changed := append([]Finding(nil), findings...)
	changed[i].State, changed[i].Blocker = Met, false
	_, _, better := c.tally(s, changed).parts()
	return max(0, better-score)
}

func round(x float64) int { return int(math.Round(x)) }
