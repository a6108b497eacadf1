package verify

import (
	"context"
	"fmt"
	"time"

	"jobops/internal/dbx"
)

const (
	purgeGrace  = time.Hour     // a row may outlive its period by this
	purgeSilent = 2 * time.Hour // a purge that did not run for so long has stopped
	clockGrace  = time.Hour     // a row may be dated ahead by this
)

// periodsAreKept looks for rows older than their declared period, for rows dated
// in the future, which would stay too long, and for a purge that stopped.
func periodsAreKept(ctx context.Context, s *System, f *Findings) error {
	now := s.Now()
	for _, rule := range s.Inventory.PurgeRules() {
		old := rule.Period.Before(now.Add(-purgeGrace))
		for what, condition := range map[string]struct {
			sql string
			at  time.Time
		}{
			"older than " + rule.Text: {"<= $1", old},
			"dated in the future":     {"> $1", now.Add(clockGrace)},
		} {
			if rule.Column == "expires_at" && what == "dated in the future" {
				continue // an end, which lies ahead
			}
			n, err := s.count(ctx, fmt.Sprintf(`SELECT count(*) FROM %s WHERE %s`, rule.Table, rule.Ended(condition.sql)), dbx.Micros(condition.at))
			if err != nil {
				return err
			}
			if n > 0 {
				f.broken("%d rows of %s are %s by %s", n, rule.Table, what, rule.Column)
			}
		}
	}
	return purgeRuns(ctx, s, f, now)
}

func purgeRuns(ctx context.Context, s *System, f *Findings, now time.Time) error {
	var last time.Time
	var failed string
	n, err := s.count(ctx, `SELECT count(*) FROM purge_runs`)
	if err != nil {
		return err
	}
	if n > 0 {
		row := s.seen().QueryRow(ctx, `SELECT started_at, failed FROM purge_runs ORDER BY started_at DESC LIMIT 1`)
		if err := row.Scan((*dbx.Micros)(&last), &failed); err != nil {
			return err
		}
	}
	switch {
	case failed != "":
		f.broken("the last purge failed for %s", failed)
	case now.Sub(last) <= purgeSilent:
		f.note("last purge %s", last.UTC().Format(time.RFC3339))
	case s.Served && last.IsZero():
		f.broken("purge: it never ran, and one is due every hour")
	case s.Served:
		f.broken("purge: none since %s, one is due every hour", last.UTC().Format(time.RFC3339))
	default:
		f.note("no server runs, so nothing purges; it does so when it starts")
	}
	return nil
}
