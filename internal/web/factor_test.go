package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"jobops/internal/account"
)

var (
	secretIn = regexp.MustCompile(`name="secret" value="([A-Z2-7]+)"`)
	halfIn   = regexp.MustCompile(`name="half" value="([^"]+)"`)
	paperIn  = regexp.MustCompile(`<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>`)
)

// code is what an app shows so long after now.
func code(t *testing.T, secret string, after time.Duration) string {
	t.Helper()
	text, err := totp.GenerateCode(secret, time.Now().Add(after))
	must(t, err)
	return text
}

// withFactor is a site whose operator has a second step, its secret and the
// recovery codes.
func withFactor(t *testing.T) (s *site, secret string, paper []string) {
	t.Helper()
	s = newSite(t)
	s.setUp()
	page := s.get("/settings/security/factor")
	secret = secretIn.FindStringSubmatch(page.body)[1]
	if !strings.Contains(page.body, `class="code-picture"`) {
		t.Error("the page has no picture for the app")
	}
	if a := s.post("/settings/security/factor", url.Values{"secret": {secret}, "code": {"000000"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, secret) {
		t.Errorf("a wrong code = %d, want 422 with the same secret", a.status)
	}
	a := s.post("/settings/security/factor", url.Values{"secret": {secret}, "code": {code(t, secret, 0)}})
	for _, m := range paperIn.FindAllStringSubmatch(a.body, -1) {
		paper = append(paper, m[1])
	}
	if a.status != http.StatusOK || len(paper) != 10 {
		t.Fatalf("POST factor = %d with %d recovery codes, want 200 with 10", a.status, len(paper))
	}
	s.session = ""
	return s, secret, paper
}

// half signs in with the password alone.
func (s *site) half() string {
	s.t.Helper()
	a := s.enter(ownerEmail, ownerWords)
	found := halfIn.FindStringSubmatch(a.body)
	if a.status != http.StatusOK || len(a.cookies) != 0 || found == nil {
		s.t.Fatalf("the password alone = %d with %d cookies, want the page that asks for a code", a.status, len(a.cookies))
	}
	return found[1]
}

func (s *site) finish(half, code string) answer {
	s.t.Helper()
	return s.post("/sign-in/code", url.Values{"half": {half}, "code": {code}, "to": {"/cvs"}})
}

func TestSecondStep(t *testing.T) {
	t.Parallel()
	s, secret, paper := withFactor(t)
	half := s.half()
	if a := s.finish(half, code(t, secret, 0)); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the code that turned it on, once more = %d, want 422: no code works twice", a.status)
	}
	s.late.Store(int64(time.Minute))
	if a := s.finish(half, code(t, secret, time.Minute)); a.status != http.StatusSeeOther || a.to() != "/cvs" {
		t.Fatalf("a fresh code = %d, want 303", a.status)
	}
	if a := s.finish(half, code(t, secret, 2*time.Minute)); a.status != http.StatusUnauthorized {
		t.Errorf("the half used once more = %d, want 401", a.status)
	}
	again := s.half()
	if a := s.finish(again, code(t, secret, time.Minute)); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a replayed code = %d, want 422", a.status)
	}
	if a := s.finish(again, strings.ToLower(strings.ReplaceAll(paper[3], "-", " "))); a.status != http.StatusSeeOther {
		t.Errorf("a recovery code = %d %s, want 303", a.status, a.body)
	}
	again = s.half()
	if a := s.finish(again, paper[3]); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a recovery code used twice = %d, want 422", a.status)
	}
	s.late.Store(int64(time.Minute + 6*time.Minute))
	if a := s.finish(again, paper[4]); a.status != http.StatusUnauthorized {
		t.Errorf("a half of six minutes ago = %d, want 401", a.status)
	}
}

func TestResetDoesNotSkipTheSecondStep(t *testing.T) {
	t.Parallel()
	s, _, paper := withFactor(t)
	s.post("/reset", url.Values{"email": {ownerEmail}})
	var link string
	for _, m := range s.box.await(t, 2) { // one says that the second step is on
		if strings.Contains(m.Text, "/prove/") {
			link = linkOf(t, m)
		}
	}
	const fresh = "another garden entirely 7"
	s.post(link, url.Values{"password": {fresh}})
	a := s.enter(ownerEmail, fresh)
	found := halfIn.FindStringSubmatch(a.body)
	if found == nil || len(a.cookies) != 0 {
		t.Fatalf("the new password alone = %d, want the page that asks for a code", a.status)
	}
	if a := s.finish(found[1], paper[0]); a.status != http.StatusSeeOther {
		t.Errorf("a recovery code = %d, want 303", a.status)
	}
}

func TestCodesAreNotGuessed(t *testing.T) {
	t.Parallel()
	s, _, _ := withFactor(t)
	half := s.half()
	for range account.Free {
		if a := s.finish(half, "123456"); a.status != http.StatusUnprocessableEntity {
			t.Fatalf("a wrong code = %d, want 422", a.status)
		}
	}
	if a := s.finish(half, "123456"); a.status != http.StatusTooManyRequests {
		t.Errorf("one guess too many = %d, want 429", a.status)
	}
	if a := s.finish("invented", "123456"); a.status != http.StatusUnauthorized {
		t.Errorf("an invented half = %d, want 401", a.status)
	}
}

func TestSecondStepIsTurnedOff(t *testing.T) {
	t.Parallel()
	s, _, paper := withFactor(t)
	a := s.finish(s.half(), paper[0])
	for _, c := range a.cookies {
		s.session = c.Value
	}
	if page := s.get("/settings/security"); !strings.Contains(page.body, "9 recovery codes") {
		t.Error("the page does not say how many recovery codes are left")
	}
	s.late.Store(int64(account.FreshFor + time.Second))
	if a := s.post("/settings/security/factor/remove", nil); a.to() != "/settings/privacy/confirm?to=security" {
		t.Errorf("turning it off with an old proof leads to %q", a.to())
	}
	s.late.Store(0)
	if a := s.post("/settings/security/factor/remove", nil); a.status != http.StatusSeeOther {
		t.Errorf("turning it off = %d, want 303", a.status)
	}
	s.session = ""
	if a := s.enter(ownerEmail, ownerWords); a.status != http.StatusSeeOther || a.to() != "/cvs" {
		t.Errorf("sign-in afterwards = %d, want 303 at once", a.status)
	}
}
