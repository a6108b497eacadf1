package outbound

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"jobops/internal/fault"
	"jobops/internal/inventory"
)

// declared is an inventory with one processor and one purpose for the open web.
var declared = &inventory.Inventory{
	Processors: []inventory.Processor{
		{ID: "model", Hosts: []string{"api.example.com"}, When: "llm=model"},
		{ID: "other", Hosts: []string{"api.example.org"}, When: "llm=other"},
		{ID: "hosting", When: "database=hosting"},
	},
	OpenWeb: []inventory.Purpose{inventory.Applications},
}

// names answers address questions without a network. A name with several
// addresses gives the next one at each question, like a rebinding server.
func names(t *testing.T, table map[string][]string) *net.Resolver {
	t.Helper()
	var asked atomic.Int64
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer server.Close()
			for answer(server, table, &asked) == nil {
			}
		}()
		return client, nil
	}}
}

// answer serves one question in the framing of DNS over TCP, which the resolver
// speaks on any connection that is no packet connection.
func answer(conn net.Conn, table map[string][]string, asked *atomic.Int64) error {
	var size uint16
	if err := binary.Read(conn, binary.BigEndian, &size); err != nil {
		return err
	}
	query := make([]byte, size)
	if _, err := io.ReadFull(conn, query); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		return err
	}
	m.Response, m.Additionals = true, nil
	q := m.Questions[0]
	if list := table[strings.TrimSuffix(q.Name.String(), ".")]; len(list) > 0 && q.Type == dnsmessage.TypeA {
		next := netip.MustParseAddr(list[int(asked.Add(1)-1)%len(list)])
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: q.Type},
			Body:   &dnsmessage.AResource{A: next.As4()},
		}}
	}
	reply, err := m.Pack()
	if err != nil {
		return err
	}
	_, err = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
	return err
}

func get(t *testing.T, c *Client, address string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	resp, err := c.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

func web(t *testing.T, n network) *Client {
	t.Helper()
	c, err := (&Factory{inv: declared, net: n}).Web(inventory.Applications)
	if err != nil {
		t.Fatalf("Web = %v", err)
	}
	return c
}

// TestLocalAddressesAreNotDialled spells loopback, private and metadata
// addresses in every way a URL parser or resolver may take, and checks what the
// dialler is asked for. Nothing is connected to: the last check stands before.
func TestLocalAddressesAreNotDialled(t *testing.T) {
	t.Parallel()
	resolver := names(t, map[string][]string{
		"localhost.example.com": {"127.0.0.1"}, "private.example.com": {"192.168.0.7"},
		"metadata.example.com": {"169.254.169.254"}, "rebind.example.com": {"127.0.0.1", "10.0.0.1"},
		"localtest.example.org": {"0.0.0.0"}, "cgnat.example.org": {"100.64.0.1"},
	})
	for _, host := range []string{
		"127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.",
		"0", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
		"100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "203.0.113.1",
		"[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]",
		"[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]",
		"localhost", "LOCALHOST", "localhost.", "localhost.example.com", "private.example.com", "metadata.example.com",
		"rebind.example.com", "localtest.example.org", "cgnat.example.org", "①②⑦.⓪.⓪.①", "127。0。0。1",
	} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			var dialled atomic.Int64
			c := web(t, network{resolver: resolver, allow: func(at netip.AddrPort) error {
				err := allow(at)
				if err == nil {
					dialled.Add(1)
					return errors.New("would have been dialled")
				}
				return err
			}})
			if _, err := get(t, c, "http://"+host+"/"); err == nil {
				t.Errorf("Get(%q) = nil, want an error", host)
			}
			if dialled.Load() != 0 {
				t.Errorf("Get(%q) passed the guard", host)
			}
		})
	}
}

func TestPublicNameIsDialled(t *testing.T) {
	t.Parallel()
	var asked string
	stop := errors.New("far enough")
	c := web(t, network{
		resolver: names(t, map[string][]string{"jobs.example.com": {"93.184.216.34"}}),
		allow:    func(at netip.AddrPort) error { asked = at.String(); return errors.Join(allow(at), stop) },
	})
	if _, err := get(t, c, "http://jobs.example.com/1"); !errors.Is(err, stop) || asked != "93.184.216.34:80" {
		t.Errorf("Get = %v after %q, want it to ask for 93.184.216.34:80", err, asked)
	}
}

