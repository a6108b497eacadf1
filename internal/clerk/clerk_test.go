package clerk_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"jobops/internal/account"
	"jobops/internal/clerk"
	"jobops/internal/clerk/clerktest"
	"jobops/internal/fault"
)

const back = "https://jobops.example.com/sign-in/portal/return"

var ada = clerktest.User{ID: "user_ada", Email: "ada@example.com", Name: "Ada Example", Verified: true}

// portal is an instance of Clerk with one person and our side of it.
func portal(t *testing.T, change func(*clerktest.Instance)) (*clerktest.Instance, *clerk.Portal) {
	t.Helper()
	i := clerktest.New(t)
	i.Add(ada)
	if change != nil {
		change(i)
	}
	c := clerk.Config{Issuer: i.URL, Client: clerktest.Client, Return: back}
	if i.Confidential {
		c.Secret = clerktest.Secret
	}
	return i, clerk.NewPortal(c, i.Client(), time.Now)
}

// walk goes there and back.
func walk(t *testing.T, i *clerktest.Instance, p *clerk.Portal) (account.Identity, error) {
	t.Helper()
	address, err := p.Begin(t.Context(), "of this browser")
	if err != nil {
		t.Fatalf("Begin = %v", err)
	}
	q := i.Approve(t, address, ada.ID).Query()
	return p.Finish(t.Context(), "of this browser", q.Get("state"), q.Get("code"))
}

func TestSignInAtClerk(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*clerktest.Instance){
		"public client":       nil,
		"confidential client": func(i *clerktest.Instance) { i.Confidential = true },
		"user's information":  func(i *clerktest.Instance) { i.Bare = true },
	} {
		i, p := portal(t, change)
		got, err := walk(t, i, p)
		if want := (account.Identity{ID: ada.ID, Email: ada.Email, Verified: true, Name: ada.Name}); err != nil || got != want {
			t.Errorf("%s: Finish = %+v, %v, want %+v", name, got, err, want)
		}
	}
}

func TestAnswersOfOtherBrowsersAreRefused(t *testing.T) {
	t.Parallel()
	i, p := portal(t, nil)
	address, err := p.Begin(t.Context(), "of this browser")
	if err != nil {
		t.Fatal(err)
	}
	q := i.Approve(t, address, ada.ID).Query()
	state, code := q.Get("state"), q.Get("code")
	for name, sent := range map[string][3]string{
		"another browser": {"of another browser", state, code}, "no browser": {"", state, code},
		"no state": {"of this browser", "", code}, "another state": {"of this browser", "x" + state, code}, "no code": {"of this browser", state, ""},
	} {
		if _, err := p.Finish(t.Context(), sent[0], sent[1], sent[2]); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("%s: Finish = %v, want unauthenticated", name, err)
		}
	}
	if _, err := p.Finish(t.Context(), "of this browser", state, code); err != nil {
		t.Fatalf("Finish = %v", err)
	}
	if _, err := p.Finish(t.Context(), "of this browser", state, code); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("the same code again: Finish = %v, want unauthenticated", err)
	}
	if _, err := p.Finish(t.Context(), "of this browser", state, "invented"); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("an invented code: Finish = %v, want unauthenticated", err)
	}
}

