package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/privacy"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// simulated is how many days TestRetention lives through.
const simulated = 800

// wall is a clock in a place where it changes twice a year.
type wall struct{ at time.Time }

func (w *wall) now() time.Time    { return w.at }
func (w *wall) up() time.Duration { return w.at.Sub(storetest.Start) }

// quiet keeps no proof, so that thousands of purges cost nothing.
type quiet struct{ *store.Store }

func (quiet) AddPurgeRun(context.Context, privacy.PurgeRun) error { return nil }

// expiring is a table of the test whose rows go after a period.
type expiring struct {
	rule inventory.PurgeRule
	ends []time.Time // of every row that was written, by the test's own calendar
}

// TestRetentionOver800Days writes a row a day and purges every hour
// around each end, and once a day otherwise: no row goes before its period is
// over and none is left an hour after. A leap day, every 31st and four changes
// of the clock lie on the way.
func TestRetentionOver800Days(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		tables := expiringTables(t, db)
		var rules []inventory.PurgeRule
		for _, e := range tables {
			rules = append(rules, e.rule)
		}
		clock := &wall{time.Date(2027, time.June, 1, 0, 0, 0, 0, time.UTC)}
		purger := privacy.NewPurger(quiet{storetest.New(t, db, &storetest.Tasks{})}, rules, clock.now, clock.up)
		random := rand.New(rand.NewPCG(1, 2))
		for day := range simulated {
			for hour := range 24 {
				clock.at = time.Date(2027, time.June, 1+day, hour, 0, 0, 0, time.UTC).In(paris)
				if hour == 0 {
					addRows(t, db, tables, clock.at, day, random)
				}
				if hour != 0 && !tables.endsNear(clock.at) {
					continue
				}
				if err := purger.Purge(t.Context()); err != nil {
					t.Fatalf("Purge at %v = %v", clock.at, err)
				}
				tables.compare(t, db, clock.at)
			}
		}
	})
}

type expiringSet []*expiring

func expiringTables(t *testing.T, db dbx.DB) expiringSet {
	t.Helper()
	var all expiringSet
	for i, text := range []string{"PT24H", "P30D", "P1M", "P6M", "P12M", "P24M"} {
		period, err := inventory.ParsePeriod(text)
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("expiring_%d", i)
		if _, err := db.Exec(t.Context(), "CREATE TABLE "+name+" (id TEXT PRIMARY KEY, at BIGINT)"); err != nil {
			t.Fatal(err)
		}
		if db.Dialect() == dbx.PostgresDialect {
			if _, err := db.Exec(t.Context(), "GRANT ALL ON "+name+" TO PUBLIC"); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, &expiring{rule: inventory.PurgeRule{Table: name, Column: "at", Period: period, Text: text}})
	}
	return all
}

