package sbom

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/package-url/packageurl-go"
	spdxjson "github.com/spdx/tools-golang/json"
	"github.com/spdx/tools-golang/spdx/v2/v2_3"
	"github.com/spdx/tools-golang/tagvalue"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Kind is the kind of a target that was read from an SBOM.
const Kind = "sbom"

// maxSBOM bounds what is read of one SBOM, in bytes.
const maxSBOM = 512 << 20

// Recognize reports whether a file begins like an SBOM.
func Recognize(head []byte) bool { return form(head) != "" }

func form(head []byte) string {
	switch head := bytes.ToLower(head); {
	case bytes.Contains(head, []byte(`"bomformat"`)):
		return "cyclonedx-json"
	case bytes.Contains(head, []byte(`cyclonedx.org/schema/bom`)):
		return "cyclonedx-xml"
	case bytes.Contains(head, []byte(`"spdxversion"`)):
		return "spdx-json"
	case bytes.HasPrefix(bytes.TrimSpace(head), []byte("spdxversion:")):
		return "spdx-tag-value"
	}
	return ""
}

// Parser reads a license statement; it reports false for one that is not
// understood.
type Parser func(statement string) (spdx.Expr, bool)

// Read reads what another tool found: CycloneDX in JSON or XML, SPDX in JSON or as
// tag and value. Licenses are taken as they are stated; a statement that is not
// understood is an unrecognized license.
func Read(r io.Reader, parse Parser) (*inventory.Inventory, error) {
	b := bufio.NewReaderSize(io.LimitReader(r, maxSBOM), 64<<10)
	head, _ := b.Peek(64 << 10)
	inv := &inventory.Inventory{Schema: inventory.Schema, Target: inventory.Target{Kind: Kind}}
	var err error
	switch f := form(head); f {
	case "cyclonedx-json":
		err = readCycloneDX(b, cdx.BOMFileFormatJSON, inv, parse)
	case "cyclonedx-xml":
		err = readCycloneDX(b, cdx.BOMFileFormatXML, inv, parse)
	case "spdx-json":
		var doc *v2_3.Document
		if doc, err = spdxjson.Read(b); err == nil {
			readSPDX(doc, inv, parse)
		}
	case "spdx-tag-value":
		var doc *v2_3.Document
		if doc, err = tagvalue.Read(b); err == nil {
			readSPDX(doc, inv, parse)
		}
	default:
		return nil, errors.New("neither CycloneDX nor SPDX")
	}
	if err != nil {
		return nil, fmt.Errorf("read SBOM: %w", err)
	}
	inv.Sort()
	return inv, nil
}

func readCycloneDX(r io.Reader, f cdx.BOMFileFormat, inv *inventory.Inventory, parse Parser) error {
	var bom cdx.BOM
	if err := cdx.NewBOMDecoder(r, f).Decode(&bom); err != nil {
		return err
	}
	if bom.Components != nil {
		addCycloneDX(inv, *bom.Components, parse, 0)
	}
	return nil
}

// maxNested bounds components within each other.
const maxNested = 32

func addCycloneDX(inv *inventory.Inventory, cs []cdx.Component, parse Parser, depth int) {
	for _, c := range cs {
		if c.Components != nil && depth < maxNested {
			addCycloneDX(inv, *c.Components, parse, depth+1)
		}
		if c.Type == cdx.ComponentTypeFile || c.Type == cdx.ComponentTypeOS {
			continue
		}
		add(inv, c.PackageURL, c.Group, c.Name, c.Version, choices(c.Licenses), parse)
	}
}

// choices lists the statements of a component: the concluded ones, if any is.
func choices(ls *cdx.Licenses) []string {
	if ls == nil {
		return nil
	}
	var concluded, declared []string
	for _, l := range *ls {
		switch {
		case l.Expression != "":
			declared = append(declared, l.Expression)
		case l.License != nil && l.License.Acknowledgement == cdx.LicenseAcknowledgementConcluded:
			concluded = append(concluded, cmp.Or(l.License.ID, l.License.Name, l.License.URL))
		case l.License != nil:
			declared = append(declared, cmp.Or(l.License.ID, l.License.Name, l.License.URL))
		}
	}
	if concluded != nil {
		return concluded
	}
	return declared
}

func readSPDX(doc *v2_3.Document, inv *inventory.Inventory, parse Parser) {
	for _, p := range doc.Packages {
		purl := ""
		for _, ref := range p.PackageExternalReferences {
			if ref.RefType == "purl" {
				purl = ref.Locator
			}
		}
		var stated []string
		for _, s := range []string{p.PackageLicenseConcluded, p.PackageLicenseDeclared} {
			if s != "" && s != "NOASSERTION" && s != "NONE" && stated == nil {
				stated = []string{s}
			}
		}
		if purl == "" && stated == nil {
			continue // the image itself, a folder
		}
		add(inv, purl, "", p.PackageName, p.PackageVersion, stated, parse)
	}
}

func add(inv *inventory.Inventory, purl, group, name, version string, stated []string, parse Parser) {
	c := inventory.Component{PURL: purl, Type: "generic", Namespace: group, Name: name, Version: version}
	if p, err := packageurl.FromString(purl); err == nil {
		c.Type, c.Namespace, c.Name, c.Version = p.Type, p.Namespace, p.Name, cmp.Or(p.Version, version)
	} else {
		c.PURL = packageurl.NewPackageURL("generic", group, name, version, nil, "").ToString()
	}
	for _, s := range stated {
		e, ok := parse(s)
		if !ok {
			e = spdx.Unrecognized(fmt.Sprintf("%x", sha256.Sum256([]byte(strings.ToLower(s)))))
		}
		c.Concluded = spdx.And(c.Concluded, e)
		c.Evidence = append(c.Evidence, inventory.Evidence{Kind: inventory.KindLabel, Expression: e, Stated: s})
	}
	c.Declared = strings.Join(stated, ", ")
	inv.Components = append(inv.Components, c)
}
