// Package affindatest is a local server that behaves as Affinda's published
// types say, for tests of whoever asks it. Its people are invented.
package affindatest

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Key is the key of the account, Workspace its workspace.
const (
	Key       = "key-1"
	Workspace = "ws"
)

//go:embed data
var shapes embed.FS

// Service is Affinda as its published types say it behaves. Set its fields
// before it is asked, or under Lock.
type Service struct {
	sync.Mutex
	URL string
	// Client reaches the service.
	Client interface {
		Do(*http.Request) (*http.Response, error)
	}
	t       testing.TB
	Kept    map[string]string // documents by identifier, with their customIdentifier
	Sent    map[string]string // fields of the last upload
	Calls   []string
	Shape   string      // file of testdata that is the data
	Busy    int         // how many looks find the document not ready
	Keeps   bool        // deletion after parsing does not happen
	Status  int         // answer of uploads, 0 is success
	Header  http.Header // beside it
	Body    string      // instead of the reply
	Cut     bool        // the connection breaks in the body
	Refuses int         // how many deletions fail with 500
	// Arrived is called with the lock held when an upload or a look has arrived,
	// before the reply; nil for nothing.
	Arrived func(*http.Request)
}

// New starts the service; it stops with the test.
func New(t testing.TB) *Service {
	t.Helper()
	s := &Service{t: t, Kept: map[string]string{}, Shape: "compact"}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v3/documents", s.upload)
	mux.HandleFunc("GET /v3/documents", s.list)
	mux.HandleFunc("GET /v3/documents/{id}", s.get)
	mux.HandleFunc("DELETE /v3/documents/{id}", s.remove)
	mux.HandleFunc("GET /v3/workspaces/{id}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"identifier": "ws", "modelMemoryStrategy": "manual"}`)
	})
	server := httptest.NewServer(s.signedIn(mux))
	t.Cleanup(server.Close)
	s.URL, s.Client = server.URL, server.Client()
	return s
}

// signedIn answers 401 without the key, in the service's words.
func (s *Service) signedIn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Lock()
		s.Calls = append(s.Calls, r.Method+" "+r.URL.Path)
		s.Unlock()
		if r.Header.Get("Authorization") != "Bearer "+Key {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"type": "client_error", "errors": [{"attr": null, "code": "authentication_failed", "detail": "Invalid token."}]}`)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Service) upload(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	fields, err := fieldsOf(r)
	if err != nil {
		s.t.Errorf("upload: %v", err)
	}
	s.Sent = fields
	s.arrive(r)
	for name := range s.Header {
		w.Header().Set(name, s.Header.Get(name))
	}
	if s.Status != 0 {
		if s.Status >= 500 {
			s.Kept["doc-lost"] = fields["customIdentifier"] // it may have arrived
		}
		w.WriteHeader(s.Status)
		fmt.Fprint(w, `{"type": "error", "errors": [{"attr": null, "code": "x", "detail": "Maja Muster at 1 Sample Street"}]}`)
		return
	}
	s.Kept["doc-1"] = fields["customIdentifier"]
	s.answer(w)
}

func (s *Service) arrive(r *http.Request) {
	if s.Arrived != nil {
		s.Arrived(r)
	}
}

func fieldsOf(r *http.Request) (map[string]string, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	fields := map[string]string{}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return fields, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		fields[part.FormName()] = string(data)
		if part.FileName() != "" {
			fields["name of file"] = part.FileName()
		}
	}
}

// answer writes the document, ready or not; the caller holds the lock.
func (s *Service) answer(w http.ResponseWriter) {
	ready := s.Busy == 0
	data := json.RawMessage("null")
	if ready {
		var err error
		if data, err = shapes.ReadFile("data/" + s.Shape + ".json"); err != nil {
			s.t.Error(err)
		}
		if !s.Keeps {
			delete(s.Kept, "doc-1")
		}
	} else {
		s.Busy--
	}
	full, err := json.Marshal(map[string]any{"data": data, "meta": map[string]any{
		"identifier": "doc-1", "customIdentifier": s.Sent["customIdentifier"], "ready": ready, "failed": false,
		"file": "https://signed.example.com/secret", "pdf": "https://signed.example.com/secret.pdf",
	}, "error": map[string]any{"errorCode": nil}})
	if err != nil {
		s.t.Error(err)
	}
	text := string(full)
	if s.Body != "" {
		text = s.Body
	}
	if s.Cut {
		w.Header().Set("Content-Length", fmt.Sprint(len(text)+100))
	}
	fmt.Fprint(w, text)
}

func (s *Service) get(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	s.arrive(r)
	s.answer(w)
}

func (s *Service) list(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	var results []any
	for id, custom := range s.Kept {
		if want := r.URL.Query().Get("custom_identifier"); want == "" || want == custom {
			results = append(results, map[string]any{"meta": map[string]any{"identifier": id, "customIdentifier": custom}})
		}
	}
	if err := json.NewEncoder(w).Encode(map[string]any{"count": len(results), "results": results}); err != nil {
		s.t.Error(err)
	}
}

func (s *Service) remove(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	defer s.Unlock()
	if s.Refuses > 0 {
		s.Refuses--
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	if _, ok := s.Kept[r.PathValue("id")]; !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	delete(s.Kept, r.PathValue("id"))
	w.WriteHeader(http.StatusNoContent)
}
