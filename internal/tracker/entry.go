package tracker

import (
	"cmp"
	"context"
	"slices"
	"time"

	"jobops/internal/civil"
	"jobops/internal/owner"
)

// EntryKind is what falls on a day.
type EntryKind string

// The kinds of entry.
const (
	InterviewEntry EntryKind = "interview"
	TaskEntry      EntryKind = "task"
	NextEntry      EntryKind = "next"     // the next action of an application
	DeadlineEntry  EntryKind = "deadline" // the last day to apply, of one that is saved
)

// Entry is one thing of an application on a day.
type Entry struct {
	Kind        EntryKind
	Application Application // without what is sealed, but for a next action
	On          civil.Date  // its day, for an interview in the zone asked for
	Item        Item        // the interview or the task
}

// Name is what the application of an entry is called.
func (e Entry) Name() string { return cmp.Or(e.Application.Facts.Title, e.Application.Facts.Company) }

// Text is what is to be done, in the person's words.
func (e Entry) Text() string {
	if e.Kind == NextEntry {
		return e.Application.Facts.Next
	}
	return e.Item.Body.Text
}

// Days finds what falls on days, of applications that are not deleted.
type Days interface {
	// ItemsBetween lists interviews and tasks from a moment to before another, the
	// nearest first, each with the application it hangs from. Of the application
	// what is sealed stays so. open leaves out what is done.
	ItemsBetween(ctx context.Context, owner owner.ID, from, until time.Time, open bool, limit int) ([]Entry, error)
	// NextBetween lists open applications by the day of their next action, DeadlinesBetween
	// saved ones by the last day to apply, both days included. over lists those of
	// other stages too.
	NextBetween(ctx context.Context, owner owner.ID, from, until civil.Date, over bool, limit int) ([]Application, error)
	DeadlinesBetween(ctx context.Context, owner owner.ID, from, until civil.Date, over bool, limit int) ([]Application, error)
	// Waiting lists applications that have stood in a stage since before a moment
	// and have nothing planned on or after a day, the longest waiting first.
	Waiting(ctx context.Context, owner owner.ID, q Silent) ([]Application, error)
	// RecentHistories returns the events of the applications that moved last.
	RecentHistories(ctx context.Context, owner owner.ID, n int) ([][]Event, error)
}

// Most is how many entries of one sort Entries lists.
const Most = 2000

// Entries lists what falls on the days from one to another, both included, in
// the order of the days. Interviews belong to the day they begin in zone.
func (s *Service) Entries(ctx context.Context, owner owner.ID, from, until civil.Date, zone *time.Location) ([]Entry, error) {
	return s.entries(ctx, owner, span{from: from, until: until, zone: zone, limit: Most, over: true})
}

// span says which entries to list.
type span struct {
	from, until civil.Date
	zone        *time.Location
	open        bool // not what is done
	limit       int  // of each sort
	over        bool // also days of applications that have gone on or are closed
}

func (s *Service) entries(ctx context.Context, owner owner.ID, sp span) ([]Entry, error) {
	from, until := sp.from, sp.until
	// A task is due on a day of its own zone, which may begin before or after ours.
	items, err := s.days.ItemsBetween(ctx, owner, from.AddDays(-1).In(sp.zone), until.AddDays(2).In(sp.zone), sp.open, sp.limit)
	if err != nil {
		return nil, err
	}
	next, err := s.days.NextBetween(ctx, owner, from, until, sp.over, sp.limit)
	if err != nil {
		return nil, err
	}
	deadlines, err := s.days.DeadlinesBetween(ctx, owner, from, until, sp.over, sp.limit)
	if err != nil {
		return nil, err
	}
	var all []Entry
	for _, e := range items {
		e.On = e.Item.Day(sp.zone)
		if e.On.Compare(from) >= 0 && e.On.Compare(until) <= 0 {
			all = append(all, e)
		}
	}
	for _, a := range next {
		all = append(all, Entry{Kind: NextEntry, Application: a, On: a.Facts.NextOn})
	}
	for _, a := range deadlines {
		all = append(all, Entry{Kind: DeadlineEntry, Application: a, On: a.Facts.Deadline})
	}
	slices.SortStableFunc(all, compareEntries)
	return all, nil
}

// compareEntries puts the days in order, on a day what has no time first.
func compareEntries(a, b Entry) int {
	return cmp.Or(a.On.Compare(b.On), a.Begins().Compare(b.Begins()), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name(), b.Name()), cmp.Compare(a.Application.ID, b.Application.ID))
}

// Begins is when an interview begins; zero for what takes a day.
func (e Entry) Begins() time.Time {
	if e.Kind == InterviewEntry {
		return e.Item.At
	}
	return time.Time{}
}

// Day is the day of an item: an interview begins on it in zone, a task is due on
// it whatever the zone.
func (i Item) Day(zone *time.Location) civil.Date {
	if i.Kind == Task {
		return civil.DayOf(i.Local())
	}
	return civil.DayOf(i.At.In(zone))
}

// Local is the time of an item in the zone it was agreed in, UTC where none was
// given.
func (i Item) Local() time.Time {
	zone, err := time.LoadLocation(i.Body.Zone)
	if err != nil {
		zone = time.UTC
	}
	return i.At.In(zone)
}
