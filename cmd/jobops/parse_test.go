package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jobops/internal/cv"
)

func TestParseWritesOneFilePerInput(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	c := parseCmd{Out: dir}
	inputs := map[string]parsed{
		"some/sample.person.pdf": {Resume: cv.Resume{Basics: cv.Basics{Name: "Sample Person"}}},
		"scan.docx":              {Verdict: "no_text_layer"},
	}
	for file, result := range inputs {
		if err := c.write(file, result); err != nil {
			t.Fatalf("write(%q) = %v", file, err)
		}
	}
	for name, want := range map[string][2]string{"sample.person.json": {"Sample Person", ""}, "scan.json": {"", "no_text_layer"}} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Basics struct{ Name string }
			Reason string `json:"x_verdict"`
		}
		if err := json.Unmarshal(data, &got); err != nil || got.Basics.Name != want[0] || got.Reason != want[1] {
			t.Errorf("%s holds %+v (%v), want %q", name, got, err, want)
		}
	}
}

func TestParseStats(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	var took []time.Duration
	for i := 1; i <= 21; i++ {
		took = append(took, time.Duration(i)*time.Millisecond)
	}
	printStats(&out, took)
	if got, want := out.String(), "count 21\np50_ms 11.0\np95_ms 20.0\n"; got != want {
		t.Errorf("printStats = %q, want %q", got, want)
	}
	out.Reset()
	printStats(&out, nil)
	if got, want := out.String(), "count 0\np50_ms 0.0\np95_ms 0.0\n"; got != want {
		t.Errorf("printStats(nothing) = %q, want %q", got, want)
	}
}
