package app

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"jobops/internal/i18n"
	"jobops/internal/owner"
	"jobops/internal/privacy"
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
