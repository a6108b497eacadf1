package inventory

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Group is a table as an export holds it: a list of records under a name.
type Group struct {
	Name    string // "cv"
	Table   Table
	Columns []Column // exported ones only
	Where   string   // SQL condition of the rows, "" for all; part of the program
}

// Without returns the group with fewer columns: those for which drop is false.
func (g Group) Without(drop func(Column) bool) Group {
	g.Columns = slices.DeleteFunc(slices.Clone(g.Columns), drop)
	return g
}

// Content reports whether the rows hold anything that comes from the person. The
// rest is what the program noted of its own work.
func (g Group) Content() bool {
	return slices.ContainsFunc(g.Columns, func(c Column) bool { return c.Source != "system" })
}

// Accounts names the table of the accounts themselves.
func (inv *Inventory) Accounts() string {
	i := slices.IndexFunc(inv.OwnTables, Table.Root)
	return inv.OwnTables[i].Name
}

// Root reports whether the rows are the accounts themselves.
func (t Table) Root() bool { return t.Subject.Path == t.RowKey() }

// Sealing tells under whose key the sealed columns of a row are: the kind of key
// and the column that names its subject. kind is "" where nothing is sealed.
func (t Table) Sealing() (kind, column string) {
	at := slices.IndexFunc(t.Columns, Column.Sealed)
	if at < 0 {
		return "", ""
	}
	kind = strings.TrimPrefix(t.Columns[at].Protect, "seal_")
	column = kind + "_id"
	if kind == "account" {
		column = t.Subject.Path
	} else if !t.has(column) {
		column = t.RowKey()
	}
	return kind, column
}

// OwnKey reports whether each row has a key of its own.
func (t Table) OwnKey() bool {
	kind, column := t.Sealing()
	return kind != "" && column == t.RowKey() && !t.Root()
}

// Groups returns what an export holds of the tables, parents before the rows
// that hang from them, so that an import can add them in this order.
func (inv *Inventory) Groups() []Group {
	var all []Group
	names := inv.PersonalTables()
	for i := len(names) - 1; i >= 0; i-- {
		t, _ := inv.table(names[i])
		g := Group{Table: t}
		for _, c := range t.Columns {
			if group, _, ok := strings.Cut(c.Export, "."); ok {
				g.Name, g.Columns = group, append(g.Columns, c)
			}
		}
		if g.Name != "" {
			all = append(all, g)
		}
	}
	return all
}

// RowKey is the column that tells rows of one owner apart.
func (t Table) RowKey() string {
	if t.Key != "" {
		return t.Key
	}
	return "id"
}

// Field is the name of an exported column within its group.
func (c Column) Field() string {
	_, field, _ := strings.Cut(c.Export, ".")
	return field
}

// Time reports whether a column holds microseconds since 1970, UTC.
func (c Column) Time() bool { return strings.HasSuffix(c.Name, "_at") }

// Sealed reports whether the bytes of a column are an envelope.
func (c Column) Sealed() bool { return strings.HasPrefix(c.Protect, "seal_") }

var blank = regexp.MustCompile(`\{([a-z_]+)\}`)

// Named fills an object's name in the export from its row.
func (b Blob) Named(value func(column string) string) string {
	return blank.ReplaceAllStringFunc(b.Export, func(s string) string { return value(strings.Trim(s, "{}")) })
}

// RowsOf returns the rows that vouch for the objects of a class, with the columns
// that name an object.
func (inv *Inventory) RowsOf(b Blob) Group {
	t, _ := inv.table(b.Table)
	g := Group{Name: t.Name, Table: t, Where: b.Present}
	for _, c := range t.Columns {
		if c.Name == b.Column || strings.Contains(b.Export, "{"+c.Name+"}") {
			g.Columns = append(g.Columns, c)
		}
	}
	return g
}

// checkExport wants each group in one table, each field once, and names of
// objects that their rows can fill.
func (inv *Inventory) checkExport() error {
	if !slices.ContainsFunc(inv.OwnTables, Table.Root) {
		return errors.New("no table holds the accounts")
	}
	groups, fields := map[string]string{}, map[string]bool{}
	for _, t := range inv.OwnTables {
		if !t.has(t.RowKey()) && t.Subject.Path != "" {
			return fmt.Errorf("%s: no key column %q", t.Name, t.RowKey())
		}
		for _, c := range t.Columns {
			group, _, ok := strings.Cut(c.Export, ".")
			switch {
			case c.Time() && c.Type != "integer":
				return fmt.Errorf("%s.%s: a time is an integer", t.Name, c.Name)
			case c.Holds == "json" && !c.Sealed():
				return fmt.Errorf("%s.%s: structured text is sealed", t.Name, c.Name)
			case !ok:
				continue
			case fields[c.Export] || groups[group] != "" && groups[group] != t.Name:
				return fmt.Errorf("%s.%s: export %s is taken", t.Name, c.Name, c.Export)
			case t.Subject.Path == "":
				return fmt.Errorf("%s.%s: exported, but nobody's", t.Name, c.Name)
			}
			groups[group], fields[c.Export] = t.Name, true
		}
	}
	return inv.checkObjects()
}

func (inv *Inventory) checkObjects() error {
	for _, b := range inv.Blobs {
		t, _ := inv.table(b.Table)
		for _, m := range blank.FindAllStringSubmatch(b.Export, -1) {
			if !t.has(m[1]) {
				return fmt.Errorf("objects %s: export names no column %s.%s", b.Prefix, b.Table, m[1])
			}
		}
	}
	return nil
}
