// Package clip opens the page of an ad that a person named, once and because
// they asked.
//
// The main call is Reader.Page. The page goes through the open-web client of
// package outbound, which guards addresses, redirects, size, type and time. A
// site that does not want programs is not asked twice: its robots.txt is read
// first (RFC 9309), and boards whose terms forbid reading by programs are never
// opened. Nothing is kept here and no ad is understood; that is package
// posting's.
package clip

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"jobops/internal/fault"
	"jobops/internal/tailor"
)

// Agent is the name by which a robots.txt may speak of us.
const Agent = "jobops"

// userAgent tells a site who reads and why.
const userAgent = "JobOps (" + Agent + "; one page, opened because a person asked for it)"

// patience is how long robots.txt and the page may take together.
const patience = 15 * time.Second

// maxRobots is what is read of a robots.txt, in bytes (RFC 9309, 2.5: at least
// 500 KiB).
const maxRobots = 512 << 10

// What a person is told of a page that was not read.
var (
	errForbidden = fault.New(fault.Forbidden, "clip.forbidden") // terms or robots.txt
	errRefused   = fault.New(fault.Unavailable, "clip.refused") // the site wants a person, or less
	errGone      = fault.New(fault.NotFound, "clip.gone")
	errFailed    = fault.New(fault.Unavailable, "clip.failed")
)

// closed are the boards whose terms forbid reading by programs, with everything
// below their names.
var closed = []string{"linkedin.com", "lnkd.in", "indeed", "glassdoor"}

// Doer sends a request; it is package outbound's client for the open web.
type Doer interface {
	Do(req *http.Request) (*http.Response, error)
}

// Reader opens pages.
type Reader struct {
	http Doer
	now  func() time.Time
}

// New returns a reader over a client.
func New(http Doer, now func() time.Time) *Reader { return &Reader{http, now} }

// Page opens the page behind an address. Every failure is a fault that says what
// to do instead; the error names no more than the host.
func (r *Reader) Page(ctx context.Context, address string) (tailor.Clipped, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return tailor.Clipped{}, fault.New(fault.Invalid, "outbound.address")
	}
	u.Fragment = ""
	if isClosed(u.Hostname()) {
		return tailor.Clipped{}, errForbidden
	}
	if err := r.robots(ctx, u); err != nil {
		return tailor.Clipped{}, err
	}
	resp, err := r.get(ctx, u.String())
	if err != nil {
		return tailor.Clipped{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	if err := verdict(resp); err != nil {
		return tailor.Clipped{}, err
	}
	return r.read(resp, address)
}

func (r *Reader) get(ctx context.Context, address string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fault.New(fault.Invalid, "outbound.address")
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,text/plain;q=0.5")
	resp, err := r.http.Do(req)
	if err != nil && fault.KindOf(err) == "" {
		err = fmt.Errorf("clip: %w: %w", errFailed, err)
	}
	return resp, err
}

// verdict tells what the status of an answer means for a person. A redirect may
// have led to a board that is closed.
func verdict(resp *http.Response) error {
	if resp.Request != nil && isClosed(resp.Request.URL.Hostname()) {
		return errForbidden
	}
	switch resp.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusUnavailableForLegalReasons:
		return errRefused
	case http.StatusNotFound, http.StatusGone:
		return errGone
	}
	return errFailed
}

func (r *Reader) read(resp *http.Response, asked string) (tailor.Clipped, error) {
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		if fault.KindOf(err) == "" {
			err = fmt.Errorf("clip: %w: %w", errFailed, err)
		}
		return tailor.Clipped{}, err
	}
	text, err := charset.NewReader(strings.NewReader(string(data)), resp.Header.Get("Content-Type"))
	if err != nil {
		return tailor.Clipped{}, errFailed
	}
	decoded, err := io.ReadAll(text)
	if err != nil {
		return tailor.Clipped{}, errFailed
	}
	sum := sha256.Sum256(data)
	c := tailor.Clipped{Text: string(decoded), Page: tailor.Page{URL: asked, Reached: asked, Hash: hex.EncodeToString(sum[:]), Retrieved: r.now().UTC()}}
	if resp.Request != nil {
		c.Page.Reached = resp.Request.URL.String()
	}
	return c, nil
}

// isClosed reports a host of a board whose terms forbid programs.
func isClosed(host string) bool {
	host = strings.ToLower(host)
	for _, name := range closed {
		if strings.Contains(name, ".") {
			if host == name || strings.HasSuffix(host, "."+name) {
				return true
			}
			continue
		}
		for label := range strings.SplitSeq(host, ".") {
			if label == name {
				return true
			}
		}
	}
	return false
}
