package affinda

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jobops/internal/affinda/affindatest"
	"jobops/internal/civil"
	"jobops/internal/cv"
	"jobops/internal/fault"
	"jobops/internal/library"
	"jobops/internal/task"
)

func newService(t *testing.T) (*affindatest.Service, *Client) {
	t.Helper()
	s := affindatest.New(t)
	c := New(s.Client, s.URL, affindatest.Key, affindatest.Workspace)
	c.poll = time.Millisecond
	return s, c
}

// maja is what each shape says.
var maja = cv.Resume{
	Basics: cv.Basics{
		Name: "Maja Muster", Email: "maja@example.com", Phone: "+33 1 99 00 12 34", URL: "maja.example.com", Summary: "Runs wards.",
		Location: cv.Location{City: "Exampleton", CountryCode: "FR"},
		Profiles: []cv.Profile{{Network: "LinkedIn", Username: "maja-muster", URL: "https://linkedin.com/in/maja-muster"}},
	},
	Work: []cv.Work{{
		Position: "Nurse", Name: "Sample Hospital", Location: "Exampleton", Highlights: []string{"Ran a ward", "Trained six nurses"},
		Period: cv.Period{Start: civil.Date{Year: 2019, Month: 4}, Current: true},
	}},
	Education: []cv.Education{{
		Institution: "University of Exampleton", StudyType: "Bachelor of Science", Area: "Nursing", Score: "1.3",
		Period: cv.Period{Start: civil.Date{Year: 2013, Month: 9, Day: 15}, End: civil.Date{Year: 2016}},
	}},
	Skills:    []cv.Skill{{Name: "Triage"}, {Name: "Wound care"}},
	Languages: []cv.Language{{Language: "French", Fluency: "Native"}},
}

func TestRead(t *testing.T) {
	t.Parallel()
	for shape, change := range map[string]func(*cv.Resume){
		"compact":   func(*cv.Resume) {},
		"annotated": func(*cv.Resume) {},
		"legacy": func(r *cv.Resume) { // has no major and no proficiency, and a date where the others have a year
			r.Education[0].Area, r.Languages[0].Fluency, r.Education[0].End = "", "", civil.Date{Year: 2016, Month: 1}
			r.Basics.Profiles[0].URL = "https://www.linkedin.com/in/maja-muster"
		},
	} {
		t.Run(shape, func(t *testing.T) {
			t.Parallel()
			s, c := newService(t)
			s.Shape = shape
			doc, err := c.Read(t.Context(), "opaque-7", "pdf", []byte("%PDF the file"))
			want := cv.Clone(maja)
			change(&want)
			if diff := cmp.Diff(want, doc.Resume, cmpopts.EquateEmpty(), cmpopts.EquateComparable(civil.Date{})); err != nil || diff != "" {
				t.Errorf("Read = %v (-want +got):\n%s", err, diff)
			}
			if text := fmt.Sprint(doc); strings.Contains(text, "1990") || strings.Contains(text, "Utopian") || strings.Contains(text, "Perceval") || strings.Contains(text, "signed.example") {
				t.Errorf("Read kept what nobody asked for: %s", text)
			}
			for field, want := range map[string]string{
				"wait": "true", "deleteAfterParse": "true", "compact": "true", "enableValidationTool": "false", "workspace": "ws",
				"fileName": "cv.pdf", "name of file": "cv.pdf", "customIdentifier": "opaque-7", "file": "%PDF the file",
			} {
				if got := s.Sent[field]; got != want {
					t.Errorf("sent %s = %q, want %q", field, got, want)
				}
			}
			if len(s.Kept) != 0 {
				t.Errorf("the service still keeps %v", s.Kept)
			}
		})
	}
}

