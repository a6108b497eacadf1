package store

import (
	"context"
	"strconv"
	"time"

	"jobops/internal/dbx"
)

// CountRequest adds one to what a key has in a window, up to most, and returns how much
// that and the window before then have. It is one statement, so requests to
// several processes are counted one by one.
func (s *Store) CountRequest(ctx context.Context, key string, window, before time.Time, most int) (now, then int, err error) {
	at := func(t time.Time) string { return key + ":" + strconv.FormatInt(t.Unix(), 36) }
	count := func(q dbx.Q) error {
		return q.QueryRow(ctx, `INSERT INTO limits (id, number, started_at) VALUES ($1, 1, $2)
			ON CONFLICT (id) DO UPDATE SET number = CASE WHEN limits.number < $3 THEN limits.number + 1 ELSE limits.number END
			RETURNING number, COALESCE((SELECT p.number FROM limits p WHERE p.id = $4), 0)`,
			at(window), dbx.Micros(window), most, at(before)).Scan(&now, &then)
	}
	if s.base.Dialect() == dbx.PostgresDialect {
		err = count(s.nobody()) // a transaction by itself, in one round trip
		return now, then, err
	}
	err = s.nobody().InTx(ctx, func(tx dbx.Tx) error { return count(tx) })
	return now, then, err
}

// LimitSecret is the secret of a day under which addresses become keys. It comes
// from the key of the instance, so every process has the same.
func (s *Store) LimitSecret(ctx context.Context, day string) ([]byte, error) {
	house, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	key, err := s.accountKey(ctx, house)
	if err != nil {
		return nil, err
	}
	return s.keys.MAC(ctx, key, "limits", []byte(day))
}
