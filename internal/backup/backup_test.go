package backup_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jobops/internal/backup"
	"jobops/internal/blob"
	"jobops/internal/dbx"
	"jobops/internal/document"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/seal"
	"jobops/internal/store"
	"jobops/internal/store/storetest"
)

// instance is a data folder with its parts opened.
type instance struct {
	layout backup.Layout
	store  *store.Store
	files  *store.Files
	who    owner.ID
}

func layoutOf(folder string) backup.Layout {
	return backup.Layout{
		Database: filepath.Join(folder, "jobops.db"),
		Blobs:    filepath.Join(folder, "blobs"),
		Keyring:  filepath.Join(folder, "keyring"),
	}
}

// begin makes a new instance, or opens one with the keyring that is there.
func begin(t *testing.T, folder string) *instance {
	t.Helper()
	i := &instance{layout: layoutOf(folder)}
	db, err := dbx.OpenSQLite(t.Context(), i.layout.Database)
	if err != nil {
		t.Fatal(err)
	}
	disk, err := blob.OpenDisk(i.layout.Blobs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(db.Close(), disk.Close()); err != nil {
			t.Error(err)
		}
	})
	if err := store.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	ring, err := seal.LoadKeyring(i.layout.Keyring)
	if errors.Is(err, seal.ErrNoKeyring) {
		ring, err = seal.CreateKeyring(i.layout.Keyring, time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	keeper := seal.NewKeeper(ring, disk, store.NewKeyRefs(db, time.Now), time.Now)
	i.store = store.New(db, &storetest.Tasks{}, keeper, time.Now)
	i.files = store.NewFiles(i.store, disk)
	if i.who, err = i.store.LocalOwner(t.Context(), owner.ID(uuid.NewString())); err != nil {
		t.Fatal(err)
	}
	return i
}

// add stores a CV as an upload does: row and key, file, then the next state.
func (i *instance) add(ctx context.Context, original []byte) (library.ID, error) {
	now := time.Now()
	c := library.CV{ID: library.ID(uuid.NewString()), FileName: "cv.pdf", Format: document.PDF, State: library.Pending, Created: now, Updated: now}
	u := library.Upload{ID: library.UploadID(uuid.NewString()), CV: c.ID, Step: library.Queued, Created: now}
	if err := i.store.AddCV(ctx, i.who, c, u); err != nil {
		return "", err
	}
	if err := i.files.Put(ctx, i.who, c.ID, original); err != nil {
		return "", err
	}
	return c.ID, i.store.StartReading(ctx, i.who, c.ID, library.Pending)
}

func (i *instance) remove(ctx context.Context, id library.ID) error {
	return errors.Join(i.store.Forget(ctx, i.who, id, ""), i.files.Delete(ctx, i.who, id))
}

func TestWhatIsBackedUpComesBack(t *testing.T) {
	t.Parallel()
	i := begin(t, t.TempDir())
	want := bytes.Repeat([]byte("original "), 10_000)
	id, err := i.add(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	dir, data := filepath.Join(t.TempDir(), "backup"), filepath.Join(t.TempDir(), "data")
	made, err := backup.Write(t.Context(), i.layout, dir, time.Now())
	if err != nil {
		t.Fatalf("Write = %v", err)
	}
	if made.Rows["cvs"] != 1 || made.Objects["cv/"] != 1 || made.Objects["keys/"] != 2 {
		t.Errorf("manifest counts %v rows and %v objects, want 1 CV, 1 file, 2 keys", made.Rows, made.Objects)
	}
	if _, err := backup.Restore(t.Context(), dir, "", data, layoutOf(data)); err != nil {
		t.Fatalf("Restore = %v", err)
	}
	back := begin(t, data)
	got, err := back.files.Get(t.Context(), back.who, id)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("original after Restore = %d bytes, %v, want the %d put", len(got), err, len(want))
	}
	if back.who != i.who {
		t.Errorf("owner after Restore = %s, want %s", back.who, i.who)
	}
}

// TestWriteWhileOthersWrite adds and deletes CVs during the backup; whatever is
// in it must be whole.
func TestWriteWhileOthersWrite(t *testing.T) {
	t.Parallel()
	i := begin(t, t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				id, err := i.add(t.Context(), []byte("original"))
				if err == nil && id[0]%2 == 0 {
					err = i.remove(t.Context(), id)
				}
				if err != nil {
					t.Errorf("writer: %v", err)
					return
				}
				time.Sleep(5 * time.Millisecond)
			}
		})
	}
	for range 3 {
		dir, data := t.TempDir(), t.TempDir()
		if _, err := backup.Write(t.Context(), i.layout, dir, time.Now()); err != nil {
			t.Errorf("Write = %v", err)
			continue
		}
		if _, err := backup.Restore(t.Context(), dir, "", data, layoutOf(data)); err != nil {
			t.Errorf("Restore = %v", err)
		}
	}
	stop()
	wg.Wait()
}

