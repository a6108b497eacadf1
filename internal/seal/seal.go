// Package seal encrypts what a person wrote, under keys that can be destroyed.
//
// Each account and each CV has a data key of its own. The data key is wrapped
// by an epoch key of the keyring, a file of its own outside database and object
// store, and rests as a small object keys/<key id>. Deleting that object makes
// everything sealed under the key unreadable at once, in every backup too as
// soon as the epoch is gone.
//
//	id, err := keeper.NewKey(ctx, me, seal.CVKey, cvID)
//	place := seal.Place{Column: "cvs.reading", Row: cvID, Owner: me}
//	envelope, err := keeper.Seal(ctx, id, place, text)
//	text, err = keeper.Open(ctx, place, envelope)
//	err = keeper.Destroy(ctx, id)
//
// A sealed value opens only in its place: column, row, owner and key are bound
// to it. The package does not decide who may read, and it never logs.
package seal

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// MaxSize is the largest value that can be sealed, in bytes: values are sealed
// in one piece and held in memory whole.
const MaxSize = 32 << 20

// Prefix is where wrapped keys rest in the object store.
const Prefix = "keys/"

// Kind says what a key belongs to.
type Kind string

// The kinds of keys.
const (
	AccountKey Kind = "account" // drafts, notes; lives as long as the account
	CVKey      Kind = "cv"      // original, text, structure, versions of one CV
	MessageKey Kind = "message" // one message to whoever runs the instance
)

// State says whether a key can still open anything.
type State string

// The states of a key.
const (
	Live      State = "live"
	Destroyed State = "destroyed"
)

// Ref is what the database knows about a key: whose it is, never what it is.
type Ref struct {
	ID      string // UUIDv7
	Owner   owner.ID
	Kind    Kind
	Subject string // id of the account or CV
	State   State
}

// Refs is the table of key references. A change that locks the row keeps key
// rotation from writing a destroyed key back.
type Refs interface {
	// AddKeyRef stores a live key; a second live key of one subject is fault.Conflict.
	AddKeyRef(ctx context.Context, ref Ref) error
	// DestroyKeyRef marks a key destroyed; doing so twice is success.
	DestroyKeyRef(ctx context.Context, id string) error
}

// Objects is where wrapped keys rest.
type Objects interface {
	Put(ctx context.Context, key string, data []byte) error
	// Get returns fault.NotFound for a missing object.
	Get(ctx context.Context, key string) ([]byte, error)
	// Delete succeeds when the object is already gone.
	Delete(ctx context.Context, key string) error
}

// Place is where a sealed value lives. It opens nowhere else.
type Place struct {
	Column string // "table.column"; for an object in the blob store, its prefix
	Row    string // primary key of the row
	Owner  owner.ID
}

// ErrBroken says that a value is no envelope, was changed, or was moved from its
// place. Nothing of it is returned.
var ErrBroken = errors.New("seal: value does not open")

// ErrNoKey says that the key is destroyed or was never there. It is a
// fault.NotFound: what it sealed no longer exists for anybody.
var ErrNoKey = fmt.Errorf("seal: no key: %w", fault.NotFound)

// Keeper makes, uses and destroys data keys. It is safe for concurrent use.
type Keeper struct {
	ring    *Keyring
	objects Objects
	refs    Refs
	cache   cache
}

// NewKeeper returns a keeper. now bounds how long an unwrapped key stays in memory.
func NewKeeper(ring *Keyring, objects Objects, refs Refs, now func() time.Time) *Keeper {
	return &Keeper{ring: ring, objects: objects, refs: refs, cache: cache{now: now}}
}

// NewKey makes a data key for one subject and returns its id. The object comes
// first: a crash in between leaves an object without reference, which the
// sweeper removes, never a reference without a key.
func (k *Keeper) NewKey(ctx context.Context, who owner.ID, kind Kind, subject string) (string, error) {
	if !who.Valid() || subject == "" {
		return "", errors.New("seal: a key needs an owner and a subject")
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("seal: new key: %w", err)
	}
	dek := make([]byte, keySize)
	rand.Read(dek)
	if err := k.storeKey(ctx, id, dek); err != nil {
		return "", err
	}
	ref := Ref{ID: id.String(), Owner: who, Kind: kind, Subject: subject, State: Live}
	if err := k.refs.AddKeyRef(ctx, ref); err != nil {
		return "", errors.Join(fmt.Errorf("seal: register key %s: %w", id, err), k.objects.Delete(ctx, Prefix+id.String()))
	}
	return id.String(), nil
}

