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

// Parser reads what an SBOM says of licenses: a statement, or false for one that is not
// understood; and a text.
type Parser struct {
	Statement func(string) (spdx.Expr, bool)
	Text      func(string) spdx.Expr
}

// Read reads what another tool found: CycloneDX in JSON or XML, SPDX in JSON or as
// tag and value. Licenses are taken as they are stated; a statement that is not
// understood is an unrecognized license.
func Read(r io.Reader, parse Parser) (*inventory.Inventory, error) {
	bounded := &io.LimitedReader{R: r, N: maxSBOM}
	b := bufio.NewReaderSize(bounded, 64<<10)
	head, _ := b.Peek(64 << 10)
	inv := &inventory.Inventory{Schema: inventory.Schema, Target: inventory.Target{Kind: Kind}}
	var err error
	switch f := form(head); f {
	case "cyclonedx-json":
		err = readCycloneDX(b, cdx.BOMFileFormatJSON, inv, parse)
	case "cyclonedx-xml":
		err = readCycloneDX(b, cdx.BOMFileFormatXML, inv, parse)
	case "spdx-json":
		err = readSPDXJSON(b, inv, parse)
	case "spdx-tag-value":
		err = readSPDXTags(b, inv, parse)
	default:
		return nil, errors.New("neither CycloneDX nor SPDX")
	}
	if err == nil && bounded.N == 0 {
		err = fmt.Errorf("it has %d MB or more", maxSBOM>>20)
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
	if bom.Components == nil {
		return nil
	}
	return addCycloneDX(inv, *bom.Components, parse, 0)
}

// maxNested bounds components within each other.
const maxNested = 32

func addCycloneDX(inv *inventory.Inventory, cs []cdx.Component, parse Parser, depth int) error {
	if depth > maxNested {
		return fmt.Errorf("more than %d components within each other", maxNested)
	}
	for _, c := range cs {
		if c.Components != nil {
			if err := addCycloneDX(inv, *c.Components, parse, depth+1); err != nil {
				return err
			}
		}
		stated := choices(c.Licenses)
		if stated == nil && (c.Type == cdx.ComponentTypeFile || c.Type == cdx.ComponentTypeOS) {
			continue
		}
		add(inv, c.PackageURL, c.Group, c.Name, c.Version, stated, parse)
	}
	return nil
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

func add(inv *inventory.Inventory, purl, group, name, version string, stated []string, parse Parser) {
	c := inventory.Component{PURL: purl, Type: "generic", Namespace: group, Name: name, Version: version}
	if p, err := packageurl.FromString(purl); err == nil {
		c.Type, c.Namespace, c.Name, c.Version = p.Type, p.Namespace, p.Name, cmp.Or(p.Version, version)
	} else {
		c.PURL = packageurl.NewPackageURL("generic", group, name, version, nil, "").ToString()
	}
	for _, s := range stated {
		e, ok := parse.Statement(s)
		if !ok {
			e = spdx.Unrecognized(fmt.Sprintf("%x", sha256.Sum256([]byte(strings.ToLower(s)))))
		}
		c.Concluded = spdx.And(c.Concluded, e)
		c.Evidence = append(c.Evidence, inventory.Evidence{Kind: inventory.KindLabel, Expression: e, Stated: s})
	}
	c.Declared = strings.Join(stated, ", ")
	inv.Components = append(inv.Components, c)
}
