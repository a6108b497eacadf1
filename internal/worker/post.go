package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/mail"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store"
	"jobops/internal/task"
)

// Mails keeps mails until they are delivered.
type Mails interface {
	// ClaimMail returns a message that waits, once; fault.NotFound otherwise.
	ClaimMail(ctx context.Context, owner owner.ID, id string) (account.Mail, error)
	// EndMail notes what became of it.
	EndMail(ctx context.Context, owner owner.ID, id, state string) error
}

// Post delivers mails.
type Post struct {
	Mails  Mails
	Mailer mail.Mailer
	Sender mail.Sender
	// Recipient is the processor that gets the message, "" for a folder here.
	Recipient string
	Ledger    *privacy.Ledger
	Now       func() time.Time
}

// Deliver sends one mail. It is sent at most once: a try that may have
// succeeded is not repeated, and one that surely did not is.
func (p Post) Deliver(ctx context.Context, t task.Task) error {
	l, err := p.Mails.ClaimMail(ctx, t.Owner, t.Subject)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("worker: mail %s: %w", t.Subject, err)
	}
	m, err := mail.Compose(l, t.Subject, p.Sender, p.Now())
	if err == nil {
		err = p.send(ctx, t.Owner, m)
	}
	end := context.WithoutCancel(ctx)
	switch {
	case err == nil:
		return p.Mails.EndMail(end, t.Owner, t.Subject, store.MailSent)
	case errors.Is(err, mail.ErrRefused), errors.Is(err, mail.ErrUnknown), fault.KindOf(err) == fault.Restricted:
		return errors.Join(p.Mails.EndMail(end, t.Owner, t.Subject, store.MailFailed))
	}
	return errors.Join(err, p.Mails.EndMail(end, t.Owner, t.Subject, store.MailQueued))
}

func (p Post) send(ctx context.Context, who owner.ID, m mail.Message) error {
	if p.Recipient == "" {
		return p.Mailer.Send(ctx, m)
	}
	d := privacy.Disclosure{Processor: p.Recipient, Purpose: inventory.Accounts, Classes: []string{"email", "name", "message"}}
	return p.Ledger.Disclose(ctx, who, d, []byte(m.Text), func(ctx context.Context) error { return p.Mailer.Send(ctx, m) })
}
