package inventory

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Step is one step of an erasure: the rows of a table, or the objects below a
// prefix.
type Step struct {
	Title Text
	Table string // "" for objects
	Blobs string // prefix, "" for rows
	How   string // delete, shred, shred+delete
	Order int
}

// ErasePlan returns what an event erases, in order: keys first, children before
// the rows they hang from. Events are "account_delete", "cv_delete",
// "posting_delete" and "letter_delete"; any other has no step. Where an event destroys no key, what
// is sealed under it is only deleted.
func (inv *Inventory) ErasePlan(event string) []Step {
	var steps []Step
	for _, t := range inv.OwnTables {
		if slices.Contains(t.Erase.On, event) {
			steps = append(steps, Step{Title: t.Title, Table: t.Name, How: t.Erase.How, Order: t.Erase.Order})
		}
	}
	for _, b := range inv.Blobs {
		if slices.Contains(b.Erase.On, event) {
			steps = append(steps, Step{Title: b.Title, Blobs: b.Prefix, How: b.Erase.How, Order: b.Erase.Order})
		}
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return a.Order - b.Order })
	if !slices.ContainsFunc(steps, func(s Step) bool { return s.How == "shred" }) {
		for i := range steps {
			steps[i].How = strings.TrimPrefix(steps[i].How, "shred+")
		}
	}
	return steps
}

// PersonalTables returns the names of our tables whose rows belong to a person,
// in the order in which an erasure deletes them.
func (inv *Inventory) PersonalTables() []string {
	var own []Table
	for _, t := range inv.OwnTables {
		if t.Subject.None == "" {
			own = append(own, t)
		}
	}
	slices.SortStableFunc(own, func(a, b Table) int { return a.Erase.Order - b.Erase.Order })
	var names []string
	for _, t := range own {
		names = append(names, t.Name)
	}
	return names
}

// checkErasing refuses a circle of parents and a parent that would go before
// what hangs from it.
func (inv *Inventory) checkErasing() error {
	tables := map[string]Table{}
	for _, t := range inv.OwnTables {
		tables[t.Name] = t
	}
	var errs []error
	for _, t := range inv.OwnTables {
		if t.Parent == "" {
			continue
		}
		parent, ok := tables[t.Parent]
		switch way := circle(tables, t.Name); {
		case !ok:
			errs = append(errs, fmt.Errorf("%s: no parent %q", t.Name, t.Parent))
		case way != nil:
			errs = append(errs, fmt.Errorf("erase plan: a circle %s", strings.Join(way, " -> ")))
		case t.Erase.Order >= parent.Erase.Order:
			errs = append(errs, fmt.Errorf("erase plan: %s (%d) does not go before its parent %s (%d)", t.Name, t.Erase.Order, parent.Name, parent.Erase.Order))
		}
	}
	return errors.Join(errs...)
}

// circle follows the parents of a table and returns the way when it comes back.
func circle(tables map[string]Table, from string) []string {
	way := []string{from}
	for at := tables[from].Parent; at != "" && len(way) <= len(tables); at = tables[at].Parent {
		way = append(way, at)
		if at == from {
			return way
		}
	}
	return nil
}

// PurgeRule says that rows of a table go a period after the time in a column.
type PurgeRule struct {
	Table  string
	Column string // microseconds since 1970, UTC
	Period Period
	Text   string // the period as declared, "P12M"
	Where  string // SQL condition of the rows that go at all, "" for all
}

// Ended is the SQL condition of the rows whose time a comparison, such as
// "<= $1", holds for.
func (r PurgeRule) Ended(comparison string) string {
	condition := r.Column + " " + comparison
	if r.Where != "" {
		condition += " AND " + r.Where
	}
	return condition
}

// PurgeRules returns the rule of each of our tables whose rows end by the
// calendar, in the order of the declaration. The queue keeps its own rows, see
// Durations.
func (inv *Inventory) PurgeRules() []PurgeRule {
	var all []PurgeRule
	for _, t := range inv.OwnTables {
		if p, err := ParsePeriod(t.Retention.Rule); err == nil {
			all = append(all, PurgeRule{t.Name, t.Retention.From, p, t.Retention.Rule, t.Retention.Where})
		}
	}
	return all
}

// LogFields returns the only fields that lines of a stream may have, nil for an
// unknown stream.
func (inv *Inventory) LogFields(stream string) []string {
	i := slices.IndexFunc(inv.Logs, func(l Log) bool { return l.Stream == stream })
	if i < 0 {
		return nil
	}
	return slices.Clone(inv.Logs[i].Fields)
}
