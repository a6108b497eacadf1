// Package clerktest is an instance of Clerk for tests, written from its published
// contract: discovery, keys, the code flow with its one-time codes, the user's
// information, and the calls of the Backend API that JobOps makes.
package clerktest

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// Client and Secret are those of the OAuth application, Key that of the Backend API.
const (
	Client = "client_of_the_tests"
	Secret = "secret of the tests"
	Key    = "sk_test_of_the_tests"
)

// B64 is base64 for addresses, without padding.
var B64 = base64.RawURLEncoding.EncodeToString

// User is a person at Clerk.
type User struct {
	ID, Email, Name, External string
	Verified                  bool
}

// Instance is a running instance.
type Instance struct {
	*httptest.Server
	Signer *rsa.PrivateKey
	// Confidential asks for the secret of the client instead of PKCE.
	Confidential bool
	// Forge changes the ID token that is handed out, nil for none.
	Forge func(head, claims map[string]any) string
	// Bare leaves the address out of the ID token: the user's information has it.
	Bare bool

	mu      sync.Mutex
	users   map[string]*User
	codes   map[string]grant
	Deleted []string
}

type grant struct{ user, nonce, challenge, back string }

// New starts an instance.
func New(t testing.TB) *Instance {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &Instance{Signer: key, users: map[string]*User{}, codes: map[string]grant{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /.well-known/jwks.json", i.keys)
	mux.HandleFunc("POST /oauth/token", i.token)
	mux.HandleFunc("GET /oauth/userinfo", i.information)
	mux.HandleFunc("PATCH /v1/users/{id}", i.backend(i.update))
	mux.HandleFunc("GET /v1/users", i.backend(i.list))
	mux.HandleFunc("GET /v1/users/count", i.backend(i.count))
	mux.HandleFunc("DELETE /v1/users/{id}", i.backend(i.drop))
	i.Server = httptest.NewTLSServer(mux)
	t.Cleanup(i.Close)
	return i
}

// Add adds a person.
func (i *Instance) Add(u User) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.users[u.ID] = &u
}

// Approve is what the portal does when a person has signed in there: it returns
// the address that leads back.
func (i *Instance) Approve(t testing.TB, address, user string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	q := u.Query()
	if err != nil || u.Path != "/oauth/authorize" || q.Get("response_type") != "code" || q.Get("client_id") != Client || len(q.Get("state")) < 8 {
		t.Fatalf("the address %s is none of the code flow", u.Path)
	}
	if strings.Contains(q.Get("scope"), "offline_access") || !strings.Contains(q.Get("scope"), "openid") {
		t.Fatalf("scope = %q, want openid and no refresh token", q.Get("scope"))
	}
	if q.Get("prompt") != "login" || len(q.Get("nonce")) < 8 {
		t.Fatalf("prompt = %q, nonce = %q, want login and a fresh one", q.Get("prompt"), q.Get("nonce"))
	}
	if !i.Confidential && q.Get("code_challenge_method") != "S256" {
		t.Fatal("a public client without PKCE")
	}
	code := rand.Text()
	i.mu.Lock()
	i.codes[code] = grant{user, q.Get("nonce"), q.Get("code_challenge"), q.Get("redirect_uri")}
	i.mu.Unlock()
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil {
		t.Fatal(err)
	}
	back.RawQuery = url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	return back
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func (i *Instance) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/oauth/authorize", "token_endpoint": i.URL + "/oauth/token",
		"userinfo_endpoint": i.URL + "/oauth/userinfo", "jwks_uri": i.URL + "/.well-known/jwks.json",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

// KeyID names the published key.
const KeyID = "ins_of_the_tests"

func (i *Instance) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{"keys": []any{JWK(&i.Signer.PublicKey)}})
}

// JWK is a public key as a JSON Web Key.
func JWK(k *rsa.PublicKey) map[string]any {
	return map[string]any{"use": "sig", "kty": "RSA", "kid": KeyID, "alg": "RS256", "n": B64(k.N.Bytes()), "e": B64(big.NewInt(int64(k.E)).Bytes())}
}

