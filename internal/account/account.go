// Package account holds people: who they are, how they prove it, what they
// prefer, and what they have typed but not yet sent.
//
// An instance begins with one person, the owner of a --local instance, who proves
// being at the machine with a one-time link printed on its terminal. SetUp makes
// them the operator of an instance for several people, who sign in with an
// address and a password. Of a session, a link and a password only hashes are
// stored, so a copy of the database signs nobody in; addresses and names are
// sealed, and found by a keyed hash.
//
// No answer tells whether an address has an account: what depends on that is
// done later, by a task, and said in a message to the address (see Settle).
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
	LinkLife    = 15 * time.Minute    // a printed link, used once
	Idle        = 24 * time.Hour      // a session that nobody uses
	SessionLife = 14 * 24 * time.Hour // any session, from its start
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
	Browser string // kind of browser and system in words
	Created time.Time
	Seen    time.Time // last use of a session, to a few minutes
	Fresh   time.Time // when its person last showed who they are
	Expires time.Time
}

// Preferences are how a person wants the interface. Empty values follow the
// browser.
type Preferences struct {
	Language string // "en", "fr" or ""
	Theme    string // "light", "dark" or ""
	Zone     string // IANA name of the time zone, "" for that of the instance
	// Member and Operator say what the account is; SetPreferences leaves them alone.
	Member, Operator bool
}

// Tokens keeps tokens by their hash.
type Tokens interface {
	// AddToken keeps a token; one of owner.None belongs to the instance.
	AddToken(ctx context.Context, t Token) error
	// TakeToken deletes a live token and returns it; NotFound otherwise.
	TakeToken(ctx context.Context, hash []byte, p Purpose, now time.Time) (Token, error)
	// Token returns a live token; NotFound otherwise.
	Token(ctx context.Context, hash []byte, p Purpose, now time.Time) (Token, error)
	// TouchToken notes the use of a token and until when it lives.
	TouchToken(ctx context.Context, id string, seen, expires time.Time) error
	// Freshen notes that the person of a session has shown who they are.
	Freshen(ctx context.Context, hash []byte, at time.Time) error
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

// Parts are what a Service is made of. Hasher, URL and Open are needed where
// people have accounts.
type Parts struct {
	Tokens   Tokens
	People   People
	Drafts   Drafts
	Members  Members
	Proofs   Proofs
	Sessions Sessions
	Tries    Tries
	Passkeys Passkeys
	Portals  Portals
	Hasher   *Hasher
	URL      func() string // address of the instance, for links in mails
	Open     bool          // anybody may begin an account
	Invited  bool          // nobody may, not even at an identity provider
	Now      func() time.Time
}

// Service is what pages call.
type Service struct {
	tokens   Tokens
	people   People
	drafts   Drafts
	members  Members
	proofs   Proofs
	sessions Sessions
	tries    Tries
	passkeys Passkeys
	portals  Portals
	hasher   *Hasher
	url      func() string
	open     bool
	invited  bool
	now      func() time.Time
}

// New returns a service made of its parts.
func New(p Parts) *Service {
	return &Service{
		tokens: p.Tokens, people: p.People, drafts: p.Drafts, members: p.Members, proofs: p.Proofs, sessions: p.Sessions,
		tries: p.Tries, passkeys: p.Passkeys, portals: p.Portals, hasher: p.Hasher, url: p.URL, open: p.Open, invited: p.Invited, now: p.Now,
	}
}

// Open reports whether anybody may begin an account.
func (s *Service) Open() bool { return s.open }

// Local returns the one person of a --local instance, made at the first call.
// Where people have accounts there is none: fault.Forbidden.
func (s *Service) Local(ctx context.Context) (owner.ID, error) {
	several, err := s.members.Several(ctx)
	if err == nil && several {
		err = errSeveral
	}
	if err != nil {
		return owner.None, err
	}
	return s.people.LocalOwner(ctx, owner.ID(newID()))
}

// errSeveral says that a link in a terminal opens nothing where people sign in.
var errSeveral = fault.New(fault.Forbidden, "account.several")

// NewLink returns the secret of a one-time link for a person, good for LinkLife.
func (s *Service) NewLink(ctx context.Context, owner owner.ID) (string, error) {
	secret, now := newSecret(), s.now()
	return secret, s.tokens.AddToken(ctx, Token{
		ID: newID(), Owner: owner, Hash: hash(secret), Purpose: Link, Created: now, Seen: now, Expires: now.Add(LinkLife),
	})
}

// Redeem exchanges a link's secret for a session's. A used, old or invented
// secret is fault.Unauthenticated.
// browser is the kind of browser in words.
func (s *Service) Redeem(ctx context.Context, secret, browser string) (string, error) {
	t, err := s.tokens.TakeToken(ctx, hash(secret), Link, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return "", fault.New(fault.Unauthenticated, "account.link_used")
	}
	if err != nil {
		return "", err
	}
	return s.begin(ctx, t.Owner, browser)
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
