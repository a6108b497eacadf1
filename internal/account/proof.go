package account

import (
	"context"
	"time"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// ProofPurpose says what follows when an address is proved.
type ProofPurpose string

// The purposes of proofs.
const (
	ProofSignUp ProofPurpose = "sign_up" // an account is made, with the password chosen then
	ProofInvite ProofPurpose = "invite"  // the same, asked for by who runs the instance
	ProofReset  ProofPurpose = "reset"   // a new password is set
	ProofEmail  ProofPurpose = "email"   // the address of an account changes
)

// Lifetimes of the links that prove an address.
const (
	ResetLife = 15 * time.Minute
	ProofLife = 24 * time.Hour
)

// Proof is a request that waits until a person shows that an address is theirs.
// Until then it changes nothing, and it ends by itself.
type Proof struct {
	ID       string
	Owner    owner.ID // None for a person without an account
	Purpose  ProofPurpose
	Email    string
	Name     string
	Role     Role
	Password string // hashed: the one that a reset replaces, else ""
	Language string
	Issued   bool // its link was sent
	Created  time.Time
	Expires  time.Time
}

// Proofs keeps them; addresses and names sealed, of the link only a hash.
type Proofs interface {
	// AddProof keeps a proof. With a hash its link is known to somebody already;
	// without one a task is queued that settles it.
	AddProof(ctx context.Context, p Proof, token []byte) error
	Proof(ctx context.Context, id string) (Proof, error)
	// IssueProof gives a proof its link, keeps its password and queues the mail with
	// the link, to an owner or to nobody known.
	IssueProof(ctx context.Context, p Proof, token []byte, to owner.ID, l Mail) error
	// DropProof ends a proof that leads nowhere, and queues a message if there is one.
	DropProof(ctx context.Context, id string, to owner.ID, l *Mail) error
	// ProofOf returns a live proof by its link; fault.NotFound.
	ProofOf(ctx context.Context, token []byte, now time.Time) (Proof, error)
	// TakeProof ends a live proof and returns it; fault.NotFound.
	TakeProof(ctx context.Context, token []byte, now time.Time) (Proof, error)
}

// SignUp begins an account. What it does and how long it takes is the same
// whether the address has an account or not: the mail tells its owner.
func (s *Service) SignUp(ctx context.Context, e Entry) error {
	if !s.open {
		return fault.New(fault.Forbidden, "account.sign_up_closed")
	}
	if err := e.clean(); err != nil {
		return err
	}
	p := s.proof(ProofSignUp, ProofLife)
	p.Email, p.Name, p.Language = e.Email, e.Name, e.Language
	return s.proofs.AddProof(ctx, p, nil)
}

// AskReset begins a reset of the password of an address. It does the same whether
// the address has an account or not.
func (s *Service) AskReset(ctx context.Context, email, language string) error {
	email, err := cleanEmail(email)
	if err != nil {
		return err
	}
	p := s.proof(ProofReset, ResetLife)
	p.Email, p.Language = email, language
	return s.proofs.AddProof(ctx, p, nil)
}

// AskEmail begins a change of address: a link goes to the new one.
func (s *Service) AskEmail(ctx context.Context, who owner.ID, email string) error {
	email, err := cleanEmail(email)
	if err != nil {
		return err
	}
	m, err := s.members.Member(ctx, who)
	if err != nil {
		return err
	}
	p := s.proof(ProofEmail, ProofLife)
	p.Owner, p.Email, p.Name, p.Language = who, email, m.Name, m.Language
	return s.proofs.AddProof(ctx, p, nil)
}

// Invite prepares an account for an address and returns the secret of the link at
// which its person chooses a password. For who runs an instance without mail.
func (s *Service) Invite(ctx context.Context, email, name string, role Role) (string, error) {
	name, err := cleanName(name)
	if err != nil {
		return "", err
	}
	if email, err = cleanEmail(email); err != nil {
		return "", err
	}
	if _, err := s.members.Credential(ctx, email); fault.KindOf(err) != fault.NotFound {
		if err == nil {
			err = fault.New(fault.Conflict, "account.email_taken")
		}
		return "", err
	}
	p := s.proof(ProofInvite, ProofLife)
	p.Email, p.Name, p.Role = email, name, role
	secret := newSecret()
	return secret, s.proofs.AddProof(ctx, p, hash(secret))
}

// ResetLink returns the secret of a link that sets a new password for an address.
// For who runs an instance without mail.
func (s *Service) ResetLink(ctx context.Context, email string) (string, error) {
	found, err := s.members.Credential(ctx, email)
	if err != nil {
		return "", err
	}
	p := s.proof(ProofReset, ResetLife)
	p.Owner, p.Email, p.Password = found.Owner, email, found.Password
	secret := newSecret()
	return secret, s.proofs.AddProof(ctx, p, hash(secret))
}

func (s *Service) proof(purpose ProofPurpose, life time.Duration) Proof {
	now := s.now()
	return Proof{ID: newID(), Purpose: purpose, Role: Ordinary, Created: now, Expires: now.Add(life)}
}

// Settle sends the mail that a proof asks for. It is the work of a task: so the
// page that asked answers the same at once for every address.
func (s *Service) Settle(ctx context.Context, id string) error {
	p, err := s.proofs.Proof(ctx, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && p.Issued {
		return nil
	}
	if err != nil {
		return err
	}
	found, err := s.members.Credential(ctx, p.Email)
	known := err == nil
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	many, err := s.tooMany(ctx, p.Email)
	if err != nil {
		return err
	}
	switch {
	case many:
		return s.proofs.DropProof(ctx, id, owner.None, nil)
	case p.Purpose == ProofReset && known && found.Suspended.IsZero():
		return s.issueReset(ctx, p, found.Owner)
	case p.Purpose == ProofReset:
		return s.proofs.DropProof(ctx, id, owner.None, nil)
	case known && p.Purpose == ProofEmail:
		return s.proofs.DropProof(ctx, id, owner.None, nil)
	case known:
		m, err := s.members.Member(ctx, found.Owner)
		if err != nil {
			return err
		}
		l := m.mail(MailKnown, s.url()+"/reset")
		return s.proofs.DropProof(ctx, id, found.Owner, &l)
	case p.Purpose == ProofEmail:
		return s.issueProof(ctx, p, p.Owner, MailEmail)
	}
	return s.issueProof(ctx, p, owner.None, MailConfirm)
}

// How many messages strangers may have sent to one address.
const (
	mailsAnHour = 3
	mailsADay   = 10
)

// tooMany counts a message to an address that anybody may ask for. Who asks learns
// nothing of it; whoever reads that mailbox is spared.
func (s *Service) tooMany(ctx context.Context, email string) (bool, error) {
	now := s.now().UTC()
	hour, err := s.tries.CountTry(ctx, "mail "+now.Format("2006-01-02T15")+" "+email, now)
	if err != nil || hour > mailsAnHour {
		return true, err
	}
	day, err := s.tries.CountTry(ctx, "mail "+now.Format(time.DateOnly)+" "+email, now)
	return day > mailsADay, err
}

func (s *Service) issueReset(ctx context.Context, p Proof, who owner.ID) error {
	m, err := s.members.Member(ctx, who)
	if err != nil {
		return err
	}
	secret := newSecret()
	p.Password = m.Password // once that is another one, the link is too old
	return s.proofs.IssueProof(ctx, p, hash(secret), who, m.mail(MailReset, s.url()+"/prove/"+secret))
}

func (s *Service) issueProof(ctx context.Context, p Proof, to owner.ID, kind MailKind) error {
	secret := newSecret()
	l := Mail{Kind: kind, To: p.Email, Name: p.Name, Language: p.Language, Link: s.url() + "/prove/" + secret}
	if kind == MailConfirm {
		l.Name = "" // anybody could write anything to anybody in it
	}
	return s.proofs.IssueProof(ctx, p, hash(secret), to, l)
}

// errProof answers a link that is used, old or invented.
var errProof = fault.New(fault.NotFound, "account.proof_gone")

// ProofOf returns the proof that a link belongs to, without using it.
func (s *Service) ProofOf(ctx context.Context, secret string) (Proof, error) {
	p, err := s.proofs.ProofOf(ctx, hash(secret), s.now())
	if fault.KindOf(err) == fault.NotFound {
		return p, errProof
	}
	return p, err
}

// Prove uses a link: it makes the account, sets the new password or moves the
// address. password is the one chosen now: the account is for whoever proves the
// address, so nothing that was chosen before counts.
func (s *Service) Prove(ctx context.Context, secret, password string) (ProofPurpose, error) {
	p, err := s.ProofOf(ctx, secret)
	if err != nil {
		return "", err
	}
	chosen := ""
	if p.Purpose != ProofEmail {
		if err := checkPassword(password, p.Email, p.Name); err != nil {
			return p.Purpose, err
		}
		if chosen, err = s.hasher.Hash(ctx, password); err != nil {
			return p.Purpose, err
		}
	}
	if p, err = s.proofs.TakeProof(ctx, hash(secret), s.now()); err != nil {
		return p.Purpose, errProof
	}
	return p.Purpose, s.prove(ctx, p, chosen)
}

// prove does what a proof is for. The password of a reset that was changed since
// the link was asked for stays: of several links the first one counts.
func (s *Service) prove(ctx context.Context, p Proof, chosen string) error {
	switch p.Purpose {
	case ProofReset:
		found, err := s.members.Credential(ctx, p.Email)
		if err != nil {
			return errProof
		}
		return s.members.ChangeMember(ctx, found.Owner, func(m *Member) (Effects, error) {
			if m.Password != p.Password {
				return Effects{}, errProof
			}
			m.Password = chosen
			return Effects{Mails: []Mail{m.mail(MailPassword, "")}, Events: []Happening{PasswordChanged}, End: true}, nil
		})
	case ProofEmail:
		return s.members.ChangeMember(ctx, p.Owner, func(m *Member) (Effects, error) {
			old := m.mail(MailEmailGone, "")
			m.Email = p.Email
			return Effects{Mails: []Mail{old}, Events: []Happening{EmailChanged}}, nil
		})
	}
	m := Member{
		ID: owner.ID(newID()), Email: p.Email, Name: p.Name, Password: chosen, Role: p.Role,
		Language: p.Language, Created: s.now(),
	}
	return s.members.AddMember(ctx, m, Effects{Events: []Happening{Joined}})
}
