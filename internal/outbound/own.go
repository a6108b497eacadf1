package outbound

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"

	"jobops/internal/fault"
)

// ErrNotOwn refuses an address that is not one of whoever runs this instance.
var ErrNotOwn = fmt.Errorf("not an address of this machine or of its private network: %w", fault.Invalid)

// Own returns a client for one service that whoever runs this instance has on
// this machine or in their private network, such as a language model: that scheme,
// host and port, whatever the name resolves to, and no public address. It is no
// recipient: nothing leaves their hands.
func Own(base *url.URL, limit Limit) *Client {
	f := &Factory{net: network{allow: ownAddress}}
	return f.client(limit, 0, func(u *url.URL) error {
		if u.User != nil || u.Scheme != base.Scheme || u.Host != base.Host {
			return ErrNotOwn
		}
		return nil
	}, anyReply)
}

// ownAddress allows loopback and private addresses, and nothing that a cloud may
// answer metadata on.
func ownAddress(at netip.AddrPort) error {
	if a := at.Addr().Unmap(); a.Zone() == "" && (a.IsLoopback() || a.IsPrivate()) {
		return nil
	}
	return ErrNotOwn
}

// Doer sends a request; a Client is one.
type Doer interface {
	Do(req *http.Request) (*http.Response, error)
}

// Standard is a client of package net/http that sends through a Doer, for a
// library that takes no other. It follows no redirects.
func Standard(d Doer) *http.Client {
	return &http.Client{
		Transport:     through{d},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type through struct{ Doer }

// RoundTrip sends one request.
func (t through) RoundTrip(req *http.Request) (*http.Response, error) { return t.Do(req) }
