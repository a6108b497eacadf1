package seal

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

const (
	alice = owner.ID("0198c0de-0000-7000-8000-00000000000a")
	bob   = owner.ID("0198c0de-0000-7000-8000-00000000000b")
)

var here = Place{Column: "cvs.reading", Row: "0198c0de-0000-7000-8000-0000000000c1", Owner: alice}

// shelf is an object store and a table of references in memory; package blob and
// store have the real ones, and their own tests run the keeper on those.
type shelf struct {
	mu      sync.Mutex
	objects map[string][]byte
	refs    map[string]Ref
	gets    int
	refuse  error // of the next AddKeyRef
}

func (s *shelf) Put(_ context.Context, key string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects[key] = bytes.Clone(data)
	return nil
}

func (s *shelf) Get(_ context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gets++
	data, ok := s.objects[key]
	if !ok {
		return nil, fault.NotFound
	}
	return bytes.Clone(data), nil
}

func (s *shelf) Delete(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.objects, key)
	return nil
}

func (s *shelf) AddKeyRef(_ context.Context, ref Ref) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs[ref.ID] = ref
	return s.refuse
}

func (s *shelf) DestroyKeyRef(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref := s.refs[id]
	ref.State = Destroyed
	s.refs[id] = ref
	return nil
}

// clock is a time that stands until it is moved.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newKeeper(t testing.TB) (*Keeper, *shelf, *clock) {
	t.Helper()
	s := &shelf{objects: map[string][]byte{}, refs: map[string]Ref{}}
	c := &clock{time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
	ring, err := CreateKeyring(filepath.Join(t.TempDir(), "keyring"), c.at)
	if err != nil {
		t.Fatal(err)
	}
	return NewKeeper(ring, s, s, c.now), s, c
}

func newKey(t testing.TB, k *Keeper, who owner.ID) string {
	t.Helper()
	id, err := k.NewKey(context.Background(), who, CVKey, here.Row+string(who))
	if err != nil {
		t.Fatalf("NewKey = %v", err)
	}
	return id
}

func seal(t testing.TB, k *Keeper, id string, value []byte) []byte {
	t.Helper()
	envelope, err := k.Seal(context.Background(), id, here, value)
	if err != nil {
		t.Fatalf("Seal = %v", err)
	}
	return envelope
}

func TestSealedValuesOpen(t *testing.T) {
	t.Parallel()
	k, s, _ := newKeeper(t)
	id := newKey(t, k, alice)
	if ref := s.refs[id]; ref.Owner != alice || ref.Kind != CVKey || ref.State != Live {
		t.Errorf("reference = %+v, want a live CV key of %s", ref, alice)
	}
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.SliceOf(rapid.Byte()).Draw(rt, "value")
		envelope := seal(t, k, id, value)
		if len(envelope) != len(value)+Overhead {
			rt.Errorf("envelope of %d bytes has %d, want %d", len(value), len(envelope), len(value)+Overhead)
		}
		got, err := k.Open(context.Background(), here, envelope)
		if err != nil || !bytes.Equal(got, value) {
			rt.Errorf("Open = %x, %v, want %x", got, err, value)
		}
		got, err = k.OpenOver(context.Background(), here, envelope)
		if err != nil || !bytes.Equal(got, value) || len(value) > 0 && &got[0] != &envelope[header] {
			rt.Errorf("OpenOver = %x, %v, want %x in the envelope's place", got, err, value)
		}
	})
}

func TestEnvelopesOfOneValueDiffer(t *testing.T) {
	t.Parallel()
	k, _, _ := newKeeper(t)
	id := newKey(t, k, alice)
	if a, b := seal(t, k, id, []byte("same")), seal(t, k, id, []byte("same")); bytes.Equal(a, b) {
		t.Error("two envelopes of one value are equal")
	}
}

func TestMovedValuesDoNotOpen(t *testing.T) {
	t.Parallel()
	k, _, _ := newKeeper(t)
	envelope := seal(t, k, newKey(t, k, alice), []byte("secret"))
	for name, at := range map[string]Place{
		"another column":    {"versions.resume", here.Row, alice},
		"another row":       {here.Column, "0198c0de-0000-7000-8000-0000000000c2", alice},
		"another person":    {here.Column, here.Row, bob},
		"shifted by a byte": {here.Column + here.Row[:1], here.Row[1:], alice},
		"nowhere":           {},
	} {
		if got, err := k.Open(t.Context(), at, envelope); !errors.Is(err, ErrBroken) || got != nil {
			t.Errorf("Open at %s = %q, %v, want %v", name, got, err, ErrBroken)
		}
	}
}

