package outbound_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"jobops/internal/outbound"
)

// TestOwnReachesOneAddressOfOnesOwn checks that the client of an own service
// reaches that service and nothing else.
func TestOwnReachesOneAddressOfOnesOwn(t *testing.T) {
	t.Parallel()
	there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		}
	}))
	t.Cleanup(there.Close)
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("another service was asked") }))
	t.Cleanup(other.Close)
	for base, refused := range map[string]bool{
		there.URL: false, "http://8.8.8.8": true, "http://169.254.169.254": true, "http://[fe80::1]": true, "http://0.0.0.0": true,
		"http://100.64.0.1": true, "http://[::ffff:8.8.8.8]": true,
	} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		c := outbound.Own(u, outbound.Limit{Timeout: 2 * time.Second, Reply: 1 << 10})
		if err := asked(t, c, base+"/v1/models"); errors.Is(err, outbound.ErrNotOwn) != refused {
			t.Errorf("Do(%s) = %v, want refused %v", base, err, refused)
		}
		if base != there.URL {
			continue
		}
		for _, elsewhere := range []string{other.URL, "https://localhost/", "http://user@" + u.Host} {
			if err := asked(t, c, elsewhere); !errors.Is(err, outbound.ErrNotOwn) {
				t.Errorf("Do(%s) = %v, want a refusal", elsewhere, err)
			}
		}
		if err := asked(t, c, base+"/away"); err == nil {
			t.Error("a redirect was followed")
		}
	}
}

func asked(t *testing.T, c *outbound.Client, address string) error {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
