package known

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func table(t *testing.T) *Table {
	k, err := Load()
	require.NoError(t, err)
	return k
}

func TestEveryEntryIsComplete(t *testing.T) {
	k := table(t)
	require.GreaterOrEqual(t, k.Size(), 80)
	for _, r := range k.list {
		require.False(t, r.From.IsZero() || r.To.IsZero() || r.From.Equal(r.To), r.Component)
		require.True(t, strings.HasPrefix(r.Source, "http"), r.Component)
		for _, p := range r.Packages {
			require.True(t, strings.HasPrefix(p, "pkg:"), p)
			require.Equal(t, p, Base(p))
		}
		require.True(t, r.Applies(r.Since[0]), r.Component)
	}
}

func TestALicenseFollowsTheVersion(t *testing.T) {
	k := table(t)
	for _, c := range []struct{ purl, version, want string }{
		{"pkg:npm/husky@4.3.8", "4.3.8", "MIT"},
		{"pkg:deb/debian/redis-server@5:7.0.15-1?arch=amd64", "5:7.0.15-1~deb12u1", "BSD-3-Clause"},
		{"pkg:deb/debian/redis-server", "5:7.4.0-1", "LicenseRef-RSALv2 OR SSPL-1.0"},
		{"pkg:deb/debian/redis", "5:8.0.2-3+deb13u1", "AGPL-3.0-only OR LicenseRef-RSALv2 OR SSPL-1.0"},
		{"pkg:golang/github.com/hashicorp/terraform", "v1.5.7", "MPL-2.0"},
		{"pkg:golang/github.com/hashicorp/terraform", "v1.6.0", "BUSL-1.1"},
	} {
		e, r, ok := k.License(c.purl, c.version)
		require.True(t, ok, c.purl)
		require.Equal(t, c.want, e.String(), "%s %s", c.purl, c.version)
		require.NotEmpty(t, r.Source)
	}
	for _, v := range []string{"latest", "", "sha256:12", "7", "v0.0.0-20240501120000-0123456789ab", "redis-8.0.1", "alpine"} {
		_, _, ok := k.License("pkg:deb/debian/redis", v)
		require.False(t, ok, v)
	}
	e, _, _ := k.License("pkg:deb/debian/redis", "5:7.2.4+really7.4.1-1")
	require.Equal(t, "LicenseRef-RSALv2 OR SSPL-1.0", e.String())
	_, _, ok := k.License("pkg:npm/no-such-package", "1")
	require.False(t, ok)
}

func TestABranchHasItsOwnBoundary(t *testing.T) {
	r := Relicensing{Since: []string{"4.1.5", "4.0.4", "3.6.9"}}
	for v, want := range map[string]bool{"4.1.4": false, "4.1.5": true, "4.0.3": false, "4.0.4": true, "3.6.8": false, "3.6.10": true, "3.4.20": false, "4.2.0": true} {
		require.Equal(t, want, r.Applies(v), v)
	}
}

func TestVersionsAreOrdered(t *testing.T) {
	for _, c := range [][2]string{
		{"1.9", "1.10"}, {"1.0.0-rc1", "1.0.0"}, {"v1.5.7", "1.6.0"}, {"5:7.0-1", "7.4.0"}, {"1.0", "1.0.1"}, {"7.4.0-rc1", "7.4.0"},
		{"RELEASE.2021-04-22T15-44-28Z", "RELEASE.2021-05-11T23-27-41Z"}, {"2.0.0-beta.1", "2.0.0"},
	} {
		require.Negative(t, compare(c[0], c[1]), "%v", c)
		require.Positive(t, compare(c[1], c[0]), "%v", c)
	}
	require.Zero(t, compare("1.0", "1.0.0"))
	require.Zero(t, compare("5:8.0.2-3", "8.0.2"))
}

func FuzzVersions(f *testing.F) {
	f.Add("1.2.3", "5:7.0~rc1-1+b2")
	f.Fuzz(func(t *testing.T, a, b string) {
		require.Equal(t, compare(a, b), -compare(b, a))
		require.Zero(t, compare(a, a))
	})
}
