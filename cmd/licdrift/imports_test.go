package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/licdrift/licdrift/"

// mayImport says which packages of ours each package may import. It is the
// order in which data flows; there is no way back.
var mayImport = map[string][]string{
	"scanner/spdx":                 {},
	"scanner/inventory":            {"scanner/spdx"},
	"scanner/known":                {"scanner/spdx"},
	"scanner/internal/disk":        {},
	"scanner/internal/filesystem":  {},
	"scanner/internal/source":      {"scanner/inventory", "scanner/internal/disk", "scanner/internal/filesystem"},
	"scanner/internal/lre":         {},
	"scanner/internal/license":     {"scanner/spdx", "scanner/inventory", "scanner/internal/lre"},
	"scanner/internal/license/gen": {"scanner/spdx", "scanner/internal/license"},
	"scanner/internal/cache":       {"scanner/inventory"},
	"scanner/internal/apt":         {},
	"scanner/internal/bolt":        {},
	"scanner/internal/compose":     {},
	"scanner/internal/engine":      {"scanner/inventory", "scanner/internal/source", "scanner/internal/bolt"},
	"scanner/internal/extract":     {"scanner/spdx", "scanner/inventory", "scanner/internal/source", "scanner/internal/license"},
	"scanner":                      {"scanner/spdx", "scanner/inventory", "scanner/internal/source", "scanner/internal/license", "scanner/internal/cache", "scanner/internal/apt", "scanner/internal/engine", "scanner/internal/compose", "scanner/internal/extract", "scanner/known", "scanner/sbom"},
	"scanner/drift":                {"scanner/spdx", "scanner/inventory"},
	"scanner/sbom":                 {"scanner/spdx", "scanner/inventory"},
	"policy/terms":                 {"scanner/spdx"},
	"policy":                       {"policy/terms", "scanner/spdx", "scanner/inventory", "scanner/drift", "scanner/known"},
	"policy/report":                {"scanner", "policy", "policy/terms", "scanner/spdx", "scanner/inventory", "scanner/drift"},
	"cmd/licdrift":                 {"policy", "policy/terms", "policy/report", "scanner", "scanner/spdx", "scanner/inventory", "scanner/drift", "scanner/sbom", "scanner/known"},
}

func TestImportsFollowTheOrderOfTheData(t *testing.T) {
	imports := ourImports(t)
	for pkg, list := range imports {
		allowed, known := mayImport[pkg]
		require.True(t, known, "package %s has no place in the order", pkg)
		for _, i := range list {
			require.Contains(t, allowed, i, "%s imports %s", pkg, i)
		}
	}
	require.Contains(t, imports["cmd/licdrift"], "scanner")
}

// ourImports lists, for each package, which of ours its non-test files import.
func ourImports(t *testing.T) map[string][]string {
	root := filepath.Join("..", "..")
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." && name != root) {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, filepath.Dir(name))
		pkg := filepath.ToSlash(rel)
		for _, i := range f.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			if ours, ok := strings.CutPrefix(p, module); ok && !slices.Contains(out[pkg], ours) {
				out[pkg] = append(out[pkg], ours)
			}
		}
		return nil
	})
	require.NoError(t, err)
	return out
}
