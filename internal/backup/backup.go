// Package backup copies a whole data folder and puts it back.
//
// A backup is a folder:
//
//	manifest.json          what was copied, its hashes and counts; written last
//	database/jobops.db     a consistent copy (VACUUM INTO), made while others write
//	files/                 sealed originals
//	keys/                  wrapped data keys
//	keyring/keyring        what opens the keys: move it to a place of its own
//
// Write reads everything back before it calls the backup good: hashes, the
// database's integrity, a file and a key for every row that has one, and every
// key against the keyring. A folder without a manifest is no backup. Restore
// checks the same and only writes into an empty data folder.
//
//	m, err := backup.Write(ctx, layout, dir, time.Now())
//	m, err = backup.Restore(ctx, dir, layout)
//
// A restored backup knows nothing of what was deleted after it was made.
package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jobops/internal/inventory"
)

// Layout says where the parts of an instance are.
type Layout struct {
	Database string // SQLite file
	Blobs    string // folder of objects
	Keyring  string // file
}

// Manifest is what a backup says of itself.
type Manifest struct {
	Format    int              `json:"format"`
	Made      time.Time        `json:"made"`
	Inventory string           `json:"inventory"` // version of the declaration
	Rows      map[string]int64 `json:"rows"`      // by table
	Objects   map[string]int   `json:"objects"`   // by prefix
	Files     []File           `json:"files"`     // sorted by path
}

// File is one file of a backup.
type File struct {
	Path   string `json:"path"` // within the backup, with slashes
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

const (
	format       = 1
	manifestFile = "manifest.json"
	databaseFile = "database/jobops.db"
	keyringFile  = "keyring/keyring"
	keysPrefix   = "keys/"
)

// ErrIncomplete says that a folder is no backup or not all of one.
var ErrIncomplete = errors.New("this is not a complete backup")

// ErrNotEmpty says that the target holds something already.
var ErrNotEmpty = errors.New("the folder is not empty")

// find says where an object of a name lies.
type find func(name string) string

func inBackup(dir string) find {
	return func(name string) string { return within(dir, objectPath(name)) }
}

func inFolder(dir string) find {
	return func(name string) string { return within(dir, name) }
}

// within joins a folder and a path with slashes.
func within(dir, file string) string { return filepath.Join(dir, filepath.FromSlash(file)) }

// objectPath is where an object lies in a backup.
func objectPath(name string) string {
	if strings.HasPrefix(name, keysPrefix) {
		return name
	}
	return "files/" + name
}

// objectName is the reverse of objectPath, "" for a file that is no object.
func objectName(file string) string {
	if strings.HasPrefix(file, keysPrefix) {
		return file
	}
	name, ok := strings.CutPrefix(file, "files/")
	if !ok {
		return ""
	}
	return name
}

// describe hashes every file of a backup but the manifest.
func describe(ctx context.Context, dir string) ([]File, error) {
	var files []File
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil || rel == manifestFile {
			return err
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%w: %s is no regular file", ErrIncomplete, rel)
		}
		size, sum, err := digest(p)
		if err != nil {
			return err
		}
		files = append(files, File{filepath.ToSlash(rel), size, sum})
		return ctx.Err()
	})
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

// digest reads a file once; a database may be larger than memory.
func digest(file string) (int64, string, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	return n, hex.EncodeToString(sum.Sum(nil)), err
}

// readManifest returns what a backup says of itself.
func readManifest(dir string) (Manifest, error) {
	data, err := os.ReadFile(within(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fmt.Errorf("%w: %s is missing", ErrIncomplete, manifestFile)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("%w: %s is damaged", ErrIncomplete, manifestFile)
	}
	if m.Format != format {
		return Manifest{}, fmt.Errorf("backup: format %d, this program knows %d", m.Format, format)
	}
	return m, nil
}

// writeManifest makes a folder a backup.
func writeManifest(dir string, m Manifest) error {
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("backup: manifest: %w", err)
	}
	return writeFile(within(dir, manifestFile), append(data, '\n'))
}

// writeFile writes a new file of mode 0600 through to the disk.
func writeFile(name string, data []byte) error { return writeFrom(name, bytes.NewReader(data)) }

// copyFile copies one file to a new one.
func copyFile(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer f.Close()
	return writeFrom(to, f)
}

func writeFrom(name string, r io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_, err = io.Copy(f, r)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("backup: write %s: %w", filepath.Base(name), err)
	}
	return nil
}

// emptyFolder makes a folder or accepts an empty one.
func emptyFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("backup: %w: %s", ErrNotEmpty, dir)
	}
	return nil
}

// prefixes are the declared classes of objects.
func prefixes() []string { return inventory.Load().BlobPrefixes() }
