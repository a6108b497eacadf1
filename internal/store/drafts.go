package store

import (
	"context"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// draftBody is the place of a draft.
const draftBody = "drafts.body"

func (s *Store) draftBox(ctx context.Context, owner owner.ID, form string) (box, error) {
	key, err := s.keyFor(ctx, owner, seal.AccountKey, string(owner))
	return box{s.keys, key, owner, form}, err
}

// Draft returns the text kept for a form, "" when there is none.
func (s *Store) Draft(ctx context.Context, owner owner.ID, form string) (string, error) {
	var envelope []byte
	err := s.of(owner).QueryRow(ctx, `SELECT body FROM drafts WHERE owner_id = $1 AND form = $2`, owner, form).Scan(&envelope)
	if notFound(err) == fault.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return s.openDraft(ctx, owner, form, envelope)
}

func (s *Store) openDraft(ctx context.Context, owner owner.ID, form string, envelope []byte) (text string, err error) {
	b, err := s.draftBox(ctx, owner, form)
	if err != nil {
		return "", err
	}
	err = b.openText(ctx, draftBody, envelope, &text)
	return text, err
}

// SetDraft keeps text for a form; "" forgets it.
func (s *Store) SetDraft(ctx context.Context, owner owner.ID, form, text string) error {
	if text == "" {
		_, err := s.of(owner).Exec(ctx, `DELETE FROM drafts WHERE owner_id = $1 AND form = $2`, owner, form)
		return err
	}
	b, err := s.draftBox(ctx, owner, form)
	if err != nil {
		return err
	}
	envelope, err := b.text(ctx, draftBody, text)
	if err != nil {
		return err
	}
	return s.write(ctx, owner, inventory.Applications, func(tx dbx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO drafts (owner_id, form, body, updated_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (owner_id, form) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`,
			owner, form, envelope, dbx.Micros(s.now()))
		return err
	})
}
