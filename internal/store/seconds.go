package store

import (
	"context"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/task"
)

// secondContent is the place of what an outside reader made of a CV.
const secondContent = "second_readings.content"

func (s *Store) sealSecond(ctx context.Context, owner owner.ID, one library.SecondReading) ([]byte, error) {
	key, err := s.keyFor(ctx, owner, seal.CVKey, string(one.CV))
	if err != nil {
		return nil, err
	}
	return box{s.keys, key, owner, one.ID}.json(ctx, secondContent, library.SecondContent{Resume: one.Resume, Kept: one.Kept})
}

// AskSecond adds a second reading in place of an ended one and queues tasks;
// fault.Conflict while one is under way.
func (s *Store) AskSecond(ctx context.Context, owner owner.ID, one library.SecondReading, tasks ...task.Task) error {
	content, err := s.sealSecond(ctx, owner, one)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM second_readings WHERE owner_id = $1 AND cv_id = $2 AND state IN ($3, $4)`,
			owner, one.CV, library.SecondDone, library.SecondFailed); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO second_readings (id, owner_id, cv_id, recipient, state, reason, content, asked_at)
			VALUES ($1, $2, $3, $4, $5, '', $6, $7)`, one.ID, owner, one.CV, one.Recipient, one.State, content, dbx.Micros(one.Asked)); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, tasks...)
	})
}

// Second returns the second reading of a CV.
func (s *Store) Second(ctx context.Context, owner owner.ID, id library.ID) (library.SecondReading, error) {
	one := library.SecondReading{CV: id}
	var key string
	var content []byte
	err := s.of(owner).QueryRow(ctx, `SELECT r.id, r.recipient, r.state, r.reason, r.content, r.asked_at, r.ended_at, r.forgotten_at, c.key_id
		FROM second_readings r JOIN cvs c ON c.id = r.cv_id JOIN key_refs k ON k.id = c.key_id AND k.state = 'live'
		WHERE r.owner_id = $1 AND r.cv_id = $2`, owner, id).Scan(&one.ID, &one.Recipient, &one.State, &one.Reason, &content,
		(*dbx.Micros)(&one.Asked), (*dbx.Micros)(&one.Ended), (*dbx.Micros)(&one.Forgotten), &key)
	if err != nil {
		return one, notFound(err)
	}
	var sealed library.SecondContent
	err = box{s.keys, key, owner, one.ID}.openJSON(ctx, secondContent, content, &sealed)
	one.Resume, one.Kept = sealed.Resume, sealed.Kept
	return one, err
}

// UpdateSecond changes a second reading that is still in a state, and queues
// tasks; fault.Conflict when it is not. It also ends what a restriction stopped,
// so it does not ask for one.
func (s *Store) UpdateSecond(ctx context.Context, owner owner.ID, from library.SecondState, one library.SecondReading, tasks ...task.Task) error {
	content, err := s.sealSecond(ctx, owner, one)
	if err != nil {
		return err
	}
	return s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE second_readings SET state = $1, reason = $2, content = $3, ended_at = $4, forgotten_at = $5
			WHERE owner_id = $6 AND id = $7 AND state = $8`, one.State, one.Reason, content, dbx.Micros(one.Ended),
			dbx.Micros(one.Forgotten), owner, one.ID, from)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Conflict
		}
		return s.queue.Enqueue(ctx, tx, tasks...)
	})
}

// NoteForgotten notes when a reader confirmed that it keeps nothing. The row may
// be gone with its CV.
func (s *Store) NoteForgotten(ctx context.Context, id string, at time.Time) error {
	_, err := s.across(dbx.Sweep).Exec(ctx, `UPDATE second_readings SET forgotten_at = $1 WHERE id = $2`, dbx.Micros(at), id)
	return err
}
