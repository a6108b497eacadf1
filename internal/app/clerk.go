package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"jobops/internal/account"
	"jobops/internal/clerk"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/outbound"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/store"
)

// Clerk is an instance of Clerk at which people sign in.
type Clerk struct {
	Issuer string // https://clerk.example.org
	Client string // id of its OAuth application
	Secret string // of a confidential client, "" for a public one
	Key    string // of the Backend API
	Hooks  string // secret of its webhooks

	reach outbound.Doer // in tests, instead of the network
	api   string        // in tests, instead of Clerk's
}

func (c Clerk) on() bool { return c.Issuer != "" }

// Limits of an exchange with Clerk.
const (
	clerkTimeout = 10 * time.Second
	clerkReply   = 1 << 20
)

func (c Clerk) check() error {
	if c == (Clerk{}) {
		return nil
	}
	if c.Issuer == "" || c.Client == "" || c.Key == "" || c.Hooks == "" {
		return errors.New("clerk: give issuer, client, the file with the key and the file with the secret of webhooks, or none of them")
	}
	if !strings.HasPrefix(c.Issuer, "https://") || strings.HasSuffix(c.Issuer, "/") {
		return fmt.Errorf("clerk: the issuer %q is not https://host", c.Issuer)
	}
	return nil
}

// clerkUsers is the way to the people that Clerk keeps, nil where none is configured.
func (c Config) clerkUsers() (*clerk.Users, error) {
	if !c.Clerk.on() {
		return nil, nil
	}
	if c.Clerk.reach != nil {
		return clerk.NewUsers(c.Clerk.reach, c.Clerk.api, c.Clerk.Key), nil
	}
	out, err := outbound.New(inventory.Load(), c.configured()...).Processor(clerk.Recipient, outbound.Limit{Timeout: clerkTimeout, Reply: clerkReply})
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	return clerk.NewUsers(out, clerk.API, c.Clerk.Key), nil
}

// portals finds and links people who sign in at Clerk; what Clerk learns of an
// account goes through the ledger.
type portals struct {
	*store.Store
	users  *clerk.Users // nil where none is configured
	ledger func() *privacy.Ledger
}

// Announce links an identity at Clerk with an account.
func (p portals) Announce(ctx context.Context, who owner.ID, id string) error {
	if p.users == nil {
		return fault.New(fault.NotFound, "error.not_found")
	}
	d := privacy.Disclosure{Processor: clerk.Recipient, Purpose: inventory.Accounts, Classes: []string{"name", "email", "credentials", "sessions"}}
	return p.ledger().Disclose(ctx, who, d, []byte(who), func(ctx context.Context) error { return p.users.Announce(ctx, who, id) })
}

// portal is Clerk as the pages see it.
type portal struct {
	*clerk.Portal
	hooks   *clerk.Hooks
	account *account.Service
	privacy *privacy.Service
	store   *store.Store
}

// portal builds it, nil where none is configured.
func (a *App) portal() (*portal, error) {
	c := a.Config.Clerk
	if !c.on() {
		return nil, nil
	}
	hooks, err := clerk.NewHooks(c.Hooks, time.Now)
	if err != nil {
		return nil, fmt.Errorf("app: %w", err)
	}
	out := c.reach
	if out == nil {
		limit := outbound.Limit{Timeout: clerkTimeout, Reply: clerkReply}
		if out, err = outbound.New(inventory.Load(), a.Config.configured()...).Instance(clerk.Recipient, c.Issuer, limit); err != nil {
			return nil, fmt.Errorf("app: %w", err)
		}
	}
	config := clerk.Config{Issuer: c.Issuer, Client: c.Client, Secret: c.Secret, Return: a.Link("/sign-in/portal/return")}
	return &portal{clerk.NewPortal(config, out, time.Now), hooks, a.Account, a.Privacy, a.store}, nil
}

// Hook does what a message of Clerk asks for, once. All of it may be repeated, so
// its id is kept at the end.
func (p *portal) Hook(ctx context.Context, header http.Header, body []byte) error {
	e, err := p.hooks.Read(header, body)
	if err != nil {
		return err
	}
	seen, err := p.store.HookSeen(ctx, clerk.Recipient, e.ID)
	if err != nil || seen {
		return err
	}
	if e.Told != clerk.Nothing {
		if err := p.told(ctx, e); err != nil {
			return err
		}
	}
	return p.store.KeepHook(ctx, clerk.Recipient, e.ID)
}

func (p *portal) told(ctx context.Context, e clerk.Event) error {
	who, err := p.account.Departed(ctx, e.User)
	if fault.KindOf(err) == fault.NotFound {
		return nil // nobody of ours
	}
	if err != nil || e.Told != clerk.Gone {
		return err
	}
	if _, err = p.privacy.Delete(ctx, who, true); fault.KindOf(err) == fault.Conflict {
		return nil // it is being deleted already
	}
	return err
}