// TestForgedTokensAreRefused hands out tokens that are all but right.
func TestForgedTokensAreRefused(t *testing.T) {
	t.Parallel()
	thief, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	type tokens map[string]any
	now := time.Now().Unix()
	claim := func(name string, value any) func(*rsa.PrivateKey, tokens, tokens) string {
		return func(k *rsa.PrivateKey, head, claims tokens) string {
			if claims[name] = value; value == nil {
				delete(claims, name)
			}
			return clerktest.Sign(k, head, claims)
		}
	}
	header := func(key *rsa.PrivateKey, name string, value any) func(*rsa.PrivateKey, tokens, tokens) string {
		return func(k *rsa.PrivateKey, head, claims tokens) string {
			if head[name] = value; value == nil {
				delete(head, name)
			}
			if key != nil {
				k = key
			}
			return clerktest.Sign(k, head, claims)
		}
	}
	unsigned := func(alg string) func(*rsa.PrivateKey, tokens, tokens) string {
		return func(_ *rsa.PrivateKey, head, claims tokens) string {
			head["alg"] = alg
			return clerktest.Part(head) + "." + clerktest.Part(claims) + "."
		}
	}
	withPublicKey := func(encode func(*rsa.PublicKey) []byte) func(*rsa.PrivateKey, tokens, tokens) string {
		return func(k *rsa.PrivateKey, head, claims tokens) string {
			head["alg"] = "HS256"
			text := clerktest.Part(head) + "." + clerktest.Part(claims)
			mac := hmac.New(sha256.New, encode(&k.PublicKey))
			mac.Write([]byte(text))
			return text + "." + clerktest.B64(mac.Sum(nil))
		}
	}
	der := func(k *rsa.PublicKey) []byte { b, _ := x509.MarshalPKIXPublicKey(k); return b }
	forged := map[string]func(k *rsa.PrivateKey, head, claims tokens) string{
		"alg none": unsigned("none"), "alg None": unsigned("None"), "alg empty": unsigned(""), "alg RS256 without signature": unsigned("RS256"),
		"HS256 with the public key": withPublicKey(der),
		"HS256 with the public key as PEM": withPublicKey(func(k *rsa.PublicKey) []byte {
			return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der(k)})
		}),
		"HS256 with the modulus": withPublicKey(func(k *rsa.PublicKey) []byte { return k.N.Bytes() }),
		"another issuer":         claim("iss", "https://evil.clerk.accounts.dev"), "no issuer": claim("iss", nil),
		"issuer with a slash": func(k *rsa.PrivateKey, head, claims tokens) string {
			claims["iss"] = claims["iss"].(string) + "/"
			return clerktest.Sign(k, head, claims)
		},
		"another audience": claim("aud", "another"), "no audience": claim("aud", nil), "two audiences and no party": claim("aud", []string{clerktest.Client, "another"}),
		"another party": claim("azp", "another"), "another nonce": claim("nonce", "another"), "no nonce": claim("nonce", nil),
		"no subject": claim("sub", nil), "empty subject": claim("sub", ""),
		"expired": claim("exp", now-10), "no expiry": claim("exp", nil), "not yet": claim("nbf", now+60), "made tomorrow": claim("iat", now+86400),
		"another key": header(thief, "typ", "JWT"), "unknown key id": header(nil, "kid", "another"), "no key id": header(nil, "kid", nil),
		"key of its own": header(thief, "jwk", clerktest.JWK(&thief.PublicKey)), "address of keys": header(thief, "jku", "https://evil.example/jwks.json"),
		"address of a certificate": header(thief, "x5u", "https://evil.example/cert"), "certificate of its own": header(thief, "x5c", []string{clerktest.B64(der(&thief.PublicKey))}),
		"critical extension": header(nil, "crit", []string{"exp"}), "RS512": header(nil, "alg", "RS512"),
		"changed claims": func(k *rsa.PrivateKey, head, claims tokens) string {
			true_ := strings.Split(clerktest.Sign(k, head, claims), ".")
			claims["sub"] = "user_other"
			return true_[0] + "." + clerktest.Part(claims) + "." + true_[2]
		},
		"changed signature": func(k *rsa.PrivateKey, head, claims tokens) string {
			token := clerktest.Sign(k, head, claims)
			return token[:len(token)-6] + "AAAAAA"
		},
		"two parts": func(k *rsa.PrivateKey, head, claims tokens) string {
			return clerktest.Part(head) + "." + clerktest.Part(claims)
		},
		"nothing":  func(*rsa.PrivateKey, tokens, tokens) string { return "" },
		"no token": func(*rsa.PrivateKey, tokens, tokens) string { return "a.b.c" },
	}
	if len(forged) < 20 {
		t.Fatalf("%d forged tokens, want 20 at least", len(forged))
	}
	var make_ func(k *rsa.PrivateKey, head, claims tokens) string
	i, p := portal(t, nil)
	i.Forge = func(head, claims map[string]any) string {
		if make_ == nil {
			return clerktest.Sign(i.Signer, head, claims)
		}
		return make_(i.Signer, maps.Clone(head), maps.Clone(claims))
	}
	for name, one := range forged {
		make_ = one
		if got, err := walk(t, i, p); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("%s: Finish = %+v, %v, want unauthenticated", name, got, err)
		}
	}
	make_ = nil
	if _, err := walk(t, i, p); err != nil {
		t.Errorf("the true token after %d forged ones: Finish = %v", len(forged), err)
	}
}

