package outbound

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"

	"jobops/internal/fault"
)

// errNotLocal refuses an address of another machine.
var errNotLocal = fmt.Errorf("not this machine: %w", fault.Invalid)

// Local returns a client that reaches this machine and nothing else, for checks
// of an instance that runs here. It is no way out: only loopback addresses are
// dialled, whatever a name resolves to. Redirects are answers like any other.
func Local(limit Limit) *Client {
	f := &Factory{net: network{allow: loopback}}
	c := f.client(limit, 0, checkLocal, anyReply)
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return c
}

func loopback(at netip.AddrPort) error {
	if !at.Addr().Unmap().IsLoopback() {
		return errNotLocal
	}
	return nil
}

func checkLocal(u *url.URL) error {
	if u.Scheme != "http" || u.User != nil {
		return errNotLocal
	}
	return nil
}
