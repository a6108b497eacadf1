package inventory_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"jobops/internal/inventory"
)

func TestPeriodAfter(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ period, from, want string }{
		{"P12M", "2026-11-24T09:30:00Z", "2027-11-24T09:30:00Z"},
		{"P1M", "2026-01-31T12:00:00Z", "2026-03-01T00:00:00Z"},
		{"P1M", "2028-01-30T12:00:00Z", "2028-03-01T00:00:00Z"}, // a leap year's February
		{"P1M", "2028-01-29T12:00:00Z", "2028-02-29T12:00:00Z"},
		{"P12M", "2028-02-29T12:00:00Z", "2029-03-01T00:00:00Z"},
		{"P4Y", "2028-02-29T12:00:00Z", "2032-02-29T12:00:00Z"},
		{"P1M", "2026-12-31T23:59:59Z", "2027-01-31T23:59:59Z"},
		{"P24M", "2026-02-28T00:00:00Z", "2028-02-28T00:00:00Z"},
		{"P30D", "2026-01-31T12:00:00Z", "2026-03-02T12:00:00Z"},
		// A day stays a day of 24 hours where clocks on the wall change.
		{"P1D", "2026-03-29T02:30:00+02:00", "2026-03-30T00:30:00Z"},
		{"PT24H", "2026-10-25T02:30:00+02:00", "2026-10-26T00:30:00Z"},
	} {
		p, err := inventory.ParsePeriod(tt.period)
		if err != nil {
			t.Fatalf("ParsePeriod(%q) = %v", tt.period, err)
		}
		if got := p.After(instant(t, tt.from)); !got.Equal(instant(t, tt.want)) {
			t.Errorf("(%s).After(%s) = %v, want %s", tt.period, tt.from, got, tt.want)
		}
	}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestPeriodsNeitherEarlyNorLate checks that the two directions agree: what
// ended before now is exactly what Before(now) reaches.
func TestPeriodsNeitherEarlyNorLate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := inventory.Period{
			Years: rapid.IntRange(0, 5).Draw(t, "years"), Months: rapid.IntRange(0, 30).Draw(t, "months"),
			Days: rapid.IntRange(0, 90).Draw(t, "days"), Clock: time.Duration(rapid.IntRange(0, 3600*48).Draw(t, "seconds")) * time.Second,
		}
		now := time.UnixMicro(rapid.Int64Range(1.5e15, 2.5e15).Draw(t, "now"))
		cut := p.Before(now)
		if end := p.After(cut); end.After(now) {
			t.Fatalf("%+v: what began %v ends %v and would be deleted at %v", p, cut, end, now)
		}
		if end := p.After(cut.Add(time.Microsecond)); !end.After(now) {
			t.Fatalf("%+v: what began just after %v has ended at %v and would stay at %v", p, cut, end, now)
		}
	})
}
