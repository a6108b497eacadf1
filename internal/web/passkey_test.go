package web_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// device is an authenticator as W3C Web Authentication, level 3, describes it:
// one discoverable key for ECDSA with P-256, no attestation.
type device struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	counter uint32
	user    string // handle it was made for
	// What a test may make wrong.
	origin, party string
	flags         byte
}

// Flags of authenticator data.
const (
	present, verified, attested = 1, 4, 64
)

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	id := make([]byte, 32)
	rand.Read(id)
	return &device{t: t, key: key, id: id, origin: "http://localhost:1", party: "localhost", flags: present | verified}
}

var b64 = base64.RawURLEncoding.EncodeToString

// asked are the options of a page.
type asked struct {
	Challenge        string `json:"challenge"`
	RPID             string `json:"rpId"`
	UserVerification string `json:"userVerification"`
	RP               struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	AllowCredentials []struct {
		ID string `json:"id"`
	} `json:"allowCredentials"`
}

// options asks a page what a browser needs.
func (s *site) options(path string) asked {
	s.t.Helper()
	a := s.post(path, nil)
	var o asked
	if err := json.Unmarshal([]byte(a.body), &o); a.status != http.StatusOK || err != nil || len(o.Challenge) < 40 {
		s.t.Fatalf("POST %s = %d %s, %v, want 200 with options", path, a.status, a.body, err)
	}
	return o
}

func (d *device) client(kind, challenge string) []byte {
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
	must(d.t, err)
	return data
}

func (d *device) data(flags byte) []byte {
	d.counter++
	party := sha256.Sum256([]byte(d.party))
	return binary.BigEndian.AppendUint32(append(party[:], flags), d.counter)
}

