package store

import (
	"context"
	"fmt"
	"slices"

	"jobops/internal/dbx"
)

// Column is one column of the live schema as the engine's own catalog lists it.
type Column struct {
	Table   string
	Name    string
	Type    string // "text", "integer", "blob" in our tables; the engine's word elsewhere
	NotNull bool
}

// ForeignKey is a reference from one table to another, columns in order.
type ForeignKey struct {
	Table, Ref          string
	Columns, RefColumns []string
	OnDelete            string // CASCADE, SET NULL, NO ACTION
}

// Catalog lists every column of every table and view, the queue's and the
// migration tool's included, by table and name.
func Catalog(ctx context.Context, db dbx.DB) ([]Column, error) {
	return catalog(ctx, db, catalogs, func(r dbx.Row) (Column, error) {
		var c Column
		var notNull int64
		err := r.Scan(&c.Table, &c.Name, &c.Type, &notNull)
		c.NotNull = notNull != 0
		return c, err
	})
}

// Extras lists what the schema holds besides tables and columns, a phrase each
// that ends with the name of a table: "trigger copy on cvs", "index by_year over
// an expression of cvs".
func Extras(ctx context.Context, db dbx.DB) ([]string, error) {
	return catalog(ctx, db, extras, scanText)
}

// Constrained lists the columns that a unique or check constraint looks at.
func Constrained(ctx context.Context, db dbx.DB) ([]Column, error) {
	return catalog(ctx, db, constrained, func(r dbx.Row) (Column, error) {
		var c Column
		err := r.Scan(&c.Table, &c.Name)
		return c, err
	})
}

// ForeignKeys lists the references between all tables.
func ForeignKeys(ctx context.Context, db dbx.DB) ([]ForeignKey, error) {
	type part struct{ table, id, column, ref, refColumn, onDelete string }
	parts, err := catalog(ctx, db, foreignKeys, func(r dbx.Row) (part, error) {
		var p part
		err := r.Scan(&p.table, &p.id, &p.column, &p.ref, &p.refColumn, &p.onDelete)
		return p, err
	})
	var all []ForeignKey
	for i, p := range parts {
		if i == 0 || p.table != parts[i-1].table || p.id != parts[i-1].id {
			all = append(all, ForeignKey{Table: p.table, Ref: p.ref, OnDelete: p.onDelete})
		}
		last := &all[len(all)-1]
		last.Columns, last.RefColumns = append(last.Columns, p.column), append(last.RefColumns, p.refColumn)
	}
	return slices.Clip(all), err
}

// JSONText is the expression that gives a JSON column of the queue as text.
func JSONText(db dbx.DB, column string) string {
	return fmt.Sprintf(jsonText[db.Dialect()], column)
}

func catalog[T any](ctx context.Context, db dbx.DB, queries map[string]string, scan func(dbx.Row) (T, error)) ([]T, error) {
	query, ok := queries[db.Dialect()]
	if !ok {
		return nil, fmt.Errorf("store: catalog: unknown dialect %q", db.Dialect())
	}
	return rowsOf(ctx, db, scan, query)
}
