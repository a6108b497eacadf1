package verify

import (
	"context"
	"fmt"
	"time"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/privacy"
)

// The purposes that rows are written for, as SQL.
const (
	cvs  = "'" + string(inventory.CVProcessing) + "'"
	ads  = "'" + string(inventory.Applications) + "'"
	ai   = "'" + string(inventory.AIOptimisation) + "'"
	uses = "'" + string(inventory.Usage) + "'"
)

// rightsAreHonoured looks for requests past their due date, for recipients that
// nobody told of a correction or a restriction, for work done on
// people under restriction, and for disclosures that a person objected to.
func rightsAreHonoured(ctx context.Context, s *System, f *Findings) error {
	err := s.each(ctx, func(r dbx.Row) error {
		var number int64
		var due time.Time
		if err := r.Scan(&number, (*dbx.Micros)(&due)); err != nil {
			return err
		}
		f.broken("request %d was due %s and is not answered", number, due.UTC().Format(time.DateOnly))
		return nil
	}, `SELECT number, due_at FROM requests WHERE answered_at IS NULL AND due_at < $1 ORDER BY number`, dbx.Micros(s.Now()))
	if err == nil {
		err = noticesAreSent(ctx, s, f)
	}
	if err != nil {
		return err
	}
	for table, written := range map[string]struct{ clock, purpose string }{
		"cvs": {"created_at", cvs}, "versions": {"created_at", cvs}, "tailorings": {"updated_at", cvs}, "scores": {"created_at", cvs},
		"corrections": {"created_at", cvs}, "answers": {"updated_at", cvs}, "looks": {"updated_at", cvs}, "second_readings": {"asked_at", cvs},
		"postings": {"created_at", ads}, "drafts": {"updated_at", ads},
		"runs": {"asked_at", ai}, "usage_events": {"created_at", uses}, "disclosures": {"sent_at", "t.purpose"},
	} {
		n, err := s.count(ctx, fmt.Sprintf(`SELECT count(*) FROM %s t JOIN accounts a ON a.id = t.owner_id
			WHERE a.restricted_at < t.%s AND a.restriction_scope IN ('all', %s)`, table, written.clock, written.purpose))
		if err != nil {
			return err
		}
		if n > 0 {
			f.broken("%d rows of %s were written for people under restriction", n, table)
		}
	}
	n, err := s.count(ctx, `SELECT count(*) FROM disclosures d JOIN objections o ON o.owner_id = d.owner_id AND o.purpose = d.purpose WHERE d.sent_at > o.objected_at`)
	if n > 0 {
		f.broken("%d disclosures were made for a purpose the person objects to", n)
	}
	return err
}

// noticesAreSent looks for notices that have waited too long.
func noticesAreSent(ctx context.Context, s *System, f *Findings) error {
	return s.each(ctx, func(r dbx.Row) error {
		var id, recipient string
		var queued time.Time
		if err := r.Scan(&id, &recipient, (*dbx.Micros)(&queued)); err != nil {
			return err
		}
		f.broken("notice %s to %s waits since %s", id, recipient, queued.UTC().Format(time.DateOnly))
		return nil
	}, `SELECT id, processor, queued_at FROM notices WHERE sent_at IS NULL AND queued_at < $1 ORDER BY queued_at, id`,
		dbx.Micros(privacy.NoticesUntil(s.Now())))
}
