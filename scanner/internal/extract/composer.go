package extract

import (
	"context"
	"encoding/json"
	"path"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
)

// composerInstalled reads the list of what Composer installed.
// https://getcomposer.org/doc/04-schema.md#license
type composerInstalled struct{}

func (composerInstalled) Wants(p string) bool {
	return path.Base(p) == "installed.json" && path.Base(path.Dir(p)) == "composer"
}

type composerPackage struct {
	Name, Version string
	License       json.RawMessage
	InstallPath   string `json:"install-path"`
}

func (composerInstalled) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxDatabase)
	if err != nil {
		return nil, err
	}
	var two struct{ Packages []composerPackage }
	if err := json.Unmarshal(b, &two); err != nil {
		if json.Unmarshal(b, &two.Packages) != nil { // Composer 1 wrote a bare list
			return nil, damaged("%v", err)
		}
	}
	fact := &Fact{Read: int64(len(b))}
	for _, c := range two.Packages {
		if c.Name != "" {
			fact.Packages = append(fact.Packages, c.asPackage(folder(f.Path)))
		}
	}
	return fact, nil
}

func (c composerPackage) asPackage(dir string) Package {
	vendor, name, _ := strings.Cut(c.Name, "/")
	p := Package{Type: "composer", Namespace: vendor, Name: name, Version: strings.TrimPrefix(c.Version, "v")}
	root := path.Join(dir, "..", c.Name)
	if c.InstallPath != "" {
		root = path.Join(dir, c.InstallPath)
	}
	if !strings.HasPrefix(root, "..") {
		p.Root = root + "/"
		p.Texts = []string{p.Root}
	}
	// several licenses are a choice
	p.Declared = declared(license.Composer, strings.Join(nodeNames(c.License), " or "))
	return p
}

// root reads the manifest of a source tree.
func (composerInstalled) root(b []byte) (*Fact, error) {
	var c composerPackage
	if err := json.Unmarshal(b, &c); err != nil {
		return nil, damaged("%v", err)
	}
	if c.Name == "" {
		return nil, nil
	}
	p := c.asPackage("")
	p.Root, p.Texts = "", []string{""}
	return &Fact{Packages: []Package{p}, Read: int64(len(b))}, nil
}
