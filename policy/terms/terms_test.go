package terms

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/spdx"
)

func load(t *testing.T) *Knowledge {
	t.Helper()
	k, err := Load()
	require.NoError(t, err)
	return k
}

func TestTheTableNamesLicensesByTheirIds(t *testing.T) {
	k := load(t)
	require.Greater(t, len(k.licenses), 300)
	for id, e := range k.licenses {
		require.Contains(t, []string{"curated", "derived", "unread"}, e.Confidence, id)
		require.NotEmpty(t, e.Family, id)
		require.NotEmpty(t, e.Sources, id)
		if e.Family == "exception" {
			continue
		}
		if !strings.HasPrefix(id, "LicenseRef-") {
			l, ok := spdx.Lookup(id)
			require.True(t, ok, id)
			require.Equal(t, l.ID, id)
		}
	}
}

func TestTheCommonestLicensesHaveTerms(t *testing.T) {
	k := load(t)
	for _, id := range []string{
		"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "GPL-1.0-or-later", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-or-later", "LGPL-2.0-or-later", "LGPL-2.1-or-later",
		"LGPL-3.0-or-later", "AGPL-3.0-only", "MPL-1.1", "MPL-2.0", "Zlib", "BSL-1.0", "Unlicense", "CC0-1.0", "0BSD", "Artistic-1.0-Perl", "Artistic-2.0", "EPL-1.0", "EPL-2.0", "CDDL-1.0",
		"BUSL-1.1", "SSPL-1.0", "Elastic-2.0", "LicenseRef-Elastic-1.0", "LicenseRef-RSALv1", "LicenseRef-RSALv2", "LicenseRef-Commons-Clause", "LicenseRef-Confluent-Community-1.0", "FSL-1.1-MIT",
		"FSL-1.1-ALv2", "SUL-1.0", "LicenseRef-Timescale-2018", "LicenseRef-Timescale-2020", "PolyForm-Noncommercial-1.0.0", "PolyForm-Small-Business-1.0.0",
		"LicenseRef-PolyForm-Shield-1.0.0", "LicenseRef-PolyForm-Perimeter-1.0.0", "LicenseRef-PolyForm-Internal-Use-1.0.0", "LicenseRef-PolyForm-Strict-1.0.0", "LicenseRef-PolyForm-Free-Trial-1.0.0", "MulanPSL-2.0",
		"Parity-7.0.0", "HPND", "X11", "curl", "OpenSSL", "PHP-3.01", "Python-2.0", "PSF-2.0", "Ruby", "OFL-1.1", "GFDL-1.3-or-later", "CC-BY-4.0", "CC-BY-SA-4.0", "LicenseRef-Public-Domain",
	} {
		_, ok := k.Lookup(id)
		require.True(t, ok, id)
	}
}

func TestEffects(t *testing.T) {
	k := load(t)
	of := func(s string, f *Facts) Terms {
		e, err := spdx.Parse(s)
		require.NoError(t, err)
		return k.Set(e.Licenses(), f)
	}
	require.False(t, of("MIT", nil)[Internal].Forbidden)
	require.Contains(t, of("MIT", nil)[RedistBin].Duties, Duty("NOTICE"))
	require.Contains(t, of("AGPL-3.0-only", nil)[NetMod].Duties, Duty("SRC-NET"))
	require.Contains(t, of("SSPL-1.0", nil)[Hosted].Duties, Duty("SRC-SERVICE"))
	require.True(t, of("CC-BY-NC-4.0", nil)[Commercial].Forbidden)
	require.True(t, of("GPL-2.0-only", nil)[Embed].Forbidden)
	require.False(t, of("GPL-2.0-only WITH Classpath-exception-2.0", nil)[Embed].Forbidden)
	require.Equal(t, []string{"LicenseRef-nobody-knows"}, of("LicenseRef-nobody-knows", nil)[Internal].Unknown)
	require.True(t, of("MIT AND LicenseRef-RSALv2", nil)[Hosted].Forbidden)

	grant := func(class string) *Facts {
		return &Facts{Param: func(_, name string) string {
			if name == "Grant Class" {
				return class
			}
			return ""
		}}
	}
	require.NotEmpty(t, of("BUSL-1.1", nil)[Production].Unknown)
	require.True(t, of("BUSL-1.1", grant("none"))[Production].Forbidden)
	require.False(t, of("BUSL-1.1", grant("no-compete"))[Production].Forbidden)
	require.True(t, of("BUSL-1.1", grant("no-compete"))[Hosted].Forbidden)
	require.Contains(t, of("BUSL-1.1", grant("size-limit"))[Production].Duties, Duty("USER-COUNT-LIMIT"))

	unread := spdx.Unrecognized("0123456789ab").Licenses()
	require.NotEmpty(t, k.Set(unread, nil)[Internal].Unknown)
	require.Empty(t, k.Set(unread, &Facts{Free: true})[Internal].Unknown)
}

func TestAndNeverAllowsMoreThanItsTerms(t *testing.T) {
	k := load(t)
	var ids []string
	for id, e := range k.licenses {
		if e.Family != "exception" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for i := range ids {
		a, b := spdx.License{ID: ids[i]}, spdx.License{ID: ids[(i*7+3)%len(ids)]}
		both := k.Set([]spdx.License{a, b}, nil)
		for u, e := range k.License(a, nil) {
			require.True(t, !e.Forbidden || both[u].Forbidden, "%s and %s for %s", a, b, Use(u))
			if !both[u].Forbidden {
				require.Subset(t, both[u].Duties, e.Duties)
			}
		}
	}
}
