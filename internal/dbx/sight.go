package dbx

import (
	"context"

	"jobops/internal/owner"
)

// Reach names work that sees rows of more people than one. It is all there is
// of it: which tables each one sees is written down once, with the policies.
type Reach string

// The reaches.
const (
	SignIn Reach = "sign_in" // finds a session, a proof, a feed or an account before it is known whose it is
	Keys   Reach = "keys"    // the state of keys, by their ids
	Office Reach = "office"  // what operators see: metadata, never content
	Budget Reach = "budget"  // counts what everybody used together
	Sweep  Reach = "sweep"   // clocks, leftovers and notices, for everybody
	Check  Reach = "check"   // the checks of the promises
)

// Reaches lists them.
func Reaches() []Reach { return []Reach{SignIn, Keys, Office, Budget, Sweep, Check} }

// Sight says whose rows a statement sees where the database keeps people apart:
// one person's, those of a named reach, or nobody's. SQLite, which keeps nobody
// apart, is for one machine; there only the owner clauses of the statements do.
type Sight struct {
	Owner owner.ID
	Reach Reach
}

// Seen is a database that can be looked at through a Sight.
type Seen interface {
	// As returns the same database through a sight. Closing it does nothing.
	As(s Sight) DB
}

// As returns a database as somebody sees it.
func As(db DB, s Sight) DB {
	if seen, ok := db.(Seen); ok {
		return seen.As(s)
	}
	return db
}

// See changes whose rows the rest of a transaction sees.
func See(ctx context.Context, tx Tx, s Sight) error {
	if t, ok := tx.(interface {
		see(ctx context.Context, s Sight) error
	}); ok {
		return t.see(ctx, s)
	}
	return nil
}
