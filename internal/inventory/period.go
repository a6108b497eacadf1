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

// After returns the time at which something of time t has been kept for the
// period. Where the month has no such day, the period ends with the month's last
// day (Regulation 1182/71, Art. 3(2)(c)): a month after 31 January is the very
// beginning of 1 March.
func (p Period) After(t time.Time) time.Time {
	t = t.UTC()
	first := t.AddDate(0, 0, 1-t.Day()).AddDate(p.Years, p.Months, 0)
	end := first.AddDate(0, 0, t.Day()-1)
	if end.Month() != first.Month() {
		end = midnight(first).AddDate(0, 1, 0)
	}
	return end.AddDate(0, 0, p.Days).Add(p.Clock)
}

// Before returns the latest time, in microseconds, whose period has ended at t:
// After(x) is not later than t exactly when x is not later than Before(t).
func (p Period) Before(t time.Time) time.Time {
	t = t.UTC().Truncate(time.Microsecond).Add(-p.Clock).AddDate(0, 0, -p.Days)
	first := t.AddDate(0, 0, 1-t.Day()).AddDate(-p.Years, -p.Months, 0)
	at := first.AddDate(0, 0, t.Day()-1)
	if at.Month() != first.Month() {
		return midnight(first).AddDate(0, 1, 0).Add(-time.Microsecond)
	}
	return at
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
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