func (i *Instance) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	g, ok := i.codes[r.FormValue("code")]
	delete(i.codes, r.FormValue("code"))
	digest := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, basic := r.BasicAuth()
	switch {
	case !ok, r.FormValue("grant_type") != "authorization_code", r.FormValue("redirect_uri") != g.back:
		ok = false
	case i.Confidential:
		secret, _ = url.QueryUnescape(secret)
		ok = basic && id == Client && secret == Secret && !r.Form.Has("code_verifier")
	default:
		ok = r.FormValue("client_id") == Client && B64(digest[:]) == g.challenge
	}
	if !ok {
		answer(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	answer(w, http.StatusOK, map[string]any{"access_token": "at " + g.user, "token_type": "bearer", "expires_in": 86400, "id_token": i.identity(g)})
}

// identity is the ID token of a grant.
func (i *Instance) identity(g grant) string {
	now, u := time.Now(), i.users[g.user]
	head := map[string]any{"alg": "RS256", "kid": KeyID, "typ": "JWT"}
	claims := map[string]any{
		"iss": i.URL, "aud": Client, "sub": u.ID, "nonce": g.nonce, "iat": now.Unix(), "nbf": now.Unix() - 10, "exp": now.Add(24 * time.Hour).Unix(),
	}
	if !i.Bare {
		claims["email"], claims["email_verified"], claims["name"] = u.Email, u.Verified, u.Name
	}
	if i.Forge != nil {
		return i.Forge(head, claims)
	}
	return Sign(i.Signer, head, claims)
}

// Part is a part of a token.
func Part(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return B64(data)
}

// Sign makes a token with RS256.
func Sign(key *rsa.PrivateKey, head, claims map[string]any) string {
	text := Part(head) + "." + Part(claims)
	digest := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		panic(err)
	}
	return text + "." + B64(signature)
}

func (i *Instance) information(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	u := i.users[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer at ")]
	if u == nil {
		answer(w, http.StatusUnauthorized, map[string]any{})
		return
	}
	answer(w, http.StatusOK, map[string]any{"object": "oauth_user_info", "instance_id": "ins_1", "user_id": u.ID, "sub": u.ID, "email": u.Email, "email_verified": u.Verified, "name": u.Name})
}

// backend lets in who has the key of the Backend API.
func (i *Instance) backend(next func(http.ResponseWriter, *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		if r.Header.Get("Authorization") != "Bearer "+Key {
			failed(w, http.StatusUnauthorized)
			return
		}
		next(w, r)
	}
}

func failed(w http.ResponseWriter, status int) {
	answer(w, status, map[string]any{"errors": []any{map[string]any{"message": "refused", "long_message": "refused", "code": "refused"}}})
}

func (i *Instance) update(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		External *string `json:"external_id"`
	}
	u := i.users[r.PathValue("id")]
	if u == nil || json.NewDecoder(r.Body).Decode(&sent) != nil || sent.External == nil {
		failed(w, http.StatusNotFound)
		return
	}
	u.External = *sent.External
	answer(w, http.StatusOK, u.shown())
}

func (u *User) shown() map[string]any {
	return map[string]any{"object": "user", "id": u.ID, "external_id": u.External}
}

func (i *Instance) matching(r *http.Request) []any {
	found := []any{}
	for _, u := range i.users {
		if u.External != "" && u.External == r.URL.Query().Get("external_id") {
			found = append(found, u.shown())
		}
	}
	return found
}

func (i *Instance) list(w http.ResponseWriter, r *http.Request) {
	answer(w, http.StatusOK, i.matching(r))
}

func (i *Instance) count(w http.ResponseWriter, r *http.Request) {
	answer(w, http.StatusOK, map[string]any{"object": "total_count", "total_count": len(i.matching(r))})
}

func (i *Instance) drop(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if i.users[id] == nil {
		failed(w, http.StatusNotFound)
		return
	}
	delete(i.users, id)
	i.Deleted = append(i.Deleted, id)
	answer(w, http.StatusOK, map[string]any{"object": "user", "id": id, "deleted": true})
}

// HookSecret is that of the webhooks.
const HookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// Hook signs a message as Svix does and returns its headers.
func Hook(id string, at time.Time, body string) http.Header {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(HookSecret, "whsec_"))
	if err != nil {
		panic(err)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.%s", id, at.Unix(), body)
	h := http.Header{}
	h.Set("svix-id", id)
	h.Set("svix-timestamp", fmt.Sprint(at.Unix()))
	h.Set("svix-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return h
}
