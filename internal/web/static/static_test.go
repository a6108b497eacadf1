package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"jobops/internal/fault"
)

func open(t *testing.T) *Set {
	t.Helper()
	s, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestManifestHoldsTheHashes(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, name := range []string{"app.css", "app.js", "inter-latin-wght-normal.woff2"} {
		a := s.Asset(name)
		data, err := fs.ReadFile(embedded, a.File)
		if err != nil {
			t.Fatalf("Asset(%q) = %v: %v", name, a, err)
		}
		sum := sha512.Sum384(data)
		if want := "sha384-" + base64.StdEncoding.EncodeToString(sum[:]); a.Integrity != want {
			t.Errorf("Asset(%q).Integrity = %q, want %q", name, a.Integrity, want)
		}
	}
}

// TestBundleIsFresh fails when a style sheet or script was changed and the
// bundle was not made again (tools/assets).
func TestBundleIsFresh(t *testing.T) {
	t.Parallel()
	h := sha512.New384()
	err := filepath.WalkDir("../assets", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %d\n%s", d.Name(), len(text), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := open(t).Asset("sources").Integrity
	if want := "sha384-" + base64.StdEncoding.EncodeToString(h.Sum(nil)); got != want {
		t.Errorf("the bundle was made from %s, the sources are %s: run tools/assets", got, want)
	}
}

// Budgets of one page, gzip.
func TestBundleStaysInItsBudget(t *testing.T) {
	t.Parallel()
	s := open(t)
	for name, limit := range map[string]int{"app.css": 20 << 10, "app.js": 35 << 10} {
		if n := len(s.zipped[s.Asset(name).File]); n == 0 || n > limit {
			t.Errorf("%s is %d bytes gzip, want 1..%d", name, n, limit)
		}
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	s := open(t)
	css := s.Asset("app.css").File
	for _, tt := range []struct {
		file, encoding string
		zipped         bool
		kind           fault.Kind
	}{
		{css, "gzip, br", true, ""},
		{css, "", false, ""},
		{"manifest.json", "", false, fault.NotFound},
		{"static.go", "", false, fault.NotFound},
		{"../static.go", "", false, fault.NotFound},
		{"gone.css", "", false, fault.NotFound},
	} {
		r := httptest.NewRequest(http.MethodGet, "/static/x", nil)
		r.SetPathValue("file", tt.file)
		r.Header.Set("Accept-Encoding", tt.encoding)
		w := httptest.NewRecorder()
		err := s.Serve(w, r)
		if fault.KindOf(err) != tt.kind || (err == nil) != (tt.kind == "") {
			t.Errorf("Serve(%q) = %v, want kind %q", tt.file, err, tt.kind)
		}
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != tt.zipped {
			t.Errorf("Serve(%q, %q) compressed = %v, want %v", tt.file, tt.encoding, got, tt.zipped)
		}
	}
}

func TestCompressedIsTheSame(t *testing.T) {
	t.Parallel()
	s := open(t)
	for name, zipped := range s.zipped {
		r, err := gzip.NewReader(bytes.NewReader(zipped))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		want, err := fs.ReadFile(embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: compressed copy differs from the file", name)
		}
	}
}