func TestChangedEnvelopesDoNotOpen(t *testing.T) {
	t.Parallel()
	k, _, _ := newKeeper(t)
	envelope := seal(t, k, newKey(t, k, alice), []byte("secret"))
	for i := range len(envelope) * 8 {
		bad := bytes.Clone(envelope)
		bad[i/8] ^= 1 << (i % 8)
		got, err := k.Open(t.Context(), here, bad)
		if got != nil || !errors.Is(err, ErrBroken) && !errors.Is(err, ErrNoKey) {
			t.Errorf("Open with bit %d changed = %q, %v", i, got, err)
		}
	}
	for n := range envelope {
		if got, err := k.Open(t.Context(), here, envelope[:n]); !errors.Is(err, ErrBroken) {
			t.Errorf("Open of the first %d bytes = %q, %v, want %v", n, got, err, ErrBroken)
		}
	}
	if got, err := k.Open(t.Context(), here, append(envelope, 0)); !errors.Is(err, ErrBroken) {
		t.Errorf("Open with a byte more = %q, %v, want %v", got, err, ErrBroken)
	}
}

// TestKeysAreNotInterchangeable writes another key's id into an envelope.
func TestKeysAreNotInterchangeable(t *testing.T) {
	t.Parallel()
	k, _, _ := newKeeper(t)
	a, b := seal(t, k, newKey(t, k, alice), []byte("a")), seal(t, k, newKey(t, k, bob), []byte("b"))
	mixed := append(bytes.Clone(b[:header]), a[header:]...)
	if got, err := k.Open(t.Context(), here, mixed); !errors.Is(err, ErrBroken) {
		t.Errorf("Open under another key = %q, %v, want %v", got, err, ErrBroken)
	}
}

// TestKeyObjectsAreNotInterchangeable gives a key's object to another key.
func TestKeyObjectsAreNotInterchangeable(t *testing.T) {
	t.Parallel()
	k, s, _ := newKeeper(t)
	a, b := newKey(t, k, alice), newKey(t, k, bob)
	s.objects[Prefix+a] = s.objects[Prefix+b]
	if _, err := k.Seal(t.Context(), a, here, nil); !errors.Is(err, ErrBroken) {
		t.Errorf("Seal with a foreign key object = %v, want %v", err, ErrBroken)
	}
	for _, damaged := range []string{"", "{", `{"epoch":"none","wrapped":""}`, `null`} {
		s.objects[Prefix+a] = []byte(damaged)
		if _, err := k.Seal(t.Context(), a, here, nil); err == nil {
			t.Errorf("Seal with key object %q = nil, want an error", damaged)
		}
	}
}

func TestDestroyedKeysOpenNothing(t *testing.T) {
	t.Parallel()
	k, s, _ := newKeeper(t)
	id, other := newKey(t, k, alice), newKey(t, k, bob)
	envelope := seal(t, k, id, []byte("secret"))
	kept := seal(t, k, other, []byte("kept"))
	for range 2 {
		if err := k.Destroy(t.Context(), id); err != nil {
			t.Fatalf("Destroy = %v", err)
		}
	}
	if _, err := k.Open(t.Context(), here, envelope); !errors.Is(err, ErrNoKey) || !errors.Is(err, fault.NotFound) {
		t.Errorf("Open after Destroy = %v, want %v", err, ErrNoKey)
	}
	if _, err := k.Seal(t.Context(), id, here, nil); !errors.Is(err, ErrNoKey) {
		t.Errorf("Seal after Destroy = %v, want %v", err, ErrNoKey)
	}
	if _, ok := s.objects[Prefix+id]; ok || s.refs[id].State != Destroyed {
		t.Errorf("after Destroy: object there %v, reference %+v", ok, s.refs[id])
	}
	if got, err := k.Open(t.Context(), here, kept); err != nil || string(got) != "kept" {
		t.Errorf("Open under the other key = %q, %v, want %q", got, err, "kept")
	}
}

