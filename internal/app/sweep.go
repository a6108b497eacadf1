package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"jobops/internal/blob"
	"jobops/internal/inventory"
	"jobops/internal/mail"
	"jobops/internal/seal"
	"jobops/internal/store"
)

// orphanAge is longer than any upload takes between its file and its row. With
// the five minutes between two sweeps it is less than the 15 that a check of the
// instance allows.
const orphanAge = 9 * time.Minute

// sweeper compares the object store with the database after a crash: keys
// without a CV, objects without a row, files half written, tasks without an
// account, old pages in the log.
type sweeper struct {
	store   *store.Store
	blobs   *blob.Disk
	keyring string // its path
	mails   *mail.Folder
	now     func() time.Time
}

// sweep goes on after a failure and returns all of them.
func (s sweeper) sweep(ctx context.Context) error {
	before := s.now().Add(-orphanAge)
	failed := []error{
		s.store.DropIdleKeys(ctx, before), s.store.DropStrayTasks(ctx), s.store.DropUnborn(ctx, before), s.mails.Purge(s.now()),
		s.blobs.Clear(before), seal.DropTemps(s.keyring, before),
	}
	for _, class := range inventory.Load().Blobs {
		failed = append(failed, s.dropOrphans(ctx, class, before))
	}
	return errors.Join(append(failed, s.store.Compact(ctx))...)
}

// dropOrphans asks for the rows after the listing: a row that is still missing
// then belongs to no upload in progress.
func (s sweeper) dropOrphans(ctx context.Context, class inventory.Blob, before time.Time) error {
	var old []string
	for o, err := range s.blobs.List(ctx, class.Prefix) {
		if err != nil {
			return fmt.Errorf("app: sweep: %w", err)
		}
		if o.Modified.Before(before) {
			old = append(old, o.Name)
		}
	}
	names, err := s.store.ObjectNames(ctx, class)
	if err != nil {
		return fmt.Errorf("app: sweep: %w", err)
	}
	var failed []error
	for _, name := range old {
		if !names[strings.TrimPrefix(name, class.Prefix)] {
			failed = append(failed, s.blobs.Delete(ctx, name))
		}
	}
	return errors.Join(failed...)
}
