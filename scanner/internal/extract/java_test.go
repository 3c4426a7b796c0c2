package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheLicenseInAManifestMayHaveACommaInItsName(t *testing.T) {
	for stated, want := range map[string]string{
		"Apache License, Version 2.0; see: http://www.apache.org/licenses/LICENSE-2.0.txt":              "Apache-2.0",
		"http://www.apache.org/licenses/LICENSE-2.0, https://www.eclipse.org/org/documents/epl-v10.php": "Apache-2.0 OR EPL-1.0",
		`"Apache-2.0";link="https://www.apache.org/licenses/LICENSE-2.0.txt", "MIT"`:                    "Apache-2.0 OR MIT",
		"Acme License, Version 2.0; link=x, MIT":                                                        "NOASSERTION",
	} {
		require.Equal(t, want, statement(bundleLicense(stated)).String(), stated)
	}
}