// storeKey wraps and stores a new key. A rotation may have dropped the epoch
// between the two; it cannot have missed the object when the epoch is still the
// current one afterwards.
func (k *Keeper) storeKey(ctx context.Context, id uuid.UUID, dek []byte) error {
	for {
		object, under, err := k.ring.wrap(id, dek)
		if err != nil {
			return err
		}
		if err := k.objects.Put(ctx, Prefix+id.String(), object); err != nil {
			return fmt.Errorf("seal: store key %s: %w", id, err)
		}
		if err := k.ring.refresh(); err != nil {
			return err
		}
		if k.ring.now().ID == under {
			return nil
		}
	}
}

// Seal returns the envelope of a value for its place.
func (k *Keeper) Seal(ctx context.Context, keyID string, at Place, value []byte) ([]byte, error) {
	if len(value) > MaxSize {
		return nil, fmt.Errorf("seal: %d bytes: %w", len(value), fault.TooLarge)
	}
	id, err := uuid.Parse(keyID)
	if err != nil {
		return nil, fmt.Errorf("seal: key id: %w", ErrNoKey)
	}
	aead, err := k.key(ctx, id)
	if err != nil {
		return nil, err
	}
	return sealEnvelope(aead, id, at, value)
}

// Open returns the value of an envelope found at a place. It fails with
// ErrBroken or ErrNoKey.
func (k *Keeper) Open(ctx context.Context, at Place, envelope []byte) ([]byte, error) {
	id, err := keyOf(envelope)
	if err != nil {
		return nil, err
	}
	aead, err := k.key(ctx, id)
	if err != nil {
		return nil, err
	}
	return openEnvelope(aead, id, at, envelope)
}

// OpenOver is Open for a value too large to be held twice: it decrypts into the
// memory of the envelope, which is gone afterwards.
func (k *Keeper) OpenOver(ctx context.Context, at Place, envelope []byte) ([]byte, error) {
	id, err := keyOf(envelope)
	if err != nil {
		return nil, err
	}
	aead, err := k.key(ctx, id)
	if err != nil {
		return nil, err
	}
	return openInto(envelope[header:header], aead, id, at, envelope)
}

// MAC is a keyed hash of a value in a column (HMAC-SHA256), the same each time:
// equal values can be found and nothing can be read back. It survives a rotation
// and ends with the key.
func (k *Keeper) MAC(ctx context.Context, keyID, column string, value []byte) ([]byte, error) {
	id, err := uuid.Parse(keyID)
	if err != nil {
		return nil, fmt.Errorf("seal: key id: %w", ErrNoKey)
	}
	dek, err := k.readKey(ctx, id)
	if errors.Is(err, errEpoch) {
		dek, err = k.readKey(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	own, err := hkdf.Key(sha256.New, dek, nil, "jobops mac "+column, keySize)
	if err != nil {
		return nil, fmt.Errorf("seal: mac: %w", err)
	}
	mac := hmac.New(sha256.New, own)
	mac.Write(value)
	return mac.Sum(nil), nil
}

// Destroy makes everything sealed under a key unreadable; doing so twice is
// success. The reference goes first: it takes the row lock that rotation holds,
// so that rotation cannot write the object back after its deletion.
func (k *Keeper) Destroy(ctx context.Context, keyID string) error {
	id, err := uuid.Parse(keyID)
	if err != nil {
		return fmt.Errorf("seal: destroy: %w", ErrNoKey)
	}
	k.cache.drop(id)
	if err := k.refs.DestroyKeyRef(ctx, keyID); err != nil {
		return fmt.Errorf("seal: destroy key %s: %w", id, err)
	}
	if err := k.objects.Delete(ctx, Prefix+id.String()); err != nil {
		return fmt.Errorf("seal: destroy key %s: %w", id, err)
	}
	// A reader may have fetched the object just before it went.
	k.cache.drop(id)
	return nil
}

// KeyID returns the id of the key an envelope was sealed with, without opening it.
func KeyID(envelope []byte) (string, error) {
	id, err := keyOf(envelope)
	return id.String(), err
}
