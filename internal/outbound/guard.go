package outbound

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"jobops/internal/fault"
)

// What a person may be told of a refusal.
var (
	errNotPublic = fault.New(fault.Invalid, "outbound.not_public")
	errAddress   = fault.New(fault.Invalid, "outbound.address")
	errTooLarge  = fault.New(fault.TooLarge, "outbound.too_large")
	errNotText   = fault.New(fault.Unsupported, "outbound.not_text")
	errRedirects = fault.New(fault.Invalid, "outbound.redirects")
)

// guard checks every request of a client, each hop of a redirect included.
type guard struct {
	next       http.RoundTripper
	checkURL   func(*url.URL) error
	checkReply func(*http.Response) error
	max        int64
}

// RoundTrip sends one request after its address was checked.
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := g.checkURL(req.URL); err != nil {
		return nil, err
	}
	resp, err := g.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if err := g.accept(resp); err != nil {
		return nil, errors.Join(err, resp.Body.Close())
	}
	resp.Body = &capped{ReadCloser: resp.Body, left: g.max}
	return resp, nil
}

func (g *guard) accept(resp *http.Response) error {
	if resp.ContentLength > g.max {
		return errTooLarge
	}
	if resp.StatusCode == http.StatusOK {
		return g.checkReply(resp)
	}
	return nil
}

// capped fails the read that goes over the limit, so that a reply without a
// length is not taken for complete.
type capped struct {
	io.ReadCloser
	left int64
}

// Read reads at most what is left and one byte, which tells more from enough.
func (c *capped) Read(p []byte) (int, error) {
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.ReadCloser.Read(p)
	if int64(n) > c.left {
		n = int(c.left)
		c.left = 0
		return n, errTooLarge
	}
	c.left -= int64(n)
	return n, err
}

// checkProcessor allows https to the processor's own hosts.
func checkProcessor(u *url.URL, hosts []string) error {
	if u.Scheme != "https" || u.User != nil || u.Port() != "" && u.Port() != "443" || !slices.Contains(hosts, u.Hostname()) {
		return errAddress
	}
	return nil
}

// checkWeb allows pages without credentials on the usual ports.
func checkWeb(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Hostname() == "" {
		return errAddress
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		return errAddress
	}
	return nil
}

// checkText allows the types that an ad can be read from.
func checkText(resp *http.Response) error {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || !slices.Contains([]string{"text/html", "text/plain", "application/xhtml+xml"}, kind) {
		return errNotText
	}
	return nil
}

// anyReply is for processors, whose clients decode and validate themselves.
func anyReply(*http.Response) error { return nil }
