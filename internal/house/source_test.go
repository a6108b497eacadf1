package house

import (
	"bytes"
	"go/ast"
	"go/format"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// selector is one use of a name of another package: "net/http.Get".
type selector struct {
	name string
	line int
}

// selectors lists the qualified names a file uses, by import path.
func selectors(f goFile) []selector {
	paths := map[string]string{}
	for _, spec := range f.ast.Imports {
		target, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(target)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		paths[name] = target
	}
	var uses []selector
	ast.Inspect(f.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && paths[x.Name] != "" {
			uses = append(uses, selector{paths[x.Name] + "." + sel.Sel.Name, f.line(sel.Pos())})
		}
		return true
	})
	return uses
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func TestSourceIsFormatted(t *testing.T) {
	t.Parallel()
	for _, f := range goFiles(t) {
		want, err := format.Source(f.src)
		if err != nil {
			t.Fatalf("%s: %v", f.path, err)
		}
		if !f.isGenerated() && !bytes.Equal(f.src, want) {
			t.Errorf("%s: not gofmt-ed", f.path)
		}
	}
}

// vague are package names that say nothing about what is inside.
var vague = []string{"util", "utils", "helper", "helpers", "common", "base", "types", "models", "manager", "misc", "shared"}

// TestPackagesHaveAManual checks the package comment, which is the manual of
// the package, and that the package is named after something.
func TestPackagesHaveAManual(t *testing.T) {
	t.Parallel()
	explained := map[string]bool{}
	for _, f := range goFiles(t) {
		if f.isTest() {
			continue
		}
		name := f.ast.Name.Name
		if contains(vague, name) {
			t.Errorf("%s: package name %q says nothing", f.path, name)
		}
		comment := f.ast.Doc.Text()
		manual := strings.HasPrefix(comment, "Package "+name+" ") || name == "main" && strings.HasPrefix(comment, "Command ")
		explained[f.dir()] = explained[f.dir()] || manual
	}
	for dir, ok := range explained {
		if !ok {
			t.Errorf("%s: no package comment that begins with %q", dir, "Package "+path.Base(dir))
		}
	}
}

// TestExportedNamesAreExplained checks that everything exported has a sentence;
// one comment on a group of constants or variables serves the group.
func TestExportedNamesAreExplained(t *testing.T) {
	t.Parallel()
	for _, f := range goFiles(t) {
		if f.isTest() || f.isGenerated() {
			continue
		}
		for _, decl := range f.ast.Decls {
			for _, id := range unexplained(decl) {
				t.Errorf("%s:%d: exported %s has no comment", f.path, f.line(id.Pos()), id.Name)
			}
		}
	}
}

// unexplained returns the exported names a declaration introduces without a
// comment. Methods of unexported types are their type's own business.
func unexplained(decl ast.Decl) []*ast.Ident {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && (d.Recv == nil || exportedReceiver(d.Recv)) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Doc != nil {
			return nil
		}
		var names []*ast.Ident
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Doc == nil && s.Name.IsExported() {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				if s.Doc == nil && s.Comment == nil {
					names = append(names, slices.DeleteFunc(slices.Clone(s.Names), func(id *ast.Ident) bool { return !id.IsExported() })...)
				}
			}
		}
		return names
	}
	return nil
}

func exportedReceiver(recv *ast.FieldList) bool {
	typ := recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

// The guides are 400 lines for a file and 50 for a function; a little over is no
// reason to tear something apart. What passes these bounds is split, or listed
// in oversize with its reason.
const (
	maxFileLines = 500
	maxFuncLines = 70
)

// oversize names what is longer than the guide, and why: a file by its path, a
// function by path and name.
var oversize = map[string]string{}

func TestSizesStayNearTheGuide(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, f := range goFiles(t) {
		if f.isGenerated() {
			continue
		}
		if n := bytes.Count(f.src, []byte("\n")); n > maxFileLines && !excused(f.path, used) {
			t.Errorf("%s has %d lines, more than %d", f.path, n, maxFileLines)
		}
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || f.isTest() {
				continue
			}
			if n := f.line(d.End()) - f.line(d.Pos()) + 1; n > maxFuncLines && !excused(f.path+" "+d.Name.Name, used) {
				t.Errorf("%s:%d: %s has %d lines, more than %d", f.path, f.line(d.Pos()), d.Name.Name, n, maxFuncLines)
			}
		}
	}
	for name := range oversize {
		if !used[name] {
			t.Errorf("oversize lists %s, which is within the guide or gone", name)
		}
	}
}

func excused(name string, used map[string]bool) bool {
	used[name] = true
	return oversize[name] != ""
}

// alone are calls after which a test cannot run beside others.
var alone = []string{"Setenv", "Chdir"}

// TestTestsRunInParallel checks that each test begins with t.Parallel, unless
// it changes something of the whole process or says in its comment why it runs
// alone ("Not parallel: …").
func TestTestsRunInParallel(t *testing.T) {
	t.Parallel()
	for _, f := range goFiles(t) {
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || !f.isTest() || d.Recv != nil || !strings.HasPrefix(d.Name.Name, "Test") || d.Name.Name == "TestMain" {
				continue
			}
			if !calls(d.Body, "Parallel") && !slices.ContainsFunc(alone, func(name string) bool { return calls(d.Body, name) }) &&
				!strings.Contains(d.Doc.Text(), "Not parallel: ") {
				t.Errorf("%s:%d: %s does not run in parallel and does not say why", f.path, f.line(d.Pos()), d.Name.Name)
			}
		}
	}
}

// calls reports whether a body calls a method of this name.
func calls(body *ast.BlockStmt, method string) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == method {
			found = true
		}
		return !found
	})
	return found
}
