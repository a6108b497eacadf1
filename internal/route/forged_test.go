package route

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestForgedAddressesDoNotCount tries to look like another client on every
// request, by each header that some proxy or other writes, and by the name it
// asks for. With a proxy in front the address is what that proxy saw.
func TestForgedAddressesDoNotCount(t *testing.T) {
	t.Parallel()
	forge := map[string]func(r *http.Request, n int){
		"X-Forwarded-For": func(r *http.Request, n int) { r.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", n)) },
		"several": func(r *http.Request, n int) {
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d, 10.0.0.%d", n, n))
		},
		"Forwarded":      func(r *http.Request, n int) { r.Header.Set("Forwarded", fmt.Sprintf("for=203.0.113.%d", n)) },
		"X-Real-IP":      func(r *http.Request, n int) { r.Header.Set("X-Real-IP", fmt.Sprintf("203.0.113.%d", n)) },
		"True-Client-IP": func(r *http.Request, n int) { r.Header.Set("True-Client-IP", fmt.Sprintf("203.0.113.%d", n)) },
		"cf":             func(r *http.Request, n int) { r.Header.Set("CF-Connecting-IP", fmt.Sprintf("203.0.113.%d", n)) },
		"X-Client-IP":    func(r *http.Request, n int) { r.Header.Set("X-Client-IP", fmt.Sprintf("203.0.113.%d", n)) },
		"port":           func(r *http.Request, n int) { r.RemoteAddr = fmt.Sprintf("192.0.2.1:%d", 1000+n) },
		"X-Forwarded-Host": func(r *http.Request, n int) {
			r.Header.Set("X-Forwarded-Host", fmt.Sprintf("host%d.example.com", n))
		},
	}
	for name, change := range forge {
		for _, hops := range []int{0, 1, 2} {
			h := New([]Route{{Method: "POST", Pattern: "/sign-in", Who: Anyone, Rate: SignIn, Handler: func(w http.ResponseWriter, _ *http.Request) error { return nil }}}, Options{
				Log: slog.New(slog.DiscardHandler), Hosts: []string{"localhost:1"}, Hops: hops, Limits: map[Rate]Limit{SignIn: {3, time.Hour}, Static: {}},
				Error: func(w http.ResponseWriter, _ *http.Request, status int, _ string, _ []any) { w.WriteHeader(status) },
			})
			var got []int
			for n := range 5 {
				r := httptest.NewRequest("POST", "http://localhost:1/sign-in", nil)
				r.RemoteAddr = "192.0.2.1:5"
				change(r, n)
				for range hops { // each proxy appends what it saw
					r.Header.Add("X-Forwarded-For", "198.51.100.7")
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				got = append(got, w.Code)
			}
			if want := []int{200, 200, 200, 429, 429}; fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s behind %d proxies = %v, want %v", name, hops, got, want)
			}
		}
	}
}

// TestForgedNamesAreRefused asks for names that are not ours, whatever else the
// request says of them.
func TestForgedNamesAreRefused(t *testing.T) {
	t.Parallel()
	h := newRouter(slog.New(slog.DiscardHandler), Limits())
	for _, host := range []string{"evil.example.com", "localhost:1.evil.example.com", "localhost:2", "LOCALHOST", ""} {
		r := httptest.NewRequest("GET", "http://localhost:1/open", nil)
		r.Host = host
		r.Header.Set("X-Forwarded-Host", "localhost:1")
		r.Header.Set("Forwarded", "host=localhost:1")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusMisdirectedRequest {
			t.Errorf("Host %q = %d, want 421", host, w.Code)
		}
	}
}
