package route

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"time"

	"github.com/go-chi/httprate"

	"jobops/internal/fault"
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
		Live:    {10, time.Second},
		Upload:  {10, time.Hour},
		Static:  {600, time.Minute},
	}
}

// LocalLimits are those of a --local instance: one person, who may upload as
// much as they like.
func LocalLimits() map[Rate]Limit {
	l := Limits()
	l[Default] = Limit{1200, time.Minute}
	l[Live] = Limit{50, time.Second}
	l[Upload] = Limit{}
	return l
}

// Counter keeps the counts where every process of an instance sees them; nil
// keeps them in this process.
type Counter = httprate.LimitCounter

// limited counts each request against its class, before the router, so that
// unknown paths count too.
func (rt *router) limited(next http.Handler) http.Handler {
	secret := make([]byte, 32)
	rand.Read(secret)
	limiters := map[Rate]http.Handler{}
	for class, l := range rt.Limits {
		limiters[class] = next
		if l.Requests > 0 {
			limiters[class] = rt.limiter(class, l, secret)(next)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := rt.mux.Handler(r)
		class, ok := rt.rates[pattern]
		if !ok {
			class = Static
		}
		limiters[class].ServeHTTP(w, r)
	})
}

func (rt *router) limiter(class Rate, l Limit, secret []byte) func(http.Handler) http.Handler {
	options := []httprate.Option{
		httprate.WithLimitHandler(rt.refuse(fault.New(fault.Limited, "error.limited"))),
		httprate.WithErrorHandler(func(w http.ResponseWriter, r *http.Request, err error) { rt.fail(w, r, err) }),
	}
	if rt.Counter != nil {
		options = append(options, httprate.WithLimitCounter(rt.Counter))
	}
	key := func(r *http.Request) (string, error) { return caller(r, class, secret), nil }
	return httprate.LimitBy(l.Requests, l.Window, key, options...)
}

func (rt *router) refuse(err error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { rt.fail(w, r, err) }
}

// caller is a keyed hash of the address prefix (/32 or /64): the address itself
// is never kept. A cookie does not count, for anybody can invent new ones.
func caller(r *http.Request, class Rate, secret []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(network(r.RemoteAddr)))
	return string(class) + ":" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

func network(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	return httprate.CanonicalizeIP(host)
}
