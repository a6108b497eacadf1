package account

import (
	"context"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Tries counts attempts by a key, so that guessing is slow however many networks
// take part in it.
type Tries interface {
	// Try counts one attempt on an address and returns how long to wait before it
	// may be made: 0 when it may be made now.
	Try(ctx context.Context, email string, now time.Time) (wait time.Duration, err error)
	// CountTry counts one of something by its name and returns how many there are.
	CountTry(ctx context.Context, name string, now time.Time) (int, error)
	// Forgive forgets the attempts after one that was right.
	Forgive(ctx context.Context, email string) error
}

// Free is how many attempts on an address cost no waiting.
const Free = 5

// Wait is how long an address rests after so many attempts that failed: a minute
// after the fifth, then twice as long each time, never more than a quarter of an
// hour, so that nobody can lock a person out for good.
func Wait(attempts int) time.Duration {
	if attempts < Free {
		return 0
	}
	return min(time.Minute<<min(attempts-Free, 10), 15*time.Minute)
}

// errSignIn is the same for a wrong password, an unknown address and an account
// that is closed: an answer must not tell which addresses have one.
var errSignIn = fault.New(fault.Unauthenticated, "account.sign_in_failed")

// SignIn returns the secret of a session for an address and its password.
// browser is the kind of browser in words, for the person's list of devices. Where
// the account has a second step it returns no session but what FinishSignIn takes.
func (s *Service) SignIn(ctx context.Context, email, password, browser string) (session, half string, err error) {
	found, err := s.password(ctx, email, password)
	if err != nil {
		return "", "", err
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

// password checks an address with its password and counts the attempt.
func (s *Service) password(ctx context.Context, email, password string) (Credential, error) {
	if len(email) > maxEmail || len(password) > maxPassword {
		return Credential{}, errSignIn
	}
	wait, err := s.tries.Try(ctx, email, s.now())
	if err != nil {
		return Credential{}, err
	}
	if wait > 0 {
		return Credential{}, fault.New(fault.Limited, "account.try_later", int(wait/time.Minute)+1)
	}
	found, err := s.members.Credential(ctx, email)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Credential{}, err
	}
	right, err := s.hasher.Check(ctx, password, found.Password)
	if err != nil {
		return Credential{}, err
	}
	if !right || !found.Suspended.IsZero() {
		// Noted for an address without an account too: so it takes as long.
		if err := s.members.Note(ctx, found.Owner, SignInRefused); err != nil {
			return Credential{}, err
		}
		return Credential{}, errSignIn
	}
	return found, s.tries.Forgive(ctx, email)
}

// Confirm makes a session fresh again by the password of its person.
func (s *Service) Confirm(ctx context.Context, who owner.ID, secret, password string) error {
	m, err := s.members.Member(ctx, who)
	if err != nil {
		return err
	}
	if _, err := s.password(ctx, m.Email, password); err != nil {
		if fault.KindOf(err) == fault.Unauthenticated {
			return fault.New(fault.Invalid, "account.password_wrong")
		}
		return err
	}
	return s.tokens.Freshen(ctx, hash(secret), s.now())
}

// Rename changes the name of a person.
func (s *Service) Rename(ctx context.Context, who owner.ID, name string) error {
	name, err := cleanName(name)
	if err != nil {
		return err
	}
	return s.members.ChangeMember(ctx, who, func(m *Member) (Effects, error) {
		m.Name = name
		return Effects{}, nil
	})
}

// ChangePassword sets a new password after the old one. All other sessions end;
// the one of secret goes on under the secret it returns.
func (s *Service) ChangePassword(ctx context.Context, who owner.ID, secret, old, chosen string) (fresh string, err error) {
	m, err := s.members.Member(ctx, who)
	if err != nil {
		return "", err
	}
	if err := checkPassword(chosen, m.Email, m.Name); err != nil {
		return "", err
	}
	if err := s.Confirm(ctx, who, secret, old); err != nil {
		return "", err
	}
	encoded, err := s.hasher.Hash(ctx, chosen)
	if err != nil {
		return "", err
	}
	fresh = newSecret()
	return fresh, s.members.ChangeMember(ctx, who, func(m *Member) (Effects, error) {
		m.Password = encoded
		return Effects{
			Mails: []Mail{m.mail(MailPassword, "")}, Events: []Happening{PasswordChanged}, End: true, Keep: hash(secret), Renew: hash(fresh),
		}, nil
	})
}
