package tracker

import (
	"context"
	"time"

	"jobops/internal/civil"
	"jobops/internal/owner"
)

// Today is what a person looks at first.
type Today struct {
	Day    civil.Date
	Late   []Entry // what should have been done; the last day to apply only for a week
	Due    []Entry // today
	Soon   []Entry // within Ahead days
	Silent []Silence
	Counts map[Stage]int
}

const (
	// Ahead is how many days Today looks ahead.
	Ahead = 14
	// behind is how far back something that was not done is late.
	behind   = 366
	mostLate = 50 // of each sort
	// missed is how long a deadline that has passed is still shown.
	missed = 7
	// mostSilent is how many applications without an answer Today shows.
	mostSilent = 5
)

// Today gathers what is due in a zone now.
func (s *Service) Today(ctx context.Context, owner owner.ID, zone *time.Location) (Today, error) {
	now := s.now()
	t := Today{Day: civil.DayOf(now.In(zone))}
	for _, sp := range []span{
		{t.Day.AddDays(-behind), t.Day.AddDays(-1), zone, true, mostLate, false},
		{t.Day, t.Day.AddDays(Ahead), zone, true, Most, false},
	} {
		entries, err := s.entries(ctx, owner, sp)
		if err != nil {
			return t, err
		}
		for _, e := range entries {
			t.sort(e)
		}
	}
	var err error
	if t.Silent, err = s.Silences(ctx, owner, zone, mostSilent); err != nil {
		return t, err
	}
	t.Counts, err = s.lists.Counts(ctx, owner)
	return t, err
}

// sort puts an entry where it belongs; what is over belongs nowhere.
func (t *Today) sort(e Entry) {
	days := t.Day.DaysUntil(e.On)
	switch {
	case e.Application.Stage.Closed(),
		days < 0 && e.Kind == InterviewEntry,
		days < -missed && e.Kind == DeadlineEntry:
	case days < 0:
		t.Late = append(t.Late, e)
	case days == 0:
		t.Due = append(t.Due, e)
	default:
		t.Soon = append(t.Soon, e)
	}
}

// NextDone says that the next action of an application was done. One that was
// decided on an older state is fault.Conflict.
func (s *Service) NextDone(ctx context.Context, owner owner.ID, id ID, revision int) (ChangeID, error) {
	_, change, err := s.store.UpdateApplication(ctx, owner, id, func(a *Application, _ []Event) ([]Event, error) {
		a.Facts.Next, a.Facts.NextOn = "", civil.Date{}
		return nil, overtaken(a, revision)
	})
	return change, err
}
