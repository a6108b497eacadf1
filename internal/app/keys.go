package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jobops/internal/blob"
	"jobops/internal/fault"
	"jobops/internal/seal"
	"jobops/internal/store"
)

// KeyStatus is how the keys of an instance stand.
type KeyStatus struct {
	Epochs    []seal.Epoch
	Wrapped   map[string]int // key objects by epoch
	Live      int            // keys in the register
	Missing   []string       // live keys without an object
	Unclaimed int            // objects without a live key: in the making, or left over
}

// Keys looks at the keys of an instance, beside a server or not.
func Keys(ctx context.Context, c Config) (st KeyStatus, err error) {
	a, k, err := c.keys(ctx)
	if err != nil {
		return st, fmt.Errorf("app: keys: %w", err)
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	st = KeyStatus{Epochs: k.ring.Epochs(), Wrapped: map[string]int{}}
	there, err := k.count(ctx, st.Wrapped)
	if err != nil {
		return st, fmt.Errorf("app: keys: %w", err)
	}
	live, err := k.refs.LiveKeyRefs(ctx)
	if err != nil {
		return st, fmt.Errorf("app: keys: %w", err)
	}
	st.Live = len(live)
	for _, id := range live {
		if !there[seal.Prefix+id] {
			st.Missing = append(st.Missing, id)
		}
		delete(there, seal.Prefix+id)
	}
	st.Unclaimed = len(there)
	return st, nil
}

// RotateKeys replaces the epoch of the keyring and wraps every key anew, beside
// a server or not. It goes on where an earlier one was stopped.
func RotateKeys(ctx context.Context, c Config) (done seal.Rotated, err error) {
	a, k, err := c.keys(ctx)
	if err != nil {
		return done, fmt.Errorf("app: keys: %w", err)
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return k.rotation().Run(ctx)
}

// rotateIfOn is the periodic rotation of a running server. It does nothing where
// it is not switched on, or while somebody rotates by hand.
func (a *App) rotateIfOn(ctx context.Context) error {
	if !a.Config.RotateKeys {
		return nil
	}
	if err := a.rotate(ctx); !errors.Is(err, seal.ErrRotating) {
		return err
	}
	return nil
}

// rotate replaces the epoch of the keyring that the server works with.
func (a *App) rotate(ctx context.Context) error {
	ring, err := seal.LoadKeyring(a.Config.keyring())
	if err != nil {
		return fmt.Errorf("app: rotate keys: %w", err)
	}
	_, err = keyStores{ring, store.NewKeyRefs(a.DB, time.Now), keyObjects{a.blobs}}.rotation().Run(ctx)
	return err
}

// keyStores are the three places where keys are.
type keyStores struct {
	ring    *seal.Keyring
	refs    *store.KeyRefs
	objects keyObjects
}

func (k keyStores) rotation() *seal.Rotation {
	return &seal.Rotation{Ring: k.ring, Refs: k.refs, Objects: k.objects, Now: time.Now}
}

func (c Config) keys(ctx context.Context) (_ *App, k keyStores, err error) {
	a := &App{Config: c}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if err := a.lookAt(ctx); err != nil {
		return nil, k, err
	}
	blobs, err := blob.ReadDisk(c.blobs())
	if err != nil {
		return nil, k, err
	}
	a.onClose(blobs.Close)
	ring, err := seal.LoadKeyring(c.keyring())
	return a, keyStores{ring, store.NewKeyRefs(a.DB, time.Now), keyObjects{blobs}}, err
}

// count counts key objects by epoch and returns their names.
func (k keyStores) count(ctx context.Context, byEpoch map[string]int) (map[string]bool, error) {
	names, err := k.objects.KeyNames(ctx)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, name := range names {
		object, err := k.objects.Get(ctx, name)
		if errors.Is(err, fault.NotFound) {
			continue // destroyed since the listing
		}
		if err != nil {
			return nil, err
		}
		epoch, err := seal.EpochOf(object)
		if err != nil {
			epoch = "damaged"
		}
		byEpoch[epoch]++
		there[name] = true
	}
	return there, nil
}

// keyObjects are the wrapped keys of a disk.
type keyObjects struct{ *blob.Disk }

// KeyNames lists the names of all wrapped keys.
func (k keyObjects) KeyNames(ctx context.Context) (names []string, err error) {
	for o, err := range k.List(ctx, seal.Prefix) {
		if err != nil {
			return nil, err
		}
		names = append(names, o.Name)
	}
	return names, nil
}
