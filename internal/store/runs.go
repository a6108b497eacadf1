package store

import (
	"context"
	"errors"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/tailor"
	"jobops/internal/task"
	"jobops/internal/usage"
)

// runContent is the place of what a model was asked and said.
const runContent = "runs.content"

func (s *Store) sealRun(ctx context.Context, owner owner.ID, r tailor.Run) ([]byte, error) {
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(r.CV))
	if err != nil {
		return nil, err
	}
	return box{s.keys, key, owner, string(r.ID)}.json(ctx, runContent, r.Content)
}

var (
	errRunning = fault.New(fault.Conflict, "model.running")
	errBusy    = fault.New(fault.Unavailable, "model.busy")
)

// AskRun reserves the use, adds the run and queues tasks, all or nothing.
func (s *Store) AskRun(ctx context.Context, owner owner.ID, r tailor.Run, c usage.Claim, most int, tasks ...task.Task) error {
	content, err := s.sealRun(ctx, owner, r)
	if err != nil {
		return err
	}
	return s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		// The account's row is locked first, so that two clicks follow each other.
		if err := s.allowed(ctx, tx, keyLocks[s.base.Dialect()], owner, inventory.AIOptimisation); err != nil {
			return err
		}
		if err := openRuns(ctx, tx, owner, most); err != nil {
			return err
		}
		// A use that is there already was for work that is gone: it pays no other.
		if err := s.reserve(ctx, tx, owner, c); errors.Is(err, errReserved) {
			return errRunning
		} else if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO runs (id, owner_id, cv_id, tailoring_id, kind, state, reason, provider, model, prompt,
			tokens_in, tokens_out, cost, content, asked_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, '', '', '', $7, 0, 0, 0, $8, $9, $10)`,
			r.ID, owner, r.CV, r.Tailoring, r.Kind, r.State, r.Prompt, content, dbx.Micros(r.Asked), dbx.Micros(r.Seen)); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, tasks...)
	})
}

// openRuns refuses a second open run of a person, and one more than most of all.
func openRuns(ctx context.Context, tx dbx.Tx, owner owner.ID, most int) error {
	var own, all int64
	err := everybody(ctx, tx, owner, func() error {
		return tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE owner_id = $1), count(*) FROM runs WHERE state IN ($2, $3)`,
			owner, tailor.RunAsked, tailor.RunOpen).Scan(&own, &all)
	})
	switch {
	case err != nil:
		return err
	case own > 0:
		return errRunning
	case all >= int64(most):
		return errBusy
	}
	return nil
}

const runColumns = `r.id, r.cv_id, r.tailoring_id, r.kind, r.state, r.reason, r.provider, r.model, r.prompt, r.tokens_in, r.tokens_out,
	r.cost, r.content, r.asked_at, r.seen_at, r.ended_at, c.key_id
	FROM runs r JOIN cvs c ON c.id = r.cv_id JOIN key_refs k ON k.id = c.key_id AND k.state = 'live'`

// sealedRun is a row of runs as it is stored.
type sealedRun struct {
	tailor.Run
	content []byte
	key     string
}

func scanRun(row dbx.Row) (sealedRun, error) {
	var r sealedRun
	err := row.Scan(&r.ID, &r.CV, &r.Tailoring, &r.Kind, &r.State, &r.Reason, &r.Provider, &r.Model, &r.Prompt, &r.In, &r.Out,
		&r.Cost, &r.content, (*dbx.Micros)(&r.Asked), (*dbx.Micros)(&r.Seen), (*dbx.Micros)(&r.Ended), &r.key)
	return r, notFound(err)
}

func (s *Store) openRun(ctx context.Context, owner owner.ID, row sealedRun) (tailor.Run, error) {
	err := box{s.keys, row.key, owner, string(row.ID)}.openJSON(ctx, runContent, row.content, &row.Content)
	return row.Run, err
}

// Run returns one run.
func (s *Store) Run(ctx context.Context, owner owner.ID, id tailor.RunID) (tailor.Run, error) {
	row, err := scanRun(s.of(owner).QueryRow(ctx, `SELECT `+runColumns+` WHERE r.owner_id = $1 AND r.id = $2`, owner, id))
	if err != nil {
		return tailor.Run{}, err
	}
	return s.openRun(ctx, owner, row)
}

