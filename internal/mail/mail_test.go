package mail_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"jobops/internal/account"
	"jobops/internal/mail"
	"jobops/internal/mail/mailtest"
)

var sender = mail.Sender{Address: "jobops@example.com", Host: "jobops.example.com"}

var at = time.Date(2026, time.December, 1, 9, 0, 0, 0, time.UTC)

func letterTo(address string) account.Mail {
	return account.Mail{Kind: account.MailConfirm, To: address, Name: "Zoë Ålund", Language: "fr", Link: "https://jobops.example.com/prove/x"}
}

func compose(t *testing.T, m account.Mail) mail.Message {
	t.Helper()
	composed, err := mail.Compose(m, "0198c0de-0000-7000-8000-000000000001", sender, at)
	if err != nil {
		t.Fatalf("Compose = %v", err)
	}
	return composed
}

func toRelay(t *testing.T, r *mailtest.Relay, user, password string) *mail.SMTP {
	t.Helper()
	host, port, err := net.SplitHostPort(r.Addr)
	if err != nil {
		t.Fatal(err)
	}
	dial := func(ctx context.Context, address string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}
	return mail.NewSMTP(mail.Relay{Host: host, Port: port, User: user, Password: password}, dial, r.TLS)
}

// mailers are the two ways out; both must treat a message alike.
func mailers(t *testing.T) map[string]mail.Mailer {
	t.Helper()
	return map[string]mail.Mailer{
		"smtp":     toRelay(t, mailtest.NewRelay(t), mailtest.User, mailtest.Password),
		"sendgrid": mail.NewSendGrid(http.DefaultClient, mailtest.NewSendGrid(t).URL, mailtest.SendKey, mailtest.EraseKey),
	}
}

func TestWhatBecomesOfAMessage(t *testing.T) {
	t.Parallel()
	for name, m := range mailers(t) {
		for address, want := range map[string]error{"sam@example.com": nil, "bounce@example.com": mail.ErrRefused, "silent@example.com": mail.ErrUnknown} {
			err := m.Send(t.Context(), compose(t, letterTo(address)))
			if !errors.Is(err, want) || want == nil && err != nil {
				t.Errorf("%s: Send to %s = %v, want %v", name, address, err, want)
			}
			if err != nil && strings.Contains(err.Error(), "example.com") {
				t.Errorf("%s: the error %q repeats an address", name, err)
			}
		}
		err := m.Send(t.Context(), compose(t, letterTo("defer@example.com")))
		if err == nil || errors.Is(err, mail.ErrRefused) || errors.Is(err, mail.ErrUnknown) {
			t.Errorf("%s: Send to one who defers = %v, want another try", name, err)
		}
	}
}

func TestSMTPNeedsTLSAndThePassword(t *testing.T) {
	t.Parallel()
	r := mailtest.NewRelay(t)
	if err := toRelay(t, r, mailtest.User, "wrong").Send(t.Context(), compose(t, letterTo("sam@example.com"))); err == nil || errors.Is(err, mail.ErrRefused) {
		t.Errorf("Send with a wrong password = %v, want a failure that an operator can mend", err)
	}
	untrusting := &mailtest.Relay{Addr: r.Addr, TLS: &tls.Config{MinVersion: tls.VersionTLS12}}
	if err := toRelay(t, untrusting, mailtest.User, mailtest.Password).Send(t.Context(), compose(t, letterTo("sam@example.com"))); err == nil {
		t.Error("Send to a relay with an unknown certificate = nil, want an error")
	}
	if got := r.All(); len(got) != 0 {
		t.Fatalf("messages that arrived = %d, want none", len(got))
	}
	if err := toRelay(t, r, mailtest.User, mailtest.Password).Send(t.Context(), compose(t, letterTo("sam@example.com"))); err != nil {
		t.Fatalf("Send = %v", err)
	}
	got := r.All()
	if len(got) != 1 || !got[0].TLS || got[0].To != "sam@example.com" || got[0].From != sender.Address {
		t.Errorf("arrived = %+v, want one over TLS", got)
	}
}

func TestMessageReadsBack(t *testing.T) {
	t.Parallel()
	m := compose(t, account.Mail{Kind: account.MailReply, To: "sam@example.com", Name: "Zoë Ålund\r\nBcc: x@example.com", Language: "fr",
		Subject: "Re: été\r\nBcc: y@example.com", Text: strings.Repeat("Ligne très longue sans fin ", 200) + "\n.\nfin <b>pas gras</b>"})
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if len(line) > 80 || !strings.HasSuffix(line, "\r\n") {
			t.Fatalf("a line of %d bytes, or without CRLF: %.60q", len(line), line)
		}
	}
	read, err := netmail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if read.Header.Get("Bcc") != "" || len(read.Header["To"]) != 1 {
		t.Error("a line end in a name or subject began a header")
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject")); err != nil || !strings.HasPrefix(subject, "Re: été") {
		t.Errorf("Subject = %q, %v", subject, err)
	}
	_, params, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(read.Body, params["boundary"])
	for _, want := range []string{"text/plain", "text/html"} {
		part, err := parts.NextRawPart()
		if err != nil || !strings.HasPrefix(part.Header.Get("Content-Type"), want) {
			t.Fatalf("part = %v, %v, want %s", part, err, want)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil || !strings.Contains(string(body), "Ligne très longue") {
			t.Errorf("%s = %v", want, err)
		}
		if want == "text/html" && strings.Contains(string(body), "<b>") {
			t.Error("what a person wrote is HTML in the HTML part")
		}
	}
}

