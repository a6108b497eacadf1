package seal

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Keyring holds the epoch keys that wrap data keys. Each is random; none is
// derived from another, so that dropping one from every copy of the file
// destroys it.
//
// Losing the file is losing everything sealed. It belongs on another medium
// than the data, and its copies must not outlive the promised window.
//
// Another process may rotate the keys: a keyring reads its file again when it
// has changed, before it wraps, and when it meets an epoch it does not know. It
// is safe for concurrent use.
type Keyring struct {
	path string

	mu      sync.RWMutex
	read    fs.FileInfo // of the file when it was read
	current string
	epochs  map[string]epoch
}

type epoch struct {
	ID      string    `json:"id"`
	Key     []byte    `json:"key"` // 32 bytes
	Created time.Time `json:"created"`
}

// ringFile is the keyring as it rests, JSON in a file of mode 0600.
type ringFile struct {
	Version int     `json:"version"`
	Current string  `json:"current"`
	Epochs  []epoch `json:"epochs"`
}

// wrappedKey is the content of an object keys/<key id>.
type wrappedKey struct {
	Epoch   string `json:"epoch"`
	Wrapped []byte `json:"wrapped"`
}

const (
	ringVersion = 1
	ringLimit   = 1 << 20
)

// errEpoch says that a key is wrapped under an epoch that the keyring lacks.
var errEpoch = errors.New("epoch not in the keyring")

// ErrNoKeyring says that there is no keyring at the path.
var ErrNoKeyring = errors.New("seal: no keyring")

// CreateKeyring writes a keyring with one random epoch to a path where no file
// is. Call it only where nothing was sealed yet: a new keyring in place of a
// lost one opens nothing.
func CreateKeyring(path string, now time.Time) (*Keyring, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("seal: create keyring %s: %w", path, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("seal: create keyring: %w", err)
	}
	e, err := newEpoch(now)
	if err != nil {
		return nil, err
	}
	if err := writeRing(path, ringFile{Version: ringVersion, Current: e.ID, Epochs: []epoch{e}}); err != nil {
		return nil, err
	}
	return LoadKeyring(path)
}

// newEpoch makes a random key. Never derive one epoch from another: destroying
// it would destroy nothing.
func newEpoch(now time.Time) (epoch, error) {
	key := make([]byte, keySize)
	rand.Read(key)
	id, err := uuid.NewV7()
	if err != nil {
		return epoch{}, fmt.Errorf("seal: new epoch: %w", err)
	}
	return epoch{ID: id.String(), Key: key, Created: now.UTC()}, nil
}

// LoadKeyring reads the keyring at path. It fails with ErrNoKeyring when there
// is none, and refuses a file that others than its owner may read.
func LoadKeyring(path string) (*Keyring, error) {
	ring := &Keyring{path: path}
	return ring, ring.reload()
}

// reload reads the file again. On an error the ring stays as it was.
func (r *Keyring) reload() error {
	f, err := os.Open(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w at %s", ErrNoKeyring, r.path)
	}
	if err != nil {
		return fmt.Errorf("seal: keyring: %w", err)
	}
	defer f.Close()
	if err := private(f); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("seal: keyring: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, ringLimit))
	if err != nil {
		return fmt.Errorf("seal: keyring: %w", err)
	}
	current, epochs, err := parseRing(data)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read, r.current, r.epochs = info, current, epochs
	return nil
}

// refresh reads the file again if another process has replaced it.
func (r *Keyring) refresh() error {
	info, err := os.Stat(r.path)
	if err != nil {
		return fmt.Errorf("seal: keyring: %w", err)
	}
	r.mu.RLock()
	same := r.read != nil && os.SameFile(info, r.read) && info.ModTime().Equal(r.read.ModTime())
	r.mu.RUnlock()
	if same {
		return nil
	}
	return r.reload()
}

// now returns the epoch that wraps new keys.
func (r *Keyring) now() epoch {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.epochs[r.current]
}

// epoch returns an epoch by its id, after another look at the file when it is
// unknown.
func (r *Keyring) epoch(id string) (epoch, bool) {
	for range 2 {
		r.mu.RLock()
		e, ok := r.epochs[id]
		r.mu.RUnlock()
		if ok {
			return e, true
		}
		if r.refresh() != nil {
			break
		}
	}
	return epoch{}, false
}

// private refuses a keyring that is open to other users. Windows keeps no such
// bits: there the folder's access list decides.
func private(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("seal: keyring: %w", err)
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&0o077 != 0 {
		return fmt.Errorf("seal: keyring %s has mode %04o: make it 0600", f.Name(), mode)
	}
	return nil
}

// parseRing never quotes the file: it holds keys.
func parseRing(data []byte) (current string, epochs map[string]epoch, err error) {
	var file ringFile
	if err := json.Unmarshal(data, &file); err != nil {
		return "", nil, errors.New("seal: keyring is not valid JSON")
	}
	if file.Version != ringVersion {
		return "", nil, fmt.Errorf("seal: keyring version %d, know %d", file.Version, ringVersion)
	}
	epochs = map[string]epoch{}
	for _, e := range file.Epochs {
		if len(e.Key) != keySize || e.ID == "" {
			return "", nil, fmt.Errorf("seal: keyring: epoch %q is damaged", e.ID)
		}
		epochs[e.ID] = e
	}
	if _, ok := epochs[file.Current]; !ok {
		return "", nil, fmt.Errorf("seal: keyring: the current epoch %q is missing", file.Current)
	}
	return file.Current, epochs, nil
}

// writeRing replaces the file in one step that survives a power cut.
func writeRing(path string, file ringFile) error {
	data, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return fmt.Errorf("seal: write keyring: %w", err)
	}
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, tempName(path)+"*") // mode 0600
	if err != nil {
		return fmt.Errorf("seal: write keyring: %w", err)
	}
	_, err = tmp.Write(append(data, '\n'))
	if err == nil {
		err = tmp.Sync()
	}
	err = errors.Join(err, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("seal: write keyring: %w", err), os.Remove(tmp.Name()))
	}
	return syncDir(dir)
}

