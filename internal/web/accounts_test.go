package web_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"jobops/internal/account"
	"jobops/internal/mail"
)

// inbox is a mailer that keeps what it is given.
type inbox struct {
	mu  sync.Mutex
	all []mail.Message
}

// Send keeps a message.
func (b *inbox) Send(_ context.Context, m mail.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append(b.all, m)
	return nil
}

// await returns the messages once there are so many.
func (b *inbox) await(t *testing.T, n int) []mail.Message {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		b.mu.Lock()
		all := append([]mail.Message(nil), b.all...)
		b.mu.Unlock()
		if len(all) >= n {
			return all
		}
	}
	t.Fatalf("there are fewer than %d messages", n)
	return nil
}

var linkIn = regexp.MustCompile(`http://localhost:1(/prove/\S+)`)

// linkOf is the link in a message.
func linkOf(t *testing.T, m mail.Message) string {
	t.Helper()
	found := linkIn.FindStringSubmatch(m.Text)
	if found == nil {
		t.Fatalf("the message %q has no link", m.Subject)
	}
	return found[1]
}

const (
	ownerEmail = "robin.fields@example.com"
	ownerWords = "violet ladder orbit nine"
	otherEmail = "sam.rivers@example.com"
	otherWords = "copper meadow lantern two"
)

// setUp makes the person of the site the owner of an instance for several.
func (s *site) setUp() {
	s.t.Helper()
	a := s.post("/setup", url.Values{"name": {"Robin Fields"}, "email": {ownerEmail}, "password": {ownerWords}})
	if a.status != http.StatusSeeOther {
		s.t.Fatalf("POST /setup = %d %s, want 303", a.status, a.body)
	}
}

// enter signs in and keeps the session.
func (s *site) enter(email, password string) answer {
	s.t.Helper()
	a := s.post("/sign-in", url.Values{"email": {email}, "password": {password}, "to": {"/cvs"}})
	for _, c := range a.cookies {
		if c.Name == cookie {
			s.session = c.Value
		}
	}
	return a
}

// mainOf is a page without the rail, which differs between people.
func mainOf(a answer) string {
	_, inner, _ := strings.Cut(a.body, "<main")
	inner, _, _ = strings.Cut(inner, "</main>")
	return inner
}

func TestSetUpAdoptsWhatIsThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.follow(s.upload("cv.pdf", samplePDF(t, "en")).to())
	before := mainOf(s.get("/cvs"))
	if a := s.get("/settings"); !strings.Contains(a.body, `href="/setup"`) {
		t.Error("Settings of a single person do not offer an account")
	}
	if a := s.post("/setup", url.Values{"name": {"Robin Fields"}, "email": {"nonsense"}, "password": {ownerWords}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Robin Fields") {
		t.Errorf("POST /setup with a bad address = %d, want 422 with what was typed", a.status)
	}
	s.setUp()
	if a := s.get("/cvs"); mainOf(a) != before {
		t.Error("the list of CVs is another one after the set-up")
	}
	s.session = ""
	if a := s.get("/cvs"); a.status != http.StatusUnauthorized || !strings.Contains(a.body, `name="password"`) || !strings.Contains(a.body, `name="to" value="/cvs"`) {
		t.Errorf("GET /cvs signed out = %d, want 401 with a form that leads back", a.status)
	}
	if a := s.enter(ownerEmail, "not the password at all"); a.status != http.StatusUnauthorized || len(a.cookies) != 0 || !strings.Contains(a.body, ownerEmail) {
		t.Errorf("a wrong password = %d, %d cookies, want 401, none, and the address kept", a.status, len(a.cookies))
	}
	if a := s.enter(strings.ToUpper(ownerEmail), ownerWords); a.status != http.StatusSeeOther || a.to() != "/cvs" {
		t.Fatalf("sign-in = %d to %q, want 303 to /cvs", a.status, a.to())
	}
	if a := s.get("/cvs"); mainOf(a) != before {
		t.Error("the CVs are not there after signing in")
	}
	if a := s.post("/link", nil); a.status != http.StatusForbidden {
		t.Errorf("POST /link where people sign in = %d, want 403", a.status)
	}
	if a := s.post("/setup", url.Values{"name": {"Sam"}, "email": {otherEmail}, "password": {otherWords}}); a.status == http.StatusSeeOther {
		t.Error("a second set-up was taken")
	}
}

func TestSignUpTellsNobodyWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	s.session = ""
	ask := func(email string) answer {
		return s.post("/sign-up", url.Values{"name": {"Sam Rivers"}, "email": {email}, "password": {"chosen by a stranger 9"}})
	}
	fresh, known := ask(otherEmail), ask(ownerEmail)
	if fresh.status != http.StatusOK || fresh.status != known.status || fresh.body != known.body {
		t.Errorf("sign-up answers %d and %d, or other bytes, for a fresh and a known address", fresh.status, known.status)
	}
	messages := s.box.await(t, 2)
	byAddress := map[string]mail.Message{}
	for _, m := range messages {
		byAddress[m.To.Address] = m
	}
	if m := byAddress[ownerEmail]; strings.Contains(m.Text, "/prove/") || !strings.Contains(m.Text, "/reset") {
		t.Errorf("the letter to the known address says %q, want a way to reset and no link that makes an account", m.Text)
	}
	link := linkOf(t, byAddress[otherEmail])
	if a := s.get(link); a.status != http.StatusOK {
		t.Fatalf("GET of the link = %d, want 200", a.status)
	}
	if a := s.enter(otherEmail, otherWords); a.status != http.StatusUnauthorized {
		t.Errorf("sign-in before the link was used = %d, want 401", a.status)
	}
	if a := s.post(link, nil); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `name="password"`) {
		t.Errorf("the link without a password = %d, want 422 and the form", a.status)
	}
	if a := s.post(link, url.Values{"password": {otherWords}}); a.status != http.StatusOK {
		t.Fatalf("POST of the link = %d %s, want 200", a.status, a.body)
	}
	if a := s.post(link, nil); a.status != http.StatusNotFound {
		t.Errorf("second use of the link = %d, want 404", a.status)
	}
	// Whoever began the account before the person of the address opened the link
	// gets nowhere with what they had typed.
	if a := s.enter(otherEmail, "chosen by a stranger 9"); a.status != http.StatusUnauthorized {
		t.Errorf("sign-in with the password of who began it = %d, want 401", a.status)
	}
	if a := s.enter(otherEmail, otherWords); a.status != http.StatusSeeOther {
		t.Errorf("sign-in after the link = %d, want 303", a.status)
	}
	if a := s.get("/cvs"); strings.Contains(a.body, "/cvs/0") {
		t.Error("a fresh account sees CVs")
	}
}

func TestResetEndsSessionsAndWorksOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	old := s.session
	known := s.post("/reset", url.Values{"email": {ownerEmail}})
	unknown := s.post("/reset", url.Values{"email": {"nobody@example.com"}})
	s.session = ""
	if known.status != http.StatusOK || known.body != unknown.body {
		t.Errorf("reset answers %d and %d, or other bytes, for a known and an unknown address", known.status, unknown.status)
	}
	link := linkOf(t, s.box.await(t, 1)[0])
	if a := s.post(link, url.Values{"password": {"short"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a short password = %d, want 422", a.status)
	}
	const fresh = "another garden entirely 7"
	if a := s.post(link, url.Values{"password": {fresh}}); a.status != http.StatusOK {
		t.Fatalf("reset = %d %s, want 200", a.status, a.body)
	}
	if a := s.post(link, url.Values{"password": {fresh}}); a.status != http.StatusNotFound {
		t.Errorf("second use = %d, want 404", a.status)
	}
	s.session = old
	if a := s.get("/cvs"); a.status != http.StatusUnauthorized {
		t.Errorf("the old session after a reset = %d, want 401", a.status)
	}
	s.session = ""
	if a := s.enter(ownerEmail, ownerWords); a.status != http.StatusUnauthorized {
		t.Errorf("the old password = %d, want 401", a.status)
	}
	if a := s.enter(ownerEmail, fresh); a.status != http.StatusSeeOther {
		t.Errorf("the new password = %d, want 303", a.status)
	}
	if m := s.box.await(t, 2); !strings.Contains(m[1].Subject, "changed") {
		t.Errorf("second letter = %q, want that the password was changed", m[1].Subject)
	}
	if m := s.box.await(t, 2); len(m) != 2 {
		t.Errorf("letters = %d, want none to the unknown address", len(m))
	}
}

// TestANewPasswordEndsEarlierLinks: somebody who had the account, or the mail, for
// a moment gains nothing from links asked for then.
func TestANewPasswordEndsEarlierLinks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	if a := s.post("/settings/security/email", url.Values{"email": {otherEmail}}); a.status != http.StatusSeeOther {
		t.Fatalf("change of address = %d, want 303", a.status)
	}
	s.post("/reset", url.Values{"email": {ownerEmail}})
	s.box.await(t, 2)
	s.post("/reset", url.Values{"email": {ownerEmail}})
	var moves, resets []string
	for _, m := range s.box.await(t, 3) {
		if m.To.Address == otherEmail {
			moves = append(moves, linkOf(t, m))
		} else {
			resets = append(resets, linkOf(t, m))
		}
	}
	s.session = ""
	const first, second = "another garden entirely 7", "a third garden with a pond"
	if a := s.post(resets[0], url.Values{"password": {first}}); a.status != http.StatusOK {
		t.Fatalf("reset = %d %s, want 200", a.status, a.body)
	}
	if a := s.post(resets[1], url.Values{"password": {second}}); a.status != http.StatusNotFound {
		t.Errorf("an earlier link of a reset = %d, want 404", a.status)
	}
	if a := s.post(moves[0], nil); a.status != http.StatusNotFound {
		t.Errorf("an earlier link to another address = %d, want 404", a.status)
	}
	if a := s.enter(ownerEmail, first); a.status != http.StatusSeeOther {
		t.Errorf("the new password = %d, want 303", a.status)
	}
}

func TestResetLinkIsOldAfterAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	s.post("/reset", url.Values{"email": {ownerEmail}})
	link := linkOf(t, s.box.await(t, 1)[0])
	s.late.Store(int64(account.ResetLife + time.Second))
	if a := s.get(link); a.status != http.StatusNotFound {
		t.Errorf("the link after %v = %d, want 404", account.ResetLife, a.status)
	}
}

func TestSessionsEndIdleAndAbsolute(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	for day := range 14 { // used each day, a session lives a fortnight
		s.late.Store(int64(time.Duration(day) * 23 * time.Hour))
		if a := s.get("/settings"); a.status != http.StatusOK {
			t.Fatalf("after %d × 23 h of use = %d, want 200", day, a.status)
		}
	}
	s.late.Store(int64(account.SessionLife + time.Minute))
	if a := s.get("/settings"); a.status != http.StatusUnauthorized {
		t.Errorf("after %v = %d, want 401", account.SessionLife, a.status)
	}
	s.late.Store(0)
	s.enter(ownerEmail, ownerWords)
	s.late.Store(int64(account.Idle + time.Minute))
	if a := s.get("/settings"); a.status != http.StatusUnauthorized {
		t.Errorf("unused for %v = %d, want 401", account.Idle, a.status)
	}
}

func TestAttemptsAreSlowedDown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	s.session = ""
	for _, email := range []string{ownerEmail, "nobody@example.com"} {
		for range account.Free {
			if a := s.enter(email, "wrong every time"); a.status != http.StatusUnauthorized {
				t.Fatalf("attempt on %s = %d, want 401", email, a.status)
			}
		}
		if a := s.enter(email, "wrong once more"); a.status != http.StatusTooManyRequests {
			t.Errorf("attempt %d on %s = %d, want 429", account.Free+1, email, a.status)
		}
	}
	if a := s.enter(ownerEmail, ownerWords); a.status != http.StatusTooManyRequests {
		t.Errorf("the right password while the address rests = %d, want 429", a.status)
	}
	s.late.Store(int64(time.Minute + time.Second))
	if a := s.enter(ownerEmail, ownerWords); a.status != http.StatusSeeOther {
		t.Errorf("the right password a minute later = %d, want 303", a.status)
	}
}

func TestSecurityPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if a := s.get("/settings/security"); a.to() != "/setup" {
		t.Errorf("security of a single person leads to %q, want /setup", a.to())
	}
	s.setUp()
	first := s.session
	s.session = ""
	s.enter(ownerEmail, ownerWords)
	a := s.get("/settings/security")
	end := regexp.MustCompile(`/settings/security/sessions/[^"/]+/end`).FindAllString(a.body, -1)
	if a.status != http.StatusOK || len(end) != 1 {
		t.Fatalf("security page = %d with %d sessions to end, want 200 with the other one", a.status, len(end))
	}
	if a := s.post(end[0], nil); a.status != http.StatusSeeOther {
		t.Errorf("end a session = %d, want 303", a.status)
	}
	second := s.session
	s.session = first
	if a := s.get("/settings"); a.status != http.StatusUnauthorized {
		t.Errorf("the ended session = %d, want 401", a.status)
	}
	s.session = second
	if a := s.post("/settings/security/password", url.Values{"old": {"not this one"}, "password": {otherWords}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong old password = %d, want 422", a.status)
	}
	if a := s.post("/settings/security/password", url.Values{"old": {ownerWords}, "password": {otherWords}}); a.status != http.StatusSeeOther {
		t.Errorf("change of password = %d %s, want 303", a.status, a.body)
	}
	if a := s.get("/settings/security?done=password"); a.status != http.StatusOK || !strings.Contains(a.body, "The password was changed") {
		t.Errorf("after the change = %d, want this session and the event", a.status)
	}
}

func TestChangeOfAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	s.session = ""
	s.enter(ownerEmail, ownerWords)
	s.late.Store(int64(account.FreshFor + time.Second))
	if a := s.post("/settings/security/email", url.Values{"email": {otherEmail}}); a.to() != "/settings/privacy/confirm?to=security" {
		t.Fatalf("change of address with an old proof leads to %q, want the page that asks for the password", a.to())
	}
	if a := s.post("/settings/privacy/confirm", url.Values{"password": {"no"}, "to": {"security"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong password = %d, want 422", a.status)
	}
	if a := s.post("/settings/privacy/confirm", url.Values{"password": {ownerWords}, "to": {"security"}}); a.to() != "/settings/security" {
		t.Fatalf("the password leads to %q, want back", a.to())
	}
	if a := s.post("/settings/security/email", url.Values{"email": {otherEmail}}); a.status != http.StatusSeeOther {
		t.Fatalf("change of address = %d %s, want 303", a.status, a.body)
	}
	message := s.box.await(t, 1)[0]
	if message.To.Address != otherEmail {
		t.Fatalf("the link went to %s, want the new address", message.To.Address)
	}
	if a := s.enter(ownerEmail, ownerWords); a.status != http.StatusSeeOther {
		t.Errorf("the old address before the link = %d, want 303", a.status)
	}
	if a := s.post(linkOf(t, message), nil); a.status != http.StatusSeeOther {
		t.Fatalf("the link = %d %s, want 303", a.status, a.body)
	}
	if a := s.enter(otherEmail, ownerWords); a.status != http.StatusSeeOther {
		t.Errorf("the new address = %d, want 303", a.status)
	}
	if a := s.enter(ownerEmail, ownerWords); a.status != http.StatusUnauthorized {
		t.Errorf("the old address = %d, want 401", a.status)
	}
	if told := s.box.await(t, 2)[1]; told.To.Address != ownerEmail {
		t.Errorf("the news went to %s, want the old address", told.To.Address)
	}
}

func TestTheWayBackStaysInside(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	for _, to := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/\t/evil.example", "javascript:alert(1)", "/sign-out", ""} {
		a := s.post("/sign-in", url.Values{"email": {ownerEmail}, "password": {ownerWords}, "to": {to}})
		if a.to() != "/" {
			t.Errorf("sign-in that asks for %q leads to %q, want /", to, a.to())
		}
	}
}

func TestBrowserIsAFewWords(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	secret, _, err := s.deps.Account.SignIn(t.Context(), ownerEmail, ownerWords, "Firefox, Linux")
	must(t, err)
	s.session = secret
	if a := s.get("/settings/security"); !strings.Contains(a.body, "Firefox, Linux") {
		t.Error("the list of devices lacks the kind of browser")
	}
}

// TestDeletingAnAccountWantsItsAddress: whoever has an e-mail address types it;
// neither the word nor another address will do.
func TestDeletingAnAccountWantsItsAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	for _, typed := range []string{"", "DELETE", "somebody.else@example.com"} {
		a := s.post("/settings/privacy/delete", url.Values{"word": {typed}, "keep": {"no"}})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Nothing was deleted") {
			t.Errorf("%q typed: delete = %d, want 422", typed, a.status)
		}
	}
	a := s.post("/settings/privacy/delete", url.Values{"word": {" " + strings.ToUpper(ownerEmail)}, "keep": {"no"}})
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to(), "/erased/") {
		t.Errorf("the address typed: delete = %d to %q, want the receipt", a.status, a.to())
	}
}
