package tracker

import (
	"cmp"
	"slices"
	"time"

	"jobops/internal/fault"
)

// EventID names an event.
type EventID string

// By is who said that an application moved.
type By string

// Who may say so.
const (
	Person By = "person"
	Import By = "import" // a file that the person brought
)

// Event is one line of the history of an application. Events are only added: a
// correction is another event that supersedes an earlier one, and To is then
// what really happened, "" when nothing did.
type Event struct {
	ID         EventID
	From, To   Stage     // From is "" for the first event
	Occurred   time.Time // when it happened; may be back-dated
	Recorded   time.Time // when it was written down
	By         By
	Supersedes EventID // the event that this one corrects, "" for none
}

// earliest is the first moment that a move may be dated to.
var earliest = time.Date(1990, time.January, 1, 0, 0, 0, 0, time.UTC)

// skew is how far ahead of ours the clock of the person may be.
const skew = 24 * time.Hour

// History is what really happened, oldest first: the events that no other one
// supersedes, without retractions, in the order they occurred. Of two at the same
// moment the one written down later comes later.
func History(events []Event) []Event {
	superseded := map[EventID]bool{}
	for _, e := range events {
		if e.Supersedes != "" {
			superseded[e.Supersedes] = true
		}
	}
	real := make([]Event, 0, len(events))
	for _, e := range events {
		if !superseded[e.ID] && e.To != "" {
			real = append(real, e)
		}
	}
	slices.SortStableFunc(real, func(a, b Event) int {
		return cmp.Or(a.Occurred.Compare(b.Occurred), a.Recorded.Compare(b.Recorded), cmp.Compare(a.ID, b.ID))
	})
	return real
}

// Now is where a history leads and since when; Saved since never for an empty one.
func Now(events []Event) (Stage, time.Time) {
	real := History(events)
	if len(real) == 0 {
		return Saved, time.Time{}
	}
	last := real[len(real)-1]
	return last.To, last.Occurred
}

// Reached lists the stages an application has been in, each once, those of the
// path in its order and then those off it.
func Reached(events []Event) []Stage {
	was := map[Stage]bool{}
	for _, e := range History(events) {
		was[e.To] = true
	}
	return slices.DeleteFunc(Stages(), func(s Stage) bool { return !was[s] })
}

// dated checks the moment somebody gives for an event.
func dated(occurred, now time.Time) error {
	if occurred.Before(earliest) || occurred.After(now.Add(skew)) {
		return fault.New(fault.Invalid, "tracker.impossible_date")
	}
	return nil
}

// move is the event that leads from one stage to another.
func move(from, to Stage, occurred, now time.Time) (Event, error) {
	switch {
	case !to.Valid():
		return Event{}, fault.New(fault.Invalid, "tracker.unknown_stage")
	case from == to:
		return Event{}, fault.New(fault.Conflict, "tracker.already_there")
	case from != "" && from.Closed() && !from.Reopens():
		return Event{}, fault.New(fault.Invalid, "tracker.closed")
	}
	e := Event{ID: EventID(newID()), From: from, To: to, Occurred: occurred, Recorded: now, By: Person}
	return e, dated(occurred, now)
}

// notAfter corrects the events of a history that are dated after a moment which
// they led to: they happened at it. In their order, and in a time of their own so
// that they stay before what is written down at now.
func notAfter(history []Event, moment, now time.Time) []Event {
	var corrections []Event
	for _, e := range History(history) {
		if e.Occurred.After(moment) {
			e.Supersedes, e.ID = e.ID, EventID(newID())
			e.Occurred, e.Recorded, e.By = moment, now.Add(-time.Microsecond), Person
			corrections = append(corrections, e)
		}
	}
	return corrections
}

// correct is the event that replaces an earlier one of a history: it happened at
// another time, led elsewhere, or (to "") did not happen. The first event of a
// history cannot be taken back, only dated anew.
func correct(events []Event, id EventID, to Stage, occurred, now time.Time) (Event, error) {
	real := History(events)
	i := slices.IndexFunc(real, func(e Event) bool { return e.ID == id })
	switch {
	case i < 0:
		return Event{}, fault.NotFound
	case to == "" && len(real) == 1:
		return Event{}, fault.New(fault.Invalid, "tracker.first_event")
	case to != "" && !to.Valid():
		return Event{}, fault.New(fault.Invalid, "tracker.unknown_stage")
	}
	e := Event{ID: EventID(newID()), From: real[i].From, To: to, Occurred: occurred, Recorded: now, By: Person, Supersedes: id}
	if to == "" {
		e.Occurred = real[i].Occurred
	}
	return e, dated(e.Occurred, now)
}
