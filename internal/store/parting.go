package store

import (
	"context"
	"database/sql"
	"errors"

	"jobops/internal/owner"
	"jobops/internal/privacy"
)

// parting seals the address of an account that goes under the key of the instance:
// a recipient that knows people by address is asked after their own keys are gone.
// nil for an account without one. An address that does not open holds up no deletion:
// the step of the recipient stays open and says why.
func (s *Store) parting(ctx context.Context, e privacy.Erasure) ([]byte, error) {
	var sealed []byte
	err := s.of(e.Owner).QueryRow(ctx, `SELECT email FROM accounts WHERE id = $1 AND email IS NOT NULL`, e.Owner).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	address, own := "", box{s.keys, "", e.Owner, string(e.Owner)}
	if own.openText(ctx, "accounts.email", sealed, &address) != nil {
		return nil, nil
	}
	b, err := s.partingBox(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	return b.text(ctx, "erasures.address", address)
}

func (s *Store) partingBox(ctx context.Context, id string) (box, error) {
	house, err := s.house(ctx)
	if err != nil {
		return box{}, err
	}
	key, err := s.accountKey(ctx, house)
	return box{s.keys, key, house, id}, err
}

// PartingAddress returns the address of an account that is being erased;
// fault.NotFound for one that had none, or is gone.
func (s *Store) PartingAddress(ctx context.Context, who owner.ID) (email string, err error) {
	var id string
	var sealed []byte
	err = s.nobody().QueryRow(ctx, `SELECT id, address FROM erasures WHERE owner_id = $1 AND owner_id <> '' AND address IS NOT NULL`, who).Scan(&id, &sealed)
	if err != nil {
		return "", notFound(err)
	}
	b, err := s.partingBox(ctx, id)
	if err != nil {
		return "", err
	}
	err = b.openText(ctx, "erasures.address", sealed, &email)
	return email, err
}