func TestReadWaits(t *testing.T) {
	t.Parallel()
	s, c := newService(t)
	s.Busy = 3
	if doc, err := c.Read(t.Context(), "id", "docx", []byte("PK")); err != nil || doc.Resume.Basics.Name != "Maja Muster" {
		t.Errorf("Read of a slow document = %q, %v", doc.Resume.Basics.Name, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	looks := 0
	s.Busy, s.Arrived = 1<<30, func(*http.Request) {
		if looks++; looks > 3 {
			cancel()
		}
	}
	doc, err := c.Read(ctx, "id", "docx", []byte("PK"))
	if fault.KindOf(err) != fault.Unavailable || errors.Is(err, library.ErrUntaken) || doc.Identifier != "doc-1" {
		t.Errorf("Read of an endless document = %q, %v, want unavailable and its name to delete it by", doc.Identifier, err)
	}
}

func TestReadFails(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		set     func(*affindatest.Service)
		code    string
		untaken bool
		later   time.Duration
	}{
		"key":             {func(s *affindatest.Service) { s.Status = 401 }, "second.key", true, 0},
		"forbidden":       {func(s *affindatest.Service) { s.Status = 403 }, "second.key", true, 0},
		"quota":           {func(s *affindatest.Service) { s.Status = 402 }, "second.quota", true, 0},
		"invalid":         {func(s *affindatest.Service) { s.Status = 400 }, "second.refused", true, 0},
		"unknown":         {func(s *affindatest.Service) { s.Status = 404 }, "second.refused", true, 0},
		"large":           {func(s *affindatest.Service) { s.Status = 413 }, "second.too_large", true, 0},
		"limited":         {func(s *affindatest.Service) { s.Status = 429 }, "second.unavailable", true, time.Minute},
		"limited for":     {func(s *affindatest.Service) { s.Status, s.Header = 429, http.Header{"Retry-After": {"7"}} }, "second.unavailable", true, 7 * time.Second},
		"limited for all": {func(s *affindatest.Service) { s.Status, s.Header = 429, http.Header{"Retry-After": {"999999"}} }, "second.unavailable", true, longestWait},
		"broken":          {func(s *affindatest.Service) { s.Status = 500 }, "second.unavailable", false, 0},
		"overloaded":      {func(s *affindatest.Service) { s.Status = 503 }, "second.unavailable", false, 0},
		"cut":             {func(s *affindatest.Service) { s.Cut = true }, "second.bad_reply", false, 0},
		"half":            {func(s *affindatest.Service) { s.Body = `{"data": {"candidateName": "Maja` }, "second.bad_reply", false, 0},
		"page":            {func(s *affindatest.Service) { s.Body = "<html>Maja Muster" }, "second.bad_reply", false, 0},
		"list":            {func(s *affindatest.Service) { s.Body = `[]` }, "second.bad_reply", false, 0},
		"nothing":         {func(s *affindatest.Service) { s.Body = `{}` }, "second.bad_reply", false, 0},
		"no data":         {func(s *affindatest.Service) { s.Body = `{"data": {}, "meta": {"identifier": "doc-1", "ready": true}}` }, "second.bad_reply", false, 0},
		"failed": {func(s *affindatest.Service) {
			s.Body = `{"data": null, "meta": {"identifier": "doc-1", "ready": true, "failed": true}}`
		}, "second.refused", false, 0},
		"no text": {func(s *affindatest.Service) {
			s.Body = `{"data": {}, "meta": {"identifier": "doc-1"}, "error": {"errorCode": "no_text_found"}}`
		}, "second.refused", false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := newService(t)
			tt.set(s)
			_, err := c.Read(t.Context(), "id", "pdf", []byte("%PDF"))
			later, _ := errors.AsType[task.Later](err)
			if code, _ := fault.CodeOf(err); code != tt.code || errors.Is(err, library.ErrUntaken) != tt.untaken || later.After != tt.later {
				t.Errorf("Read = %v, want %s, untaken %v, later %v", err, tt.code, tt.untaken, tt.later)
			}
			if text := fmt.Sprint(err); strings.Contains(text, "Maja") || strings.Contains(text, "key-1") || strings.Contains(text, "signed") {
				t.Errorf("the error repeats what it should not: %s", text)
			}
		})
	}
}

func TestReadEndsWithItsTime(t *testing.T) {
	t.Parallel()
	s, c := newService(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s.Arrived = func(r *http.Request) {
		cancel()
		<-r.Context().Done()
	}
	if _, err := c.Read(ctx, "id", "pdf", []byte("%PDF")); fault.KindOf(err) != fault.Unavailable || errors.Is(err, library.ErrUntaken) {
		t.Errorf("Read = %v, want unavailable, maybe taken", err)
	}
}

func TestTooLargeIsNotSent(t *testing.T) {
	t.Parallel()
	s, c := newService(t)
	if _, err := c.Read(t.Context(), "id", "pdf", make([]byte, MaxBytes+1)); fault.KindOf(err) != fault.TooLarge || len(s.Calls) != 0 {
		t.Errorf("Read = %v after %v, want too large and no call", err, s.Calls)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	s, c := newService(t)
	s.Kept = map[string]string{"a": "mine.1", "b": "mine.2", "c": "other.1"}
	if err := c.Forget(t.Context(), "mine.1", "a"); err != nil || len(s.Kept) != 2 {
		t.Errorf("Forget by name = %v, %v left", err, s.Kept)
	}
	if err := c.Forget(t.Context(), "mine.1", "a"); err != nil {
		t.Errorf("Forget of what is gone = %v", err)
	}
	if err := c.Forget(t.Context(), "mine.1", ""); err != nil || len(s.Kept) != 2 {
		t.Errorf("Forget of what is not found = %v, %v left", err, s.Kept)
	}
	s.Refuses = 1
	if err := c.Forget(t.Context(), "mine.2", ""); err == nil || fault.KindOf(err) != "" {
		t.Errorf("Forget while deletion fails = %v, want an error that the queue tries again", err)
	}
	if n, err := c.ForgetAll(t.Context(), "mine."); err != nil || n != 1 || len(s.Kept) != 1 {
		t.Errorf("ForgetAll = %d, %v, %v left, want one deleted and the other person's kept", n, err, s.Kept)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	_, c := newService(t)
	if err := c.Check(t.Context()); err != nil {
		t.Errorf("Check = %v", err)
	}
	c.key = "wrong"
	if err := c.Check(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Check with another key = %v", err)
	}
}
