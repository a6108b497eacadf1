package store

import (
	"context"
	"errors"

	"jobops/internal/account"
	"jobops/internal/contact"
	"jobops/internal/dbx"
	"jobops/internal/fault"
	"jobops/internal/owner"
	"jobops/internal/seal"
)

// sealedMessage is a row of messages as it is stored.
type sealedMessage struct {
	contact.Message
	holder                             owner.ID
	key                                string
	name, email, subject, body, answer []byte
}

const messageColumns = `m.id, m.owner_id, m.key_id, m.name, m.email, m.subject, m.body, m.answer, m.locale, m.request, m.created_at, m.answered_at
	FROM messages m JOIN key_refs k ON k.id = m.key_id AND k.state = 'live'`

func scanMessage(r dbx.Row) (sealedMessage, error) {
	var m sealedMessage
	err := r.Scan(&m.ID, &m.holder, &m.key, &m.name, &m.email, &m.subject, &m.body, &m.answer, &m.Language, &m.Request,
		(*dbx.Micros)(&m.Created), (*dbx.Micros)(&m.Answered))
	return m, notFound(err)
}

func (s *Store) openMessage(ctx context.Context, m sealedMessage) (contact.Message, error) {
	house, err := s.house(ctx)
	if err != nil {
		return m.Message, err
	}
	if m.holder != house {
		m.Owner = m.holder
	}
	b := box{s.keys, m.key, m.holder, string(m.ID)}
	for _, c := range []struct {
		column   string
		envelope []byte
		into     *string
	}{
		{"messages.name", m.name, &m.Name}, {"messages.email", m.email, &m.Email}, {"messages.subject", m.subject, &m.Subject},
		{"messages.body", m.body, &m.Text}, {"messages.answer", m.answer, &m.Answer},
	} {
		if c.envelope == nil {
			continue
		}
		if err := b.openText(ctx, c.column, c.envelope, c.into); err != nil {
			return m.Message, err
		}
	}
	return m.Message, nil
}

// AddMessage keeps a message under a key of its own, of its sender's account or
// of the instance.
func (s *Store) AddMessage(ctx context.Context, m contact.Message) error {
	holder, err := m.Owner, error(nil)
	if !holder.Valid() {
		if holder, err = s.house(ctx); err != nil {
			return err
		}
	}
	key, err := s.keys.NewKey(ctx, holder, seal.MessageKey, string(m.ID))
	if err != nil {
		return err
	}
	if err := s.insertMessage(ctx, m, holder, key); err != nil {
		return errors.Join(err, s.keys.Destroy(ctx, key))
	}
	return nil
}

func (s *Store) insertMessage(ctx context.Context, m contact.Message, holder owner.ID, key string) error {
	b := box{s.keys, key, holder, string(m.ID)}
	var sealed [4][]byte
	for i, c := range [][2]string{{"messages.name", m.Name}, {"messages.email", m.Email}, {"messages.subject", m.Subject}, {"messages.body", m.Text}} {
		var err error
		if sealed[i], err = b.text(ctx, c[0], c[1]); err != nil {
			return err
		}
	}
	_, err := s.of(holder).Exec(ctx, `INSERT INTO messages (id, owner_id, key_id, name, email, subject, body, locale, request, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.ID, holder, key, sealed[0], sealed[1], sealed[2], sealed[3], m.Language, m.Request, dbx.Micros(m.Created))
	return err
}

// mostMessages is how many are listed.
const mostMessages = 200

// Messages lists all, open ones first.
func (s *Store) Messages(ctx context.Context) ([]contact.Message, error) {
	rows, err := rowsOf(ctx, s.across(dbx.Office), scanMessage, `SELECT `+messageColumns+`
		ORDER BY CASE WHEN m.answered_at IS NULL THEN 0 ELSE 1 END, m.created_at DESC LIMIT $1`, mostMessages)
	if err != nil {
		return nil, err
	}
	all := make([]contact.Message, len(rows))
	for i, row := range rows {
		if all[i], err = s.openMessage(ctx, row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Message returns one message.
func (s *Store) Message(ctx context.Context, id contact.ID) (contact.Message, error) {
	m, err := scanMessage(s.across(dbx.Office).QueryRow(ctx, `SELECT `+messageColumns+` WHERE m.id = $1`, id))
	if err != nil {
		return m.Message, err
	}
	return s.openMessage(ctx, m)
}

// AnswerMessage keeps an answer and queues its delivery.
func (s *Store) AnswerMessage(ctx context.Context, m contact.Message) error {
	row, err := scanMessage(s.across(dbx.Office).QueryRow(ctx, `SELECT `+messageColumns+` WHERE m.id = $1`, m.ID))
	if err != nil {
		return err
	}
	answer, err := (box{s.keys, row.key, row.holder, string(m.ID)}).text(ctx, "messages.answer", m.Answer)
	if err != nil {
		return err
	}
	out := account.Mail{Kind: account.MailReply, To: m.Email, Name: m.Name, Language: m.Language, Subject: "Re: " + m.Subject, Text: m.Answer}
	mails, err := s.sealMails(ctx, row.holder, []account.Mail{out})
	if err != nil {
		return err
	}
	return s.of(row.holder).InTx(ctx, func(tx dbx.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE messages SET answer = $1, answered_at = $2 WHERE id = $3 AND answered_at IS NULL`,
			answer, dbx.Micros(m.Answered), m.ID)
		if err == nil && n == 0 {
			return fault.Conflict
		}
		if err != nil {
			return err
		}
		return s.addMail(ctx, tx, mails[0])
	})
}
