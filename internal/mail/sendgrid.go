package mail

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"jobops/internal/fault"
)

// Hosts of SendGrid. The European one needs a plan and a domain set up for it.
const (
	SendGridGlobal = "https://api.sendgrid.com"
	SendGridEurope = "https://api.eu.sendgrid.com"
)

// SendGridRecipient is its id in the inventory.
const SendGridRecipient = "sendgrid"

// Doer sends a request, see outbound.Client.
type Doer interface {
	Do(req *http.Request) (*http.Response, error)
}

// SendGrid hands messages to SendGrid's Web API v3. Opens and clicks are never
// counted: each message says so, whatever the account's settings are.
type SendGrid struct {
	out       Doer
	host, key string
	erase     string // key that may erase recipients, "" for none
}

// NewSendGrid returns the mailer of an account. key may send mail only; erase is
// a second key that may have recipients erased.
func NewSendGrid(out Doer, host, key, erase string) *SendGrid {
	return &SendGrid{out, host, key, erase}
}

// address is a name and an address as SendGrid writes them.
type address struct {
	Email string `json:"email"`
	Name  string `json:"name,omitempty"`
}

type part struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type personalization struct {
	To []address `json:"to"`
}

type off struct {
	Enable bool `json:"enable"`
}

type clicks struct {
	Enable     bool `json:"enable"`
	EnableText bool `json:"enable_text"`
}

type tracking struct {
	Click        clicks `json:"click_tracking"`
	Open         off    `json:"open_tracking"`
	Subscription off    `json:"subscription_tracking"`
	Analytics    off    `json:"ganalytics"`
}

// sending is the body of POST /v3/mail/send.
type sending struct {
	From             address           `json:"from"`
	Subject          string            `json:"subject"`
	Personalizations []personalization `json:"personalizations"`
	Content          []part            `json:"content"` // text before HTML
	CustomArgs       map[string]string `json:"custom_args"`
	Tracking         tracking          `json:"tracking_settings"`
}

// Send hands a message over. SendGrid has no idempotency: a request that got no
// answer may have been taken.
func (s *SendGrid) Send(ctx context.Context, m Message) error {
	id, _, _ := strings.Cut(m.ID, "@")
	status, err := s.post(ctx, "/v3/mail/send", s.key, sending{
		From: address{m.From.Address, m.From.Name}, Subject: m.Subject,
		Personalizations: []personalization{{To: []address{{m.To.Address, m.To.Name}}}},
		Content:          []part{{"text/plain", m.Text}, {"text/html", m.HTML}},
		CustomArgs:       map[string]string{"mail": id},
	})
	switch {
	case err != nil:
		return err
	case status == http.StatusAccepted || status == http.StatusOK:
		return nil
	case status == http.StatusBadRequest || status == http.StatusRequestEntityTooLarge || status == http.StatusUnsupportedMediaType:
		return fmt.Errorf("%w: status %d", ErrRefused, status)
	case status < 200 || status >= 300:
		return fmt.Errorf("mail: sendgrid: status %d", status)
	}
	return fmt.Errorf("%w: status %d", ErrUnknown, status)
}

// ForgetAddress has SendGrid erase what it keeps of an address (POST
// /v3/recipients/erasejob).
func (s *SendGrid) ForgetAddress(ctx context.Context, email string) error {
	if s.erase == "" {
		return errors.New("mail: sendgrid: no key that may erase recipients is configured")
	}
	status, err := s.post(ctx, "/v3/recipients/erasejob", s.erase, map[string][]string{"email_addresses": {email}})
	if err == nil && status != http.StatusAccepted {
		err = fmt.Errorf("mail: sendgrid: erase: status %d", status)
	}
	return err
}

func (s *SendGrid) post(ctx context.Context, path, key string, body any) (status int, err error) {
	data, err := json.Marshal(body)
	if err != nil {
		return 0, fmt.Errorf("mail: sendgrid: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.host+path, bytes.NewReader(data))
	if err != nil {
		return 0, fmt.Errorf("mail: sendgrid: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.out.Do(req)
	if err != nil {
		if fault.KindOf(err) == fault.Invalid {
			return 0, err // refused before anything was sent
		}
		return 0, fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // what it says may quote the address
	return resp.StatusCode, resp.Body.Close()
}
