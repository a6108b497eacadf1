package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"jobops/internal/account"
	"jobops/internal/clerk/clerktest"
	"jobops/internal/fault"
	"jobops/internal/inventory"
	"jobops/internal/owner"
	"jobops/internal/privacy"
)

// guest is a browser at an instance where people sign in at Clerk.
type guest struct {
	t       *testing.T
	app     *App
	at      *clerktest.Instance
	handler http.Handler
	jar     map[string]string
}

func newGuest(t *testing.T) (*guest, owner.ID) {
	t.Helper()
	return guestOf(t, Public{})
}

func guestOf(t *testing.T, public Public) (*guest, owner.ID) {
	t.Helper()
	at := clerktest.New(t)
	config := Clerk{Issuer: at.URL, Client: clerktest.Client, Key: clerktest.Key, Hooks: clerktest.HookSecret, reach: at.Client(), api: at.URL + "/v1"}
	a, who := openWith(t, Config{Data: t.TempDir(), Cache: cache, Clerk: config, Public: public})
	pages, err := a.pages(nil)
	must(t, err)
	link, err := a.Account.NewLink(t.Context(), who)
	must(t, err)
	secret, err := a.Account.Redeem(t.Context(), link, "")
	must(t, err)
	_, err = a.Account.SetUp(t.Context(), who, account.Entry{Name: "Ada Example", Email: "ada@example.com", Password: "violet ladder orbit nine"}, secret)
	must(t, err)
	return &guest{t, a, at, a.handlerWith(pages, 1, unlimited()), map[string]string{}}, who
}

func (g *guest) send(method, path, body string, header http.Header) *httptest.ResponseRecorder {
	g.t.Helper()
	r := httptest.NewRequestWithContext(g.t.Context(), method, "http://localhost:1"+path, strings.NewReader(body))
	for name, values := range header {
		r.Header[name] = values
	}
	for name, value := range g.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if delete(g.jar, c.Name); c.MaxAge >= 0 {
			g.jar[c.Name] = c.Value
		}
	}
	return w
}

// come signs in at Clerk as a user and comes back.
func (g *guest) come(user string) *httptest.ResponseRecorder {
	g.t.Helper()
	g.jar = map[string]string{}
	w := g.send(http.MethodGet, "/sign-in/portal", "", nil)
	if w.Code != http.StatusSeeOther || len(g.jar) != 1 {
		g.t.Fatalf("the way to Clerk = %d with %d cookies, want 303 with one", w.Code, len(g.jar))
	}
	back := g.at.Approve(g.t, w.Header().Get("Location"), user)
	return g.send(http.MethodGet, back.RequestURI(), "", http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}})
}

// in reports whether the browser is signed in.
func (g *guest) in() bool {
	g.t.Helper()
	return g.send(http.MethodGet, "/cvs", "", nil).Code == http.StatusOK
}

// hook sends a message of Clerk from elsewhere.
func (g *guest) hook(id, body string) int {
	g.t.Helper()
	jar := g.jar
	defer func() { g.jar = jar }()
	g.jar = nil
	r := httptest.NewRequestWithContext(g.t.Context(), http.MethodPost, "http://localhost:1/hooks/portal", strings.NewReader(body))
	r.Header = clerktest.Hook(id, time.Now(), body)
	w := httptest.NewRecorder()
	g.handler.ServeHTTP(w, r)
	return w.Code
}

func (g *guest) person(email string) owner.ID {
	g.t.Helper()
	c, err := g.app.store.Credential(g.t.Context(), email)
	must(g.t, err)
	return c.Owner
}

