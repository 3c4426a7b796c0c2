package license

import (
	"go/ast"
	"go/parser"
	positions "go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An expression that is compiled when a text first asks for it must not be found broken
// then: the source's are all compiled here.
func TestEveryExpressionCompiles(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	known := map[string]string{"orAnyLater": orAnyLater}
	n := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(positions.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(f, func(at ast.Node) bool {
			call, ok := at.(*ast.CallExpr)
			if !ok {
				return true
			}
			if fun, ok := call.Fun.(*ast.Ident); ok && (fun.Name == "lazily" || fun.Name == "named") {
				if expr, ok := literal(call.Args[0], known); ok {
					_, err := regexp.Compile(expr)
					require.NoError(t, err)
					n++
				}
			}
			return true
		})
	}
	require.Greater(t, n, 100)
	for _, gs := range []gates{grants, folder, saysMore, demands, restricts, plainly, stating, pointer, permission, outside, telling, disclaims, asks, defers, denied, undenied, neverGiven} {
		for _, g := range gs.all {
			require.NotPanics(t, func() { g.re() })
		}
	}
	require.NotPanics(t, func() { audience() })
}

// literal gives the text of literals and known constants that are added up.
func literal(e ast.Expr, known map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.Ident:
		s, ok := known[e.Name]
		return s, ok
	case *ast.BinaryExpr:
		a, ok := literal(e.X, known)
		b, also := literal(e.Y, known)
		return a + b, ok && also
	}
	return "", false
}
