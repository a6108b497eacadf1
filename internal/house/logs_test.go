package house

import (
	"go/ast"
	"go/parser"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"jobops/internal/inventory"
)

// logged are the methods of slog that take a message and fields, with the place
// of the first field.
var logged = map[string]int{
	"Debug": 1, "Info": 1, "Warn": 1, "Error": 1, "With": 0,
	"DebugContext": 2, "InfoContext": 2, "WarnContext": 2, "ErrorContext": 2, "Log": 3,
}

// logger matches the names of what is logged to: "log", "rt.Log", "slog".
var logger = regexp.MustCompile(`(^|\.)(s?log|Log|logger|Logger)$`)

// logFields returns the names of the fields that a call logs; "" stands for one
// that is no literal. ok is false for a call of something else.
func logFields(call *ast.CallExpr) (fields []string, ok bool) {
	sel, isMethod := call.Fun.(*ast.SelectorExpr)
	if !isMethod || !logger.MatchString(nameOf(sel.X)) {
		return nil, false
	}
	first, ok := logged[sel.Sel.Name]
	for i := first; ok && i < len(call.Args); i += 2 {
		name := ""
		if lit, isLiteral := call.Args[i].(*ast.BasicLit); isLiteral {
			name, _ = strconv.Unquote(lit.Value)
		}
		fields = append(fields, name)
	}
	return fields, ok
}

// nameOf writes an operand as it stands in the source: "rt.Log".
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return nameOf(e.X) + "." + e.Sel.Name
	}
	return ""
}

// TestLogCallsNameDeclaredFields reads every call to a log in the product: a
// field that the inventory does not declare is one that the privacy page hides.
func TestLogCallsNameDeclaredFields(t *testing.T) {
	t.Parallel()
	var declared []string
	for _, l := range inventory.Load().Logs {
		declared = append(declared, l.Fields...)
	}
	calls := 0
	for _, f := range goFiles(t) {
		if f.isTest() || strings.HasPrefix(f.path, "tools/") {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, isCall := n.(*ast.CallExpr)
			if !isCall {
				return true
			}
			fields, ok := logFields(call)
			if ok {
				calls++
			}
			for _, field := range fields {
				if !contains(declared, field) {
					t.Errorf("%s:%d: logs the field %q, which the inventory does not declare", f.path, f.line(call.Pos()), field)
				}
			}
			return true
		})
	}
	if calls == 0 {
		t.Error("no call to a log found: the rule would hold for nothing")
	}
}

func TestLogFields(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`rt.Log.InfoContext(ctx, "request", "route", p, "ms", 3)`: "route ms",
		`log.Error("failed", "err", err)`:                         "err",
		`slog.Warn("odd", key, v)`:                                "",
		`s.log.With("email", e)`:                                  "email",
		`fault.New(kind, "message")`:                              "no call",
		`math.Log(2)`:                                             "no call",
	} {
		parsed, err := parser.ParseExpr(source)
		if err != nil {
			t.Fatal(err)
		}
		fields, ok := logFields(parsed.(*ast.CallExpr))
		got := strings.Join(fields, " ")
		if !ok {
			got = "no call"
		}
		if got != want {
			t.Errorf("logFields(%s) = %q, want %q", source, got, want)
		}
	}
}
