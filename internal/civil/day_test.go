package civil

import (
	"testing"
	"time"
)

func TestDays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2028-02-28", 1, "2028-02-29"}, {"2027-02-28", 1, "2027-03-01"}, {"2028-02-29", 366, "2029-03-01"},
		{"2026-12-31", 1, "2027-01-01"}, {"2026-03-01", -1, "2026-02-28"}, {"2026-10-25", 0, "2026-10-25"},
	} {
		d, err := ParseDate(tt.from)
		if err != nil {
			t.Fatal(err)
		}
		got := d.AddDays(tt.n)
		if got.String() != tt.want {
			t.Errorf("AddDays(%s, %d) = %s, want %s", tt.from, tt.n, got, tt.want)
		}
		if n := d.DaysUntil(got); n != tt.n {
			t.Errorf("DaysUntil(%s, %s) = %d, want %d", d, got, n, tt.n)
		}
	}
}

func TestMonths(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-12-31", 1, "2027-01-01"}, {"2026-01-31", 1, "2026-02-01"}, {"2026-03-31", -1, "2026-02-01"}, {"2026-01-15", -13, "2024-12-01"},
	} {
		d, _ := ParseDate(tt.from)
		if got := d.AddMonths(tt.n).String(); got != tt.want {
			t.Errorf("AddMonths(%s, %d) = %s, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

// TestDaysBegin asks for days whose midnight exists, exists twice or not at all.
func TestDaysBegin(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ day, zone, want string }{
		{"2026-12-01", "UTC", "2026-12-01T00:00:00Z"},
		{"2026-03-29", "Europe/Paris", "2026-03-29T00:00:00+01:00"},
		{"2026-03-30", "Europe/Paris", "2026-03-30T00:00:00+02:00"},
		{"2026-10-25", "Europe/Paris", "2026-10-25T00:00:00+02:00"},
		{"2026-03-29", "Asia/Beirut", "2026-03-29T01:00:00+03:00"}, // no midnight that day
		{"2018-11-04", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"},
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := ParseDate(tt.day)
		if got := d.In(zone); got.Format(time.RFC3339) != tt.want || DayOf(got) != d {
			t.Errorf("In(%s, %s) = %s, want %s", tt.day, tt.zone, got.Format(time.RFC3339), tt.want)
		}
	}
}
