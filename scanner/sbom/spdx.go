package sbom

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// spdxDocument is what licenses need of an SPDX document of version 2.
// https://spdx.github.io/spdx-spec/v2.3/
type spdxDocument struct {
	Version       string             `json:"spdxVersion"`
	Describes     []string           `json:"documentDescribes"`
	Packages      []spdxPackage      `json:"packages"`
	Relationships []spdxRelationship `json:"relationships"`
}

type spdxPackage struct {
	ID        string `json:"SPDXID"`
	Name      string `json:"name"`
	Version   string `json:"versionInfo"`
	Concluded string `json:"licenseConcluded"`
	Declared  string `json:"licenseDeclared"`
	Purpose   string `json:"primaryPackagePurpose"`
	Refs      []struct {
		Type    string `json:"referenceType"`
		Locator string `json:"referenceLocator"`
	} `json:"externalRefs"`
}

type spdxRelationship struct {
	From string `json:"spdxElementId"`
	Kind string `json:"relationshipType"`
	To   string `json:"relatedSpdxElement"`
}

func readSPDXJSON(r io.Reader, inv *inventory.Inventory, parse Parser) error {
	var doc spdxDocument
	if err := json.NewDecoder(r).Decode(&doc); err != nil {
		return err
	}
	if !strings.HasPrefix(doc.Version, "SPDX-2.") {
		return fmt.Errorf("%q is not read, only SPDX-2", doc.Version)
	}
	addSPDX(inv, &doc, parse)
	return nil
}

// maxLine bounds a line of tags and values, in bytes.
const maxLine = 8 << 20

// readSPDXTags reads tags and values: a package begins with its name, and a text
// between <text> and </text> may have lines that look like tags.
func readSPDXTags(r io.Reader, inv *inventory.Inventory, parse Parser) error {
	var doc spdxDocument
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	inText := false
	for s.Scan() {
		line := strings.TrimSpace(s.Text())
		if inText {
			inText = !strings.Contains(line, "</text>")
			continue
		}
		tag, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		inText = strings.HasPrefix(value, "<text>") && !strings.Contains(value, "</text>")
		doc.tag(tag, strings.TrimSuffix(strings.TrimPrefix(value, "<text>"), "</text>"))
	}
	if err := s.Err(); err != nil {
		return err
	}
	addSPDX(inv, &doc, parse)
	return nil
}

func (doc *spdxDocument) tag(tag, value string) {
	if tag == "PackageName" {
		doc.Packages = append(doc.Packages, spdxPackage{Name: value})
	}
	if tag == "Relationship" {
		if f := strings.Fields(value); len(f) >= 3 {
			doc.Relationships = append(doc.Relationships, spdxRelationship{f[0], f[1], f[2]})
		}
		return
	}
	if len(doc.Packages) == 0 {
		return
	}
	p := &doc.Packages[len(doc.Packages)-1]
	switch tag {
	case "SPDXID":
		if p.ID == "" {
			p.ID = value // the ones after it are of files
		}
	case "PackageVersion":
		p.Version = value
	case "PackageLicenseConcluded":
		p.Concluded = value
	case "PackageLicenseDeclared":
		p.Declared = value
	case "PrimaryPackagePurpose":
		p.Purpose = value
	case "ExternalRef":
		if f := strings.Fields(value); len(f) >= 3 {
			p.Refs = append(p.Refs, struct {
				Type    string `json:"referenceType"`
				Locator string `json:"referenceLocator"`
			}{f[1], f[2]})
		}
	}
}

func addSPDX(inv *inventory.Inventory, doc *spdxDocument, parse Parser) {
	described := map[string]bool{}
	for _, id := range doc.Describes {
		described[id] = true
	}
	for _, r := range doc.Relationships {
		described[r.To] = described[r.To] || r.Kind == "DESCRIBES"
	}
	for _, p := range doc.Packages {
		purl := ""
		for _, ref := range p.Refs {
			if ref.Type == "purl" {
				purl = ref.Locator
			}
		}
		var stated []string
		for _, s := range []string{p.Concluded, p.Declared} {
			if s != "" && s != "NOASSERTION" && s != "NONE" && stated == nil {
				stated = []string{s}
			}
		}
		if purl == "" && stated == nil && (p.Name == "" || described[p.ID] || slices.Contains(containing, p.Purpose)) {
			continue // the image itself, a folder
		}
		add(inv, purl, "", p.Name, p.Version, stated, parse)
	}
}

// containing are the purposes of packages that stand for what holds others.
var containing = []string{"CONTAINER", "OPERATING-SYSTEM", "OPERATING_SYSTEM", "FILE", "ARCHIVE"}
