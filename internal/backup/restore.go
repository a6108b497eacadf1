package backup

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Restore puts a backup into an empty or new data folder, with the keyring of
// the backup or, where that was moved away, of another file. It checks the
// backup first and the result afterwards; when either fails the data folder is
// as it was.
func Restore(ctx context.Context, dir, keyring, data string, to Layout) (_ Manifest, err error) {
	m, err := readManifest(dir)
	if err != nil {
		return Manifest{}, err
	}
	if keyring == "" {
		keyring = within(dir, keyringFile)
	}
	if err := verify(ctx, dir, m); err != nil {
		return Manifest{}, err
	}
	if err := emptyFolder(data); err != nil {
		return Manifest{}, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, clearFolder(data))
		}
	}()
	if err := place(ctx, dir, keyring, m, to); err != nil {
		return Manifest{}, err
	}
	return m, confirm(ctx, m, to)
}

// verify compares a backup with its manifest. The keyring may have been moved
// to a place of its own, as it should.
func verify(ctx context.Context, dir string, m Manifest) error {
	there, err := describe(ctx, dir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	found := map[string]File{}
	for _, f := range there {
		found[f.Path] = f
	}
	for _, want := range m.Files {
		got, ok := found[want.Path]
		delete(found, want.Path)
		switch {
		case !ok && want.Path == keyringFile:
		case !ok:
			return fmt.Errorf("%w: %s is missing", ErrIncomplete, want.Path)
		case got != want:
			return fmt.Errorf("%w: %s was changed", ErrIncomplete, want.Path)
		}
	}
	for _, extra := range slices.Sorted(maps.Keys(found)) {
		return fmt.Errorf("%w: %s does not belong to it", ErrIncomplete, extra)
	}
	return nil
}

func place(ctx context.Context, dir, keyring string, m Manifest, to Layout) error {
	for _, f := range m.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		source, target := within(dir, f.Path), ""
		switch name := objectName(f.Path); {
		case name != "":
			target = within(to.Blobs, name)
		case f.Path == databaseFile:
			target = to.Database
		case f.Path == keyringFile:
			source, target = keyring, to.Keyring
		default:
			return fmt.Errorf("%w: %s has no place", ErrIncomplete, f.Path)
		}
		if err := copyFile(source, target); err != nil {
			return err
		}
	}
	return nil
}

// confirm opens what was restored and counts again.
func confirm(ctx context.Context, m Manifest, to Layout) error {
	got, err := inspect(ctx, inFolder(to.Blobs), to.Database, to.Keyring)
	if err != nil {
		return err
	}
	if !maps.Equal(got.Rows, m.Rows) || !maps.Equal(got.Objects, m.Objects) {
		return fmt.Errorf("%w: %v rows and %v objects, the manifest says %v and %v", ErrIncomplete, got.Rows, got.Objects, m.Rows, m.Objects)
	}
	return nil
}

// clearFolder empties a folder that was empty before.
func clearFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	for _, e := range entries {
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	return nil
}
