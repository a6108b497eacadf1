package store

import (
	"context"
	"time"

	"jobops/internal/account"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
)

// sealedPasskey is a row of passkeys as it is stored.
type sealedPasskey struct {
	account.Passkey
	name, credential []byte
}

func (s *Store) openPasskey(ctx context.Context, who owner.ID, p sealedPasskey) (account.Passkey, error) {
	b := box{s.keys, "", who, p.ID}
	if err := b.openText(ctx, "passkeys.name", p.name, &p.Name); err != nil {
		return p.Passkey, err
	}
	err := b.openJSON(ctx, "passkeys.credential", p.credential, &p.Credential)
	return p.Passkey, err
}

// Passkeys lists the passkeys of a person, the oldest first.
func (s *Store) Passkeys(ctx context.Context, who owner.ID) ([]account.Passkey, error) {
	rows, err := rowsOf(ctx, s.of(who), func(r dbx.Row) (sealedPasskey, error) {
		var p sealedPasskey
		err := r.Scan(&p.ID, &p.name, &p.credential, (*dbx.Micros)(&p.Created), (*dbx.Micros)(&p.Used))
		return p, err
	}, `SELECT id, name, credential, created_at, used_at FROM passkeys WHERE owner_id = $1 ORDER BY created_at, id`, who)
	if err != nil {
		return nil, err
	}
	var all []account.Passkey
	for _, row := range rows {
		p, err := s.openPasskey(ctx, who, row)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// AddPasskey keeps a passkey, with what follows, in one transaction.
func (s *Store) AddPasskey(ctx context.Context, who owner.ID, p account.Passkey, e account.Effects) error {
	key, err := s.accountKey(ctx, who)
	if err != nil {
		return err
	}
	b := box{s.keys, key, who, p.ID}
	name, err := b.text(ctx, "passkeys.name", p.Name)
	if err != nil {
		return err
	}
	credential, err := b.json(ctx, "passkeys.credential", p.Credential)
	if err != nil {
		return err
	}
	mails, err := s.sealMails(ctx, who, e.Mails)
	if err != nil {
		return err
	}
	return s.of(who).InTx(ctx, func(tx dbx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO passkeys (id, owner_id, name, credential, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			p.ID, who, name, credential, dbx.Micros(p.Created), dbx.Micros(p.Used))
		if err != nil {
			return err
		}
		return s.follow(ctx, tx, who, e, mails)
	})
}

// RenamePasskey changes the name of a passkey.
func (s *Store) RenamePasskey(ctx context.Context, who owner.ID, id, name string) error {
	key, err := s.accountKey(ctx, who)
	if err != nil {
		return err
	}
	sealed, err := box{s.keys, key, who, id}.text(ctx, "passkeys.name", name)
	if err != nil {
		return err
	}
	return found(s.of(who).Exec(ctx, `UPDATE passkeys SET name = $1 WHERE owner_id = $2 AND id = $3`, sealed, who, id))
}

// UsePasskey notes a use of a passkey that nobody has used since before.
func (s *Store) UsePasskey(ctx context.Context, who owner.ID, p account.Passkey, before time.Time) error {
	key, err := s.accountKey(ctx, who)
	if err != nil {
		return err
	}
	credential, err := box{s.keys, key, who, p.ID}.json(ctx, "passkeys.credential", p.Credential)
	if err != nil {
		return err
	}
	n, err := s.of(who).Exec(ctx, `UPDATE passkeys SET credential = $1, used_at = $2 WHERE owner_id = $3 AND id = $4 AND used_at IS NOT DISTINCT FROM $5`,
		credential, dbx.Micros(p.Used), who, p.ID, dbx.Micros(before))
	if err == nil && n == 0 {
		return fault.Conflict
	}
	return err
}

// DropPasskey ends a passkey, with what follows, in one transaction.
func (s *Store) DropPasskey(ctx context.Context, who owner.ID, id string, e account.Effects) error {
	mails, err := s.sealMails(ctx, who, e.Mails)
	if err != nil {
		return err
	}
	return s.of(who).InTx(ctx, func(tx dbx.Tx) error {
		if err := found(tx.Exec(ctx, `DELETE FROM passkeys WHERE owner_id = $1 AND id = $2`, who, id)); err != nil {
			return err
		}
		return s.follow(ctx, tx, who, e, mails)
	})
}
