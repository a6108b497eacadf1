package app

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"jobops/internal/i18n"
	"jobops/internal/inventory"
	"jobops/internal/library"
	"jobops/internal/owner"
	"jobops/internal/privacy"
	"jobops/internal/route"
	"jobops/internal/sample"
)

// exported is an export by the names of its files.
func exported(t *testing.T, a *App, who owner.ID) map[string][]byte {
	t.Helper()
	var out bytes.Buffer
	if err := a.Privacy.Export(t.Context(), who, privacy.Sheet{Language: i18n.English}, &out); err != nil {
		t.Fatalf("Export = %v", err)
	}
	return unzip(t, out.Bytes())
}

func unzip(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatalf("export is no ZIP: %v", err)
	}
	files := map[string][]byte{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestPromise_P25_ExportFollowsItsSchema reads an export as a stranger would.
func TestPromise_P25_ExportFollowsItsSchema(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	files := exported(t, m.app, who)
	for _, name := range []string{
		"README.txt", "data.json", "data.schema.json", "processing.json", "tables/posting.csv",
		"resumes/" + m.ids["cvs"] + "/version-1.json", "originals/" + m.ids["cvs"] + ".pdf",
	} {
		if len(files[name]) == 0 {
			t.Errorf("the export has no %s", name)
		}
	}
	if !bytes.Equal(files["originals/"+m.ids["cvs"]+".pdf"], samplePDF(t)) {
		t.Error("the original is not what was uploaded")
	}
	var data any
	if err := json.Unmarshal(files["data.json"], &data); err != nil {
		t.Fatalf("data.json: %v", err)
	}
	if err := exportSchema(t, files["data.schema.json"]).Validate(data); err != nil {
		t.Errorf("data.json breaks its schema: %v", err)
	}
	if err := exportSchema(t, files["data.schema.json"]).Validate(map[string]any{"format": "jobops-export"}); err == nil {
		t.Error("the schema accepts a file without records")
	}
	if !bytes.Contains(files["tables/posting.csv"], []byte("company")) || !bytes.Contains(files["data.json"], []byte(sample.For("en").Resume.Basics.Email)) {
		t.Error("the records are not in the export")
	}
}

func exportSchema(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("export.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("export.json")
	if err != nil {
		t.Fatalf("the schema is none: %v", err)
	}
	return schema
}

// TestPromise_P24_RestrictionStopsProcessing asks every route of a person who
// restricted everything: pages stay, what would process is 423, export and
// deletion work.
func TestPromise_P24_RestrictionStopsProcessing(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	cookie := m.session(t, who)
	if err := m.app.Privacy.Restrict(t.Context(), who, privacy.Everything); err != nil {
		t.Fatalf("Restrict = %v", err)
	}
	stopped := 0
	for _, r := range m.routes {
		if r.Who != route.Person || r.Purpose == inventory.Rights || r.Purpose == inventory.Accounts {
			continue
		}
		w := m.ask(t, r, cookie, "same-origin")
		if r.Method == http.MethodGet && w.Code == http.StatusLocked {
			t.Errorf("GET %s = 423, want reading to go on", r.Pattern)
		}
		if r.Method != http.MethodGet {
			stopped++
			if w.Code != http.StatusLocked {
				t.Errorf("%s %s = %d, want 423", r.Method, r.Pattern, w.Code)
			}
		}
	}
	if stopped < 8 {
		t.Errorf("routes stopped = %d: the rule holds for too few", stopped)
	}
	if got := m.ask(t, m.route(t, "GET", "/cvs"), cookie, "same-origin"); !strings.Contains(got.Body.String(), `href="/settings/privacy#restriction"`) {
		t.Error("pages do not say that processing is restricted")
	}
	if len(exported(t, m.app, who)["data.json"]) == 0 {
		t.Error("nothing is exported")
	}
	if w := m.ask(t, m.route(t, "POST", "/cvs/{id}/delete"), cookie, "same-origin"); w.Code != http.StatusSeeOther {
		t.Errorf("deleting a CV = %d, want 303", w.Code)
	}
}

// route finds a row of the registry.
func (m *matrix) route(t *testing.T, method, pattern string) route.Route {
	t.Helper()
	for _, r := range m.routes {
		if r.Method == method && r.Pattern == pattern {
			return r
		}
	}
	t.Fatalf("no route %s %s", method, pattern)
	return route.Route{}
}

// TestPromise_P24_RestrictedTasksWait restricts while a CV waits to be read: it
// stays as it is, and is read once the restriction ends.
func TestPromise_P24_RestrictedTasksWait(t *testing.T) {
	t.Parallel()
	eachApp(t, func(t *testing.T, a *App, who owner.ID) {
		u := upload(t, a, who, "cv.pdf", samplePDF(t))
		if _, err := a.DB.Exec(t.Context(), `UPDATE cvs SET state = 'reading'`); err != nil {
			t.Fatal(err)
		}
		if _, err := a.DB.Exec(t.Context(), `DELETE FROM versions`); err != nil {
			t.Fatal(err)
		}
		if err := a.Privacy.Restrict(t.Context(), who, privacy.Everything); err != nil {
			t.Fatalf("Restrict = %v", err)
		}
		if err := a.Library.Read(t.Context(), who, u.CV); err != nil {
			t.Errorf("Read while restricted = %v, want the task to end quietly", err)
		}
		if c, err := a.Library.CV(t.Context(), who, u.CV); err != nil || c.State != library.Reading {
			t.Errorf("CV after a restricted task = %q, %v, want it kept as it was", c.State, err)
		}
		if err := errors.Join(a.Privacy.AnnounceLift(t.Context(), who), a.Privacy.Lift(t.Context(), who)); err != nil {
			t.Fatalf("Lift = %v", err)
		}
		if err := a.Library.Read(t.Context(), who, u.CV); err != nil {
			t.Errorf("Read = %v", err)
		}
		if c, err := a.Library.CV(t.Context(), who, u.CV); err != nil || c.State != library.Ready {
			t.Errorf("CV after the restriction = %q, %v, want it read", c.State, err)
		}
	})
}

// TestExportCutOff takes an export from a reader who leaves: it ends with an
// error, and the next one is whole.
func TestExportCutOff(t *testing.T) {
	t.Parallel()
	m, who := newMatrix(t)
	for _, after := range []int{0, 1, 1000, 5000} {
		err := m.app.Privacy.Export(t.Context(), who, privacy.Sheet{Language: i18n.English}, &leaving{left: after})
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("Export to a reader that leaves after %d bytes = %v, want %v", after, err, io.ErrClosedPipe)
		}
	}
	if len(exported(t, m.app, who)["data.json"]) == 0 {
		t.Error("the export after a cut one is empty")
	}
}

// leaving is a reader who goes away after some bytes.
type leaving struct{ left int }

func (l *leaving) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}
