package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"jobops/internal/app"
	"jobops/internal/inventory"
)

// place is where an instance keeps its data; every command that opens one has
// these flags.
type place struct {
	Data        string `help:"Folder of everything JobOps keeps. Default: the system's place for application data." env:"JOBOPS_DATA" type:"path"`
	DatabaseURL string `help:"PostgreSQL URL. Default: SQLite in the data folder." env:"JOBOPS_DATABASE_URL" name:"database-url"`

	AffindaKeyFile   string `help:"File with the key of an Affinda account in the EU, which may read a CV a second time when its owner asks. Default: none, and nothing is ever sent." env:"JOBOPS_AFFINDA_KEY_FILE" type:"path" placeholder:"FILE"`
	AffindaWorkspace string `help:"Workspace of that account." env:"JOBOPS_AFFINDA_WORKSPACE" placeholder:"ID"`
}

func (p place) config() (app.Config, error) {
	c := app.Config{Data: p.Data, DatabaseURL: p.DatabaseURL}
	var err error
	if c.Affinda, err = p.affinda(); err != nil || c.Data != "" {
		return c, err
	}
	c.Data, err = app.DefaultData()
	return c, err
}

// affinda reads the key, which is never a flag: others could read it in the list
// of processes.
func (p place) affinda() (app.Affinda, error) {
	if p.AffindaKeyFile == "" && p.AffindaWorkspace == "" {
		return app.Affinda{}, nil
	}
	if p.AffindaKeyFile == "" || p.AffindaWorkspace == "" {
		return app.Affinda{}, errors.New("affinda: give both the file with the key and the workspace, or neither")
	}
	key, err := os.ReadFile(p.AffindaKeyFile)
	if err != nil {
		return app.Affinda{}, fmt.Errorf("affinda: %w", err)
	}
	if key = bytes.TrimSpace(key); len(key) == 0 {
		return app.Affinda{}, errors.New("affinda: the file with the key is empty")
	}
	return app.Affinda{Key: string(key), Workspace: p.AffindaWorkspace}, nil
}

type serveCmd struct {
	place
	Local  bool   `help:"Serve one person on this machine (the only mode until accounts exist)." default:"true" negatable:""`
	Addr   string `help:"Loopback address to listen on." env:"JOBOPS_ADDR" placeholder:"localhost:7310"`
	Rotate bool   `help:"Replace the master key every twelve hours; every copy of the keyring must then be as young." env:"JOBOPS_ROTATE_KEYS" name:"rotate-keys"`
	Assets string `help:"Folder of front-end files to serve instead of the embedded ones." env:"JOBOPS_DEV" type:"path" hidden:""`
}

// Run serves until interrupted.
func (c *serveCmd) Run(ctx context.Context) (err error) {
	if !c.Local {
		return errors.New("serving several people needs accounts, which JobOps does not have yet; run without --no-local")
	}
	config, err := c.config()
	if err != nil {
		return err
	}
	config.Addr, config.Assets, config.RotateKeys = c.Addr, c.Assets, c.Rotate
	log := slog.New(inventory.Load().Redacted(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	a, err := app.Open(ctx, config, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Serve(ctx, os.Stdout)
}
