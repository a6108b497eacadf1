package civil

import "time"

// DayOf is the calendar day of a moment, in the zone of the moment.
func DayOf(t time.Time) Date {
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// AddDays is the day so many days later; d has a day.
func (d Date) AddDays(n int) Date {
	return DayOf(time.Date(d.Year, time.Month(d.Month), d.Day+n, 0, 0, 0, 0, time.UTC))
}

// AddMonths is the first day of the month so many months later.
func (d Date) AddMonths(n int) Date {
	return DayOf(time.Date(d.Year, time.Month(d.Month+n), 1, 0, 0, 0, 0, time.UTC))
}

// DaysUntil counts the days from d to e; both have a day.
func (d Date) DaysUntil(e Date) int {
	return int(e.In(time.UTC).Sub(d.In(time.UTC)) / (24 * time.Hour))
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

// In is the moment a day begins in a zone: midnight, or the first moment there
// is where the clocks go forward at midnight.
func (d Date) In(zone *time.Location) time.Time {
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, zone)
	for DayOf(t).Compare(d) < 0 {
		t = t.Add(30 * time.Minute)
	}
	return t
}
