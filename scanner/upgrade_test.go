package scanner

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/internal/extract"
)

// dpkg alone has the folder in which the lists of all packages are.
func TestAFolderOfAReplacedPackageStays(t *testing.T) {
	const info = "var/lib/dpkg/info/"
	fact := func(name string, files ...string) *extract.Fact {
		return &extract.Fact{List: &extract.List{Package: name, Files: files}}
	}
	base := &extract.Layer{Facts: map[string]*extract.Fact{
		"var/lib/dpkg/status": {Packages: []extract.Package{{Type: "deb", Name: "dpkg", Arch: "amd64"}, {Type: "deb", Name: "nodejs", Arch: "amd64"}}},
		info + "dpkg.list":    fact("dpkg", "var/lib/dpkg", "var/lib/dpkg/info", "usr/share/doc/dpkg/copyright"),
		info + "nodejs.list":  fact("nodejs", "usr/share/doc/nodejs/LICENSE"),

		"usr/share/doc/dpkg/copyright": {},
		"usr/share/doc/nodejs/LICENSE": {},
	}}
	fresh := &extract.Layer{Facts: map[string]*extract.Fact{"status": {Packages: []extract.Package{{Type: "deb", Name: "dpkg", Arch: "amd64"}}}}}
	got := replaced([]*extract.Layer{fresh}, nil).layer(base)
	require.Equal(t, []string{"usr/share/doc/dpkg/copyright", info + "dpkg.list"}, got.Removed)
}
