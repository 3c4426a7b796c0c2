package extract

import (
	"context"
	"path"
	"strings"

	"github.com/BurntSushi/toml"
	"golang.org/x/mod/modfile"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// rootManifest reads the manifests that name the work whose source tree is
// scanned. They count only at the root.
type rootManifest struct{}

func (rootManifest) Wants(p string) bool {
	switch p {
	case "go.mod", "Cargo.toml", "pyproject.toml", "composer.json", "pom.xml":
		return true
	}
	return false
}

func (rootManifest) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxManifest)
	if err != nil {
		return nil, err
	}
	var p Package
	switch f.Path {
	case "go.mod":
		name := modfile.ModulePath(b)
		p = Package{Type: "golang", Namespace: path.Dir(name), Name: path.Base(name)}
	case "pom.xml":
		m, err := readPom(b)
		if err != nil {
			return nil, damaged("%v", err)
		}
		p = Package{Type: "maven", Namespace: m.Group, Name: m.Artifact, Version: m.Version, Declared: m.license()}
	case "composer.json":
		return (composerInstalled{}).root(b)
	default:
		if p, err = tomlManifest(b, f.Path); err != nil {
			return nil, err
		}
	}
	if p.Name == "" || p.Name == "." {
		return nil, nil
	}
	p.Texts = []string{""}
	return &Fact{Packages: []Package{p}, Read: int64(len(b))}, nil
}

type tomlProject struct {
	Name    string
	Version any
	License any
}

// tomlManifest reads Cargo.toml and pyproject.toml.
// https://doc.rust-lang.org/cargo/reference/manifest.html
// https://packaging.python.org/en/latest/specifications/pyproject-toml/
func tomlManifest(b []byte, name string) (Package, error) {
	var m struct {
		Package tomlProject
		Project tomlProject
	}
	if _, err := toml.Decode(string(b), &m); err != nil {
		return Package{}, damaged("%v", err)
	}
	t, kind := m.Package, "cargo"
	if name == "pyproject.toml" {
		t, kind = m.Project, "pypi"
	}
	p := Package{Type: kind, Name: t.Name}
	p.Version, _ = t.Version.(string)
	switch l := t.License.(type) {
	case string:
		p.Declared = declared(license.Any, strings.ReplaceAll(l, "/", " OR "))
	case map[string]any:
		if s, ok := l["text"].(string); ok {
			p.Declared = declared(license.Python, firstLine(s))
		}
	}
	return p, nil
}

// textEvidence is the evidence of a license text.
func textEvidence(name string, res *license.Result) inventory.Evidence {
	kind := inventory.KindText
	if res.Noticed {
		kind = inventory.KindNotice
	}
	return inventory.Evidence{Path: name, Kind: kind, Expression: res.Expression, Share: res.Share, SHA256: res.SHA256, Words: res.Words, Open: res.Restricts, Unread: res.Unread}
}
