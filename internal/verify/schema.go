package verify

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"jobops/internal/dbx"
	"jobops/internal/store"
)

// schemaIsDeclared compares the database's own catalog with the declaration,
// both ways.
func schemaIsDeclared(ctx context.Context, s *System, f *Findings) error {
	columns, err := store.Catalog(ctx, s.DB)
	if err != nil {
		return err
	}
	declared, there := s.Inventory.Tables(), map[string]bool{}
	for _, c := range columns {
		name := c.Table + "." + c.Name
		there[name] = true
		switch kind, ok := declared[c.Table][c.Name]; {
		case !ok:
			f.broken("column %s is not declared", name)
		case kind != "" && kind != c.Type:
			f.broken("column %s is %s, declared as %s", name, c.Type, kind)
		}
	}
	for _, table := range slices.Sorted(maps.Keys(declared)) {
		for _, column := range slices.Sorted(maps.Keys(declared[table])) {
			if !there[table+"."+column] {
				f.broken("column %s.%s is declared and not there", table, column)
			}
		}
	}
	f.note("%d columns", len(columns))
	return errors.Join(extrasAreForeign(ctx, s, f), peopleAreApart(ctx, s, f))
}

// extrasAreForeign leaves triggers, types and indexes over expressions to the
// libraries' own tables: in ours each would be a copy that nothing erases.
func extrasAreForeign(ctx context.Context, s *System, f *Findings) error {
	extras, err := store.Extras(ctx, s.DB)
	if err != nil {
		return err
	}
	for _, what := range extras {
		table := what[strings.LastIndexByte(what, ' ')+1:]
		if !strings.HasPrefix(table, "river_") {
			f.broken("%s is not declared", what)
		}
	}
	return nil
}

// peopleAreApart compares the policies of PostgreSQL with those the declaration
// asks for, and looks whether they bind the login at all.
func peopleAreApart(ctx context.Context, s *System, f *Findings) error {
	wrong, err := store.Unguarded(ctx, s.DB)
	for _, what := range wrong {
		f.broken("%s", what)
	}
	if db, ok := s.DB.(*dbx.Postgres); ok && !db.Bound() {
		f.broken("no policy binds the login of the database, and it has no role that one binds")
	}
	return err
}
