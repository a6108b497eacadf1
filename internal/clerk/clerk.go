// Package clerk lets people sign in at Clerk, where an operator has configured it.
//
//	p := clerk.NewPortal(clerk.Config{Issuer: "https://clerk.example.org", Client: "…", Return: "…"}, client, time.Now)
//	address, err := p.Begin(ctx, secret)                 // a link: the person goes there
//	who, err := p.Finish(ctx, secret, state, code)       // and comes back
//
// It is the code flow of OpenID Connect Core 1.0, as a public client (PKCE, RFC
// 7636) or as a confidential one. What comes back is checked once; the session is
// ours from then on, and no token of Clerk is kept or taken as a bearer token. State,
// nonce and verifier come from one secret that the person's browser keeps, so an
// answer opens nothing in another browser. Hooks reads what Clerk tells by itself,
// Users has it erase a person. No script of Clerk runs in any page.
package clerk

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"jobops/internal/account"
	"jobops/internal/fault"
	"jobops/internal/outbound"
)

// Recipient is its id in the inventory.
const Recipient = "clerk"

// Config is an instance of Clerk as an operator has set it up.
type Config struct {
	Issuer string // https://clerk.example.org, exactly as its tokens say
	Client string // id of the OAuth application
	Secret string // of a confidential client; "" is a public one
	Return string // our address it leads back to
}

// skew is how far clocks may be apart; keysLife how long its keys are trusted
// without asking again, however often they are used.
const (
	skew     = 5 * time.Second
	keysLife = time.Hour
)

// What a person is told: the same for everything that may be wrong with an answer.
var (
	errRefused = fault.New(fault.Unauthenticated, "account.portal_refused")
	errDown    = fault.New(fault.Unavailable, "account.portal_down")
)

// Portal sends people to Clerk and reads who comes back.
type Portal struct {
	config Config
	out    outbound.Doer
	now    func() time.Time

	mu       sync.Mutex
	provider *oidc.Provider
	since    time.Time
}

// NewPortal returns the portal of an instance of Clerk; out reaches its host.
func NewPortal(c Config, out outbound.Doer, now func() time.Time) *Portal {
	return &Portal{config: c, out: out, now: now}
}

// found returns what Clerk says of itself, asked for at first and again each hour,
// so that a key it has withdrawn is not trusted for longer.
func (p *Portal) found(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.provider != nil && p.now().Sub(p.since) < keysLife {
		return p.provider, nil
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, outbound.Standard(p.out)), p.config.Issuer)
	if err != nil {
		return nil, errDown
	}
	p.provider, p.since = provider, p.now()
	return provider, nil
}

