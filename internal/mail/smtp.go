package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Relay is where an SMTP mailer hands messages over.
type Relay struct {
	Host, Port     string
	Implicit       bool // TLS from the first byte (smtps), else STARTTLS
	User, Password string
}

// ParseRelay reads smtp://user:password@host:587 (STARTTLS) or smtps://…:465. An
// error does not repeat the address, which holds a password.
func ParseRelay(text string) (Relay, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return Relay{}, errors.New("the address of the mail relay is not smtp://user:password@host:587 or smtps://user:password@host:465")
	}
	r := Relay{Host: u.Hostname(), Port: u.Port(), Implicit: u.Scheme == "smtps"}
	if r.Port == "" {
		r.Port = map[bool]string{true: "465", false: "587"}[r.Implicit]
	}
	if u.User != nil {
		r.User = u.User.Username()
		r.Password, _ = u.User.Password()
	}
	return r, nil
}

// smtpTimeout bounds one message.
const smtpTimeout = 30 * time.Second

// SMTP hands messages to a relay, each on a connection of its own.
type SMTP struct {
	relay Relay
	dial  func(ctx context.Context, address string) (net.Conn, error)
	tls   *tls.Config
}

// NewSMTP returns the mailer of a relay. dial opens connections to it, config is
// for TLS and gets the relay's name.
func NewSMTP(r Relay, dial func(ctx context.Context, address string) (net.Conn, error), config *tls.Config) *SMTP {
	config = config.Clone()
	config.ServerName = r.Host
	return &SMTP{r, dial, config}
}

// Send delivers a message. Nothing is sent without TLS, the password least of all,
// unless the relay is this machine.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	data, err := m.Bytes()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, smtpTimeout)
	defer cancel()
	c, err := s.connect(ctx)
	if err != nil {
		return fmt.Errorf("mail: relay: %w", answered(err))
	}
	defer func() { _ = c.Close() }()
	if err := s.deliver(c, m, data); err != nil {
		return err
	}
	_ = c.Quit() // it was taken; what the relay says now changes nothing
	return nil
}

func (s *SMTP) connect(ctx context.Context) (*smtp.Client, error) {
	conn, err := s.dial(ctx, net.JoinHostPort(s.relay.Host, s.relay.Port))
	if err != nil {
		return nil, err
	}
	if until, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(until); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	var c *smtp.Client
	switch {
	case s.relay.Implicit:
		c = smtp.NewClient(tls.Client(conn, s.tls))
	case s.local() && s.relay.User == "":
		c = smtp.NewClient(conn)
	default:
		if c, err = smtp.NewClientStartTLS(conn, s.tls); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	c.CommandTimeout, c.SubmissionTimeout = smtpTimeout, smtpTimeout
	if s.relay.User != "" {
		if err := c.Auth(sasl.NewPlainClient("", s.relay.User, s.relay.Password)); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

func (s *SMTP) local() bool {
	ip := net.ParseIP(s.relay.Host)
	return s.relay.Host == "localhost" || ip != nil && ip.IsLoopback()
}

func (s *SMTP) deliver(c *smtp.Client, m Message, data []byte) error {
	if err := c.Mail(m.From.Address, nil); err != nil {
		return fmt.Errorf("mail: sender: %w", answered(err))
	}
	if err := c.Rcpt(m.To.Address, nil); err != nil {
		return fmt.Errorf("mail: recipient: %w", answered(err))
	}
	w, err := c.Data()
	if err != nil {
		return fmt.Errorf("mail: data: %w", answered(err))
	}
	if _, err := io.Copy(w, strings.NewReader(string(data))); err != nil {
		// Without the final dot nothing was delivered.
		return fmt.Errorf("mail: data: %w", answered(err))
	}
	if err := w.Close(); err != nil {
		if _, ok := errors.AsType[*smtp.SMTPError](err); ok {
			return fmt.Errorf("mail: data: %w", answered(err))
		}
		return fmt.Errorf("%w: the relay did not answer", ErrUnknown)
	}
	return nil
}

// answered keeps of a relay's answer its code: the rest may quote an address.
func answered(err error) error {
	e, ok := errors.AsType[*smtp.SMTPError](err)
	switch {
	case !ok:
		return errors.New("no connection")
	case e.Code >= 500 && e.Code != 530 && e.Code != 535:
		return fmt.Errorf("%w: code %d", ErrRefused, e.Code)
	}
	return fmt.Errorf("code %d", e.Code)
}
