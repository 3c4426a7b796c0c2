package license

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/spdx"
)

func TestAPaymentThatIsNotRequiredIsNoRestriction(t *testing.T) {
	require.False(t, restrictive([]byte("If you use it in a product then reasonable payment to Acme, if you can afford it, is not required but would be appreciated.")))
	require.True(t, restrictive([]byte("Payment is not required for personal use but for commercial use a fee is due.")))
}

func TestAnOpenLicenseWithACondition(t *testing.T) {
	mit := string(read(t, images+"/terraform-1.5.7/LICENSE"))
	r := recognizer(t)
	require.Equal(t, "MPL-2.0", r.Text([]byte(mit)).Expression.String())
	res := r.Text([]byte(mit + "\nAdditional condition: you may not sell this software or offer it as a hosted service.\n"))
	require.False(t, res.Expression.Recognized())
	require.Contains(t, res.Restricts, "may not sell")
}

// A sentence is searched for a restriction only if a word of it is of that kind: every
// expression must be within reach of one.
func TestWordsOfRestrictionsAreOfTheirKind(t *testing.T) {
	beside := map[string]bool{"this licen": true, "the licen": true, "our licen": true, "as a service": true, "permitted to": true, "allowed to": true, "orized to": true, "orised to": true, "entitled to": true, "ensed to": true, "enced to": true, "expressly": true} // stand behind not or never, or behind a word of a service
	for _, gs := range []gates{restricts, plainly} {
		for _, g := range gs.all {
			for _, key := range g.keys {
				fragment := regexp.MustCompile(`^[a-z]?( |$)|^(made|manufactured|supplied|produced|exclusively) (by|for|$)`).Match(key) || string(key) == "user licen" // made for and such stand behind a device
				assert.True(t, beside[string(key)] || fragment || wordKinds(key)&restrict != 0, string(key))
			}
		}
	}
}

func TestAConditionBesideALicensesNameIsTold(t *testing.T) {
	res := recognizer(t).Text([]byte("This program is released under the MIT license.\nIt is not allowed to sell images of it on any marketplace without authorization.\n"))
	require.False(t, res.Expression.Recognized())
	require.Contains(t, res.Restricts, "not allowed to sell")
}

func TestAModifiedTextDoesNotPassForTheLicenseItResembles(t *testing.T) {
	mpl := string(read(t, images+"/terraform-1.5.7/LICENSE"))
	changed := strings.Replace(mpl, "This License does not grant any rights in the trademarks", "You may not offer the Covered Software as a hosted service to third parties for a fee. This License does not grant any rights in the trademarks", 1)
	require.NotEqual(t, mpl, changed)
	require.False(t, recognizer(t).Text([]byte(changed)).Expression.Recognized())
}

func TestTermsInTheLineOfACopyrightAreRead(t *testing.T) {
	mit := "Copyright (c) 2020 Foo GmbH. All rights reserved. Commercial use of this software is prohibited without a license.\n\n" +
		strings.Join(wordsOf(t, "MIT"), " ")
	res := recognizer(t).Text([]byte(mit))
	require.Contains(t, res.Expression.String(), "LicenseRef-unrecognized")
	require.Contains(t, res.Restricts, "Commercial use")
}

// Two conditions in other words are two unknowns, though all else is the same.
func TestAnotherConditionIsAnotherUnknown(t *testing.T) {
	r := recognizer(t)
	text := func(what string) []byte {
		return []byte("Copyright 2024 Someone\n\nThis program is released under the MIT license; it is not allowed to " + what + " without authorization.\n")
	}
	a, b := r.Text(text("sell it")), r.Text(text("host it"))
	require.False(t, a.Expression.Recognized())
	require.False(t, a.Expression.Equal(b.Expression))
	require.True(t, a.Expression.Equal(r.Text(text("sell it")).Expression))
}

