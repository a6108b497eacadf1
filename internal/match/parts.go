package match

import (
	"slices"
	"strings"

	"jobops/internal/posting"
	"jobops/internal/taxonomy"
)

// point is one corner of a piecewise-linear table: at feature value X the part
// is worth Y points.
type point struct{ X, Y float64 }

// tables turn each feature into points; they belong to the score version.
//
// Likeness of occupations leads: measured on several hundred CVs and ads it
// ranks far better than coverage of skills, which ranks worst of all features.
// Coverage is therefore drawn towards the middle where an ad asks for little
// (see coverage) and counts in full only where the occupations fit.
var tables = map[string][]point{
	"occupation": {{0, 0}, {1, 48}},
	"titles":     {{0, 0}, {1, 4}},
	"words":      {{0, 0}, {0.3, 9}},
	"must":       {{-0.5, -8}, {0.5, 8}},
	"nice":       {{-0.5, -3}, {0.5, 3}},
	"years":      {{0, -8}, {0.5, -4}, {1, 3}, {1.5, 4}},
	"language":   {{0, -3}, {1, 2}},
	"history":    {{0, -45}, {1, -8}, {2, 0}},
}

// order is how parts are listed.
var order = []string{"occupation", "titles", "words", "must", "nice", "years", "language", "history"}

// basePoints is what every pair starts from.
const basePoints = 18

// missingLanguageCap is the most a CV can score that lacks a language the
// posting insists on.
const missingLanguageCap = 40

// tally holds the features of one pair; a feature that does not apply is
// absent.
type tally struct {
	feature map[string]float64
	capped  bool
}

// raw is the score before rounding, clamping and caps, by which pairs are
// ranked.
func (t tally) raw() float64 {
	sum := float64(basePoints)
	for _, code := range order {
		if x, ok := t.feature[code]; ok {
			sum += at(tables[code], x)
		}
	}
	return sum
}

// parts gives base, contributions and score; base and contributions add up to
// the score, caps and limits being contributions of their own.
func (t tally) parts() (base int, parts []Part, score int) {
	sum := basePoints
	for _, code := range order {
		if x, ok := t.feature[code]; ok {
			points := round(at(tables[code], x))
			parts = append(parts, Part{code, points})
			sum += points
		}
	}
	if t.capped && sum > missingLanguageCap {
		parts = append(parts, Part{"cap", missingLanguageCap - sum})
		sum = missingLanguageCap
	}
	if limited := min(100, max(0, sum)); limited != sum {
		parts = append(parts, Part{"limit", limited - sum})
		sum = limited
	}
	return basePoints, parts, sum
}

// at reads a table at x, linear between its corners and flat beyond them.
func at(table []point, x float64) float64 {
	i, _ := slices.BinarySearchFunc(table, x, func(p point, x float64) int {
		switch {
		case p.X < x:
			return -1
		case p.X > x:
			return 1
		}
		return 0
	})
	switch {
	case i == 0:
		return table[0].Y
	case i == len(table):
		return table[i-1].Y
	}
	a, b := table[i-1], table[i]
	return a.Y + float64((x-a.X)/(b.X-a.X)*(b.Y-a.Y))
}

// tally computes the features of the findings and adds the similarities.
func (c *Candidate) tally(s similarity, findings []Finding) tally {
	t := tally{feature: map[string]float64{"occupation": s.occupation, "words": s.words}}
	if s.titled {
		t.feature["titles"] = s.titles
	}
	fits := min(1, s.occupation/fullyRelevant)
	t.coverage("must", fits, findings, func(f *Finding) bool { return f.Requirement.Must && counted(f) && (!s.foreign || portable(f)) })
	t.coverage("nice", fits, findings, func(f *Finding) bool { return !f.Requirement.Must && counted(f) && (!s.foreign || portable(f)) })
	t.languages(findings)
	t.years(c.months, fits, findings)
	t.feature["history"] = float64(min(2, c.held))
	return t
}

// fullyRelevant is the likeness of occupations from which on covered
// requirements count in full.
const fullyRelevant = 0.4

// portable reports whether a finding counts between two languages: names of
// products are the same in all of them, other skills are too often found in one
// of the two texts only.
func portable(f *Finding) bool {
	if f.Requirement.Kind != posting.Skill {
		return true
	}
	skill, known := taxonomy.SkillNamed(strings.TrimPrefix(f.Requirement.ID, "skill:"))
	return known && skill.Kind == taxonomy.Technology
}

// counted reports whether a finding counts as covered or not: skills and
// degrees do, what a CV need not state does not.
func counted(f *Finding) bool {
	return f.Requirement.Kind == posting.Skill || f.Requirement.Kind == posting.Degree && f.State != NotStated
}

// prior is how many requirements, half of them met, are added to every ad, so
// that one met out of one does not count like ten out of ten.
const prior = 4

// coverage is the share of findings that are met, a partly met one for half,
// less one half: -0.5..0.5.
func (t *tally) coverage(code string, weight float64, findings []Finding, which func(*Finding) bool) {
	met, all := 0.0, 0.0
	for i := range findings {
		if f := &findings[i]; which(f) {
			all++
			met += credit(f.State)
		}
	}
	if all > 0 {
		t.feature[code] = float64(((met+prior/2.0)/(all+prior) - 0.5) * weight)
	}
}

// languages is the share of required languages that the CV answers; one that
// is missing caps the score.
func (t *tally) languages(findings []Finding) {
	met, all := 0.0, 0.0
	for i := range findings {
		f := &findings[i]
		if f.Requirement.Kind != posting.Language || !f.Requirement.Must || f.State == NotStated {
			continue
		}
		all++
		met += credit(f.State)
		t.capped = t.capped || f.Blocker
	}
	if all > 0 {
		t.feature["language"] = met / all
	}
}

const (
	elsewhere = 0.7 // of the years asked that a whole life in another line of work fills
	mostYears = 1.5 // share from which on more years add nothing
)

func credit(s State) float64 {
	switch s {
	case Met:
		return 1
	case Partly:
		return 0.5
	}
	return 0
}

// years compares the years worked with the most that is asked. Years in another
// line of work count for less: they fill no more than the share of elsewhere.
func (t *tally) years(months int, fits float64, findings []Finding) {
	for i := range findings {
		f := &findings[i]
		if f.Requirement.Kind != posting.Years || f.State == NotStated {
			continue
		}
		share := float64(months) / float64(12*f.Requirement.Years)
		if f.State == Met {
			share = max(1, share)
		}
		share = min(share, float64(elsewhere+(mostYears-elsewhere)*fits))
		if old, ok := t.feature["years"]; !ok || share < old {
			t.feature["years"] = share
		}
	}
}
