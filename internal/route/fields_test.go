package route

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jobops/internal/inventory"
)

// TestLogLinesHaveDeclaredFieldsOnly makes the router write every kind of line
// and compares the fields with the declaration of the access log.
func TestLogLinesHaveDeclaredFieldsOnly(t *testing.T) {
	t.Parallel()
	var lines bytes.Buffer
	h := newRouter(slog.New(slog.NewJSONHandler(&lines, nil)), Limits())
	for _, path := range []string{"/open", "/mine/1", "/nowhere", "/panic", "/bug", "/limited"} {
		r := httptest.NewRequest(http.MethodGet, "http://localhost:1"+path, nil)
		r.Header.Set("User-Agent", "curious")
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	declared, written := inventory.Load().LogFields("access"), map[string]bool{}
	for d := json.NewDecoder(&lines); ; {
		var line map[string]any
		if err := d.Decode(&line); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for field := range line {
			written[field] = true
			if !slices.Contains(declared, field) {
				t.Errorf("the line %v has the field %q, which the inventory does not declare", line["msg"], field)
			}
		}
	}
	for _, field := range declared {
		if !written[field] {
			t.Errorf("the inventory declares the field %q, which no line has", field)
		}
	}
}

// TestLogCallsNameDeclaredFieldsOnly reads the calls themselves, also those
// that no request of the test above reaches.
func TestLogCallsNameDeclaredFieldsOnly(t *testing.T) {
	t.Parallel()
	declared, calls := inventory.Load().LogFields("access"), 0
	for _, file := range []string{"log.go", "router.go", "limit.go", "status.go", "route.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !onLog(call) {
				return true
			}
			calls++
			for _, field := range fieldsOf(call) {
				if !slices.Contains(declared, field) {
					t.Errorf("%s logs the field %q, which the inventory does not declare", file, field)
				}
			}
			return true
		})
	}
	if calls == 0 {
		t.Error("no call to the log found: the rule would hold for nothing")
	}
}

// onLog reports whether a call is rt.Log.SomethingContext(…).
func onLog(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !strings.HasSuffix(sel.Sel.Name, "Context") {
		return false
	}
	log, ok := sel.X.(*ast.SelectorExpr)
	return ok && log.Sel.Name == "Log"
}

// fieldsOf returns the names of the fields in a call (ctx, msg, name, value, …);
// one that is no literal is "".
func fieldsOf(call *ast.CallExpr) []string {
	var names []string
	for i := 2; i < len(call.Args); i += 2 {
		name := ""
		if lit, ok := call.Args[i].(*ast.BasicLit); ok {
			name, _ = strconv.Unquote(lit.Value)
		}
		names = append(names, name)
	}
	return names
}
