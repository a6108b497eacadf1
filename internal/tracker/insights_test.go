package tracker

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"jobops/internal/civil"
)

const oneDay = 24 * time.Hour

// stepped is a history that reached each stage so many days after day.
func stepped(steps ...any) (all []Event) {
	for i := 0; i < len(steps); i += 2 {
		at := day.AddDate(0, 0, steps[i+1].(int))
		all = append(all, Event{ID: EventID(rune('a' + i)), To: steps[i].(Stage), Occurred: at, Recorded: at})
	}
	return all
}

func TestStays(t *testing.T) {
	t.Parallel()
	now := day.AddDate(0, 0, 40)
	over := func(cases, median, shortest, longest int) Spread {
		return Spread{cases, time.Duration(median) * oneDay, time.Duration(shortest) * oneDay, time.Duration(longest) * oneDay}
	}
	for name, tt := range map[string]struct {
		histories [][]Event
		want      []Stay
	}{
		"nothing": {nil, nil},
		"what goes on has no length yet": {
			[][]Event{stepped(Saved, 0, Applied, 4), stepped(Saved, 0, Applied, 10, Interview, 20)},
			[]Stay{
				{Stage: Saved, Over: over(2, 7, 4, 10)},
				{Stage: Applied, Over: over(1, 10, 10, 10), Open: 1, Oldest: 36 * oneDay},
				{Stage: Interview, Open: 1, Oldest: 20 * oneDay},
			},
		},
		"the middle of three": {
			[][]Event{stepped(Applied, 0, Rejected, 3), stepped(Applied, 0, Ghosted, 30), stepped(Applied, 0, Screening, 5, Withdrawn, 6)},
			[]Stay{{Stage: Applied, Over: over(3, 5, 3, 30)}, {Stage: Screening, Over: over(1, 1, 1, 1)}},
		},
		"who comes back stays twice": {
			[][]Event{stepped(Applied, 0, Rejected, 2, Applied, 10, Interview, 14)},
			[]Stay{{Stage: Applied, Over: over(2, 3, 2, 4)}, {Stage: Interview, Open: 1, Oldest: 26 * oneDay}},
		},
		"left in the moment it was entered": {
			[][]Event{stepped(Saved, 3, Applied, 3)},
			[]Stay{{Stage: Applied, Open: 1, Oldest: 37 * oneDay}},
		},
		"led where it stood": {
			[][]Event{stepped(Applied, 0, Applied, 5, Rejected, 8)},
			[]Stay{{Stage: Applied, Over: over(1, 8, 8, 8)}},
		},
		"a corrected date counts, the one it corrects does not": {
			[][]Event{append(stepped(Saved, 0, Applied, 9), Event{ID: "x", To: Applied, Occurred: day.AddDate(0, 0, 2), Recorded: now, Supersedes: "c"})},
			[]Stay{{Stage: Saved, Over: over(1, 2, 2, 2)}, {Stage: Applied, Open: 1, Oldest: 38 * oneDay}},
		},
		"a clock that runs ahead":     {[][]Event{stepped(Saved, 41)}, []Stay{{Stage: Saved, Open: 1}}},
		"nobody waits at the far end": {[][]Event{stepped(Accepted, 0), stepped(Rejected, 0)}, nil},
	} {
		if diff := cmp.Diff(tt.want, StaysOf(tt.histories, now)); diff != "" {
			t.Errorf("%s: StaysOf (-want +got):\n%s", name, diff)
		}
	}
}

func TestResponses(t *testing.T) {
	t.Parallel()
	courses := []Course{
		{Source: "linkedin", Events: stepped(Saved, 0, Applied, 1, Rejected, 4)},
		{Source: "LinkedIn", Events: stepped(Applied, 0, Screening, 6, Interview, 9, Rejected, 12)},
		{Source: "LinkedIn", Events: stepped(Applied, 0)},
		{Source: "LinkedIn", Events: stepped(Applied, 0, Ghosted, 30)},
		{Source: "LinkedIn", Events: stepped(Saved, 0)},             // not sent
		{Source: "LinkedIn", Events: stepped(Saved, 0, Expired, 9)}, // neither
		{Source: "a friend", Events: stepped(Interview, 0)},         // answered, nobody knows how quickly
		{URL: "https://www.jobs.example.com/7", Events: stepped(Applied, 0, Withdrawn, 2)},
		{URL: "https://jobs.example.com/8", Events: stepped(Applied, 0)},
		{Events: stepped(Applied, 0, Withdrawn, 2)},
	}
	got := ResponsesOf(courses, BySource, 12)
	want := []Response{
		{Sort: Sort{Source: "LinkedIn"}, Sent: 4, Answered: 2, Ahead: 1, Waiting: 1, Took: Spread{2, 108 * time.Hour, 3 * oneDay, 6 * oneDay}},
		{Sort: Sort{Source: "jobs.example.com"}, Sent: 2, Waiting: 1},
		{Sort: Sort{Source: "a friend"}, Sent: 1, Answered: 1, Ahead: 1},
		{Sent: 1},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Response{})); diff != "" {
		t.Errorf("by source (-want +got):\n%s", diff)
	}
}

