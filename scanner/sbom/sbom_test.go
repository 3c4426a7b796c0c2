package sbom

import (
	"bytes"
	"io"
	"strings"
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

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"type": "library", "name": "a", "licenses": [{"expression": "MIT"}], "components": [{"name": "b"}]}]}`))
	f.Add([]byte(`{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "packages": [{"SPDXID": "SPDXRef-1", "name": "a", "licenseDeclared": "MIT"}]}`))
	f.Add([]byte(`{"spdxVersion": "SPDX-2.3", "packages": [null]}`))
	f.Add([]byte(`{"spdxVersion": "SPDX-2.3", "packages": [{"name": "a", "SPDXID": "SPDXRef-a", "externalRefs": [null]}]}`))
	f.Add([]byte("SPDXVersion: SPDX-2.3\nPackageName: a\nPackageLicenseDeclared: MIT\n"))
	f.Add([]byte(`<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="library"><name>a</name></component></components></bom>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		inv, err := Read(bytes.NewReader(b), parser)
		require.True(t, (inv == nil) != (err == nil))
	})
}

// parser knows a text by its last word.
var parser = Parser{
	Statement: func(s string) (spdx.Expr, bool) { e, err := spdx.Parse(s); return e, err == nil },
	Text: func(s string) spdx.Expr {
		f := strings.Fields(s)
		if len(f) == 0 {
			return spdx.Expr{}
		}
		return spdx.Ref("LicenseRef-" + f[len(f)-1])
	},
}

// A reference means the text behind it, in its own document.
func TestAReferenceIsReadByItsText(t *testing.T) {
	for name, doc := range map[string]string{
		"json": `{"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "licenseDeclared": "MIT AND LicenseRef-1"}],
			"hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-1", "extractedText": "all\nreserved"}]}`,
		"tags": "SPDXVersion: SPDX-2.3\nPackageName: a\nPackageLicenseDeclared: MIT AND LicenseRef-1\nLicenseID: LicenseRef-1\nExtractedText: <text>all\nreserved</text>\n",
	} {
		inv, err := Read(strings.NewReader(doc), parser)
		require.NoError(t, err, name)
		require.Equal(t, "LicenseRef-reserved AND MIT", inv.Components[0].Concluded.String(), name)
	}
	_, err := Read(strings.NewReader("SPDXVersion: SPDX-2.3\nPackageName: a\nPackageComment: <text>no end\nPackageName: b\n"), parser)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func TestComponentsTooDeepWithinEachOtherAreAnError(t *testing.T) {
	deep := strings.Repeat(`{"type": "file", "name": "f", "components": [`, maxNested+2)
	doc := `{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [` + deep + `{"type": "library", "name": "a"}` + strings.Repeat("]}", maxNested+2) + "]}"
	_, err := Read(strings.NewReader(doc), parser)
	require.ErrorContains(t, err, "within each other")
}

// Both forms of one document; what only holds others is left out, what states nothing is
// not.
func TestSPDXIsReadInBothForms(t *testing.T) {
	for name, doc := range map[string]string{
		"json": `{"spdxVersion": "SPDX-2.3", "packages": [
			{"SPDXID": "SPDXRef-image", "name": "image", "licenseDeclared": "NOASSERTION"},
			{"SPDXID": "SPDXRef-a", "name": "a", "versionInfo": "1", "licenseConcluded": "NOASSERTION", "licenseDeclared": "MIT",
			 "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:npm/a@1"}]},
			{"SPDXID": "SPDXRef-b", "name": "b", "versionInfo": "2"}],
			"relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-image"}]}`,
		"tags": "SPDXVersion: SPDX-2.3\nCreatorComment: <text>\nPackageName: not a package\n</text>\n" +
			"PackageName: image\nSPDXID: SPDXRef-image\nPackageLicenseDeclared: NOASSERTION\n" +
			"PackageName: a\nSPDXID: SPDXRef-a\nPackageVersion: 1\nPackageLicenseDeclared: MIT\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1\n" +
			"PackageName: b\nSPDXID: SPDXRef-b\nPackageVersion: 2\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-image\n",
	} {
		require.True(t, Recognize([]byte(doc)), name)
		inv, err := Read(strings.NewReader(doc), parser)
		require.NoError(t, err, name)
		var got []string
		for _, c := range inv.Components {
			got = append(got, c.PURL+" "+c.Concluded.String())
		}
		require.Equal(t, []string{"pkg:generic/b@2 NOASSERTION", "pkg:npm/a@1 MIT"}, got, name)
	}
	_, err := Read(strings.NewReader(`{"spdxVersion": "SPDX-1.0"}`), parser)
	require.ErrorContains(t, err, "only SPDX-2")
}
