package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// root is the repository seen from this package.
const root = "../.."

// goFile is one parsed Go file of the repository.
type goFile struct {
	path string // slash-separated, from the repository root
	src  []byte
	fset *token.FileSet
	ast  *ast.File
}

// dir is the folder of the file, which is also its import path below the module.
func (f goFile) dir() string { return path.Dir(f.path) }

func (f goFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

// isExternalTest reports whether the file belongs to a "_test" package, which
// the package under test does not see.
func (f goFile) isExternalTest() bool {
	return f.isTest() && strings.HasSuffix(f.ast.Name.Name, "_test")
}

func (f goFile) isGenerated() bool { return ast.IsGenerated(f.ast) }

// line is the line of a position in the file.
func (f goFile) line(p token.Pos) int { return f.fset.Position(p).Line }

// files lists the regular files of the repository that a commit could hold.
func files(t *testing.T) []string {
	t.Helper()
	names, err := listTree()
	if err != nil {
		t.Fatal(err)
	}
	return names
}

var listTree = sync.OnceValues(func() ([]string, error) {
	var found []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules" || d.Name() == "bin") {
			return filepath.SkipDir
		}
		if d.Type().IsRegular() && d.Name() != ".git" {
			rel, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			found = append(found, filepath.ToSlash(rel))
		}
		return nil
	})
	return found, err
})

// read returns the content of a file named from the repository root.
func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// goFiles returns every Go file of the repository, the tools included.
func goFiles(t *testing.T) []goFile {
	t.Helper()
	parsed, err := parseTree()
	if err != nil {
		t.Fatal(err)
	}
	if len(parsed) == 0 {
		t.Fatal("no Go file found: the rules would hold for nothing")
	}
	return parsed
}

// parseTree reads and parses the tree once for all tests.
var parseTree = sync.OnceValues(func() ([]goFile, error) {
	names, err := listTree()
	if err != nil {
		return nil, err
	}
	var parsed []goFile
	for _, name := range names {
		if path.Ext(name) != ".go" || strings.Contains(name, "/testdata/") {
			continue
		}
		f := goFile{path: name, fset: token.NewFileSet()}
		if f.src, err = os.ReadFile(filepath.Join(root, filepath.FromSlash(name))); err != nil {
			return nil, err
		}
		if f.ast, err = parser.ParseFile(f.fset, name, f.src, parser.ParseComments); err != nil {
			return nil, err
		}
		parsed = append(parsed, f)
	}
	return parsed, nil
})