// TestResponsesByVersion: versions of different CVs are told apart, those of
// deleted ones are not, and what was sent without one counts too.
func TestResponsesByVersion(t *testing.T) {
	t.Parallel()
	applied := stepped(Applied, 0)
	courses := []Course{
		{CV: "one", Version: 2, Events: applied}, {CV: "one", Version: 2, Events: applied}, {CV: "one", Version: 2, Events: applied},
		{CV: "two", Version: 2, Events: applied}, {CV: "one", Version: 1, Events: applied}, {CV: "one", Version: 1, Events: applied},
		{Version: 2, Events: applied}, {Version: 7, Events: applied}, {Events: applied},
	}
	var got []any
	for _, r := range ResponsesOf(courses, ByVersion, 12) {
		got = append(got, r.CV, r.Version, r.Sent)
	}
	if diff := cmp.Diff([]any{"one", 2, 3, "", Gone, 2, "one", 1, 2, "", 0, 1, "two", 2, 1}, got); diff != "" {
		t.Errorf("CV, version and count (-want +got):\n%s", diff)
	}
	few := ResponsesOf(courses, ByVersion, 2)
	if len(few) != 2 || few[1].Others != 4 || few[1].Sent != 6 {
		t.Errorf("two of five sorts = %+v, want the first and four others added together", few)
	}
}

// anyCourses draws applications that moved about.
func anyCourses(t *rapid.T) []Course {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Course {
		stages := rapid.SliceOfN(rapid.SampledFrom(Stages()), 1, 6).Draw(t, "stages")
		c := Course{Source: rapid.SampledFrom([]string{"", "a", "A", "b", "c"}).Draw(t, "source"), Version: rapid.IntRange(0, 3).Draw(t, "version")}
		c.CV = rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "cv")
		c.Events = events(stages...)
		for i := range c.Events {
			c.Events[i].Occurred = day.Add(time.Duration(rapid.IntRange(0, 120*24).Draw(t, "hours")) * time.Hour)
		}
		return c
	}), 0, 30).Draw(t, "courses")
}

// TestInsightsCountEachOnce: whatever the histories, every application that was
// sent counts once by source, once by version and once by week; answers and waits
// never exceed what was sent; each visit to an open stage is over or goes on; and
// medians lie between the ends.
func TestInsightsCountEachOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		courses := anyCourses(t)
		sentOnes, open, ends := 0, 0, 0
		var histories [][]Event
		for _, c := range courses {
			histories = append(histories, c.Events)
			if history := History(c.Events); sent(history) >= 0 {
				sentOnes++
			}
			if now, _ := Now(c.Events); !now.Closed() {
				open++
			}
		}
		most := rapid.IntRange(1, 5).Draw(t, "most")
		for _, by := range []func(Course) (Sort, string){BySource, ByVersion} {
			n := 0
			for _, r := range ResponsesOf(courses, by, most) {
				n += r.Sent
				if r.Answered+r.Waiting > r.Sent || r.Ahead > r.Answered || r.Took.Cases > r.Answered {
					t.Fatalf("more answers than questions: %+v", r)
				}
				ordered(t, r.Took)
			}
			if n != sentOnes {
				t.Fatalf("%d applications in sorts, %d were sent", n, sentOnes)
			}
		}
		for _, s := range StaysOf(histories, day.AddDate(0, 0, 200)) {
			ends += s.Open
			ordered(t, s.Over)
		}
		if ends != open {
			t.Fatalf("%d stays go on in %d open applications", ends, open)
		}
		weeks, n := WeeksOf(histories, LastWeeks(civil.DayOf(day.AddDate(0, 0, 60)), time.Sunday, 6), time.UTC)
		for _, w := range weeks {
			n += w.Sent
		}
		if n != sentOnes {
			t.Fatalf("%d applications in weeks and before, %d were sent", n, sentOnes)
		}
	})
}

func ordered(t *rapid.T, s Spread) {
	if s.Cases > 0 && (s.Shortest <= 0 || s.Median < s.Shortest || s.Longest < s.Median) {
		t.Fatalf("a spread out of order: %+v", s)
	}
}

// TestWeeks: a week begins at midnight where the person is, also when the clocks
// change, and on the day that weeks begin with there.
func TestWeeks(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	date := func(day int) civil.Date { return civil.Date{Year: 2026, Month: 3, Day: day} }
	at := func(text string) []Event {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return []Event{{ID: "a", To: Applied, Occurred: moment, Recorded: moment}}
	}
	histories := [][]Event{
		at("2026-03-15T22:59:00Z"), // the last minute of a Sunday in Paris
		at("2026-03-15T23:00:00Z"), // the first of a Monday
		at("2026-03-29T21:59:00Z"), // the last minute of the day the clocks went on
		at("2026-03-29T22:00:00Z"),
		at("2026-04-06T22:00:00Z"), // tomorrow, behind the last week
		stepped(Saved, 0),
	}
	weeks, before := WeeksOf(histories, LastWeeks(civil.Date{Year: 2026, Month: 4, Day: 5}, time.Monday, 3), paris)
	if diff := cmp.Diff([]WeekCount{{date(16), 1}, {date(23), 1}, {date(30), 2}}, weeks); diff != "" || before != 1 {
		t.Errorf("WeeksOf (-want +got), %d before, want 1:\n%s", before, diff)
	}
	for first, want := range map[time.Weekday]civil.Date{time.Sunday: date(29), time.Monday: date(30), time.Saturday: date(28)} {
		if got := LastWeeks(civil.Date{Year: 2026, Month: 4, Day: 3}, first, 1)[0].Begins; got != want {
			t.Errorf("the week of Friday 3 April from %v begins on %v, want %v", first, got, want)
		}
	}
}
