package store

import (
	"context"
	"fmt"

	"jobops/internal/dbx"
)

// Column is one column of the live schema as the engine's own catalog lists it.
type Column struct {
	Table   string
	Name    string
	Type    string // "text", "integer", "blob" in our tables; the engine's word elsewhere
	NotNull bool
}

// Catalog lists every column of every table and view, the queue's and the
// migration tool's included, by table and name.
func Catalog(ctx context.Context, db dbx.DB) ([]Column, error) {
	query, ok := catalogs[db.Dialect()]
	if !ok {
		return nil, fmt.Errorf("store: catalog: unknown dialect %q", db.Dialect())
	}
	return rowsOf(ctx, db, func(r dbx.Row) (Column, error) {
		var c Column
		var notNull int64
		err := r.Scan(&c.Table, &c.Name, &c.Type, &notNull)
		c.NotNull = notNull != 0
		return c, err
	}, query)
}
