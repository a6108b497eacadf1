package verify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"jobops/internal/account"
	"jobops/internal/letter"
	"jobops/internal/library"
	"jobops/internal/outbound"
	"jobops/internal/owner"
	"jobops/internal/tailor"
	"jobops/internal/tracker"
)

// errNoSite says that nothing answers.
var errNoSite = errors.New("no instance answers")

// reply is how much of an answer is read: an export is the largest.
const reply = 64 << 20

// Route is a row of the registry of routes.
type Route struct {
	Method, Pattern string
	Person          bool   // asks for a session
	Object          bool   // names an object by id; another's is not found
	Class           string // of the rate limit
}

// Site is a running instance, and the services to make people in it.
type Site struct {
	URL     string // http://localhost:7310
	Routes  []Route
	Limits  map[string]int               // requests a window by class, 0 for none
	Fresh   func() (http.Handler, error) // the same pages, with limits that nobody has used
	Pages   func() (http.Handler, error) // the same pages without limits
	Cookie  string                       // of a session
	Account *account.Service
	Library *library.Service
	Tailor  *tailor.Service
	Tracker *tracker.Service
	Freezer *tailor.Freezer
	Letters *letter.Service
	Add     func(ctx context.Context, id owner.ID) error
	Erase   func(ctx context.Context, id owner.ID) error
	Compact func(ctx context.Context) error // makes deleted rows leave the log of SQLite
	Log     *Lines                          // what the instance logged, nil for one that was running before

	mu     sync.Mutex
	people []*person
	whole  *person // the one with one of everything
}

// open starts the instance for the first live check.
func (s *System) open(ctx context.Context) (err error) {
	if s.site != nil {
		return nil
	}
	if s.Start == nil {
		return errNoSite
	}
	s.site, err = s.Start(ctx)
	return err
}

// Lines keeps what is logged.
type Lines struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write keeps a line.
func (l *Lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// String is everything written.
func (l *Lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// answer is what came back for a request.
type answer struct {
	status  int
	header  http.Header
	cookies []*http.Cookie
	body    []byte
}

// ask sends a request as somebody, nobody for "", from a page of the same site.
func (site *Site) ask(ctx context.Context, method, path, session, from string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, site.URL+path, nil)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", from)
	if session != "" {
		req.AddCookie(&http.Cookie{Name: site.Cookie, Value: session})
	}
	resp, err := outbound.Local(outbound.Limit{Timeout: 30 * time.Second, Reply: reply}).Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if resp.StatusCode == http.StatusTooManyRequests {
		err = errors.Join(err, fmt.Errorf("%s %s is limited; try again in a minute", method, path))
	}
	return answer{resp.StatusCode, resp.Header, resp.Cookies(), body}, err
}

// sameSite is where a request of our own pages comes from.
const sameSite = "same-origin"

// Close erases the people of the checks that are still there.
func (s *System) Close(ctx context.Context) error {
	if s.site == nil {
		return nil
	}
	var failed []error
	for _, p := range s.site.people {
		failed = append(failed, s.site.Erase(ctx, p.id))
	}
	s.site = nil
	return errors.Join(failed...)
}
