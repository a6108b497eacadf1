package privacy_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"jobops/internal/inventory"
	"jobops/internal/privacy"
)

var start = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

// wall is a clock of the test and how long its process has run.
type wall struct{ at time.Time }

func (w *wall) now() time.Time    { return w.at }
func (w *wall) up() time.Duration { return w.at.Sub(start) }

// purged is a store that notes what a purge asks of it.
type purged struct {
	rows   int64 // that the next calls find
	calls  int
	before time.Time
	runs   []privacy.PurgeRun
	err    error
}

func (l *purged) PurgeRows(_ context.Context, _ inventory.PurgeRule, before time.Time, most int) (int64, error) {
	n := min(l.rows, int64(most))
	l.rows, l.calls, l.before = l.rows-n, l.calls+1, before
	return n, l.err
}

func (l *purged) AddPurgeRun(_ context.Context, run privacy.PurgeRun) error {
	l.runs = append(l.runs, run)
	return nil
}

func day(t *testing.T) []inventory.PurgeRule {
	t.Helper()
	period, err := inventory.ParsePeriod("P1D")
	if err != nil {
		t.Fatal(err)
	}
	return []inventory.PurgeRule{{Table: "one", Column: "at", Period: period}}
}

func TestPurgeGoesByBatchesOfThousand(t *testing.T) {
	t.Parallel()
	for rows, calls := range map[int64]int{0: 1, 999: 1, 1000: 2, 2500: 3} {
		l, clock := &purged{rows: rows}, &wall{start}
		if err := privacy.NewPurger(l, day(t), clock.now, clock.up).Purge(t.Context()); err != nil {
			t.Fatalf("Purge = %v", err)
		}
		if l.calls != calls || l.runs[0].Deleted != rows {
			t.Errorf("Purge of %d rows = %d statements, %d deleted, want %d", rows, l.calls, l.runs[0].Deleted, calls)
		}
	}
}

func TestPurgeRecordsWhatFailed(t *testing.T) {
	t.Parallel()
	l, clock := &purged{err: errors.New("disk full")}, &wall{start}
	rules := append(day(t), inventory.PurgeRule{Table: "two", Column: "at", Period: day(t)[0].Period})
	err := privacy.NewPurger(l, rules, clock.now, clock.up).Purge(t.Context())
	if err == nil || l.calls != 2 || l.runs[0].Failed != "one,two" {
		t.Errorf("Purge = %v after %d tables, recorded %q, want an error after both", err, l.calls, l.runs[0].Failed)
	}
}

// TestPurgeDoesNotFollowAClockThatJumps sets the clock while the process runs
// on: what would be over only by the jump stays until the clock has said the
// same for an hour.
func TestPurgeDoesNotFollowAClockThatJumps(t *testing.T) {
	t.Parallel()
	at, up := start, time.Duration(0)
	l := &purged{}
	purger := privacy.NewPurger(l, day(t), func() time.Time { return at }, func() time.Duration { return up })
	for _, step := range []struct {
		jump, runs time.Duration // of the clock; of the process
		want       time.Duration // trusted time since the start
	}{
		{0, 0, 0},
		{0, time.Hour, time.Hour},
		{365 * 24 * time.Hour, time.Hour, 2 * time.Hour},  // a year ahead: not believed
		{-365 * 24 * time.Hour, time.Hour, 3 * time.Hour}, // and back
		{-48 * time.Hour, time.Hour, -44 * time.Hour},     // behind: late, never early
		{48 * time.Hour, time.Hour, -43 * time.Hour},
		{0, time.Hour, 6 * time.Hour},              // right again for an hour
		{24 * time.Hour, time.Hour, 7 * time.Hour}, // asleep for a day
		{0, time.Hour, 24*time.Hour + 8*time.Hour}, // and awake for an hour
	} {
		up += step.runs
		at = at.Add(step.jump + step.runs)
		if err := purger.Purge(t.Context()); err != nil {
			t.Fatalf("Purge = %v", err)
		}
		want := start.Add(step.want)
		if got := l.runs[len(l.runs)-1].Until; !got.Equal(want) || !l.before.Equal(want.AddDate(0, 0, -1)) {
			t.Errorf("after a jump of %v a purge goes by %v and deletes up to %v, want %v", step.jump, got, l.before, want)
		}
	}
}
