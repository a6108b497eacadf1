package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/seal"
)

// PurgeRows deletes at most so many rows of a rule's table, anybody's, whose
// time is not later than a time, oldest first.
func (s *Store) PurgeRows(ctx context.Context, rule inventory.PurgeRule, before time.Time, most int) (int64, error) {
	// Table and column come from the declaration, which is part of the program.
	address := rowAddress[s.base.Dialect()]
	query := fmt.Sprintf(`DELETE FROM %[1]s WHERE %[3]s IN (SELECT %[3]s FROM %[1]s WHERE %[4]s ORDER BY %[2]s LIMIT $2)`,
		rule.Table, rule.Column, address, rule.Ended("<= $1"))
	return s.across(dbx.Sweep).Exec(ctx, query, dbx.Micros(before), most)
}

// AddPurgeRun keeps the proof of a purge.
func (s *Store) AddPurgeRun(ctx context.Context, run privacy.PurgeRun) error {
	_, err := s.nobody().Exec(ctx, `INSERT INTO purge_runs (id, started_at, ended_at, until_at, deleted, failed) VALUES ($1, $2, $3, $4, $5, $6)`,
		run.ID, dbx.Micros(run.Started), dbx.Micros(run.Ended), dbx.Micros(run.Until), run.Deleted, run.Failed)
	return err
}

// VerifyRun is the report of one run of the checks.
type VerifyRun struct {
	Started, Ended time.Time
	Mode           string
	Outcome        string // "holds" when every check of the mode passed
	Version        string // of the declaration
	Inventory      string // hashes
	Schema, Binary string
	Report         string // JSON
}

// AddVerifyRun keeps a report.
func (s *Store) AddVerifyRun(ctx context.Context, r VerifyRun) error {
	_, err := s.nobody().Exec(ctx, `INSERT INTO verify_runs (id, started_at, ended_at, mode, outcome, inventory_version, inventory_hash, schema_hash, binary_hash, report)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, uuid.Must(uuid.NewV7()).String(), dbx.Micros(r.Started), dbx.Micros(r.Ended),
		r.Mode, r.Outcome, r.Version, r.Inventory, r.Schema, r.Binary, r.Report)
	return err
}

// LastVerifyRun returns the newest report, NotFound when there is none.
func (s *Store) LastVerifyRun(ctx context.Context) (r VerifyRun, err error) {
	err = s.nobody().QueryRow(ctx, `SELECT started_at, ended_at, mode, outcome, inventory_version, inventory_hash, schema_hash, binary_hash, report
		FROM verify_runs ORDER BY started_at DESC LIMIT 1`).Scan((*dbx.Micros)(&r.Started), (*dbx.Micros)(&r.Ended), &r.Mode, &r.Outcome,
		&r.Version, &r.Inventory, &r.Schema, &r.Binary, &r.Report)
	return r, notFound(err)
}

// Verified returns when every check last passed; ok is false when they never
// all did.
func (s *Store) Verified(ctx context.Context) (at time.Time, ok bool, err error) {
	err = s.nobody().QueryRow(ctx, `SELECT ended_at FROM verify_runs WHERE mode = 'all' AND outcome = 'holds' ORDER BY started_at DESC LIMIT 1`).Scan((*dbx.Micros)(&at))
	if notFound(err) == fault.NotFound {
		return at, false, nil
	}
	return at, err == nil, err
}

// AddChecked adds an account with its key for the checks, which erase it again.
func (s *Store) AddChecked(ctx context.Context, id owner.ID) error {
	if _, err := s.of(id).Exec(ctx, `INSERT INTO accounts (id, kind, created_at) VALUES ($1, 'check', $2)`, id, dbx.Micros(s.now())); err != nil {
		return err
	}
	_, err := s.keys.NewKey(ctx, id, seal.AccountKey, string(id))
	return err
}

// Checked lists the accounts of the checks that were not erased.
func (s *Store) Checked(ctx context.Context) ([]owner.ID, error) {
	return rowsOf(ctx, s.across(dbx.Sweep), func(r dbx.Row) (id owner.ID, err error) {
		err = r.Scan(&id)
		return id, err
	}, `SELECT id FROM accounts WHERE kind = 'check'`)
}

// DropReceipt deletes the receipt of an erasure that has ended.
func (s *Store) DropReceipt(ctx context.Context, id string) error {
	_, err := s.nobody().Exec(ctx, `DELETE FROM erasures WHERE id = $1 AND done_at IS NOT NULL`, id)
	return err
}