func TestPeopleSignInAtClerk(t *testing.T) {
	t.Parallel()
	g, who := newGuest(t)
	g.at.Add(clerktest.User{ID: "user_ada", Email: "ada@example.com", Verified: true})
	g.at.Add(clerktest.User{ID: "user_eve", Email: "ada@example.com", Verified: true})
	g.at.Add(clerktest.User{ID: "user_mallory", Email: "ada@example.com"})
	g.at.Add(clerktest.User{ID: "user_bob", Email: "bob@example.com", Name: "Bob Example", Verified: true})
	if a := g.send(http.MethodGet, "/sign-in", "", nil); !strings.Contains(a.Body.String(), `href="/sign-in/portal"`) {
		t.Error("the sign-in page has no link to Clerk")
	}
	if a := g.come("user_mallory"); a.Code != http.StatusUnauthorized || g.in() {
		t.Errorf("an address that Clerk has not proved = %d, want 401", a.Code)
	}
	if a := g.come("user_ada"); a.Code != http.StatusSeeOther || !g.in() {
		t.Fatalf("sign-in = %d %s, want 303 and a session", a.Code, a.Body)
	}
	if m, err := g.app.Account.Member(t.Context(), who); err != nil || m.Portal != "user_ada" || m.Role != account.Operator {
		t.Errorf("the account of the address = %+v, %v, want it linked and as it was", m, err)
	}
	lines, err := g.app.Ledger.Of(t.Context(), who)
	if err != nil || len(lines) != 1 || lines[0].Processor != "clerk" || lines[0].Result != privacy.Sent {
		t.Errorf("ledger = %+v, %v, want one line for Clerk", lines, err)
	}
	if a := g.come("user_eve"); a.Code != http.StatusUnauthorized || g.in() {
		t.Errorf("another identity with the same address = %d, want 401", a.Code)
	}
	g.at.Add(clerktest.User{ID: "user_ada", Email: "moved@example.com", Verified: true, External: string(who)})
	if a := g.come("user_ada"); a.Code != http.StatusSeeOther || !g.in() {
		t.Errorf("the same identity with another address = %d, want 303", a.Code)
	}
	if a := g.come("user_bob"); a.Code != http.StatusSeeOther || !g.in() {
		t.Errorf("somebody new = %d, want 303", a.Code)
	}
	bob, err := g.app.Account.Member(t.Context(), g.person("bob@example.com"))
	if err != nil || bob.Name != "Bob Example" || bob.Role != account.Ordinary {
		t.Errorf("the new account = %+v, %v, want an ordinary one of that name", bob, err)
	}
	if a := g.send(http.MethodGet, "/sign-in/portal/return?"+url.Values{"state": {"invented"}, "code": {"invented"}}.Encode(), "", nil); a.Code != http.StatusUnauthorized {
		t.Errorf("coming back without having gone = %d, want 401", a.Code)
	}
	if a := g.send(http.MethodGet, "/sign-in/portal/return?error=access_denied", "", nil); a.Code != http.StatusUnauthorized {
		t.Errorf("coming back refused = %d, want 401", a.Code)
	}
}

// TestClerkOpensNoClosedInstance lets in whom the operator has let in.
func TestClerkOpensNoClosedInstance(t *testing.T) {
	t.Parallel()
	g, _ := guestOf(t, Public{SignUp: "closed"})
	g.at.Add(clerktest.User{ID: "user_ada", Email: "ada@example.com", Verified: true})
	g.at.Add(clerktest.User{ID: "user_bob", Email: "bob@example.com", Verified: true})
	if a := g.come("user_bob"); a.Code != http.StatusUnauthorized || g.in() {
		t.Errorf("somebody new = %d, want 401", a.Code)
	}
	if _, err := g.app.store.Credential(t.Context(), "bob@example.com"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the account of somebody new = %v, want none", err)
	}
	if a := g.come("user_ada"); a.Code != http.StatusSeeOther || !g.in() {
		t.Errorf("somebody known = %d, want 303", a.Code)
	}
	if a := g.send(http.MethodGet, "/settings/privacy/confirm?to=delete", "", nil); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), `href="/sign-in/portal"`) {
		t.Errorf("the page that asks who is there = %d without the way to Clerk", a.Code)
	}
}

