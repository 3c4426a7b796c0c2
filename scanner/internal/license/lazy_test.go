package license

import (
	"go/ast"
	"go/parser"
	positions "go/token"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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
				require.LessOrEqual(t, len(call.Args)/2, len(gateSet{})*64)
				for i := 1; i < len(call.Args); i += 2 {
					compile(call.Args[i])
					keys, _ := literal(call.Args[i-1], known)
					expr, _ := literal(call.Args[i], known)
					opensAll(t, anyOf(keys), expr)
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

// opensAll checks that a gate's keys stand in texts of every alternative of its expression: a
// closed one would find nothing, and nobody would know.
func opensAll(t *testing.T, ks keys, expr string) {
	t.Helper()
	for _, key := range ks {
		require.Greater(t, len(key), 1, "%q of %s", key, expr)
	}
	tree, err := syntax.Parse(expr, syntax.Perl)
	require.NoError(t, err)
	for _, text := range samples(tree) {
		low := " " + strings.Join(strings.Fields(strings.ToLower(text)), " ") + " "
		assert.True(t, ks.in([]byte(low)), "%q opens none of %q, the keys of %s", low, ks, expr)
	}
}

// samples gives texts that an expression matches, with each of its alternatives in one.
func samples(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		return someLetters(re.Rune)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return []string{"~"}
	case syntax.OpRepeat:
		out := []string{""}
		for range re.Min {
			out = oneOfEach(out, samples(re.Sub[0]))
		}
		return out
	case syntax.OpCapture, syntax.OpPlus:
		return samples(re.Sub[0])
	case syntax.OpStar, syntax.OpQuest:
		return append([]string{""}, samples(re.Sub[0])...)
	case syntax.OpAlternate:
		var out []string
		for _, sub := range re.Sub {
			out = append(out, samples(sub)...)
		}
		return out
	case syntax.OpConcat:
		out := []string{""}
		for _, sub := range re.Sub {
			out = oneOfEach(out, samples(sub))
		}
		return out
	default: // of no width
		return []string{""}
	}
}

// someLetters gives those of a class that lists a few, and a space or the first of another.
func someLetters(ranges []rune) []string {
	var out []string
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] <= ' ' && ' ' <= ranges[i+1] {
			return []string{" "}
		}
		if ranges[i+1]-ranges[i] < 4 {
			out = append(out, string(ranges[i]))
		}
	}
	return append(out, string(ranges[0]))
}

// oneOfEach joins beginnings and ends, so that each is in a text at least, and not all pairs.
func oneOfEach(begins, ends []string) []string {
	var out []string
	for _, b := range begins {
		out = append(out, b+ends[0])
	}
	for _, e := range ends[1:] {
		out = append(out, begins[0]+e)
	}
	return out
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
