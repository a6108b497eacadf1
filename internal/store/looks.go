package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/render"
)

// Look returns how a version is written: as chosen for it, else as the person
// chose last, else the zero Options.
func (s *Store) Look(ctx context.Context, owner owner.ID, id library.VersionID) (render.Options, error) {
	var text string
	var o render.Options
	err := s.of(owner).QueryRow(ctx, `SELECT options FROM looks WHERE owner_id = $1
		ORDER BY CASE WHEN version_id = $2 THEN 0 ELSE 1 END, updated_at DESC, version_id LIMIT 1`, owner, id).Scan(&text)
	if notFound(err) == fault.NotFound {
		return o, nil
	}
	if err != nil {
		return o, err
	}
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return o, fmt.Errorf("store: look of version %s: %w", id, err)
	}
	return o, nil
}

// SetLook keeps how a version is written; a version of somebody else is
// fault.NotFound.
func (s *Store) SetLook(ctx context.Context, owner owner.ID, id library.VersionID, o render.Options) error {
	return s.write(ctx, owner, inventory.CVProcessing, func(tx dbx.Tx) error { return s.setLook(ctx, tx, owner, id, o) })
}

func (s *Store) setLook(ctx context.Context, tx dbx.Tx, owner owner.ID, id library.VersionID, o render.Options) error {
	text, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("store: look of version %s: %w", id, err)
	}
	return found(tx.Exec(ctx, `INSERT INTO looks (id, version_id, owner_id, options, updated_at)
		SELECT CAST($5 AS text), id, owner_id, CAST($3 AS text), CAST($4 AS bigint) FROM versions WHERE id = $1 AND owner_id = $2
		ON CONFLICT (version_id) DO UPDATE SET options = excluded.options, updated_at = excluded.updated_at`,
		id, owner, string(text), dbx.Micros(s.now()), uuid.Must(uuid.NewV7()).String()))
}
