package seal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/uuid"

	"jobops/internal/fault"
)

// ErrRotating says that another rotation of the same keyring is going on.
var ErrRotating = errors.New("seal: another rotation is going on")

// LockName is added to the path of a keyring for the file that keeps two
// rotations apart.
const LockName = ".lock"

// LiveRefs is the table of key references as a rotation needs it.
type LiveRefs interface {
	// LiveKeyRefs lists the ids of all live keys.
	LiveKeyRefs(ctx context.Context) ([]string, error)
	// HoldKeyRef runs f while the row of a live key is locked, so that it cannot
	// be destroyed meanwhile. It does nothing when the key is destroyed.
	HoldKeyRef(ctx context.Context, id string, f func() error) error
}

// KeyObjects is where wrapped keys rest, with a listing.
type KeyObjects interface {
	Objects
	// KeyNames lists the names of all objects under Prefix.
	KeyNames(ctx context.Context) ([]string, error)
}

// Rotation replaces the epoch of a keyring: it adds a random one, wraps every
// live key anew, and drops the old one when no object names it any more. What
// was wrapped under a dropped epoch and is still around, in an old copy of a
// deleted key, opens with nothing.
//
// It may be stopped at any moment and begun again: each object names its epoch,
// and the keyring holds both as long as there is one of the old. Other processes
// go on meanwhile.
type Rotation struct {
	Ring    *Keyring
	Refs    LiveRefs
	Objects KeyObjects
	Now     func() time.Time

	// pass is called before each step that a crash could come before; a test stops
	// there.
	pass func(step string) error
}

// Rotated is what a rotation did.
type Rotated struct {
	Epoch     string   // the current one
	Resumed   bool     // an earlier rotation was finished
	Wrapped   int      // keys wrapped anew
	Dropped   int      // old epochs dropped
	Left      []string // objects that still name an old epoch
	Unopened  []string // keys that could not be wrapped anew
	Destroyed int      // keys that were destroyed meanwhile
}

// Run rotates the keys. Keys that cannot be opened keep the old epoch in place
// and make the error.
func (r *Rotation) Run(ctx context.Context) (done Rotated, err error) {
	lock := flock.New(r.Ring.path + LockName)
	free, err := lock.TryLock()
	if err != nil {
		return done, fmt.Errorf("seal: rotate: %w", err)
	}
	if !free {
		return done, ErrRotating
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	if err := r.begin(&done); err != nil {
		return done, fmt.Errorf("seal: rotate: %w", err)
	}
	if err := r.wrapAll(ctx, &done); err != nil {
		return done, fmt.Errorf("seal: rotate: %w", err)
	}
	return done, r.finish(ctx, &done)
}

// begin adds a fresh epoch, unless an earlier rotation did and did not end.
func (r *Rotation) begin(done *Rotated) error {
	if err := errors.Join(DropTemps(r.Ring.path, time.Time{}), r.Ring.reload()); err != nil {
		return err
	}
	done.Resumed = len(r.Ring.all()) > 1
	if !done.Resumed {
		e, err := newEpoch(r.Now())
		if err != nil {
			return err
		}
		if err := r.at("add the epoch"); err != nil {
			return err
		}
		if err := r.Ring.replace(e.ID, append(r.Ring.all(), e)); err != nil {
			return err
		}
	}
	done.Epoch = r.Ring.now().ID
	return r.at("epoch added")
}

func (r *Rotation) wrapAll(ctx context.Context, done *Rotated) error {
	ids, err := r.Refs.LiveKeyRefs(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		held := false
		err := r.Refs.HoldKeyRef(ctx, id, func() error {
			held = true
			return r.wrapAnew(ctx, id, done)
		})
		switch {
		case errors.Is(err, ErrBroken), fault.KindOf(err) == fault.NotFound:
			done.Unopened = append(done.Unopened, id)
		case err != nil:
			return err
		case !held:
			done.Destroyed++
		}
	}
	return nil
}

// wrapAnew reads a key, wraps it under the current epoch, writes it, reads it
// back and compares.
func (r *Rotation) wrapAnew(ctx context.Context, keyID string, done *Rotated) error {
	id, err := uuid.Parse(keyID)
	if err != nil {
		return fmt.Errorf("key id: %w", ErrBroken)
	}
	name := Prefix + id.String()
	old, err := r.Objects.Get(ctx, name)
	if err != nil {
		return err
	}
	if under, err := EpochOf(old); err != nil || under == done.Epoch {
		return err
	}
	dek, err := r.Ring.unwrap(id, old)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	object, _, err := r.Ring.wrap(id, dek)
	if err != nil {
		return err
	}
	if err := r.at("write a key"); err != nil {
		return err
	}
	if err := r.Objects.Put(ctx, name, object); err != nil {
		return err
	}
	if err := r.at("read a key back"); err != nil {
		return err
	}
	done.Wrapped++
	return r.compare(ctx, id, name, dek)
}

func (r *Rotation) compare(ctx context.Context, id uuid.UUID, name string, want []byte) error {
	object, err := r.Objects.Get(ctx, name)
	if err != nil {
		return err
	}
	got, err := r.Ring.unwrap(id, object)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("key %s reads back as another", id)
	}
	return nil
}

