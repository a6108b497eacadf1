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
	{"match", "parse", "render", "calendar", "sample"},
	{"intake"},
	{"library", "letter", "tracker", "account", "usage", "contact", "privacy"},
	{"tailor", "radar", "office"},
	{"store", "blob", "queue", "mail", "llm", "clip", "clerk", "affinda", "adzuna", "boards"},
	{"worker", "route", "backup", "verify"},
	{"web", "api"},
	{"app"},
}

// pages lists the packages that talk to people. They call services; a store or
// an outside service reaches them only through the service that owns the rule.
var pages = map[string]bool{"web": true, "api": true}

// storage is what pages never import.
var storage = map[string]bool{
	"store": true, "dbx": true, "blob": true, "queue": true, "mail": true, "llm": true, "clip": true,
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

// arrow says what is wrong with an import, "" when nothing is. dir is the folder
// of the importing file, target the import path below the module.
//
// Test files of the package itself obey the same rule as its code. An external
// test package (package x_test) may also import its neighbours, because a test
// often needs a real reader or a real renderer to check the other one, and from
// above only a test kit ("store/storetest"), which gives it a real database. A
// test kit may import its neighbours like the tests it serves.
func arrow(dir, target string, test, external bool) string {
	external = external || strings.HasSuffix(dir, "test")
	from, name, ok := level(dir)
	if !ok {
		return "has no level; add it to levels"
	}
	to, toName, ok := level(target)
	switch {
	case !ok:
		return "imports " + target + ", which has no level"
	case toName == name: // a package and its sub-packages are one family
		return ""
	case external && strings.HasSuffix(target, "test"):
		return ""
	case to > from:
		return "imports " + toName + ", which stands above it"
	case to == from && !external:
		return "imports its neighbour " + toName
	case pages[name] && storage[toName] && !test:
		return "imports " + toName + "; pages call services"
	}
	return ""
}

func TestArrow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		dir, target    string
		test, external bool
		want           string
	}{
		{"internal/library", "internal/cv", false, false, ""},
		{"cmd/jobops", "internal/app", false, false, ""},
		{"internal/store/storetest", "internal/store", false, false, ""},
		{"internal/store/storetest", "internal/blob", false, false, ""},
		{"internal/cv", "internal/library", false, false, "above"},
		{"internal/app", "cmd/jobops", false, false, "above"},
		{"internal/parse", "internal/render", false, false, "neighbour"},
		{"internal/parse", "internal/render", true, false, "neighbour"},
		{"internal/parse", "internal/render", true, true, ""},
		{"internal/dbx", "internal/store/storetest", true, true, ""},
		{"internal/dbx", "internal/store", true, true, "above"},
		{"internal/web", "internal/store", false, false, "pages call services"},
		{"internal/web", "internal/store", true, true, ""},
		{"internal/helpers", "internal/cv", false, false, "no level"},
		{"internal/cv", "internal/helpers", false, false, "no level"},
	} {
		got := arrow(tt.dir, tt.target, tt.test, tt.external)
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("arrow(%q, %q, %v, %v) = %q, want %q in it", tt.dir, tt.target, tt.test, tt.external, got, tt.want)
		}
	}
}

func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	for _, f := range goFiles(t) {
		if strings.HasPrefix(f.path, "tools/") || f.dir() == "internal/house" {
			continue // tools are modules of their own, see TestProductKnowsNoTool
		}
		for _, spec := range f.ast.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if dir, own := strings.CutPrefix(target, "jobops/"); own {
				if wrong := arrow(f.dir(), dir, f.isTest(), f.isExternalTest()); wrong != "" {
					t.Errorf("%s %s", f.path, wrong)
				}
			}
		}
	}
}

// TestEveryPackageHasALevel also finds packages that import nothing of ours.
func TestEveryPackageHasALevel(t *testing.T) {
	t.Parallel()
	for _, f := range goFiles(t) {
		if _, _, ok := level(f.dir()); !ok && strings.HasPrefix(f.path, "internal/") && f.dir() != "internal/house" {
			t.Errorf("%s: package %s has no level; add it to levels", f.path, f.dir())
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
