package store

import (
	"context"
	"encoding/hex"
	"time"

	"jobops/internal/account"
	"jobops/internal/dbx"
	"jobops/internal/owner"
	"jobops/internal/task"
)

// sealedProof is a row of proofs as it is stored.
type sealedProof struct {
	account.Proof
	holder      owner.ID // under whose key it rests
	email, name []byte
	token       []byte
}

const proofColumns = `id, owner_id, purpose, email, name, role, password_hash, locale, token_hash, created_at, expires_at`

func scanProof(r dbx.Row) (sealedProof, error) {
	var p sealedProof
	err := r.Scan(&p.ID, &p.holder, &p.Purpose, &p.email, &p.name, &p.Role, &p.Password, &p.Language, &p.token,
		(*dbx.Micros)(&p.Created), (*dbx.Micros)(&p.Expires))
	p.Issued = p.token != nil
	return p, notFound(err)
}

func (s *Store) openProof(ctx context.Context, p sealedProof, err error) (account.Proof, error) {
	if err != nil {
		return p.Proof, err
	}
	house, err := s.house(ctx)
	if err != nil {
		return p.Proof, err
	}
	if p.holder != house {
		p.Owner = p.holder
	}
	b := box{s.keys, "", p.holder, p.ID}
	if err := b.openText(ctx, "proofs.email", p.email, &p.Email); err != nil {
		return p.Proof, err
	}
	err = b.openText(ctx, "proofs.name", p.name, &p.Name)
	return p.Proof, err
}

// AddProof keeps a proof under the key of its person, or of the instance. Without
// a link a task is queued that settles it.
func (s *Store) AddProof(ctx context.Context, p account.Proof, token []byte) error {
	holder, err := p.Owner, error(nil)
	if !holder.Valid() {
		if holder, err = s.house(ctx); err != nil {
			return err
		}
	}
	key, err := s.accountKey(ctx, holder)
	if err != nil {
		return err
	}
	b := box{s.keys, key, holder, p.ID}
	email, err := b.text(ctx, "proofs.email", p.Email)
	if err != nil {
		return err
	}
	name, err := b.text(ctx, "proofs.name", p.Name)
	if err != nil {
		return err
	}
	return s.of(holder).InTx(ctx, func(tx dbx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO proofs (`+proofColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			p.ID, holder, p.Purpose, email, name, p.Role, p.Password, p.Language, token, dbx.Micros(p.Created), dbx.Micros(p.Expires))
		if err != nil || token != nil {
			return err
		}
		return s.queue.Enqueue(ctx, tx, task.Task{Kind: task.SettleProof, Owner: holder, Subject: p.ID})
	})
}

// Proof returns a proof by its id.
func (s *Store) Proof(ctx context.Context, id string) (account.Proof, error) {
	p, err := scanProof(s.across(dbx.SignIn).QueryRow(ctx, `SELECT `+proofColumns+` FROM proofs WHERE id = $1`, id))
	return s.openProof(ctx, p, err)
}

// ProofOf returns a live proof by the hash of its link.
func (s *Store) ProofOf(ctx context.Context, token []byte, now time.Time) (account.Proof, error) {
	p, err := scanProof(s.across(dbx.SignIn).QueryRow(ctx, `SELECT `+proofColumns+` FROM proofs WHERE token_hash = $1 AND expires_at > $2`, token, dbx.Micros(now)))
	return s.openProof(ctx, p, err)
}

// TakeProof ends a live proof and returns it.
func (s *Store) TakeProof(ctx context.Context, token []byte, now time.Time) (account.Proof, error) {
	var p sealedProof
	err := s.across(dbx.SignIn).InTx(ctx, func(tx dbx.Tx) (err error) {
		p, err = scanProof(tx.QueryRow(ctx, `DELETE FROM proofs WHERE token_hash = $1 AND expires_at > $2 RETURNING `+proofColumns, token, dbx.Micros(now)))
		return err
	})
	return s.openProof(ctx, p, err)
}

// IssueProof gives a proof its link, keeps its password and queues the mail.
func (s *Store) IssueProof(ctx context.Context, p account.Proof, token []byte, to owner.ID, l account.Mail) error {
	mails, err := s.sealMails(ctx, to, []account.Mail{l})
	if err != nil {
		return err
	}
	return s.across(dbx.SignIn).InTx(ctx, func(tx dbx.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE proofs SET token_hash = $1, password_hash = $2 WHERE id = $3 AND token_hash IS NULL`, token, p.Password, p.ID)
		if err != nil || n == 0 {
			return err // settled by another try
		}
		if err := dbx.See(ctx, tx, dbx.Sight{Owner: mails[0].owner}); err != nil {
			return err
		}
		return s.addMail(ctx, tx, mails[0])
	})
}

