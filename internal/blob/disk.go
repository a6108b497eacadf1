package blob

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"runtime"
	"strings"
	"time"

	"jobops/internal/fault"
	"jobops/internal/inventory"
)

const (
	temporary = ".tmp-"
	// stale is the age after which a temporary file belongs to a writer that died.
	stale = 15 * time.Minute
)

// Disk keeps objects as files of mode 0600, one folder per prefix. All paths go
// through os.Root, so that no name and no symbolic link leads out of the folder.
type Disk struct {
	root *os.Root
}

// OpenDisk opens or creates the folder and clears what dead writers left there.
func OpenDisk(dir string) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("blob: open: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("blob: open: %w", err)
	}
	d := &Disk{root}
	for _, prefix := range inventory.Load().BlobPrefixes() {
		if err := root.MkdirAll(folder(prefix), 0o700); err != nil {
			return nil, errors.Join(fmt.Errorf("blob: open: %w", err), root.Close())
		}
	}
	if err := d.Clear(time.Now().Add(-stale)); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return d, nil
}

// Clear removes what writers that died before a time left behind.
func (d *Disk) Clear(before time.Time) error {
	var failed []error
	for _, prefix := range inventory.Load().BlobPrefixes() {
		failed = append(failed, d.clear(prefix, before))
	}
	if err := errors.Join(failed...); err != nil {
		return fmt.Errorf("blob: clear: %w", err)
	}
	return nil
}

// ReadDisk opens a folder that is there for looking at it: nothing is made and
// nothing cleared, so it may be another process's. A folder without a prefix's
// own folder fails.
func ReadDisk(dir string) (*Disk, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("blob: open: %w", err)
	}
	return &Disk{root}, nil
}

// Close releases the folder.
func (d *Disk) Close() error { return d.root.Close() }

// Put stores an object, replacing one of the same name in a single step: after a
// crash the name holds the old bytes or the new ones. It returns when both the
// bytes and the name are on the disk.
func (d *Disk) Put(ctx context.Context, name string, data []byte) error {
	prefix, _, err := checkName(name)
	if err != nil {
		return err
	}
	if len(data) > MaxSize {
		return fmt.Errorf("blob: put %s: %d bytes: %w", name, len(data), fault.TooLarge)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	var b [8]byte
	rand.Read(b[:])
	tmp := prefix + temporary + hex.EncodeToString(b[:])
	err = d.write(tmp, data)
	if err == nil {
		err = d.root.Rename(tmp, name)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("blob: put %s: %w", name, err), gone(d.root.Remove(tmp)))
	}
	return d.sync(prefix)
}

func (d *Disk) write(name string, data []byte) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// Get returns an object whole; a missing one is fault.NotFound.
func (d *Disk) Get(ctx context.Context, name string) ([]byte, error) {
	if _, _, err := checkName(name); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := d.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("blob: get %s: %w", name, fault.NotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("blob: get %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("blob: get %s: %w", name, err)
	}
	if info.Size() > MaxSize {
		return nil, fmt.Errorf("blob: get %s: %w", name, fault.TooLarge)
	}
	// Objects are replaced whole and never grow, so their size is known.
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, fmt.Errorf("blob: get %s: %w", name, err)
	}
	return data, nil
}

// Delete removes an object; a missing one is success. It returns when the
// removal is on the disk.
func (d *Disk) Delete(ctx context.Context, name string) error {
	prefix, _, err := checkName(name)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := gone(d.root.Remove(name)); err != nil {
		return fmt.Errorf("blob: delete %s: %w", name, err)
	}
	return d.sync(prefix)
}

// List yields the objects under a declared prefix in no particular order. An
// object that comes or goes meanwhile may be yielded or not. The first error
// ends the listing.
func (d *Disk) List(ctx context.Context, prefix string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		if err := checkPrefix(prefix); err != nil {
			yield(Object{}, err)
			return
		}
		err := d.entries(prefix, func(e fs.DirEntry) (bool, error) {
			if err := ctx.Err(); err != nil {
				return false, err
			}
			info, err := e.Info()
			if err != nil || strings.HasPrefix(e.Name(), temporary) {
				return true, gone(err)
			}
			return yield(Object{Name: prefix + e.Name(), Size: info.Size(), Modified: info.ModTime()}, nil), nil
		})
		if err != nil {
			yield(Object{}, fmt.Errorf("blob: list %s: %w", prefix, err))
		}
	}
}

// entries walks a folder in batches, so that a large one costs no memory.
func (d *Disk) entries(prefix string, f func(fs.DirEntry) (more bool, err error)) error {
	dir, err := d.root.Open(folder(prefix))
	if err != nil {
		return err
	}
	defer dir.Close()
	for {
		batch, err := dir.ReadDir(256)
		for _, e := range batch {
			if more, err := f(e); err != nil || !more {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// clear removes temporary files whose writer must have died.
func (d *Disk) clear(prefix string, before time.Time) error {
	return d.entries(prefix, func(e fs.DirEntry) (bool, error) {
		info, err := e.Info()
		if err != nil || !strings.HasPrefix(e.Name(), temporary) || !info.ModTime().Before(before) {
			return true, gone(err)
		}
		return true, gone(d.root.Remove(prefix + e.Name()))
	})
}

// sync makes a change of names durable. Windows cannot sync a folder and
// journals renames itself.
func (d *Disk) sync(prefix string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := d.root.Open(folder(prefix))
	if err != nil {
		return fmt.Errorf("blob: sync %s: %w", prefix, err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func folder(prefix string) string { return strings.TrimSuffix(prefix, "/") }

// gone turns "does not exist" into success.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
