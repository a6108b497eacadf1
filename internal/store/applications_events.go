package store

import (
	"context"

	"jobops/internal/dbx"
	"jobops/internal/owner"
	"jobops/internal/tracker"
)

func addEvents(ctx context.Context, tx dbx.Tx, owner owner.ID, a tracker.ID, events []tracker.Event) error {
	for _, e := range events {
		_, err := tx.Exec(ctx, `INSERT INTO application_events (id, owner_id, application_id, from_stage, to_stage, occurred_at, recorded_at, recorded_by, supersedes)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, e.ID, owner, a, e.From, e.To, dbx.Micros(e.Occurred), dbx.Micros(e.Recorded), e.By, e.Supersedes)
		if err != nil {
			return err
		}
	}
	return nil
}

// eventOf is an event with the application it belongs to.
type eventOf struct {
	application tracker.ID
	tracker.Event
}

const eventColumns = `e.application_id, e.id, e.from_stage, e.to_stage, e.occurred_at, e.recorded_at, e.recorded_by, e.supersedes FROM application_events e`

func scanEvent(r dbx.Row) (eventOf, error) {
	var e eventOf
	err := r.Scan(&e.application, &e.ID, &e.From, &e.To, (*dbx.Micros)(&e.Occurred), (*dbx.Micros)(&e.Recorded), &e.By, &e.Supersedes)
	return e, err
}

func historyOf(ctx context.Context, q dbx.Q, owner owner.ID, id tracker.ID) ([]tracker.Event, error) {
	rows, err := rowsOf(ctx, q, scanEvent, `SELECT `+eventColumns+` WHERE e.owner_id = $1 AND e.application_id = $2 ORDER BY e.id`, owner, id)
	events := make([]tracker.Event, len(rows))
	for i, row := range rows {
		events[i] = row.Event
	}
	return events, err
}

// History returns the events of an application in the order they were added.
func (s *Store) History(ctx context.Context, owner owner.ID, id tracker.ID) ([]tracker.Event, error) {
	return historyOf(ctx, s.of(owner), owner, id)
}

// Histories returns the events of all applications that are not deleted.
func (s *Store) Histories(ctx context.Context, owner owner.ID) ([][]tracker.Event, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanEvent, `SELECT `+eventColumns+` JOIN applications a ON a.id = e.application_id
		WHERE e.owner_id = $1 AND a.deleted_at IS NULL ORDER BY e.application_id, e.id`, owner)
	return byApplication(rows), err
}
