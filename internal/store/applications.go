package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"jobops/internal/civil"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/tracker"
)

// The sealed places of applications.
const (
	applicationAsides = "applications.asides"
	changeBefore      = "application_changes.before"
	itemBody          = "application_items.body"
)

// accountBox seals a row under the key of its person's account.
func (s *Store) accountBox(ctx context.Context, owner owner.ID, row string) (box, error) {
	key, err := s.keyFor(ctx, owner, seal.AccountKey, string(owner))
	return box{s.keys, key, owner, row}, err
}

// AddApplication keeps an application with its first events.
func (s *Store) AddApplication(ctx context.Context, owner owner.ID, a tracker.Application, events []tracker.Event) error {
	return s.AddApplications(ctx, owner, []tracker.Fresh{{Application: a, Events: events}})
}

// AddApplications keeps applications with their first events and items, all or
// none.
func (s *Store) AddApplications(ctx context.Context, owner owner.ID, all []tracker.Fresh) error {
	rows := make([]sealedFresh, len(all))
	for i, f := range all {
		var err error
		if rows[i], err = s.sealFresh(ctx, owner, f); err != nil {
			return err
		}
	}
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		for _, row := range rows {
			if err := row.insert(ctx, tx, owner); err != nil {
				return err
			}
		}
		return nil
	})
}

// sealedFresh is a new application as it is stored.
type sealedFresh struct {
	tracker.Fresh
	asides []byte
	bodies [][]byte // of its items
}

func (s *Store) sealFresh(ctx context.Context, owner owner.ID, f tracker.Fresh) (sealedFresh, error) {
	row := sealedFresh{Fresh: f, bodies: make([][]byte, len(f.Items))}
	var err error
	if row.asides, err = s.sealAsides(ctx, owner, f.Application); err != nil {
		return row, err
	}
	for i, item := range f.Items {
		if row.bodies[i], err = s.sealItem(ctx, owner, item); err != nil {
			return row, err
		}
	}
	return row, nil
}

func (row sealedFresh) insert(ctx context.Context, tx dbx.Tx, owner owner.ID) error {
	a, f := row.Application, row.Application.Facts
	err := mustOwn(ctx, tx, owner, "postings", a.Posting)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO applications (id, owner_id, import_id, posting_id, stage, stage_at, company, title, location, remote, source,
		url, salary_min, salary_max, salary_currency, salary_period, deadline, next_on, asides, tags, excitement, revision, created_at, updated_at, way)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
		a.ID, owner, a.Import, orNull(a.Posting), a.Stage, dbx.Micros(a.Since), f.Company, f.Title, f.Location, f.Remote, f.Source, f.URL,
		f.Salary.Min, f.Salary.Max, f.Salary.Currency, f.Salary.Period, f.Deadline.String(), f.NextOn.String(), row.asides,
		tagList(f.Tags), f.Excitement, a.Revision, dbx.Micros(a.Created), dbx.Micros(a.Updated), f.Way)
	if err != nil {
		return err
	}
	if err := addEvents(ctx, tx, owner, a.ID, row.Events); err != nil {
		return err
	}
	for i, item := range row.Items {
		if err := insertItem(ctx, tx, owner, item, row.bodies[i]); err != nil {
			return err
		}
	}
	return nil
}

// DeleteImport takes away the applications of an import that nobody has changed
// since, and tells how many that were.
func (s *Store) DeleteImport(ctx context.Context, owner owner.ID, id tracker.ImportID, now time.Time) (int, error) {
	n, err := s.of(owner).Exec(ctx, `UPDATE applications SET deleted_at = $1, revision = revision + 1, updated_at = $1
		WHERE owner_id = $2 AND import_id = $3 AND import_id <> '' AND revision = 1 AND deleted_at IS NULL`, dbx.Micros(now), owner, id)
	if err == nil && n == 0 {
		return 0, fault.NotFound
	}
	return int(n), err
}

func (s *Store) sealAsides(ctx context.Context, owner owner.ID, a tracker.Application) ([]byte, error) {
	b, err := s.accountBox(ctx, owner, string(a.ID))
	if err != nil {
		return nil, err
	}
	return b.json(ctx, applicationAsides, a.Facts.Asides)
}