// tempName begins the names of files on their way to becoming the keyring.
func tempName(path string) string { return "." + filepath.Base(path) + "-" }

// DropTemps removes what writers of a keyring that died left beside it before a
// time, zero for all: it holds every epoch of its time, also those dropped since.
func DropTemps(path string, before time.Time) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempName(path)) {
			continue
		}
		info, gone := e.Info()
		if gone == nil && (before.IsZero() || info.ModTime().Before(before)) {
			err = errors.Join(err, os.Remove(filepath.Join(filepath.Dir(path), e.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("seal: clear beside the keyring: %w", err)
	}
	return nil
}

// syncDir makes a rename durable. Windows cannot sync a folder and journals
// renames itself.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("seal: write keyring: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// wrap encrypts a data key under the current epoch and returns its id too.
func (r *Keyring) wrap(id uuid.UUID, dek []byte) (object []byte, under string, err error) {
	if err := r.refresh(); err != nil {
		return nil, "", err
	}
	e := r.now()
	aead, err := newAEAD(e.Key)
	if err != nil {
		return nil, "", err
	}
	wrapped := aead.Seal(nil, nil, dek, wrapBinding(e.ID, id))
	object, err = json.Marshal(wrappedKey{Epoch: e.ID, Wrapped: wrapped})
	return object, e.ID, err
}

// EpochOf names the epoch that a wrapped key, the object keys/<id>, is under.
func EpochOf(object []byte) (string, error) {
	var w wrappedKey
	if err := json.Unmarshal(object, &w); err != nil {
		return "", ErrBroken
	}
	return w.Epoch, nil
}

// unwrap decrypts the data key in an object keys/<id>.
func (r *Keyring) unwrap(id uuid.UUID, object []byte) ([]byte, error) {
	var w wrappedKey
	if err := json.Unmarshal(object, &w); err != nil {
		return nil, fmt.Errorf("%w: key object %s", ErrBroken, id)
	}
	e, ok := r.epoch(w.Epoch)
	if !ok {
		return nil, fmt.Errorf("seal: key %s: %w: %q", id, errEpoch, w.Epoch)
	}
	aead, err := newAEAD(e.Key)
	if err != nil {
		return nil, err
	}
	dek, err := aead.Open(nil, nil, w.Wrapped, wrapBinding(w.Epoch, id))
	if err != nil {
		return nil, fmt.Errorf("%w: key object %s", ErrBroken, id)
	}
	return dek, nil
}

// Opens reports whether the keyring opens a wrapped key, the object keys/<id>.
func (r *Keyring) Opens(id string, object []byte) error {
	key, err := uuid.Parse(id)
	if err != nil {
		return fmt.Errorf("seal: key id: %w", ErrNoKey)
	}
	_, err = r.unwrap(key, object)
	return err
}

// wrapBinding ties a wrapped key to its object name and epoch.
func wrapBinding(epoch string, id uuid.UUID) []byte {
	return []byte(Prefix + id.String() + "\x00" + epoch)
}
