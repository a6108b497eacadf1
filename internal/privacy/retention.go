package privacy

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"jobops/internal/inventory"
)

// purgeBatch is how many rows one statement of a purge deletes, so that no
// request waits long for it.
const purgeBatch = 1000

// PurgeRun is the proof of one purge: no text and no id of a person.
type PurgeRun struct {
	ID      string
	Started time.Time
	Ended   time.Time
	Until   time.Time // the clock it went by, see Purger
	Deleted int64     // rows
	Failed  string    // tables that failed, with commas; "" for none
}

// PurgeStore deletes rows that are over and keeps the proof.
type PurgeStore interface {
	// PurgeRows deletes at most so many rows of a rule's table whose time is not
	// later than a time, and returns how many went.
	PurgeRows(ctx context.Context, rule inventory.PurgeRule, before time.Time, most int) (int64, error)
	AddPurgeRun(ctx context.Context, run PurgeRun) error
}

// Purger deletes rows when the period that the inventory declares for their
// table has passed, to the calendar day and never before.
//
// A clock that jumps forwards must not delete what is not over. Between two
// purges of one process no more time can have passed than the process has
// really run, so a purge goes by the earlier of the two; when the clock still
// says the same an hour later, it is believed. A machine that slept is an hour
// late, no more.
type Purger struct {
	store PurgeStore
	rules []inventory.PurgeRule
	now   func() time.Time
	up    func() time.Duration

	mu   sync.Mutex
	last struct {
		wall time.Time
		up   time.Duration
	}
}

// NewPurger returns the purger of the rules. up is how long this process has
// run, by a clock that nobody can set.
func NewPurger(store PurgeStore, rules []inventory.PurgeRule, now func() time.Time, up func() time.Duration) *Purger {
	return &Purger{store: store, rules: rules, now: now, up: up}
}

// Purge deletes what is over, table after table, and records the run. It goes
// on after a failure and returns all of them.
func (p *Purger) Purge(ctx context.Context) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("privacy: purge: %w", err)
	}
	run := PurgeRun{ID: id.String(), Started: p.now(), Until: p.trusted()}
	var failed []error
	var names []string
	for _, rule := range p.rules {
		n, err := p.end(ctx, rule, run.Until)
		run.Deleted += n
		if err != nil {
			failed, names = append(failed, fmt.Errorf("privacy: purge %s: %w", rule.Table, err)), append(names, rule.Table)
		}
	}
	run.Ended, run.Failed = p.now(), strings.Join(names, ",")
	return errors.Join(append(failed, p.store.AddPurgeRun(ctx, run))...)
}

// trusted is the time a purge goes by: the clock, but no later than the last
// purge and the time that has really passed since.
func (p *Purger) trusted() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	wall, up := p.now(), p.up()
	until := wall
	if possible := p.last.wall.Add(up - p.last.up); !p.last.wall.IsZero() && possible.Before(wall) {
		until = possible
	}
	p.last.wall, p.last.up = wall, up
	return until
}

func (p *Purger) end(ctx context.Context, rule inventory.PurgeRule, until time.Time) (int64, error) {
	before, all := rule.Period.Before(until), int64(0)
	for {
		n, err := p.store.PurgeRows(ctx, rule, before, purgeBatch)
		all += n
		if err != nil || n < purgeBatch {
			return all, err
		}
	}
}
