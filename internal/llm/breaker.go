package llm

import (
	"sync"
	"time"
)

const (
	breakAfter = 5                // failures in a row
	breakFor   = 30 * time.Second // then one try at a time
)

// breaker keeps a provider that fails from being asked again and again.
type breaker struct {
	mu     sync.Mutex
	failed int
	until  time.Time // closed before; after it one try decides
	trying bool
}

// allow tells whether the provider may be asked now. When it is half open the
// first who asks tries for all.
func (b *breaker) allow(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.until.IsZero() {
		return true
	}
	if now.Before(b.until) || b.trying {
		return false
	}
	b.trying = true
	return true
}

// note takes the end of a try: wait is what the provider asked for.
func (b *breaker) note(now time.Time, healthy bool, wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
	if healthy {
		b.failed, b.until = 0, time.Time{}
		return
	}
	b.failed++
	if b.failed >= breakAfter {
		wait = max(wait, breakFor)
	}
	if wait > 0 {
		b.until = now.Add(wait)
	}
}

// release ends a try that says nothing about the provider.
func (b *breaker) release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trying = false
}
