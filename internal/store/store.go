// Package store holds all SQL of the program, one file per concept, one text
// for SQLite and PostgreSQL.
//
// A Store method is one transaction: the rows and the work queued because of
// them are committed together. Every method that touches a person's data takes
// an owner.ID and names it in its WHERE clause; a row of somebody else is
// fault.NotFound, like a missing one. On PostgreSQL the policies of guard.go
// stand behind that: each statement runs for one person or for a named reach.
//
//	db, err := dbx.OpenSQLite(ctx, "jobops.db")
//	err = store.Migrate(ctx, db)
//	s := store.New(db, queue, keeper, time.Now)
//
// Columns that the inventory declares sealed are sealed and opened here, before
// and after the transaction, so services see plain values and no query can
// forget it. Dialect differences live in dialect.go alone.
package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/task"
)

// Enqueuer queues work inside the transaction that changes the rows, so that a
// rolled-back change never leaves a task behind. Package queue has it.
type Enqueuer interface {
	Enqueue(ctx context.Context, tx dbx.Tx, tasks ...task.Task) error
}

// Store reads and writes every table.
type Store struct {
	base  dbx.DB // seen by of, across and nobody alone
	queue Enqueuer
	keys  *seal.Keeper
	now   func() time.Time
}

// New returns a store on a migrated database. keys seals columns and must keep
// its references in the same database (KeyRefs); now gives the time written
// into rows; ids and times never come from the database.
func New(db dbx.DB, queue Enqueuer, keys *seal.Keeper, now func() time.Time) *Store {
	return &Store{base: db, queue: queue, keys: keys, now: now}
}

// of is the database as one person sees it: on PostgreSQL a statement that
// forgets its owner clause finds nothing of anybody else.
func (s *Store) of(owner owner.ID) dbx.DB { return dbx.As(s.base, dbx.Sight{Owner: owner}) }

// across is the database for work that is not one person's.
func (s *Store) across(r dbx.Reach) dbx.DB { return dbx.As(s.base, dbx.Sight{Reach: r}) }

// nobody is the database without anybody's rows: registers, proofs of work done,
// the queue.
func (s *Store) nobody() dbx.DB { return dbx.As(s.base, dbx.Sight{}) }

// notFound gives a missing row its kind.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.NotFound
	}
	return err
}

// found turns a change of no row into fault.NotFound.
func found(changed int64, err error) error {
	if err == nil && changed == 0 {
		return fault.NotFound
	}
	return err
}

// rowsOf reads all rows of a query with one scan function.
func rowsOf[T any](ctx context.Context, q dbx.Q, scan func(dbx.Row) (T, error), sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