// addRows writes a row of some moment of the day before into each table: by
// turns of its first, a middle and its last hour.
func addRows(t *testing.T, db dbx.DB, tables expiringSet, at time.Time, day int, random *rand.Rand) {
	t.Helper()
	hour := []int{0, 9, 23}[day/40%3]
	began := at.Add(time.Duration(hour-24)*time.Hour + time.Duration(random.Int64N(int64(time.Hour)))).Truncate(time.Microsecond)
	err := db.InTx(t.Context(), func(tx dbx.Tx) error {
		for _, e := range tables {
			if _, err := tx.Exec(t.Context(), "INSERT INTO "+e.rule.Table+" (id, at) VALUES ($1, $2)", fmt.Sprint(len(e.ends)), dbx.Micros(began)); err != nil {
				return err
			}
			e.ends = append(e.ends, endOf(e.rule.Period, began))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// endOf is the test's own calendar: it counts months and days one by one.
func endOf(p inventory.Period, t time.Time) time.Time {
	t = t.UTC()
	y, m, d := t.Date()
	for range p.Years*12 + p.Months {
		if m++; m > 12 {
			y, m = y+1, 1
		}
	}
	days := [13]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if y%4 == 0 {
		days[2] = 29
	}
	end := time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	if d > days[m] {
		end = time.Date(y, m, days[m], 24, 0, 0, 0, time.UTC)
	}
	return end.Add(time.Duration(p.Days)*24*time.Hour + p.Clock)
}

// endsNear tells whether a row ends within the hours around a time.
func (s expiringSet) endsNear(at time.Time) bool {
	for _, e := range s {
		for i := len(e.ends) - 1; i >= 0; i-- {
			if d := at.Sub(e.ends[i]); d > -time.Hour && d < 2*time.Hour {
				return true
			}
		}
	}
	return false
}

// compare counts what is left with what has not ended.
func (s expiringSet) compare(t *testing.T, db dbx.DB, at time.Time) {
	t.Helper()
	var counts []string
	got, into := make([]int, len(s)), make([]any, len(s))
	for i, e := range s {
		counts, into[i] = append(counts, "(SELECT count(*) FROM "+e.rule.Table+")"), &got[i]
	}
	if err := db.QueryRow(t.Context(), "SELECT "+strings.Join(counts, ", ")).Scan(into...); err != nil {
		t.Fatal(err)
	}
	for i, e := range s {
		want := 0
		for _, end := range e.ends {
			if end.After(at) {
				want++
			}
		}
		if got[i] != want {
			t.Fatalf("rows kept for %s at %v = %d, want %d", e.rule.Text, at, got[i], want)
		}
	}
}

// TestPurgeOfDeclaredTables ends a session and an upload by the declared rules.
func TestPurgeOfDeclaredTables(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		clock := &wall{storetest.Start}
		purger := privacy.NewPurger(storetest.New(t, db, &storetest.Tasks{}), inventory.Load().PurgeRules(), clock.now, clock.up)
		at := dbx.Micros(clock.at)
		insert(t, db, `INSERT INTO accounts (id, kind, created_at) VALUES ('a', 'local', 1)`)
		insert(t, db, `INSERT INTO sessions (id, owner_id, token_hash, purpose, created_at, expires_at) VALUES ('s', 'a', $1, 'session', $2, $2)`, []byte{1}, at)
		insert(t, db, `INSERT INTO uploads (id, owner_id, step, created_at, updated_at) VALUES ('u', 'a', 'done', $1, $1)`, at)
		for _, step := range []struct {
			after time.Duration
			want  int64
		}{{24*time.Hour - time.Microsecond, 1}, {time.Microsecond, 0}} {
			clock.at = clock.at.Add(step.after)
			if err := purger.Purge(t.Context()); err != nil {
				t.Fatalf("Purge = %v", err)
			}
			for _, table := range []string{"sessions", "uploads"} {
				if got := count(t, db, table); got != step.want {
					t.Errorf("rows of %s at %v = %d, want %d", table, clock.at, got, step.want)
				}
			}
		}
		if got := count(t, db, "purge_runs"); got != 2 {
			t.Errorf("purge_runs = %d, want the 2", got)
		}
	})
}

func insert(t *testing.T, db dbx.DB, sql string, args ...any) {
	t.Helper()
	if _, err := db.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("Exec(%q) = %v", sql, err)
	}
}

// TestPurgeLeavesAnErasureUnderWay ends the row of an erased account, and not
// that of one whose erasure has waited as long for a recipient.
func TestPurgeLeavesAnErasureUnderWay(t *testing.T) {
	t.Parallel()
	storetest.EachDB(t, func(t *testing.T, db dbx.DB) {
		clock := &wall{storetest.Start.AddDate(0, 0, privacy.GraceDays)}
		purger := privacy.NewPurger(storetest.New(t, db, &storetest.Tasks{}), inventory.Load().PurgeRules(), clock.now, clock.up)
		for _, state := range []string{privacy.Active, privacy.Erasing, privacy.Grace} {
			insert(t, db, `INSERT INTO accounts (id, kind, created_at, state, erased_at) VALUES ($1, 'local', 1, $1, $2)`, state, dbx.Micros(storetest.Start))
		}
		if err := purger.Purge(t.Context()); err != nil {
			t.Fatalf("Purge = %v", err)
		}
		for state, want := range map[string]int64{privacy.Active: 1, privacy.Erasing: 1, privacy.Grace: 0} {
			var got int64
			if err := db.QueryRow(t.Context(), `SELECT count(*) FROM accounts WHERE state = $1`, state).Scan(&got); err != nil || got != want {
				t.Errorf("accounts that are %s after the purge = %d, %v, want %d", state, got, err, want)
			}
		}
	})
}
