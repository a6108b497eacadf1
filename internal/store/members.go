package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"jobops/internal/account"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/seal"
	"jobops/internal/task"
)

// Kinds of accounts.
const (
	kindLocal    = "local"    // the one person of a --local instance
	kindMember   = "member"   // a person who signs in
	kindInstance = "instance" // nobody: owns what belongs to no account yet
)

// house is the account of the instance itself. Under its key rests what belongs
// to nobody's account: addresses still to be proved, messages of strangers. It is
// made when the first of that arrives.
func (s *Store) house(ctx context.Context) (owner.ID, error) {
	var id owner.ID
	find := func() error {
		return notFound(s.across(dbx.SignIn).QueryRow(ctx, `SELECT id FROM accounts WHERE kind = $1 AND state = $2`, kindInstance, privacy.Active).Scan(&id))
	}
	err := find()
	if err == fault.NotFound {
		_, err = s.across(dbx.SignIn).Exec(ctx, `INSERT INTO accounts (id, kind, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			uuid.Must(uuid.NewV7()).String(), kindInstance, dbx.Micros(s.now()))
		if err == nil {
			err = find() // another process may have been first
		}
	}
	if err != nil {
		return id, fmt.Errorf("store: account of the instance: %w", err)
	}
	_, err = s.accountKey(ctx, id)
	return id, err
}

// accountKey returns the key of an account, made at first.
func (s *Store) accountKey(ctx context.Context, id owner.ID) (string, error) {
	key, err := s.keyFor(ctx, id, seal.AccountKey, string(id))
	if fault.KindOf(err) == fault.NotFound {
		key, err = s.keys.NewKey(ctx, id, seal.AccountKey, string(id))
	}
	if fault.KindOf(err) == fault.Conflict {
		return s.keyFor(ctx, id, seal.AccountKey, string(id)) // somebody else was first
	}
	return key, err
}

// addressHash is the keyed hash under which an address is found.
func (s *Store) addressHash(ctx context.Context, email string) ([]byte, error) {
	house, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	key, err := s.accountKey(ctx, house)
	if err != nil {
		return nil, err
	}
	return s.keys.MAC(ctx, key, "accounts.email", []byte(account.Fold(email)))
}

// Several reports whether anybody has an account of their own.
func (s *Store) Several(ctx context.Context) (several bool, err error) {
	err = s.across(dbx.SignIn).QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM accounts WHERE email_hash IS NOT NULL AND state = $1)`, privacy.Active).Scan(&several)
	return several, err
}

// sealedMember is a row of accounts as it is stored.
type sealedMember struct {
	account.Member
	email, name, hash, factor []byte
	portal, portalHash        []byte
}

const memberColumns = `id, email, name, password_hash, role, plan, locale, created_at, suspended_at, factor, auth_id`

func scanMember(r dbx.Row) (sealedMember, error) {
	var m sealedMember
	err := r.Scan(&m.ID, &m.email, &m.name, &m.Password, &m.Role, &m.Plan, &m.Language, (*dbx.Micros)(&m.Created), (*dbx.Micros)(&m.Suspended), &m.factor, &m.portal)
	return m, notFound(err)
}

func (s *Store) openMember(ctx context.Context, m sealedMember) (account.Member, error) {
	b := box{s.keys, "", m.ID, string(m.ID)}
	for _, c := range []struct {
		column   string
		envelope []byte
		into     *string
	}{{"accounts.email", m.email, &m.Email}, {"accounts.name", m.name, &m.Name}, {"accounts.auth_id", m.portal, &m.Portal}} {
		if c.envelope == nil {
			continue
		}
		if err := b.openText(ctx, c.column, c.envelope, c.into); err != nil {
			return m.Member, err
		}
	}
	if m.factor == nil {
		return m.Member, nil
	}
	m.Factor = new(account.Factor)
	return m.Member, b.openJSON(ctx, "accounts.factor", m.factor, m.Factor)
}

func (s *Store) sealMember(ctx context.Context, m account.Member) (sealedMember, error) {
	key, err := s.accountKey(ctx, m.ID)
	if err != nil {
		return sealedMember{}, err
	}
	row, b := sealedMember{Member: m}, box{s.keys, key, m.ID, string(m.ID)}
	if row.email, err = b.text(ctx, "accounts.email", m.Email); err != nil {
		return row, err
	}
	if row.name, err = b.text(ctx, "accounts.name", m.Name); err != nil {
		return row, err
	}
	if m.Factor != nil {
		if row.factor, err = b.json(ctx, "accounts.factor", m.Factor); err != nil {
			return row, err
		}
	}
	if m.Portal != "" {
		if row.portal, err = b.text(ctx, "accounts.auth_id", m.Portal); err != nil {
			return row, err
		}
		if row.portalHash, err = s.portalHash(ctx, m.Portal); err != nil {
			return row, err
		}
	}
	row.hash, err = s.addressHash(ctx, m.Email)
	return row, err
}

// Member returns an account that is active.
func (s *Store) Member(ctx context.Context, owner owner.ID) (account.Member, error) {
	m, err := scanMember(s.of(owner).QueryRow(ctx, `SELECT `+memberColumns+` FROM accounts WHERE id = $1 AND state = $2`, owner, privacy.Active))
	if err != nil {
		return m.Member, err
	}
	return s.openMember(ctx, m)
}

// Credential finds an active account by its address.
func (s *Store) Credential(ctx context.Context, email string) (account.Credential, error) {
	var c account.Credential
	hash, err := s.addressHash(ctx, email)
	if err != nil {
		return c, err
	}
	err = s.across(dbx.SignIn).QueryRow(ctx, `SELECT id, password_hash, suspended_at, factor IS NOT NULL FROM accounts WHERE email_hash = $1 AND state = $2`, hash, privacy.Active).
		Scan(&c.Owner, &c.Password, (*dbx.Micros)(&c.Suspended), &c.Factor)
	return c, notFound(err)
}

// AddMember adds an account with its key. The row comes first, without an address
// until the key is there: what a crash leaves in between is nobody's and is swept.
func (s *Store) AddMember(ctx context.Context, m account.Member, e account.Effects) error {
	_, err := s.of(m.ID).Exec(ctx, `INSERT INTO accounts (id, kind, created_at, locale) VALUES ($1, $2, $3, $4)`,
		m.ID, kindMember, dbx.Micros(m.Created), m.Language)
	if err != nil {
		return err
	}
	err = s.ChangeMember(ctx, m.ID, func(row *account.Member) (account.Effects, error) {
		row.Email, row.Name, row.Password, row.Role, row.Plan = m.Email, m.Name, m.Password, m.Role, m.Plan
		return e, nil
	})
	if err != nil {
		return errors.Join(err, s.dropMember(ctx, m.ID))
	}
	return nil
}

// dropMember takes back an account that never got an address.
func (s *Store) dropMember(ctx context.Context, id owner.ID) error {
	err := s.shred(ctx, id, seal.AccountKey, string(id))
	_, dropped := s.of(id).Exec(ctx, `DELETE FROM accounts WHERE id = $1 AND email_hash IS NULL`, id)
	return errors.Join(err, dropped)
}

// ChangeMember changes one account, with what follows from that, in one
// transaction. It is sealed before: a sealed value needs no lock, and a change
// in between is found by the row's old address, password
// and second step. It is then made
// again on what is there; after updateTries it is fault.Conflict.
func (s *Store) ChangeMember(ctx context.Context, id owner.ID, change func(*account.Member) (account.Effects, error)) error {
	for range updateTries {
		if err := s.tryMember(ctx, id, change); !errors.Is(err, errMeanwhile) {
			return err
		}
	}
	return fault.Conflict
}

func (s *Store) tryMember(ctx context.Context, id owner.ID, change func(*account.Member) (account.Effects, error)) error {
	old, err := scanMember(s.of(id).QueryRow(ctx, `SELECT `+memberColumns+` FROM accounts WHERE id = $1 AND state = $2`, id, privacy.Active))
	if err != nil {
		return err
	}
	m, err := s.openMember(ctx, old)
	if err != nil {
		return err
	}
	effects, err := change(&m)
	if err != nil {
		return err
	}
	row, err := s.sealMember(ctx, m)
	if err != nil {
		return err
	}
	mails, err := s.sealMails(ctx, id, effects.Mails)
	if err != nil {
		return err
	}
	return s.of(id).InTx(ctx, func(tx dbx.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE accounts SET kind = CASE WHEN kind = $1 THEN $2 ELSE kind END, email = $3, email_hash = $4, name = $5,
			password_hash = $6, role = $7, plan = $8, suspended_at = $9, factor = $13, auth_id = $17, auth_hash = $18
			WHERE id = $10 AND state = $11 AND password_hash = $12 AND factor IS NOT DISTINCT FROM $14
			AND email IS NOT DISTINCT FROM $15 AND suspended_at IS NOT DISTINCT FROM $16 AND auth_id IS NOT DISTINCT FROM $19`,
			kindLocal, kindMember, row.email, row.hash, row.name, row.Password, row.Role, row.Plan, dbx.Micros(row.Suspended), id, privacy.Active, old.Password,
			row.factor, old.factor, old.email, dbx.Micros(old.Suspended), row.portal, row.portalHash, old.portal)
		if err == nil && n == 0 {
			return errMeanwhile
		}
		if err != nil {
			return err
		}
		return s.follow(ctx, tx, id, effects, mails)
	})
}

// follow does what follows from a change.
func (s *Store) follow(ctx context.Context, tx dbx.Tx, id owner.ID, e account.Effects, mails []sealedMail) error {
	if e.End {
		if err := endSessions(ctx, tx, id, e.Keep); err != nil {
			return err
		}
		// A link that somebody asked for from an ended session ends with it.
		if _, err := tx.Exec(ctx, `DELETE FROM proofs WHERE owner_id = $1`, id); err != nil {
			return err
		}
	}
	if e.Renew != nil {
		if _, err := tx.Exec(ctx, `UPDATE sessions SET token_hash = $1 WHERE owner_id = $2 AND token_hash = $3`, e.Renew, id, e.Keep); err != nil {
			return err
		}
	}
	for _, h := range e.Events {
		if err := s.note(ctx, tx, id, h); err != nil {
			return err
		}
	}
	for _, l := range mails {
		if err := s.addMail(ctx, tx, l); err != nil {
			return err
		}
	}
	return nil
}

// Note keeps that something happened to an account, owner.None being that of the
// instance.
func (s *Store) Note(ctx context.Context, owner owner.ID, h account.Happening) (err error) {
	if !owner.Valid() {
		if owner, err = s.house(ctx); err != nil {
			return err
		}
	}
	return s.note(ctx, s.of(owner), owner, h)
}

func (s *Store) note(ctx context.Context, q dbx.Q, owner owner.ID, h account.Happening) error {
	_, err := q.Exec(ctx, `INSERT INTO events (id, owner_id, kind, happened_at) VALUES ($1, $2, $3, $4)`,
		uuid.Must(uuid.NewV7()).String(), owner, h, dbx.Micros(s.now()))
	return err
}

// Events lists the newest events of an account, so many at most.
func (s *Store) Events(ctx context.Context, owner owner.ID, most int) ([]account.Event, error) {
	return rowsOf(ctx, s.of(owner), func(r dbx.Row) (account.Event, error) {
		var e account.Event
		err := r.Scan(&e.Kind, (*dbx.Micros)(&e.At))
		return e, err
	}, `SELECT kind, happened_at FROM events WHERE owner_id = $1 ORDER BY happened_at DESC, id DESC LIMIT $2`, owner, most)
}

// sealedMail is a message as it is stored.
type sealedMail struct {
	id    string
	owner owner.ID
	kind  account.MailKind
	body  []byte
}

func (s *Store) sealMails(ctx context.Context, to owner.ID, all []account.Mail) ([]sealedMail, error) {
	if len(all) == 0 {
		return nil, nil
	}
	if !to.Valid() {
		var err error
		if to, err = s.house(ctx); err != nil {
			return nil, err
		}
	}
	key, err := s.accountKey(ctx, to)
	if err != nil {
		return nil, err
	}
	var mails []sealedMail
	for _, l := range all {
		row := sealedMail{id: uuid.Must(uuid.NewV7()).String(), owner: to, kind: l.Kind}
		if row.body, err = (box{s.keys, key, to, row.id}).json(ctx, "mails.body", l); err != nil {
			return nil, err
		}
		mails = append(mails, row)
	}
	return mails, nil
}

// addMail keeps a message and queues its delivery.
func (s *Store) addMail(ctx context.Context, tx dbx.Tx, l sealedMail) error {
	_, err := tx.Exec(ctx, `INSERT INTO mails (id, owner_id, kind, state, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		l.id, l.owner, l.kind, MailQueued, l.body, dbx.Micros(s.now()))
	if err != nil {
		return err
	}
	return s.queue.Enqueue(ctx, tx, task.Task{Kind: task.SendMail, Owner: l.owner, Subject: l.id})
}