func TestAddressesOfTheWrongForm(t *testing.T) {
	t.Parallel()
	c := web(t, network{allow: func(netip.AddrPort) error { t.Error("dialled"); return errNotPublic }})
	for _, address := range []string{
		"ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "https://example.com:8443/", "http://example.com:22/",
		"http://user:secret@example.com/", "http:///path", "javascript:alert(1)", "//example.com/", "http://example.com:0/",
	} {
		_, err := get(t, c, address)
		if err == nil {
			t.Errorf("Get(%q) = nil, want an error", address)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("Get(%q) = %q, which shows the password", address, err)
		}
	}
}

// local serves a handler and allows dialling it, whatever its port.
func local(t *testing.T, h http.HandlerFunc) (*httptest.Server, network) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	here := netip.MustParseAddrPort(u.Host)
	return s, network{allow: func(at netip.AddrPort) error {
		if at == here {
			return nil
		}
		return allow(at)
	}}
}

// page makes a client that may use the server's odd port, with all other checks.
func page(n network, l Limit) *Client {
	f := &Factory{inv: declared, net: n}
	return f.client(l, maxRedirects, func(u *url.URL) error {
		plain := *u
		plain.Host = u.Hostname()
		return checkWeb(&plain)
	}, checkText)
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the redirect to another local server was followed")
	}))
	defer elsewhere.Close()
	s, n := local(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		var hops int
		switch {
		case r.URL.Path == "/away":
			http.Redirect(w, r, elsewhere.URL, http.StatusFound)
		case r.URL.Path == "/scheme":
			http.Redirect(w, r, "ftp://example.com/", http.StatusFound)
		case scan(r.URL.Path, &hops) && hops > 0:
			http.Redirect(w, r, fmt.Sprintf("/%d", hops-1), http.StatusMovedPermanently)
		default:
			fmt.Fprint(w, "arrived")
		}
	})
	c := page(n, Limit{webTimeout, webReply})
	for path, want := range map[string]error{"/0": nil, "/1": nil, "/3": nil, "/4": errRedirects, "/away": errNotPublic, "/scheme": errAddress} {
		if _, err := get(t, c, s.URL+path); !errors.Is(err, want) {
			t.Errorf("Get(%s) = %v, want %v", path, err, want)
		}
	}
}

func scan(path string, n *int) bool {
	_, err := fmt.Sscanf(path, "/%d", n)
	return err == nil
}

func TestReplies(t *testing.T) {
	t.Parallel()
	const limit = 1000
	s, n := local(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/fits":
			fmt.Fprint(w, strings.Repeat("x", limit))
		case "/declared":
			w.Header().Set("Content-Length", "1001")
			fmt.Fprint(w, strings.Repeat("x", limit+1))
		case "/streamed":
			for range 3 {
				fmt.Fprint(w, strings.Repeat("x", limit/2))
				w.(http.Flusher).Flush()
			}
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped(1 << 20))
		case "/picture":
			w.Header().Set("Content-Type", "image/png")
		case "/untyped":
			w.Header()["Content-Type"] = nil
		case "/slow":
			<-r.Context().Done()
		case "/cookie":
			http.SetCookie(w, &http.Cookie{Name: "track", Value: "me"})
			if len(r.Cookies()) > 0 {
				fmt.Fprint(w, "cookie came back")
			}
		}
	})
	c := page(n, Limit{2 * time.Second, limit})
	for path, want := range map[string]error{
		"/fits": nil, "/declared": fault.TooLarge, "/streamed": fault.TooLarge, "/bomb": fault.TooLarge,
		"/picture": fault.Unsupported, "/untyped": fault.Unsupported, "/slow": fault.Unavailable,
	} {
		body, err := get(t, c, s.URL+path)
		if !errors.Is(err, want) {
			t.Errorf("Get(%s) = %v, want %v", path, err, want)
		}
		if len(body) > limit {
			t.Errorf("Get(%s) gave %d bytes, want at most %d", path, len(body), limit)
		}
	}
	for range 2 {
		if body, err := get(t, c, s.URL+"/cookie"); err != nil || body != "" {
			t.Errorf("Get(/cookie) = %q, %v, want no cookie kept", body, err)
		}
	}
}

