package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"jobops/internal/account"
)

// withTwo is a site with an operator, who is signed in, and another member.
func withTwo(t *testing.T) (s *site, other string) {
	t.Helper()
	s = newSite(t)
	s.setUp()
	secret, err := s.deps.Account.Invite(t.Context(), otherEmail, "Sam Rivers", account.Ordinary)
	must(t, err)
	operator := s.session
	s.session = ""
	if a := s.post("/prove/"+secret, url.Values{"password": {otherWords}}); a.status != http.StatusOK {
		t.Fatalf("invitation = %d %s, want 200", a.status, a.body)
	}
	s.enter(otherEmail, otherWords)
	other, s.session = s.session, operator
	return s, other
}

// as asks with another session.
func (s *site) as(session string, ask func() answer) answer {
	own := s.session
	s.session = session
	defer func() { s.session = own }()
	return ask()
}

var personLink = regexp.MustCompile(`/admin/people/[0-9a-f-]{36}`)

// personOf finds the page of a member by their name.
func (s *site) personOf(name string) string {
	s.t.Helper()
	for _, row := range strings.Split(s.get("/admin/people").body, "<tr>") {
		if strings.Contains(row, name) {
			return personLink.FindString(row)
		}
	}
	s.t.Fatalf("the list of people lacks %s", name)
	return ""
}

func TestAdminIsForOperators(t *testing.T) {
	t.Parallel()
	s, other := withTwo(t)
	if a := s.get("/admin"); a.status != http.StatusOK || !strings.Contains(a.body, "2 people") {
		t.Errorf("GET /admin as operator = %d, want 200 with two people", a.status)
	}
	for _, path := range []string{"/admin", "/admin/people", "/admin/messages", s.personOf("Robin Fields")} {
		if a := s.as(other, func() answer { return s.get(path) }); a.status != http.StatusForbidden || strings.Contains(a.body, ownerEmail) {
			t.Errorf("GET %s as a member = %d, want 403 without a word of others", path, a.status)
		}
		if a := s.as("", func() answer { return s.get(path) }); a.status != http.StatusUnauthorized {
			t.Errorf("GET %s as nobody = %d, want 401", path, a.status)
		}
	}
	if a := s.as(other, func() answer { return s.get("/cvs") }); strings.Contains(a.body, `href="/admin"`) {
		t.Error("a member is shown the way to Admin")
	}
}

func TestOperatorsSeeNoContent(t *testing.T) {
	t.Parallel()
	s, other := withTwo(t)
	s.as(other, func() answer {
		s.follow(s.upload("canary-file-name.pdf", samplePDF(t, "en")).to())
		return answer{}
	})
	page := s.personOf("Sam Rivers")
	for _, path := range []string{"/admin", "/admin/people", page} {
		if a := s.get(path); strings.Contains(a.body, "canary-file-name") {
			t.Errorf("GET %s shows an operator the name of a file", path)
		}
	}
	if a := s.get(page + "/cvs"); a.status != http.StatusForbidden || strings.Contains(a.body, "canary-file-name") {
		t.Errorf("a look without leave = %d, want 403", a.status)
	}
	if a := s.as(other, func() answer {
		return s.post("/settings/security/support", url.Values{"length": {"hour"}})
	}); a.status != http.StatusSeeOther {
		t.Fatalf("leave = %d, want 303", a.status)
	}
	if a := s.get(page + "/cvs"); a.status != http.StatusOK || !strings.Contains(a.body, "canary-file-name") {
		t.Errorf("a look with leave = %d, want 200 with the list", a.status)
	}
	if a := s.as(other, func() answer { return s.get("/settings/security") }); !strings.Contains(a.body, "Support looked at the list") {
		t.Error("the look is not noted where the person sees it")
	}
	s.late.Store(int64(time.Hour + time.Minute))
	if a := s.get(page + "/cvs"); a.status != http.StatusForbidden {
		t.Errorf("a look after an hour = %d, want 403", a.status)
	}
	s.late.Store(0)
	s.as(other, func() answer { return s.post("/settings/security/support", url.Values{"length": {""}}) })
	if a := s.get(page + "/cvs"); a.status != http.StatusForbidden {
		t.Errorf("a look after the leave was taken back = %d, want 403", a.status)
	}
}

