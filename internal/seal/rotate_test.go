package seal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// LiveKeyRefs and HoldKeyRef make a shelf what a rotation needs; the row lock of
// a real database is shown in package store.
func (s *shelf) LiveKeyRefs(context.Context) (ids []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, ref := range s.refs {
		if ref.State == Live {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

func (s *shelf) HoldKeyRef(_ context.Context, id string, f func() error) error {
	s.mu.Lock()
	state := s.refs[id].State
	s.mu.Unlock()
	if state != Live {
		return nil
	}
	return f()
}

func (s *shelf) KeyNames(context.Context) (names []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.objects {
		names = append(names, name)
	}
	return names, nil
}

// kept is a value of the test with its place.
type kept struct {
	text     string
	envelope []byte
}

// filled is a keeper with some sealed values.
func filled(t *testing.T) (*Keeper, *shelf, []kept, *Rotation) {
	t.Helper()
	k, s, c := newKeeper(t)
	var all []kept
	for i := range 3 {
		id, err := k.NewKey(t.Context(), alice, CVKey, uuid.NewString())
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint("value ", i)
		all = append(all, kept{text, seal(t, k, id, []byte(text))})
	}
	return k, s, all, &Rotation{Ring: k.ring, Refs: s, Objects: s, Now: c.now}
}

// opens checks that a process that starts now opens every value.
func opens(t *testing.T, path string, s *shelf, all []kept) *Keyring {
	t.Helper()
	ring, err := LoadKeyring(path)
	if err != nil {
		t.Fatalf("LoadKeyring = %v", err)
	}
	k := NewKeeper(ring, s, s, (&clock{}).now)
	for _, v := range all {
		got, err := k.Open(t.Context(), here, v.envelope)
		if err != nil || string(got) != v.text {
			t.Fatalf("Open = %q, %v, want %q", got, err, v.text)
		}
	}
	return ring
}

func TestRotate(t *testing.T) {
	t.Parallel()
	k, s, all, r := filled(t)
	before := k.ring.now().ID
	old := s.objects[Prefix+keyIDOf(t, all[0].envelope)]
	done, err := r.Run(t.Context())
	if err != nil || done.Wrapped != 3 || done.Dropped != 1 || done.Resumed || len(done.Left) != 0 {
		t.Fatalf("Run = %+v, %v, want three keys wrapped and one epoch dropped", done, err)
	}
	ring := opens(t, r.Ring.path, s, all)
	if epochs := ring.Epochs(); len(epochs) != 1 || epochs[0].ID == before {
		t.Errorf("Epochs = %+v, want one and not %s", epochs, before)
	}
	if err := ring.Opens(keyIDOf(t, all[0].envelope), old); err == nil {
		t.Error("an old copy of a key still opens")
	}
}

// TestRotateDropsWhatADeadWriterLeft finds the old epoch in a half-written
// keyring that a crash left beside the keyring.
func TestRotateDropsWhatADeadWriterLeft(t *testing.T) {
	t.Parallel()
	_, _, _, r := filled(t)
	left := filepath.Join(filepath.Dir(r.Ring.path), tempName(r.Ring.path)+"123")
	data, err := os.ReadFile(r.Ring.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Run(t.Context()); err != nil {
		t.Fatalf("Run = %v", err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file that a dead writer left = %v, want it gone with its epoch", err)
	}
}

func keyIDOf(t *testing.T, envelope []byte) string {
	t.Helper()
	id, err := KeyID(envelope)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

var errCrash = errors.New("crash")

// TestRotateResumesAfterACrash stops a rotation before each step in turn. Every
// value opens right after the crash, and the next rotation ends the work.
func TestRotateResumesAfterACrash(t *testing.T) {
	t.Parallel()
	var steps []string
	_, _, _, r := filled(t)
	r.pass = func(step string) error {
		steps = append(steps, step)
		return nil
	}
	if _, err := r.Run(t.Context()); err != nil || len(steps) != 10 {
		t.Fatalf("Run = %v after the steps %q, want 10", err, steps)
	}
	for n, step := range steps {
		t.Run(fmt.Sprint(n, " ", step), func(t *testing.T) {
			t.Parallel()
			_, s, all, r := filled(t)
			left := n
			r.pass = func(string) error {
				if left--; left < 0 {
					return errCrash
				}
				return nil
			}
			if _, err := r.Run(t.Context()); !errors.Is(err, errCrash) {
				t.Fatalf("Run = %v, want the crash", err)
			}
			ring := opens(t, r.Ring.path, s, all)
			again := &Rotation{Ring: ring, Refs: s, Objects: s, Now: r.Now}
			if _, err := again.Run(t.Context()); err != nil {
				t.Fatalf("Run after the crash = %v", err)
			}
			if epochs := opens(t, r.Ring.path, s, all).Epochs(); len(epochs) != 1 {
				t.Errorf("Epochs = %+v, want one", epochs)
			}
		})
	}
}

// TestRotateBesideARunningProcess makes and opens keys in a process that loaded
// the keyring before, while another rotates again and again.
func TestRotateBesideARunningProcess(t *testing.T) {
	t.Parallel()
	k, s, all, r := filled(t)
	other, err := LoadKeyring(r.Ring.path)
	if err != nil {
		t.Fatal(err)
	}
	r.Ring = other
	var group sync.WaitGroup
	group.Go(func() {
		for range 20 {
			if _, err := r.Run(t.Context()); err != nil {
				t.Errorf("Run = %v", err)
			}
		}
	})
	for i := range 60 {
		id, err := k.NewKey(t.Context(), alice, CVKey, uuid.NewString())
		if err != nil {
			t.Fatalf("NewKey = %v", err)
		}
		text := fmt.Sprint("new ", i)
		all = append(all, kept{text, seal(t, k, id, []byte(text))})
		k.cache.drop(uuid.MustParse(id))
		if got, err := k.Open(t.Context(), here, all[len(all)-1].envelope); err != nil || string(got) != text {
			t.Errorf("Open = %q, %v, want %q", got, err, text)
		}
	}
	group.Wait()
	opens(t, r.Ring.path, s, all)
}

func TestRotateSkipsDestroyedKeysAndNamesBrokenOnes(t *testing.T) {
	t.Parallel()
	k, s, all, r := filled(t)
	gone, broken := keyIDOf(t, all[0].envelope), keyIDOf(t, all[1].envelope)
	if err := k.Destroy(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	s.objects[Prefix+broken] = []byte(strings.Replace(string(s.objects[Prefix+broken]), `"wrapped":"`, `"wrapped":"AAAA`, 1))
	done, err := r.Run(t.Context())
	if err == nil || !slices.Equal(done.Unopened, []string{broken}) || done.Wrapped != 1 || done.Dropped != 0 {
		t.Errorf("Run = %+v, %v, want an error that names %s and both epochs kept", done, err, broken)
	}
	if _, back := s.objects[Prefix+gone]; back {
		t.Error("a rotation brought a destroyed key back")
	}
	opens(t, r.Ring.path, s, all[2:])
}

func TestOneRotationAtATime(t *testing.T) {
	t.Parallel()
	_, _, _, r := filled(t)
	var second error
	r.pass = func(string) error {
		r.pass = nil
		_, second = (&Rotation{Ring: r.Ring, Refs: r.Refs, Objects: r.Objects, Now: r.Now}).Run(t.Context())
		return nil
	}
	if _, err := r.Run(t.Context()); err != nil || !errors.Is(second, ErrRotating) {
		t.Errorf("Run = %v, a second one at once = %v, want %v", err, second, ErrRotating)
	}
}
