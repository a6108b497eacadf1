package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Factor is the second step of a sign-in: an app that shows a code of six digits
// every half minute (TOTP, RFC 6238), and codes on paper for when it is lost.
type Factor struct {
	Secret string   `json:"secret"` // base32
	Last   int64    `json:"last"`   // step of the last code that was used; none works twice
	Paper  [][]byte `json:"paper"`  // SHA-256 of the recovery codes that are left
}

// Half is the purpose of a token for who has given the right password and not
// yet the code.
const Half Purpose = "half"

// Steps and numbers of a factor.
const (
	halfLife   = 5 * time.Minute
	stepLength = 30 // seconds
	paperCodes = 10
)

// NewFactorSecret returns a secret for an app, 160 random bits in base32.
func NewFactorSecret() string {
	b := make([]byte, 20)
	rand.Read(b)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// FactorURI is what an app reads from a picture: secret, issuer and account.
func FactorURI(secret, email, host string) (*otp.Key, error) {
	label := strings.NewReplacer(":", "", "/", "", "?", "", "#", "").Replace(email)
	return otp.NewKeyFromURL("otpauth://totp/JobOps:" + label + "?secret=" + secret + "&issuer=JobOps%20" + host)
}

// use takes a code of the app or of the paper and returns the factor without it;
// ok is false for a wrong or a used one. A clock may be half a minute off.
func (f Factor) use(code string, now time.Time) (left Factor, ok bool) {
	code = strings.ToUpper(strings.Join(strings.FieldsFunc(code, func(r rune) bool { return r == ' ' || r == '-' }), ""))
	at := now.Unix() / stepLength
	for step := at - 1; step <= at+1; step++ {
		want, err := hotp.GenerateCode(f.Secret, uint64(step))
		if err == nil && step > f.Last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			f.Last = step
			return f, true
		}
	}
	hashed := sha256.Sum256([]byte(code))
	for i, paper := range f.Paper {
		if subtle.ConstantTimeCompare(paper, hashed[:]) == 1 {
			f.Paper = slices.Delete(slices.Clone(f.Paper), i, i+1)
			return f, true
		}
	}
	return f, false
}

// errCode answers a wrong or used code.
var errCode = fault.New(fault.Invalid, "account.code_wrong")

// AddFactor turns the second step on after a code of the app has shown that it
// has the secret of the step. It returns the recovery codes, which are shown once;
// the session goes on under the secret fresh.
func (s *Service) AddFactor(ctx context.Context, who owner.ID, session, secret, code string) (codes []string, fresh string, err error) {
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret); err != nil || len(secret) < 32 {
		return nil, "", errCode
	}
	f, ok := Factor{Secret: secret}.use(code, s.now())
	if !ok {
		return nil, "", errCode
	}
	codes, f.Paper = newPaper()
	fresh, err = s.setFactor(ctx, who, session, &f)
	return codes, fresh, err
}

// newPaper makes recovery codes and what is kept of them.
func newPaper() (codes []string, hashes [][]byte) {
	for range paperCodes {
		b := make([]byte, 10)
		rand.Read(b)
		text := base32.StdEncoding.EncodeToString(b)
		hashed := sha256.Sum256([]byte(text))
		codes, hashes = append(codes, text[:4]+"-"+text[4:8]+"-"+text[8:12]+"-"+text[12:]), append(hashes, hashed[:])
	}
	return codes, hashes
}

// DropFactor turns the second step off; the session goes on under the secret fresh.
func (s *Service) DropFactor(ctx context.Context, who owner.ID, session string) (fresh string, err error) {
	return s.setFactor(ctx, who, session, nil)
}

// setFactor changes how a person signs in. Whoever knew the secret of the session
// before does not know it after.
func (s *Service) setFactor(ctx context.Context, who owner.ID, session string, f *Factor) (fresh string, err error) {
	event := FactorDropped
	if f != nil {
		event = FactorAdded
	}
	fresh = newSecret()
	return fresh, s.members.ChangeMember(ctx, who, func(m *Member) (Effects, error) {
		m.Factor = f
		return Effects{Mails: []Mail{m.mail(MailFactor, "")}, Events: []Happening{event}, Keep: hash(session), Renew: hash(fresh)}, nil
	})
}

// FinishSignIn exchanges the secret of a half sign-in and a code for a session.
func (s *Service) FinishSignIn(ctx context.Context, half, code, browser string) (string, error) {
	t, err := s.tokens.Token(ctx, hash(half), Half, s.now())
	if fault.KindOf(err) == fault.NotFound {
		return "", fault.New(fault.Unauthenticated, "account.half_gone")
	}
	if err != nil {
		return "", err
	}
	wait, err := s.tries.Try(ctx, "second step of "+string(t.Owner), s.now())
	if err != nil {
		return "", err
	}
	if wait > 0 {
		return "", fault.New(fault.Limited, "account.try_later", int(wait/time.Minute)+1)
	}
	err = s.members.ChangeMember(ctx, t.Owner, func(m *Member) (Effects, error) {
		if m.Factor == nil {
			return Effects{}, nil // turned off meanwhile
		}
		left, ok := m.Factor.use(code, s.now())
		if !ok {
			return Effects{}, errCode
		}
		m.Factor = &left
		return Effects{Events: []Happening{SignedIn}}, nil
	})
	if fault.KindOf(err) == fault.Conflict {
		err = errCode // the same code was used elsewhere at this moment
	}
	if err != nil {
		return "", err
	}
	if _, err := s.tokens.TakeToken(ctx, hash(half), Half, s.now()); err != nil {
		return "", fault.New(fault.Unauthenticated, "account.half_gone")
	}
	if err := s.tries.Forgive(ctx, "second step of "+string(t.Owner)); err != nil {
		return "", err
	}
	return s.begin(ctx, t.Owner, browser)
}

// half issues a token for who has given the right password.
func (s *Service) half(ctx context.Context, who owner.ID) (string, error) {
	secret, now := newSecret(), s.now()
	return secret, s.tokens.AddToken(ctx, Token{
		ID: newID(), Owner: who, Hash: hash(secret), Purpose: Half, Created: now, Seen: now, Expires: now.Add(halfLife),
	})
}
