package outbound_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"jobops/internal/fault"
	"jobops/internal/outbound"
)

func TestLocalReachesThisMachineOnly(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.RedirectHandler("http://192.0.2.1/elsewhere", http.StatusSeeOther))
	t.Cleanup(s.Close)
	c := outbound.Local(outbound.Limit{Timeout: 2 * time.Second, Reply: 1 << 10})
	for url, want := range map[string]int{s.URL: http.StatusSeeOther, "http://192.0.2.1/": 0, "https://localhost/": 0, "http://user@localhost/": 0} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := c.Do(req)
		if want == 0 {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("Do(%q) = %v, want a refusal", url, err)
			}
			continue
		}
		if err != nil || resp.StatusCode != want {
			t.Fatalf("Do(%q) = %v, want %d and no step further", url, err, want)
		}
		resp.Body.Close()
	}
}
