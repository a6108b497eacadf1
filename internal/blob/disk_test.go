package blob_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"jobops/internal/blob"
	"jobops/internal/blob/blobtest"
)

func open(t *testing.T, dir string) *blob.Disk {
	t.Helper()
	d, err := blob.OpenDisk(dir)
	if err != nil {
		t.Fatalf("OpenDisk = %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	})
	return d
}

func TestDisk(t *testing.T) {
	t.Parallel()
	blobtest.Run(t, func(t *testing.T) blobtest.Store { return open(t, t.TempDir()) })
}

func TestDiskModes(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := filepath.Join(t.TempDir(), "files")
	name := blob.NewName("cv/")
	if err := open(t, dir).Put(t.Context(), name, []byte("x")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{".": 0o700, "cv": 0o700, name: 0o600} {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("mode of %q = %04o, want %04o", path, got, want)
		}
	}
}

func TestDiskRefusesSymbolicLinksOutOfTheFolder(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, name := open(t, dir), blob.NewName("cv/")
	if err := os.Symlink(outside, filepath.Join(dir, name)); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if data, err := d.Get(t.Context(), name); err == nil {
		t.Errorf("Get through a link = %q, want an error", data)
	}
}

func TestOpenDiskClearsStaleTemporaryFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, dir)
	old, fresh := filepath.Join(dir, "cv", ".tmp-old"), filepath.Join(dir, "cv", ".tmp-fresh")
	for _, f := range []string{old, fresh} {
		if err := os.WriteFile(f, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir)
	again := filepath.Join(dir, "keys", ".tmp-old")
	if err := os.WriteFile(again, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(again, past, past); err != nil {
		t.Fatal(err)
	}
	if err := d.Clear(time.Now().Add(-time.Minute)); err != nil {
		t.Fatalf("Clear = %v", err)
	}
	if _, err := os.Stat(again); !os.IsNotExist(err) {
		t.Errorf("the temporary file that Clear was to take: %v", err)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the stale temporary file is still there: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("the fresh temporary file is gone: %v", err)
	}
	for o := range d.List(t.Context(), "cv/") {
		t.Errorf("List = %q, want no temporary file", o.Name)
	}
}

func BenchmarkDiskPut5MiB(b *testing.B) {
	d, err := blob.OpenDisk(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	data := make([]byte, 5<<20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := d.Put(b.Context(), blob.NewName("cv/"), data); err != nil {
			b.Fatal(err)
		}
	}
}
