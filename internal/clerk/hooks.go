package clerk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"jobops/internal/fault"
)

// Told is what a message of Clerk means to us.
type Told string

// The meanings. Anything else a message may say is Nothing.
const (
	Nothing Told = ""
	Gone    Told = "gone"  // the user was deleted
	Ended   Told = "ended" // their sessions must end
)

// Event is a message of Clerk: its id, the same at each try, and whom it is about.
type Event struct {
	ID   string
	Told Told
	User string
}

// window is how far the time of a message may be from now, in both directions.
const window = 300 * time.Second

var errHook = fault.New(fault.Invalid, "error.form")

// Hooks reads the messages that Clerk sends through Svix (Standard Webhooks:
// HMAC-SHA256 over id, time and the bytes of the body).
type Hooks struct {
	key []byte
	now func() time.Time
}

// NewHooks returns a reader for a secret, "whsec_" and base64.
func NewHooks(secret string, now func() time.Time) (*Hooks, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 16 {
		return nil, errors.New("clerk: the secret of webhooks is not whsec_ and base64")
	}
	return &Hooks{key, now}, nil
}

// Read checks a message and returns what it says; fault.Invalid for one that is
// not from Clerk, was changed, or is too old or too new.
func (h *Hooks) Read(header http.Header, body []byte) (Event, error) {
	id, stamp := header.Get("svix-id"), header.Get("svix-timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || id == "" || len(id) > 100 {
		return Event{}, errHook
	}
	if age := h.now().Sub(time.Unix(seconds, 0)); age > window || age < -window {
		return Event{}, errHook
	}
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte(id + "." + stamp + "."))
	mac.Write(body)
	if !signed(header.Get("svix-signature"), mac.Sum(nil)) {
		return Event{}, errHook
	}
	return read(id, body)
}

// signed reports whether one of the signatures is the wanted one; there are two
// while a secret is being replaced.
func signed(signatures string, want []byte) bool {
	ok := false
	for _, s := range strings.Fields(signatures) {
		version, text, _ := strings.Cut(s, ",")
		got, err := base64.StdEncoding.DecodeString(text)
		ok = ok || err == nil && version == "v1" && hmac.Equal(got, want)
	}
	return ok
}

func read(id string, body []byte) (Event, error) {
	var m struct {
		Type string `json:"type"`
		Data struct {
			ID     string `json:"id"`
			User   string `json:"user_id"`
			Banned bool   `json:"banned"`
			Locked bool   `json:"locked"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return Event{}, errHook // what the decoder says may quote the message
	}
	e := Event{ID: id}
	switch m.Type {
	case "user.deleted":
		e.Told, e.User = Gone, m.Data.ID
	case "user.updated":
		if m.Data.Banned || m.Data.Locked {
			e.Told, e.User = Ended, m.Data.ID
		}
	case "session.ended", "session.removed", "session.revoked":
		e.Told, e.User = Ended, m.Data.User
	}
	if e.User == "" {
		e.Told = Nothing
	}
	return e, nil
}
