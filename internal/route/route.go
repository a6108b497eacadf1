// Package route is the map of the product: the registry of all routes and what
// every request passes through before its handler.
//
// A Route says who may call it, which limit applies, how large its body may be
// and why it handles personal data. New builds the router from the registry and
// wraps it, outermost first: panic guard and log, security headers, Host
// allow-list, cross-origin guard, rate limit, session. The authorisation, header
// and limit tests are generated from the same registry, so a route that is not
// in it cannot be reached. Handlers return errors; Status maps fault kinds to
// HTTP and nobody else does.
package route

import (
	"net/http"

	"jobops/internal/inventory"
)

// Who may call a route.
type Who string

// The callers.
const (
	Anyone   Who = "anyone"   // no session needed
	Person   Who = "person"   // a signed-in person, for their own data
	Operator Who = "operator" // who runs the instance: metadata, never content
)

// Owner is the rule by which a route finds whose data it touches.
type Owner string

// The owner rules.
const (
	Nobody  Owner = "nobody"  // no personal data of an account
	Session Owner = "session" // everything of the session's owner
	Object  Owner = "object"  // the object named by {id}; others get 404
)

// Rate is the class of limit that applies.
type Rate string

// The rate classes; their limits stand in limit.go.
const (
	Default Rate = "default"
	SignIn  Rate = "sign_in"
	Rare    Rate = "rare"    // what sends a message to somebody
	Export  Rate = "export"  // everything of a person at once
	Webhook Rate = "webhook" // what services of ours call
	Live    Rate = "live"    // score, preview, autosave
	Upload  Rate = "upload"  // files to read
	AI      Rate = "ai"      // a question to a language model
	Feed    Rate = "feed"    // calendars that programs look at
	Static  Rate = "static"  // also unknown paths
)

// Body limits in bytes.
const (
	NoBody   int64 = 0
	FormBody int64 = 256 << 10
	TextBody int64 = 4 << 20  // a pasted page, which is refused in words when it is too long
	FileBody int64 = 11 << 20 // a 10 MiB file and its multipart frame
)

// Handler answers one request or says why not.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is one row of the registry.
type Route struct {
	Method  string
	Pattern string // of net/http.ServeMux, without method: "/cvs/{id}"
	Who     Who
	Owner   Owner
	Rate    Rate
	MaxBody int64             // bytes; larger is 413
	Purpose inventory.Purpose // "" when no personal data are handled
	Stream  bool              // lifts the write deadline (server-sent events)
	Handler Handler
}

// processes reports whether a route does more with a person's data than show
// them, keep their account or carry out their rights: what a restriction stops.
func (r Route) processes() bool {
	switch r.Purpose {
	case "", inventory.Accounts, inventory.Security, inventory.Rights:
		return false
	}
	return r.Who == Person && r.Method != http.MethodGet
}
