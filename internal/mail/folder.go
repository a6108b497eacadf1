package mail

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// FolderLife is how long a message stays in the folder.
const FolderLife = 24 * time.Hour

// Folder is the mailer of an instance that has none: it writes each message into
// a file that only who runs the instance can read.
type Folder struct{ path string }

// NewFolder returns the mailer of a folder, which is made at the first message.
func NewFolder(path string) *Folder { return &Folder{path} }

// Send writes a message under its id. A second time it is the same file.
func (f *Folder) Send(_ context.Context, m Message) error {
	data, err := m.Bytes()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return fmt.Errorf("mail: folder: %w", err)
	}
	name, _, _ := strings.Cut(m.ID, "@")
	if name != filepath.Base(name) || name == "" {
		return fmt.Errorf("%w: no id", ErrRefused)
	}
	if err := os.WriteFile(filepath.Join(f.path, name+".eml"), data, 0o600); err != nil {
		return fmt.Errorf("mail: folder: %w", err)
	}
	return nil
}

// Purge deletes messages that are older than FolderLife.
func (f *Folder) Purge(now time.Time) error {
	entries, err := os.ReadDir(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	failed := []error{err}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && !e.IsDir() && now.Sub(info.ModTime()) > FolderLife {
			err = os.Remove(filepath.Join(f.path, e.Name()))
		}
		if !errors.Is(err, fs.ErrNotExist) {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
