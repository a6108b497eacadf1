package llm

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"

	"jobops/internal/outbound"
)

// errorsAs finds an error of a type, or nil.
func errorsAs[E error](err error) (E, bool) { return errors.AsType[E](err) }

// explainHosted says what is wrong with an account.
func explainHosted(err error, model string) error {
	e, ok := errorsAs[*Error](err)
	if !ok {
		return err
	}
	switch e.Kind {
	case Key:
		return errors.New("the key is not accepted; look at the file that holds it")
	case Unknown:
		return fmt.Errorf("the account has no model %q; choose one that its provider lists", model)
	case Unreachable, Timeout:
		return errors.New("no answer; is there a way to the internet from here?")
	}
	return fmt.Errorf("the provider answers with status %d", e.Status)
}

func retiring(model string) error {
	return fmt.Errorf("the model %q is on its way out; choose a newer one", model)
}

func explainModel(model string, names []string) error {
	slices.Sort(names)
	if len(names) == 0 {
		return fmt.Errorf("the server answers, but it has no model; load %q there", model)
	}
	return fmt.Errorf("the server answers, but has no model %q; it has %s", model, strings.Join(names[:min(len(names), 8)], ", "))
}

// explainOwn says what is wrong with the address of one's own server, and
// proposes a right one.
func explainOwn(err error, seen *exchange, base, model string) error {
	u, parsed := url.Parse(base)
	e, ok := errorsAs[*Error](err)
	if parsed != nil || !ok {
		return err
	}
	if seen.failed != nil {
		return unreached(seen.failed, u, contained())
	}
	switch e.Kind {
	case Key:
		return errors.New("the server wants a key; put it into a file and name that")
	case Unknown:
		if !strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), "/v1") {
			return fmt.Errorf("something answers at %s, but not this protocol; try %s", base, with(u, "/v1"))
		}
		return fmt.Errorf("something answers at %s, but it lists no models; is it a server of language models?", base)
	case Overloaded:
		return fmt.Errorf("the server is there and still loads its model %q; wait a little", model)
	case Broken:
		if e.Status == 200 {
			return fmt.Errorf("something answers at %s, but not this protocol; is it a server of language models?", base)
		}
	case Timeout:
		return fmt.Errorf("%s takes the connection and does not answer; is the port right?", u.Host)
	}
	return fmt.Errorf("the server at %s answers with status %d", base, e.Status)
}

// unreached explains why there is no connection.
func unreached(err error, u *url.URL, contained bool) error {
	var dns *net.DNSError
	text := err.Error()
	switch {
	case errors.Is(err, outbound.ErrNotOwn):
		return fmt.Errorf("%s is a public address; a model of your own has one of this machine or of its private network", u.Hostname())
	case errors.As(err, &dns):
		return fmt.Errorf("the name %q leads nowhere from here; use an address such as http://localhost:11434/v1", u.Hostname())
	case strings.Contains(text, "HTTP response to HTTPS"), strings.Contains(text, "first record does not look like a TLS handshake"):
		plain := *u
		plain.Scheme = "http"
		return fmt.Errorf("the server speaks http, not https; try %s", plain.String())
	case loopback(u) && contained:
		near := *u
		near.Host = net.JoinHostPort("host.docker.internal", port(u))
		return fmt.Errorf("nothing listens at %s inside this container, where localhost is the container itself; try %s, "+
			"or the address of the machine the model runs on", u.Host, near.String())
	case loopback(u):
		return fmt.Errorf("nothing listens at %s; start the model's server, or correct the port (Ollama has 11434, llama.cpp 8080)", u.Host)
	}
	return fmt.Errorf("no connection to %s; is the server on, and does it listen on more than its own localhost?", u.Host)
}

func with(u *url.URL, path string) string {
	better := *u
	better.Path = path
	return better.String()
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// contained tells whether this process runs in a container, as far as it shows.
func contained() bool {
	for _, mark := range []string{"/.dockerenv", "/run/.containerenv"} {
		if _, err := os.Stat(mark); err == nil {
			return true
		}
	}
	return os.Getenv("KUBERNETES_SERVICE_HOST") != ""
}
