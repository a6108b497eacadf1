package tracker

import (
	"context"
	"time"

	"jobops/internal/civil"
	"jobops/internal/owner"
)

// Course is what happened to one application, with what its answer may hang on.
type Course struct {
	Source  string // where the posting was found, in the person's words
	URL     string // of the posting
	CV      string // the one of which a version was sent, "" for none and for one deleted since
	Version int    // its number, 0 where none was kept
	Events  []Event
}

// sent is the first time that an application went out, and its place in the
// history: the first event that leads to a stage of the path behind Saved. It is
// -1 when nothing was sent.
func sent(history []Event) int {
	for i, e := range history {
		if e.To.Rank() > 0 {
			return i
		}
	}
	return -1
}

// Insights is what the histories of all applications say together.
type Insights struct {
	Flow
	Stays   []Stay      // of the stages that were entered, in their order
	Sources []Response  // by where the posting was found
	CVs     []Response  // by the version of the CV that was sent
	Weeks   []WeekCount // the last ones, the newest last
	Before  int         // applications that were sent before those weeks
}

const (
	// shownWeeks is how far back applications are counted week by week.
	shownWeeks = 12
	// shownGroups is how many groups of answers are told apart.
	shownGroups = 12
)

// Insights computes the insights of now, in weeks that begin on a day in a zone.
func (s *Service) Insights(ctx context.Context, owner owner.ID, zone *time.Location, first time.Weekday) (Insights, error) {
	courses, err := s.lists.Courses(ctx, owner)
	if err != nil {
		return Insights{}, err
	}
	now := s.now()
	histories := make([][]Event, len(courses))
	for i, c := range courses {
		courses[i].Events = History(c.Events) // once for all that follows
		histories[i] = courses[i].Events
	}
	in := Insights{Flow: FlowOf(histories), Stays: StaysOf(histories, now)}
	in.Sources = ResponsesOf(courses, BySource, shownGroups)
	in.CVs = ResponsesOf(courses, ByVersion, shownGroups)
	in.Weeks, in.Before = WeeksOf(histories, LastWeeks(civil.DayOf(now.In(zone)), first, shownWeeks), zone)
	return in, nil
}
