package account

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Passkey is a key of a person's device or password manager (W3C Web
// Authentication, level 3). Who signs in with one has shown the device and
// themselves to it, so no second step follows.
type Passkey struct {
	ID         string
	Name       string              // as its person calls it
	Credential webauthn.Credential // public key, counter and flags; nothing secret
	Created    time.Time
	Used       time.Time // zero before the first use
}

// Passkeys keeps them; name and credential sealed.
type Passkeys interface {
	// Passkeys lists a person's, the oldest first.
	Passkeys(ctx context.Context, owner owner.ID) ([]Passkey, error)
	// AddPasskey keeps one, with what follows.
	AddPasskey(ctx context.Context, owner owner.ID, p Passkey, e Effects) error
	RenamePasskey(ctx context.Context, owner owner.ID, id, name string) error
	// UsePasskey notes a use: the credential as it is after it. fault.Conflict when
	// its last use is another one than before says.
	UsePasskey(ctx context.Context, owner owner.ID, p Passkey, before time.Time) error
	// DropPasskey ends one, with what follows; fault.NotFound.
	DropPasskey(ctx context.Context, owner owner.ID, id string, e Effects) error
}

// What a challenge may be answered for. A challenge is kept like the secret of a
// session: its hash, for challengeLife, and whoever answers it uses it up.
const (
	addChallenge     Purpose = "passkey_add"
	signInChallenge  Purpose = "passkey_sign_in"
	confirmChallenge Purpose = "passkey_confirm"
)

const (
	challengeLife = 5 * time.Minute
	maxPasskeys   = 20
	maxAnswer     = 64 << 10 // bytes
)

// errPasskey is the same for whatever is wrong with an answer: an answer must not
// tell what is known here.
var errPasskey = fault.New(fault.Unauthenticated, "account.passkey_refused")

// holder is a person as the library sees them.
type holder struct {
	Member
	keys []Passkey
}

// WebAuthnID is the handle by which a device names the person: the opaque id of
// their account.
func (h holder) WebAuthnID() []byte { return []byte(h.ID) }

// WebAuthnName is what a device shows to tell accounts apart.
func (h holder) WebAuthnName() string { return h.Email }

// WebAuthnDisplayName is what a device shows as the name.
func (h holder) WebAuthnDisplayName() string { return h.Name }

// WebAuthnCredentials are the passkeys there are.
func (h holder) WebAuthnCredentials() []webauthn.Credential {
	var all []webauthn.Credential
	for _, k := range h.keys {
		all = append(all, k.Credential)
	}
	return all
}

// party is this instance as the other side of a passkey: the host of its address,
// and pages of exactly that address.
func (s *Service) party() (*webauthn.WebAuthn, error) {
	u, err := url.Parse(s.url())
	if err != nil {
		return nil, fmt.Errorf("account: address of the instance: %w", err)
	}
	return webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "JobOps", RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
}

func (s *Service) holder(ctx context.Context, who owner.ID) (holder, error) {
	m, err := s.members.Member(ctx, who)
	if err != nil {
		return holder{}, err
	}
	keys, err := s.passkeys.Passkeys(ctx, who)
	return holder{m, keys}, err
}

// Passkeys lists the passkeys of a person.
func (s *Service) Passkeys(ctx context.Context, who owner.ID) ([]Passkey, error) {
	return s.passkeys.Passkeys(ctx, who)
}

// challenge keeps the hash of a challenge, for a person or for nobody yet known.
func (s *Service) challenge(ctx context.Context, who owner.ID, p Purpose, secret string) error {
	now := s.now()
	return s.tokens.AddToken(ctx, Token{
		ID: newID(), Owner: who, Hash: hash(secret), Purpose: p, Created: now, Seen: now, Expires: now.Add(challengeLife),
	})
}

