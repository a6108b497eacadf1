// Package llmtest is a local server for each protocol of package llm, written
// from what its provider publishes (the types of the official SDK), for tests of
// whoever asks a model. A request that lacks a required field, or has one that the
// provider does not know, fails the test.
//
//	s := llmtest.Anthropic(t)
//	s.Say(llmtest.Answer{Text: `{"edits":[]}`})
//	client := llm.Anthropic(s.Hosted())
package llmtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jobops/internal/llm"
)

// Key is the key of the account, Model its model.
const (
	Key   = "key-of-the-test"
	Model = "model-1"
)

// Answer is what the server does with one request. The zero value is an empty
// answer in good form.
type Answer struct {
	Text    string        // of the answer
	Status  int           // instead of an answer
	Header  http.Header   // beside it
	Stop    string        // why the answer ends, in words of the provider; "" is its normal end
	Parts   int           // pieces the text comes in, 0 for 3
	Slow    time.Duration // before each piece
	Cut     bool          // the connection breaks in the middle
	Ends    bool          // the connection ends in good form in the middle
	Garbage bool          // the stream holds what is no JSON
	Event   int           // an error of this status comes inside the stream, after a 200
	Refusal bool          // the model refuses, in words of the provider
	Wait    string        // what the body of a 429 asks for, "34s"
	Hang    bool          // nothing comes until the client leaves
	In, Out int64         // tokens, 0 for 100 and 20
}

// Server is one provider.
type Server struct {
	sync.Mutex
	URL     string
	t       testing.TB
	server  *httptest.Server
	speak   protocol
	answers []Answer // the last one stays
	Bodies  []string // of the questions
	Heads   []http.Header
	Paths   []string
	Left    int // clients that went before the end
}

// protocol is how a provider speaks.
type protocol struct {
	path    string // of questions
	models  string // of the list or the model
	key     func(*http.Request) string
	check   func(body map[string]any) error
	stream  func(w io.Writer, a Answer, flush func())
	failure func(status int, a Answer) string
}

func serve(t testing.TB, p protocol) *Server {
	t.Helper()
	s := &Server{t: t, speak: p, answers: []Answer{{}}}
	s.server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.server.Close)
	s.URL = s.server.URL
	return s
}

// Say sets what the next requests are answered with; the last answer stays.
func (s *Server) Say(answers ...Answer) {
	s.Lock()
	defer s.Unlock()
	s.answers = answers
}

// Asked returns how many questions came.
func (s *Server) Asked() int {
	s.Lock()
	defer s.Unlock()
	return len(s.Bodies)
}

// Body returns the body of the last question.
func (s *Server) Body() string {
	s.Lock()
	defer s.Unlock()
	if len(s.Bodies) == 0 {
		return ""
	}
	return s.Bodies[len(s.Bodies)-1]
}

// Gone returns how many clients left before the end of their answer.
func (s *Server) Gone() int {
	s.Lock()
	defer s.Unlock()
	return s.Left
}

// Hosted is the account, reached through the server's own client.
func (s *Server) Hosted() llm.Hosted {
	base := s.URL
	if s.speak.path == "/v1/chat/completions" {
		base += "/v1"
	}
	return llm.Hosted{HTTP: s.server.Client(), Base: base, Key: Key, Model: Model}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	s.Lock()
	s.Paths, s.Heads = append(s.Paths, r.Method+" "+r.URL.Path), append(s.Heads, r.Header.Clone())
	s.Unlock()
	if s.speak.key(r) != Key {
		s.fail(w, http.StatusUnauthorized, Answer{})
		return
	}
	switch {
	case r.Method == http.MethodGet && r.URL.Path == s.speak.models:
		s.listed(w)
	case r.Method == http.MethodPost && r.URL.Path == s.speak.path:
		s.question(w, r, body)
	default:
		s.fail(w, http.StatusNotFound, Answer{})
	}
}

