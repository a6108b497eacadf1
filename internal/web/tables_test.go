package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// sendTable sends a file to the page for tables.
func (s *site) sendTable(data string) answer {
	s.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", "table.csv")
	must(s.t, err)
	_, err = part.Write([]byte(data))
	must(s.t, err)
	must(s.t, m.Close())
	r := httptest.NewRequest(http.MethodPost, "/applications/table", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return s.send(r)
}

func TestTableComesInAfterADryRun(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	file := "Employer;Role;Status\nExample Works;Cook;Interviewing\nFictitious Steel;Welder;lost\n"
	look := s.sendTable(file)
	for _, want := range []string{"1 comes in", "1 stays out", "There is no such stage.", "Interview"} {
		if look.status != http.StatusOK || !strings.Contains(look.body, want) {
			t.Errorf("POST table = %d without %q", look.status, want)
		}
	}
	if list := s.get("/applications/list").body; strings.Contains(list, "Cook") {
		t.Fatal("the dry run brought something in")
	}
	sent := url.Values{"table": {file}, "at-company": {"0"}, "at-title": {"1"}, "at-stage": {"2"}}
	if again := s.post("/applications/table/again", url.Values{"table": {file}, "at-company": {"1"}}); !strings.Contains(again.body, "2 come in") {
		t.Errorf("POST again = %d, want both lines by another column", again.status)
	}
	kept := s.post("/applications/table/keep", sent)
	must(t, okay(kept))
	if list := s.get(kept.to()).body; !strings.Contains(list, "Cook") || !strings.Contains(list, "/imports/") {
		t.Error("the list has neither the application nor the way back")
	}
	out := s.get("/applications/export/applications.csv")
	if !strings.Contains(out.header.Get("Content-Disposition"), "attachment") || !strings.Contains(out.body, "Example Works,Cook,interview,") {
		t.Errorf("GET applications.csv = %d %q", out.status, out.body)
	}
	if out := s.get("/applications/export/history.csv"); !strings.Contains(out.body, "Example Works,Cook,,interview,") {
		t.Errorf("GET history.csv = %d %q", out.status, out.body)
	}
	u, err := url.Parse(kept.to())
	must(t, err)
	must(t, okay(s.post("/imports/"+u.Query().Get("undo")+"/undo", nil)))
	if list := s.get("/applications/list").body; strings.Contains(list, "Cook") {
		t.Error("after undo the application is still there")
	}
}

func TestTablesThatAreNone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for name, tt := range map[string]struct {
		data string
		want int
	}{
		"a picture":     {"\x89PNG\r\n\x1a\n\x00\x00", http.StatusUnsupportedMediaType},
		"one column":    {"hello\n", http.StatusUnprocessableEntity},
		"too many rows": {"a,b\n" + strings.Repeat("1,2\n", 10_001), http.StatusRequestEntityTooLarge},
	} {
		if a := s.sendTable(tt.data); a.status != tt.want || !strings.Contains(a.body, `type="file"`) {
			t.Errorf("%s: POST table = %d, want %d with the form", name, a.status, tt.want)
		}
	}
	if a := s.post("/applications/table/keep", url.Values{"table": {"a,b\n1,2\n"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("keep without columns = %d, want 422", a.status)
	}
	if a := s.get("/applications/export/passwords.csv"); a.status != http.StatusNotFound {
		t.Errorf("GET of another file = %d, want 404", a.status)
	}
}
