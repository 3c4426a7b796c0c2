package extract

import (
	"context"
	"path"
	"regexp"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// gemSpec reads the specification of an installed gem: Ruby in the fixed form
// that RubyGems writes.
// https://guides.rubygems.org/specification-reference/
type gemSpec struct{}

func (gemSpec) Wants(p string) bool {
	return path.Ext(p) == ".gemspec" && (strings.Contains("/"+p, "/specifications/") || !strings.Contains(p, "/"))
}

var (
	gemName     = regexp.MustCompile(`\.name\s*=\s*["']([^"']+)["']`)
	gemVersion  = regexp.MustCompile(`\.version\s*=\s*(?:Gem::Version\.new\s*\(?\s*)?["']([^"']+)["']`)
	gemLicenses = regexp.MustCompile(`\.licenses?\s*=\s*\[?((?:\s*["'][^"']+["'](?:\.freeze)?,?)+)`)
	gemString   = regexp.MustCompile(`["']([^"']+)["']`)
)

func (gemSpec) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxManifest)
	if err != nil {
		return nil, err
	}
	name, version := gemName.FindSubmatch(b), gemVersion.FindSubmatch(b)
	if name == nil {
		return nil, damaged("no name in its specification")
	}
	p := Package{Type: "gem", Name: string(name[1])}
	if version != nil {
		p.Version = string(version[1])
	}
	// specifications/rack-3.0.gemspec beside gems/rack-3.0/
	if base, _, ok := strings.Cut(f.Path, "specifications/"); ok {
		p.Root = base + "gems/" + strings.TrimSuffix(path.Base(f.Path), ".gemspec") + "/"
	}
	p.Texts = []string{p.Root}
	if m := gemLicenses.FindSubmatch(b); m != nil {
		p.Declared = gemLicense(gemString.FindAllStringSubmatch(string(m[1]), 32))
	}
	return &Fact{Packages: []Package{p}, Read: int64(len(b))}, nil
}

// gemLicense joins several licenses as a choice, which the specification calls
// them.
func gemLicense(found [][]string) []inventory.Evidence {
	var stated []string
	var options []spdx.Expr
	for _, m := range found {
		stated = append(stated, m[1])
		if e, ok := license.Statement(license.Gem, m[1]); ok {
			options = append(options, e)
		}
	}
	e := inventory.Evidence{Kind: inventory.KindDeclared, Stated: strings.Join(stated, " / ")}
	if len(options) == len(stated) {
		e.Expression = spdx.Or(options...)
	}
	return []inventory.Evidence{e}
}
