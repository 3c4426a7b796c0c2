package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/spdx"
)

func TestNamesOfTheTableAreValidAndFound(t *testing.T) {
	n := 0
	for line := range strings.Lines(namesTSV) {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "name\t") {
			continue
		}
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		require.Len(t, f, 3, line)
		want, err := spdx.Parse(f[1])
		require.NoError(t, err, line)
		stated := f[0]
		if Scope(f[2]) == link {
			stated = "https://" + stated
		}
		got, ok := Statement(Scope(f[2]), stated)
		require.True(t, ok, line)
		if n++; got.String() != want.String() {
			t.Logf("%s: %s", strings.TrimSpace(line), got)
		}
	}
	require.Greater(t, n, 3000)
}

func TestStatementsAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		scope Scope
		in    string
		want  string // empty: not understood
	}{
		{Deb, "GPL-2+", "GPL-2.0-or-later"},
		{Deb, "GPL-2+ or Expat", "GPL-2.0-or-later OR MIT"},
		{Deb, "GPL-2+ and MIT, or Apache-2", "Apache-2.0 OR (GPL-2.0-or-later AND MIT)"},
		{Deb, "GPL-1+ or Artistic", "Artistic-1.0-Perl OR GPL-1.0-or-later"},
		{Deb, "LGPL-2.1+", "LGPL-2.1-or-later"},
		{Deb, "GFDL-1.3+", "GFDL-1.3-or-later"},
		{Deb, "GPL-3+ with GCC exception", "GPL-3.0-or-later WITH GCC-exception-3.1"},
		{Deb, "BSD-3-clause", "BSD-3-Clause"},
		{Deb, "public-domain", "LicenseRef-Public-Domain"},
		{Deb, "custom", ""},
		{Deb, "other", ""},
		{RPM, "GPLv2+ and MIT", "GPL-2.0-or-later AND MIT"},
		{RPM, "ASL 2.0", "Apache-2.0"},
		{RPM, "(GPLv2 or LGPLv3+) and BSD", "(GPL-2.0-only OR LGPL-3.0-or-later) AND LicenseRef-BSD-unspecified"},
		{NPM, "UNLICENSED", "LicenseRef-Proprietary"},
		{NPM, "Unlicense", "Unlicense"},
		{NPM, "BSL", ""},
		{NPM, "BSL-1.0", "BSL-1.0"},
		{NPM, "(MIT OR Apache-2.0)", "Apache-2.0 OR MIT"},
		{NPM, "Apache License, Version 2.0", "Apache-2.0"},
		{NPM, "https://opensource.org/licenses/MIT", "MIT"},
		{Python, "License :: OSI Approved :: Apache Software License", "Apache-2.0"},
		{Python, "GPLv3 or later", "GPL-3.0-or-later"},
		{Maven, "The Apache Software License, Version 2.0", "Apache-2.0"},
		{Maven, "http://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"},
		{Maven, "https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC-BY-NC-SA-4.0"},
		{Apk, "GPL-2.0-only AND LGPL-2.1-or-later", "GPL-2.0-only AND LGPL-2.1-or-later"},
		{Any, "Creative Commons Attribution-NonCommercial 4.0", "CC-BY-NC-4.0"},
		{Any, "BUSL-1.1", "BUSL-1.1"},
	} {
		got, ok := Statement(c.scope, c.in)
		if c.want == "" {
			require.False(t, ok, "%s: %s", c.in, got)
			continue
		}
		require.True(t, ok, c.in)
		require.Equal(t, c.want, got.String(), c.in)
	}
}

