package sbom

import (
	"bytes"
	"testing"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

func TestEveryComponentIsInTheSBOMWithItsLicense(t *testing.T) {
	choice, err := spdx.Parse("MIT OR LicenseRef-RSALv2")
	require.NoError(t, err)
	inv := &inventory.Inventory{
		Schema: 1, Tool: "licdrift test", Target: inventory.Target{Name: "image"},
		Components: []inventory.Component{
			{PURL: "pkg:npm/a@1", Type: "npm", Name: "a", Version: "1", Concluded: spdx.Ref("MIT"), Places: []inventory.Place{{Path: "a"}}},
			{PURL: "pkg:npm/a@1", Type: "npm", Name: "a", Version: "1", Concluded: choice, Places: []inventory.Place{{Path: "b"}}},
			{PURL: "pkg:golang/b@1", Type: "golang", Name: "b", Version: "1"},
		},
		Coverage: inventory.Coverage{Gaps: []inventory.Gap{{Path: "x", Reason: inventory.GapDamaged}}},
	}
	var b bytes.Buffer
	require.NoError(t, CycloneDX(&b, inv))
	first := b.String()
	bom := new(cdx.BOM)
	require.NoError(t, cdx.NewBOMDecoder(&b, cdx.BOMFileFormatJSON).Decode(bom))
	require.Len(t, *bom.Components, 3)
	require.Equal(t, "MIT", (*(*bom.Components)[0].Licenses)[0].License.ID)
	require.Equal(t, "LicenseRef-RSALv2 OR MIT", (*(*bom.Components)[1].Licenses)[0].Expression)
	require.NotEqual(t, (*bom.Components)[0].BOMRef, (*bom.Components)[1].BOMRef)
	require.Contains(t, first, "licdrift:gap:damaged")

	var again bytes.Buffer
	require.NoError(t, CycloneDX(&again, inv))
	require.Equal(t, first, again.String())
}
