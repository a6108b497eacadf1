package route

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"github.com/go-chi/httprate"

	"jobops/internal/fault"
)

// Shared counts requests where every process of an instance sees them.
type Shared interface {
	// CountRequest adds one to what a key has in a window, up to most, and returns how
	// much that and the window before then have.
	CountRequest(ctx context.Context, key string, window, before time.Time, most int) (now, then int, err error)
	// LimitSecret is the secret of a day, the same for all processes, under which
	// addresses become keys.
	LimitSecret(ctx context.Context, day string) ([]byte, error)
}

const (
	// countTime is how long a request waits for its count at most.
	countTime = time.Second
	// countPause is how long nothing is asked of a store that failed.
	countPause = 5 * time.Second
)

// ownCounts are the classes that each process counts by itself: many requests
// over a short window, where a second process changes little.
var ownCounts = map[Rate]bool{Live: true, Static: true}

// closed are the classes that are refused while nobody can count: guesses at
// passwords, messages to others, what costs much. All else is counted by the
// process meanwhile.
var closed = map[Rate]bool{SignIn: true, Rare: true, Export: true, Upload: true}

// sharedCounter is a httprate.LimitCounter. Get counts at once, so that no other
// process can come in between; IncrementBy has nothing left to do.
type sharedCounter struct {
	shared Shared
	closed bool
	limit  int
	local  httprate.LimitCounter

	mu    sync.Mutex
	until time.Time // not asked before
}

// Config keeps what the limiter was made for.
func (c *sharedCounter) Config(limit int, window time.Duration) {
	c.limit, c.local = limit, httprate.NewLocalLimitCounter(window)
	c.local.Config(limit, window)
}

// Increment does nothing: Get has counted.
func (c *sharedCounter) Increment(string, time.Time) error { return nil }

// IncrementBy does nothing: Get has counted.
func (c *sharedCounter) IncrementBy(string, time.Time, int) error { return nil }

// Get counts a request and returns what stood before it.
func (c *sharedCounter) Get(key string, window, before time.Time) (int, int, error) {
	now, then, err := c.ask(key, window, before)
	if err == nil {
		return now - 1, then, nil
	}
	if c.closed {
		return 0, 0, fault.New(fault.Unavailable, "error.unavailable")
	}
	now, then, err = c.local.Get(key, window, before)
	if err != nil || now > c.limit {
		return now, then, err
	}
	return now, then, c.local.IncrementBy(key, window, 1)
}

func (c *sharedCounter) ask(key string, window, before time.Time) (now, then int, err error) {
	c.mu.Lock()
	wait := time.Now().Before(c.until)
	c.mu.Unlock()
	if wait {
		return 0, 0, fault.Unavailable
	}
	ctx, cancel := context.WithTimeout(context.Background(), countTime)
	defer cancel()
	// One more than the limit is enough to refuse, and soon forgotten.
	if now, then, err = c.shared.CountRequest(ctx, key, window, before, c.limit+1); err != nil {
		c.mu.Lock()
		c.until = time.Now().Add(countPause)
		c.mu.Unlock()
	}
	return now, then, err
}

// secrets are the keys of the hashes of addresses: of the day and shared, else of
// this process.
type secrets struct {
	shared Shared
	own    []byte

	mu   sync.Mutex
	day  string
	kept []byte
}

func newSecrets(shared Shared) *secrets {
	own := make([]byte, 32)
	rand.Read(own)
	return &secrets{shared: shared, own: own}
}

// of is the secret of a moment. While the shared one cannot be had it is the
// process's own: the counts then are its own too.
func (s *secrets) of(ctx context.Context, at time.Time) []byte {
	if s.shared == nil {
		return s.own
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	day := at.UTC().Format(time.DateOnly)
	if s.day == day {
		return s.kept
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), countTime)
	defer cancel()
	secret, err := s.shared.LimitSecret(ctx, day)
	if err != nil {
		return s.own
	}
	s.day, s.kept = day, secret
	return secret
}