// finish drops every epoch that no object names. A key that is being made right
// now may still be under the old one; the next rotation drops it then.
func (r *Rotation) finish(ctx context.Context, done *Rotated) error {
	used, err := r.used(ctx, done)
	if err != nil {
		return fmt.Errorf("seal: rotate: %w", err)
	}
	var kept []epoch
	for _, e := range r.Ring.all() {
		if e.ID == done.Epoch || used[e.ID] {
			kept = append(kept, e)
		}
	}
	done.Dropped = len(r.Ring.all()) - len(kept)
	if err := r.at("drop the old epoch"); err != nil {
		return err
	}
	if done.Dropped > 0 {
		if err := r.Ring.replace(done.Epoch, kept); err != nil {
			return fmt.Errorf("seal: rotate: %w", err)
		}
	}
	if err := r.at("old epoch dropped"); err != nil {
		return err
	}
	if n := len(done.Unopened); n > 0 {
		return fmt.Errorf("seal: rotate: %d keys do not open: %v", n, done.Unopened)
	}
	return nil
}

// used are the epochs that objects name.
func (r *Rotation) used(ctx context.Context, done *Rotated) (map[string]bool, error) {
	names, err := r.Objects.KeyNames(ctx)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, name := range names {
		object, err := r.Objects.Get(ctx, name)
		if fault.KindOf(err) == fault.NotFound {
			continue // destroyed meanwhile
		}
		if err != nil {
			return nil, err
		}
		under, err := EpochOf(object)
		if err != nil {
			continue // opens with no epoch
		}
		used[under] = true
		if under != done.Epoch {
			done.Left = append(done.Left, name)
		}
	}
	return used, nil
}

func (r *Rotation) at(step string) error {
	if r.pass == nil {
		return nil
	}
	return r.pass(step)
}

// all returns the epochs, the oldest first.
func (r *Keyring) all() []epoch {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var all []epoch
	for _, e := range r.epochs {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b epoch) int { return a.Created.Compare(b.Created) })
	return all
}

// replace writes other epochs to the file and reads it again.
func (r *Keyring) replace(current string, epochs []epoch) error {
	if err := writeRing(r.path, ringFile{Version: ringVersion, Current: current, Epochs: epochs}); err != nil {
		return err
	}
	return r.reload()
}

// Epoch is what may be told of an epoch.
type Epoch struct {
	ID      string
	Created time.Time
	Current bool
}

// Epochs lists the epochs, the oldest first, without their keys.
func (r *Keyring) Epochs() (all []Epoch) {
	current := r.now().ID
	for _, e := range r.all() {
		all = append(all, Epoch{e.ID, e.Created, e.ID == current})
	}
	return all
}
