package extract

import (
	"context"
	"encoding/json"
	"path"
	"regexp"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// nodePackage reads package.json.
// https://docs.npmjs.com/cli/v11/configuring-npm/package-json
type nodePackage struct{}

const maxManifest = 8 << 20

func (nodePackage) Wants(p string) bool { return path.Base(p) == "package.json" }

// packageJSON has the fields as they occur: license was an object and licenses
// a list before SPDX expressions, and both are still installed.
type packageJSON struct {
	Name     any             `json:"name"`
	Version  any             `json:"version"`
	License  json.RawMessage `json:"license"`
	Licenses json.RawMessage `json:"licenses"`
}

func (nodePackage) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxManifest)
	if err != nil {
		return nil, err
	}
	var m packageJSON
	if err := json.Unmarshal(trimBOM(b), &m); err != nil {
		if nodeModule(f.Path) {
			return nil, damaged("%v", err)
		}
		return nil, nil // templates and test data
	}
	name, _ := m.Name.(string)
	version, _ := m.Version.(string)
	if name == "" || version == "" && f.Path != "package.json" || insidePackage(f.Path) {
		return nil, nil
	}
	p := Package{Type: "npm", Name: name, Version: version, Root: folder(f.Path)}
	if scope, rest, ok := strings.Cut(name, "/"); ok && strings.HasPrefix(scope, "@") {
		p.Namespace, p.Name = scope, rest
	}
	p.Texts = []string{p.Root}
	p.Declared = nodeLicense(m, &p)
	return &Fact{Packages: []Package{p}, Read: int64(len(b))}, nil
}

func trimBOM(b []byte) []byte {
	return []byte(strings.TrimPrefix(string(b), "\uFEFF"))
}

// nodeModule reports whether a package.json is that of an installed package.
func nodeModule(p string) bool {
	return path.Base(path.Dir(path.Dir(p))) == "node_modules" ||
		strings.HasPrefix(path.Base(path.Dir(path.Dir(p))), "@") && path.Base(path.Dir(path.Dir(path.Dir(p)))) == "node_modules"
}

// insidePackage reports whether a package.json lies deeper in an installed
// package, where it only sets how files are loaded, or serves a test.
func insidePackage(p string) bool {
	return !nodeModule(p) && strings.Contains("/"+p, "/node_modules/")
}

func nodeLicense(m packageJSON, p *Package) []inventory.Evidence {
	if stated := nodeNames(m.License); len(stated) == 1 {
		return nodeStatement(stated[0], p)
	}
	// a list of licenses was always meant as a choice
	stated := append(nodeNames(m.License), nodeNames(m.Licenses)...)
	if len(stated) == 0 {
		return nil
	}
	var options []spdx.Expr
	for _, s := range stated {
		e, ok := license.Statement(license.NPM, s)
		if !ok {
			options = nil
			break
		}
		options = append(options, e)
	}
	return []inventory.Evidence{{Kind: inventory.KindDeclared, Stated: strings.Join(stated, " / "), Expression: spdx.Or(options...)}}
}

// nodeNames reads "MIT", {"type": "MIT"} and lists of both.
func nodeNames(raw json.RawMessage) []string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		if s = strings.TrimSpace(s); s != "" {
			return []string{s}
		}
		return nil
	}
	var o struct{ Type, Name, URL string }
	if json.Unmarshal(raw, &o) == nil {
		for _, s := range []string{o.Type, o.Name, o.URL} {
			if s != "" {
				return []string{s}
			}
		}
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	var out []string
	for _, e := range list[:min(len(list), 32)] {
		if len(e) > 0 && e[0] != '[' {
			out = append(out, nodeNames(e)...)
		}
	}
	return out
}

var seeFile = regexp.MustCompile(`(?i)^see (?:the )?(?:licen[sc]e )?(?:in|file)?:? ?<?([^<>]+?)>?$`)

// nodeStatement follows "SEE LICENSE IN <file>" by adding the file to the texts
// of the package.
func nodeStatement(stated string, p *Package) []inventory.Evidence {
	if m := seeFile.FindStringSubmatch(stated); m != nil {
		if name := path.Join(p.Root, m[1]); strings.HasPrefix(name, p.Root) {
			p.Texts = append([]string{name}, p.Texts...)
		}
		return []inventory.Evidence{{Kind: inventory.KindDeclared, Stated: stated}}
	}
	return declared(license.NPM, stated)
}
