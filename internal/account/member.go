package account

import (
	"context"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Role is what an account may do beyond its own data.
type Role string

// The roles. An operator runs the instance and sees metadata, never content.
const (
	Ordinary Role = "person"
	Operator Role = "operator"
)

// Member is a person with an account of their own.
type Member struct {
	ID        owner.ID
	Email     string // as the person wrote it
	Name      string
	Password  string  // argon2id, see Hasher; "" when they have none
	Factor    *Factor // the second step of their sign-in, nil for none
	Portal    string  // id at the identity provider, "" for none
	Role      Role
	Plan      string
	Language  string
	Created   time.Time
	Suspended time.Time // zero while they may come in
}

// Credential is what sign-in needs of a member, without opening anything sealed.
type Credential struct {
	Owner     owner.ID
	Password  string
	Factor    bool // there is a second step
	Suspended time.Time
}

// Effects are what follows from a change of a member, in the same transaction.
type Effects struct {
	Mails  []Mail
	Events []Happening
	// End ends the sessions of the member, all but the one whose hash is Keep, and
	// the links to another address that were asked for.
	End  bool
	Keep []byte
	// Renew is the hash under which the session of Keep goes on, nil for its own.
	Renew []byte
}

// Members keeps people who have accounts.
type Members interface {
	// Several reports whether anybody has an account of their own.
	Several(ctx context.Context) (bool, error)
	// AddMember adds an account with its key; fault.Conflict when the address has
	// one.
	AddMember(ctx context.Context, m Member, e Effects) error
	// Credential finds a member by address; fault.NotFound.
	Credential(ctx context.Context, email string) (Credential, error)
	Member(ctx context.Context, owner owner.ID) (Member, error)
	// ChangeMember changes one account; fault.Conflict when its new address is
	// another's.
	ChangeMember(ctx context.Context, owner owner.ID, change func(*Member) (Effects, error)) error
	// Note keeps that something happened to an account, owner.None being that of
	// the instance.
	Note(ctx context.Context, owner owner.ID, h Happening) error
}

// Happening is a kind of event of an account's security.
type Happening string

// The events people are shown.
const (
	SignedIn        Happening = "signed_in"
	SignInRefused   Happening = "sign_in_refused"
	PasswordChanged Happening = "password_changed"
	EmailChanged    Happening = "email_changed"
	SessionsEnded   Happening = "sessions_ended"
	Joined          Happening = "joined"
	Exported        Happening = "exported"
	Suspended       Happening = "suspended"
	Restored        Happening = "restored"
	PlanChanged     Happening = "plan_changed"
	FactorAdded     Happening = "factor_added"
	FactorDropped   Happening = "factor_dropped"
	PortalLinked    Happening = "portal_linked"
	PasskeyAdded    Happening = "passkey_added"
	PasskeyDropped  Happening = "passkey_dropped"
	GrantGiven      Happening = "grant_given"
	GrantEnded      Happening = "grant_ended"
	SupportLooked   Happening = "support_looked"
)

// Limits of what a member enters.
const (
	maxEmail = 254
	maxName  = 100
)

// cleanEmail checks an address and returns it without the space around it.
func cleanEmail(text string) (string, error) {
	text = norm.NFC.String(strings.TrimSpace(text))
	at, err := mail.ParseAddress(text)
	_, domain, _ := strings.Cut(text, "@")
	if err != nil || at.Address != text || len(text) > maxEmail || !strings.Contains(domain, ".") || strings.ContainsAny(text, "\r\n\"<> ") {
		return "", fault.New(fault.Invalid, "account.email_invalid")
	}
	return text, nil
}

// Fold is the form of an address under which it is found again.
func Fold(email string) string { return strings.ToLower(norm.NFC.String(email)) }

func cleanName(text string) (string, error) {
	text = norm.NFC.String(strings.Join(strings.Fields(text), " "))
	if text == "" || utf8.RuneCountInString(text) > maxName {
		return "", fault.New(fault.Invalid, "account.name_invalid")
	}
	return text, nil
}

// Several reports whether people have accounts here: then they sign in, and no
// link in a terminal opens anything.
func (s *Service) Several(ctx context.Context) (bool, error) { return s.members.Several(ctx) }

// Member returns the account of a person.
func (s *Service) Member(ctx context.Context, owner owner.ID) (Member, error) {
	return s.members.Member(ctx, owner)
}

// Happened lists the newest events of an account.
func (s *Service) Happened(ctx context.Context, owner owner.ID) ([]Event, error) {
	return s.sessions.Events(ctx, owner, shownEvents)
}

const shownEvents = 20

// Note keeps that something happened to an account.
func (s *Service) Note(ctx context.Context, owner owner.ID, h Happening) error {
	return s.members.Note(ctx, owner, h)
}

// IsOperator reports whether an account runs the instance.
func (s *Service) IsOperator(ctx context.Context, owner owner.ID) (bool, error) {
	m, err := s.members.Member(ctx, owner)
	return m.Role == Operator, err
}

// Entry is what a person fills in to get an account. Who signs up chooses the
// password at the link that proves the address: one that a stranger chose before
// would open the account to them.
type Entry struct {
	Name, Email, Password, Language string
}

func (e *Entry) clean() (err error) {
	if e.Name, err = cleanName(e.Name); err != nil {
		return err
	}
	e.Email, err = cleanEmail(e.Email)
	return err
}

// SetUp makes the --local person the owner of an instance for several people:
// everything they have stays theirs, and they run the instance from then on. The
// session of secret goes on under the secret it returns.
func (s *Service) SetUp(ctx context.Context, who owner.ID, e Entry, secret string) (fresh string, err error) {
	several, err := s.members.Several(ctx)
	if err != nil {
		return "", err
	}
	if several {
		return "", fault.New(fault.Conflict, "account.set_up_done")
	}
	if err := e.clean(); err != nil {
		return "", err
	}
	if err := checkPassword(e.Password, e.Email, e.Name); err != nil {
		return "", err
	}
	password, err := s.hasher.Hash(ctx, e.Password)
	if err != nil {
		return "", err
	}
	fresh = newSecret()
	return fresh, s.members.ChangeMember(ctx, who, func(m *Member) (Effects, error) {
		if m.Email != "" { // another tab was quicker
			return Effects{}, fault.New(fault.Conflict, "account.set_up_done")
		}
		m.Email, m.Name, m.Password, m.Role = e.Email, e.Name, password, Operator
		return Effects{Events: []Happening{Joined}, End: true, Keep: hash(secret), Renew: hash(fresh)}, nil
	})
}