func TestRestoreWithTheKeyringElsewhere(t *testing.T) {
	t.Parallel()
	i := begin(t, t.TempDir())
	if _, err := i.add(t.Context(), []byte("original")); err != nil {
		t.Fatal(err)
	}
	dir, data, apart := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "keyring")
	if _, err := backup.Write(t.Context(), i.layout, dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "keyring", "keyring"), apart); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), dir, "", data, layoutOf(data)); err == nil {
		t.Error("Restore without the keyring = nil, want an error")
	}
	if _, err := backup.Restore(t.Context(), dir, apart, data, layoutOf(data)); err != nil {
		t.Errorf("Restore with the keyring named = %v", err)
	}
}

// TestBrokenBackupsAreNoticed damages a backup in every file in turn.
func TestBrokenBackupsAreNoticed(t *testing.T) {
	t.Parallel()
	i := begin(t, t.TempDir())
	if _, err := i.add(t.Context(), []byte("original")); err != nil {
		t.Fatal(err)
	}
	good := t.TempDir()
	m, err := backup.Write(t.Context(), i.layout, good, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	files := []string{"manifest.json"}
	for _, f := range m.Files {
		files = append(files, f.Path)
	}
	for _, file := range files {
		for name, damage := range map[string]func(string) error{
			"flipped": func(p string) error { return edit(p, func(b []byte) []byte { b[len(b)/2] ^= 0x10; return b }) },
			"cut":     func(p string) error { return edit(p, func(b []byte) []byte { return b[:len(b)/2] }) },
			"missing": os.Remove,
		} {
			dir, data := t.TempDir(), t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
				t.Fatal(err)
			}
			if err := damage(filepath.Join(dir, filepath.FromSlash(file))); err != nil {
				t.Fatal(err)
			}
			if _, err := backup.Restore(t.Context(), dir, "", data, layoutOf(data)); err == nil {
				t.Errorf("Restore with %s %s = nil, want an error", file, name)
			}
			if left, err := os.ReadDir(data); err != nil || len(left) != 0 {
				t.Errorf("Restore with %s %s left %d files in the data folder, %v", file, name, len(left), err)
			}
		}
	}
}

func edit(file string, f func([]byte) []byte) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, f(data), 0o600)
}

func TestFoldersThatAreNotEmpty(t *testing.T) {
	t.Parallel()
	i := begin(t, t.TempDir())
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "note.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Write(t.Context(), i.layout, full, time.Now()); !errors.Is(err, backup.ErrNotEmpty) {
		t.Errorf("Write into a full folder = %v, want %v", err, backup.ErrNotEmpty)
	}
	dir := t.TempDir()
	if _, err := backup.Write(t.Context(), i.layout, dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), dir, "", full, layoutOf(full)); !errors.Is(err, backup.ErrNotEmpty) {
		t.Errorf("Restore into a full folder = %v, want %v", err, backup.ErrNotEmpty)
	}
	if got, _ := os.ReadFile(filepath.Join(full, "note.txt")); string(got) != "mine" {
		t.Errorf("the file in the folder is now %q", got)
	}
}

func TestForeignFilesAreNoticed(t *testing.T) {
	t.Parallel()
	i := begin(t, t.TempDir())
	dir := t.TempDir()
	if _, err := backup.Write(t.Context(), i.layout, dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "files", "extra"), nil, 0o600); errors.Is(err, fs.ErrNotExist) {
		err = errors.Join(os.MkdirAll(filepath.Join(dir, "files"), 0o700), os.WriteFile(filepath.Join(dir, "files", "extra"), nil, 0o600))
		if err != nil {
			t.Fatal(err)
		}
	}
	data := t.TempDir()
	if _, err := backup.Restore(t.Context(), dir, "", data, layoutOf(data)); !errors.Is(err, backup.ErrIncomplete) {
		t.Errorf("Restore with a foreign file = %v, want %v", err, backup.ErrIncomplete)
	}
}

func TestNothingToBackUp(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if _, err := backup.Write(t.Context(), layoutOf(folder), t.TempDir(), time.Now()); err == nil || !strings.Contains(err.Error(), "nothing to back up") {
		t.Errorf("Write of an empty folder = %v, want nothing to back up", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("Write made %d files in the folder it was to copy, %v", len(left), err)
	}
}

func TestABackupInsideTheDataIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	i := begin(t, folder)
	_, err := backup.Write(t.Context(), i.layout, filepath.Join(folder, "copies", "today"), time.Now())
	if !errors.Is(err, backup.ErrInside) {
		t.Errorf("Write into the data folder = %v, want %v", err, backup.ErrInside)
	}
}
