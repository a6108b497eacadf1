package inventory

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// period is the part of ISO 8601 durations that we use.
var period = regexp.MustCompile(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$`)

// Period is a calendar period.
type Period struct {
	Years, Months, Days int
	Clock               time.Duration
}

// ParsePeriod reads "P12M", "P7D", "PT24H", "PT5M".
func ParsePeriod(s string) (Period, error) {
	m := period.FindStringSubmatch(s)
	if m == nil || s == "P" || s[len(s)-1] == 'T' {
		return Period{}, fmt.Errorf("%q is no period", s)
	}
	n := func(i int) int {
		v, _ := strconv.Atoi(m[i]) // digits or nothing
		return v
	}
	clock := time.Duration(n(4))*time.Hour + time.Duration(n(5))*time.Minute + time.Duration(n(6))*time.Second
	return Period{n(1), n(2), n(3), clock}, nil
}

// Before returns the time that lies the period before t. A month back from the
// 31st is the last day of the shorter month.
func (p Period) Before(t time.Time) time.Time {
	t = t.UTC()
	day := t.Day()
	first := t.AddDate(0, 0, 1-day).AddDate(-p.Years, -p.Months, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day, last)-1-p.Days).Add(-p.Clock)
}

// fixed is a period of days and less as a duration; check has read it before.
func fixed(s string) time.Duration {
	p, err := ParsePeriod(s)
	if err != nil {
		return 0
	}
	return time.Duration(p.Days)*24*time.Hour + p.Clock
}

// Durations are the three periods of the queue.
func (q QueuePeriods) Durations() (completed, cancelled, discarded time.Duration) {
	return fixed(q.Completed), fixed(q.Cancelled), fixed(q.Discarded)
}
