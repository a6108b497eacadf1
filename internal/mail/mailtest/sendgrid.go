package mailtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// SendGrid is the part of the Web API v3 that a mailer uses, as published: POST
// /v3/mail/send and POST /v3/recipients/erasejob, with their required fields,
// statuses and errors. What it does with a recipient stands in the address.
type SendGrid struct {
	URL    string
	mu     sync.Mutex
	bodies []map[string]any
	erased []string
}

// Keys that a SendGrid takes.
const (
	SendKey  = "SG.send"
	EraseKey = "SG.erase"
)

// NewSendGrid starts a server that ends with the test.
func NewSendGrid(t *testing.T) *SendGrid {
	t.Helper()
	s := &SendGrid{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v3/mail/send", s.send)
	mux.HandleFunc("POST /v3/recipients/erasejob", s.erase)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Bodies are the messages that were taken.
func (s *SendGrid) Bodies() []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]map[string]any(nil), s.bodies...)
}

// Erased are the addresses that were asked to be erased.
func (s *SendGrid) Erased() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.erased...)
}

func fail(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []map[string]any{{"message": message, "field": nil, "help": nil}}})
}

// decode reads a JSON body for a key.
func decode(w http.ResponseWriter, r *http.Request, key string) (body map[string]any, ok bool) {
	if r.Header.Get("Authorization") != "Bearer "+key {
		fail(w, http.StatusUnauthorized, "authorization required")
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, 30<<20))
	if r.Header.Get("Content-Type") != "application/json" || err != nil || json.Unmarshal(data, &body) != nil {
		fail(w, http.StatusBadRequest, "bad body")
		return nil, false
	}
	return body, true
}

func (s *SendGrid) send(w http.ResponseWriter, r *http.Request) {
	body, ok := decode(w, r, SendKey)
	if !ok {
		return
	}
	people, _ := body["personalizations"].([]any)
	from, _ := body["from"].(map[string]any)
	content, _ := body["content"].([]any)
	if len(people) == 0 || from["email"] == nil || body["subject"] == nil || len(content) != 2 || kind(content[0]) != "text/plain" || kind(content[1]) != "text/html" {
		fail(w, http.StatusBadRequest, "a required field is missing, or text does not come before HTML")
		return
	}
	to, _ := json.Marshal(people)
	for mark, status := range map[string]int{"bounce@": http.StatusBadRequest, "defer@": http.StatusServiceUnavailable, "limit@": http.StatusTooManyRequests} {
		if strings.Contains(string(to), mark) {
			w.Header().Set("X-RateLimit-Reset", "0")
			fail(w, status, "not now")
			return
		}
	}
	s.mu.Lock()
	s.bodies = append(s.bodies, body)
	s.mu.Unlock()
	if strings.Contains(string(to), "silent@") {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("X-Message-Id", "opaque")
	w.WriteHeader(http.StatusAccepted)
}

func kind(v any) string {
	part, _ := v.(map[string]any)
	text, _ := part["type"].(string)
	return text
}

func (s *SendGrid) erase(w http.ResponseWriter, r *http.Request) {
	body, ok := decode(w, r, EraseKey)
	if !ok {
		return
	}
	all, _ := body["email_addresses"].([]any)
	if len(body) != 1 || len(all) == 0 || len(all) > 5000 {
		fail(w, http.StatusBadRequest, "email_addresses: 1 to 5,000")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range all {
		text, _ := one.(string)
		s.erased = append(s.erased, text)
	}
	w.WriteHeader(http.StatusAccepted)
	_ = json.NewEncoder(w).Encode(map[string]string{"job_id": "job"})
}
