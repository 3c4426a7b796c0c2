package inventory

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/spdx"
)

func TestASavedInventoryIsReadBackWhole(t *testing.T) {
	inv := &Inventory{
		Schema: Schema, Tool: "licdrift test", Target: Target{Name: "x", Kind: "dir", Labels: Labels{"a": "b"}},
		Components: []Component{{
			PURL: "pkg:npm/a@1", Type: "npm", Name: "a", Version: "1", Declared: "MIT", Concluded: spdx.Ref("MIT"),
			Places: []Place{{Path: "a/package.json"}}, Bundled: []Bundled{{Files: "b", License: spdx.Ref("ISC")}},
			Evidence:  []Evidence{{Path: "LICENSE", Kind: KindText, Expression: spdx.Ref("MIT"), Share: 1}},
			Parameter: []Parameter{{"BUSL-1.1", "Licensor", "A"}},
		}},
		Coverage: Coverage{Layers: 1, Files: 2, Gaps: []Gap{{Path: "x", Reason: GapDamaged}}},
	}
	var b bytes.Buffer
	require.NoError(t, inv.Write(&b))
	require.True(t, Recognize(b.Bytes()))
	got, err := Read(&b)
	require.NoError(t, err)
	require.Equal(t, inv, got)
}

func TestReadRefusesWhatIsNoInventory(t *testing.T) {
	_, err := Read(strings.NewReader(`{"bomFormat": "CycloneDX"}`))
	require.ErrorIs(t, err, ErrNot)
	_, err = Read(strings.NewReader(`{"licdrift": 2}`))
	require.ErrorContains(t, err, "schema 2")
	_, err = Read(strings.NewReader(`{"licdrift": 1, "components": 7}`))
	require.ErrorContains(t, err, "read inventory")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"licdrift": 1, "components": [{"concluded": "MIT OR ISC"}]}`))
	f.Add([]byte(`{"licdrift": 1, "components": [{"concluded": "(("}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if inv, err := Read(bytes.NewReader(b)); err == nil {
			inv.Sort()
			require.NoError(t, inv.Write(&bytes.Buffer{}))
		}
	})
}
