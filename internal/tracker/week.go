package tracker

import (
	"time"

	"jobops/internal/civil"
)

// WeekCount is how many applications were sent in seven days.
type WeekCount struct {
	Begins civil.Date
	Sent   int
}

// LastWeeks are the n weeks up to the one of a day, the newest last.
func LastWeeks(today civil.Date, first time.Weekday, n int) []WeekCount {
	begins := today.AddDays(-int(today.Weekday()-first+7) % 7)
	weeks := make([]WeekCount, n)
	for i := range weeks {
		weeks[i].Begins = begins.AddDays(-7 * (n - 1 - i))
	}
	return weeks
}

// WeeksOf counts the applications of histories in the week in which they were
// first sent in a zone, and those that were sent before all of the weeks. What a
// clock that runs ahead dates behind the last week counts in it.
func WeeksOf(histories [][]Event, weeks []WeekCount, zone *time.Location) ([]WeekCount, int) {
	before := 0
	for _, events := range histories {
		history := History(events)
		began := sent(history)
		if began < 0 {
			continue
		}
		days := weeks[0].Begins.DaysUntil(civil.DayOf(history[began].Occurred.In(zone)))
		if days < 0 {
			before++
			continue
		}
		weeks[min(days/7, len(weeks)-1)].Sent++
	}
	return weeks, before
}
