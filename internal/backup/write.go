package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jobops/internal/blob"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/seal"
)

// passes is how often the database is copied again because a CV went between its
// copy and the copy of the files. All but the first are short: what is copied
// already stays, but for keys.
const passes = 100

// Write copies an instance into an empty or new folder, while it is served or
// not, and reads the copy back. On an error the folder has no manifest.
func Write(ctx context.Context, from Layout, dir string, now time.Time) (Manifest, error) {
	for _, p := range []string{from.Database, from.Keyring, from.Blobs} {
		// Opening would create an empty instance to back up.
		if _, err := os.Stat(p); err != nil {
			return Manifest{}, fmt.Errorf("backup: nothing to back up: %w", err)
		}
	}
	if err := apart(from, dir); err != nil {
		return Manifest{}, err
	}
	if err := emptyFolder(dir); err != nil {
		return Manifest{}, err
	}
	if err := copyAll(ctx, from, dir); err != nil {
		return Manifest{}, err
	}
	m, err := inspect(ctx, inBackup(dir), within(dir, databaseFile), within(dir, keyringFile))
	if err != nil {
		return Manifest{}, err
	}
	m.Format, m.Made, m.Inventory = format, now.UTC(), inventory.Load().Version
	if m.Files, err = describe(ctx, dir); err != nil {
		return Manifest{}, fmt.Errorf("backup: read back: %w", err)
	}
	return m, writeManifest(dir, m)
}

// ErrInside says that a backup would lie inside what it copies and be lost with
// it.
var ErrInside = errors.New("a backup inside the data folder is lost with it; choose a place outside")

// apart refuses a target inside the data folder.
func apart(from Layout, dir string) error {
	data, err := filepath.Abs(filepath.Dir(from.Database))
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	target, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if rel, err := filepath.Rel(data, target); err == nil && filepath.IsLocal(rel) {
		return fmt.Errorf("backup: %w", ErrInside)
	}
	return nil
}

func copyAll(ctx context.Context, from Layout, dir string) (err error) {
	ring, err := os.ReadFile(from.Keyring)
	if err != nil {
		return fmt.Errorf("backup: keyring: %w", err)
	}
	if err := writeFile(within(dir, keyringFile), ring); err != nil {
		return err
	}
	db, err := dbx.OpenSQLite(ctx, from.Database)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	disk, err := blob.OpenDisk(from.Blobs)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, disk.Close()) }()
	for range passes {
		if err = copyOnce(ctx, db, disk, dir); !errors.Is(err, ErrIncomplete) {
			return err
		}
	}
	return err
}

// copyOnce copies the database, then the objects. An object that came later is
// one too many, which does no harm; one that went makes ErrIncomplete.
func copyOnce(ctx context.Context, db *dbx.SQLite, disk *blob.Disk, dir string) error {
	file := within(dir, databaseFile)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	if err := db.Copy(ctx, file); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := mirror(ctx, disk, dir); err != nil {
		return err
	}
	return withDatabase(ctx, file, func(copied *dbx.SQLite) error { return checkObjects(ctx, copied, inBackup(dir)) })
}

// mirror makes the copied objects equal to those of the store. One that went
// since an earlier pass was deleted by its owner and leaves the backup too.
func mirror(ctx context.Context, disk *blob.Disk, dir string) error {
	for _, prefix := range prefixes() {
		there := map[string]bool{}
		for o, err := range disk.List(ctx, prefix) {
			if err != nil {
				return fmt.Errorf("backup: %w", err)
			}
			there[o.Name] = true
			if err := copyObject(ctx, disk, o.Name, dir); err != nil {
				return err
			}
		}
		if err := dropOthers(dir, prefix, there); err != nil {
			return err
		}
	}
	return nil
}

func copyObject(ctx context.Context, disk *blob.Disk, name, dir string) error {
	target := inBackup(dir)(name)
	if _, err := os.Stat(target); err == nil && !strings.HasPrefix(name, seal.Prefix) {
		return nil // written once and never again
	}
	data, err := disk.Get(ctx, name)
	if errors.Is(err, fault.NotFound) {
		return nil // deleted since it was listed
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	// A key may have been wrapped anew since an earlier pass.
	if err := os.Remove(target); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	return writeFile(target, data)
}

func dropOthers(dir, prefix string, there map[string]bool) error {
	folder := inBackup(dir)(prefix)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	for _, e := range entries {
		if there[prefix+e.Name()] {
			continue
		}
		if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	return nil
}
