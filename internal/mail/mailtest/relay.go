// Package mailtest has mail servers for tests: a relay that speaks SMTP with
// STARTTLS and AUTH, and SendGrid's Web API as its published description has it.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// User and Password are what a Relay lets in.
const (
	User     = "robin"
	Password = "a relay's password"
)

// Relay is a mail relay on a loopback port. What it does with a recipient stands
// in the address: "bounce@" is refused for good, "defer@" for now, "silent@" is
// taken and never answered.
type Relay struct {
	Addr string
	TLS  *tls.Config // trusts the relay
	mu   sync.Mutex
	got  []Got
}

// Got is a message that arrived.
type Got struct {
	From, To string
	Data     string
	TLS      bool
}

// NewRelay starts a relay that ends with the test.
func NewRelay(t *testing.T) *Relay {
	t.Helper()
	cert, pool := certificate(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &Relay{Addr: l.Addr().String(), TLS: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	server := smtp.NewServer(backend{r})
	server.Domain, server.MaxLineLength = "relay.test", 998
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // ends with Close
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return r
}

// All returns what arrived.
func (r *Relay) All() []Got {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Got(nil), r.got...)
}

type backend struct{ relay *Relay }

// NewSession begins a connection.
func (b backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{relay: b.relay, conn: c}, nil
}

type session struct {
	relay    *Relay
	conn     *smtp.Conn
	in       bool
	from, to string
}

// AuthMechanisms are offered over TLS only.
func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth checks the password.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "no"}
		}
		s.in = true
		return nil
	}), nil
}

// Mail takes the sender.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.in {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

// Rcpt takes a recipient, or not.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch {
	case strings.HasPrefix(to, "bounce@"):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such person " + to}
	case strings.HasPrefix(to, "defer@"):
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "later " + to}
	}
	s.to = to
	return nil
}

// Data takes the message.
func (s *session) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	_, secure := s.conn.TLSConnectionState()
	s.relay.mu.Lock()
	s.relay.got = append(s.relay.got, Got{s.from, s.to, string(data), secure})
	s.relay.mu.Unlock()
	if strings.HasPrefix(s.to, "silent@") {
		return errors.Join(s.conn.Conn().Close(), errors.New("gone"))
	}
	return nil
}

// Reset forgets the message in progress.
func (s *session) Reset() { s.from, s.to = "", "" }

// Logout ends the session.
func (s *session) Logout() error { return nil }

// certificate makes a certificate for this machine.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "relay.test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
