package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"jobops/internal/account"
	"jobops/internal/affinda"
	"jobops/internal/blob"
	"jobops/internal/contact"
	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/inventory"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/mail"
	"jobops/internal/office"
	"jobops/internal/privacy"
	"jobops/internal/queue"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
	"jobops/internal/usage"
	"jobops/internal/worker"
)

// queueStop is how long tasks at work may take to finish.
const queueStop = 10 * time.Second

// App is the running program: everything that keeps data and the services over
// it.
type App struct {
	Config  Config
	Log     *slog.Logger
	DB      dbx.DB
	Account *account.Service
	Library *library.Service
	Letters *letter.Service
	Tailor  *tailor.Service
	Tracker *tracker.Service
	Freezer *tailor.Freezer
	Runner  *tailor.Runner
	Usage   *usage.Service
	Privacy *privacy.Service
	Contact *contact.Service
	Office  *office.Service
	Ledger  *privacy.Ledger
	// Register is the operator's list of requests.
	Register *privacy.Register

	// beside says that another process serves the data: this one takes no lock,
	// changes no schema and works no tasks.
	beside  bool
	port    atomic.Int64 // where it listens, 0 before
	store   *store.Store
	blobs   *blob.Disk
	closers []func() error
}

// Open makes the data folder if need be, takes its lock, brings the database up
// to date and starts the queue. Close undoes it.
func Open(ctx context.Context, c Config, log *slog.Logger) (*App, error) {
	return start(ctx, &App{Config: c, Log: log})
}

func start(ctx context.Context, a *App) (_ *App, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if err := a.lock(); err != nil {
		return nil, err
	}
	if err := a.openDatabase(ctx); err != nil {
		return nil, err
	}
	blobs, keys, err := a.openKeys(ctx)
	if err != nil {
		return nil, err
	}
	pool, err := document.NewPool(document.Options{CacheDir: a.Config.cache()})
	if err != nil {
		return nil, fmt.Errorf("app: start the document reader: %w", err)
	}
	a.onClose(pool.Close)
	return a, a.build(ctx, blobs, keys, pool)
}

// lock makes the data folder and keeps a second server out of it.
func (a *App) lock() error {
	if a.beside {
		return nil
	}
	if err := os.MkdirAll(a.Config.Data, 0o700); err != nil {
		return fmt.Errorf("app: data folder: %w", err)
	}
	l := flock.New(a.Config.lock())
	ok, err := l.TryLock()
	if err != nil {
		return fmt.Errorf("app: lock the data folder: %w", err)
	}
	if !ok {
		return fmt.Errorf("app: %s is in use by another jobops; stop it first, or choose another folder with --data", a.Config.Data)
	}
	a.onClose(l.Unlock)
	return nil
}

func (a *App) openDatabase(ctx context.Context) (err error) {
	if a.Config.OwnerURL != "" && !a.beside {
		if err := Migrate(ctx, a.Config); err != nil {
			return err
		}
	}
	if a.Config.DatabaseURL != "" {
		a.DB, err = dbx.OpenPostgres(ctx, a.Config.DatabaseURL)
	} else {
		a.DB, err = dbx.OpenSQLite(ctx, a.Config.database())
	}
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	a.onClose(a.DB.Close)
	ready := store.Migrate
	if a.beside || a.Config.OwnerURL != "" {
		ready = store.CheckSchema
	}
	if err := ready(ctx, a.DB); err != nil {
		return fmt.Errorf("app: %w", err)
	}
	return nil
}

func (a *App) openKeys(ctx context.Context) (*blob.Disk, *seal.Keeper, error) {
	blobs, err := blob.OpenDisk(a.Config.blobs())
	if err != nil {
		return nil, nil, fmt.Errorf("app: %w", err)
	}
	a.onClose(blobs.Close)
	ring, err := openKeyring(ctx, a.Config.keyring(), blobs)
	if err != nil {
		return nil, nil, fmt.Errorf("app: %w", err)
	}
	return blobs, seal.NewKeeper(ring, blobs, store.NewKeyRefs(a.DB, time.Now), time.Now), nil
}

