package seal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestKeyringComesBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keyring")
	made, err := CreateKeyring(path, time.Now())
	if err != nil {
		t.Fatalf("CreateKeyring = %v", err)
	}
	read, err := LoadKeyring(path)
	if err != nil {
		t.Fatalf("LoadKeyring = %v", err)
	}
	if read.current != made.current || string(read.epochs[read.current].Key) != string(made.epochs[made.current].Key) {
		t.Error("the keyring read is not the one made")
	}
	if runtime.GOOS != "windows" {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode = %v, %v, want 0600", info.Mode(), err)
		}
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("files in the folder = %d, %v, want the keyring alone", len(left), err)
	}
}

func TestKeyringIsNeverReplaced(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keyring")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := CreateKeyring(path, time.Now()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("CreateKeyring over a file = %v, want %v", err, fs.ErrExist)
	}
	if got, _ := os.ReadFile(path); string(got) != "precious" {
		t.Errorf("the file is now %q", got)
	}
}

func TestMissingKeyring(t *testing.T) {
	t.Parallel()
	if _, err := LoadKeyring(filepath.Join(t.TempDir(), "keyring")); !errors.Is(err, ErrNoKeyring) {
		t.Errorf("LoadKeyring = %v, want %v", err, ErrNoKeyring)
	}
}

func TestKeyringOpenToOthersIsRefused(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	path := filepath.Join(t.TempDir(), "keyring")
	if _, err := CreateKeyring(path, time.Now()); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o644, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKeyring(path); err == nil {
			t.Errorf("LoadKeyring with mode %04o = nil, want an error", mode)
		}
	}
}

func TestDamagedKeyrings(t *testing.T) {
	t.Parallel()
	good := string(readTestdata(t, "keyring.json"))
	for name, text := range map[string]string{
		"empty":          "",
		"cut":            good[:len(good)/2],
		"other version":  strings.Replace(good, `"version": 1`, `"version": 2`, 1),
		"no current":     strings.Replace(good, `"current": "`, `"current": "x`, 1),
		"short key":      strings.Replace(good, `"key": "AAEC`, `"key": "`, 1),
		"not an object":  "[]",
		"without epochs": `{"version": 1, "current": "", "epochs": []}`,
	} {
		_, _, err := parseRing([]byte(text))
		if err == nil {
			t.Errorf("parseRing of %s = nil, want an error", name)
			continue
		}
		if strings.Contains(err.Error(), "AAEC") || strings.Contains(err.Error(), "AwQF") {
			t.Errorf("parseRing of %s = %q, which quotes a key", name, err)
		}
	}
}

func FuzzKeyring(f *testing.F) {
	f.Add(readTestdata(f, "keyring.json"))
	f.Add([]byte(`{"version":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		current, epochs, err := parseRing(data)
		if err == nil && len(epochs[current].Key) != keySize {
			t.Error("a keyring without a usable current epoch was accepted")
		}
	})
}