func zipped(n int) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(make([]byte, n))
	_ = z.Close()
	return b.Bytes()
}

func TestErrorsHideTheAddress(t *testing.T) {
	t.Parallel()
	s, n := local(t, func(http.ResponseWriter, *http.Request) {})
	s.Close()
	_, err := get(t, page(n, Limit{time.Second, 1}), s.URL+"/cv/secret-name?token=secret-token")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("Get of a dead server = %v, want an error without path and query", err)
	}
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("kind of %v = %q, want %q", err, fault.KindOf(err), fault.Unavailable)
	}
}

func TestProxyOfTheEnvironmentIsIgnored(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	c := web(t, network{allow: func(netip.AddrPort) error { return errNotPublic }})
	if _, err := get(t, c, "http://93.184.216.34/"); !errors.Is(err, errNotPublic) {
		t.Errorf("Get = %v, want the guard to be asked", err)
	}
}

func TestProcessorIsDeclaredAndConfigured(t *testing.T) {
	t.Parallel()
	f := New(declared, "llm=model")
	limit := Limit{time.Minute, 1 << 20}
	if _, err := f.Processor("model", limit); err != nil {
		t.Errorf("Processor(model) = %v", err)
	}
	for _, id := range []string{"other", "unknown", "hosting", ""} {
		if _, err := f.Processor(id, limit); err == nil {
			t.Errorf("Processor(%q) = nil, want an error", id)
		}
	}
	for _, l := range []Limit{{}, {time.Second, 0}, {0, 1}} {
		if _, err := f.Processor("model", l); err == nil {
			t.Errorf("Processor with %+v = nil, want an error", l)
		}
	}
	if _, err := f.Web(inventory.Security); err == nil {
		t.Error("Web for an undeclared purpose = nil, want an error")
	}
}

func TestProcessorReachesItsHostsOnly(t *testing.T) {
	t.Parallel()
	f := New(declared, "llm=model")
	f.net.resolver = names(t, map[string][]string{"api.example.com": {"93.184.216.34"}})
	var dialled []string
	f.net.allow = func(at netip.AddrPort) error { dialled = append(dialled, at.String()); return errNotPublic }
	c, err := f.Processor("model", Limit{time.Second, 100})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]error{
		"https://api.example.com/v1": errNotPublic, // passed every check but the last, which stands in for the network
		"http://api.example.com/v1":  errAddress, "https://api.example.com:8443/v1": errAddress, "https://api.example.org/": errAddress,
		"https://api.example.com.example.org/": errAddress, "https://x@api.example.com/": errAddress,
	} {
		if _, err := get(t, c, address); !errors.Is(err, want) {
			t.Errorf("Get(%q) = %v, want %v", address, err, want)
		}
	}
	if len(dialled) != 1 || dialled[0] != "93.184.216.34:443" {
		t.Errorf("dialled %v, want 93.184.216.34:443 alone", dialled)
	}
}

func TestProcessorsAreNotFollowedElsewhere(t *testing.T) {
	t.Parallel()
	s, n := local(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/next", http.StatusFound) })
	f := &Factory{inv: declared, net: n}
	c := f.client(Limit{time.Second, 100}, 0, func(*url.URL) error { return nil }, anyReply)
	if _, err := get(t, c, s.URL); !errors.Is(err, errRedirects) {
		t.Errorf("Get = %v, want %v", err, errRedirects)
	}
}

func TestWeakSuitesAreRefused(t *testing.T) {
	t.Parallel()
	c := tlsConfig()
	if c.MinVersion != tls.VersionTLS12 || c.InsecureSkipVerify {
		t.Errorf("TLS from version %x, verify off %v", c.MinVersion, c.InsecureSkipVerify)
	}
	for _, id := range c.CipherSuites {
		if name := tls.CipherSuiteName(id); strings.Contains(name, "CBC") || !strings.HasPrefix(name, "TLS_ECDHE") {
			t.Errorf("suite %s is allowed", name)
		}
	}
}
