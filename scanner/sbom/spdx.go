package sbom

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
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
	Extracted     []spdxExtracted    `json:"hasExtractedLicensingInfos"`
}

// spdxExtracted is the text behind a LicenseRef, which means nothing outside of its
// document.
type spdxExtracted struct {
	ID   string `json:"licenseId"`
	Text string `json:"extractedText"`
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

func readSPDXJSON(r io.Reader, inv *inventory.Inventory, p Parser) error {
	var doc spdxDocument
	if err := json.NewDecoder(r).Decode(&doc); err != nil {
		return err
	}
	if !strings.HasPrefix(doc.Version, "SPDX-2.") {
		return fmt.Errorf("%q is not read, only SPDX-2", doc.Version)
	}
	addSPDX(inv, &doc, p)
	return nil
}

// maxLine bounds a line of tags and values, in bytes.
const maxLine = 8 << 20

// readSPDXTags reads tags and values: a package begins with its name, and a text
// between <text> and </text> may have lines that look like tags.
func readSPDXTags(r io.Reader, inv *inventory.Inventory, p Parser) error {
	var doc spdxDocument
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	for s.Scan() {
		tag, value, _ := strings.Cut(strings.TrimSpace(s.Text()), ":")
		value = strings.TrimSpace(value)
		if text, ok := strings.CutPrefix(value, "<text>"); ok {
			var whole bool
			if value, whole = textOf(s, text); !whole {
				return fmt.Errorf("%s: its <text> does not end: %w", tag, io.ErrUnexpectedEOF)
			}
		}
		doc.tag(tag, value)
	}
	if err := s.Err(); err != nil {
		return err
	}
	addSPDX(inv, &doc, p)
	return nil
}

// textOf reads on to the end of a text that began in the line before.
func textOf(s *bufio.Scanner, first string) (text string, whole bool) {
	var b strings.Builder
	for line := first; ; line = s.Text() {
		if text, _, ok := strings.Cut(line, "</text>"); ok {
			b.WriteString(text)
			return b.String(), true
		}
		b.WriteString(line + "\n")
		if !s.Scan() {
			return "", false
		}
	}
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
	switch n := len(doc.Extracted); {
	case tag == "LicenseID":
		doc.Extracted = append(doc.Extracted, spdxExtracted{ID: value})
	case tag == "ExtractedText" && n > 0:
		doc.Extracted[n-1].Text = value
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

func addSPDX(inv *inventory.Inventory, doc *spdxDocument, parser Parser) {
	described := map[string]bool{}
	for _, id := range doc.Describes {
		described[id] = true
	}
	for _, r := range doc.Relationships {
		described[r.To] = described[r.To] || r.Kind == "DESCRIBES"
	}
	refs := doc.refs(parser)
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
				stated = []string{licenseRef.ReplaceAllStringFunc(s, func(id string) string { return cmp.Or(refs[id], id) })}
			}
		}
		if purl == "" && stated == nil && (p.Name == "" || described[p.ID] || slices.Contains(containing, p.Purpose)) {
			continue // the image itself, a folder
		}
		add(inv, purl, "", p.Name, p.Version, stated, parser)
	}
}

var licenseRef = regexp.MustCompile(`LicenseRef-[A-Za-z0-9.-]+`)

// refs are the licenses that stand behind the references, by their texts.
func (doc *spdxDocument) refs(p Parser) map[string]string {
	out := map[string]string{}
	for _, x := range doc.Extracted {
		if e := p.Text(x.Text); !e.IsZero() {
			out[x.ID] = "(" + e.String() + ")"
		}
	}
	return out
}

// containing are the purposes of packages that stand for what holds others.
var containing = []string{"CONTAINER", "OPERATING-SYSTEM", "OPERATING_SYSTEM", "FILE", "ARCHIVE"}
