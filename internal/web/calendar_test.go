package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"jobops/internal/civil"
	"jobops/internal/tracker"
)

func TestWeeksOfMonths(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		month       string
		begin       time.Weekday
		first, last string
		weeks       int
	}{
		{"2026-12-01", time.Monday, "2026-11-30", "2027-01-03", 5},
		{"2026-12-01", time.Sunday, "2026-11-29", "2027-01-02", 5},
		{"2026-03-01", time.Monday, "2026-02-23", "2026-04-05", 6},
		{"2026-03-01", time.Sunday, "2026-03-01", "2026-04-04", 5},
		{"2027-02-01", time.Monday, "2027-02-01", "2027-02-28", 4},
		{"2028-02-01", time.Monday, "2028-01-31", "2028-03-05", 5}, // a leap year
	} {
		month, err := civil.ParseDate(tt.month)
		if err != nil {
			t.Fatal(err)
		}
		weeks := weeksOf(month, tt.begin)
		first, last := weeks[0][0], weeks[len(weeks)-1][6]
		if first.Date.String() != tt.first || last.Date.String() != tt.last || len(weeks) != tt.weeks || first.Weekday() != tt.begin {
			t.Errorf("weeksOf(%s, %s) = %s to %s in %d weeks, want %s to %s in %d", tt.month, tt.begin, first, last, len(weeks), tt.first, tt.last, tt.weeks)
		}
	}
}

func TestMonthsAsked(t *testing.T) {
	t.Parallel()
	today := civil.Date{Year: 2026, Month: 12, Day: 1}
	for _, tt := range []struct {
		query, want string
		ok          bool
	}{
		{"", "2026-12-01", true}, {"?month=2028-02", "2028-02-01", true}, {"?month=2028-02-29", "2028-02-29", true},
		{"?month=2027-02-29", "", false}, {"?month=2026", "", false}, {"?month=0001-01", "", false}, {"?month=soon", "", false},
	} {
		d, err := dayAsked(httptest.NewRequest(http.MethodGet, "/calendar"+tt.query, nil), "month", today)
		if (err == nil) != tt.ok || tt.ok && d.String() != tt.want {
			t.Errorf("dayAsked(%q) = %s, %v, want %s, %v", tt.query, d, err, tt.want, tt.ok)
		}
	}
}

// TestAgendaEndsWithADay fills a page with more entries than it takes.
func TestAgendaEndsWithADay(t *testing.T) {
	t.Parallel()
	from := civil.Date{Year: 2026, Month: 12, Day: 1}
	v := agendaView{from: from, until: from.AddDays(agendaDays - 1)}
	var entries []tracker.Entry
	for i := range 3 * agendaMost {
		entries = append(entries, tracker.Entry{On: from.AddDays(i / 40)})
	}
	v.fill(entries)
	n := 0
	for _, d := range v.days {
		n += len(d.entries)
	}
	if n != 120 || v.until != from.AddDays(2) {
		t.Errorf("fill shows %d entries until %s, want 120 until %s", n, v.until, from.AddDays(2))
	}
}
