package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"jobops/internal/blob"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/verify"
)

// Verification is what a run of the checks is asked to do.
type Verification struct {
	Mode     verify.Mode
	Logs     []string // files of log lines to look at
	Attested bool     // the operator vouches for the log settings of the database server
	URL      string   // of the running instance to ask, "" for one that is started for it
	Without  []string // checks to leave out, which makes the run red
}

// Verify compares an instance with its declaration, beside a server or not, and
// keeps the report in the instance. An error means that nothing could be looked
// at.
func Verify(ctx context.Context, c Config, v Verification) (r verify.Report, err error) {
	s, closeSystem, err := c.system(ctx, v)
	if err != nil {
		return r, fmt.Errorf("app: verify: %w", err)
	}
	defer func() { err = errors.Join(err, closeSystem()) }()
	st := store.New(s.DB, nil, s.Keys, s.Now)
	if s.Last, err = lastReport(ctx, st); err != nil {
		return r, fmt.Errorf("app: verify: %w", err)
	}
	r = verify.Run(ctx, s, v.Mode, v.checks())
	// What the checks added goes again, also after an interruption.
	if err := s.Close(context.WithoutCancel(ctx)); err != nil {
		return r, fmt.Errorf("app: erase the accounts of the checks: %w", err)
	}
	if err := keepReport(ctx, st, r); err != nil {
		return r, fmt.Errorf("app: keep the report: %w", err)
	}
	return r, nil
}

func (v Verification) checks() (checks []verify.Check) {
	for _, c := range verify.Checks() {
		left := false
		for _, id := range v.Without {
			left = left || id == c.ID
		}
		if !left {
			checks = append(checks, c)
		}
	}
	return checks
}

// system opens an instance for looking at it: no lock, no migration, nothing
// made. It is closed by the function it returns.
func (c Config) system(ctx context.Context, v Verification) (_ *verify.System, closeAll func() error, err error) {
	a := &App{Config: c}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	inv, err := c.declared()
	if err != nil {
		return nil, nil, err
	}
	if err := a.lookAt(ctx); err != nil {
		return nil, nil, err
	}
	blobs, err := blob.ReadDisk(c.blobs())
	if err != nil {
		return nil, nil, err
	}
	a.onClose(blobs.Close)
	ring, err := seal.LoadKeyring(c.keyring())
	if err != nil {
		return nil, nil, err
	}
	inUse, err := c.inUse()
	if err != nil {
		return nil, nil, err
	}
	start := func(ctx context.Context) (*verify.Site, error) { return a.site(ctx, v.URL, inUse) }
	return &verify.System{
		Inventory: inv, Configured: c.configured(), DB: a.DB, Folder: c.folder(), Objects: blobs, Ring: ring,
		Keys:   seal.NewKeeper(ring, blobs, store.NewKeyRefs(a.DB, time.Now), time.Now),
		Served: inUse || c.DatabaseURL != "", Logs: v.Logs, Attested: v.Attested, Now: time.Now, Start: start,
	}, a.Close, nil
}

// lookAt opens a database that is there, as this program knows it.
func (a *App) lookAt(ctx context.Context) (err error) {
	if a.Config.DatabaseURL != "" {
		a.DB, err = dbx.OpenPostgres(ctx, a.Config.DatabaseURL)
	} else {
		if _, err := os.Stat(a.Config.database()); err != nil {
			return fmt.Errorf("there is no instance in %s", a.Config.Data)
		}
		a.DB, err = dbx.OpenSQLite(ctx, a.Config.database())
	}
	if err != nil {
		return err
	}
	a.onClose(a.DB.Close)
	return store.CheckSchema(ctx, a.DB)
}

// folder says what belongs into the data folder.
func (c Config) folder() verify.Folder {
	f := verify.Folder{Path: c.Data, Blobs: c.blobs(), Keyring: c.keyring(), Own: []string{"cache/", "outbox/"}}
	for _, path := range []string{c.database(), c.database() + "-wal", c.database() + "-shm", c.keyring(), c.keyring() + seal.LockName, c.lock()} {
		f.Own = append(f.Own, filepath.Base(path))
	}
	return f
}

// inUse reports whether a server of this machine works on the data folder.
func (c Config) inUse() (bool, error) {
	l := flock.New(c.lock())
	free, err := l.TryLock()
	if err != nil {
		return false, err
	}
	if !free {
		return true, nil
	}
	return false, l.Unlock()
}

func lastReport(ctx context.Context, st *store.Store) (*verify.Report, error) {
	run, err := st.LastVerifyRun(ctx)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r := new(verify.Report)
	return r, json.Unmarshal([]byte(run.Report), r)
}

func keepReport(ctx context.Context, st *store.Store, r verify.Report) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return st.AddVerifyRun(ctx, store.VerifyRun{
		Started: r.Started, Ended: r.Ended, Mode: string(r.Mode), Outcome: string(r.Outcome),
		Version: r.Inventory.Version, Inventory: r.Inventory.SHA256, Schema: r.Schema, Binary: r.Binary, Report: string(data),
	})
}
