// Package account holds people: who they are, how they prove it, what they
// prefer, and what they have typed but not yet sent.
//
// Today there is one person, the owner of a --local instance, who proves being
// at the machine with a one-time link printed on its terminal. The link's token
// is exchanged for a session cookie; of both only a SHA-256 is stored, so a
// copy of the database signs nobody in.
package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/google/uuid"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Lifetimes of the two kinds of token.
const (
	LinkLife    = 15 * time.Minute // a printed link, used once
	SessionLife = 24 * time.Hour   // a --local session, from its start
)

// Purpose says what a token opens.
type Purpose string

// The purposes of tokens.
const (
	Link    Purpose = "link"    // may be exchanged for a session, once
	Session Purpose = "session" // names the person in each request
)

// Token is a stored token: never the secret, only its hash.
type Token struct {
	ID      string
	Owner   owner.ID
	Hash    []byte // SHA-256 of the secret
	Purpose Purpose
	Created time.Time
	Expires time.Time
}

// Preferences are how a person wants the interface. Empty values follow the
// browser.
type Preferences struct {
	Language string // "en", "fr" or ""
	Theme    string // "light", "dark" or ""
}

// Tokens keeps tokens by their hash.
type Tokens interface {
	AddToken(ctx context.Context, t Token) error
	// TakeToken deletes a live token and returns it; NotFound otherwise.
	TakeToken(ctx context.Context, hash []byte, p Purpose, now time.Time) (Token, error)
	// Token returns a live token; NotFound otherwise.
	Token(ctx context.Context, hash []byte, p Purpose, now time.Time) (Token, error)
}

// People keeps accounts.
type People interface {
	// LocalOwner returns the account of the --local person, adding it with its
	// key at first.
	LocalOwner(ctx context.Context, fresh owner.ID) (owner.ID, error)
	// Preferences of an account; the zero value when none were chosen.
	Preferences(ctx context.Context, owner owner.ID) (Preferences, error)
	SetPreferences(ctx context.Context, owner owner.ID, p Preferences) error
}

// Drafts keeps what was typed into a form and not yet sent, sealed.
type Drafts interface {
	// Draft returns the text kept for a form, "" when there is none.
	Draft(ctx context.Context, owner owner.ID, form string) (string, error)
	// SetDraft keeps text for a form; "" forgets it.
	SetDraft(ctx context.Context, owner owner.ID, form, text string) error
}

// Parts are what a Service is made of; all are needed.
type Parts struct {
	Tokens Tokens
	People People
	Drafts Drafts
	Now    func() time.Time
}

// Service is what pages call.
type Service struct {
	tokens Tokens
	people People
	drafts Drafts
	now    func() time.Time
}

// New returns a service made of its parts.
func New(p Parts) *Service { return &Service{p.Tokens, p.People, p.Drafts, p.Now} }

// Local returns the one person of a --local instance, made at the first call.
func (s *Service) Local(ctx context.Context) (owner.ID, error) {
	return s.people.LocalOwner(ctx, owner.ID(newID()))
}

// NewLink returns the secret of a one-time link for a person, good for LinkLife.
func (s *Service) NewLink(ctx context.Context, owner owner.ID) (string, error) {
	return s.issue(ctx, owner, Link, LinkLife)
}

// Redeem exchanges a link's secret for a session's. A used, old or invented
// secret is fault.Unauthenticated.
func (s *Service) Redeem(ctx context.Context, secret string) (string, error) {
	t, err := s.tokens.TakeToken(ctx, hash(secret), Link, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return "", fault.New(fault.Unauthenticated, "account.link_used")
	}
	if err != nil {
		return "", err
	}
	return s.issue(ctx, t.Owner, Session, SessionLife)
}

// SignedIn returns the owner a session's secret names, or fault.Unauthenticated.
func (s *Service) SignedIn(ctx context.Context, secret string) (owner.ID, error) {
	t, err := s.tokens.Token(ctx, hash(secret), Session, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return owner.None, fault.New(fault.Unauthenticated, "account.signed_out")
	}
	return t.Owner, err
}

// FreshFor is how young a session must be for what cannot be undone or hands
// everything out.
const FreshFor = 5 * time.Minute

// Fresh reports whether a session began at most FreshFor ago. One from the
// future, after a clock was set back, is not fresh.
func (s *Service) Fresh(ctx context.Context, secret string) (bool, error) {
	t, err := s.tokens.Token(ctx, hash(secret), Session, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	age := s.now().Sub(t.Created)
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

func (s *Service) issue(ctx context.Context, owner owner.ID, p Purpose, life time.Duration) (string, error) {
	secret := newSecret()
	now := s.now()
	return secret, s.tokens.AddToken(ctx, Token{
		ID: newID(), Owner: owner, Hash: hash(secret), Purpose: p, Created: now, Expires: now.Add(life),
	})
}

// newSecret returns 256 random bits as URL-safe text.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

func hash(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
