package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// Rows passes a person's rows of a group on in the order of their key, values in
// the order of its columns: string, int64, []byte or nil, and sealed ones opened
// as string or json.RawMessage. What was sealed under a destroyed key no longer
// exists and is left out. The keys are read first and then row by row, so that a
// slow reader holds no transaction and one row is in memory.
func (s *Store) Rows(ctx context.Context, owner owner.ID, g inventory.Group, row func(values []any) error) error {
	key, from := "t."+g.Table.RowKey(), rowsFrom(g)
	keys, err := rowsOf(ctx, s.of(owner), scanText, "SELECT "+key+from+" ORDER BY "+key, owner)
	if err != nil {
		return fmt.Errorf("store: rows of %s: %w", g.Table.Name, err)
	}
	query := "SELECT " + columnsOf(g) + from + " AND " + key + " = $2"
	for _, k := range keys {
		r := storedRow{key: k, values: make([]any, len(g.Columns))}
		err := s.of(owner).QueryRow(ctx, query, owner, k).Scan(r.into()...)
		if notFound(err) == fault.NotFound {
			continue // deleted since the keys were read
		}
		if err != nil {
			return fmt.Errorf("store: row of %s: %w", g.Table.Name, err)
		}
		if err := s.openRow(ctx, owner, g, r); err != nil {
			return err
		}
		if err := row(r.values); err != nil {
			return err
		}
	}
	return nil
}

// storedRow is a row with its key, as stored.
type storedRow struct {
	key    string
	values []any
}

func (r storedRow) into() []any {
	into := make([]any, len(r.values))
	for i := range r.values {
		into[i] = &r.values[i]
	}
	return into
}

func columnsOf(g inventory.Group) string {
	names := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		names[i] = "t." + c.Name
	}
	return strings.Join(names, ", ")
}

// rowsFrom is built from names of the inventory, which is part of the program.
func rowsFrom(g inventory.Group) string {
	where := "t." + g.Table.Subject.Path + " = $1"
	if kind, column := g.Table.Sealing(); kind != "" {
		where += fmt.Sprintf(" AND EXISTS (SELECT 1 FROM key_refs k WHERE k.kind = '%s' AND k.subject_id = t.%s AND k.state = '%s')", kind, column, seal.Live)
	}
	if g.Where != "" {
		where += " AND " + g.Where
	}
	return " FROM " + g.Table.Name + " t WHERE " + where
}

func (s *Store) openRow(ctx context.Context, owner owner.ID, g inventory.Group, r storedRow) error {
	for i, c := range g.Columns {
		envelope, ok := r.values[i].([]byte)
		if !ok || !c.Sealed() {
			continue
		}
		at := seal.Place{Column: g.Table.Name + "." + c.Name, Row: r.key, Owner: owner}
		value, err := s.keys.Open(ctx, at, envelope)
		if err != nil {
			return fmt.Errorf("store: open %s: %w", at.Column, err)
		}
		r.values[i] = string(value)
		if c.Holds == "json" {
			r.values[i] = json.RawMessage(value)
		}
	}
	return nil
}

// Count returns how many rows a person has in a declared table.
func (s *Store) Count(ctx context.Context, owner owner.ID, t inventory.Table) (n int64, err error) {
	err = s.of(owner).QueryRow(ctx, "SELECT count(*) FROM "+t.Name+" WHERE "+t.Subject.Path+" = $1", owner).Scan(&n)
	return n, err
}

// Object opens an object of a declared class by its name below the prefix.
func (f *Files) Object(ctx context.Context, owner owner.ID, class inventory.Blob, name string) ([]byte, error) {
	envelope, err := f.objects.Get(ctx, class.Prefix+name)
	if err != nil {
		return nil, err
	}
	return f.store.keys.OpenOver(ctx, seal.Place{Column: class.Prefix, Row: name, Owner: owner}, envelope)
}
