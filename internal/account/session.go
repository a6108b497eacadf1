package account

import (
	"context"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// SessionView is a session as its person sees it.
type SessionView struct {
	ID      string
	Browser string // kind of browser and system, "" for one that did not say
	Created time.Time
	Seen    time.Time
	Current bool
}

// Event is something that happened to an account.
type Event struct {
	Kind Happening
	At   time.Time
}

// Sessions lists and ends the sessions of a person.
type Sessions interface {
	// Sessions lists the live ones, the newest first; current is the hash of the
	// one that asks.
	Sessions(ctx context.Context, owner owner.ID, current []byte, now time.Time) ([]SessionView, error)
	// EndSession ends one; fault.NotFound.
	EndSession(ctx context.Context, owner owner.ID, id string) error
	// EndSessions ends all but the one of a hash.
	EndSessions(ctx context.Context, owner owner.ID, keep []byte) error
	// Events lists the newest events, so many at most.
	Events(ctx context.Context, owner owner.ID, most int) ([]Event, error)
}

// Devices lists where a person is signed in.
func (s *Service) Devices(ctx context.Context, who owner.ID, secret string) ([]SessionView, error) {
	return s.sessions.Sessions(ctx, who, hash(secret), s.now())
}

// EndDevice ends one session of a person.
func (s *Service) EndDevice(ctx context.Context, who owner.ID, id string) error {
	return s.sessions.EndSession(ctx, who, id)
}

// EndOthers ends all sessions of a person but the one of a secret.
func (s *Service) EndOthers(ctx context.Context, who owner.ID, secret string) error {
	if err := s.sessions.EndSessions(ctx, who, hash(secret)); err != nil {
		return err
	}
	return s.members.Note(ctx, who, SessionsEnded)
}

// begin makes a session that is fresh.
func (s *Service) begin(ctx context.Context, who owner.ID, browser string) (string, error) {
	secret, now := newSecret(), s.now()
	return secret, s.tokens.AddToken(ctx, Token{
		ID: newID(), Owner: who, Hash: hash(secret), Purpose: Session, Browser: browser,
		Created: now, Seen: now, Fresh: now, Expires: now.Add(Idle),
	})
}

// touchAfter is how old the note of the last use may be before it is renewed.
const touchAfter = 5 * time.Minute

// SignedIn returns the owner a session's secret names, or fault.Unauthenticated.
// A session in use goes on until SessionLife after its start.
func (s *Service) SignedIn(ctx context.Context, secret string) (owner.ID, error) {
	t, err := s.tokens.Token(ctx, hash(secret), Session, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return owner.None, fault.New(fault.Unauthenticated, "account.signed_out")
	}
	if err != nil {
		return owner.None, err
	}
	now := s.now()
	if now.Sub(t.Seen) < touchAfter {
		return t.Owner, nil
	}
	ends := now.Add(Idle)
	if last := t.Created.Add(SessionLife); ends.After(last) {
		ends = last
	}
	return t.Owner, s.tokens.TouchToken(ctx, t.ID, now, ends)
}

// FreshFor is how young a proof of who is there must be for what cannot be undone
// or hands everything out.
const FreshFor = 5 * time.Minute

// Fresh reports whether the person of a session has shown at most FreshFor ago
// who they are. A time ahead, after a clock was set back, is not fresh.
func (s *Service) Fresh(ctx context.Context, secret string) (bool, error) {
	t, err := s.tokens.Token(ctx, hash(secret), Session, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	age := s.now().Sub(t.Fresh)
	return age >= 0 && age <= FreshFor, err
}

// SignOut ends the session of a secret; ending an unknown one is no error.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	_, err := s.tokens.TakeToken(ctx, hash(secret), Session, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