// Each is an open license with a condition somewhere that a careless reader passes
// over. None may come out as that license alone.
func TestAConditionIsFoundWhereverItStands(t *testing.T) {
	mit := string(read(t, "testdata/MIT.txt")) // of the SPDX License List, without title and holder
	gpl := strings.Join(wordsOf(t, "GPL-3.0-only"), " ")
	prose := strings.Repeat("This chapter speaks of the weather in spring. ", 10_000)
	for name, text := range map[string]string{
		"above, in capitals":            "NON-COMMERCIAL USE ONLY\nNOT FOR PRODUCTION USE\n\n" + mit,
		"above, in Chinese":             "仅限非商业用途\n\n" + mit,
		"in the holder's line":          "Copyright (c) 2024 Acme. Commercial users must pay Acme.\n\n" + mit,
		"in a line of authors":          "Copyright (c) 2024 Acme\nAuthors: everyone who earns money with this pays us ten percent\n\n" + mit,
		"not granted":                   strings.Replace(mit, "hereby granted", "hereby not now and not ever granted", 1),
		"refused":                       strings.Replace(mit, "granted", "refused", 1),
		"granted to some":               strings.Replace(mit, "any person", "any student", 1),
		"in markup":                     strings.Replace(mit, "is hereby", "is <not> hereby", 1),
		"beside a pointer":              mit + "\n\nIt is provided as is and may not be used for commercial purposes, see https://acme.com for details.\n",
		"behind a name":                 "This is licensed under the MIT License for personal use, commercial use requires a paid subscription.",
		"behind a tag":                  "SPDX-License-Identifier: MIT\n * Commercial use requires a subscription of Acme, internal use is free.",
		"in a second tag":               "// SPDX-License-Identifier: MIT\n// SPDX-License-Identifier: SSPL-1.0",
		"behind a field":                "License: MIT (personal use, evaluation)",
		"beside an address":             "Commercial use requires a subscription, all other use is under https://opensource.org/licenses/MIT",
		"in the appendix of the GPL":    gpl + "\n\nHow to Apply These Terms to Your New Programs\n\nThe program may not be used for commercial purposes. You must purchase a commercial license, see <https://www.gnu.org/licenses/>.",
		"behind much prose":             mit + "\n\n" + prose + "\n\nCommercial use requires a subscription of Acme.",
		"in a short stanza":             "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: MIT\n commercial use is prohibited",
		"in a stanza with the text":     "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: MIT\n " + mit + "\n .\n It may not be used for commercial purposes.",
		"beside the stanzas":            "Files: *\nLicense: MIT\n\nThis program may not be used for commercial purposes by anybody.\n",
		"in the header of the stanzas":  "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nDisclaimer: not for commercial use\n\nFiles: *\nLicense: MIT\n",
		"two works, two licenses":       "The server is licensed under the SSPL v1 and the client library or drivers under the Apache License 2.0.",
		"packaging beside the work":     "The server is licensed under the SSPL v1 and the packaging is licensed under the MIT License. The examples are licensed under the MIT License.",
		"behind a field, for some":      "License: MIT, for students only",
		"behind a name, without some":   "Released under the MIT license, but students are excluded.",
		"for all but some":              "This program is licensed under the MIT license except for members of Acme.",
		"for private use":               mit + "\n\nThis software is for private use only.\n",
		"for academic use":              mit + "\n\nThis software is licensed for academic use only.\n",
		"in rich text":                  `{\\rtf1 ` + strings.ReplaceAll(mit, "\n", "\\par\n") + `\\par Users get a \\uc0\\u8220 evaluation\\uc0\\u8221  license of this software.}`,
		"in three words":                mit + "\n\nNo commercial use.\n",
		"in three other words":          mit + "\n\nCommercial use prohibited.\n",
		"beside advertising":            mit + "\n\nIt must not be used for commercial purposes or advertising.\n",
		"beside export":                 mit + "\n\nNo commercial use whatsoever, export included.\n",
		"a second license, short":       mit + "\n\nThe server is available under ELv2.\n",
		"a second license, by its id":   mit + "\n\nThe server is available under FSL-1.1-ALv2.\n",
		"a second license, as listed":   mit + "\n\nThe server is available under BUSL-1.1.\n",
		"a clause, by its name":         mit + "\n\nThis is subject to the Commons Clause.\n",
		"a second license, by address":  mit + "\n\nThe pictures: https://creativecommons.org/licenses/by-nc/4.0/\n",
		"alternatively, something else": "The server is licensed under the SSPL v1. Alternatively, documentation is licensed under the MIT License.",
	} {
		res := recognizer(t).Text([]byte(text))
		ls := res.Expression.Licenses()
		closed := slices.ContainsFunc(ls, func(l spdx.License) bool {
			return !l.Recognized() || l.ID == "SSPL-1.0" || AnyRestricted([]spdx.License{l})
		})
		require.True(t, closed && len(res.Expression.Options()) < 2, "%s: %s", name, res.Expression)
	}
}
