// Package mail delivers messages to people: into a folder (the default), by SMTP
// or by SendGrid.
//
//	m, err := mail.Compose(letter, mail.Sender{Address: "jobops@example.com", Host: "jobops.example.com"})
//	err = mailer.Send(ctx, m)
//
// A message has a text and the same as HTML without anything remote: no picture,
// no style sheet, no link that counts clicks. Its words are in the person's
// language. An error says whether the message may have been delivered all the
// same (ErrUnknown): then it is not sent again. ErrRefused is for good; any other
// error is worth another try.
//
// The package keeps nothing and queues nothing: package store holds letters,
// sealed, and package worker hands them over one by one.
package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"jobops/internal/account"
	"jobops/internal/i18n"
)

// What may become of a message besides success.
var (
	ErrRefused = errors.New("mail: refused for good")
	ErrUnknown = errors.New("mail: not known whether it was delivered")
)

// Mailer delivers messages.
type Mailer interface {
	Send(ctx context.Context, m Message) error
}

// Sender is who messages come from.
type Sender struct {
	Name    string // "" is JobOps
	Address string
	Host    string // of the instance, for the ids of messages
}

// Message is a message ready to be sent.
type Message struct {
	ID       string // opaque, the same at each try
	From, To mail.Address
	Subject  string
	Text     string // lines end with \n
	HTML     string
	Date     time.Time
}

// Compose writes a letter in its language. id is that of the letter.
func Compose(l account.Mail, id string, from Sender, at time.Time) (Message, error) {
	lang := i18n.Negotiate(l.Language)
	m := Message{
		ID: id + "@" + from.Host, From: mail.Address{Name: from.Name, Address: from.Address},
		To: mail.Address{Name: oneLine(l.Name), Address: l.To}, Subject: oneLine(subject(lang, l)), Date: at,
	}
	if m.From.Name == "" {
		m.From.Name = "JobOps"
	}
	if _, err := mail.ParseAddress(m.To.String()); err != nil || strings.ContainsAny(l.To, "\r\n") {
		return m, fmt.Errorf("%w: no address", ErrRefused)
	}
	b := body{Lang: string(lang), Greeting: greeting(lang, l), Paragraphs: paragraphs(lang, l), Link: l.Link, Foot: i18n.T(lang, "mail.foot", from.Host)}
	m.Text = b.text()
	var html bytes.Buffer
	if err := page(b).Render(context.Background(), &html); err != nil {
		return m, fmt.Errorf("mail: compose: %w", err)
	}
	m.HTML = html.String()
	return m, nil
}

// body is what both forms of a message say.
type body struct {
	Lang, Greeting string
	Paragraphs     []string
	Link, Foot     string
}

func (b body) text() string {
	parts := append([]string{b.Greeting}, b.Paragraphs...)
	if b.Link != "" {
		parts = append(parts, b.Link)
	}
	return strings.Join(append(parts, "-- \n"+b.Foot), "\n\n") + "\n"
}

func greeting(lang i18n.Lang, l account.Mail) string {
	if l.Name == "" {
		return i18n.T(lang, "mail.hello_nobody")
	}
	return i18n.T(lang, "mail.hello", oneLine(l.Name))
}

func subject(lang i18n.Lang, l account.Mail) string {
	switch l.Kind {
	case account.MailConfirm:
		return i18n.T(lang, "mail.confirm.subject")
	case account.MailKnown:
		return i18n.T(lang, "mail.known.subject")
	case account.MailReset:
		return i18n.T(lang, "mail.reset.subject")
	case account.MailPassword:
		return i18n.T(lang, "mail.password.subject")
	case account.MailEmail:
		return i18n.T(lang, "mail.email.subject")
	case account.MailEmailGone:
		return i18n.T(lang, "mail.moved.subject")
	case account.MailFactor:
		return i18n.T(lang, "mail.factor.subject")
	case account.MailPasskey:
		return i18n.T(lang, "mail.passkey.subject")
	case account.MailSuspended:
		return i18n.T(lang, "mail.suspended.subject")
	}
	return l.Subject
}

func paragraphs(lang i18n.Lang, l account.Mail) []string {
	switch l.Kind {
	case account.MailConfirm:
		return []string{i18n.T(lang, "mail.confirm.text"), i18n.T(lang, "mail.day")}
	case account.MailKnown:
		return []string{i18n.T(lang, "mail.known.text")}
	case account.MailReset:
		return []string{i18n.T(lang, "mail.reset.text"), i18n.T(lang, "mail.quarter")}
	case account.MailPassword:
		return []string{i18n.T(lang, "mail.password.text")}
	case account.MailEmail:
		return []string{i18n.T(lang, "mail.email.text"), i18n.T(lang, "mail.day")}
	case account.MailEmailGone:
		return []string{i18n.T(lang, "mail.moved.text")}
	case account.MailFactor:
		return []string{i18n.T(lang, "mail.factor.text")}
	case account.MailPasskey:
		return []string{i18n.T(lang, "mail.passkey.text")}
	case account.MailSuspended:
		return []string{i18n.T(lang, "mail.suspended.text")}
	}
	return []string{l.Text}
}

// oneLine keeps a text from beginning a header of its own.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Bytes is the message as it goes over the wire (RFC 5322, MIME): headers encoded,
// lines of 76 characters at most, CRLF.
func (m Message) Bytes() ([]byte, error) {
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	var head bytes.Buffer
	for _, h := range [][2]string{
		{"From", m.From.String()}, {"To", m.To.String()}, {"Subject", mime.QEncoding.Encode("utf-8", m.Subject)},
		{"Date", m.Date.UTC().Format(time.RFC1123Z)}, {"Message-ID", "<" + m.ID + ">"}, {"MIME-Version", "1.0"}, {"Auto-Submitted", "auto-generated"},
		{"Content-Type", "multipart/alternative;\r\n boundary=\"" + parts.Boundary() + `"`},
	} {
		fmt.Fprintf(&head, "%s: %s\r\n", h[0], h[1])
	}
	head.WriteString("\r\n")
	for _, part := range [][2]string{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		w, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type": {part[0] + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return nil, err
		}
		q := quotedprintable.NewWriter(w)
		if _, err := q.Write([]byte(strings.ReplaceAll(part[1], "\n", "\r\n"))); err != nil {
			return nil, err
		}
		if err := q.Close(); err != nil {
			return nil, err
		}
	}
	if err := parts.Close(); err != nil {
		return nil, err
	}
	return append(head.Bytes(), b.Bytes()...), nil
}
