package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/seal"
	"jobops/internal/task"
)

// BeginErasure marks the account as going, ends its sessions, adds the plan and
// queues the task. Writers of the person hold the account's row, so after the
// mark nothing is written for them, and the ledger that is planned from is whole.
func (s *Store) BeginErasure(ctx context.Context, e privacy.Erasure, receipt []byte, first task.Task, plan func([]privacy.Disclosure) []privacy.Step) error {
	address, err := s.parting(ctx, e)
	if err != nil {
		return err
	}
	return s.of(e.Owner).InTx(ctx, func(tx dbx.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE accounts SET state = $1, erased_at = $2 WHERE id = $3 AND state = $4`,
			privacy.Erasing, dbx.Micros(e.Asked), e.Owner, privacy.Active)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Conflict
		}
		if _, err := tx.Exec(ctx, `DELETE FROM sessions WHERE owner_id = $1`, e.Owner); err != nil {
			return err
		}
		lines, err := disclosures(ctx, tx, e.Owner)
		if err != nil {
			return err
		}
		e.Steps = plan(lines)
		if err := addErasure(ctx, tx, e, receipt, address); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, first)
	})
}

func addErasure(ctx context.Context, tx dbx.Tx, e privacy.Erasure, receipt, address []byte) error {
	if !slices.ContainsFunc(e.Steps, func(p privacy.Step) bool { return p.Kind == privacy.StepRecipient }) {
		address = nil // nobody is asked
	}
	_, err := tx.Exec(ctx, `INSERT INTO erasures (id, owner_id, receipt_hash, keep_account, asked_at, address) VALUES ($1, $2, $3, $4, $5, $6)`,
		e.ID, e.Owner, receipt, asInt(e.Keep), dbx.Micros(e.Asked), address)
	for _, step := range e.Steps {
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO erasure_steps (id, erasure_id, number, kind, target, until_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			e.ID+"/"+strconv.Itoa(step.Number), e.ID, step.Number, step.Kind, step.Target, dbx.Micros(step.Until))
	}
	return err
}

func asInt(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// Erasure returns a plan with its proof.
func (s *Store) Erasure(ctx context.Context, id string) (privacy.Erasure, error) {
	return s.erasure(ctx, `id = $1`, id)
}

// ErasureByReceipt finds a plan by the hash of its receipt.
func (s *Store) ErasureByReceipt(ctx context.Context, receipt []byte) (privacy.Erasure, error) {
	return s.erasure(ctx, `receipt_hash = $1`, receipt)
}

func (s *Store) erasure(ctx context.Context, where string, arg any) (privacy.Erasure, error) {
	var e privacy.Erasure
	var keep int64
	err := s.nobody().QueryRow(ctx, `SELECT id, owner_id, keep_account, asked_at, done_at FROM erasures WHERE `+where, arg).Scan(
		&e.ID, &e.Owner, &keep, (*dbx.Micros)(&e.Asked), (*dbx.Micros)(&e.Done))
	if err != nil {
		return e, notFound(err)
	}
	e.Keep = keep == 1
	e.Steps, err = rowsOf(ctx, s.nobody(), func(r dbx.Row) (privacy.Step, error) {
		var p privacy.Step
		err := r.Scan(&p.Number, &p.Kind, &p.Target, &p.Tries, &p.Removed, (*dbx.Micros)(&p.Done), (*dbx.Micros)(&p.Until))
		return p, err
	}, `SELECT number, kind, target, tries, removed, done_at, until_at FROM erasure_steps WHERE erasure_id = $1 ORDER BY number`, e.ID)
	return e, err
}

// EndStep keeps the proof of a step. The request and the task may do the same
// step at once: the larger count and the first end hold.
func (s *Store) EndStep(ctx context.Context, id string, step privacy.Step) error {
	_, err := s.nobody().Exec(ctx, `UPDATE erasure_steps SET tries = $1, removed = CASE WHEN removed < $2 THEN $2 ELSE removed END,
		done_at = COALESCE(done_at, CAST($3 AS bigint)) WHERE erasure_id = $4 AND number = $5`, step.Tries, step.Removed, dbx.Micros(step.Done), id, step.Number)
	return err
}

// EndErasure notes the end and empties the owner. It takes out of the queue what
// was at work in the step of the tasks and has ended since; what is at work even
// now is for DropStrayTasks.
func (s *Store) EndErasure(ctx context.Context, id string, at time.Time) error {
	err := s.nobody().InTx(ctx, func(tx dbx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM river_job WHERE `+notRunning+` AND args ->> 'owner' =
			(SELECT owner_id FROM erasures WHERE id = $1 AND done_at IS NULL)`, id)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE erasures SET done_at = $1, owner_id = '', address = NULL WHERE id = $2 AND done_at IS NULL`, dbx.Micros(at), id)
		return err
	})
	if err != nil {
		return err
	}
	return s.Compact(ctx) // the log still has the page with the id
}

// notRunning leaves the queue's hands off a task that a worker has.
const notRunning = `CAST(state AS text) <> 'running'`

// DropStrayTasks takes out of the queue what belongs to an account that is gone
// or going. A task at work ends by itself, and the next call finds it ended.
func (s *Store) DropStrayTasks(ctx context.Context) error {
	_, err := s.across(dbx.Sweep).Exec(ctx, `DELETE FROM river_job WHERE `+notRunning+` AND args ->> 'owner' <> ''
		AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = river_job.args ->> 'owner' AND a.state = $1)`, privacy.Active)
	if err != nil {
		return fmt.Errorf("store: stray tasks: %w", err)
	}
	return nil
}

// OpenErasures names those asked for before a time and not done.
func (s *Store) OpenErasures(ctx context.Context, before time.Time) ([]string, error) {
	return rowsOf(ctx, s.nobody(), scanText, `SELECT id FROM erasures WHERE done_at IS NULL AND asked_at < $1 ORDER BY asked_at`, dbx.Micros(before))
}

// Eraser carries out the steps of an erasure on database and objects.
type Eraser struct {
	store   *Store
	objects seal.Objects
	inv     *inventory.Inventory
}

// NewEraser returns the eraser of a store's people.
func NewEraser(s *Store, objects seal.Objects, inv *inventory.Inventory) *Eraser {
	return &Eraser{s, objects, inv}
}

// Act does one step and returns how much it removed. It may be repeated.
func (e *Eraser) Act(ctx context.Context, plan privacy.Erasure, step privacy.Step) (int64, error) {
	if !plan.Owner.Valid() {
		return 0, errors.New("store: an erasure of nobody")
	}
	switch step.Kind {
	case privacy.StepKeys:
		return e.keys(ctx, plan)
	case privacy.StepTasks:
		// A task at work finds no key and no active account, and ends by itself.
		return e.store.nobody().Exec(ctx, `DELETE FROM river_job WHERE args ->> 'owner' = $1 AND `+notRunning, plan.Owner)
	case privacy.StepObjects:
		return e.remove(ctx, plan.Owner, step.Target)
	case privacy.StepRows:
		return e.rows(ctx, plan.Owner, step.Target)
	case privacy.StepAccount:
		return e.account(ctx, plan)
	case privacy.StepCompact:
		return 0, e.store.Compact(ctx)
	}
	return 0, fmt.Errorf("store: no step %q", step.Kind)
}

// keys destroys every key of a person and counts those that this erasure ended,
// whoever did it. A key that is marked destroyed is destroyed again: its object
// may have outlived a try that failed.
func (e *Eraser) keys(ctx context.Context, plan privacy.Erasure) (n int64, err error) {
	if err := e.store.destroyKeys(ctx, e.store.of(plan.Owner), `SELECT id FROM key_refs WHERE owner_id = $1`, plan.Owner); err != nil {
		return 0, err
	}
	err = e.store.of(plan.Owner).QueryRow(ctx, `SELECT count(*) FROM key_refs WHERE owner_id = $1 AND destroyed_at >= $2`,
		plan.Owner, dbx.Micros(plan.Asked)).Scan(&n)
	return n, err
}

// remove deletes the objects that the person's rows name, pending ones too.
func (e *Eraser) remove(ctx context.Context, owner owner.ID, prefix string) (n int64, err error) {
	for _, class := range e.inv.Blobs {
		if class.Prefix != prefix {
			continue
		}
		t := e.inv.RowsOf(class).Table
		query := "SELECT " + class.Column + " FROM " + t.Name + " WHERE " + t.Subject.Path + " = $1"
		names, err := rowsOf(ctx, e.store.of(owner), scanText, query, owner)
		if err != nil {
			return n, err
		}
		for _, name := range names {
			if err := e.objects.Delete(ctx, prefix+name); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func (e *Eraser) rows(ctx context.Context, owner owner.ID, table string) (int64, error) {
	for _, t := range e.inv.OwnTables {
		if t.Name == table {
			return e.store.of(owner).Exec(ctx, "DELETE FROM "+t.Name+" WHERE "+t.Subject.Path+" = $1", owner)
		}
	}
	return 0, fmt.Errorf("store: no table %q", table)
}

// account deletes the row, or leaves only what proves that it was there.
func (e *Eraser) account(ctx context.Context, plan privacy.Erasure) (int64, error) {
	if !plan.Keep {
		return e.store.of(plan.Owner).Exec(ctx, `DELETE FROM accounts WHERE id = $1`, plan.Owner)
	}
	// The keyed hash of the address stays: by it the person shows that it was theirs.
	return e.store.of(plan.Owner).Exec(ctx, `UPDATE accounts SET state = $1, locale = '', theme = '', zone = '', restricted_at = NULL,
		restriction_scope = '', lift_notice_at = NULL, email = NULL, name = NULL, password_hash = '', factor = NULL, auth_id = NULL, auth_hash = NULL, role = 'person', suspended_at = NULL
		WHERE id = $2`, privacy.Grace, plan.Owner)
}
