// Package usage counts what a person uses and says what their plan still allows.
//
// A use is reserved before the work, settled when it succeeded and given back
// when it did not. Reserving is one pure rule (Plan.Allow) that the store applies
// in the transaction that adds the reservation, so a hundred requests at once
// for the last use let one through. The id of the work is the idempotency key:
// reserving or settling twice changes nothing.
//
//	claim := plans.Claim(usage.Optimisations, "edits", runID, tokens)
//	err := store.Reserve(ctx, me, claim)          // fault.PaymentRequired with the day of reset
//	err = store.Settle(ctx, me, usage.Settlement{ID: runID, Used: true, In: 900, Out: 200})
//
// Months and days are those of the calendar in UTC. A feature for which the plan
// has no number is unlimited, and without configuration everything is.
package usage

import (
	"context"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Feature is what is counted.
type Feature string

// The features.
const (
	Optimisations Feature = "optimisations" // a model proposes edits to a CV
	Letters       Feature = "letters"       // a model drafts a letter
	Parses        Feature = "parses"        // an outside reader reads a CV
)

// Features lists them all.
func Features() []Feature { return []Feature{Optimisations, Letters, Parses} }

// Plan is what an account may use.
type Plan struct {
	Name   string
	Quotas map[Feature]int // uses a calendar month; a feature without one is unlimited
	Tokens int64           // of language models a day, 0 unlimited
}

// Plans are those of an instance.
type Plans struct {
	Default string // of who has chosen none
	All     map[string]Plan
	// Tokens are those of everybody together a day, 0 unlimited.
	Tokens int64
}

// Of returns a plan by its name, the default one for an unknown name, and one
// that limits nothing where there is none.
func (p Plans) Of(name string) Plan {
	if plan, ok := p.All[name]; ok {
		return plan
	}
	return p.All[p.Default]
}

// Used is what counts against a plan.
type Used struct {
	Plan   string // of the person, "" for none chosen
	Uses   int    // of the feature this month, reserved ones included
	Tokens int64  // today
	All    int64  // tokens of everybody today
}

// Claim is one use to be reserved.
type Claim struct {
	ID      string // of the work it is for
	Feature Feature
	Type    string // what sort of it: "edits", "letter", "affinda"
	Tokens  int64  // that it may cost at most
	At      time.Time
	plans   Plans
}

// Month is the start of the claim's calendar month, Day of its day.
func (c Claim) Month() time.Time { return month(c.At) }

// Day is the start of the claim's day.
func (c Claim) Day() time.Time { return c.At.UTC().Truncate(24 * time.Hour) }

// Global tells whether the use of everybody is limited too.
func (c Claim) Global() bool { return c.plans.Tokens > 0 && c.Tokens > 0 }

// Allow is the rule: nil, or why there is no use left and when there is again.
func (c Claim) Allow(u Used) error {
	plan := c.plans.Of(u.Plan)
	if limit, ok := plan.Quotas[c.Feature]; ok && u.Uses >= limit {
		return fault.New(fault.PaymentRequired, "usage.exhausted."+string(c.Feature), limit, Reset(c.At).Format(time.DateOnly))
	}
	if plan.Tokens > 0 && c.Tokens > 0 && u.Tokens+c.Tokens > plan.Tokens {
		return fault.New(fault.PaymentRequired, "usage.tokens", c.Day().AddDate(0, 0, 1).Format(time.DateOnly))
	}
	if c.Global() && u.All+c.Tokens > c.plans.Tokens {
		return fault.New(fault.Unavailable, "usage.tokens_all", c.Day().AddDate(0, 0, 1).Format(time.DateOnly))
	}
	return nil
}

// Reset is when a monthly quota begins anew.
func Reset(now time.Time) time.Time { return month(now).AddDate(0, 1, 0) }

func month(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// State is how far a use has come.
type State string

// The states of a use.
const (
	Reserved State = "reserved"
	Spent    State = "used"
	Refunded State = "refunded"
)

// Event is one use.
type Event struct {
	ID      string
	Feature Feature
	Type    string
	State   State
	In, Out int64 // tokens read and written
	Cost    int64 // estimate, in millionths of a dollar
	At      time.Time
}

// Settlement ends a reservation.
type Settlement struct {
	ID      string
	Used    bool // false gives the use back; tokens that were spent stay counted
	In, Out int64
	Cost    int64
	// Unknown says that a question was out and nobody knows what it cost: the tokens
	// that were reserved stay counted.
	Unknown bool
}

// Events keeps the uses.
type Events interface {
	// Reserve adds a claim that its rule allows, in one transaction; while it is
	// reserved it is nil again, and fault.Conflict once it has ended.
	Reserve(ctx context.Context, owner owner.ID, c Claim) error
	// Settle ends a reservation; one that has ended stays as it is.
	Settle(ctx context.Context, owner owner.ID, s Settlement) error
	// Used counts what stands against a claim.
	Used(ctx context.Context, owner owner.ID, c Claim) (Used, error)
	// Uses lists a person's uses since a time, the newest first.
	Uses(ctx context.Context, owner owner.ID, since time.Time) ([]Event, error)
	// RefundBefore gives back what was reserved before a time and never settled.
	RefundBefore(ctx context.Context, before time.Time) (int64, error)
}

// Service is what pages and other services call.
type Service struct {
	events Events
	plans  Plans
	now    func() time.Time
}

// New returns the service; now is the clock.
func New(events Events, plans Plans, now func() time.Time) *Service {
	return &Service{events, plans, now}
}

// Claim prepares a use under the plans in force.
func (s *Service) Claim(f Feature, kind, id string, tokens int64) Claim {
	return Claim{ID: id, Feature: f, Type: kind, Tokens: tokens, At: s.now(), plans: s.plans}
}

// Settle ends a reservation; one that has ended stays as it is.
func (s *Service) Settle(ctx context.Context, owner owner.ID, e Settlement) error {
	return s.events.Settle(ctx, owner, e)
}

// Standing is what is left of one feature.
type Standing struct {
	Feature   Feature
	Used      int
	Limit     int // meaningless where Unlimited
	Unlimited bool
	Reset     time.Time
}

// Standings tells what a person has used this month and what is left.
func (s *Service) Standings(ctx context.Context, owner owner.ID) ([]Standing, error) {
	var all []Standing
	for _, f := range Features() {
		used, err := s.events.Used(ctx, owner, s.Claim(f, "", "", 0))
		if err != nil {
			return nil, err
		}
		limit, limited := s.plans.Of(used.Plan).Quotas[f]
		all = append(all, Standing{f, used.Uses, limit, !limited, Reset(s.now())})
	}
	return all, nil
}

// History lists a person's uses of the last twelve months, the newest first.
func (s *Service) History(ctx context.Context, owner owner.ID) ([]Event, error) {
	return s.events.Uses(ctx, owner, s.now().AddDate(0, -12, 0))
}

// lostAfter is how old a reservation may grow: no work takes that long.
const lostAfter = time.Hour

// Sweep gives back what a crash left reserved.
func (s *Service) Sweep(ctx context.Context) error {
	_, err := s.events.RefundBefore(ctx, s.now().Add(-lostAfter))
	return err
}

// Meter counts the uses of one feature for a service that knows of no other.
type Meter struct {
	service *Service
	feature Feature
	kind    string
}

// Meter returns the meter of a feature; kind is noted with each use.
func (s *Service) Meter(f Feature, kind string) Meter { return Meter{s, f, kind} }

// Reserve sets one use apart; fault.PaymentRequired when none is left.
func (m Meter) Reserve(ctx context.Context, owner owner.ID, id string) error {
	return m.service.events.Reserve(ctx, owner, m.service.Claim(m.feature, m.kind, id, 0))
}

// Settle counts a reserved use, or gives it back.
func (m Meter) Settle(ctx context.Context, owner owner.ID, id string, used bool) error {
	return m.service.events.Settle(ctx, owner, Settlement{ID: id, Used: used})
}
