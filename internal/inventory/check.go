package inventory

import (
	"errors"
	"fmt"
	"slices"
)

// rules are the retention rules that are no period.
var rules = []string{"life", "with_account", "with_parent", "until_deleted"}

// check follows every reference and reads every period.
func (inv *Inventory) check() error {
	return errors.Join(inv.checkTexts(), inv.checkActivities(), inv.checkProcessors(), inv.checkTables(), inv.checkErasing(), inv.checkExport(), inv.checkRest())
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
		for _, m := range a.Measures {
			if _, ok := inv.Measures[m]; !ok {
				errs = append(errs, fmt.Errorf("activity %s: no measure %q", a.ID, m))
			}
		}
		if a.LegalBasis.Art6 == "f" && (a.LegalBasis.Balancing == nil || a.LegalBasis.Objection == nil) {
			errs = append(errs, fmt.Errorf("activity %s: legitimate interest without balancing or objection", a.ID))
		}
		if len(a.Categories) == 0 || a.LegalBasis.Art6 == "" {
			errs = append(errs, fmt.Errorf("activity %s: no category or no legal basis", a.ID))
		}
	}
	return errors.Join(errs...)
}

// checkProcessors wants of each recipient where it is reached, when, what it
// gets and what for.
func (inv *Inventory) checkProcessors() error {
	var errs []error
	for _, p := range inv.Processors {
		refuse := func(what string) { errs = append(errs, fmt.Errorf("processor %s: %s", p.ID, what)) }
		if len(p.Hosts) == 0 {
			refuse("no host")
		}
		if p.When == "" {
			refuse("no condition")
		}
		if p.Transfer == "" || p.Country == "" {
			refuse("no country or no ground for the transfer")
		}
		for _, class := range p.Sends {
			if _, ok := inv.DataClasses[class]; !ok {
				refuse(fmt.Sprintf("no data class %q", class))
			}
		}
		if !slices.ContainsFunc(inv.Activities, func(a Activity) bool { return slices.Contains(a.Recipients, p.ID) }) {
			refuse("recipient of no activity")
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
		if words := len(c.Values) + len(c.Unfinished); words > 0 && (c.Type != "text" || len(c.Values) == 0) {
			errs = append(errs, fmt.Errorf("%s.%s: values of what is no text, or no finished one", t.Name, c.Name))
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
	if t.Retention.Rule == "with_parent" && t.Parent == "" {
		errs = append(errs, fmt.Errorf("%s: goes with its parent and has none", t.Name))
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
		if t, ok := inv.table(b.Table); !ok || !t.has(b.Column) || !inv.hasStore(b.Store) {
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
		if c.When != "" && len(inv.Recipients(c.When)) == 0 {
			errs = append(errs, fmt.Errorf("cookie %s: no processor when %q", c.Name, c.When))
		}
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
