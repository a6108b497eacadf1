package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"jobops/internal/account"
	"jobops/internal/contact"
	"jobops/internal/inventory"
	"jobops/internal/mail"
	"jobops/internal/office"
	"jobops/internal/outbound"
	"jobops/internal/privacy"
	"jobops/internal/queue"
	"jobops/internal/store"
	"jobops/internal/worker"
)

// Public is how people reach an instance that serves several.
type Public struct {
	URL    string // https://jobops.example.org; "" is this machine only
	Hops   int    // proxies in front, whose X-Forwarded-For counts
	SignUp string // who may begin an account: "open", "closed", "" is open where mail is delivered
}

// secure reports whether people come over https.
func (p Public) secure() bool { return strings.HasPrefix(p.URL, "https://") }

// host is the name under which people ask for it.
func (p Public) host() []string {
	u, err := url.Parse(p.URL)
	if err != nil || u.Host == "" {
		return nil
	}
	return []string{u.Host}
}

func (p Public) check() error {
	if p.URL == "" {
		return nil
	}
	u, err := url.Parse(p.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return fmt.Errorf("the public address %q is not https://host: without https a session could be read on its way", p.URL)
	}
	return nil
}

// Mail is who delivers messages, at most one of them.
type Mail struct {
	Relay    string // smtp://user:password@host:587 or smtps://…
	From     string // address of the sender
	SendGrid SendGrid
}

// SendGrid is an account there.
type SendGrid struct {
	Key    string // may send mail
	Erase  string // may have recipients erased
	Europe bool

	reach outbound.Doer // in tests, instead of the network
	api   string        // in tests, instead of SendGrid's
}

// recipient is the id of the processor that gets messages, "" for none.
func (m Mail) recipient() string {
	switch {
	case m.SendGrid.Key != "":
		return mail.SendGridRecipient
	case m.Relay != "":
		return "smtp"
	}
	return ""
}

func (m Mail) check() error {
	if m.Relay != "" && m.SendGrid.Key != "" {
		return errors.New("mail: both a relay and SendGrid are configured; choose one")
	}
	if m.SendGrid.Key != "" && m.SendGrid.Erase == "" {
		return errors.New("mail: the SendGrid key that may have recipients erased is missing; without it no deletion of an account could end")
	}
	if m.recipient() != "" && m.From == "" {
		return errors.New("mail: the sender's address is missing")
	}
	return nil
}

// Limits of an exchange with SendGrid.
const (
	sendGridTimeout = 20 * time.Second
	sendGridReply   = 64 << 10
)

// mailer builds the configured mailer; the folder where none is.
func (c Config) mailer() (mail.Mailer, error) {
	if err := c.Mail.check(); err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	out := outbound.New(inventory.Load(), c.configured()...)
	switch c.Mail.recipient() {
	case mail.SendGridRecipient:
		return c.sendGrid(out)
	case "smtp":
		relay, err := mail.ParseRelay(c.Mail.Relay)
		if err != nil {
			return nil, fmt.Errorf("app: %w", err)
		}
		dial, err := out.Relay("smtp", relay.Host+":"+relay.Port)
		if err != nil {
			return nil, fmt.Errorf("app: %w", err)
		}
		return mail.NewSMTP(relay, dial, outbound.TLS()), nil
	}
	return mail.NewFolder(c.outbox()), nil
}

func (c Config) sendGrid(out *outbound.Factory) (*mail.SendGrid, error) {
	if at := c.Mail.SendGrid; at.reach != nil {
		return mail.NewSendGrid(at.reach, at.api, at.Key, at.Erase), nil
	}
	client, err := out.Processor(mail.SendGridRecipient, outbound.Limit{Timeout: sendGridTimeout, Reply: sendGridReply})
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	host := mail.SendGridGlobal
	if c.Mail.SendGrid.Europe {
		host = mail.SendGridEurope
	}
	return mail.NewSendGrid(client, host, c.Mail.SendGrid.Key, c.Mail.SendGrid.Erase), nil
}

// sender is who messages come from.
func (c Config) sender() mail.Sender {
	s := mail.Sender{Address: c.Mail.From, Host: "localhost"}
	if u, err := url.Parse(c.Public.URL); err == nil && u.Host != "" {
		s.Host = u.Hostname()
	}
	if s.Address == "" {
		s.Address = "jobops@" + s.Host
	}
	return s
}

// open reports whether anybody may begin an account.
func (c Config) open() bool {
	return c.Public.SignUp == "open" || c.Public.SignUp == "" && c.Mail.recipient() != ""
}

// people builds the service of accounts.
func (a *App) people(st *store.Store) error {
	hasher, err := account.NewHasher(a.Config.hashMemory)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	users, err := a.Config.clerkUsers()
	if err = errors.Join(err, a.Config.Clerk.check()); err != nil {
		return fmt.Errorf("app: %w", err)
	}
	a.Account = account.New(account.Parts{
		Tokens: st, People: st, Drafts: st, Members: st, Proofs: st, Sessions: st, Tries: st, Passkeys: st, Portals: portals{st, users, func() *privacy.Ledger { return a.Ledger }},
		Hasher: hasher, URL: a.origin, Open: a.Config.open(), Invited: a.Config.Public.SignUp == "closed", Now: time.Now,
	})
	return nil
}

// buildOffice builds the way to the operator and what they see.
func (a *App) buildOffice(st *store.Store, tasks *queue.Queue) {
	register := func(ctx context.Context, signedIn bool) (int, error) {
		identity := "none"
		if signedIn {
			identity = "signed_in"
		}
		r, err := a.Register.Receive(ctx, "other", "self_service", identity, time.Now())
		return r.Number, err
	}
	a.Contact = contact.New(st, register, time.Now)
	a.Office = office.New(st, tasks, st, slices.Sorted(maps.Keys(a.Config.Plans.All)), time.Now)
}

// post builds what delivers letters.
func (a *App) post(st *store.Store) (worker.Post, error) {
	mailer, err := a.Config.mailer()
	return worker.Post{
		Mails: st, Mailer: mailer, Sender: a.Config.sender(), Recipient: a.Config.Mail.recipient(), Ledger: a.Ledger, Now: time.Now,
	}, err
}

// origin is the address under which people know the instance.
func (a *App) origin() string {
	if a.Config.Public.URL != "" {
		return strings.TrimSuffix(a.Config.Public.URL, "/")
	}
	port := a.port.Load()
	if port == 0 && a.Config.Addr != "" {
		return "http://" + a.Config.Addr
	}
	if port == 0 {
		return "http://" + DefaultAddr
	}
	return fmt.Sprintf("http://localhost:%d", port)
}

// Link is the address of a page.
func (a *App) Link(path string) string { return a.origin() + path }

// cookie names the session cookie: over https one that no other host of the
// domain can set.
func (c Config) cookie() string {
	if c.Public.secure() {
		return "__Host-session"
	}
	return localCookie
}

// mayServe refuses to serve people on other machines before everything that they
// are promised is in place.
func (a *App) mayServe(ctx context.Context, addr string) error {
	several, err := a.Account.Several(ctx)
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	if err := errors.Join(a.Config.Public.check(), a.Config.checkAddress(addr, several)); err != nil {
		return err
	}
	if a.Config.Public.URL == "" {
		return nil
	}
	inv, err := a.Config.declared()
	if err != nil {
		return err
	}
	if err := inv.Production(a.Config.Public.URL, a.Config.configured()...); err != nil {
		return fmt.Errorf("app: serving %s is refused: %w", a.Config.Public.URL, err)
	}
	return nil
}
