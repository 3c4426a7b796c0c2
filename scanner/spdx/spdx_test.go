package spdx

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseGivesOneSpellingForOneMeaning(t *testing.T) {
	for in, want := range map[string]string{
		"MIT":                                   "MIT",
		"mit":                                   "MIT",
		"(MIT)":                                 "MIT",
		"MIT or (apache-2.0)":                   "Apache-2.0 OR MIT",
		"Apache-2.0 OR MIT OR MIT":              "Apache-2.0 OR MIT",
		"GPL-2.0":                               "GPL-2.0-only",
		"GPL-2.0+":                              "GPL-2.0-or-later",
		"GPL-2.0-only+":                         "GPL-2.0-or-later",
		"LGPL-2.1-or-later":                     "LGPL-2.1-or-later",
		"Apache-2.0+":                           "Apache-2.0+",
		"GPL-2.0-with-classpath-exception":      "GPL-2.0-only WITH Classpath-exception-2.0",
		"gpl-2.0+ with classpath-exception-2.0": "GPL-2.0-or-later WITH Classpath-exception-2.0",
		"MIT AND (ISC OR Zlib)":                 "(ISC OR Zlib) AND MIT",
		"MIT AND ISC OR Zlib":                   "(ISC AND MIT) OR Zlib",
		"MIT OR ISC, AND Zlib":                  "(ISC OR MIT) AND Zlib",
		"((MIT AND ISC) AND Zlib)":              "ISC AND MIT AND Zlib",
		"BSD-2-Clause-FreeBSD":                  "BSD-2-Clause",
		"LicenseRef-Redis":                      "LicenseRef-Redis",
		"DocumentRef-x:LicenseRef-y":            "DocumentRef-x:LicenseRef-y",
		"":                                      "NOASSERTION",
		"NONE":                                  "NOASSERTION",
		"(GPL-2.0-or-later OR LGPL-2.1-or-later) AND MPL-1.1": "(GPL-2.0-or-later OR LGPL-2.1-or-later) AND MPL-1.1",
	} {
		e, err := Parse(in)
		require.NoError(t, err, in)
		require.Equal(t, want, e.String(), in)
		again, err := Parse(e.String())
		require.NoError(t, err, in)
		require.True(t, e.Equal(again), in)
	}
}

func TestParseRefusesWhatItCannotRead(t *testing.T) {
	for _, in := range []string{
		"MIT OR", "OR MIT", "(MIT", "MIT)", "MIT ISC", "Foo", "MIT WITH", "MIT WITH Foo", "LicenseRef-", "AND", "()", "MIT AND AND ISC",
		strings.Repeat("(", 100) + "MIT" + strings.Repeat(")", 100), strings.Repeat("MIT AND ", 5000) + "MIT",
	} {
		_, err := Parse(in)
		require.Error(t, err, in)
	}
	var unknown *UnknownError
	_, err := Parse("MIT OR Foo-1.0")
	require.ErrorAs(t, err, &unknown)
	require.Equal(t, "Foo-1.0", unknown.Name)
}

func TestAlternativesAreTheChoicesOfTheLicensee(t *testing.T) {
	e, err := Parse("(MIT OR GPL-2.0-only) AND (ISC OR Zlib)")
	require.NoError(t, err)
	require.Len(t, e.Alternatives(), 4)
	many := "MIT"
	for range 20 {
		many = "(" + many + " OR ISC) AND (Zlib OR 0BSD) AND (NTP OR X11)"
	}
	e, err = Parse(many)
	require.NoError(t, err)
	require.LessOrEqual(t, len(e.Alternatives()), MaxAlternatives)
}

func TestJSONKeepsExpressionsOfNewerLists(t *testing.T) {
	var e Expr
	require.NoError(t, json.Unmarshal([]byte(`"New-License-9.0 OR MIT"`), &e))
	b, err := json.Marshal(e)
	require.NoError(t, err)
	require.Equal(t, `"MIT OR New-License-9.0"`, string(b))
}

func TestUnrecognizedTermsCompareByTheirWords(t *testing.T) {
	require.True(t, Unrecognized("0123456789abcdef").Equal(Unrecognized("0123456789abffff")))
	require.False(t, Unrecognized("0123456789abcdef").Recognized())
	require.False(t, Expr{}.Recognized())
	require.True(t, Ref("MIT").Recognized())
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"MIT", "(MIT OR ISC) AND GPL-2.0+ WITH GCC-exception-2.0", "MIT, and (ISC", "LicenseRef-x and/or Zlib", ")("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(e.String())
		require.NoError(t, err)
		require.Equal(t, e.String(), again.String())
		_ = e.Alternatives()
	})
}
