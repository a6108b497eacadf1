package inventory_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"jobops/internal/inventory"
)

var update = flag.Bool("update", false, "record the hash of a new version")

const versions = "testdata/versions.txt"

// TestChangeBumpsVersion keeps one hash per version. A changed inventory.yaml
// needs a new version at its head with a line in changes; then -update records
// it. The hash of a version that was recorded before cannot be replaced.
func TestChangeBumpsVersion(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	text := bytes.ReplaceAll(read(t, "inventory.yaml"), []byte("\r\n"), []byte("\n"))
	line := fmt.Sprintf("%s %x", inv.Version, sha256.Sum256(text))
	recorded := strings.Fields(strings.ReplaceAll(string(read(t, versions)), " ", "="))
	for _, r := range recorded {
		version, _, _ := strings.Cut(r, "=")
		if version == inv.Version && r != strings.ReplaceAll(line, " ", "=") {
			t.Fatalf("inventory.yaml changed and is still version %s: give it a new version, date and a line in changes, then run with -update", version)
		}
	}
	if len(recorded) > 0 && recorded[len(recorded)-1] == strings.ReplaceAll(line, " ", "=") {
		return
	}
	if !*update {
		t.Fatalf("version %s is not the last one recorded; run with -update", inv.Version)
	}
	f, err := os.OpenFile(versions, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := fmt.Fprintln(f, line); err != nil {
		t.Fatal(err)
	}
}

func TestNewestChangeIsTheVersion(t *testing.T) {
	t.Parallel()
	inv := inventory.Load()
	newest := inv.Changes[0]
	if newest.Version != inv.Version || newest.Date != inv.Date {
		t.Errorf("first change = %s of %s, want %s of %s", newest.Version, newest.Date, inv.Version, inv.Date)
	}
	for i := 1; i < len(inv.Changes); i++ {
		if inv.Changes[i].Date > inv.Changes[i-1].Date {
			t.Errorf("change %s stands above the later %s", inv.Changes[i-1].Version, inv.Changes[i].Version)
		}
	}
}
