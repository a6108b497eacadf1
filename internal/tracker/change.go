package tracker

import (
	"context"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// ChangeID names a change that can be undone.
type ChangeID string

// Change is what an application was before a change. It is kept for a day.
type Change struct {
	ID          ChangeID
	Application ID
	Before      Before
	Revision    int // that the change led to
	Made        time.Time
}

// Before is the part of an application that a change may have altered, as it was.
type Before struct {
	Facts   Facts     `json:"facts"`
	Deleted time.Time `json:"deleted,omitzero"`
	Events  []EventID `json:"events,omitempty"` // those that the change added
}

// Edit changes the facts of an application. When the form was filled in on an
// older revision it is fault.Conflict and changes nothing.
func (s *Service) Edit(ctx context.Context, owner owner.ID, id ID, revision int, facts Facts) (Application, ChangeID, error) {
	facts, err := facts.clean()
	if err != nil {
		return Application{}, "", err
	}
	return s.store.UpdateApplication(ctx, owner, id, func(a *Application, _ []Event) ([]Event, error) {
		a.Facts = facts
		return nil, overtaken(a, revision)
	})
}

// Move brings an application to another stage, which it reached at a moment that
// may lie back; zero is now. What the history has after that moment happened at
// it, at the latest, and is corrected so. It is fault.Conflict when it already
// stands there or no longer where the mover saw it (from), fault.Invalid when it
// is closed.
func (s *Service) Move(ctx context.Context, owner owner.ID, id ID, from, to Stage, occurred time.Time) (Application, ChangeID, error) {
	now := s.now()
	if occurred.IsZero() {
		occurred = now
	}
	return s.store.UpdateApplication(ctx, owner, id, func(a *Application, history []Event) ([]Event, error) {
		if a.Stage != from {
			return nil, fault.New(fault.Conflict, "tracker.moved_meanwhile")
		}
		e, err := move(a.Stage, to, occurred, now)
		if err != nil {
			return nil, err
		}
		return a.extend(history, append(notAfter(history, occurred, now), e)...), nil
	})
}

// Recall adds a step that was forgotten: it was reached at a moment that lies
// back, and where the application stands follows from the whole history.
func (s *Service) Recall(ctx context.Context, owner owner.ID, id ID, stage Stage, occurred time.Time) (Application, ChangeID, error) {
	now := s.now()
	return s.store.UpdateApplication(ctx, owner, id, func(a *Application, history []Event) ([]Event, error) {
		e, err := move("", stage, occurred, now)
		if err != nil {
			return nil, err
		}
		for _, before := range History(history) {
			if !before.Occurred.After(occurred) {
				e.From = before.To
			}
		}
		return a.extend(history, e), nil
	})
}

// Correct replaces an event: it led elsewhere or happened at another time, or
// (to "") did not happen. Nothing is rewritten; the event stays in the history
// as superseded.
func (s *Service) Correct(ctx context.Context, owner owner.ID, id ID, event EventID, to Stage, occurred time.Time) (Application, ChangeID, error) {
	now := s.now()
	return s.store.UpdateApplication(ctx, owner, id, func(a *Application, history []Event) ([]Event, error) {
		e, err := correct(history, event, to, occurred, now)
		if err != nil {
			return nil, err
		}
		return a.extend(history, e), nil
	})
}

// extend lets the application stand where its history with more events leads.
func (a *Application) extend(history []Event, added ...Event) []Event {
	a.Stage, a.Since = Now(append(history[:len(history):len(history)], added...))
	return added
}

// Delete takes an application away. For a day it can be brought back by Undo;
// then it is purged with everything that hangs from it.
func (s *Service) Delete(ctx context.Context, owner owner.ID, id ID) (ChangeID, error) {
	now := s.now()
	_, change, err := s.store.UpdateApplication(ctx, owner, id, func(a *Application, _ []Event) ([]Event, error) {
		if !a.Deleted.IsZero() {
			return nil, fault.NotFound
		}
		a.Deleted = now
		return nil, nil
	})
	return change, err
}

// Undo takes a change back, if nothing came after it: facts become what they
// were, what was deleted is there again, and events that the change added are
// superseded. What was frozen with the change goes. An undo is a change itself and
// can be undone, but for events and what was frozen.
func (s *Service) Undo(ctx context.Context, owner owner.ID, id ChangeID) (Application, error) {
	c, err := s.store.Change(ctx, owner, id)
	if err != nil {
		return Application{}, err
	}
	now := s.now()
	a, _, err := s.store.UpdateApplication(ctx, owner, c.Application, func(a *Application, history []Event) ([]Event, error) {
		if err := overtaken(a, c.Revision); err != nil {
			return nil, err
		}
		a.Facts, a.Deleted = c.Before.Facts, c.Before.Deleted
		return a.retract(history, c.Before.Events, now)
	})
	if err != nil {
		return a, err
	}
	return a, s.bundles.DropBundles(ctx, owner, id) // what did not happen sent nothing
}

// retract takes events back, each by one that supersedes it. What an event had
// corrected holds again.
func (a *Application) retract(history []Event, ids []EventID, now time.Time) ([]Event, error) {
	var added []Event
	for _, id := range ids {
		e, err := a.reversal(history, id, now)
		if err != nil {
			return nil, err
		}
		added = append(added, e)
	}
	if len(added) == 0 {
		return nil, nil
	}
	return a.extend(history, added...), nil
}

// reversal is the event that takes another one back. The reversal of a
// correction says again what the corrected event said.
func (a *Application) reversal(history []Event, id EventID, now time.Time) (Event, error) {
	for _, e := range history {
		if e.ID != id {
			continue
		}
		back := Event{ID: EventID(newID()), From: e.From, Occurred: e.Occurred, Recorded: now, By: Person, Supersedes: id}
		for _, old := range history {
			if old.ID == e.Supersedes {
				back.To, back.Occurred = old.To, old.Occurred
			}
		}
		return back, nil
	}
	return Event{}, fault.NotFound
}