// TestKeysAreNotTrustedForever: a key that Clerk has withdrawn opens nothing after
// an hour, however often it was used.
func TestKeysAreNotTrustedForever(t *testing.T) {
	t.Parallel()
	i := clerktest.New(t)
	i.Add(ada)
	now := time.Now()
	p := clerk.NewPortal(clerk.Config{Issuer: i.URL, Client: clerktest.Client, Return: back}, i.Client(), func() time.Time { return now })
	if _, err := walk(t, i, p); err != nil {
		t.Fatalf("Finish = %v", err)
	}
	withdrawn := i.Signer
	fresh, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i.Signer = fresh
	i.Forge = func(head, claims map[string]any) string { return clerktest.Sign(withdrawn, head, claims) }
	now = now.Add(time.Hour + time.Second)
	if _, err := walk(t, i, p); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("a withdrawn key after an hour: Finish = %v, want unauthenticated", err)
	}
}

func TestHooks(t *testing.T) {
	t.Parallel()
	now := time.Now()
	h, err := clerk.NewHooks(clerktest.HookSecret, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	const gone = `{"type":"user.deleted","object":"event","data":{"object":"user","id":"user_ada","deleted":true}}`
	change := func(name, value string) http.Header {
		header := clerktest.Hook("msg_1", now, gone)
		header.Set(name, value)
		return header
	}
	for name, tt := range map[string]struct {
		header http.Header
		body   string
		want   clerk.Event
		bad    bool
	}{
		"deleted":         {clerktest.Hook("msg_1", now, gone), gone, clerk.Event{ID: "msg_1", Told: clerk.Gone, User: "user_ada"}, false},
		"299 s old":       {clerktest.Hook("msg_1", now.Add(-299*time.Second), gone), gone, clerk.Event{ID: "msg_1", Told: clerk.Gone, User: "user_ada"}, false},
		"two signatures":  {change("svix-signature", "v1a,xx v1,AAAA "+clerktest.Hook("msg_1", now, gone).Get("svix-signature")), gone, clerk.Event{ID: "msg_1", Told: clerk.Gone, User: "user_ada"}, false},
		"301 s old":       {clerktest.Hook("msg_1", now.Add(-301*time.Second), gone), gone, clerk.Event{}, true},
		"301 s ahead":     {clerktest.Hook("msg_1", now.Add(302*time.Second), gone), gone, clerk.Event{}, true},
		"changed body":    {clerktest.Hook("msg_1", now, gone), gone + " ", clerk.Event{}, true},
		"changed id":      {change("svix-id", "msg_2"), gone, clerk.Event{}, true},
		"no id":           {change("svix-id", ""), gone, clerk.Event{}, true},
		"no signature":    {change("svix-signature", ""), gone, clerk.Event{}, true},
		"another version": {change("svix-signature", strings.Replace(clerktest.Hook("msg_1", now, gone).Get("svix-signature"), "v1,", "v2,", 1)), gone, clerk.Event{}, true},
		"no time":         {change("svix-timestamp", "soon"), gone, clerk.Event{}, true},
		"banned":          hook(now, `{"type":"user.updated","data":{"id":"user_ada","banned":true}}`, clerk.Ended),
		"locked":          hook(now, `{"type":"user.updated","data":{"id":"user_ada","locked":true}}`, clerk.Ended),
		"revoked":         hook(now, `{"type":"session.revoked","data":{"id":"sess_1","user_id":"user_ada"}}`, clerk.Ended),
		"ended":           hook(now, `{"type":"session.ended","data":{"id":"sess_1","user_id":"user_ada"}}`, clerk.Ended),
		"removed":         hook(now, `{"type":"session.removed","data":{"id":"sess_1","user_id":"user_ada"}}`, clerk.Ended),
		"only changed":    hook(now, `{"type":"user.updated","data":{"id":"user_ada"}}`, clerk.Nothing),
		"of another kind": hook(now, `{"type":"organization.created","data":{"id":"org_1"}}`, clerk.Nothing),
		"deleted, nobody": hook(now, `{"type":"user.deleted","data":{"deleted":true}}`, clerk.Nothing),
		"not an object":   {clerktest.Hook("msg_1", now, `[]`), `[]`, clerk.Event{}, true},
		"nothing":         {clerktest.Hook("msg_1", now, ``), ``, clerk.Event{}, true},
	} {
		got, err := h.Read(tt.header, []byte(tt.body))
		if got != tt.want || (err != nil) != tt.bad || err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: Read = %+v, %v, want %+v, error %v", name, got, err, tt.want, tt.bad)
		}
	}
	for _, secret := range []string{"", "whsec_", "whsec_!!", "whsec_c2hvcnQ="} {
		if _, err := clerk.NewHooks(secret, time.Now); err == nil {
			t.Errorf("NewHooks(%q) = nil, want an error", secret)
		}
	}
}

