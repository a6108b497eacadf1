package house

import (
	"strconv"
	"strings"
	"testing"
)

// levels is the order of the packages, lowest first. A package imports only
// what stands on a lower level, never a neighbour: two concepts of one level
// pass plain values through the one above.
var levels = [][]string{
	{"owner", "inventory", "civil", "fault", "i18n"},
	{"task"}, // work is queued for an owner
	{"dbx", "seal", "taxonomy", "outbound"},
	{"cv", "posting", "document"},
	{"match", "parse", "render", "sample"},
	{"library", "tracker", "account", "usage", "contact", "privacy"},
	{"tailor", "radar"},
	{"store", "blob", "queue", "mail", "llm", "clerk", "affinda", "adzuna", "boards"},
	{"worker", "route", "backup"},
	{"web", "api"},
	{"app"},
}

// pages lists the packages that talk to people. They call services; a store or
// an outside service reaches them only through the service that owns the rule.
var pages = map[string]bool{"web": true, "api": true}

// storage is what pages never import.
var storage = map[string]bool{
	"store": true, "dbx": true, "blob": true, "queue": true, "mail": true, "llm": true,
	"clerk": true, "affinda": true, "adzuna": true, "boards": true, "outbound": true,
}

// level returns the height of a folder and the package that gave it. A package
// below another ("store/storetest") lives on its parent's level.
func level(dir string) (int, string, bool) {
	if strings.HasPrefix(dir, "cmd/") {
		return len(levels), dir, true
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(dir, "internal/"), "/")
	for height, names := range levels {
		for _, n := range names {
			if n == name {
				return height, name, true
			}
		}
	}
	return 0, name, false
}

// TestImportsPointDown keeps the levels. Test files of the package itself obey
// the same rule. An external test package (package x_test) may also import its
// neighbours, because a test often needs a real reader or a real renderer to
// check the other one, and from above only a test kit ("store/storetest"), which
// gives it a real database.
func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	for _, f := range goFiles(t) {
		if strings.HasPrefix(f.path, "tools/") || f.dir() == "internal/house" {
			continue // tools are modules of their own, see TestProductKnowsNoTool
		}
		from, name, ok := level(f.dir())
		if !ok {
			t.Errorf("%s: package %s has no level; add it to levels", f.path, f.dir())
			continue
		}
		for _, spec := range f.ast.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			dir, own := strings.CutPrefix(target, "jobops/")
			if !own {
				continue
			}
			to, toName, ok := level(dir)
			switch {
			case !ok:
				t.Errorf("%s: imports %s, which has no level", f.path, target)
			case toName == name: // a package and its sub-packages are one family
			case strings.HasSuffix(dir, "test") && f.isExternalTest():
			case to > from:
				t.Errorf("%s: %s imports %s, which stands above it", f.path, name, toName)
			case to == from && !f.isExternalTest():
				t.Errorf("%s: %s imports its neighbour %s", f.path, name, toName)
			case pages[name] && storage[toName] && !f.isTest():
				t.Errorf("%s: %s imports %s; pages call services", f.path, name, toName)
			}
		}
	}
}

// TestProductKnowsNoTool checks that no package of the product imports a tool,
// so that no tool's dependency reaches the server. A tool may import a package
// of the product, to write its format with the product's own code.
func TestProductKnowsNoTool(t *testing.T) {
	t.Parallel()
	for _, f := range goFiles(t) {
		for _, spec := range f.ast.Imports {
			if !strings.HasPrefix(f.path, "tools/") && strings.HasPrefix(spec.Path.Value, `"jobops/tools/`) {
				t.Errorf("%s: imports %s", f.path, spec.Path.Value)
			}
		}
	}
}

// dialers names the packages that may open connections or start programs, and
// what for. Everything else goes through package outbound, which knows every
// recipient.
var dialers = map[string][]string{
	"net/http.Client":        {"internal/outbound"},
	"net/http.DefaultClient": {},
	"net/http.Get":           {},
	"net/http.Post":          {},
	"net/http.PostForm":      {},
	"net/http.Head":          {},
	"net/http.Transport":     {"internal/outbound"},
	"net.Dial":               {},
	"net.DialTimeout":        {},
	"net.Dialer":             {"internal/outbound"},
	"os/exec.Command":        {"internal/document"}, // the reading child
	"os/exec.CommandContext": {"internal/document"},
}

// TestPeerDefect21_OneWayOut checks that only the declared packages can reach
// the outside: a second way out is one that nobody redacts.
func TestPeerDefect21_OneWayOut(t *testing.T) {
	t.Parallel()
	for _, f := range goFiles(t) {
		if f.isTest() || strings.HasPrefix(f.path, "tools/") {
			continue
		}
		for _, use := range selectors(f) {
			allowed, watched := dialers[use.name]
			if watched && !contains(allowed, f.dir()) {
				t.Errorf("%s:%d: uses %s; go through package outbound", f.path, use.line, use.name)
			}
		}
	}
}
