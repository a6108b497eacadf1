package house

import (
	"go/ast"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// commands are the subcommands of the program and the variables it reads, as
// the struct tags of cmd/jobops declare them.
func commands(t *testing.T) (names, variables map[string]bool) {
	t.Helper()
	names, variables = map[string]bool{"completion": true}, map[string]bool{} // cobra brings that one
	for _, f := range goFiles(t) {
		if f.dir() != "cmd/jobops" || f.isTest() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			field, ok := n.(*ast.Field)
			if !ok || field.Tag == nil {
				return true
			}
			text, err := strconv.Unquote(field.Tag.Value)
			if err != nil {
				t.Fatal(err)
			}
			tag := reflect.StructTag(text)
			if _, ok := tag.Lookup("cmd"); ok {
				names[strings.ToLower(field.Names[0].Name)] = true
			}
			if name := tag.Get("env"); name != "" {
				variables[name] = true
			}
			return true
		})
	}
	if len(names) == 0 || len(variables) == 0 {
		t.Fatal("no subcommand or variable found in cmd/jobops")
	}
	return names, variables
}

var (
	namedCommand  = regexp.MustCompile("(?m)(?:^    |`)jobops ([a-z]+)")
	namedVariable = regexp.MustCompile(`JOBOPS_[A-Z_]*[A-Z]`)
	link          = regexp.MustCompile(`\]\(([^)#:]+)\)`)
)

// TestDocsNameWhatIsThere checks commands and variables in the documentation
// against the program, and that no variable is left undocumented.
func TestDocsNameWhatIsThere(t *testing.T) {
	t.Parallel()
	names, variables := commands(t)
	documented := map[string]bool{}
	for _, name := range files(t) {
		if path.Ext(name) != ".md" {
			continue
		}
		text := string(read(t, name))
		for _, m := range namedCommand.FindAllStringSubmatch(text, -1) {
			if !names[m[1]] {
				t.Errorf("%s names the command %q, which does not exist", name, "jobops "+m[1])
			}
		}
		for _, v := range namedVariable.FindAllString(text, -1) {
			documented[v] = true
			if !variables[v] && !strings.HasPrefix(v, "JOBOPS_TEST_") {
				t.Errorf("%s names the variable %s, which nothing reads", name, v)
			}
		}
	}
	for v := range variables {
		if !documented[v] {
			t.Errorf("no document names the variable %s", v)
		}
	}
}

// TestLinksInDocsLead checks links and pictures between files.
func TestLinksInDocsLead(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	for _, name := range files(t) {
		for p := name; p != "."; p = path.Dir(p) {
			there[p] = true
		}
	}
	for name := range there {
		if path.Ext(name) != ".md" {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(string(read(t, name)), -1) {
			if target := path.Join(path.Dir(name), m[1]); !there[target] {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
}
