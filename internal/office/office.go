// Package office is what whoever runs an instance sees and does there: people and
// their plans, work that failed, mail that waits, reports. It shows metadata, and
// never what a person wrote, unless that person has given support leave for a
// time (Grant), and then each look is noted where the person sees it.
package office

import (
	"context"
	"slices"
	"time"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Person is an account as an operator sees it.
type Person struct {
	account.Member
	CVs      int64
	Sessions int64
	Grant    time.Time // until when support may look, zero for not at all
}

// Task is work that failed for good.
type Task struct {
	ID    int64
	Kind  string
	Tries int
}

// Mail is a message on its way, without its words.
type Mail struct {
	Kind, State   string
	Created, Sent time.Time
}

// Report is the newest run of the checks.
type Report struct {
	Ended   time.Time
	Mode    string
	Outcome string // "holds", "broken", "unchecked"; "" when none ran
}

// Store reads what the pages show.
type Store interface {
	// People lists accounts, the newest first, so many at most.
	People(ctx context.Context, most int) ([]Person, error)
	Person(ctx context.Context, id owner.ID) (Person, error)
	FailedTasks(ctx context.Context, most int) ([]Task, error)
	Mails(ctx context.Context, most int) ([]Mail, error)
	LastReport(ctx context.Context) (Report, error)
	// SetGrant gives support leave until a time, or takes it back.
	SetGrant(ctx context.Context, owner owner.ID, until time.Time) error
}

// Members changes accounts.
type Members interface {
	Member(ctx context.Context, owner owner.ID) (account.Member, error)
	ChangeMember(ctx context.Context, owner owner.ID, change func(*account.Member) (account.Effects, error)) error
	Note(ctx context.Context, owner owner.ID, h account.Happening) error
}

// Tasks is the queue, as far as work is concerned that failed for good.
type Tasks interface {
	// Retry lets it try again, Forget takes it away; fault.NotFound otherwise.
	Retry(ctx context.Context, id int64) error
	Forget(ctx context.Context, id int64) error
}

// Service is what the operator's pages call.
type Service struct {
	Store
	Tasks
	members Members
	plans   []string
	now     func() time.Time
}

// New returns a service; plans are those that may be given.
func New(store Store, tasks Tasks, members Members, plans []string, now func() time.Time) *Service {
	return &Service{store, tasks, members, plans, now}
}

// Plans lists the plans that may be given; "" is the one of the configuration.
func (s *Service) Plans() []string { return slices.Clone(s.plans) }

// Suspend closes an account: its sessions end and nobody signs in to it. Nothing
// is deleted. Nobody closes their own.
func (s *Service) Suspend(ctx context.Context, operator, who owner.ID) error {
	if operator == who {
		return fault.New(fault.Conflict, "office.not_yourself")
	}
	return s.members.ChangeMember(ctx, who, func(m *account.Member) (account.Effects, error) {
		if !m.Suspended.IsZero() {
			return account.Effects{}, nil
		}
		m.Suspended = s.now()
		letter := account.Mail{Kind: account.MailSuspended, To: m.Email, Name: m.Name, Language: m.Language}
		return account.Effects{Mails: []account.Mail{letter}, Events: []account.Happening{account.Suspended}, End: true}, nil
	})
}

// Restore opens an account again.
func (s *Service) Restore(ctx context.Context, who owner.ID) error {
	return s.members.ChangeMember(ctx, who, func(m *account.Member) (account.Effects, error) {
		m.Suspended = time.Time{}
		return account.Effects{Events: []account.Happening{account.Restored}}, nil
	})
}

// SetPlan gives an account a plan.
func (s *Service) SetPlan(ctx context.Context, who owner.ID, plan string) error {
	if plan != "" && !slices.Contains(s.plans, plan) {
		return fault.New(fault.Invalid, "office.no_plan")
	}
	return s.members.ChangeMember(ctx, who, func(m *account.Member) (account.Effects, error) {
		m.Plan = plan
		return account.Effects{Events: []account.Happening{account.PlanChanged}}, nil
	})
}

// EndSessions ends every session of an account.
func (s *Service) EndSessions(ctx context.Context, who owner.ID) error {
	return s.members.ChangeMember(ctx, who, func(*account.Member) (account.Effects, error) {
		return account.Effects{Events: []account.Happening{account.SessionsEnded}, End: true}, nil
	})
}

// The lengths for which a person may give support leave.
var grantLives = map[string]time.Duration{"hour": time.Hour, "day": 24 * time.Hour, "": 0}

// Grant gives support leave to look at a person's account for a time, or takes it
// back. Only the person themself does that.
func (s *Service) Grant(ctx context.Context, who owner.ID, length string) error {
	life, ok := grantLives[length]
	if !ok {
		return fault.New(fault.Invalid, "office.no_length")
	}
	until := time.Time{}
	happened := account.GrantEnded
	if life > 0 {
		until, happened = s.now().Add(life), account.GrantGiven
	}
	if err := s.SetGrant(ctx, who, until); err != nil {
		return err
	}
	return s.members.Note(ctx, who, happened)
}

// Look lets support see a person's account, and notes it where the person sees
// it. Without leave it is fault.Forbidden.
func (s *Service) Look(ctx context.Context, who owner.ID) (Person, error) {
	p, err := s.Person(ctx, who)
	if err != nil {
		return p, err
	}
	if !p.Grant.After(s.now()) {
		return p, fault.New(fault.Forbidden, "office.no_grant")
	}
	return p, s.members.Note(ctx, who, account.SupportLooked)
}