// tagList stores tags as a JSON list, [] for none.
func tagList(tags []string) dbx.JSON[[]string] {
	if tags == nil {
		tags = []string{}
	}
	return dbx.JSON[[]string]{V: tags}
}

const applicationColumns = `a.id, a.import_id, a.posting_id, a.stage, a.stage_at, a.company, a.title, a.location, a.remote, a.source, a.url,
	a.salary_min, a.salary_max, a.salary_currency, a.salary_period, a.deadline, a.next_on, a.asides, a.tags, a.excitement,
	a.revision, a.created_at, a.updated_at, a.deleted_at, a.way FROM applications a`

// sealedApplication is a row of applications as it is stored.
type sealedApplication struct {
	tracker.Application
	asides []byte
}

func scanApplication(r dbx.Row) (sealedApplication, error) {
	var a sealedApplication
	var posting *string
	var tags dbx.JSON[[]string]
	var deadline, next string
	f := &a.Facts
	err := r.Scan(&a.ID, &a.Import, &posting, &a.Stage, (*dbx.Micros)(&a.Since), &f.Company, &f.Title, &f.Location, &f.Remote, &f.Source, &f.URL,
		&f.Salary.Min, &f.Salary.Max, &f.Salary.Currency, &f.Salary.Period, &deadline, &next, &a.asides, &tags, &f.Excitement,
		&a.Revision, (*dbx.Micros)(&a.Created), (*dbx.Micros)(&a.Updated), (*dbx.Micros)(&a.Deleted), &f.Way)
	if err != nil {
		return a, notFound(err)
	}
	if posting != nil {
		a.Posting = *posting
	}
	if len(tags.V) > 0 {
		f.Tags = tags.V
	}
	if f.Deadline, err = civil.ParseDate(deadline); err != nil {
		return a, err
	}
	f.NextOn, err = civil.ParseDate(next)
	return a, err
}

func (s *Store) openApplication(ctx context.Context, owner owner.ID, row sealedApplication) (tracker.Application, error) {
	b := box{keys: s.keys, owner: owner, row: string(row.ID)}
	err := b.openJSON(ctx, applicationAsides, row.asides, &row.Facts.Asides)
	return row.Application, err
}