// TestEveryKindHasItsWords also looks for anything remote.
func TestEveryKindHasItsWords(t *testing.T) {
	t.Parallel()
	remote := regexp.MustCompile(`(?i)<(img|link|script|iframe|object|video)|src=|@import|url\(`)
	seen := map[string]bool{}
	for _, kind := range []account.MailKind{account.MailConfirm, account.MailKnown, account.MailReset, account.MailPassword, account.MailEmail, account.MailEmailGone, account.MailFactor, account.MailPasskey, account.MailSuspended} {
		for _, language := range []string{"en", "fr"} {
			m := letterTo("sam@example.com")
			m.Kind, m.Language = kind, language
			c := compose(t, m)
			if strings.Contains(c.Text+c.Subject, "mail.") || len(c.Text) < 80 || c.Subject == "" {
				t.Errorf("%s in %s lacks words: %q", kind, language, c.Subject)
			}
			if seen[c.Subject] {
				t.Errorf("%s in %s has the subject of another kind", kind, language)
			}
			seen[c.Subject] = true
			if found := remote.FindString(c.HTML); found != "" {
				t.Errorf("%s in %s has %q in its HTML", kind, language, found)
			}
			for _, link := range regexp.MustCompile(`https?://[^"<\s]+`).FindAllString(c.HTML, -1) {
				if !strings.HasPrefix(link, "https://jobops.example.com/") {
					t.Errorf("%s in %s links to %s", kind, language, link)
				}
			}
		}
	}
}

func TestSendGridIsToldNotToTrack(t *testing.T) {
	t.Parallel()
	server := mailtest.NewSendGrid(t)
	s := mail.NewSendGrid(http.DefaultClient, server.URL, mailtest.SendKey, mailtest.EraseKey)
	if err := s.Send(t.Context(), compose(t, letterTo("sam@example.com"))); err != nil {
		t.Fatalf("Send = %v", err)
	}
	settings, _ := server.Bodies()[0]["tracking_settings"].(map[string]any)
	for _, name := range []string{"click_tracking", "open_tracking", "subscription_tracking", "ganalytics"} {
		one, _ := settings[name].(map[string]any)
		if enable, ok := one["enable"].(bool); !ok || enable {
			t.Errorf("%s = %v, want an explicit false", name, one)
		}
	}
	if err := s.ForgetAddress(t.Context(), "sam@example.com"); err != nil || len(server.Erased()) != 1 {
		t.Errorf("ForgetAddress = %v, erased %v", err, server.Erased())
	}
	if err := mail.NewSendGrid(http.DefaultClient, server.URL, mailtest.SendKey, "").ForgetAddress(t.Context(), "sam@example.com"); err == nil {
		t.Error("ForgetAddress without a key = nil, want an error")
	}
}

func TestFolderKeepsADay(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "outbox")
	f := mail.NewFolder(path)
	if err := f.Purge(at); err != nil {
		t.Errorf("Purge of no folder = %v", err)
	}
	for range 2 { // the second try is the same file
		if err := f.Send(t.Context(), compose(t, letterTo("sam@example.com"))); err != nil {
			t.Fatalf("Send = %v", err)
		}
	}
	entries, err := os.ReadDir(path)
	if err != nil || len(entries) != 1 {
		t.Fatalf("files = %d, %v, want one", len(entries), err)
	}
	info, err := entries[0].Info()
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, %v, want 0600", info.Mode(), err)
	}
	if err := f.Purge(time.Now().Add(mail.FolderLife - time.Minute)); err != nil {
		t.Fatal(err)
	}
	if entries, _ = os.ReadDir(path); len(entries) != 1 {
		t.Error("a message went before its day was over")
	}
	if err := f.Purge(time.Now().Add(mail.FolderLife + time.Minute)); err != nil {
		t.Fatal(err)
	}
	if entries, _ = os.ReadDir(path); len(entries) != 0 {
		t.Error("a message stays for more than a day")
	}
}

func TestParseRelay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]mail.Relay{
		"smtp://robin:s%40cret@relay.example.com":    {Host: "relay.example.com", Port: "587", User: "robin", Password: "s@cret"},
		"smtps://relay.example.com":                  {Host: "relay.example.com", Port: "465", Implicit: true},
		"smtp://localhost:2525":                      {Host: "localhost", Port: "2525"},
		"http://relay.example.com":                   {},
		"relay.example.com":                          {},
		"smtp://robin:secret@":                       {},
		"smtp://robin:secret@relay.example.com/path": {},
	} {
		got, err := mail.ParseRelay(text)
		if (err == nil) != (want.Host != "") || err == nil && got != want {
			t.Errorf("ParseRelay(%q) = %+v, %v, want %+v", text, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error %q repeats a password", err)
		}
	}
}
