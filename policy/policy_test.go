package policy

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/drift"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

func TestVerdictsOfRealChanges(t *testing.T) {
	k, err := terms.Load()
	require.NoError(t, err)
	for _, c := range []struct{ before, after, uses, want string }{
		{"MIT", "Apache-2.0", "internal,hosted,redist-bin", "proceed"},
		{"ISC", "BlueOak-1.0.0", "internal,redist-src", "proceed"},
		{"LGPL-2.0-only OR MIT", "MIT", "internal,embed", "proceed"},
		{"BSD-3-Clause", "LicenseRef-RSALv2 OR SSPL-1.0", "internal", "proceed"},
		{"BSD-3-Clause", "LicenseRef-RSALv2 OR SSPL-1.0", "hosted", "forgo"},
		{"BSD-3-Clause", "LicenseRef-RSALv2 OR SSPL-1.0", "hosted?", "adjust"},
		{"BSD-3-Clause", "LicenseRef-RSALv2 OR SSPL-1.0 OR AGPL-3.0-only", "hosted", "adjust"},
		{"LicenseRef-RSALv2 OR SSPL-1.0", "LicenseRef-RSALv2 OR SSPL-1.0 OR AGPL-3.0-only", "internal,hosted", "proceed"},
		{"Apache-2.0", "AGPL-3.0-only", "internal", "proceed"},
		{"Apache-2.0", "AGPL-3.0-only", "redist-bin", "adjust"},
		{"GPL-2.0-only", "GPL-3.0-only", "redist-bin", "adjust"},
		{"MIT", "Elastic-2.0", "internal,production", "proceed"},
		{"MIT", "Elastic-2.0", "hosted", "forgo"},
		{"MIT", "BUSL-1.1", "production", "review"}, // without its parameters nobody can tell
		{"MIT", "MIT AND Parity-7.0.0", "internal", "forgo"},
		{"MIT", "LicenseRef-unrecognized-0123456789ab", "internal", "review"},
		{"LicenseRef-unrecognized-0123456789ab", "LicenseRef-unrecognized-0123456789ab", "internal", "proceed"},
		{"LicenseRef-RSALv1", "LicenseRef-RSALv2", "hosted", "proceed"}, // forbidden before already
		{"Apache-2.0", "Apache-2.0 AND LicenseRef-Commons-Clause", "redist-bin", "forgo"},
	} {
		uses, err := ParseUses(c.uses)
		require.NoError(t, err)
		before, err := spdx.Parse(c.before)
		require.NoError(t, err)
		after, err := spdx.Parse(c.after)
		require.NoError(t, err)
		require.Equal(t, c.want, verdict(k, before, after, uses).String(), "%s → %s for %s", c.before, c.after, c.uses)
	}
}

func TestUsesAreRead(t *testing.T) {
	u, err := ParseUses("hosted, transfer?,redist_bin")
	require.NoError(t, err)
	require.Equal(t, []terms.Use{terms.Hosted, terms.RedistBin}, u.Required)
	require.Equal(t, []terms.Use{terms.Transfer}, u.Droppable)
	for _, s := range []string{"", ",", "flying", "hosted,hosted?"} {
		_, err := ParseUses(s)
		require.Error(t, err, s)
	}
}

// What was judged apart is not told together: of two components of one name the
// graver verdict counts, whichever comes first.
func TestTheGraverOfTwoOfOneNameCounts(t *testing.T) {
	k, err := terms.Load()
	require.NoError(t, err)
	vault := func(place, version, license, class string) inventory.Component {
		c := inventory.Component{Type: "npm", Name: "vault", Version: version, PURL: "pkg:npm/vault@" + version, Concluded: spdx.Ref(license), Places: []inventory.Place{{Path: place}}}
		if class != "" {
			c.Parameter = []inventory.Parameter{{License: license, Name: "Grant Class", Value: class}}
		}
		return c
	}
	before := []inventory.Component{vault("a/1", "1", "MPL-2.0", ""), vault("a/2", "1", "MPL-2.0", "")}
	for _, classes := range [][2]string{{"no-compete", "none"}, {"none", "no-compete"}} {
		after := []inventory.Component{vault("a/1", "2", "BUSL-1.1", classes[0]), vault("a/2", "2", "BUSL-1.1", classes[1])}
		r := Evaluate(drift.Compare(&inventory.Inventory{Components: before}, &inventory.Inventory{Components: after}), ForUses(DefaultUses()), Basis{Terms: k})
		require.Equal(t, Forgo, r.Verdict)
	}
}
