package privacy_test

import (
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/privacy"
	"jobops/internal/store/storetest"
)

// oracleDue walks the calendar a day at a time instead of computing.
func oracleDue(received time.Time, zone *time.Location) time.Time {
	y, m, d := received.In(zone).Date()
	day := time.Date(y, m, d, 12, 0, 0, 0, zone)
	last := day
	for n := 1; n <= 30; n++ {
		next := day.AddDate(0, 0, n)
		months := (next.Year()-y)*12 + int(next.Month()) - int(m)
		if months > 1 || months == 1 && next.Day() > d {
			break // a month was over the day before
		}
		last = next
	}
	return time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, zone)
}

// TestPromise_P27_DueDates compares the due day of every day of a leap year and
// of a common year with an oracle, in two zones and around midnight.
func TestPromise_P27_DueDates(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, zone := range []*time.Location{time.UTC, paris} {
		for _, year := range []int{2027, 2028} {
			for day := range 366 {
				for _, clock := range []time.Duration{0, 12 * time.Hour, 24*time.Hour - time.Second} {
					received := time.Date(year, 1, 1+day, 0, 0, 0, 0, zone).Add(clock)
					if got, want := privacy.Due(received, zone), oracleDue(received, zone); !got.Equal(want) {
						t.Fatalf("Due(%v) = %v, want %v", received, got, want)
					}
				}
			}
		}
	}
	for received, want := range map[string]string{
		"2027-01-30": "2027-02-28", "2028-01-30": "2028-02-29", "2027-01-31": "2027-02-28",
		"2027-03-31": "2027-04-30", "2027-07-01": "2027-07-31", "2027-02-10": "2027-03-10", "2027-12-15": "2028-01-14",
	} {
		at, err := time.Parse(time.DateOnly, received)
		if err != nil {
			t.Fatal(err)
		}
		if got := privacy.Due(at, time.UTC).Add(-time.Second).Format(time.DateOnly); got != want {
			t.Errorf("Due(%s) ends with %s, want %s", received, got, want)
		}
	}
}

func TestRegister(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		now := time.Date(2027, 1, 30, 10, 0, 0, 0, time.UTC)
		g := privacy.NewRegister(storetest.New(t, db, &storetest.Tasks{}), func() time.Time { return now }, time.UTC)
		first, err := g.Receive(t.Context(), "erase", "email", "known_address", now)
		if err != nil || first.Number != 1 {
			t.Fatalf("Receive = %+v, %v, want number 1", first, err)
		}
		for days, want := range map[int]int{0: 0, 6: 0, 7: 7, 19: 7, 20: 20, 26: 20, 27: 27, 28: 27} {
			now = first.Received.AddDate(0, 0, days)
			if got, overdue := g.Reminder(first); got != want || overdue {
				t.Errorf("Reminder on day %d = %d, overdue %v, want %d", days, got, overdue, want)
			}
		}
		now = first.Due
		if _, overdue := g.Reminder(first); !overdue {
			t.Error("the day after the last one is not overdue")
		}
		if _, err := g.Extend(t.Context(), 1, "complexity"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("Extend after the first month = %v, want %v", err, fault.Conflict)
		}
		now = first.Due.Add(-time.Second)
		longer, err := g.Extend(t.Context(), 1, "complexity")
		if want := time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC); err != nil || !longer.Due.Equal(want) {
			t.Errorf("Extend = due %v, %v, want %v", longer.Due, err, want)
		}
		for what, err := range map[string]error{
			"a second extension": second(g.Extend(t.Context(), 1, "number")),
			"a made-up reason":   second(g.Extend(t.Context(), 1, "holidays")),
			"an unknown number":  second(g.Answer(t.Context(), 9, "granted")),
			"a made-up kind":     second(g.Receive(t.Context(), "dance", "email", "none", now)),
			"a day to come":      second(g.Receive(t.Context(), "access", "email", "none", now.Add(time.Hour))),
		} {
			if fault.KindOf(err) == "" {
				t.Errorf("%s = %v, want a refusal", what, err)
			}
		}
		if _, err := g.Answer(t.Context(), 1, "granted"); err != nil {
			t.Errorf("Answer = %v", err)
		}
		if err := second(g.Answer(t.Context(), 1, "refused")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("second Answer = %v, want %v", err, fault.Conflict)
		}
		all, err := g.Requests(t.Context())
		if err != nil || len(all) != 1 || all[0].Outcome != "granted" || all[0].Extension != "complexity" || !all[0].Due.Equal(longer.Due) {
			t.Errorf("Requests = %+v, %v", all, err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// TestLastDayIsTheControllers asks far from the controller, whose day is over
// when another has begun here.
func TestLastDayIsTheControllers(t *testing.T) {
	t.Parallel()
	for name, offset := range map[string]int{"east": 14, "here": 0, "west": -12} {
		zone := time.FixedZone(name, offset*3600)
		g := privacy.NewRegister(nil, nil, zone)
		r := privacy.Request{Due: privacy.Due(time.Date(2027, 7, 1, 12, 0, 0, 0, zone), zone).UTC()}
		if got := g.LastDay(r).Format(time.DateOnly); got != "2027-07-31" {
			t.Errorf("LastDay %s = %s, want 2027-07-31", name, got)
		}
	}
}
