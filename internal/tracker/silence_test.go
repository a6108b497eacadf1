package tracker

import (
	"fmt"
	"testing"
	"time"
)

var begun = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)

// after is the history of an application that went to a stage and from there,
// days later, to another.
func after(n int, from, to Stage, days int) []Event {
	return []Event{
		{ID: EventID(fmt.Sprint("a", n)), To: from, Occurred: begun, Recorded: begun},
		{ID: EventID(fmt.Sprint("b", n)), From: from, To: to, Occurred: begun.AddDate(0, 0, days), Recorded: begun.AddDate(0, 0, days)},
	}
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	answered := func(cases int, to Stage, each int) (all [][]Event) {
		for i := range cases {
			all = append(all, after(i, Applied, to, 1+i*each))
		}
		return all
	}
	for name, tt := range map[string]struct {
		histories [][]Event
		want      Measure
	}{
		"no cases":               {nil, Measure{Days: 21, Cases: 92}},
		"too few":                {answered(7, Screening, 1), Measure{Days: 21, Cases: 92}},
		"nine of ten":            {answered(10, Screening, 2), Measure{Days: 18, Cases: 10, Own: true}},
		"refusals are answers":   {answered(8, Rejected, 1), Measure{Days: 9, Cases: 8, Own: true}},
		"silence is no answer":   {answered(20, Ghosted, 1), Measure{Days: 21, Cases: 92}},
		"so is giving up":        {answered(20, Withdrawn, 1), Measure{Days: 21, Cases: 92}},
		"not shorter than it is": {answered(20, Interview, 0), Measure{Days: 5, Cases: 20, Own: true}},
		"not for ever":           {answered(20, Offer, 30), Measure{Days: 60, Cases: 20, Own: true}},
	} {
		if got := Measures(tt.histories)[Applied]; got != tt.want {
			t.Errorf("%s: Measures = %+v, want %+v", name, got, tt.want)
		}
	}
	if got := Measures(nil)[Interview]; got != (Measure{Days: 12, Cases: 6}) {
		t.Errorf("Measures(nil) of an interview = %+v, want 12 days from 6 cases", got)
	}
}

// TestDayOfItems: an interview is on the day it begins where the person is, a
// task on its own day whatever the zone; clocks that change do not move either.
func TestDayOfItems(t *testing.T) {
	t.Parallel()
	zone := func(name string) *time.Location {
		z, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	for _, tt := range []struct {
		kind       ItemKind
		at         string
		here, want string
	}{
		{Appointed, "2026-12-31T23:30:00Z", "Europe/Paris", "2027-01-01"},
		{Appointed, "2026-12-31T23:30:00Z", "America/New_York", "2026-12-31"},
		{Appointed, "2026-03-28T23:30:00Z", "Europe/Paris", "2026-03-29"}, // the night the clocks change
		{Appointed, "2026-10-24T22:30:00Z", "Europe/Paris", "2026-10-25"},
		{Appointed, "2028-02-28T23:30:00Z", "Europe/Paris", "2028-02-29"},
		{Task, "2028-02-29T00:00:00Z", "America/New_York", "2028-02-29"},
		{Task, "2026-03-29T00:00:00Z", "Pacific/Auckland", "2026-03-29"},
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Item{Kind: tt.kind, At: at}).Day(zone(tt.here)); got.String() != tt.want {
			t.Errorf("Day(%s at %s in %s) = %s, want %s", tt.kind, tt.at, tt.here, got, tt.want)
		}
	}
}