// DropProof ends a proof that leads nowhere and queues a message if there is one.
func (s *Store) DropProof(ctx context.Context, id string, to owner.ID, l *account.Mail) error {
	var mails []sealedMail
	if l != nil {
		var err error
		if mails, err = s.sealMails(ctx, to, []account.Mail{*l}); err != nil {
			return err
		}
	}
	return s.across(dbx.SignIn).InTx(ctx, func(tx dbx.Tx) error {
		n, err := tx.Exec(ctx, `DELETE FROM proofs WHERE id = $1`, id)
		if err != nil || n == 0 {
			return err
		}
		for _, mail := range mails {
			if err := dbx.See(ctx, tx, dbx.Sight{Owner: mail.owner}); err != nil {
				return err
			}
			if err := s.addMail(ctx, tx, mail); err != nil {
				return err
			}
		}
		return nil
	})
}

// Sessions lists the live sessions of a person, the newest first.
func (s *Store) Sessions(ctx context.Context, owner owner.ID, current []byte, now time.Time) ([]account.SessionView, error) {
	return rowsOf(ctx, s.of(owner), func(r dbx.Row) (account.SessionView, error) {
		var v account.SessionView
		var hash []byte
		err := r.Scan(&v.ID, &v.Browser, (*dbx.Micros)(&v.Created), (*dbx.Micros)(&v.Seen), &hash)
		v.Current = string(hash) == string(current)
		return v, err
	}, `SELECT id, browser, created_at, seen_at, token_hash FROM sessions WHERE owner_id = $1 AND purpose = $2 AND expires_at > $3
		ORDER BY created_at DESC, id DESC`, owner, account.Session, dbx.Micros(now))
}

// EndSession ends one session of a person.
func (s *Store) EndSession(ctx context.Context, owner owner.ID, id string) error {
	return found(s.of(owner).Exec(ctx, `DELETE FROM sessions WHERE owner_id = $1 AND id = $2 AND purpose = $3`, owner, id, account.Session))
}

// EndSessions ends all sessions of a person but the one of a hash.
func (s *Store) EndSessions(ctx context.Context, owner owner.ID, keep []byte) error {
	return endSessions(ctx, s.of(owner), owner, keep)
}

func endSessions(ctx context.Context, q dbx.Q, owner owner.ID, keep []byte) error {
	if keep == nil {
		keep = []byte{}
	}
	_, err := q.Exec(ctx, `DELETE FROM sessions WHERE owner_id = $1 AND token_hash <> $2`, owner, keep)
	return err
}

// Try counts an attempt on an address and says how long to wait before it.
func (s *Store) Try(ctx context.Context, email string, now time.Time) (wait time.Duration, err error) {
	id, err := s.tryKey(ctx, email)
	if err != nil {
		return 0, err
	}
	err = s.nobody().InTx(ctx, func(tx dbx.Tx) error {
		var n int
		var until time.Time
		// The no-op update takes the row's lock, so that attempts at once are counted one by one.
		err := tx.QueryRow(ctx, `INSERT INTO tries (id, number, tried_at) VALUES ($1, 0, $2)
			ON CONFLICT (id) DO UPDATE SET tried_at = excluded.tried_at RETURNING number, until_at`, id, dbx.Micros(now)).Scan(&n, (*dbx.Micros)(&until))
		if err != nil {
			return err
		}
		if until.After(now) {
			wait = until.Sub(now)
			return nil
		}
		_, err = tx.Exec(ctx, `UPDATE tries SET number = $1, until_at = $2 WHERE id = $3`, n+1, dbx.Micros(now.Add(account.Wait(n+1))), id)
		return err
	})
	return wait, err
}

// CountTry counts one of something by its name, which is kept as a keyed hash.
func (s *Store) CountTry(ctx context.Context, name string, now time.Time) (n int, err error) {
	id, err := s.tryKey(ctx, name)
	if err != nil {
		return 0, err
	}
	err = s.nobody().InTx(ctx, func(tx dbx.Tx) error {
		return tx.QueryRow(ctx, `INSERT INTO tries (id, number, tried_at) VALUES ($1, 1, $2)
			ON CONFLICT (id) DO UPDATE SET number = tries.number + 1, tried_at = excluded.tried_at RETURNING number`, id, dbx.Micros(now)).Scan(&n)
	})
	return n, err
}

// Forgive forgets the attempts on an address.
func (s *Store) Forgive(ctx context.Context, email string) error {
	id, err := s.tryKey(ctx, email)
	if err != nil {
		return err
	}
	_, err = s.nobody().Exec(ctx, `DELETE FROM tries WHERE id = $1`, id)
	return err
}

func (s *Store) tryKey(ctx context.Context, email string) (string, error) {
	hash, err := s.addressHash(ctx, email)
	return hex.EncodeToString(hash), err
}
