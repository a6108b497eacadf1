package inventory

import "slices"

// Entry is one activity of the record of processing (Art. 30 GDPR).
type Entry struct {
	Activity   Activity
	Categories []Category
	Recipients []Processor // configured ones only
	Kept       []Kept      // what is kept for it, how and until when
	Measures   []Measure
}

// Record returns an entry for each activity that happens under the configured
// settings.
func (inv *Inventory) Record(configured ...string) []Entry {
	var record []Entry
	on := inv.Recipients(configured...)
	for _, a := range inv.Happening(configured...) {
		e := Entry{Activity: a}
		for _, id := range a.Categories {
			e.Categories = append(e.Categories, inv.Categories[id])
		}
		for _, p := range on {
			if slices.Contains(a.Recipients, p.ID) {
				e.Recipients = append(e.Recipients, p)
			}
		}
		for _, id := range a.Measures {
			e.Measures = append(e.Measures, inv.Measures[id])
		}
		for _, k := range inv.Kept() {
			if slices.Contains(k.Activities, a.ID) {
				e.Kept = append(e.Kept, k)
			}
		}
		record = append(record, e)
	}
	return record
}

// Kept is one line of what is kept: rows of a table, objects, lines of a log, or
// what else rests in a store.
type Kept struct {
	ID         string // name of the table, prefix or store
	Title      Text
	Activities []Purpose
	Protect    []string // how, each once: "plain" only where content of a person is in the clear
	Retention  Retention
	Erase      Erase
	Until      *Text // when it goes, where no rule says so
}

// Kept returns everything that is kept of people, in the order of the
// declaration.
func (inv *Inventory) Kept() []Kept {
	var all []Kept
	for _, t := range inv.OwnTables {
		if t.Subject.None == "" {
			all = append(all, keptIn(t))
		}
	}
	for _, b := range inv.Blobs {
		t, _ := inv.table(b.Table) // checked
		all = append(all, Kept{
			ID: b.Prefix, Title: b.Title, Activities: keptIn(t).Activities, Protect: []string{b.Protect},
			Retention: Retention{Rule: "until_deleted"}, Erase: b.Erase,
		})
	}
	for _, t := range inv.ForeignTables {
		if t.Title != nil {
			all = append(all, Kept{ID: t.Name, Title: *t.Title, Activities: inv.worked(), Retention: t.Retention})
		}
	}
	for _, l := range inv.Logs {
		all = append(all, Kept{ID: l.Stream, Title: l.Title, Activities: []Purpose{Security}, Retention: Retention{Rule: l.Retention}})
	}
	for _, s := range inv.Stores {
		if s.Until != nil {
			all = append(all, Kept{ID: s.ID, Title: s.Holds, Activities: []Purpose{Security}, Until: s.Until})
		}
	}
	return all
}

func keptIn(t Table) Kept {
	k := Kept{ID: t.Name, Title: t.Title, Retention: t.Retention, Erase: t.Erase}
	for _, c := range t.Columns {
		for _, a := range c.Activities {
			if !slices.Contains(k.Activities, a) {
				k.Activities = append(k.Activities, a)
			}
		}
		ours := c.Protect == "plain" && c.Source == "system" // ids and times, nothing of the person's
		if !ours && !slices.Contains(k.Protect, c.Protect) {
			k.Protect = append(k.Protect, c.Protect)
		}
	}
	return k
}

func (inv *Inventory) table(name string) (Table, bool) {
	i := slices.IndexFunc(inv.OwnTables, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return Table{}, false
	}
	return inv.OwnTables[i], true
}

func (t Table) has(column string) bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Name == column })
}

// worked returns the purposes of background work.
func (inv *Inventory) worked() []Purpose {
	var all []Purpose
	for _, t := range inv.Tasks {
		if !slices.Contains(all, t.Purpose) {
			all = append(all, t.Purpose)
		}
	}
	return all
}
