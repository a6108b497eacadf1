package seal

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"jobops/internal/fault"
)

const (
	// cacheFor bounds how long another process may still open values after a
	// key was destroyed.
	cacheFor  = 60 * time.Second
	cacheSize = 1024
)

// key returns the unwrapped data key, from the cache or the object store.
func (k *Keeper) key(ctx context.Context, id uuid.UUID) (cipher.AEAD, error) {
	if aead := k.cache.get(id); aead != nil {
		return aead, nil
	}
	dek, err := k.readKey(ctx, id)
	if errors.Is(err, errEpoch) {
		// A rotation wrapped it anew after it was read here.
		dek, err = k.readKey(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	aead, err := newAEAD(dek)
	if err != nil {
		return nil, err
	}
	k.cache.put(id, aead)
	return aead, nil
}

func (k *Keeper) readKey(ctx context.Context, id uuid.UUID) ([]byte, error) {
	object, err := k.objects.Get(ctx, Prefix+id.String())
	if errors.Is(err, fault.NotFound) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("seal: read key %s: %w", id, err)
	}
	return k.ring.unwrap(id, object)
}

// cache holds unwrapped keys for a short time.
type cache struct {
	now  func() time.Time
	mu   sync.Mutex
	keys map[uuid.UUID]cached
}

type cached struct {
	aead cipher.AEAD
	ends time.Time
}

func (c *cache) get(id uuid.UUID) cipher.AEAD {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.keys[id]
	if !ok {
		return nil
	}
	if !c.now().Before(e.ends) {
		delete(c.keys, id)
		return nil
	}
	return e.aead
}

func (c *cache) put(id uuid.UUID, aead cipher.AEAD) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// A full cache starts over: a key is unwrapped again in microseconds.
	if c.keys == nil || len(c.keys) >= cacheSize {
		c.keys = map[uuid.UUID]cached{}
	}
	c.keys[id] = cached{aead, c.now().Add(cacheFor)}
}

func (c *cache) drop(id uuid.UUID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.keys, id)
}
