package i18n_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jobops/internal/i18n"
)

// dynamic lists the prefixes of keys that the source builds from a value, with
// the enum they are built from.
var dynamic = []string{
	"error.",                 // fault.Kind
	"upload.",                // document.Verdict
	"reading.",               // cv.Reading.Notes
	"match.band.",            // match.Band
	"match.state.",           // match.State
	"posting.remote.",        // posting.Remote
	"match.part.",            // match.Part.Code
	"match.abstained.",       // match.Match.Abstained
	"match.said.", "salary.", // match.Answer, posting.Period
	"tailor.kind.",                         // tailor.Kind
	"tailor.reason.",                       // tailor.Edit.Reason
	"tailor.claim.",                        // tailor.ClaimKind
	"run.kind.", "run.left.", "run.state.", // tailor.RunKind, usage.Feature, tailor.RunState
	"tailor.warning.",               // tailor.Report.Warning
	"export.format.", "export.use.", // render.Format
	"intake.kind.", "intake.left.", // intake.Kind, intake.Reason
	"look.template.", "look.use.", // render.Template
	"look.accent.", "look.", // colours and measures on offer
	"cv.section.", "cv.field.", "edit.add.", "letter.field.", // JSON names of a Resume
	"usage.exhausted.",                                                   // usage.Feature
	"rights.result.", "rights.readme.", "rights.step.", "rights.notice.", // values of package privacy
	// Values of the inventory.
	"privacy.activity.", "privacy.subject.", "privacy.art6.", "privacy.protect.", "privacy.event.", "privacy.since.", "privacy.when.",
	"privacy.erased.", "privacy.country.", "privacy.transfer.", "privacy.forgets.", "privacy.necessity.", "privacy.party.", "privacy.field.", "privacy.law.",
}

// catalog reads the files of one language as they lie on disk.
func catalog(t *testing.T, l i18n.Lang) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("messages", string(l), "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("Glob(%s) = %v, %v, want catalogs", l, paths, err)
	}
	all := map[string]string{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for key, text := range pairs(t, path, data) {
			if _, twice := all[key]; twice {
				t.Errorf("%s: key %q is in two files", path, key)
			}
			all[key] = text
		}
	}
	return all
}

// pairs decodes token by token, because a map would hide a repeated key.
func pairs(t *testing.T, path string, data []byte) map[string]string {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	got := map[string]string{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		text, err := d.Token()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		k, ok1 := key.(string)
		v, ok2 := text.(string)
		if !ok1 || !ok2 {
			t.Fatalf("%s: %v is not a flat text", path, key)
		}
		if _, twice := got[k]; twice {
			t.Errorf("%s: key %q appears twice", path, k)
		}
		got[k] = v
	}
	return got
}

var blank = regexp.MustCompile(`\{[0-9]+\}`)

func blanks(text string) []string {
	found := blank.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestLanguagesAgree(t *testing.T) {
	t.Parallel()
	en, fr := catalog(t, i18n.English), catalog(t, i18n.French)
	for key, text := range en {
		other, ok := fr[key]
		if !ok {
			t.Errorf("key %q is missing in French", key)
			continue
		}
		if !slices.Equal(blanks(text), blanks(other)) {
			t.Errorf("key %q has blanks %v in English, %v in French", key, blanks(text), blanks(other))
		}
		if strings.TrimSpace(text) == "" || strings.TrimSpace(other) == "" {
			t.Errorf("key %q is empty", key)
		}
	}
	for key := range fr {
		if _, ok := en[key]; !ok {
			t.Errorf("key %q is missing in English", key)
		}
	}
}

func TestVoice(t *testing.T) {
	t.Parallel()
	for _, l := range i18n.Langs() {
		for key, text := range catalog(t, l) {
			if strings.Contains(text, "!") {
				t.Errorf("%s %q = %q, want no exclamation mark", l, key, text)
			}
		}
	}
}

// source is what the Go files of the module say about keys.
type source struct {
	literals map[string]bool
	used     map[string]string // key -> file that asks for it
	plurals  map[string]string
}

func scan(t *testing.T) source {
	t.Helper()
	s := source{literals: map[string]bool{}, used: map[string]string{}, plurals: map[string]string{}}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules" || d.Name() == "tools") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool { s.visit(n, path); return true })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *source) visit(n ast.Node, path string) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if text, ok := literal(n); ok {
			s.literals[text] = true
		}
	case *ast.CallExpr:
		sel, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return
		}
		pkg, _ := sel.X.(*ast.Ident)
		for i, arg := range n.Args {
			key, ok := literal(arg)
			if !ok || !strings.Contains(key, ".") || i > 1 {
				continue
			}
			switch {
			case sel.Sel.Name == "T", pkg != nil && pkg.Name == "fault" && sel.Sel.Name == "New":
				s.used[key] = path
			case sel.Sel.Name == "N":
				s.plurals[key] = path
			}
		}
	}
}

func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

func TestEveryKeyUsedExists(t *testing.T) {
	t.Parallel()
	en, s := catalog(t, i18n.English), scan(t)
	for key, path := range s.used {
		if _, ok := en[key]; !ok {
			t.Errorf("%s asks for %q, which no catalog has", path, key)
		}
	}
	for key, path := range s.plurals {
		for _, form := range []string{".one", ".other"} {
			if _, ok := en[key+form]; !ok {
				t.Errorf("%s asks for %q, which no catalog has", path, key+form)
			}
		}
	}
}

func TestEveryKeyIsUsed(t *testing.T) {
	t.Parallel()
	s := scan(t)
	for key := range catalog(t, i18n.English) {
		stem := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		built := slices.ContainsFunc(dynamic, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
		if !built && !s.literals[key] && !s.literals[stem] {
			t.Errorf("key %q is used nowhere", key)
		}
	}
}