func TestSuspensionClosesAndOpens(t *testing.T) {
	t.Parallel()
	s, other := withTwo(t)
	page := s.personOf("Sam Rivers")
	if a := s.post(page+"/suspend", nil); a.status != http.StatusSeeOther {
		t.Fatalf("suspend = %d, want 303", a.status)
	}
	if a := s.as(other, func() answer { return s.get("/cvs") }); a.status != http.StatusUnauthorized {
		t.Errorf("the session of a closed account = %d, want 401", a.status)
	}
	wrong := s.as("", func() answer { return s.enter(otherEmail, "not their password") })
	right := s.as("", func() answer { return s.enter(otherEmail, otherWords) })
	if right.status != http.StatusUnauthorized || right.body != wrong.body {
		t.Errorf("sign-in to a closed account = %d, want the 401 of a wrong password", right.status)
	}
	if m := s.box.await(t, 1)[0]; m.To.Address != otherEmail || !strings.Contains(m.Subject, "closed") {
		t.Errorf("the letter %q went to %s", m.Subject, m.To.Address)
	}
	s.post(page+"/restore", nil)
	if a := s.as("", func() answer { return s.enter(otherEmail, otherWords) }); a.status != http.StatusSeeOther {
		t.Errorf("sign-in after it was opened again = %d, want 303", a.status)
	}
	if a := s.post(s.personOf("Robin Fields")+"/suspend", nil); a.status != http.StatusConflict {
		t.Errorf("closing one's own account = %d, want 409", a.status)
	}
	for plan, want := range map[string]int{"pro": http.StatusSeeOther, "": http.StatusSeeOther, "golden": http.StatusUnprocessableEntity} {
		if a := s.post(page+"/plan", url.Values{"plan": {plan}}); a.status != want {
			t.Errorf("plan %q = %d, want %d", plan, a.status, want)
		}
	}
	if a := s.get("/admin/people/0198c0de-0000-7000-8000-0000000000ff"); a.status != http.StatusNotFound {
		t.Errorf("an unknown person = %d, want 404", a.status)
	}
}

func TestContactIsAnsweredByMail(t *testing.T) {
	t.Parallel()
	s, _ := withTwo(t)
	sent := url.Values{"name": {"Kim Stone"}, "email": {"kim.stone@example.com"}, "subject": {"A question"}, "message": {"How long do you keep this?"}, "about": {"yes"}}
	for field, want := range map[string]string{"name": "Write your name", "email": "not an e-mail address", "subject": "Give a subject", "message": "The message is empty"} {
		bad := url.Values{}
		for k, v := range sent {
			bad[k] = v
		}
		bad[field] = []string{" "}
		a := s.as("", func() answer { return s.post("/contact", bad) })
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, want) || field != "message" && !strings.Contains(a.body, "How long do you keep this?") {
			t.Errorf("without %s = %d, want 422 with %q and the text kept", field, a.status, want)
		}
	}
	trapped := url.Values{"website": {"https://spam.example"}}
	for k, v := range sent {
		trapped[k] = v
	}
	for _, fields := range []url.Values{trapped, sent} {
		if a := s.as("", func() answer { return s.post("/contact", fields) }); a.status != http.StatusOK || !strings.Contains(a.body, "has arrived") {
			t.Errorf("POST /contact = %d, want 200 and thanks", a.status)
		}
	}
	list := s.get("/admin/messages").body
	links := regexp.MustCompile(`/admin/messages/[0-9a-f-]{36}`).FindAllString(list, -1)
	if len(links) != 1 {
		t.Fatalf("messages = %d, want the one that no machine wrote", len(links))
	}
	if a := s.get(links[0]); !strings.Contains(a.body, "How long do you keep this?") || !strings.Contains(a.body, "request number 7") {
		t.Errorf("GET %s = %d, want the text and its number", links[0], a.status)
	}
	if a := s.post(links[0]+"/answer", url.Values{"answer": {" "}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty answer = %d, want 422", a.status)
	}
	if a := s.post(links[0]+"/answer", url.Values{"answer": {"24 months at most."}}); a.status != http.StatusSeeOther {
		t.Fatalf("answer = %d %s, want 303", a.status, a.body)
	}
	m := s.box.await(t, 1)[0]
	if m.To.Address != "kim.stone@example.com" || m.Subject != "Re: A question" || !strings.Contains(m.Text, "24 months at most.") {
		t.Errorf("the answer went to %s as %q", m.To.Address, m.Subject)
	}
	if a := s.post(links[0]+"/answer", url.Values{"answer": {"Again"}}); a.status != http.StatusConflict {
		t.Errorf("a second answer = %d, want 409", a.status)
	}
}
