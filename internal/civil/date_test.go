package civil

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in string
		ok bool
	}{
		{"", true}, {"2020", true}, {"2020-06", true}, {"2020-02-29", true},
		{"2021-02-29", false}, {"2020-13", false}, {"2020-00", false}, {"20-06", false},
		{"2020-6", false}, {"June 2020", false}, {"2020-06-31", false}, {"+020", false},
	} {
		d, err := ParseDate(tt.in)
		if (err == nil) != tt.ok {
			t.Errorf("ParseDate(%q) error = %v, want ok %v", tt.in, err, tt.ok)
		}
		if err == nil && d.String() != tt.in {
			t.Errorf("ParseDate(%q).String() = %q", tt.in, d)
		}
	}
}

func TestDateTextRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Date{Year: rapid.IntRange(1, 9999).Draw(t, "year"), Month: rapid.IntRange(0, 12).Draw(t, "month")}
		if d.Month > 0 {
			d.Day = rapid.IntRange(0, 28).Draw(t, "day")
		}
		text, _ := d.MarshalText()
		var back Date
		if err := back.UnmarshalText(text); err != nil || back != d {
			t.Fatalf("UnmarshalText(%s) = %v, %v, want %v", text, back, err, d)
		}
	})
}

func TestMonthsUntil(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from, to string
		want     int
	}{{"2020-06", "2021-06", 12}, {"2020", "2020-03", 2}, {"2021-01", "2020-12", -1}} {
		from, _ := ParseDate(tt.from)
		to, _ := ParseDate(tt.to)
		if got := from.MonthsUntil(to); got != tt.want {
			t.Errorf("MonthsUntil(%s, %s) = %d, want %d", tt.from, tt.to, got, tt.want)
		}
	}
}