func (s *Store) openApplications(ctx context.Context, owner owner.ID, rows []sealedApplication, err error) ([]tracker.Application, error) {
	if err != nil {
		return nil, err
	}
	all := make([]tracker.Application, len(rows))
	for i, row := range rows {
		if all[i], err = s.openApplication(ctx, owner, row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Application returns one application that is not deleted.
func (s *Store) Application(ctx context.Context, owner owner.ID, id tracker.ID) (tracker.Application, error) {
	a, err := s.anyApplication(ctx, owner, id)
	if err == nil && !a.Deleted.IsZero() {
		return tracker.Application{}, fault.NotFound
	}
	return a, err
}

// errMeanwhile says that a row changed between reading and writing it.
var errMeanwhile = errors.New("store: changed meanwhile")

// UpdateApplication changes one application, a deleted one too, adds events and
// keeps what it was. When another change came in between, this one is made again
// on its result; after updateTries it is fault.Conflict.
func (s *Store) UpdateApplication(ctx context.Context, owner owner.ID, id tracker.ID, change func(a *tracker.Application, history []tracker.Event) ([]tracker.Event, error)) (tracker.Application, tracker.ChangeID, error) {
	for range updateTries {
		a, undo, err := s.tryApplication(ctx, owner, id, change)
		if !errors.Is(err, errMeanwhile) {
			return a, undo, err
		}
	}
	return tracker.Application{}, "", fault.Conflict
}

func (s *Store) tryApplication(ctx context.Context, owner owner.ID, id tracker.ID, change func(a *tracker.Application, history []tracker.Event) ([]tracker.Event, error)) (tracker.Application, tracker.ChangeID, error) {
	a, err := s.anyApplication(ctx, owner, id)
	if err != nil {
		return a, "", err
	}
	history, err := historyOf(ctx, s.of(owner), owner, id)
	if err != nil {
		return a, "", err
	}
	before := tracker.Before{Facts: a.Facts, Deleted: a.Deleted}
	events, err := change(&a, history)
	if err != nil {
		return a, "", err
	}
	for _, e := range events {
		before.Events = append(before.Events, e.ID)
	}
	a.Revision++
	a.Updated = later(s.now(), a.Updated)
	undo, err := s.putApplication(ctx, owner, a, events, before)
	return a, undo, err
}

// anyApplication returns an application, a deleted one too.
func (s *Store) anyApplication(ctx context.Context, owner owner.ID, id tracker.ID) (tracker.Application, error) {
	row, err := scanApplication(s.of(owner).QueryRow(ctx, `SELECT `+applicationColumns+` WHERE a.owner_id = $1 AND a.id = $2`, owner, id))
	if err != nil {
		return tracker.Application{}, err
	}
	return s.openApplication(ctx, owner, row)
}

// putApplication writes the next revision of a row if the row is still at the
// one before.
func (s *Store) putApplication(ctx context.Context, owner owner.ID, a tracker.Application, events []tracker.Event, before tracker.Before) (tracker.ChangeID, error) {
	asides, err := s.sealAsides(ctx, owner, a)
	if err != nil {
		return "", err
	}
	undo := tracker.ChangeID(uuid.Must(uuid.NewV7()).String())
	b, err := s.accountBox(ctx, owner, string(undo))
	if err != nil {
		return "", err
	}
	was, err := b.json(ctx, changeBefore, before)
	if err != nil {
		return "", err
	}
	// Neither a restriction nor an objection keeps a person from deleting.
	write := func(f func(dbx.Tx) error) error { return s.write(ctx, owner, inventory.Applications, f) }
	if before.Deleted.IsZero() && !a.Deleted.IsZero() {
		write = func(f func(dbx.Tx) error) error { return s.of(owner).InTx(ctx, f) }
	}
	return undo, write(func(tx dbx.Tx) error {
		if err := setApplication(ctx, tx, owner, a, asides); err != nil {
			return err
		}
		if err := addEvents(ctx, tx, owner, a.ID, events); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO application_changes (id, owner_id, application_id, before, revision, made_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			undo, owner, a.ID, was, a.Revision, dbx.Micros(s.now()))
		return err
	})
}

func setApplication(ctx context.Context, tx dbx.Tx, owner owner.ID, a tracker.Application, asides []byte) error {
	f := a.Facts
	n, err := tx.Exec(ctx, `UPDATE applications SET stage = $1, stage_at = $2, company = $3, title = $4, location = $5, remote = $6, source = $7,
		url = $8, salary_min = $9, salary_max = $10, salary_currency = $11, salary_period = $12, deadline = $13, next_on = $14,
		asides = $15, tags = $16, excitement = $17, revision = $18, updated_at = $19, deleted_at = $20, way = $24
		WHERE owner_id = $21 AND id = $22 AND revision = $23`,
		a.Stage, dbx.Micros(a.Since), f.Company, f.Title, f.Location, f.Remote, f.Source, f.URL, f.Salary.Min, f.Salary.Max,
		f.Salary.Currency, f.Salary.Period, f.Deadline.String(), f.NextOn.String(), asides, tagList(f.Tags), f.Excitement, a.Revision,
		dbx.Micros(a.Updated), dbx.Micros(a.Deleted), owner, a.ID, a.Revision-1, f.Way)
	if err == nil && n == 0 {
		return errMeanwhile
	}
	return err
}

// Change returns what an application was before a change.
func (s *Store) Change(ctx context.Context, owner owner.ID, id tracker.ChangeID) (tracker.Change, error) {
	c := tracker.Change{ID: id}
	var body []byte
	err := s.of(owner).QueryRow(ctx, `SELECT application_id, before, revision, made_at FROM application_changes WHERE owner_id = $1 AND id = $2`, owner, id).
		Scan(&c.Application, &body, &c.Revision, (*dbx.Micros)(&c.Made))
	if err != nil {
		return c, notFound(err)
	}
	return c, box{keys: s.keys, owner: owner, row: string(id)}.openJSON(ctx, changeBefore, body, &c.Before)
}
