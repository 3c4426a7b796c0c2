package extract

import (
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// Products are what someone made a system for, and sells or offers it as. Packagers of
// products lay down name and version in places of their own.

// maxProduct bounds such a file, in bytes.
const maxProduct = 1 << 20

// websoft9 reads the folder of a product: variables.json has its name, .env the version
// that its compose project runs.
// https://github.com/Websoft9/docker-library
type websoft9 struct{}

func (websoft9) Wants(p string) bool {
	if base := path.Base(p); base != "variables.json" && base != ".env" {
		return false
	}
	for _, pattern := range []string{"data/apps/*/variables.json", "data/apps/*/.env", "opt/websoft9/*/variables.json", "opt/websoft9/*/.env", "var/lib/docker/volumes/*/_data/compose/*/.env"} {
		if ok, _ := path.Match(pattern, p); ok {
			return true
		}
	}
	return false
}

func (websoft9) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxProduct)
	if err != nil {
		return nil, err
	}
	fact := &Fact{Read: int64(len(b))}
	p := inventory.Product{By: "Websoft9", Path: strings.TrimSuffix(folder(f.Path), "/")}
	if path.Base(f.Path) == "variables.json" {
		var v struct{ Name, Trademark string }
		if err := json.Unmarshal(trimBOM(b), &v); err != nil {
			return fact, damaged("%v", err)
		}
		p.Name = first(v.Trademark, v.Name)
	} else {
		v := settings(b)
		if v["W9_VERSION"] == "" && v["W9_ID"] == "" && v["APP_NETWORK"] != "websoft9" {
			return fact, nil // of somebody else
		}
		p.ID, p.Version = first(v["W9_ID"], v["W9_REPO"], v["APP_NAME"]), first(v["W9_VERSION"], v["APP_VERSION"])
	}
	fact.Product = &p
	return fact, nil
}

// settings reads lines of the form NAME=VALUE.
func settings(b []byte) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(string(b)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && !strings.HasPrefix(name, "#") {
			out[strings.TrimSpace(name)] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return out
}

func first(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

// yunohost reads the manifest of an installed app, which states its license.
// https://doc.yunohost.org/dev/packaging/manifest/
type yunohost struct{}

func (yunohost) Wants(p string) bool {
	rest, ok := strings.CutPrefix(p, "etc/yunohost/apps/")
	_, name, _ := strings.Cut(rest, "/")
	return ok && (name == "manifest.toml" || name == "manifest.json")
}

type yunohostManifest struct {
	ID, Name, Version, License string
	Upstream                   struct{ License string }
}

func (yunohost) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxProduct)
	if err != nil {
		return nil, err
	}
	var m yunohostManifest
	if path.Ext(f.Path) == ".toml" {
		err = toml.Unmarshal(b, &m)
	} else {
		err = json.Unmarshal(trimBOM(b), &m)
	}
	if err != nil {
		return nil, damaged("%v", err)
	}
	version, _, _ := strings.Cut(m.Version, "~ynh")
	p := Package{Type: "generic", Namespace: "yunohost", Name: first(m.ID, m.Name), Version: version}
	if p.Declared = declared(license.Any, first(m.Upstream.License, m.License)); p.Name == "" {
		return nil, damaged("it names no app")
	}
	return &Fact{
		Read: int64(len(b)), Packages: []Package{p},
		Product: &inventory.Product{Name: first(m.Name, m.ID), ID: m.ID, Version: version, By: "YunoHost", Path: strings.TrimSuffix(folder(f.Path), "/")},
	}, nil
}

// bitnamiStack reads which product a disk of Bitnami is.
// https://docs.bitnami.com/
type bitnamiStack struct{}

func (bitnamiStack) Wants(p string) bool { return p == "opt/bitnami/properties.ini" }

func (bitnamiStack) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxProduct)
	if err != nil {
		return nil, err
	}
	v := settings(b)
	fact := &Fact{Read: int64(len(b))}
	if name := first(v["base_stack_name"], v["base_stack_key"]); name != "" {
		fact.Product = &inventory.Product{Name: name, ID: v["base_stack_key"], Version: v["base_stack_version"], By: "Bitnami", Path: "opt/bitnami"}
	}
	return fact, nil
}

// Products lists the products of a system. What several files of a folder say of one
// is joined.
func (v *View) Products() []inventory.Product {
	var out []inventory.Product
	at := map[string]int{}
	for _, p := range v.paths() {
		f := v.facts[p]
		if f.Product == nil {
			continue
		}
		i, ok := at[f.Product.Path]
		if !ok {
			i = len(out)
			at[f.Product.Path] = i
			out = append(out, *f.Product)
			continue
		}
		out[i].Name, out[i].ID, out[i].Version = first(out[i].Name, f.Product.Name), first(out[i].ID, f.Product.ID), first(out[i].Version, f.Product.Version)
	}
	for i := range out {
		out[i].Name = first(out[i].Name, out[i].ID, path.Base(out[i].Path))
	}
	return slices.DeleteFunc(out, func(p inventory.Product) bool { return p.Version == "" && p.ID == "" })
}
