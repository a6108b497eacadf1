package store

import (
	"context"
	"time"

	"jobops/internal/civil"
	"jobops/internal/dbx"
	"jobops/internal/owner"
	"jobops/internal/tracker"
)

// ItemsBetween lists interviews and tasks from a moment to before another, the
// nearest first, with the application they hang from.
func (s *Store) ItemsBetween(ctx context.Context, owner owner.ID, from, until time.Time, open bool, limit int) ([]tracker.Entry, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanEntry, `SELECT `+entryColumns+` WHERE i.owner_id = $1 AND i.due_at >= $2 AND i.due_at < $3 AND i.done <= $4
		ORDER BY i.due_at, i.id LIMIT $5`, owner, dbx.Micros(from), dbx.Micros(until), flag(!open), limit)
	if err != nil {
		return nil, err
	}
	entries := make([]tracker.Entry, len(rows))
	for n, row := range rows {
		entries[n] = row.Entry
		if err := (box{keys: s.keys, owner: owner, row: string(row.Item.ID)}).openJSON(ctx, itemBody, row.body, &entries[n].Item.Body); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

const entryColumns = `i.id, i.application_id, i.kind, i.due_at, i.done, i.body, i.created_at, i.updated_at, a.company, a.title, a.location, a.stage, a.revision, a.updated_at
	FROM application_items i JOIN applications a ON a.id = i.application_id AND a.deleted_at IS NULL`

// sealedEntry is an item with its application, as they are stored.
type sealedEntry struct {
	tracker.Entry
	body []byte
}

// entryKinds are the kinds of item that fall on a day.
var entryKinds = map[tracker.ItemKind]tracker.EntryKind{tracker.Appointed: tracker.InterviewEntry, tracker.Task: tracker.TaskEntry}

func scanEntry(r dbx.Row) (sealedEntry, error) {
	var e sealedEntry
	var done int
	i, a := &e.Item, &e.Application
	err := r.Scan(&i.ID, &i.Application, &i.Kind, (*dbx.Micros)(&i.At), &done, &e.body, (*dbx.Micros)(&i.Created), (*dbx.Micros)(&i.Updated),
		&a.Facts.Company, &a.Facts.Title, &a.Facts.Location, &a.Stage, &a.Revision, (*dbx.Micros)(&a.Updated))
	i.Done, a.ID, e.Kind = done != 0, i.Application, entryKinds[i.Kind]
	return e, notFound(err)
}

// NextBetween lists open applications by the day of their next action.
func (s *Store) NextBetween(ctx context.Context, owner owner.ID, from, until civil.Date, over bool, limit int) ([]tracker.Application, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanApplication, `SELECT `+applicationColumns+` WHERE a.owner_id = $1 AND a.next_on >= $2 AND a.next_on <= $3
		AND a.next_on <> '' AND a.deleted_at IS NULL AND ($4 = 1 OR a.stage IN ('saved', 'applied', 'screening', 'assessment', 'interview', 'offer'))
		ORDER BY a.next_on, a.id LIMIT $5`, owner, from.String(), until.String(), flag(over), limit)
	return s.openApplications(ctx, owner, rows, err)
}

// DeadlinesBetween lists saved applications by the last day to apply.
func (s *Store) DeadlinesBetween(ctx context.Context, owner owner.ID, from, until civil.Date, over bool, limit int) ([]tracker.Application, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanApplication, `SELECT `+applicationColumns+` WHERE a.owner_id = $1 AND a.deadline >= $2 AND a.deadline <= $3
		AND a.deadline <> '' AND a.deleted_at IS NULL AND ($4 = 1 OR a.stage = 'saved')
		ORDER BY a.deadline, a.id LIMIT $5`, owner, from.String(), until.String(), flag(over), limit)
	return s.openApplications(ctx, owner, rows, err)
}

// Waiting lists applications that have stood in a stage since before a moment and
// have nothing planned, the longest waiting first.
func (s *Store) Waiting(ctx context.Context, owner owner.ID, q tracker.Silent) ([]tracker.Application, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanApplication, `SELECT `+applicationColumns+` WHERE a.owner_id = $1 AND a.stage = $2 AND a.stage_at <= $3
		AND a.next_on < $4 AND a.deleted_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM application_items i WHERE i.application_id = a.id AND i.done = 0 AND i.due_at >= $5)
		ORDER BY a.stage_at, a.id LIMIT $6`, owner, q.Stage, dbx.Micros(q.Since), q.Planned.String(), dbx.Micros(q.From), q.Limit)
	return s.openApplications(ctx, owner, rows, err)
}

// RecentHistories returns the events of the applications that moved last.
func (s *Store) RecentHistories(ctx context.Context, owner owner.ID, n int) ([][]tracker.Event, error) {
	rows, err := rowsOf(ctx, s.of(owner), scanEvent, `SELECT `+eventColumns+` WHERE e.application_id IN (SELECT a.id FROM applications a
		WHERE a.owner_id = $1 AND a.deleted_at IS NULL AND a.stage <> 'saved' ORDER BY a.updated_at DESC, a.id DESC LIMIT $2)
		ORDER BY e.application_id, e.id`, owner, n)
	return byApplication(rows), err
}

// byApplication parts events in the order of their applications.
func byApplication(rows []eventOf) [][]tracker.Event {
	var all [][]tracker.Event
	var last tracker.ID
	for _, row := range rows {
		if row.application != last {
			all, last = append(all, nil), row.application
		}
		all[len(all)-1] = append(all[len(all)-1], row.Event)
	}
	return all
}