// Runs lists those of a tailoring, the newest first.
func (s *Store) Runs(ctx context.Context, owner owner.ID, id tailor.ID) ([]tailor.Run, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanRun, `SELECT `+runColumns+` WHERE r.owner_id = $1 AND r.tailoring_id = $2
		ORDER BY r.asked_at DESC, r.id DESC`, owner, id)
	if err != nil {
		return nil, err
	}
	all := make([]tailor.Run, len(rows))
	for i, row := range rows {
		if all[i], err = s.openRun(ctx, owner, row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// MoveRun changes the state of a run that is still in another, and settles its
// use when the new one ends it. It also ends what a restriction stopped, so it
// does not ask for one.
func (s *Store) MoveRun(ctx context.Context, owner owner.ID, from tailor.RunState, r tailor.Run, e usage.Settlement) error {
	return s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		if err := moveRun(ctx, tx, owner, from, r); err != nil || !r.State.Ended() {
			return err
		}
		return s.settle(ctx, tx, owner, e)
	})
}

func moveRun(ctx context.Context, tx dbx.Tx, owner owner.ID, from tailor.RunState, r tailor.Run) error {
	n, err := tx.Exec(ctx, `UPDATE runs SET state = $1, reason = $2, provider = $3, model = $4, tokens_in = $5, tokens_out = $6,
		cost = $7, ended_at = $8 WHERE owner_id = $9 AND id = $10 AND state = $11`, r.State, r.Reason, r.Provider, r.Model, r.In, r.Out,
		r.Cost, dbx.Micros(r.Ended), owner, r.ID, from)
	if err == nil && n == 0 {
		return fault.Conflict
	}
	return err
}

// errAgain says that a tailoring changed between reading and writing.
var errAgain = errors.New("store: the tailoring changed meanwhile")

// FinishRun ends an open run, changes its tailoring and settles its use, all or
// nothing; fault.Conflict when the run is not open any more.
func (s *Store) FinishRun(ctx context.Context, owner owner.ID, r tailor.Run, e usage.Settlement, change func(*tailor.Tailoring) error) error {
	content, err := s.sealRun(ctx, owner, r)
	if err != nil {
		return err
	}
	for range updateTries {
		err := s.finishRun(ctx, owner, r, content, e, change)
		if !errors.Is(err, errAgain) {
			return err
		}
	}
	return errAgain
}

func (s *Store) finishRun(ctx context.Context, owner owner.ID, r tailor.Run, content []byte, e usage.Settlement, change func(*tailor.Tailoring) error) error {
	t, err := s.Tailoring(ctx, owner, r.Tailoring)
	if err != nil {
		return err
	}
	before := t.Updated
	if err := change(&t); err != nil {
		return err
	}
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(t.CV))
	if err != nil {
		return err
	}
	row, err := s.sealTailoring(ctx, owner, key, t)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.AIOptimisation, func(tx dbx.Tx) error {
		if err := moveRun(ctx, tx, owner, tailor.RunOpen, r); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE runs SET content = $1 WHERE owner_id = $2 AND id = $3`, content, owner, r.ID); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `UPDATE tailorings SET edits = $1, updated_at = $2 WHERE owner_id = $3 AND id = $4 AND updated_at = $5`,
			row.edits, dbx.Micros(later(t.Updated, before)), owner, t.ID, dbx.Micros(before))
		if err != nil {
			return err
		}
		if n == 0 {
			return errAgain
		}
		return s.settle(ctx, tx, owner, e)
	})
}

// SeeRun notes that the person is there.
func (s *Store) SeeRun(ctx context.Context, owner owner.ID, id tailor.RunID, at time.Time) error {
	_, err := s.of(owner).Exec(ctx, `UPDATE runs SET seen_at = $1 WHERE owner_id = $2 AND id = $3 AND seen_at < $1`, dbx.Micros(at), owner, id)
	return err
}

// OpenRuns lists runs of anybody that have not ended.
func (s *Store) OpenRuns(ctx context.Context) ([]tailor.OpenRun, error) {
	return rowsOf(ctx, s.across(dbx.Sweep), func(r dbx.Row) (tailor.OpenRun, error) {
		var o tailor.OpenRun
		err := r.Scan(&o.Owner, &o.Run, &o.State, (*dbx.Micros)(&o.Asked))
		return o, err
	}, `SELECT owner_id, id, state, asked_at FROM runs WHERE state IN ($1, $2)`, tailor.RunAsked, tailor.RunOpen)
}

// Adult tells when a person stated that they are 18 or older, zero never.
func (s *Store) Adult(ctx context.Context, owner owner.ID) (time.Time, error) {
	var at time.Time
	err := s.of(owner).QueryRow(ctx, `SELECT adult_at FROM accounts WHERE id = $1`, owner).Scan((*dbx.Micros)(&at))
	return at, notFound(err)
}

// SetAdult keeps that statement; the zero time takes it back.
func (s *Store) SetAdult(ctx context.Context, owner owner.ID, at time.Time) error {
	return found(s.of(owner).Exec(ctx, `UPDATE accounts SET adult_at = $1 WHERE id = $2`, dbx.Micros(at), owner))
}
