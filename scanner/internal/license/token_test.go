package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The last name of such a word passed for the license: FSL-1.1-Apache-2.0 for Apache-2.0.
func TestANameJoinedToOthersIsNoneOfThem(t *testing.T) {
	r := recognizer(t)
	for word, want := range map[string]string{
		"FSL-1.1-Apache-2.0":               "FSL-1.1-ALv2",
		"FCL-1.0-MIT":                      "LicenseRef-FCL-1.0-MIT",
		"GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
		"GNU-GPL-3.0":                      "GPL-3.0-only",
		"BSD-3-Clause-Clear":               "BSD-3-Clause-Clear",
		"MIT-licensed":                     "MIT",
	} {
		for _, said := range []string{"Foo is released under the % license.", "License: %"} {
			assert.Equal(t, want, r.Text([]byte(strings.Replace(said, "%", word, 1))).Expression.String(), word)
		}
	}
	for _, word := range []string{
		"BUSL-1.1-MPL-2.0", "X-MIT", "Acme-BSD-3-Clause", "Foo-GPL-3.0", "Elastic-Apache-2.0", "SSPL-Apache-2.0", "BSL-1.1-Apache-2.0",
		"PolyForm-Noncommercial-1.0.0-MIT", "NC_MIT", "MIT_NC", "Apache-2.0-NC", "EPL-2.0-NC", "MPL-2.0-no-commercial", "AGPL-3.0-Commercial", "MIT-with-restrictions",
	} {
		for _, said := range []string{"Foo is released under the % license.", "License: %", "Released under %.", "SPDX-License-Identifier: %", "%"} {
			found := r.Text([]byte(strings.Replace(said, "%", word, 1))).Found.Licenses()
			assert.True(t, len(found) == 0 || AnyRestricted(found), "%v of %s", found, word)
		}
	}
}

func TestAnothersWorkBesideALicenseIsNotUnderIt(t *testing.T) {
	mit := string(read(t, "testdata/MIT.txt"))
	const apart = "\nThe MIT License above applies to the code in this package. The Foo CLI is a dependency. The Foo CLI is not part of this package and is not\ncovered by the MIT License above. It is licensed under the Functional Source\nLicense, Version 1.1, Apache 2.0 Future License\n(FSL-1.1-Apache-2.0): https://example.org/foo/blob/main/LICENSE.md\n"
	assert.Equal(t, "MIT", recognizer(t).Text([]byte(mit+apart)).Expression.String())
	const within = "\nThe Foo engine is part of this package. It is licensed under the Functional Source\nLicense, Version 1.1, Apache 2.0 Future License.\n"
	assert.Equal(t, "FSL-1.1-ALv2 AND MIT", recognizer(t).Text([]byte(mit+within)).Found.String())
}
