package extract

import (
	"github.com/licdrift/licdrift/scanner/internal/license"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// Labels by which an image states its own license.
// https://github.com/opencontainers/image-spec/blob/main/annotations.md
const (
	labelTitle    = "org.opencontainers.image.title"
	labelVersion  = "org.opencontainers.image.version"
	labelLicenses = "org.opencontainers.image.licenses"
)

// FromLabels makes a component of an image that labels itself with a license.
func FromLabels(t inventory.Target) []inventory.Component {
	evidence := declared(license.Any, t.Labels[labelLicenses])
	if evidence == nil {
		return nil
	}
	evidence[0].Kind = inventory.KindLabel
	name := t.Labels[labelTitle]
	if name == "" {
		name = "image"
	}
	c := inventory.Component{Type: "oci", Name: name, Version: t.Labels[labelVersion], Declared: evidence[0].Stated, Evidence: evidence}
	c.PURL = packageURL(&c, "")
	conclude(&c, evidence, nil)
	return []inventory.Component{c}
}
