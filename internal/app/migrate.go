package app

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"jobops/internal/dbx"
	"jobops/internal/store"
)

// Migrate brings a PostgreSQL schema up to this program, as the login that owns
// it, and lets the login of DatabaseURL work with the rows alone.
func Migrate(ctx context.Context, c Config) (err error) {
	at := c.OwnerURL
	if at == "" {
		at = c.DatabaseURL
	}
	if at == "" {
		return errors.New("the database is SQLite in the data folder, which serve brings up to date by itself")
	}
	app, err := c.login()
	if err != nil {
		return err
	}
	db, err := dbx.OpenPostgres(ctx, at)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := store.MigrateFor(ctx, db, app); err != nil {
		return fmt.Errorf("app: %w", err)
	}
	return nil
}

// login is the name that the program signs in with where another one owns the
// tables, "" where it is the same.
func (c Config) login() (string, error) {
	if c.OwnerURL == "" {
		return "", nil
	}
	own, err := url.Parse(c.OwnerURL)
	app, wrong := url.Parse(c.DatabaseURL)
	switch {
	case err != nil || wrong != nil || own.User == nil || app.User == nil:
		return "", errors.New("the URLs of the database are not postgres://user:password@host/database")
	case own.User.Username() == app.User.Username():
		return "", nil
	}
	return app.User.Username(), nil
}
