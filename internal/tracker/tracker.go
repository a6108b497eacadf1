// Package tracker follows applications from the first look at a posting to its
// end: facts, stage, history, notes, and what became of them all.
//
//	s := tracker.NewService(tracker.Parts{…})
//	a, err := s.Add(ctx, who, tracker.New{Facts: tracker.Facts{Company: "…", Title: "…"}, Stage: tracker.Saved})
//	a, change, err := s.Move(ctx, who, a.ID, a.Revision, tracker.Applied, time.Time{})
//	a, err = s.Undo(ctx, who, change)
//
// The history is a ledger: events are only added, a correction supersedes an
// earlier one, and the stage is where the history leads. Every change can be
// taken back for a day, deletion included. Applications of one person are never
// merged; that two are alike is a hint. The package sends nothing and reads no
// posting: a posting kept beside an application is only named here.
package tracker

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// Store keeps applications with their history. Another owner's id is
// fault.NotFound.
type Store interface {
	// AddApplication keeps an application with its first events.
	AddApplication(ctx context.Context, owner owner.ID, a Application, events []Event) error
	Application(ctx context.Context, owner owner.ID, id ID) (Application, error)
	// UpdateApplication changes an application, deleted ones included, and keeps
	// what it was until it can no longer be undone. change gets the row and its
	// history under a lock and returns events to add.
	UpdateApplication(ctx context.Context, owner owner.ID, id ID, change func(a *Application, history []Event) ([]Event, error)) (Application, ChangeID, error)
	// Change returns what an application was before a change.
	Change(ctx context.Context, owner owner.ID, id ChangeID) (Change, error)
	// History returns the events of an application in the order they were added.
	History(ctx context.Context, owner owner.ID, id ID) ([]Event, error)
}

// Lists finds applications that are not deleted.
type Lists interface {
	// Applications returns a page of those that match, in order.
	Applications(ctx context.Context, owner owner.ID, q Query) ([]Application, error)
	// Counts counts all applications by stage.
	Counts(ctx context.Context, owner owner.ID) (map[Stage]int, error)
	// ApplicationFor returns the newest application of a posting.
	ApplicationFor(ctx context.Context, owner owner.ID, posting string) (Application, error)
	// Alike returns candidates for Like: same folded company, or some address.
	Alike(ctx context.Context, owner owner.ID, a Application) ([]Application, error)
	// Efforts lists those that first went out in a period, the earliest first.
	Efforts(ctx context.Context, owner owner.ID, from, to time.Time) ([]Effort, error)
	// Courses returns what happened to each, the events in the order they were added.
	Courses(ctx context.Context, owner owner.ID) ([]Course, error)
}

// Parts is what a Service works with.
type Parts struct {
	Store   Store
	Lists   Lists
	Items   Items
	Imports Imports
	Days    Days
	Feeds   Feeds
	Bundles Bundles
	Deleted Deleted
	Now     func() time.Time
}

// Service has the rules of applications.
type Service struct {
	store   Store
	lists   Lists
	items   Items
	imports Imports
	days    Days
	feeds   Feeds
	bundles Bundles
	deleted Deleted
	now     func() time.Time
}

// NewService returns a service over its parts.
func NewService(p Parts) *Service {
	return &Service{p.Store, p.Lists, p.Items, p.Imports, p.Days, p.Feeds, p.Bundles, p.Deleted, p.Now}
}

// New is an application to be added.
type New struct {
	Facts   Facts
	Stage   Stage     // where it stands already
	Since   time.Time // since when; zero for now
	Posting string    // the posting kept of it, "" for none
}

// Add keeps a new application. Facts without company and title, an unknown stage
// and a date that cannot be are fault.Invalid.
func (s *Service) Add(ctx context.Context, owner owner.ID, n New) (Application, error) {
	facts, err := n.Facts.clean()
	if err != nil {
		return Application{}, err
	}
	n.Facts = facts
	f, err := n.fresh(s.now(), Person)
	if err != nil {
		return Application{}, err
	}
	return f.Application, s.store.AddApplication(ctx, owner, f.Application, f.Events)
}

// Fresh is a new application with its first events and items.
type Fresh struct {
	Application Application
	Events      []Event
	Items       []Item
}

// fresh makes the application of clean facts.
func (n New) fresh(now time.Time, by By) (Fresh, error) {
	since := n.Since
	if since.IsZero() {
		since = now
	}
	first, err := move("", n.Stage, since, now)
	first.By = by
	a := Application{ID: ID(newID()), Stage: n.Stage, Since: since, Posting: n.Posting, Facts: n.Facts, Revision: 1, Created: now, Updated: now}
	return Fresh{Application: a, Events: []Event{first}}, err
}

// AddOnce keeps a new application unless there is one of the same posting, which
// it returns.
func (s *Service) AddOnce(ctx context.Context, owner owner.ID, n New) (Application, error) {
	a, err := s.lists.ApplicationFor(ctx, owner, n.Posting)
	if fault.KindOf(err) != fault.NotFound {
		return a, err
	}
	return s.Add(ctx, owner, n)
}

// Application returns one application.
func (s *Service) Application(ctx context.Context, owner owner.ID, id ID) (Application, error) {
	return s.store.Application(ctx, owner, id)
}

// History returns every event of an application, corrected ones included, in the
// order they were written down.
func (s *Service) History(ctx context.Context, owner owner.ID, id ID) ([]Event, error) {
	return s.store.History(ctx, owner, id)
}

// Alike returns the other applications that look like the same job.
func (s *Service) Alike(ctx context.Context, owner owner.ID, a Application) ([]Application, error) {
	found, err := s.lists.Alike(ctx, owner, a)
	var alike []Application
	for _, other := range found {
		if other.ID != a.ID && Like(a.Facts, other.Facts) {
			alike = append(alike, other)
		}
	}
	return alike, err
}

// overtaken refuses a change that was decided on an older state.
func overtaken(a *Application, revision int) error {
	if a.Revision != revision {
		return fault.New(fault.Conflict, "tracker.overtaken")
	}
	return nil
}
