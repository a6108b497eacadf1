package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/office"
	"jobops/internal/owner"
	"jobops/internal/privacy"
)

const personColumns = memberColumns + `,
	(SELECT count(*) FROM cvs c WHERE c.owner_id = a.id), (SELECT count(*) FROM sessions s WHERE s.owner_id = a.id AND s.purpose = 'session' AND s.expires_at > $1),
	(SELECT max(g.expires_at) FROM grants g WHERE g.owner_id = a.id AND g.ended_at IS NULL AND g.expires_at > $1)
	FROM accounts a WHERE state = $2 AND email_hash IS NOT NULL`

type personRow struct {
	sealedMember
	office.Person
}

func scanPerson(r dbx.Row) (personRow, error) {
	var p personRow
	m := &p.sealedMember
	err := r.Scan(&m.ID, &m.email, &m.name, &m.Member.Password, &m.Role, &m.Plan, &m.Language, (*dbx.Micros)(&m.Created), (*dbx.Micros)(&m.Suspended),
		&m.factor, &m.portal, &p.CVs, &p.Sessions, (*dbx.Micros)(&p.Grant))
	return p, notFound(err)
}

func (s *Store) openPerson(ctx context.Context, p personRow) (office.Person, error) {
	var err error
	p.Person.Member, err = s.openMember(ctx, p.sealedMember)
	p.Person.Password, p.Person.Factor = "", nil // nobody is shown even a hash
	return p.Person, err
}

// People lists accounts, the newest first, so many at most.
func (s *Store) People(ctx context.Context, most int) ([]office.Person, error) {
	rows, err := rowsOf(ctx, s.across(dbx.Office), scanPerson, `SELECT `+personColumns+` ORDER BY created_at DESC, id DESC LIMIT $3`,
		dbx.Micros(s.now()), privacy.Active, most)
	if err != nil {
		return nil, err
	}
	all := make([]office.Person, len(rows))
	for i, row := range rows {
		if all[i], err = s.openPerson(ctx, row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Person returns one account.
func (s *Store) Person(ctx context.Context, id owner.ID) (office.Person, error) {
	p, err := scanPerson(s.across(dbx.Office).QueryRow(ctx, `SELECT `+personColumns+` AND a.id = $3`, dbx.Micros(s.now()), privacy.Active, id))
	if err != nil {
		return p.Person, err
	}
	return s.openPerson(ctx, p)
}

// FailedTasks lists work that is not tried again, the newest first.
func (s *Store) FailedTasks(ctx context.Context, most int) ([]office.Task, error) {
	return rowsOf(ctx, s.nobody(), func(r dbx.Row) (office.Task, error) {
		var t office.Task
		err := r.Scan(&t.ID, &t.Kind, &t.Tries)
		return t, err
	}, `SELECT id, kind, attempt FROM river_job WHERE CAST(state AS text) IN ('discarded', 'cancelled') ORDER BY id DESC LIMIT $1`, most)
}

// Mails lists messages on their way, the newest first.
func (s *Store) Mails(ctx context.Context, most int) ([]office.Mail, error) {
	return rowsOf(ctx, s.across(dbx.Office), func(r dbx.Row) (office.Mail, error) {
		var m office.Mail
		err := r.Scan(&m.Kind, &m.State, (*dbx.Micros)(&m.Created), (*dbx.Micros)(&m.Sent))
		return m, err
	}, `SELECT kind, state, created_at, sent_at FROM mails ORDER BY created_at DESC, id DESC LIMIT $1`, most)
}

// LastReport returns the newest run of the checks, the zero value when none ran.
func (s *Store) LastReport(ctx context.Context) (office.Report, error) {
	run, err := s.LastVerifyRun(ctx)
	if fault.KindOf(err) == fault.NotFound {
		return office.Report{}, nil
	}
	return office.Report{Ended: run.Ended, Mode: run.Mode, Outcome: run.Outcome}, err
}

// SetGrant gives support leave until a time; the zero time takes it back.
func (s *Store) SetGrant(ctx context.Context, owner owner.ID, until time.Time) error {
	return s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		now := s.now()
		_, err := tx.Exec(ctx, `UPDATE grants SET ended_at = $1 WHERE owner_id = $2 AND ended_at IS NULL AND expires_at > $1`, dbx.Micros(now), owner)
		if err != nil || until.IsZero() {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO grants (id, owner_id, created_at, expires_at) VALUES ($1, $2, $3, $4)`,
			uuid.Must(uuid.NewV7()).String(), owner, dbx.Micros(now), dbx.Micros(until))
		return err
	})
}
