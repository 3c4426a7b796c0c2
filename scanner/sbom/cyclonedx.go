package sbom

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// CycloneDX writes an inventory as a CycloneDX 1.6 document in JSON. The same
// inventory gives the same bytes: there is no time stamp and no serial number.
func CycloneDX(w io.Writer, inv *inventory.Inventory) error {
	bom := cdx.NewBOM()
	bom.SerialNumber = ""
	bom.Metadata = &cdx.Metadata{
		Component:  &cdx.Component{Type: cdx.ComponentTypeContainer, Name: inv.Target.Name, Version: inv.Target.Digest},
		Properties: properties(inv),
	}
	if name, version, ok := strings.Cut(inv.Tool, " "); ok {
		bom.Metadata.Tools = &cdx.ToolsChoice{Components: &[]cdx.Component{{Type: cdx.ComponentTypeApplication, Name: name, Version: version}}}
	}
	components := make([]cdx.Component, len(inv.Components))
	for i := range inv.Components {
		components[i] = component(&inv.Components[i], i)
	}
	bom.Components = &components
	e := cdx.NewBOMEncoder(w, cdx.BOMFileFormatJSON)
	e.SetPretty(true)
	e.SetEscapeHTML(false)
	if err := e.EncodeVersion(bom, cdx.SpecVersion1_6); err != nil {
		return fmt.Errorf("write CycloneDX: %w", err)
	}
	return nil
}

func properties(inv *inventory.Inventory) *[]cdx.Property {
	out := []cdx.Property{{Name: "licdrift:coverage:layers", Value: strconv.Itoa(inv.Coverage.Layers)}, {Name: "licdrift:coverage:files", Value: strconv.Itoa(inv.Coverage.Files)}}
	for _, g := range inv.Coverage.Gaps {
		out = append(out, cdx.Property{Name: "licdrift:gap:" + g.Reason, Value: strings.TrimSuffix(g.Path+": "+g.Detail, ": ")})
	}
	return &out
}

func component(c *inventory.Component, i int) cdx.Component {
	out := cdx.Component{
		// one component may lie in several places
		BOMRef: c.PURL + "#" + strconv.Itoa(i), Type: cdx.ComponentTypeLibrary, Group: c.Namespace, Name: c.Name, Version: c.Version, PackageURL: c.PURL,
		Licenses: licenses(c.Concluded, cdx.LicenseAcknowledgementConcluded),
		Evidence: evidence(c),
	}
	var props []cdx.Property
	if c.Declared != "" {
		props = append(props, cdx.Property{Name: "licdrift:declared", Value: c.Declared})
	}
	for _, b := range c.Bundled {
		props = append(props, cdx.Property{Name: "licdrift:bundled", Value: b.Files + ": " + b.License.String()})
	}
	if c.Owner != "" {
		props = append(props, cdx.Property{Name: "licdrift:owner", Value: c.Owner})
	}
	if c.Conflict != "" {
		props = append(props, cdx.Property{Name: "licdrift:conflict", Value: c.Conflict})
	}
	for _, p := range c.Parameter {
		props = append(props, cdx.Property{Name: "licdrift:parameter:" + p.License + ":" + p.Name, Value: p.Value})
	}
	if props != nil {
		out.Properties = &props
	}
	return out
}

// licenses uses the plain form for a single listed license and an expression
// for all else.
func licenses(e spdx.Expr, how cdx.LicenseAcknowledgement) *cdx.Licenses {
	if e.IsZero() {
		return nil
	}
	ls := e.Licenses()
	if len(ls) == 1 && ls[0].Exception == "" {
		if _, ok := spdx.Lookup(ls[0].ID); ok {
			return &cdx.Licenses{{License: &cdx.License{ID: ls[0].ID, Acknowledgement: how}}}
		}
		return &cdx.Licenses{{License: &cdx.License{Name: ls[0].ID, Acknowledgement: how}}}
	}
	return &cdx.Licenses{{Expression: e.String()}}
}

func evidence(c *inventory.Component) *cdx.Evidence {
	var out cdx.Evidence
	var found cdx.Licenses
	seen := map[string]bool{}
	for _, e := range c.Evidence {
		for _, l := range e.Expression.Licenses() {
			if name := l.String(); !seen[name] {
				seen[name] = true
				found = append(found, cdx.LicenseChoice{License: &cdx.License{Name: name}})
			}
		}
	}
	if found != nil {
		out.Licenses = &found
	}
	var places []cdx.EvidenceOccurrence
	for _, p := range c.Places {
		places = append(places, cdx.EvidenceOccurrence{Location: p.String()})
	}
	if places != nil {
		out.Occurrences = &places
	}
	if out.Licenses == nil && out.Occurrences == nil {
		return nil
	}
	return &out
}
