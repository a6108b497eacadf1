package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// answerFault changes answers on their way, as a careless proxy, a new
// middleware or a changed page would.
type answerFault struct {
	name, check, culprit string
	change               func(r *http.Response, body []byte) []byte
}

var answerFaults = []answerFault{
	{"header-missing", "V9", "X-Content-Type-Options", func(r *http.Response, b []byte) []byte {
		r.Header.Del("X-Content-Type-Options")
		return b
	}},
	{"policy-weaker", "V9", "unsafe-inline", func(r *http.Response, b []byte) []byte {
		if p := r.Header.Get("Content-Security-Policy"); p != "sandbox" {
			r.Header.Set("Content-Security-Policy", strings.Replace(p, "script-src 'self'", "script-src 'self' 'unsafe-inline'", 1))
		}
		return b
	}},
	{"cookie-added", "V9", "cookie visitor", func(r *http.Response, b []byte) []byte {
		r.Header.Add("Set-Cookie", "visitor=7; HttpOnly; SameSite=Lax")
		return b
	}},
	{"cookie-flags", "V9", "jobops-local with other flags", func(r *http.Response, b []byte) []byte {
		r.Header.Add("Set-Cookie", "jobops-local=; Max-Age=0; SameSite=None")
		return b
	}},
	{"host-extra", "V9", "reaches another host: tracker.example.net", func(r *http.Response, b []byte) []byte {
		return bytes.Replace(b, []byte("<h1"), []byte(`<img alt="" src="https://tracker.example.net/p.gif"><h1`), 1)
	}},
	{"stored-by-browser", "V9", "personal data want no-store", func(r *http.Response, b []byte) []byte {
		r.Header.Del("Cache-Control")
		return b
	}},
	{"door-open", "V9", "as nobody answers 200, want 401", func(r *http.Response, b []byte) []byte {
		if r.StatusCode == http.StatusUnauthorized {
			r.StatusCode = http.StatusOK
		}
		return b
	}},
	{"stranger-let-in", "V9", "as another person answers 200, want 404", func(r *http.Response, b []byte) []byte {
		if r.StatusCode == http.StatusNotFound {
			r.StatusCode = http.StatusOK
		}
		return b
	}},
	{"page-changed", "V14", "/privacy is not what the declaration gives", func(r *http.Response, b []byte) []byte {
		if r.Request.URL.Path == "/privacy" {
			return bytes.ReplaceAll(b, []byte("24 hours"), []byte("24 months"))
		}
		return b
	}},
	{"declaration-changed", "V14", "privacy-inventory.json is not the declaration", func(r *http.Response, b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(`"rule": "PT24H"`), []byte(`"rule": "P24M"`))
	}},
	{"record-shorter", "V14", "/privacy/record.csv", func(r *http.Response, b []byte) []byte {
		if r.Request.URL.Path == "/privacy/record.csv" {
			return b[:bytes.LastIndexByte(b[:len(b)-2], '\n')+1]
		}
		return b
	}},
	{"export-shorter", "V8", "the export lacks", func(r *http.Response, b []byte) []byte {
		if r.Request.URL.Path == "/settings/privacy/export" && r.StatusCode == http.StatusOK {
			return withoutVersions(b)
		}
		return b
	}},
}

// TestAnswersThatChangeOnTheirWayAreCaught puts a proxy before a running server
// and has the checks ask that. Each fault has a server of its own, because the
// requests of all of them together go over its limits.
func TestAnswersThatChangeOnTheirWayAreCaught(t *testing.T) {
	t.Parallel()
	b := ready(t)
	data := b.copied(t, true)
	served(t, b, data, func(origin string) {
		if r := b.verify(t, data, "--url", origin); r.exit != 0 {
			t.Fatalf("verify of the server itself = exit %d, %v, want green", r.exit, r)
		}
	})
	alone := map[string]bool{}
	for _, f := range answerFaults {
		served(t, b, data, func(origin string) {
			front := proxy(t, origin, f.change)
			r := b.verify(t, data, "--live", "--url", front)
			if r.exit != 1 || !r.names(f.check, f.culprit) {
				t.Errorf("verify behind %s = exit %d, %v, want %s to name %q", f.name, r.exit, r, f.check, f.culprit)
			}
			if red := r.red(); len(red) == 1 && red[0] == f.check && !alone[f.check] {
				alone[f.check] = true
				passes(t, b, f.check, data, []string{"--live", "--url", front})
			}
		})
	}
	for _, check := range []string{"V8", "V9", "V14"} {
		if !alone[check] {
			t.Errorf("no fault is noticed by %s alone: it could be left out", check)
		}
	}
}

// served calls do with the address of a server that ends afterwards.
func served(t *testing.T, b bench, data string, do func(origin string)) {
	t.Helper()
	s, err := b.serve(data)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.stop(); err != nil {
			t.Errorf("stop = %v", err)
		}
	}()
	do(s.origin)
}

// proxy answers for a server with changed answers.
func proxy(t *testing.T, origin string, change func(*http.Response, []byte) []byte) string {
	t.Helper()
	to, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	p := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to) // and its Host, which the server insists on
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			body = change(r, body)
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return nil
		},
	}
	front := httptest.NewServer(p)
	t.Cleanup(front.Close)
	return front.URL
}