// openKeyring loads the keyring. One is made only where no key was ever stored:
// a fresh keyring in place of a lost one would open nothing.
func openKeyring(ctx context.Context, path string, blobs *blob.Disk) (*seal.Keyring, error) {
	ring, err := seal.LoadKeyring(path)
	if !errors.Is(err, seal.ErrNoKeyring) {
		return ring, err
	}
	for _, failed := range blobs.List(ctx, seal.Prefix) {
		if failed != nil {
			return nil, failed
		}
		return nil, fmt.Errorf("%w, but there are keys that only the old one opens; put its copy back", err)
	}
	return seal.CreateKeyring(path, time.Now())
}

func (a *App) build(ctx context.Context, blobs *blob.Disk, keys *seal.Keeper, pool *document.Pool) error {
	tasks, err := queue.New(a.DB, a.Log)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	st := store.New(a.DB, tasks, keys, time.Now)
	if err := a.people(st); err != nil {
		return err
	}
	a.Ledger = privacy.NewLedger(inventory.Load(), a.Config.configured(), st, time.Now)
	second, forget, err := a.outsideReader()
	if err != nil {
		return err
	}
	a.Usage = usage.New(st, a.Config.Plans, time.Now)
	a.Library = library.New(library.Parts{
		Quota: a.Usage.Meter(usage.Parses, affinda.Recipient), Store: st, Uploads: st, Versions: st, Corrections: st, Looks: st, Works: st, Exports: st, Seconds: st, Files: store.NewFiles(st, blobs), Reader: pool,
		Second: second, Now: time.Now,
	})
	a.Letters = letter.New(st, pool, time.Now)
	a.Tailor = tailor.NewService(st, st, st, a.Library, time.Now)
	a.Tracker = tracker.NewService(tracker.Parts{Store: st, Lists: st, Items: st, Imports: st, Days: st, Feeds: st, Bundles: st, Deleted: st, Now: time.Now})
	a.Freezer = tailor.NewFreezer(a.Tailor, a.Library, a.Letters, a.Tracker)
	if a.Runner, err = a.runner(st); err != nil {
		return err
	}
	if err := a.buildRights(st, blobs, forget); err != nil {
		return err
	}
	a.buildOffice(st, tasks)
	began := time.Now()
	purger := privacy.NewPurger(st, inventory.Load().PurgeRules(), time.Now, func() time.Duration { return time.Since(began) })
	a.store, a.blobs = st, blobs
	if a.beside {
		return nil
	}
	post, err := a.post(st)
	if err != nil {
		return err
	}
	rest := sweeper{st, blobs, a.Config.keyring(), mail.NewFolder(a.Config.outbox()), time.Now}.sweep
	tasks.Limit(modelLane, a.Config.Models.slots())
	if err := tasks.Start(ctx, worker.Handlers(worker.Work{
		Library: a.Library, Runner: a.Runner, Usage: a.Usage, Privacy: a.Privacy, Purger: purger, Account: a.Account, Post: post, Rotate: a.rotateIfOn, Rest: rest,
	})); err != nil {
		return fmt.Errorf("app: start the queue: %w", err)
	}
	a.onClose(func() error {
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), queueStop)
		defer cancel()
		return tasks.Stop(stop)
	})
	// This process holds the folder's lock, so what is half read is nobody's.
	if err := errors.Join(a.Library.Resume(ctx), a.Runner.Resume(ctx)); err != nil {
		return fmt.Errorf("app: %w", err)
	}
	return nil
}

func (a *App) onClose(f func() error) { a.closers = append(a.closers, f) }

// Close stops what Open started, in reverse.
func (a *App) Close() error {
	var failed []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		failed = append(failed, a.closers[i]())
	}
	a.closers = nil
	return errors.Join(failed...)
}
