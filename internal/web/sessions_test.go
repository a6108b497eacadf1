package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestAMailboxIsNotFlooded asks for messages to one address again and again: few
// are sent, and the answer does not tell.
func TestAMailboxIsNotFlooded(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.setUp()
	s.session = ""
	first := s.post("/reset", url.Values{"email": {ownerEmail}})
	for range 6 {
		if a := s.post("/reset", url.Values{"email": {strings.ToUpper(ownerEmail)}}); a.status != first.status {
			t.Errorf("one more = %d, want %d as before", a.status, first.status)
		}
	}
	s.post("/reset", url.Values{"email": {"nobody@example.com"}})
	s.post("/sign-up", url.Values{"name": {"Sam Rivers"}, "email": {otherEmail}})
	var to, others int
	for range 200 { // the sign-up came last: when its message is there, those before are settled or soon will be
		to, others = 0, 0
		for _, m := range s.box.await(t, 1) {
			if m.To.Address == ownerEmail {
				to++
			} else {
				others++
			}
		}
		if others > 0 && to >= 3 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond)
	if got := len(s.box.await(t, 1)) - others; got != 3 || others != 1 {
		t.Errorf("messages = %d to the flooded address and %d to another, want 3 and 1", got, others)
	}
}

// TestSecretOfASessionChanges: what somebody may have seen of a session before its
// person changed how they sign in opens nothing after.
func TestSecretOfASessionChanges(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	before := s.session
	s.setUp()
	s.dead("the set-up", before)
	other := s.session
	s.session = ""
	s.enter(ownerEmail, ownerWords)
	before = s.session
	s.post("/settings/security/password", url.Values{"old": {ownerWords}, "password": {otherWords}})
	s.dead("a new password", before, other)
	before = s.session
	secret := secretIn.FindStringSubmatch(s.get("/settings/security/factor").body)[1]
	s.post("/settings/security/factor", url.Values{"secret": {secret}, "code": {code(t, secret, 0)}})
	s.dead("a second step", before)
	before = s.session
	s.post("/settings/security/factor/remove", nil)
	s.dead("a second step less", before)
}

// dead checks that old secrets open nothing and that the one of now does.
func (s *site) dead(after string, old ...string) {
	s.t.Helper()
	now := s.session
	if a := s.get("/settings"); a.status != http.StatusOK {
		s.t.Errorf("after %s the session = %d, want 200", after, a.status)
	}
	for _, secret := range old {
		s.session = secret
		if a := s.get("/settings"); a.status != http.StatusUnauthorized {
			s.t.Errorf("after %s the secret of before = %d, want 401", after, a.status)
		}
	}
	s.session = now
}