// What is said of others' works, or is said not to be, names no license; what is said of
// a part or of some people is no license of the whole.
func TestNamesThatDoNotApply(t *testing.T) {
	r := recognizer(t)
	requireFound(t, map[string]string{
		"This project is MIT licensed.":                                                                            "MIT",
		"Copyright 2012 X. MIT Licensed.":                                                                          "MIT",
		"Released under MIT.":                                                                                      "MIT",
		"## License ##\n\nMIT © Someone\n":                                                                         "MIT",
		"https://example.com/x/blob/master/MIT-LICENSE.txt":                                                        "MIT",
		"We are working on it, but the code is not yet released under the MIT License.":                            "",
		"This project is not finished but released under the MIT License.":                                         "MIT",
		"This is **not** released under the MIT license.":                                                          "",
		"This code is not available under the MIT License or GPLv2.":                                               "",
		"It will be released under the MIT License in 2030.":                                                       "",
		"It depends on other software licensed under the MIT License.":                                             "",
		"Joe has not placed the code in the public domain.":                                                        "",
		"This program is a mix of GPL and proprietary code.":                                                       "",
		"If not specified otherwise, all files are licensed under the MIT License.":                                "MIT",
		"prop-types is [MIT licensed](./LICENSE).":                                                                 "MIT",
		"## License\n\n[MIT License](http://example.com/MIT_License)\n":                                            "MIT",
		"It comes with no warranty and is released under MIT.":                                                     "MIT",
		"The server is under the GNU AGPL. The library is under the GPL version 3.":                                "AGPL-3.0-or-later AND GPL-3.0-only",
		"Copyright 2020 A, B; GPL (v3 or later), with Autoconf exception:\n    a.m4 (its license is told above)\n": "GPL-3.0-or-later WITH Autoconf-exception-3.0",
		"This software is not MIT licensed.":                                                                       "",
		"Nothing here is MIT licensed.":                                                                            "",
		"It uses the MIT-licensed library Bar.":                                                                    "",
		"This is released under MIT-like terms.":                                                                   "",
		"Software used under MIT Lincoln Laboratory contract F19628.":                                              "",
		"Licensed under a non-MIT License.":                                                                        "",
		"These are generally unlicensed devices under the rules of the FCC.":                                       "",
		"It may be used on BSD Unix, and is not under the GNU General Public License (GPL).":                       "",
		"This code is released into the \"public domain\" by its author(s). The author makes no guarantees, and takes no liability for use of this code.": publicDomain,
		"Our icons come from https://example.com/icons/blob/main/MIT-LICENSE.txt":                                                                         "",
		"Use is subject to the MIT License and not just under the Elastic License 2.0.":                                                                   "Elastic-2.0 AND MIT",
		"It is released under MIT. It includes other programs distributed under the SSPL.":                                                                "MIT AND SSPL-1.0",
		"Distributed under the Apache License 2.0 and (RSAL) v2.":                                                                                         "Apache-2.0 AND LicenseRef-RSALv1",
		"License: MIT © Acme, server is BUSL-1.1":                                                                                                         "BUSL-1.1 AND MIT",
		"License: CC-BY 4.0 NC": "CC-BY-NC-4.0",
		"Licensed under the Creative Commons Attribution-Share Alike 3.0 and LGPL2 or later.":                              "CC-BY-SA-3.0 AND LGPL-2.0-or-later",
		"Under the terms of the GNU GPL v3, with Classpath Linking Exception for libraries.":                               "GPL-3.0-only WITH Classpath-exception-2.0",
		"Licensed under the GPL version 2 with no Classpath exception.":                                                    "GPL-2.0-only",
		"Licensed under the GPL version 2 with the OpenSSL license exception.":                                             "GPL-2.0-only WITH openvpn-openssl-exception",
		"Licensed under the Lesser GNU Public License.":                                                                    "LGPL-2.0-or-later",
		"Available under the Mozilla Public License (MPL) version 1.1.":                                                    "MPL-1.1",
		"The ASF licenses this work to You under the Apache License, Version 2.0.":                                         "Apache-2.0",
		"This program is under the GNU GPL.\n\nThe header is under the BSD 2-Clause License.\n":                            "BSD-2-Clause AND GPL-1.0-or-later",
		"For conditions of distribution and use, see copyright notice in zlib.h":                                           "Zlib",
		"For conditions of distribution and use, <a href=\"x.html\">see</a> copyright<br /> notice in zlib.h":              "Zlib",
		"For conditions of distribution and use, <address of whom it may never be sold to> see copyright notice in zlib.h": "",
		"For conditions of distribution and use, <which may never be sold> see copyright notice in zlib.h":                 "",
	})
	for _, text := range []string{
		"License: MIT. Do not use in production.", "License: Apache-2.0 after four years; until then source available", "@license MIT for students", "@license MIT, except for src/ee", "/* Not for commercial use @license MIT */", "// MIT License (c) 2020 Acme, for non-commercial use only", "// Copyright 2020 Acme, students only, MIT License",
		"## License\n\nCopyright 2020 Acme, students only (MIT License)\n", "## License\n\n[MIT][for non-commercial use only]\n", "/*! x. MIT License. Not for commercial use. */", "/* Free for personal use only | MIT License */", "// Copyright 2020 X\n// MIT License\n// Not for commercial use.\n", "MIT licensed, for non-commercial use only.",
		"This file is part of the Independent JPEG Group's software, modified for non-commercial use only. For conditions of distribution and use, see the accompanying README file.",
	} {
		assert.NotEmpty(t, r.Text([]byte(text)).Restricts, text)
	}
}

// What stands beside a name may take back what it gives, in words that no list has: such a
// name alone is not believed.
func TestNamesWithMoreBesideThemAreNotAll(t *testing.T) {
	r := recognizer(t)
	for _, text := range []string{
		"// MIT License 2020 for students only", "/* MIT Licensed - for students */",
		"/* foo 1.0 | MIT License | trial version */", "/* Foo | MIT License | OEM only */", "/* Foo | MIT License | key required */",
		"/* Foo | MIT License | ask sales@example.com before use */", "/* Foo | MIT License | v1 was, v2 is closed */",
		"/*\n * Foo\n * MIT License\n * Trial version, stops after 30 days\n */", "/*\n * Foo - MIT License\n * Requires a key from Acme for use at work.\n */",
		"/*\n * MIT License\n * Free for students. Companies need a key.\n */", "/* Parser from peg.js - MIT License. Everything else belongs to Acme. */",
		"/* Icons by Bob - MIT License */", "/* foo | MIT License\n * bar | Proprietary\n */", "License: MIT\nRestrictions: no SaaS", "/* foo\n * Public Domain\n * Ask before selling.\n */",
		"## License\n\n[MIT](LICENSE) for non-profits.", "## License\n\n[MIT](LICENSE). For work use, [buy a key](https://example.com).",
		"## License\n\n[MIT](LICENSE) for `core/`; the rest belongs to Acme.", "## License\n\n[MIT](LICENSE) © [Acme](https://example.com) for hobby projects",
		"We plan to put this in the public domain.", "Neither the code nor the data were placed in the public domain.",
		"When the campaign succeeds it is released into the public domain.", "Released into the public domain as long as you do not sell it.",
		"Everything is placed in the public domain except the logo.", "License: MIT, Commercial Software", "License: MIT AND Proprietary Software",
	} {
		e := r.Text([]byte(text)).Expression
		assert.False(t, !e.IsZero() && e.Recognized() && !AnyRestricted(e.Licenses()) && !strings.Contains(e.String(), "Proprietary"), "%q is %s", text, e)
	}
}