// taken uses a challenge up and returns what it was for.
func (s *Service) taken(ctx context.Context, challenge string, p Purpose, userID []byte) (webauthn.SessionData, owner.ID, error) {
	t, err := s.tokens.TakeToken(ctx, hash(challenge), p, s.now())
	if fault.KindOf(err) == fault.NotFound {
		err = errPasskey
	}
	return webauthn.SessionData{
		Challenge: challenge, UserID: userID, UserVerification: protocol.VerificationRequired, CredParams: webauthn.CredentialParametersDefault(),
	}, t.Owner, err
}

// PasskeyToAdd returns what a browser needs to make a passkey for a person, as
// JSON (PublicKeyCredentialCreationOptionsJSON).
func (s *Service) PasskeyToAdd(ctx context.Context, who owner.ID) ([]byte, error) {
	h, err := s.holder(ctx, who)
	if err != nil {
		return nil, err
	}
	party, err := s.party()
	if err != nil {
		return nil, err
	}
	made, session, err := party.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return nil, fmt.Errorf("account: begin a passkey: %w", err)
	}
	if err := s.challenge(ctx, who, addChallenge, session.Challenge); err != nil {
		return nil, err
	}
	return json.Marshal(made.Response)
}

// AddPasskey keeps the passkey that a browser made, under a name. The session of
// secret goes on under the secret it returns.
func (s *Service) AddPasskey(ctx context.Context, who owner.ID, secret, name, answer string) (fresh string, err error) {
	if name, err = cleanName(name); err != nil {
		return "", fault.New(fault.Invalid, "account.passkey_name")
	}
	h, err := s.holder(ctx, who)
	if err != nil {
		return "", err
	}
	if len(h.keys) >= maxPasskeys {
		return "", fault.New(fault.Invalid, "account.passkey_many", maxPasskeys)
	}
	made, err := s.madeCredential(ctx, h, answer)
	if err != nil {
		return "", err
	}
	fresh = newSecret()
	return fresh, s.passkeys.AddPasskey(ctx, who, Passkey{ID: newID(), Name: name, Credential: *made, Created: s.now()}, Effects{
		Mails: []Mail{h.mail(MailPasskey, "")}, Events: []Happening{PasskeyAdded}, Keep: hash(secret), Renew: hash(fresh),
	})
}

func (s *Service) madeCredential(ctx context.Context, h holder, answer string) (*webauthn.Credential, error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil || len(answer) > maxAnswer {
		return nil, errNoPasskey
	}
	session, who, err := s.taken(ctx, parsed.Response.CollectedClientData.Challenge, addChallenge, h.WebAuthnID())
	if err == nil && who != h.ID || fault.KindOf(err) == fault.Unauthenticated {
		return nil, errNoPasskey
	}
	if err != nil {
		return nil, err
	}
	party, err := s.party()
	if err != nil {
		return nil, err
	}
	made, err := party.CreateCredential(h, session, parsed)
	if err != nil {
		return nil, errNoPasskey // what the library says may quote the answer
	}
	made.Attestation = webauthn.CredentialAttestation{} // none was asked for
	return made, nil
}

// errNoPasskey answers a passkey that could not be added.
var errNoPasskey = fault.New(fault.Invalid, "account.passkey_not_added")

// PasskeyToSignIn returns what a browser needs to find a passkey of whoever sits
// before it, as JSON (PublicKeyCredentialRequestOptionsJSON).
func (s *Service) PasskeyToSignIn(ctx context.Context) ([]byte, error) {
	party, err := s.party()
	if err != nil {
		return nil, err
	}
	asked, session, err := party.BeginDiscoverableLogin()
	if err != nil {
		return nil, fmt.Errorf("account: ask for a passkey: %w", err)
	}
	if err := s.challenge(ctx, owner.None, signInChallenge, session.Challenge); err != nil {
		return nil, err
	}
	return json.Marshal(asked.Response)
}

