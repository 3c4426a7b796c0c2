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
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			f, err := parser.ParseFile(positions.NewFileSet(), name, nil, 0)
			require.NoError(t, err)
			files = append(files, f)
		}
	}
	known := constants(files)
	n := 0
	compile := func(e ast.Expr) {
		expr, ok := literal(e, known)
		require.True(t, ok, "%v", e)
		_, err := regexp.Compile(expr)
		require.NoError(t, err)
		n++
	}
	for _, f := range files {
		ast.Inspect(f, func(at ast.Node) bool {
			call, ok := at.(*ast.CallExpr)
			if !ok {
				return true
			}
			fun, ok := call.Fun.(*ast.Ident)
			switch {
			case !ok:
			case fun.Name == "gated":
				for i := 1; i < len(call.Args); i += 2 {
					compile(call.Args[i])
				}
			case fun.Name == "lazily" || fun.Name == "named":
				if _, ok := literal(call.Args[0], known); ok { // others are made by functions, below
					compile(call.Args[0])
				}
			}
			return true
		})
	}
	require.Greater(t, n, 400)
	require.NotPanics(t, func() { audience() })
}

// constants gives the texts of the constants of some files that are made of literals and of
// one another.
func constants(files []*ast.File) map[string]string {
	out := map[string]string{}
	for more := true; more; {
		more = false
		for _, f := range files {
			ast.Inspect(f, func(at ast.Node) bool {
				spec, ok := at.(*ast.ValueSpec)
				if !ok || len(spec.Names) != len(spec.Values) {
					return true
				}
				for i, name := range spec.Names {
					if s, ok := literal(spec.Values[i], out); ok && out[name.Name] != s {
						out[name.Name], more = s, true
					}
				}
				return true
			})
		}
	}
	return out
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
