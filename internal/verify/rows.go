package verify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/store"
)

// stuck is how long an erasure may take before it counts as stuck.
const stuck = 24 * time.Hour

// rowsBelongToSomebody looks for rows whose account is gone, references that
// lead nowhere, and erasures that do not end.
func rowsBelongToSomebody(ctx context.Context, s *System, f *Findings) error {
	for _, t := range s.personal() {
		if t.Name == "accounts" {
			continue
		}
		query := fmt.Sprintf(`SELECT CAST(%s AS text) FROM %s t WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = t.%s) LIMIT 100`,
			t.RowKey(), t.Name, t.Subject.Path)
		rows, err := s.texts(ctx, query)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			f.broken("rows of %s whose account is gone: %s", t.Name, listed(rows))
		}
	}
	if err := referencesLead(ctx, s, f); err != nil {
		return err
	}
	return erasuresEnd(ctx, s, f)
}

// referencesLead repeats what foreign keys promise: they may have been switched
// off, and a restored copy never checked them.
func referencesLead(ctx context.Context, s *System, f *Findings) error {
	keys, err := store.ForeignKeys(ctx, s.DB)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.Ref == "accounts" {
			continue
		}
		n, err := s.count(ctx, fmt.Sprintf(`SELECT count(*) FROM %s c WHERE c.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s)`,
			k.Table, strings.Join(k.Columns, " IS NOT NULL AND c."), k.Ref, joined(k)))
		if err != nil {
			return err
		}
		if n > 0 {
			f.broken("%d rows of %s refer by %s to a row of %s that is gone", n, k.Table, strings.Join(k.Columns, ", "), k.Ref)
		}
	}
	return nil
}

func erasuresEnd(ctx context.Context, s *System, f *Findings) error {
	late := dbx.Micros(s.Now().Add(-stuck))
	open, err := s.texts(ctx, `SELECT id FROM erasures WHERE done_at IS NULL AND asked_at < $1`, late)
	if err != nil {
		return err
	}
	for _, id := range open {
		f.broken("erasure %s has not ended after %v", id, stuck)
	}
	ended, err := s.texts(ctx, `SELECT id FROM erasures e WHERE done_at IS NOT NULL
		AND (owner_id <> '' OR EXISTS (SELECT 1 FROM erasure_steps x WHERE x.erasure_id = e.id AND x.done_at IS NULL AND x.until_at IS NULL))`)
	for _, id := range ended {
		f.broken("erasure %s ended and still names its account or has a step left", id)
	}
	return err
}
