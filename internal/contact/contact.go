// Package contact is the way to whoever runs an instance: a message with name,
// address, subject and text, read and answered by an operator.
//
//	err := s.Send(ctx, me, contact.Message{Name: "Sam Rivers", Email: "sam@example.com", Subject: "…", Text: "…"})
//	err = s.Answer(ctx, id, "…")
//
// Each message is sealed under a key of its own, a stranger's too, and goes after
// 24 months. One about a person's data also becomes a line of the register of
// requests, which has a due day. How often somebody may write is the router's
// business.
package contact

import (
	"context"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// ID names a message.
type ID string

// Message is what somebody wrote.
type Message struct {
	ID       ID
	Owner    owner.ID // None for a person without an account
	Name     string
	Email    string
	Subject  string
	Text     string
	Answer   string
	Language string
	Request  int // number in the register of requests, 0 for none
	Created  time.Time
	Answered time.Time // zero while open
}

// Store keeps messages, sealed.
type Store interface {
	AddMessage(ctx context.Context, m Message) error
	// Messages lists all, open ones first, the newest first among each.
	Messages(ctx context.Context) ([]Message, error)
	// Message returns one; fault.NotFound.
	Message(ctx context.Context, id ID) (Message, error)
	// AnswerMessage keeps an answer and queues its delivery, in one transaction;
	// fault.Conflict for a message that has one.
	AnswerMessage(ctx context.Context, m Message) error
}

// Register numbers a request about a person's data and returns its number.
type Register func(ctx context.Context, signedIn bool) (int, error)

// Service is what pages call.
type Service struct {
	store    Store
	register Register
	now      func() time.Time
}

// New returns a service.
func New(store Store, register Register, now func() time.Time) *Service {
	return &Service{store, register, now}
}

// Limits of a message.
const (
	maxName    = 100
	maxSubject = 200
	maxText    = 10_000
)

// Send keeps a message. about says that it concerns the sender's own data.
func (s *Service) Send(ctx context.Context, m Message, about bool) error {
	if err := m.check(); err != nil {
		return err
	}
	m.ID, m.Created = ID(uuid.Must(uuid.NewV7()).String()), s.now()
	if about {
		var err error
		if m.Request, err = s.register(ctx, m.Owner.Valid()); err != nil {
			return err
		}
	}
	return s.store.AddMessage(ctx, m)
}

func (m *Message) check() error {
	m.Name, m.Subject = strings.Join(strings.Fields(m.Name), " "), strings.Join(strings.Fields(m.Subject), " ")
	m.Email, m.Text = strings.TrimSpace(m.Email), strings.TrimSpace(m.Text)
	at, err := mail.ParseAddress(m.Email)
	switch {
	case m.Name == "" || utf8.RuneCountInString(m.Name) > maxName:
		return fault.New(fault.Invalid, "contact.name_invalid")
	case err != nil || at.Address != m.Email || len(m.Email) > 254:
		return fault.New(fault.Invalid, "contact.email_invalid")
	case m.Subject == "" || utf8.RuneCountInString(m.Subject) > maxSubject:
		return fault.New(fault.Invalid, "contact.subject_invalid", maxSubject)
	case m.Text == "":
		return fault.New(fault.Invalid, "contact.text_invalid")
	case utf8.RuneCountInString(m.Text) > maxText:
		return fault.New(fault.Invalid, "contact.text_long", maxText)
	}
	return nil
}

// Messages lists all messages for an operator.
func (s *Service) Messages(ctx context.Context) ([]Message, error) { return s.store.Messages(ctx) }

// Message returns one for an operator.
func (s *Service) Message(ctx context.Context, id ID) (Message, error) {
	return s.store.Message(ctx, id)
}

// Answer keeps an answer and has it delivered.
func (s *Service) Answer(ctx context.Context, id ID, text string) error {
	text = strings.TrimSpace(text)
	if text == "" || utf8.RuneCountInString(text) > maxText {
		return fault.New(fault.Invalid, "contact.answer_invalid", maxText)
	}
	m, err := s.store.Message(ctx, id)
	if err != nil {
		return err
	}
	if !m.Answered.IsZero() {
		return fault.New(fault.Conflict, "contact.answered")
	}
	m.Answer, m.Answered = text, s.now()
	return s.store.AnswerMessage(ctx, m)
}
