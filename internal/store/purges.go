package store

import (
	"context"
	"fmt"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/privacy"
)

// PurgeRows deletes at most so many rows of a rule's table, anybody's, whose
// time is not later than a time, oldest first.
func (s *Store) PurgeRows(ctx context.Context, rule inventory.PurgeRule, before time.Time, most int) (int64, error) {
	// Table and column come from the declaration, which is part of the program.
	address := rowAddress[s.db.Dialect()]
	query := fmt.Sprintf(`DELETE FROM %[1]s WHERE %[3]s IN (SELECT %[3]s FROM %[1]s WHERE %[2]s <= $1 ORDER BY %[2]s LIMIT $2)`,
		rule.Table, rule.Column, address)
	return s.db.Exec(ctx, query, dbx.Micros(before), most)
}

// AddPurgeRun keeps the proof of a purge.
func (s *Store) AddPurgeRun(ctx context.Context, run privacy.PurgeRun) error {
	_, err := s.db.Exec(ctx, `INSERT INTO purge_runs (id, started_at, ended_at, until_at, deleted, failed) VALUES ($1, $2, $3, $4, $5, $6)`,
		run.ID, dbx.Micros(run.Started), dbx.Micros(run.Ended), dbx.Micros(run.Until), run.Deleted, run.Failed)
	return err
}
