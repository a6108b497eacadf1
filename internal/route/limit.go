package route

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/httprate"

	"jobops/internal/fault"
	"jobops/internal/owner"
)

// Limit is how many requests one caller may make in a window. Requests 0 means
// no limit.
type Limit struct {
	Requests int
	Window   time.Duration
}

// Limits are the limits of a served instance, by class.
func Limits() map[Rate]Limit {
	return map[Rate]Limit{
		Default: {120, time.Minute},
		SignIn:  {20, time.Minute},
		Rare:    {3, time.Hour},
		Export:  {3, 24 * time.Hour},
		Webhook: {600, time.Minute},
		Live:    {10, time.Second},
		Upload:  {10, time.Hour},
		AI:      {20, time.Hour},
		Feed:    {60, time.Minute},
		Static:  {600, time.Minute},
	}
}

// LocalLimits are those of a --local instance: one person, who may upload as
// much as they like.
func LocalLimits() map[Rate]Limit {
	l := Limits()
	l[Default] = Limit{1200, time.Minute}
	l[Live] = Limit{50, time.Second}
	l[Upload], l[Export], l[AI] = Limit{}, Limit{}, Limit{}
	return l
}

// limited counts each request against its class, before the router, so that
// unknown paths count too.
func (rt *router) limited(next http.Handler) http.Handler {
	keys := newSecrets(rt.Shared)
	limiters := map[Rate]http.Handler{}
	for class, l := range rt.Limits {
		limiters[class] = next
		if l.Requests > 0 {
			limiters[class] = rt.limiter(class, l, keys)(next)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := rt.mux.Handler(r)
		class, ok := rt.rates[pattern]
		if !ok {
			class = Static
		}
		limiters[class].ServeHTTP(w, rt.known(r, class))
	})
}

func (rt *router) limiter(class Rate, l Limit, keys *secrets) func(http.Handler) http.Handler {
	options := []httprate.Option{
		httprate.WithLimitHandler(rt.tooMany),
		httprate.WithErrorHandler(func(w http.ResponseWriter, r *http.Request, err error) { rt.fail(w, r, err) }),
	}
	if rt.Shared != nil && !ownCounts[class] {
		options = append(options, httprate.WithLimitCounter(&sharedCounter{shared: rt.Shared, closed: closed[class]}))
	}
	key := func(r *http.Request) (string, error) {
		return rt.caller(r, class, keys.of(r.Context(), time.Now())), nil
	}
	return httprate.LimitBy(l.Requests, l.Window, key, options...)
}

// tooMany refuses a request. The library calls it after an error too, when the
// answer is on its way.
func (rt *router) tooMany(w http.ResponseWriter, r *http.Request) {
	if rec, ok := w.(*recorder); ok && rec.status != 0 {
		return
	}
	rt.fail(w, r, fault.New(fault.Limited, "error.limited"))
}

// perNetwork are the classes that count where a request comes from even for a
// person who is signed in: what they do concerns others.
var perNetwork = map[Rate]bool{SignIn: true, Rare: true, Webhook: true, Feed: true, Static: true}

// known looks up whom the session names, once a request: the limit of a person is
// theirs wherever they are. A cookie that names nobody does not count, for anybody
// can invent new ones.
func (rt *router) known(r *http.Request, class Rate) *http.Request {
	if perNetwork[class] {
		return r
	}
	id, err := rt.signedIn(r)
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, visit{id, err}))
}

// visit is what the session of a request was found to name.
type visit struct {
	id  owner.ID
	err error
}

type visitKey struct{}

// caller is a keyed hash of who asks: the account, else the address prefix (/32 or
// /64). The address itself is never kept.
func (rt *router) caller(r *http.Request, class Rate, secret []byte) string {
	who := network(rt.remote(r))
	if v, ok := r.Context().Value(visitKey{}).(visit); ok && v.err == nil && v.id.Valid() {
		who = string(v.id)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(who))
	return string(class) + ":" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// remote is the address of the client: the peer, or what the proxies in front of
// us, so many, say of it. What a client writes before them does not count.
func (rt *router) remote(r *http.Request) string {
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if rt.Hops == 0 || len(hops) < rt.Hops {
		return r.RemoteAddr
	}
	hop := strings.TrimSpace(hops[len(hops)-rt.Hops])
	if net.ParseIP(hop) == nil {
		return r.RemoteAddr
	}
	return net.JoinHostPort(hop, "0")
}

func network(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	return httprate.CanonicalizeIP(host)
}
