package parse

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestParseGolden(t *testing.T) {
	t.Parallel()
	sheets, err := filepath.Glob("testdata/*.sheet.txt")
	if err != nil || len(sheets) == 0 {
		t.Fatalf("Glob(testdata/*.sheet.txt) = %v, %v", sheets, err)
	}
	for _, sheet := range sheets {
		t.Run(filepath.Base(sheet), func(t *testing.T) {
			t.Parallel()
			reading := Parse(sheetFile(t, filepath.Base(sheet)))
			checkEvidence(t, reading)
			got, err := json.MarshalIndent(reading.Resume, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, strings.TrimSuffix(sheet, ".sheet.txt")+".golden.json", append(got, '\n'))
		})
	}
}

func compareGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("Parse(%s) differs from the golden file (-want +got):\n%s", file, diff)
	}
}