// hook is a well signed message and what it means for user_ada.
func hook(now time.Time, body string, told clerk.Told) (tt struct {
	header http.Header
	body   string
	want   clerk.Event
	bad    bool
}) {
	tt.header, tt.body, tt.want = clerktest.Hook("msg_1", now, body), body, clerk.Event{ID: "msg_1", Told: told}
	if told != clerk.Nothing {
		tt.want.User = "user_ada"
	} else if strings.Contains(body, "user.deleted") || strings.Contains(body, "organization") || strings.Contains(body, "user.updated") {
		tt.want.User = ""
	}
	return tt
}

func TestUsersAreForgotten(t *testing.T) {
	t.Parallel()
	i := clerktest.New(t)
	i.Add(ada)
	i.Add(clerktest.User{ID: "user_bob", External: "another account"})
	u := clerk.NewUsers(i.Client(), i.URL+"/v1", clerktest.Key)
	if err := u.Announce(t.Context(), "account of ada", ada.ID); err != nil {
		t.Fatalf("Announce = %v", err)
	}
	for want := int64(1); want >= 0; want-- { // the second time nobody is there
		if n, err := u.Forget(t.Context(), "account of ada"); n != want || err != nil {
			t.Errorf("Forget = %d, %v, want %d", n, err, want)
		}
	}
	if len(i.Deleted) != 1 || i.Deleted[0] != ada.ID {
		t.Errorf("deleted = %v, want %s alone", i.Deleted, ada.ID)
	}
	if err := u.Announce(t.Context(), "account of ada", ada.ID); err == nil || strings.Contains(err.Error(), ada.ID) {
		t.Errorf("Announce of nobody = %v, want an error without the id", err)
	}
	if _, err := clerk.NewUsers(i.Client(), i.URL+"/v1", "wrong").Forget(t.Context(), "account of ada"); err == nil {
		t.Error("Forget with a wrong key = nil, want an error")
	}
}
