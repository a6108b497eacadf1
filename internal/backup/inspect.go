package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"jobops/internal/dbx"
	"jobops/internal/inventory"
	"jobops/internal/seal"
	"jobops/internal/store"
)

// inspect opens a copy of an instance and counts what is in it.
func inspect(ctx context.Context, at find, database, keyring string) (Manifest, error) {
	m := Manifest{Rows: map[string]int64{}, Objects: map[string]int{}}
	err := withDatabase(ctx, database, func(db *dbx.SQLite) error {
		return errors.Join(checkDatabase(ctx, db, m.Rows), checkObjects(ctx, db, at))
	})
	if err != nil {
		return m, err
	}
	ring, err := seal.LoadKeyring(keyring)
	if err != nil {
		return m, fmt.Errorf("backup: %w", err)
	}
	for _, prefix := range prefixes() {
		if m.Objects[prefix], err = checkClass(at(prefix), prefix, ring); err != nil {
			return m, err
		}
	}
	return m, nil
}

// withDatabase opens a database file that nobody else uses.
func withDatabase(ctx context.Context, file string, f func(*dbx.SQLite) error) (err error) {
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("%w: the database is missing", ErrIncomplete)
	}
	db, err := dbx.OpenSQLite(ctx, file)
	if err != nil {
		return fmt.Errorf("backup: open the copy: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return f(db)
}

func checkDatabase(ctx context.Context, db *dbx.SQLite, rows map[string]int64) error {
	var verdict string
	if err := db.QueryRow(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict); err != nil || verdict != "ok" {
		return fmt.Errorf("%w: the database is damaged (%.60s)", ErrIncomplete, verdict)
	}
	if err := store.CheckSchema(ctx, db); err != nil && !errors.Is(err, store.ErrPending) {
		return fmt.Errorf("backup: %w", err)
	}
	columns, err := store.Catalog(ctx, db)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, c := range columns {
		if _, counted := rows[c.Table]; counted {
			continue
		}
		var n int64
		// The name comes from the database's own catalog.
		if err := db.QueryRow(ctx, `SELECT count(*) FROM "`+c.Table+`"`).Scan(&n); err != nil {
			return fmt.Errorf("backup: count %s: %w", c.Table, err)
		}
		rows[c.Table] = n
	}
	return nil
}

// checkObjects wants a file for every row that the inventory says has one.
func checkObjects(ctx context.Context, db *dbx.SQLite, at find) error {
	for _, b := range inventory.Load().Blobs {
		query := "SELECT " + b.Column + " FROM " + b.Table + " WHERE " + b.Present
		rows, err := db.Query(ctx, query)
		if err != nil {
			return fmt.Errorf("backup: %s: %w", b.Table, err)
		}
		if err := eachName(rows, func(name string) error {
			if _, err := os.Stat(at(b.Prefix + name)); err != nil {
				return fmt.Errorf("%w: object %s%s is missing", ErrIncomplete, b.Prefix, name)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func eachName(rows dbx.Rows, f func(string) error) error {
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		if err := f(name); err != nil {
			return err
		}
	}
	return rows.Err()
}

// checkClass counts the objects of a prefix and opens what the keyring opens: a
// wrapped key; sealed files at least look like envelopes.
func checkClass(folder, prefix string, ring *seal.Keyring) (int, error) {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("backup: %w", err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return 0, fmt.Errorf("backup: %w", err)
		}
		if prefix == seal.Prefix {
			err = ring.Opens(e.Name(), data)
		} else {
			_, err = seal.KeyID(data)
		}
		if err != nil {
			return 0, fmt.Errorf("%w: object %s%s: %w", ErrIncomplete, prefix, e.Name(), err)
		}
	}
	return len(entries), nil
}
