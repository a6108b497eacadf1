package account

import (
	"context"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Identity is who an identity provider says that a person is.
type Identity struct {
	ID       string // of the provider, opaque
	Email    string
	Verified bool // the provider has proved the address
	Name     string
}

// Portals finds and links people who sign in at an identity provider.
type Portals interface {
	// CredentialAt finds a member by the id they have at the provider; fault.NotFound.
	CredentialAt(ctx context.Context, id string) (Credential, error)
	// Announce tells the provider which account an identity belongs to, so that it
	// can be found there when the account is deleted.
	Announce(ctx context.Context, who owner.ID, id string) error
}

// errPortal is the same for whatever keeps an identity from being let in.
var errPortal = fault.New(fault.Unauthenticated, "account.portal_refused")

// SignInAs returns the secret of a session for an identity, or what FinishSignIn
// takes where the account has a second step of its own. An identity that is new
// here gets the account of its proved address, or a new one.
func (s *Service) SignInAs(ctx context.Context, i Identity, browser string) (session, half string, err error) {
	found, err := s.portals.CredentialAt(ctx, i.ID)
	if fault.KindOf(err) == fault.NotFound {
		found, err = s.adopt(ctx, i)
	}
	if err != nil {
		return "", "", err
	}
	if !found.Suspended.IsZero() {
		return "", "", errPortal
	}
	if found.Factor {
		half, err = s.half(ctx, found.Owner)
		return "", half, err
	}
	if session, err = s.begin(ctx, found.Owner, browser); err != nil {
		return "", "", err
	}
	return session, "", s.members.Note(ctx, found.Owner, SignedIn)
}

// adopt links an identity with the account of its address. An address that the
// provider has not proved could be anybody's.
func (s *Service) adopt(ctx context.Context, i Identity) (Credential, error) {
	email, err := cleanEmail(i.Email)
	if err != nil || !i.Verified || i.ID == "" {
		return Credential{}, fault.New(fault.Unauthenticated, "account.portal_unproved")
	}
	found, err := s.members.Credential(ctx, email)
	if fault.KindOf(err) == fault.NotFound {
		found, err = s.newcomer(ctx, email, i.Name)
	}
	if err != nil || !found.Suspended.IsZero() {
		return found, err
	}
	m, err := s.members.Member(ctx, found.Owner)
	if err != nil {
		return found, err
	}
	if m.Portal != "" {
		return found, errPortal // the address is that of another identity
	}
	if err := s.portals.Announce(ctx, found.Owner, i.ID); err != nil {
		return found, err
	}
	return found, s.members.ChangeMember(ctx, found.Owner, func(m *Member) (Effects, error) {
		if m.Portal != "" && m.Portal != i.ID {
			return Effects{}, errPortal
		}
		m.Portal = i.ID
		return Effects{Events: []Happening{PortalLinked}}, nil
	})
}

// newcomer adds an account for an address that the provider has proved.
func (s *Service) newcomer(ctx context.Context, email, name string) (Credential, error) {
	if s.invited {
		return Credential{}, fault.New(fault.Unauthenticated, "account.portal_closed")
	}
	name, err := cleanName(name)
	if err != nil {
		name = email
	}
	m := Member{ID: owner.ID(newID()), Email: email, Name: name, Role: Ordinary, Created: s.now()}
	return Credential{Owner: m.ID}, s.members.AddMember(ctx, m, Effects{Events: []Happening{Joined}})
}

// Departed returns whose account an identity is, and ends their sessions: the
// provider has ended theirs. fault.NotFound for one that is not known.
func (s *Service) Departed(ctx context.Context, id string) (owner.ID, error) {
	found, err := s.portals.CredentialAt(ctx, id)
	if err != nil {
		return owner.None, err
	}
	if err := s.sessions.EndSessions(ctx, found.Owner, nil); err != nil {
		return found.Owner, err
	}
	return found.Owner, s.members.Note(ctx, found.Owner, SessionsEnded)
}

// PortalLife is how long a person may take at the provider.
const PortalLife = 10 * time.Minute