// made is what a browser sends of a fresh key.
func (d *device) made(o asked) string {
	handle, err := base64.RawURLEncoding.DecodeString(o.User.ID)
	must(d.t, err)
	d.user = string(handle)
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	must(d.t, err)
	data := append(d.data(d.flags|attested), make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(data, d.id...)
	data = append(data, 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32) // COSE: kty EC2, alg ES256, crv P-256, x
	data = append(append(append(data, point[1:33]...), 0x22, 0x58, 32), point[33:]...)
	object := append([]byte{0xa3}, "\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"...)
	object = append(binary.BigEndian.AppendUint16(object, uint16(len(data))), data...)
	return d.answer(map[string]any{
		"clientDataJSON": b64(d.client("webauthn.create", o.Challenge)), "attestationObject": b64(object), "transports": []string{"internal"},
	})
}

// shows is what a browser sends of a key that is there.
func (d *device) shows(challenge string) string {
	client, data := d.client("webauthn.get", challenge), d.data(d.flags)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	must(d.t, err)
	return d.answer(map[string]any{
		"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64([]byte(d.user)),
	})
}

func (d *device) answer(response map[string]any) string {
	data, err := json.Marshal(map[string]any{
		"id": b64(d.id), "rawId": b64(d.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	must(d.t, err)
	return string(data)
}

const (
	addPath     = "/settings/security/passkeys"
	inPath      = "/sign-in/passkey"
	confirmPath = "/settings/privacy/confirm/passkey"
)

// withPasskey is a site whose operator has a passkey.
func withPasskey(t *testing.T) (*site, *device) {
	t.Helper()
	s, d := newSite(t), newDevice(t)
	s.setUp()
	if a := s.post(addPath, url.Values{"name": {"Phone"}, "answer": {d.made(s.options(addPath + "/options"))}}); a.status != http.StatusSeeOther {
		t.Fatalf("POST of a passkey = %d %s, want 303", a.status, a.body)
	}
	return s, d
}

// by signs in with an answer.
func (s *site) by(answer string) answer {
	s.t.Helper()
	return s.post(inPath, url.Values{"answer": {answer}, "to": {"/cvs"}})
}

var passkeyIn = regexp.MustCompile(`/settings/security/passkeys/([^"/]+)/name`)

func TestPasskey(t *testing.T) {
	t.Parallel()
	s, d := withPasskey(t)
	mine := s.session
	page := s.get("/settings/security").body
	found := passkeyIn.FindStringSubmatch(page)
	if found == nil || !strings.Contains(page, `value="Phone"`) || !strings.Contains(page, "A passkey was added") {
		t.Fatal("the page does not show the passkey and that it was added")
	}
	s.session = ""
	if a := s.get("/sign-in"); !strings.Contains(a.body, `data-passkey="/sign-in/passkey/options"`) || !strings.Contains(a.body, "<noscript>") {
		t.Error("the sign-in page offers no passkey, or says nothing without a script")
	}
	o := s.options(inPath + "/options")
	if o.UserVerification != "required" || o.RPID != "localhost" || len(o.AllowCredentials) != 0 {
		t.Errorf("options = %+v, want verification required, localhost, and nobody named", o)
	}
	a := s.by(d.shows(o.Challenge))
	if a.status != http.StatusSeeOther || a.to() != "/cvs" || len(a.cookies) != 1 || a.cookies[0].Value == mine {
		t.Fatalf("sign-in = %d to %q, want 303 to /cvs with a session of its own", a.status, a.to())
	}
	s.session = a.cookies[0].Value
	s.late.Store(int64(6 * time.Minute))
	if a := s.post(addPath, nil); a.to() != "/settings/privacy/confirm?to=security" {
		t.Errorf("adding one with an old proof leads to %q", a.to())
	}
	if a := s.post(addPath+"/options", nil); a.status != http.StatusForbidden {
		t.Errorf("options with an old proof = %d, want 403", a.status)
	}
	o = s.options(confirmPath + "/options")
	if len(o.AllowCredentials) != 1 {
		t.Errorf("options to confirm name %d passkeys, want the person's one", len(o.AllowCredentials))
	}
	if a := s.post(confirmPath, url.Values{"answer": {d.shows(o.Challenge)}, "to": {"security"}}); a.to() != "/settings/security" {
		t.Errorf("confirm by passkey = %d to %q, want 303 to the security page", a.status, a.to())
	}
	if a := s.post(addPath+"/"+found[1]+"/name", url.Values{"name": {""}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an empty name = %d, want 422", a.status)
	}
	s.post(addPath+"/"+found[1]+"/name", url.Values{"name": {"Old phone"}})
	if page := s.get("/settings/security").body; !strings.Contains(page, `value="Old phone"`) {
		t.Error("the new name is not shown")
	}
	if a := s.post(addPath+"/"+found[1]+"/remove", nil); a.status != http.StatusSeeOther {
		t.Errorf("remove = %d, want 303", a.status)
	}
	if a := s.by(d.shows(s.options(inPath + "/options").Challenge)); a.status != http.StatusUnauthorized {
		t.Errorf("a removed passkey = %d, want 401", a.status)
	}
	if m := s.box.await(t, 2); !strings.Contains(m[0].Text, "passkey") {
		t.Errorf("message = %q, want that a passkey came or went", m[0].Text)
	}
}

// TestPasskeyAnswersThatAreRefused signs in with everything that is not the answer
// of this person's device to the question of this page.
func TestPasskeyAnswersThatAreRefused(t *testing.T) {
	t.Parallel()
	s, d := withPasskey(t)
	owners := s.session
	ask := func() string { return s.options(inPath + "/options").Challenge }
	good := d.shows(ask())
	s.session = ""
	if a := s.by(good); a.status != http.StatusSeeOther {
		t.Fatalf("the true answer = %d, want 303", a.status)
	}
	changed := func(change func(d *device)) string {
		other := *d
		change(&other)
		answer := other.shows(ask())
		d.counter = other.counter
		return answer
	}
	stranger := newDevice(t)
	stranger.user, stranger.id = d.user, d.id
	for name, answer := range map[string]string{
		"replayed":              good,
		"a challenge of nobody": d.shows(b64(make([]byte, 32))),
		"no challenge":          d.shows(""),
		"another origin":        changed(func(d *device) { d.origin = "https://jobops.example.com" }),
		"another port":          changed(func(d *device) { d.origin = "http://localhost:2" }),
		"a name below":          changed(func(d *device) { d.origin = "http://evil.localhost:1" }),
		"another party":         changed(func(d *device) { d.party = "example.com" }),
		"nobody verified":       changed(func(d *device) { d.flags = present }),
		"nobody present":        changed(func(d *device) { d.flags = verified }),
		"another key":           stranger.shows(ask()),
		"another person":        changed(func(d *device) { d.user = "0198c0de-0000-7000-8000-0000000000ff" }),
		"no person":             changed(func(d *device) { d.user = "" }),
		"another passkey":       changed(func(d *device) { d.id = []byte("another id of sixteen bytes") }),
		"a signature changed":   strings.Replace(d.shows(ask()), `"signature":"`, `"signature":"A`, 1),
		"no JSON":               "nonsense",
		"nothing":               "",
		"too long":              `{"id":"` + strings.Repeat("a", 100<<10) + `"}`,
	} {
		if a := s.by(answer); a.status != http.StatusUnauthorized || len(a.cookies) != 0 || !strings.Contains(a.body, "not accepted") {
			t.Errorf("%s = %d with %d cookies, want 401 with none", name, a.status, len(a.cookies))
		}
	}
	t.Run("a counter that stands still", func(t *testing.T) {
		was := d.counter
		d.counter = 1 // the next is 2, as the last one that was taken
		if a := s.by(d.shows(ask())); a.status != http.StatusUnauthorized {
			t.Errorf("= %d, want 401", a.status)
		}
		d.counter = was
	})
	t.Run("too late", func(t *testing.T) {
		late := d.shows(ask())
		s.late.Store(int64(6 * time.Minute))
		if a := s.by(late); a.status != http.StatusUnauthorized {
			t.Errorf("= %d, want 401", a.status)
		}
		s.late.Store(0)
	})
	t.Run("a question for something else", func(t *testing.T) {
		s.session = owners
		o := s.options(addPath + "/options")
		s.session = ""
		if a := s.by(d.shows(o.Challenge)); a.status != http.StatusUnauthorized {
			t.Errorf("= %d, want 401", a.status)
		}
		s.session = owners
		for i, want := range []int{http.StatusSeeOther, http.StatusUnprocessableEntity} {
			if a := s.post(addPath, url.Values{"name": {"Mine"}, "answer": {newDevice(t).made(o)}}); a.status != want {
				t.Errorf("adding one by the same challenge, time %d = %d, want %d", i+1, a.status, want)
			}
		}
		wrong := newDevice(t)
		wrong.origin = "https://jobops.example.com"
		if a := s.post(addPath, url.Values{"name": {"Mine"}, "answer": {wrong.made(s.options(addPath + "/options"))}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `value="Mine"`) {
			t.Errorf("adding one of another page = %d, want 422 and the name kept", a.status)
		}
	})
	s.session = ""
	if a := s.by(d.shows(ask())); a.status != http.StatusSeeOther {
		t.Errorf("the true answer after all that = %d, want 303", a.status)
	}
}
