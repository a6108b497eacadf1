// Package outbound is the only way out: it makes every HTTP client of the
// program, each for a declared recipient or a declared purpose.
//
//	out := outbound.New(inventory.Load(), "llm=anthropic")
//	c, err := out.Processor("anthropic", outbound.Limit{Timeout: time.Minute, Reply: 4 << 20})
//	resp, err := c.Do(req)
//
// A processor's client reaches the hosts of its row in the inventory, follows no
// redirect and speaks https. A web client reads public pages that a person
// named. Both dial public addresses on ports 80 and 443 only, whatever a name
// resolves to at that moment, use no proxy of the environment, keep no cookies
// and cut replies off at a size. Errors name the host and never the address of
// a page or its content.
package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"

	"jobops/internal/fault"
	"jobops/internal/inventory"
)

const (
	webTimeout   = 10 * time.Second
	webReply     = 2 << 20
	maxRedirects = 3
	dialTimeout  = 5 * time.Second
	headerBytes  = 64 << 10
)

// Limit bounds one exchange with a processor.
type Limit struct {
	Timeout time.Duration // from dialling to the last byte
	Reply   int64         // bytes of the reply after decompression
}

// Factory makes clients for what the inventory declares.
type Factory struct {
	inv        *inventory.Inventory
	configured []string
	net        network
}

// network is what a test replaces: who may be dialled and who resolves names.
type network struct {
	allow    func(netip.AddrPort) error
	resolver *net.Resolver
}

// New returns a factory; configured lists the settings ("llm=anthropic") that
// make a processor a recipient.
func New(inv *inventory.Inventory, configured ...string) *Factory {
	return &Factory{inv: inv, configured: configured, net: network{allow: allow}}
}

// Processor returns the client for one processor. It fails for one that is not
// declared, not configured or has no hosts.
func (f *Factory) Processor(id string, limit Limit) (*Client, error) {
	p, ok := f.inv.Processor(id)
	if !ok || len(p.Hosts) == 0 {
		return nil, fmt.Errorf("outbound: no processor %q with hosts is declared", id)
	}
	if !slices.Contains(f.configured, p.When) {
		return nil, fmt.Errorf("outbound: processor %q is not configured (%s)", id, p.When)
	}
	if limit.Timeout <= 0 || limit.Reply <= 0 {
		return nil, fmt.Errorf("outbound: processor %q: a client needs a deadline and a size", id)
	}
	return f.client(limit, 0, func(u *url.URL) error { return checkProcessor(u, p.Hosts) }, anyReply), nil
}

// Instance returns the client for the instance that an operator has at a processor,
// such as their own sign-in page: the host of one https address, and no other.
func (f *Factory) Instance(id, address string, limit Limit) (*Client, error) {
	p, ok := f.inv.Processor(id)
	if !ok || !slices.Contains(f.configured, p.When) {
		return nil, fmt.Errorf("outbound: processor %q is not declared or not configured", id)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || limit.Timeout <= 0 || limit.Reply <= 0 {
		return nil, fmt.Errorf("outbound: processor %q: an https address, a deadline and a size are needed", id)
	}
	return f.client(limit, 0, func(to *url.URL) error { return checkProcessor(to, []string{u.Host}) }, anyReply), nil
}

// Web returns the client that reads public pages for a purpose the inventory
// declares under open_web: text of at most 2 MiB within 10 s.
func (f *Factory) Web(p inventory.Purpose) (*Client, error) {
	if !slices.Contains(f.inv.OpenWeb, p) {
		return nil, fmt.Errorf("outbound: the open web is not declared for %q", p)
	}
	return f.client(Limit{webTimeout, webReply}, maxRedirects, checkWeb, checkText), nil
}

// Client sends requests to the recipients it was made for.
type Client struct {
	http *http.Client
}

// Do sends a request; the caller closes the body. What a person may know of a
// failure is a fault; the error never holds path, query or content.
func (c *Client) Do(req *http.Request) (*http.Response, error) {
	resp, err := c.http.Do(req)
	if err == nil {
		return resp, nil
	}
	// *url.Error prints the whole address.
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if fault.KindOf(err) != "" {
		return nil, fmt.Errorf("outbound: %s: %w", req.URL.Hostname(), err)
	}
	return nil, fmt.Errorf("outbound: %s: %w: %w", req.URL.Hostname(), fault.New(fault.Unavailable, "outbound.unreachable"), err)
}

func (f *Factory) client(l Limit, redirects int, checkURL func(*url.URL) error, checkReply func(*http.Response) error) *Client {
	guard := &guard{next: f.transport(), checkURL: checkURL, checkReply: checkReply, max: l.Reply}
	return &Client{&http.Client{
		Transport: guard,
		Timeout:   l.Timeout,
		// The guard sees each hop again; here they are only counted.
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > redirects {
				return errRedirects
			}
			return nil
		},
	}}
}

func (f *Factory) transport() *http.Transport {
	dialer := &net.Dialer{
		Timeout:  dialTimeout,
		Resolver: f.net.resolver,
		// Control sees the address that is really dialled, after resolving, so a
		// name that changes its mind between check and use gains nothing.
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return errNotPublic
			}
			return f.net.allow(at)
		},
	}
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        tlsConfig(),
		TLSHandshakeTimeout:    dialTimeout,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    4,
		IdleConnTimeout:        time.Minute,
		MaxResponseHeaderBytes: headerBytes,
	}
}

// tlsConfig leaves only suites with forward secrecy and authenticated
// encryption; Go's own list for TLS 1.2 still holds CBC.
func tlsConfig() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		CipherSuites: []uint16{
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
		},
	}
}
