package extract

import (
	"context"
	"encoding/json"
	"path"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// bitnami reads the SPDX documents that Bitnami puts beside each component:
// opt/bitnami/redis/.spdx-redis.spdx.
// https://spdx.github.io/spdx-spec/v2.3/
type bitnami struct{}

func (bitnami) Wants(p string) bool {
	base := path.Base(p)
	return strings.HasPrefix(base, ".spdx-") && strings.HasSuffix(base, ".spdx")
}

type spdxDocument struct {
	Packages []struct {
		Name             string `json:"name"`
		Version          string `json:"versionInfo"`
		LicenseConcluded string `json:"licenseConcluded"`
		LicenseDeclared  string `json:"licenseDeclared"`
	} `json:"packages"`
}

func (bitnami) Extract(_ context.Context, f *source.File, _ *Tools) (*Fact, error) {
	b, err := readAll(f, maxManifest)
	if err != nil {
		return nil, err
	}
	var doc spdxDocument
	if err := json.Unmarshal(trimBOM(b), &doc); err != nil {
		return nil, damaged("%v", err)
	}
	fact := &Fact{Read: int64(len(b))}
	for _, d := range doc.Packages[:min(len(doc.Packages), 10000)] {
		if d.Name == "" {
			continue
		}
		p := Package{Type: "bitnami", Name: d.Name, Version: d.Version, Root: folder(f.Path)}
		p.Texts = []string{p.Root, p.Root + "licenses/"}
		for _, s := range []string{d.LicenseDeclared, d.LicenseConcluded} {
			if s != "" && s != "NOASSERTION" && s != "NONE" {
				p.Declared = append(p.Declared, declared(license.Any, s)...)
			}
		}
		for i := range p.Declared {
			p.Declared[i].Kind = inventory.KindLabel
		}
		fact.Packages = append(fact.Packages, p)
	}
	return fact, nil
}
