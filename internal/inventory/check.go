package inventory

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// period is the part of ISO 8601 durations that we use.
var period = regexp.MustCompile(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$`)

// Period is a calendar period.
type Period struct {
	Years, Months, Days int
	Clock               time.Duration
}

// ParsePeriod reads "P12M", "P7D", "PT24H", "PT5M".
func ParsePeriod(s string) (Period, error) {
	m := period.FindStringSubmatch(s)
	if m == nil || s == "P" || s[len(s)-1] == 'T' {
		return Period{}, fmt.Errorf("%q is no period", s)
	}
	n := func(i int) int {
		v, _ := strconv.Atoi(m[i]) // digits or nothing
		return v
	}
	clock := time.Duration(n(4))*time.Hour + time.Duration(n(5))*time.Minute + time.Duration(n(6))*time.Second
	return Period{n(1), n(2), n(3), clock}, nil
}

// Before returns the time that lies the period before t. A month back from the
// 31st is the last day of the shorter month.
func (p Period) Before(t time.Time) time.Time {
	t = t.UTC()
	day := t.Day()
	first := t.AddDate(0, 0, 1-day).AddDate(-p.Years, -p.Months, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day, last)-1-p.Days).Add(-p.Clock)
}

// fixed is a period of days and less as a duration; check has read it before.
func fixed(s string) time.Duration {
	p, err := ParsePeriod(s)
	if err != nil {
		return 0
	}
	return time.Duration(p.Days)*24*time.Hour + p.Clock
}

// Durations are the three periods of the queue.
func (q QueuePeriods) Durations() (completed, cancelled, discarded time.Duration) {
	return fixed(q.Completed), fixed(q.Cancelled), fixed(q.Discarded)
}

// rules are the retention rules that are no period.
var rules = []string{"life", "with_account", "with_parent", "until_deleted"}

// check follows every reference and reads every period.
func (inv *Inventory) check() error {
	return errors.Join(inv.checkActivities(), inv.checkTables(), inv.checkRest())
}

func (inv *Inventory) checkActivities() error {
	var errs []error
	for _, a := range inv.Activities {
		for _, c := range a.Categories {
			if _, ok := inv.Categories[c]; !ok {
				errs = append(errs, fmt.Errorf("activity %s: no category %q", a.ID, c))
			}
		}
		for _, r := range a.Recipients {
			if _, ok := inv.Processor(r); !ok {
				errs = append(errs, fmt.Errorf("activity %s: no processor %q", a.ID, r))
			}
		}
		if a.LegalBasis.Art6 == "f" && a.LegalBasis.Balancing == nil {
			errs = append(errs, fmt.Errorf("activity %s: legitimate interest without balancing", a.ID))
		}
	}
	for _, p := range inv.Processors {
		if p.Role == "processor" && p.When == "" {
			errs = append(errs, fmt.Errorf("processor %s: no condition", p.ID))
		}
	}
	return errors.Join(errs...)
}

func (inv *Inventory) checkTables() error {
	var errs []error
	seen := map[string]bool{}
	for _, t := range inv.OwnTables {
		if seen[t.Name] {
			errs = append(errs, fmt.Errorf("table %s twice", t.Name))
		}
		seen[t.Name] = true
		errs = append(errs, inv.checkTable(t))
	}
	for _, t := range inv.ForeignTables {
		if seen[t.Name] || !inv.hasStore(t.Store) || t.Subject.None == "" {
			errs = append(errs, fmt.Errorf("table %s: twice, in no store, or somebody's", t.Name))
		}
		errs = append(errs, retention(t.Name, t.Retention, t.Columns))
	}
	return errors.Join(errs...)
}

func (inv *Inventory) checkTable(t Table) error {
	var errs []error
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
		if _, ok := inv.Categories[c.Category]; !ok {
			errs = append(errs, fmt.Errorf("%s.%s: no category %q", t.Name, c.Name, c.Category))
		}
		for _, a := range c.Activities {
			if !inv.hasActivity(a) {
				errs = append(errs, fmt.Errorf("%s.%s: no activity %q", t.Name, c.Name, a))
			}
		}
		if c.Personal == "direct" && c.Protect == "plain" {
			errs = append(errs, fmt.Errorf("%s.%s: names a person and is not sealed", t.Name, c.Name))
		}
	}
	if (t.Subject.Path == "") == (t.Subject.None == "") {
		errs = append(errs, fmt.Errorf("%s: one of path and none", t.Name))
	}
	if t.Subject.Path != "" && !slices.Contains(names, t.Subject.Path) {
		errs = append(errs, fmt.Errorf("%s: no column %q", t.Name, t.Subject.Path))
	}
	if t.Subject.Path != "" && !slices.Contains(t.Erase.On, "account_delete") {
		errs = append(errs, fmt.Errorf("%s: somebody's rows outlive the account", t.Name))
	}
	if !inv.hasStore(t.Store) {
		errs = append(errs, fmt.Errorf("%s: no store %q", t.Name, t.Store))
	}
	return errors.Join(append(errs, retention(t.Name, t.Retention, names))...)
}

func retention(table string, r Retention, columns []string) error {
	if slices.Contains(rules, r.Rule) {
		return nil
	}
	if _, err := ParsePeriod(r.Rule); err != nil {
		return fmt.Errorf("%s: retention: %w", table, err)
	}
	if !slices.Contains(columns, r.From) {
		return fmt.Errorf("%s: retention from unknown column %q", table, r.From)
	}
	return nil
}

func (inv *Inventory) checkRest() error {
	var errs []error
	for _, b := range inv.Blobs {
		if _, ok := inv.Tables()[b.Table][b.Column]; !ok || !inv.hasStore(b.Store) {
			errs = append(errs, fmt.Errorf("objects %s: no column %s.%s or no store %s", b.Prefix, b.Table, b.Column, b.Store))
		}
	}
	periods := []string{inv.Queue.Completed, inv.Queue.Cancelled, inv.Queue.Discarded}
	for _, t := range inv.Tasks {
		periods = append(periods, t.TimeoutText)
		if t.EveryText != "" {
			periods = append(periods, t.EveryText)
		}
		if !inv.hasActivity(t.Purpose) {
			errs = append(errs, fmt.Errorf("task %s: no activity %q", t.Kind, t.Purpose))
		}
	}
	for _, p := range inv.OpenWeb {
		if !inv.hasActivity(p) {
			errs = append(errs, fmt.Errorf("open web: no activity %q", p))
		}
	}
	for _, c := range inv.CookieList {
		periods = append(periods, c.MaxAge)
	}
	for _, l := range inv.Logs {
		periods = append(periods, l.Retention)
	}
	for _, p := range periods {
		_, err := ParsePeriod(p)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (inv *Inventory) hasStore(id string) bool {
	return slices.ContainsFunc(inv.Stores, func(s Store) bool { return s.ID == id })
}

func (inv *Inventory) hasActivity(id Purpose) bool {
	return slices.ContainsFunc(inv.Activities, func(a Activity) bool { return a.ID == id })
}