// TestAnotherProcessForgetsWithinAMinute destroys a key behind a keeper's back.
func TestAnotherProcessForgetsWithinAMinute(t *testing.T) {
	t.Parallel()
	k, s, c := newKeeper(t)
	id := newKey(t, k, alice)
	envelope := seal(t, k, id, []byte("secret"))
	if err := NewKeeper(k.ring, s, s, c.now).Destroy(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	c.at = c.at.Add(60 * time.Second)
	if _, err := k.Open(t.Context(), here, envelope); !errors.Is(err, ErrNoKey) {
		t.Errorf("Open a minute after = %v, want %v", err, ErrNoKey)
	}
}

func TestCacheSavesReads(t *testing.T) {
	t.Parallel()
	k, s, _ := newKeeper(t)
	id := newKey(t, k, alice)
	for range 100 {
		seal(t, k, id, nil)
	}
	if s.gets != 1 {
		t.Errorf("reads of the key object = %d, want 1", s.gets)
	}
	for range cacheSize + 1 {
		seal(t, k, newKey(t, k, alice), nil)
	}
	if n := len(k.cache.keys); n > cacheSize {
		t.Errorf("cached keys = %d, want at most %d", n, cacheSize)
	}
}

func TestLargestValue(t *testing.T) {
	t.Parallel()
	k, _, _ := newKeeper(t)
	id := newKey(t, k, alice)
	value := make([]byte, MaxSize+1)
	if _, err := k.Seal(t.Context(), id, here, value); !errors.Is(err, fault.TooLarge) {
		t.Errorf("Seal of MaxSize + 1 = %v, want %v", err, fault.TooLarge)
	}
	got, err := k.Open(t.Context(), here, seal(t, k, id, value[:MaxSize]))
	if err != nil || len(got) != MaxSize {
		t.Errorf("Open = %d bytes, %v, want %d", len(got), err, MaxSize)
	}
}

func TestNewKeyThatIsRefusedLeavesNoObject(t *testing.T) {
	t.Parallel()
	k, s, _ := newKeeper(t)
	s.refuse = fault.Conflict
	if _, err := k.NewKey(t.Context(), alice, AccountKey, string(alice)); !errors.Is(err, fault.Conflict) {
		t.Errorf("NewKey = %v, want %v", err, fault.Conflict)
	}
	if len(s.objects) != 0 {
		t.Errorf("objects left = %d, want 0", len(s.objects))
	}
	for _, who := range []owner.ID{owner.None, alice} {
		if _, err := k.NewKey(t.Context(), who, CVKey, ""); err == nil {
			t.Errorf("NewKey(%q, no subject) = nil, want an error", who)
		}
	}
}

func TestIncompletePlaces(t *testing.T) {
	t.Parallel()
	k, _, _ := newKeeper(t)
	id := newKey(t, k, alice)
	for _, at := range []Place{{}, {Column: "a.b", Row: "1"}, {Row: "1", Owner: alice}, {Column: "a.b", Owner: alice}} {
		if _, err := k.Seal(t.Context(), id, at, nil); err == nil {
			t.Errorf("Seal at %+v = nil, want an error", at)
		}
	}
	for _, id := range []string{"", "x", "../keyring", "0198c0de-0000-7000-8000-00000000dead"} {
		if _, err := k.Seal(t.Context(), id, here, nil); !errors.Is(err, ErrNoKey) {
			t.Errorf("Seal under key %q = %v, want %v", id, err, ErrNoKey)
		}
	}
}

// TestPlacesBindApart checks that no two places share their authenticated data.
func TestPlacesBindApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.StringN(0, 4, -1)
		draw := func(n string) Place {
			return Place{part.Draw(t, n), part.Draw(t, n), owner.ID(part.Draw(t, n))}
		}
		a, b := draw("a"), draw("b")
		if same := bytes.Equal(bind(nil, a), bind(nil, b)); same != (a == b) {
			t.Errorf("bind(%+v) = bind(%+v) is %v", a, b, same)
		}
	})
}

// TestVector opens what version 1 wrote, byte for byte, so that no change of the
// code can orphan stored values unnoticed. Another implementation of AES-GCM made
// the files.
func TestVector(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "keyring")
	if err := os.WriteFile(file, readTestdata(t, "keyring.json"), 0o600); err != nil {
		t.Fatal(err)
	}
	ring, err := LoadKeyring(file)
	if err != nil {
		t.Fatal(err)
	}
	const id = "0198c0de-0000-7000-8000-00000000004b"
	s := &shelf{objects: map[string][]byte{Prefix + id: readTestdata(t, "key.json")}, refs: map[string]Ref{}}
	k := NewKeeper(ring, s, s, time.Now)
	envelope := readTestdata(t, "envelope.bin")
	got, err := k.Open(t.Context(), here, envelope)
	if want := "Maja Muster, Go and gardens"; err != nil || string(got) != want {
		t.Errorf("Open = %q, %v, want %q", got, err, want)
	}
	if string(envelope[:5]) != "JOSV\x01" || binary.BigEndian.Uint64(envelope[13:21]) != 0x80000000_0000004b {
		t.Errorf("header = %x, want magic, version and key id", envelope[:header])
	}
	if got, err := KeyID(envelope); err != nil || got != id {
		t.Errorf("KeyID = %q, %v, want %q", got, err, id)
	}
}

func readTestdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func FuzzOpen(f *testing.F) {
	k, s, _ := newKeeper(f)
	id := newKey(f, k, alice)
	envelope := seal(f, k, id, []byte("secret"))
	f.Add(envelope)
	f.Add([]byte{})
	f.Add(envelope[:header])
	objects := maps.Clone(s.objects)
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := k.Open(t.Context(), here, data)
		if err == nil && !bytes.Equal(data, envelope) {
			t.Errorf("Open of a forged envelope = %q", got)
		}
		if err != nil && (got != nil || !errors.Is(err, ErrBroken) && !errors.Is(err, ErrNoKey)) {
			t.Errorf("Open = %q, %v, want nothing and %v or %v", got, err, ErrBroken, ErrNoKey)
		}
		if len(objects) != len(s.objects) {
			t.Error("Open changed the object store")
		}
	})
}
