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

// Courses returns what happened to each application that is not deleted.
func (s *Store) Courses(ctx context.Context, owner owner.ID) ([]tracker.Course, error) {
	sent, err := s.sentVersions(ctx, owner)
	if err != nil {
		return nil, err
	}
	type step struct {
		source, url string
		eventOf
	}
	rows, err := rowsOf(ctx, s.of(owner), func(r dbx.Row) (step, error) {
		var e step
		return e, r.Scan(&e.source, &e.url, &e.application, &e.ID, &e.From, &e.To, (*dbx.Micros)(&e.Occurred), (*dbx.Micros)(&e.Recorded), &e.By, &e.Supersedes)
	}, `SELECT a.source, a.url, `+eventColumns+` JOIN applications a ON a.id = e.application_id
		WHERE e.owner_id = $1 AND a.deleted_at IS NULL ORDER BY e.application_id, e.id`, owner)
	var all []tracker.Course
	var last tracker.ID
	for _, row := range rows {
		if row.application != last {
			v := sent[row.application]
			all, last = append(all, tracker.Course{Source: row.source, URL: row.url, CV: v.cv, Version: v.number}), row.application
		}
		all[len(all)-1].Events = append(all[len(all)-1].Events, row.Event)
	}
	return all, err
}

// sentVersion is the version of a CV that an application went out with; cv is ""
// when it was deleted.
type sentVersion struct {
	application tracker.ID
	cv          string
	number      int
}

// sentVersions finds what each application was sent with: what was kept last, for
// who sent something else keeps that.
func (s *Store) sentVersions(ctx context.Context, owner owner.ID) (map[tracker.ID]sentVersion, error) {
	rows, err := rowsOf(ctx, s.of(owner), func(r dbx.Row) (sentVersion, error) {
		var v sentVersion
		return v, r.Scan(&v.application, &v.number, &v.cv)
	}, `SELECT b.application_id, b.version, COALESCE(f.cv_id, '') FROM bundles b LEFT JOIN bundle_files f ON f.bundle_id = b.id AND f.part = 'cv'
		AND EXISTS (SELECT 1 FROM key_refs k WHERE k.kind = 'cv' AND k.subject_id = f.cv_id AND k.state = 'live')
		WHERE b.owner_id = $1 AND b.version > 0 ORDER BY b.id`, owner)
	sent := map[tracker.ID]sentVersion{}
	for _, v := range rows {
		sent[v.application] = v
	}
	return sent, err
}
