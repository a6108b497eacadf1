package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"jobops/internal/affinda"
	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/inventory"
	"jobops/internal/render"
	"jobops/internal/sample"
	"jobops/internal/seal"
	"jobops/internal/store"
)

// Finding is one line of Doctor's report.
type Finding struct {
	OK   bool
	What string // what was looked at
	Says string // what is in force, or what is wrong and what to do
}

// Doctor looks at what a configuration would do: what is on, what is off and
// why. It changes nothing, runs beside a server, and names no secret.
func Doctor(ctx context.Context, c Config) []Finding {
	return append([]Finding{
		c.lookAtFolder(),
		c.lookAtDatabase(ctx),
		c.lookAtKeyring(),
		c.lookAtAddress(),
		c.lookAtReader(ctx),
		{true, "accounts", "off: one person on this machine, let in by the link that serve prints"},
		c.lookAtProduction(),
	}, c.lookAtProcessors(ctx)...)
}

func found(what, says string, err error) Finding {
	if err != nil {
		return Finding{false, what, err.Error()}
	}
	return Finding{true, what, says}
}

func (c Config) lookAtFolder() Finding {
	info, err := os.Stat(c.Data)
	if errors.Is(err, os.ErrNotExist) {
		return Finding{true, "data folder", c.Data + " (not there yet; serve makes it)"}
	}
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder; choose another with --data", c.Data)
	}
	return found("data folder", c.Data, err)
}

func (c Config) lookAtDatabase(ctx context.Context) Finding {
	if c.DatabaseURL != "" {
		return lookAtPostgres(ctx, c.DatabaseURL)
	}
	if _, err := os.Stat(c.database()); errors.Is(err, os.ErrNotExist) {
		return Finding{true, "database", "SQLite (not there yet; serve makes it)"}
	}
	db, err := dbx.OpenSQLite(ctx, c.database())
	if err != nil {
		return found("database", "", err)
	}
	defer db.Close()
	return found("database", "SQLite, schema up to date", store.CheckSchema(ctx, db))
}

func lookAtPostgres(ctx context.Context, url string) Finding {
	db, err := dbx.OpenPostgres(ctx, url)
	if err != nil {
		return found("database", "", err)
	}
	defer db.Close()
	if err := store.CheckSchema(ctx, db); err != nil {
		return found("database", "", err)
	}
	if !db.Bound() {
		return Finding{false, "database", "PostgreSQL, schema up to date, but no policy binds this login: run jobops migrate as the login that owns the tables"}
	}
	return Finding{true, "database", "PostgreSQL, schema up to date, people kept apart by its policies"}
}

func (c Config) lookAtKeyring() Finding {
	_, err := seal.LoadKeyring(c.keyring())
	if errors.Is(err, seal.ErrNoKeyring) {
		if _, statErr := os.Stat(c.database()); c.DatabaseURL == "" && statErr == nil {
			return Finding{false, "keyring", "not at " + c.keyring() + ", but the data is there that only it opens; put its copy back"}
		}
		return Finding{true, "keyring", "not there yet; serve makes it"}
	}
	return found("keyring", c.keyring()+": keep a copy apart from the data, without it nothing opens", err)
}

func (c Config) lookAtAddress() Finding {
	addr := c.Addr
	if addr == "" {
		addr = DefaultAddr
	}
	says := addr + ", this machine only"
	if c.Public.URL != "" {
		says = addr + ", for people as " + c.Public.URL
	}
	return found("address", says, errors.Join(c.Public.check(), c.checkAddress(addr, c.Public.URL != "")))
}

// lookAtReader reads a sample in a real child process.
func (c Config) lookAtReader(ctx context.Context) Finding {
	start := time.Now()
	err := readSample(ctx, c.cache())
	return found("document reader", fmt.Sprintf("on: read a sample PDF, start included, in %d ms", time.Since(start).Milliseconds()), err)
}

func readSample(ctx context.Context, cache string) error {
	data, err := render.PDF(sample.For("en").Resume, render.Options{})
	if err != nil {
		return err
	}
	pool, err := document.NewPool(document.Options{Workers: 1, CacheDir: cache})
	if err != nil {
		return err
	}
	defer pool.Close()
	_, err = pool.Read(ctx, "sample.pdf", data)
	return err
}

func (c Config) lookAtProcessors(ctx context.Context) []Finding {
	var all []Finding
	for _, p := range inventory.Load().Processors {
		if p.ID == affinda.Recipient && c.Affinda.on() {
			all = append(all, c.lookAtAffinda(ctx))
			continue
		}
		if strings.HasPrefix(p.When, "llm=") && slices.Contains(c.configured(), p.When) {
			continue // one of the models
		}
		all = append(all, Finding{true, strings.ToLower(p.ID), "off: not configured (" + p.Purpose.EN + ")"})
	}
	return append(all, c.lookAtModels(ctx)...)
}
