package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesThatAreNamedLikeALicenseAreRead(t *testing.T) {
	for name, want := range map[string]bool{
		"LICENSE": true, "Licence.md": true, "licenses": true, "LICENSING": true, "COPYING.LESSER": true, "copyright": true, "COPYRIGHTS": true,
		"UNLICENSE": true, "EULA.txt": true, "PATENTS": true, "NOTICE": true, "third-party-notices.txt": true, "legal": true, "TERMS": true,
		"BSL-1.1": true, "GPL-2": true, "LGPL": true, "agpl": true, "APL.txt": true, "MIT-LICENSE": true, "my-eula.txt": true,
		"license.go": false, "copy": false, "notices.json": false, "patent": false, "terminal": false, "README": false,
	} {
		require.Equal(t, want, licenseFile{}.Wants("srv/x/"+name), name)
	}
}

// What is asked of most names must not be narrower than what a name must be.
func TestATellingNameHasAPartOfEachThatIsWanted(t *testing.T) {
	_, list, ok := strings.Cut(licenseName.String(), `[-_. ])?(`)
	require.True(t, ok)
	list, _, ok = strings.Cut(list, `)(`)
	require.True(t, ok)
	for name := range strings.SplitSeq(list, "|") {
		require.True(t, tellingName(strings.ReplaceAll(name, "[sc]", "c")), name)
	}
}
