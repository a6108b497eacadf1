package app

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"jobops/internal/blob"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/mail"
	"jobops/internal/outbound"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store"
	"jobops/internal/tailor"
)

func (a *App) buildRights(st *store.Store, blobs *blob.Disk, forget map[string]privacy.Forgetter) error {
	zone, err := a.Config.zone()
	if err != nil {
		return err
	}
	if err := a.forgetMails(st, forget); err != nil {
		return err
	}
	a.Register = privacy.NewRegister(st, time.Now, zone)
	a.Privacy = privacy.New(privacy.Parts{
		Inventory: inventory.Load(), Configured: a.Config.configured(), Forget: forget, Rows: st, Files: store.NewFiles(st, blobs), Ledger: a.Ledger,
		Wishes: st, Erasures: st, Eraser: store.NewEraser(st, blobs, inventory.Load()), Importer: store.NewImporter(st, blobs),
		Sources: []privacy.Source{a.Library}, Shapes: tailor.Shapes(), Now: time.Now,
	})
	return nil
}

// Beside opens an instance that is there, also while it is served: no lock, no
// migration, no background work. What is made beside a server is made in
// transactions of its own.
func Beside(ctx context.Context, c Config) (_ *App, err error) {
	a := &App{Config: c, Log: slog.New(slog.DiscardHandler)}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if err := a.lookAt(ctx); err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	blobs, keys, err := a.openKeys(ctx)
	if err != nil {
		return nil, err
	}
	st := store.New(a.DB, nil, keys, time.Now)
	if err := a.people(st); err != nil {
		return nil, err
	}
	a.Ledger = privacy.NewLedger(inventory.Load(), a.Config.configured(), st, time.Now)
	_, forget, err := a.outsideReader()
	if err != nil {
		return nil, err
	}
	a.Library = library.New(library.Parts{Store: st, Uploads: st, Versions: st, Corrections: st, Seconds: st, Files: store.NewFiles(st, blobs), Now: time.Now})
	return a, a.buildRights(st, blobs, forget)
}

// Export writes everything kept of the --local person as a ZIP.
func (a *App) Export(ctx context.Context, w io.Writer) error {
	person, err := a.Account.Local(ctx)
	if err != nil {
		return fmt.Errorf("app: local account: %w", err)
	}
	pages, err := a.pages(nil)
	if err != nil {
		return err
	}
	return pages.WriteExport(ctx, person, w)
}

// Import reads an export into the account of the --local person.
func (a *App) Import(ctx context.Context, archive *zip.Reader) (privacy.Imported, error) {
	person, err := a.Account.Local(ctx)
	if err != nil {
		return privacy.Imported{}, fmt.Errorf("app: local account: %w", err)
	}
	return a.Privacy.Import(ctx, person, archive)
}

// mailEraser has SendGrid erase what it keeps of a person. SendGrid knows people
// by address alone; the erasure keeps it until it ends.
type mailEraser struct {
	store *store.Store
	mails *mail.SendGrid
}

// Forget asks for it. An address that is not known any more is an error, not an end.
func (e mailEraser) Forget(ctx context.Context, who owner.ID) (int64, error) {
	address, err := e.store.PartingAddress(ctx, who)
	if err != nil {
		return 0, fmt.Errorf("app: address for the erasure of mails: %w", err)
	}
	return 1, e.mails.ForgetAddress(ctx, address)
}

func (a *App) forgetMails(st *store.Store, forget map[string]privacy.Forgetter) error {
	if a.Config.Mail.recipient() != mail.SendGridRecipient {
		return nil
	}
	mails, err := a.Config.sendGrid(outbound.New(inventory.Load(), a.Config.configured()...))
	if err != nil {
		return err
	}
	forget[mail.SendGridRecipient] = mailEraser{st, mails}
	return nil
}
