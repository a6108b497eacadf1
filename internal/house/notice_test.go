package house

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"testing"
)

// TestNoticeNamesEveryModule checks that whoever reads NOTICE learns of every
// module the program is built from.
func TestNoticeNamesEveryModule(t *testing.T) {
	t.Parallel()
	notice := read(t, "NOTICE")
	modules := 0
	for line := range strings.Lines(string(read(t, "go.mod"))) {
		fields := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(fields) < 2 || !strings.HasPrefix(fields[1], "v") || !strings.Contains(fields[0], ".") {
			continue
		}
		modules++
		if !bytes.Contains(notice, []byte(strings.TrimPrefix(fields[0], "github.com/riverqueue/"))) {
			t.Errorf("NOTICE does not name %s", fields[0])
		}
	}
	if modules == 0 {
		t.Fatal("no module found in go.mod")
	}
}

// TestDecisionsAreNumbered checks that the records count up without a gap and
// carry their number, date and state.
func TestDecisionsAreNumbered(t *testing.T) {
	t.Parallel()
	n := 0
	for _, name := range files(t) {
		base := path.Base(name)
		if path.Dir(name) != "docs/decisions" || base == "README.md" {
			continue
		}
		n++
		want := fmt.Sprintf("%04d-", n)
		if text := read(t, name); !strings.HasPrefix(base, want) || !bytes.Contains(text, []byte("\nDate: ")) || !bytes.Contains(text, []byte("Status: ")) {
			t.Errorf("%s: want record %s with Date and Status", name, want)
		}
	}
}
