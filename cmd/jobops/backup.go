package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"jobops/internal/backup"
)

// errPostgres says who copies a database that is not in the data folder.
var errPostgres = errors.New("the database is PostgreSQL: copy it with pg_dump or your host's backups, and the data folder with your own tools")

type backupCmd struct {
	place
	Dir string `arg:"" help:"New or empty folder for the backup." type:"path"`
}

// Run copies the data folder while it is served or not, and reads the copy back.
func (c *backupCmd) Run(ctx context.Context) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	if config.DatabaseURL != "" {
		return errPostgres
	}
	m, err := backup.Write(ctx, config.Layout(), c.Dir, time.Now())
	if err != nil {
		return err
	}
	fmt.Printf("Backed up and read back: %s in %s.\n", contents(m), c.Dir)
	fmt.Printf("Move %s to a place of its own: with it anyone can read the rest, without it nobody can.\n",
		filepath.Join(c.Dir, "keyring"))
	return nil
}

type restoreCmd struct {
	place
	Dir     string `arg:"" help:"Folder of the backup." type:"existingdir"`
	Keyring string `help:"Keyring file, where it was moved away from the backup." type:"existingfile"`
}

// Run puts a backup into an empty data folder and checks the result.
func (c *restoreCmd) Run(ctx context.Context) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	if config.DatabaseURL != "" {
		return errPostgres
	}
	m, err := backup.Restore(ctx, c.Dir, c.Keyring, config.Data, config.Layout())
	if err != nil {
		return err
	}
	fmt.Printf("Restored and checked: %s into %s, as of %s.\n", contents(m), config.Data, m.Made.Format(time.RFC3339))
	return nil
}

func contents(m backup.Manifest) string {
	return fmt.Sprintf("CVs %d, versions %d, ads %d, files %d", m.Rows["cvs"], m.Rows["versions"], m.Rows["postings"], m.Objects["cv/"])
}