func (p *Portal) flow(provider *oidc.Provider) *oauth2.Config {
	end := provider.Endpoint()
	end.AuthStyle = oauth2.AuthStyleInHeader
	if p.config.Secret == "" {
		end.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{
		ClientID: p.config.Client, ClientSecret: p.config.Secret, Endpoint: end, RedirectURL: p.config.Return,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// from derives what must not be told apart from the secret of a browser.
func from(secret, what string) string {
	h := sha256.Sum256([]byte(what + " of " + secret))
	return base64.RawURLEncoding.EncodeToString(h[:])
}

// Begin returns the address at Clerk to which a person goes. secret is a fresh one
// that only their browser gets. Clerk asks them who they are each time: a session
// that begins is a fresh one, and there is no button that signs out there.
func (p *Portal) Begin(ctx context.Context, secret string) (string, error) {
	provider, err := p.found(ctx)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(from(secret, "nonce")), oauth2.SetAuthURLParam("prompt", "login")}
	if p.config.Secret == "" {
		options = append(options, oauth2.S256ChallengeOption(from(secret, "verifier")))
	}
	return p.flow(provider).AuthCodeURL(from(secret, "state"), options...), nil
}

// Finish exchanges the code with which a person comes back and returns who they
// are. Whatever is wrong is fault.Unauthenticated.
func (p *Portal) Finish(ctx context.Context, secret, state, code string) (account.Identity, error) {
	if secret == "" || code == "" || subtle.ConstantTimeCompare([]byte(state), []byte(from(secret, "state"))) != 1 {
		return account.Identity{}, errRefused
	}
	provider, err := p.found(ctx)
	if err != nil {
		return account.Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, outbound.Standard(p.out))
	var options []oauth2.AuthCodeOption
	if p.config.Secret == "" {
		options = append(options, oauth2.VerifierOption(from(secret, "verifier")))
	}
	token, err := p.flow(provider).Exchange(ctx, code, options...)
	if _, refused := errors.AsType[*oauth2.RetrieveError](err); refused {
		return account.Identity{}, errRefused
	}
	if err != nil {
		return account.Identity{}, errDown
	}
	raw, _ := token.Extra("id_token").(string)
	c, err := p.verify(ctx, provider, raw, from(secret, "nonce"))
	if err != nil {
		return account.Identity{}, errRefused // what the library says may quote the token
	}
	if c.Email == "" {
		if err := c.ask(ctx, provider, token); err != nil {
			return account.Identity{}, errRefused
		}
	}
	return account.Identity{ID: c.Subject, Email: c.Email, Verified: c.Verified, Name: c.name()}, nil
}

// claims are what we read of an ID token or of the user's information.
type claims struct {
	Subject  string `json:"sub"`
	Nonce    string `json:"nonce"`
	Party    string `json:"azp"`
	Before   int64  `json:"nbf"` // seconds
	Email    string `json:"email"`
	Verified bool   `json:"email_verified"`
	Name     string `json:"name"`
	Given    string `json:"given_name"`
	Family   string `json:"family_name"`
}

func (c claims) name() string {
	if c.Name != "" {
		return c.Name
	}
	return strings.TrimSpace(c.Given + " " + c.Family)
}

var errToken = errors.New("clerk: token refused")

// verify checks an ID token (OpenID Connect Core 1.0, 3.1.3.7): RS256 with a key
// that Clerk publishes, exact issuer, ourselves as the only audience or as the
// authorised party, times, and the nonce of the browser.
func (p *Portal) verify(ctx context.Context, provider *oidc.Provider, raw, nonce string) (claims, error) {
	var c claims
	if err := checkHead(raw); err != nil {
		return c, err
	}
	config := &oidc.Config{ClientID: p.config.Client, SupportedSigningAlgs: []string{oidc.RS256}, Now: p.now}
	token, err := provider.Verifier(config).Verify(ctx, raw)
	if err != nil {
		return c, err
	}
	if err := token.Claims(&c); err != nil {
		return c, err
	}
	latest := p.now().Add(skew)
	switch {
	case c.Subject == "", token.Issuer != p.config.Issuer:
	case subtle.ConstantTimeCompare([]byte(c.Nonce), []byte(nonce)) != 1:
	case len(token.Audience) != 1 && c.Party == "", c.Party != "" && c.Party != p.config.Client:
	case token.IssuedAt.After(latest), time.Unix(c.Before, 0).After(latest):
	default:
		return c, nil
	}
	return c, errToken
}

// checkHead refuses a token that names no key or brings one of its own.
func checkHead(raw string) error {
	first, _, _ := strings.Cut(raw, ".")
	data, err := base64.RawURLEncoding.DecodeString(first)
	if err != nil {
		return errToken
	}
	head := map[string]any{}
	if err := json.Unmarshal(data, &head); err != nil {
		return errToken
	}
	for _, own := range []string{"jku", "jwk", "x5u", "x5c", "crit"} {
		if _, has := head[own]; has {
			return errToken
		}
	}
	if kid, _ := head["kid"].(string); head["alg"] != oidc.RS256 || kid == "" {
		return errToken
	}
	return nil
}

// ask fills in what the ID token does not say. The answer must be about the same
// person.
func (c *claims) ask(ctx context.Context, provider *oidc.Provider, token *oauth2.Token) error {
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil || info.Subject != c.Subject {
		return errToken
	}
	return info.Claims(c)
}
