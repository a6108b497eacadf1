package house

import (
	"bytes"
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

// TestDecisionsAreNumbered checks that each record carries its number, which no
// other has, its date and its state. Numbers are given out before records are
// written, so there may be gaps.
func TestDecisionsAreNumbered(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range files(t) {
		base := path.Base(name)
		if path.Dir(name) != "docs/decisions" || base == "README.md" {
			continue
		}
		number, _, _ := strings.Cut(base, "-")
		if other, ok := seen[number]; ok {
			t.Errorf("%s has the number of %s", name, other)
		}
		seen[number] = name
		text := read(t, name)
		title := "# " + strings.TrimLeft(number, "0") + ". "
		if len(number) != 4 || !bytes.HasPrefix(text, []byte(title)) || !bytes.Contains(text, []byte("\nDate: ")) || !bytes.Contains(text, []byte("Status: ")) {
			t.Errorf("%s: want a record that begins with %q and has Date and Status", name, title)
		}
	}
}
