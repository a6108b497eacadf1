package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"jobops/internal/account"
	"jobops/internal/dbx"
	"jobops/internal/privacy"
)

// CredentialAt finds an active account by the id its person has at the identity
// provider.
func (s *Store) CredentialAt(ctx context.Context, id string) (account.Credential, error) {
	var c account.Credential
	hash, err := s.portalHash(ctx, id)
	if err != nil {
		return c, err
	}
	err = s.across(dbx.SignIn).QueryRow(ctx, `SELECT id, password_hash, suspended_at, factor IS NOT NULL FROM accounts WHERE auth_hash = $1 AND state = $2`, hash, privacy.Active).
		Scan(&c.Owner, &c.Password, (*dbx.Micros)(&c.Suspended), &c.Factor)
	return c, notFound(err)
}

// portalHash is the keyed hash under which an id of the provider is found.
func (s *Store) portalHash(ctx context.Context, id string) ([]byte, error) {
	house, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	key, err := s.accountKey(ctx, house)
	if err != nil {
		return nil, err
	}
	return s.keys.MAC(ctx, key, "accounts.auth_id", []byte(id))
}

func hookID(from, id string) string {
	h := sha256.Sum256([]byte(from + " " + id))
	return hex.EncodeToString(h[:])
}

// HookSeen reports whether a message of a service was acted on already.
func (s *Store) HookSeen(ctx context.Context, from, id string) (seen bool, err error) {
	err = s.nobody().QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM hooks WHERE id = $1)`, hookID(from, id)).Scan(&seen)
	return seen, err
}

// KeepHook notes that a message of a service was acted on.
func (s *Store) KeepHook(ctx context.Context, from, id string) error {
	_, err := s.nobody().Exec(ctx, `INSERT INTO hooks (id, received_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, hookID(from, id), dbx.Micros(s.now()))
	return err
}
