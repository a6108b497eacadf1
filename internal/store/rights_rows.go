package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// rowsPage is how many rows are held in memory at a time; one may carry a whole
// sealed CV.
const rowsPage = 16

// Rows passes a person's rows of a group on in the order of their key, values in
// the order of its columns: string, int64, []byte or nil, and sealed ones opened
// as string or json.RawMessage. What was sealed under a destroyed key no longer
// exists and is left out. The rows are read a few at a time, so that a slow
// reader holds no transaction.
func (s *Store) Rows(ctx context.Context, owner owner.ID, g inventory.Group, row func(values []any) error) error {
	after := ""
	for {
		page, err := s.rowsAfter(ctx, owner, g, after)
		if err != nil {
			return fmt.Errorf("store: rows of %s: %w", g.Table.Name, err)
		}
		for _, r := range page {
			if err := s.openRow(ctx, owner, g, r); err != nil {
				return err
			}
			if err := row(r.values); err != nil {
				return err
			}
		}
		if len(page) < rowsPage {
			return nil
		}
		after = page[len(page)-1].key
	}
}

// storedRow is a row with its key, as stored.
type storedRow struct {
	key    string
	values []any
}

func (s *Store) rowsAfter(ctx context.Context, owner owner.ID, g inventory.Group, after string) ([]storedRow, error) {
	scan := func(r dbx.Row) (storedRow, error) {
		row := storedRow{values: make([]any, len(g.Columns))}
		into := []any{&row.key}
		for i := range row.values {
			into = append(into, &row.values[i])
		}
		return row, r.Scan(into...)
	}
	return rowsOf(ctx, s.db, scan, rowsQuery(g), owner, after, rowsPage)
}

// rowsQuery is built from names of the inventory, which is part of the program.
func rowsQuery(g inventory.Group) string {
	key := g.Table.RowKey()
	names := []string{"t." + key}
	for _, c := range g.Columns {
		names = append(names, "t."+c.Name)
	}
	where := "t." + g.Table.Subject.Path + " = $1 AND t." + key + " > $2"
	if kind, column := g.Table.Sealing(); kind != "" {
		where += fmt.Sprintf(" AND EXISTS (SELECT 1 FROM key_refs k WHERE k.kind = '%s' AND k.subject_id = t.%s AND k.state = '%s')", kind, column, seal.Live)
	}
	if g.Where != "" {
		where += " AND " + g.Where
	}
	return "SELECT " + strings.Join(names, ", ") + " FROM " + g.Table.Name + " t WHERE " + where + " ORDER BY t." + key + " LIMIT $3"
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
	err = s.db.QueryRow(ctx, "SELECT count(*) FROM "+t.Name+" WHERE "+t.Subject.Path+" = $1", owner).Scan(&n)
	return n, err
}

// Object opens an object of a declared class by its name below the prefix.
func (f *Files) Object(ctx context.Context, owner owner.ID, class inventory.Blob, name string) ([]byte, error) {
	envelope, err := f.objects.Get(ctx, class.Prefix+name)
	if err != nil {
		return nil, err
	}
	return f.store.keys.Open(ctx, seal.Place{Column: class.Prefix, Row: name, Owner: owner}, envelope)
}