// PasskeyToConfirm is PasskeyToSignIn for a person who is signed in: their own
// passkeys only.
func (s *Service) PasskeyToConfirm(ctx context.Context, who owner.ID) ([]byte, error) {
	h, err := s.holder(ctx, who)
	if err != nil {
		return nil, err
	}
	if len(h.keys) == 0 {
		return nil, errPasskey
	}
	party, err := s.party()
	if err != nil {
		return nil, err
	}
	asked, session, err := party.BeginLogin(h)
	if err != nil {
		return nil, fmt.Errorf("account: ask for a passkey: %w", err)
	}
	if err := s.challenge(ctx, who, confirmChallenge, session.Challenge); err != nil {
		return nil, err
	}
	return json.Marshal(asked.Response)
}

// SignInByPasskey returns the secret of a session for the answer of a passkey.
func (s *Service) SignInByPasskey(ctx context.Context, answer, browser string) (string, error) {
	h, err := s.shown(ctx, answer, signInChallenge)
	if err != nil {
		return "", err
	}
	secret, err := s.begin(ctx, h.ID, browser)
	if err != nil {
		return "", err
	}
	return secret, s.members.Note(ctx, h.ID, SignedIn)
}

// ConfirmByPasskey makes a session fresh again by a passkey of its person.
func (s *Service) ConfirmByPasskey(ctx context.Context, who owner.ID, secret, answer string) error {
	h, err := s.shown(ctx, answer, confirmChallenge)
	if err == nil && h.ID != who || fault.KindOf(err) == fault.Unauthenticated {
		return fault.New(fault.Invalid, "account.passkey_refused")
	}
	if err != nil {
		return err
	}
	return s.tokens.Freshen(ctx, hash(secret), s.now())
}

// shown checks the answer of a passkey and notes its use. A counter that does not
// go up means that there are two of it: refused.
func (s *Service) shown(ctx context.Context, answer string, p Purpose) (holder, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil || len(answer) > maxAnswer {
		return holder{}, errPasskey
	}
	session, asked, err := s.taken(ctx, parsed.Response.CollectedClientData.Challenge, p, nil)
	if err != nil {
		return holder{}, err
	}
	who := owner.ID(parsed.Response.UserHandle)
	if p == confirmChallenge {
		who = asked // a device that is told which passkey need not say whose it is
	}
	h, err := s.holder(ctx, who)
	if fault.KindOf(err) == fault.NotFound || err == nil && !h.Suspended.IsZero() {
		return h, errPasskey
	}
	if err != nil {
		return h, err
	}
	party, err := s.party()
	if err != nil {
		return h, err
	}
	session.UserID = h.WebAuthnID()
	used, err := party.ValidateLogin(h, session, parsed)
	if err != nil || used.Authenticator.CloneWarning {
		if err := s.members.Note(ctx, h.ID, SignInRefused); err != nil {
			return h, err
		}
		return h, errPasskey
	}
	return h, s.used(ctx, h, *used)
}

func (s *Service) used(ctx context.Context, h holder, c webauthn.Credential) error {
	at := slices.IndexFunc(h.keys, func(k Passkey) bool { return string(k.Credential.ID) == string(c.ID) })
	if at < 0 {
		return errPasskey
	}
	key, before := h.keys[at], h.keys[at].Used
	key.Credential, key.Used = c, s.now()
	err := s.passkeys.UsePasskey(ctx, h.ID, key, before)
	if fault.KindOf(err) == fault.Conflict {
		return errPasskey // the same one was used elsewhere at this moment
	}
	return err
}

// RenamePasskey changes what a person calls a passkey.
func (s *Service) RenamePasskey(ctx context.Context, who owner.ID, id, name string) error {
	name, err := cleanName(name)
	if err != nil {
		return fault.New(fault.Invalid, "account.passkey_name")
	}
	return s.passkeys.RenamePasskey(ctx, who, id, name)
}

// DropPasskey ends a passkey of a person: it opens nothing any more.
func (s *Service) DropPasskey(ctx context.Context, who owner.ID, id string) error {
	m, err := s.members.Member(ctx, who)
	if err != nil {
		return err
	}
	return s.passkeys.DropPasskey(ctx, who, id, Effects{Mails: []Mail{m.mail(MailPasskey, "")}, Events: []Happening{PasskeyDropped}})
}