// listed describes the model, in a form that serves all three.
func (s *Server) listed(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"object":"list","data":[{"id":%q,"object":"model","created":1,"owned_by":"test"}],"id":%q,"type":"model",`+
		`"display_name":"Model","created_at":"2026-01-01T00:00:00Z","lifecycle":"active","name":"models/%s"}`, Model, Model, Model)
}

func (s *Server) question(w http.ResponseWriter, r *http.Request, body []byte) {
	var sent map[string]any
	if err := json.Unmarshal(body, &sent); err != nil {
		s.t.Errorf("the question is no JSON: %v", err)
	}
	if err := s.speak.check(sent); err != nil {
		s.t.Errorf("the question breaks the contract: %v\n%s", err, body)
		s.fail(w, http.StatusBadRequest, Answer{})
		return
	}
	s.Lock()
	s.Bodies = append(s.Bodies, string(body))
	a := s.answers[0]
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	s.Unlock()
	s.answer(w, r, a)
	if r.Context().Err() != nil {
		s.Lock()
		s.Left++
		s.Unlock()
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, a Answer) {
	for name := range a.Header {
		w.Header().Set(name, a.Header.Get(name))
	}
	if a.Hang {
		<-r.Context().Done()
		return
	}
	if a.Status != 0 {
		s.fail(w, a.Status, a)
		return
	}
	a.Parts, a.In, a.Out = orElse(a.Parts, 3), orElse(a.In, 100), orElse(a.Out, 20)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	flush := func() {
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		select {
		case <-r.Context().Done():
		case <-time.After(a.Slow):
		}
	}
	var out writer = w
	if a.Cut || a.Ends {
		out = &broken{Writer: w, left: 3, hard: a.Cut}
	}
	defer func() {
		if v := recover(); v != nil && v != errEnds {
			panic(v) // also http.ErrAbortHandler, which cuts the connection
		}
	}()
	s.speak.stream(out, a, flush)
}

type writer = io.Writer

// errEnds ends a stream in good form before its time.
var errEnds = fmt.Errorf("the end comes early")

// broken ends a stream after some events.
type broken struct {
	io.Writer
	left int
	hard bool
}

// Write writes, or ends the connection.
func (b *broken) Write(p []byte) (int, error) {
	if b.left--; b.left < 0 {
		if b.hard {
			panic(http.ErrAbortHandler)
		}
		panic(errEnds)
	}
	return b.Writer.Write(p)
}

func orElse[T int | int64](n, usual T) T {
	if n == 0 {
		return usual
	}
	return n
}

func (s *Server) fail(w http.ResponseWriter, status int, a Answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprint(w, s.speak.failure(status, a))
}

// pieces cuts a text into n parts.
func pieces(text string, n int) []string {
	size := max(len(text)/n, 1)
	var all []string
	for len(text) > size && len(all) < n-1 {
		all, text = append(all, strings.ToValidUTF8(text[:size], "")), text[size:]
	}
	return append(all, text)
}

func encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // of our own maps
	}
	return string(data)
}

// rules are what a body must and may have.
type rules struct {
	must []string
	may  []string
}

// obey compares the fields of an object with the published ones.
func (r rules) obey(at string, v any) (map[string]any, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s is no object", at)
	}
	for _, name := range r.must {
		if _, ok := object[name]; !ok {
			return nil, fmt.Errorf("%s lacks the required %q", at, name)
		}
	}
	for name := range object {
		if !slices.Contains(r.must, name) && !slices.Contains(r.may, name) {
			return nil, fmt.Errorf("%s has %q, which is not published", at, name)
		}
	}
	return object, nil
}

// closed reports whether every object of a schema is closed and has no bound that
// a provider refuses.
func closed(at string, v any) error {
	switch v := v.(type) {
	case map[string]any:
		if v["type"] == "object" && v["additionalProperties"] != false {
			return fmt.Errorf("%s is an open object", at)
		}
		for name, inner := range v {
			if slices.Contains([]string{"minimum", "maximum", "multipleOf", "minLength", "maxLength", "maxItems", "$ref", "pattern"}, name) {
				return fmt.Errorf("%s has %q, which is not supported", at, name)
			}
			if err := closed(at+"/"+name, inner); err != nil {
				return err
			}
		}
	case []any:
		for i, inner := range v {
			if err := closed(fmt.Sprintf("%s/%d", at, i), inner); err != nil {
				return err
			}
		}
	}
	return nil
}
