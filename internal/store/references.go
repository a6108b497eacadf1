package store

import (
	"context"
	"fmt"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
)

// reference is a column that names a row of another table and whose constraint
// does not hold the two owners together. It cannot where a row outlives what it
// names: SQLite would empty the owner too (ON DELETE SET NULL of a pair).
type reference struct{ table, column, to string }

// unpaired are all of them; a test compares the list with the schema.
var unpaired = []reference{
	{"applications", "posting_id", "postings"},
	{"cvs", "key_id", "key_refs"},
	{"exports", "posting_id", "postings"}, {"exports", "version_id", "versions"},
	{"letters", "cv_id", "cvs"}, {"letters", "posting_id", "postings"},
	{"looks", "version_id", "versions"},
	{"messages", "key_id", "key_refs"},
	{"postings", "cv_id", "cvs"},
	{"scores", "version_id", "versions"},
	{"tailorings", "saved_version_id", "versions"},
	{"uploads", "cv_id", "cvs"},
	{"versions", "parent_id", "versions"}, {"versions", "posting_id", "postings"},
}

// Unpaired lists them as "table.column -> table", sorted.
func Unpaired() (all []string) {
	for _, r := range unpaired {
		all = append(all, r.table+"."+r.column+" -> "+r.to)
	}
	return all
}

// mustOwn is fault.NotFound when a row is named that is not the person's; ""
// names none.
func mustOwn(ctx context.Context, tx dbx.Tx, owner owner.ID, table, id string) error {
	if id == "" {
		return nil
	}
	var one int
	err := tx.QueryRow(ctx, "SELECT 1 FROM "+table+" WHERE owner_id = $1 AND id = $2", owner, id).Scan(&one)
	return notFound(err)
}

// ownReferences is fault.NotFound when any row of a person names one that is not
// theirs.
func ownReferences(ctx context.Context, tx dbx.Tx, owner owner.ID) error {
	for _, r := range unpaired {
		var n int
		err := tx.QueryRow(ctx, fmt.Sprintf(`SELECT count(*) FROM %s c WHERE c.owner_id = $1 AND c.%s IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM %s p WHERE p.id = c.%s AND p.owner_id = $1)`, r.table, r.column, r.to, r.column), owner).Scan(&n)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.NotFound
		}
	}
	return nil
}
