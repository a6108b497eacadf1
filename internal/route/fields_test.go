package route

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"jobops/internal/inventory"
)

// TestLogLinesHaveDeclaredFieldsOnly makes the router write every kind of line
// and compares the fields with the declaration of the access log.
func TestLogLinesHaveDeclaredFieldsOnly(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	h := newRouter(slog.New(slog.NewJSONHandler(&lines, nil)), Limits())
	for _, path := range []string{"/open", "/mine/1", "/nowhere", "/panic", "/bug", "/limited"} {
		r := httptest.NewRequest(http.MethodGet, "http://localhost:1"+path, nil)
		r.Header.Set("User-Agent", "curious")
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	declared, written := inventory.Load().LogFields("access"), map[string]bool{}
	for d := json.NewDecoder(&lines); ; {
		var line map[string]any
		if err := d.Decode(&line); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for field := range line {
			written[field] = true
			if !slices.Contains(declared, field) {
				t.Errorf("the line %v has the field %q, which the inventory does not declare", line["msg"], field)
			}
		}
	}
	for _, field := range declared {
		if !written[field] {
			t.Errorf("the inventory declares the field %q, which no line has", field)
		}
	}
}
