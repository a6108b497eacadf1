package store

import (
	"context"

	"jobops/internal/account"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
)

// States of a message.
const (
	MailQueued  = "queued"
	MailSending = "sending" // handed to a mailer whose answer is not known
	MailSent    = "sent"
	MailFailed  = "failed"
)

// ClaimMail returns a message that may be delivered now and marks it as being
// sent. fault.NotFound when it is gone, was delivered, or may have been: what
// became of a try that never answered is not known, and a message is not sent
// twice.
func (s *Store) ClaimMail(ctx context.Context, owner owner.ID, id string) (account.Mail, error) {
	var l account.Mail
	var body []byte
	err := s.of(owner).InTx(ctx, func(tx dbx.Tx) error {
		return tx.QueryRow(ctx, `UPDATE mails SET state = $1 WHERE id = $2 AND owner_id = $3 AND state = $4 RETURNING body`,
			MailSending, id, owner, MailQueued).Scan(&body)
	})
	if err != nil {
		return l, notFound(err)
	}
	err = box{s.keys, "", owner, id}.openJSON(ctx, "mails.body", body, &l)
	return l, err
}

// EndMail notes what became of a try. A mail that was sent, or never will be,
// loses its text.
func (s *Store) EndMail(ctx context.Context, owner owner.ID, id, state string) error {
	if state == MailQueued {
		return found(s.of(owner).Exec(ctx, `UPDATE mails SET state = $1 WHERE id = $2 AND owner_id = $3`, state, id, owner))
	}
	err := found(s.of(owner).Exec(ctx, `UPDATE mails SET state = $1, body = NULL, sent_at = $2 WHERE id = $3 AND owner_id = $4`,
		state, dbx.Micros(s.now()), id, owner))
	if fault.KindOf(err) == fault.NotFound {
		return nil // the account went meanwhile
	}
	return err
}
