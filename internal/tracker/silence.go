package tracker

import (
	"context"
	"slices"
	"time"

	"jobops/internal/civil"
	"jobops/internal/owner"
)

// Measure is how long an answer takes: after Days without one the application is
// silent. It rests on Cases.
type Measure struct {
	Days  int
	Cases int
	Own   bool // the person's own applications; else those of other people
}

// usual are the measures before a person has enough cases: from published
// figures of a small group of job seekers.
var usual = map[Stage]Measure{
	Applied:    {Days: 21, Cases: 92},
	Screening:  {Days: 21, Cases: 92},
	Assessment: {Days: 21, Cases: 92},
	Interview:  {Days: 12, Cases: 6},
}

// waits are the stages in which the other side has to answer.
var waits = []Stage{Applied, Screening, Assessment, Interview}

const (
	ownCases = 8   // fewer answers of one's own say nothing
	recent   = 300 // applications that a measure is taken from
	shortest = 5   // days; a quicker measure would only nag
	longest  = 60
)

// Measures takes the measure of each stage that waits: the time within which
// nine of ten answers came, of those that came.
func Measures(histories [][]Event) map[Stage]Measure {
	answers := map[Stage][]time.Duration{}
	for _, events := range histories {
		real := History(events)
		for i := 1; i < len(real); i++ {
			if from := real[i-1].To; slices.Contains(waits, from) && answer(real[i].To) {
				answers[from] = append(answers[from], real[i].Occurred.Sub(real[i-1].Occurred))
			}
		}
	}
	measures := map[Stage]Measure{}
	for _, stage := range waits {
		measures[stage] = usual[stage]
		if took := answers[stage]; len(took) >= ownCases {
			slices.Sort(took)
			days := int(took[(len(took)*9+9)/10-1] / (24 * time.Hour))
			measures[stage] = Measure{Days: min(max(days+1, shortest), longest), Cases: len(took), Own: true}
		}
	}
	return measures
}

// answer reports whether reaching a stage takes a word of the other side.
func answer(s Stage) bool { return s != Saved && s != Withdrawn && s != Ghosted && s != Expired }

// Silent asks for applications without an answer.
type Silent struct {
	Stage   Stage
	Since   time.Time  // no later
	Planned civil.Date // no next action on this day or later
	From    time.Time  // no interview or task still open from then on
	Limit   int
}

// Silence is an application whose answer takes longer than usual.
type Silence struct {
	Application
	Days    int // without an answer
	Measure Measure
}

// Silences lists the applications that have been without an answer for longer
// than usual and have nothing planned, the longest first, at most limit.
func (s *Service) Silences(ctx context.Context, owner owner.ID, zone *time.Location, limit int) ([]Silence, error) {
	histories, err := s.days.RecentHistories(ctx, owner, recent)
	if err != nil {
		return nil, err
	}
	now := s.now()
	var all []Silence
	for stage, m := range Measures(histories) {
		found, err := s.days.Waiting(ctx, owner, Silent{Stage: stage, Since: now.AddDate(0, 0, -m.Days), Planned: civil.DayOf(now.In(zone)), From: now, Limit: limit})
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			all = append(all, Silence{a, int(now.Sub(a.Since) / (24 * time.Hour)), m})
		}
	}
	slices.SortFunc(all, func(a, b Silence) int { return a.Since.Compare(b.Since) })
	return all[:min(len(all), limit)], nil
}