// TestCookiesAtClerkAreTheDeclaredOnes: the policy names them where people sign in
// at Clerk, and nowhere else.
func TestCookiesAtClerkAreTheDeclaredOnes(t *testing.T) {
	t.Parallel()
	g, _ := newGuest(t)
	away := g.send(http.MethodGet, "/sign-in/portal", "", nil).Result().Cookies()
	if len(away) != 1 || away[0].MaxAge != 600 || !away[0].HttpOnly || away[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("cookies on the way to Clerk = %+v, want one of ten minutes, guarded", away)
	}
	declared := func(configured ...string) bool {
		return slices.ContainsFunc(inventory.Load().Cookies(configured...), func(c inventory.Cookie) bool { return c.Name == away[0].Name && c.MaxAge == "PT10M" })
	}
	if !declared(g.app.Config.configured()...) || declared() {
		t.Errorf("%s: declared = %v with Clerk and %v without, want true and false", away[0].Name, declared(g.app.Config.configured()...), declared())
	}
	name := ">" + away[0].Name + "<"
	if a := g.send(http.MethodGet, "/privacy", "", nil); !strings.Contains(a.Body.String(), name) {
		t.Errorf("/privacy = %d without %s", a.Code, name)
	}
	m, _ := newMatrix(t)
	w := httptest.NewRecorder()
	m.handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost:1/privacy", nil))
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), name) {
		t.Errorf("/privacy without Clerk = %d, names %s: %v", w.Code, name, strings.Contains(w.Body.String(), name))
	}
}

func TestClerkDoesNotSkipTheSecondStep(t *testing.T) {
	t.Parallel()
	g, who := newGuest(t)
	g.at.Add(clerktest.User{ID: "user_ada", Email: "ada@example.com", Verified: true})
	secret := account.NewFactorSecret()
	code, err := totp.GenerateCode(secret, time.Now())
	must(t, err)
	_, _, err = g.app.Account.AddFactor(t.Context(), who, "none", secret, code)
	must(t, err)
	if a := g.come("user_ada"); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), `name="half"`) || g.in() {
		t.Errorf("sign-in = %d, want the page that asks for a code and no session", a.Code)
	}
}

func TestMessagesOfClerk(t *testing.T) {
	t.Parallel()
	g, _ := newGuest(t)
	g.at.Add(clerktest.User{ID: "user_bob", Email: "bob@example.com", Verified: true})
	g.come("user_bob")
	bob := g.person("bob@example.com")
	const ended = `{"type":"session.revoked","data":{"id":"sess_1","user_id":"user_bob"}}`
	if code := g.hook("msg_1", ended); code != http.StatusNoContent || g.in() {
		t.Errorf("a revoked session = %d, want 204 and nobody signed in", code)
	}
	g.come("user_bob")
	if code := g.hook("msg_1", ended); code != http.StatusNoContent || !g.in() {
		t.Errorf("the same message again = %d, want 204 and no effect", code)
	}
	if code := g.hook("msg_2", `{"type":"session.revoked","data":{"user_id":"user_nobody"}}`); code != http.StatusNoContent || !g.in() {
		t.Errorf("about nobody = %d, want 204 and no effect", code)
	}
	r := clerktest.Hook("msg_3", time.Now(), ended)
	if a := g.send(http.MethodPost, "/hooks/portal", ended+" ", r); a.Code < 400 || a.Code >= 500 || !g.in() {
		t.Errorf("a changed message = %d, want a refusal and no effect", a.Code)
	}
	if code := g.hook("msg_4", `{"type":"user.deleted","data":{"id":"user_bob","deleted":true}}`); code != http.StatusNoContent || g.in() {
		t.Errorf("a deleted user = %d, want 204 and nobody signed in", code)
	}
	if _, err := g.app.Account.Member(t.Context(), bob); err == nil {
		t.Error("the account of the deleted user is still active")
	}
}

func TestAnErasedPersonIsDeletedAtClerk(t *testing.T) {
	t.Parallel()
	g, _ := newGuest(t)
	g.at.Add(clerktest.User{ID: "user_bob", Email: "bob@example.com", Verified: true})
	g.come("user_bob")
	receipt, err := g.app.Privacy.Delete(t.Context(), g.person("bob@example.com"), false)
	must(t, err)
	e, err := g.app.Privacy.Receipt(t.Context(), receipt)
	must(t, err)
	must(t, g.app.Privacy.Erase(t.Context(), e.ID))
	e, err = g.app.Privacy.Receipt(t.Context(), receipt)
	must(t, err)
	at := slices.IndexFunc(e.Steps, func(s privacy.Step) bool { return s.Kind == privacy.StepRecipient && s.Target == "clerk" })
	if at < 0 || e.Steps[at].Done.IsZero() || !slices.Equal(g.at.Deleted, []string{"user_bob"}) {
		t.Errorf("steps = %+v, deleted at Clerk = %v, want a step that is done and user_bob", e.Steps, g.at.Deleted)
	}
}
