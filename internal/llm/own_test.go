package llm

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"jobops/internal/outbound"
)

// own is a client of an address as the program makes it.
func own(t *testing.T, base string) Client {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return Compatible(Hosted{HTTP: outbound.Own(u, outbound.Limit{Timeout: 2 * time.Second, Reply: 1 << 20}), Base: base, Model: "m1"})
}

// TestPeerDefect18_AWrongAddressIsExplained checks what whoever runs an instance
// is told of an address that leads nowhere, and which one is proposed.
func TestPeerDefect18_AWrongAddressIsExplained(t *testing.T) {
	t.Parallel()
	serve := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	models := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/models" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"object":"list","data":[{"id":"m2","object":"model","created":1,"owned_by":"x"}]}`))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String() + "/v1"
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	there := serve(models)
	for name, tt := range map[string]struct{ base, want string }{
		"nothing listens": {closed, "nothing listens at"},
		"no /v1":          {there, "try " + there + "/v1"},
		"another model":   {there + "/v1", `has no model "m1"; it has m2`},
		"https":           {strings.Replace(there, "http:", "https:", 1) + "/v1", "try http://"},
		"a page":          {serve(http.NotFound) + "/v1", "lists no models"},
		"key":             {serve(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }) + "/v1", "wants a key"},
		"loading":         {serve(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }) + "/v1", "still loads"},
		"public":          {"http://192.0.2.7:11434/v1", "is a public address"},
		"no such name":    {"http://model.invalid:11434/v1", "leads nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := own(t, tt.base).Check(t.Context()); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check(%s) = %v, want %q in it", tt.base, err, tt.want)
			}
		})
	}
	u, err := url.Parse("http://localhost:11434/v1")
	if err != nil {
		t.Fatal(err)
	}
	if err := unreached(net.ErrClosed, u, true); !strings.Contains(err.Error(), "http://host.docker.internal:11434/v1") {
		t.Errorf("inside a container: %v, want the host's address proposed", err)
	}
}
