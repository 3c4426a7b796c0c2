package license

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/licdrift/licdrift/scanner/spdx"
)

const images = "../../../testdata/images"

func recognizer(t testing.TB) *Recognizer {
	t.Helper()
	r, err := New()
	require.NoError(t, err)
	return r
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(name))
	require.NoError(t, err)
	return b
}

// written is a pattern of our own as its file has it.
type written struct {
	name, id, expr string
	stage          Stage
}

func ownPatterns(t *testing.T) []written {
	files, err := filepath.Glob(filepath.FromSlash("patterns/*/*.lre"))
	require.NoError(t, err)
	require.Greater(t, len(files), 60)
	var out []written
	for _, name := range files {
		id, variant, _ := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".lre"), "_")
		id = strings.NewReplacer("+or+", " OR ", "+", " AND ").Replace(id)
		stage := Own
		switch {
		case filepath.Base(filepath.Dir(name)) == "restricted":
			stage = Restricted
		case filepath.Base(filepath.Dir(name)) == "whole":
			stage = Whole
		case variant == "notice":
			stage = Notice
		}
		out = append(out, written{name, id, string(read(t, name)), stage})
	}
	return out
}

func TestTheCorpusHasThePatternsAsTheyAreWritten(t *testing.T) {
	have, err := embedded()
	require.NoError(t, err)
	codes := map[string]bool{}
	for _, p := range have.Patterns {
		codes[fmt.Sprint(p)] = true
	}
	for _, p := range ownPatterns(t) {
		words := len(have.Words)
		require.NoError(t, have.AddPattern(p.id, p.stage, p.expr), p.name)
		require.Len(t, have.Words, words, "go generate ./scanner/internal/license after a change of %s", p.name)
		last := have.Patterns[len(have.Patterns)-1]
		require.True(t, codes[fmt.Sprint(last)], "go generate ./scanner/internal/license after a change of %s", p.name)
	}
}

// filled turns a pattern into a text that it must match: groups give their
// first alternative, optional ones too, and blanks a word.
func filled(lre string) string {
	lre = regexp.MustCompile(`(?s)//\*\*.*?\*\*//`).ReplaceAllString(lre, "")
	lre = regexp.MustCompile(`__\d+__`).ReplaceAllString(lre, " something ")
	group := regexp.MustCompile(`(?s)\(\(((?:[^()]|\([^(]|[^)]\)[^)])*?)\)\)(\?\?)?`)
	for range 8 {
		lre = group.ReplaceAllStringFunc(lre, func(g string) string {
			body, _, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(g, "(("), "??"), "))"), "||")
			return body
		})
	}
	return lre
}

func TestOwnPatternsAreRecognizedAndRestricted(t *testing.T) {
	r := recognizer(t)
	for _, p := range ownPatterns(t) {
		res := r.Text([]byte(filled(p.expr)))
		if _, ok := spdx.Exception(p.id); ok {
			require.NotEmpty(t, r.scan(readDocument([]byte(filled(p.expr))))[0].exception, p.id)
			continue
		}
		want := matchExpr(p.id)
		require.True(t, Within(want, res.Found), "%s in %s", want, res.Found)
		if p.stage == Restricted {
			require.True(t, res.Restricted, p.id)
		}
	}
}

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

func TestParametersOfOtherLicensesAreRead(t *testing.T) {
	for name, want := range map[string]map[string]string{
		"FSL-1.1-MIT":                          {ChangeDate: "second anniversary", ChangeLicense: "MIT"},
		"FSL-1.1-ALv2":                         {ChangeDate: "second anniversary", ChangeLicense: "Apache License, Version 2.0"},
		"LicenseRef-FCL-1.0-MIT":               {ChangeDate: "second anniversary", ChangeLicense: "MIT"},
		"LicenseRef-Commons-Clause":            {Software: "something", BaseLicense: "something"},
		"LicenseRef-Fair-Source-0.9":           {UserLimit: "something"},
		"PolyForm-Small-Business-1.0.0":        {UserLimit: "100"},
		"LicenseRef-Six-Labors-Split-1.0":      {RevenueLimit: "1M USD"},
		"LicenseRef-Llama-3":                   {UserLimit: "700 million"},
		"LicenseRef-Prosperity-3.0":            {TrialPeriod: "thirty days"},
		"LicenseRef-PolyForm-Free-Trial-1.0.0": {TrialPeriod: "32 consecutive calendar days"},
	} {
		own := ownPatterns(t)
		i := slices.IndexFunc(own, func(p written) bool { return p.id == name })
		require.GreaterOrEqual(t, i, 0, name)
		text := strings.NewReplacer("Software: ", "\nSoftware: ", "License: ", "\nLicense: ", "Licensor:", "\nLicensor:", "Use Limitation: ", "\nUse Limitation: ").Replace(filled(own[i].expr))
		got := map[string]string{}
		for _, p := range recognizer(t).Text([]byte(text)).Parameters {
			got[p.Name] = p.Value
		}
		for k, v := range want {
			require.Contains(t, strings.ToLower(got[k]), strings.ToLower(v), "%s of %s", k, name)
		}
	}
}

func TestBusinessSourceParametersAreRead(t *testing.T) {
	res := recognizer(t).Text(read(t, images+"/terraform-1.6.0/LICENSE"))
	require.Equal(t, "BUSL-1.1", res.Expression.String())
	require.GreaterOrEqual(t, res.Share, 0.95)
	got := map[string]string{}
	for _, p := range res.Parameters {
		got[p.Name] = p.Value
	}
	require.Equal(t, "HashiCorp, Inc.", got[Licensor])
	require.Equal(t, GrantNoCompete, got[GrantClass])
	require.Equal(t, "MPL 2.0", got[ChangeLicense])
	require.Contains(t, got[ChangeDate], "Four years")
}

func TestGrantClasses(t *testing.T) {
	for grant, want := range map[string]string{
		"None": GrantNone,
		"You may make production use, provided such use does not include offering the Licensed Work on a hosted or embedded basis which is competitive with ours": GrantNoCompete,
		"You may use the Licensed Work in production if your Total Finances do not exceed US $5,000,000":                                                          GrantRevenue,
		"production use of a single node": GrantSize,
		"Use for non-production purposes, provided that you do not offer it as a service to third parties.": GrantNonProduction,
		"You may make non-production, non-competing use.":                                                   GrantNonProduction,
		"Production use is not granted. Evaluation on one server only.":                                     GrantNonProduction,
		"not provide it to third parties as a Document Service":                                             GrantService,
		"You may use it with Play Framework applications.":                                                  GrantOther,
	} {
		require.Equal(t, want, grantClass(grant), grant)
	}
}

func TestADebianCopyrightFileIsReadByStanza(t *testing.T) {
	const file = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: Someone
License:
 Licensed under your choice of (a) the Redis Source Available License 2.0
 (RSALv2); or (b) the Server Side Public License v1 (SSPLv1); or (c) the
 GNU Affero General Public License v3 (AGPLv3).

Files: deps/*
Copyright: Other
License: local-name

Files: debian/*
Copyright: Debian
License: GPL-2+
 On Debian systems, see /usr/share/common-licenses/GPL-3

License: local-name
 Permission to use, copy, modify, and/or distribute this software for any
 purpose with or without fee is hereby granted.
 .
 THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
 REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
 FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
 INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
 OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
 TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
 THIS SOFTWARE.
`
	res := recognizer(t).Text([]byte(file))
	require.Equal(t, "AGPL-3.0-only OR LicenseRef-RSALv2 OR SSPL-1.0", res.Main.String())
	require.Len(t, res.Parts, 2)
	require.Equal(t, "0BSD", strings.ReplaceAll(res.Parts[0].License.String(), "ISC", "0BSD")) // either pattern may match these words
	require.Equal(t, "GPL-2.0-or-later", res.Parts[1].License.String())
}

// What the text of one stanza allows beyond its short name, no other stanza of that name does.
func TestAnExceptionIsThatOfItsStanza(t *testing.T) {
	const file = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2010 A
License: GPL-2

Files: ltmain.sh
Copyright: FSF
License: GPL-2
 This program is free software; you can redistribute it and/or modify it under
 the terms of the GNU General Public License as published by the Free Software
 Foundation; version 2 of the License.
 .
 As a special exception to the GNU General Public License, if you
 distribute this file as part of a program or library that is built
 using GNU Libtool, you may include this file under the same
 distribution terms that you use for the rest of that program.

License: GPL-2
 On Debian systems the full text is in /usr/share/common-licenses/GPL-2.
`
	res := recognizer(t).Text([]byte(file))
	require.Equal(t, "GPL-2.0-only", res.Main.String())
	require.Len(t, res.Parts, 1)
	require.Equal(t, "GPL-2.0-only WITH Libtool-exception", res.Parts[0].License.String())
}

func TestAPointerToATextCountsWhereNothingElseDoes(t *testing.T) {
	const pointer = "On Debian systems, the complete text can be found in /usr/share/common-licenses/GPL-2.\n"
	for text, want := range map[string]string{
		pointer: "GPL-2.0-only",
		"Licensed under the MIT license.\n\n" + pointer: "MIT",
		"It is GPL version 2 or any later version, as published by the FSF: you can redistribute it under the terms of the GNU GPL version 2 or any later version.\n\n" + pointer: "GPL-2.0-or-later",
	} {
		require.Equal(t, want, recognizer(t).Text([]byte(text)).Expression.String(), text)
	}
	about := strings.Repeat("This program is the property of Acme, which sells it to its customers. ", 5)
	require.True(t, recognizer(t).Text([]byte(about+"\n\n"+pointer)).Expression.IsZero())
}

// requireFound compares what is found in texts; an empty expression is none.
func requireFound(t *testing.T, texts map[string]string) {
	r := recognizer(t)
	for text, want := range texts {
		if want == "" {
			want = "NOASSERTION"
		}
		assert.Equal(t, want, r.Text([]byte(text)).Found.String(), text)
	}
}

func TestSectionsOnTheLicenseOfAReadme(t *testing.T) {
	requireFound(t, map[string]string{
		"## License\n\n[MIT](./LICENSE) License © 2023-PRESENT [A. Fu](https://example.com/fu)\n":                                           "MIT",
		"## License\n\n(MIT OR CC0-1.0)\n\n---\n\n[Get support](https://example.com)\n":                                                     "CC0-1.0 OR MIT",
		"License\n-------\n\n- MIT - all files, except the folder `/lib/zlib`\n- ZLIB - `/lib/zlib` content\n":                              "MIT AND Zlib",
		"License\n=======\n\n[MIT](LICENSE).\n":                                                                                             "MIT",
		"## LICENSE [MIT AND BSD-3-Clause](LICENSE)\n":                                                                                      "BSD-3-Clause AND MIT",
		"## License\n\nCopyright 2009–2017 K. Kowal and contributors\nMIT License (enclosed)\n":                                             "MIT",
		"## License\n\nCopyright (c) 2011-2022, C. Jeffrey. (MIT License)\n":                                                                "MIT",
		"## License\n\nMIT &copy; 2016 [M. McNeil](https://example.com)\n":                                                                  "MIT",
		"## License\n\n[Unlicense](./LICENSE) - public domain.\n":                                                                           "Unlicense",
		"## License\n\nBSD-3-Clause &mdash; see [LICENSE](./LICENSE).\n":                                                                    "BSD-3-Clause",
		"## License\n\nIt is licensed under the **MIT No Attribution license**\n":                                                           "MIT-0",
		"## License\n\nThis is free and open-source under the [MIT License](https://example.com/license).\n":                                "MIT",
		"[![License: MIT](https://img.shields.io/badge/License-MIT-blue.svg)](LICENSE)\n":                                                   "MIT",
		"[![License: CC BY-NC 4.0](https://img.shields.io/badge/L-CC_BY--NC_4.0-b.svg)](https://creativecommons.org/licenses/by-nc/4.0/)\n": "CC-BY-NC-4.0",
		"[![License](https://img.shields.io/badge/L-A-b.svg)](https://opensource.org/licenses/Apache-2.0)\n":                                "Apache-2.0",
		"## License\n\n[BSD-2-Clause][license]\n\n## Thanks\n\nMIT\n":                                                                       "BSD-2-Clause",
		"## License\n\nThe server is not available under the\nMIT License, nor is its documentation.\n":                                     "",
		"## License\n\nLicensed under either of\n\n- MIT license\n- Apache License 2.0\n\nat your option.\n":                                "Apache-2.0 OR MIT",
		"## License\n\nChoose one of:\n\n* MIT\n* GPL-3.0\n":                                                                                "GPL-3.0-only OR MIT",
		"## License\n\nDual-licensed:\n\n- MIT\n- Apache-2.0\n":                                                                             "Apache-2.0 OR MIT",
		"## License\n\nCopyright (c) Microsoft Corporation. All rights reserved. Licensed under the MIT License.\n":                         "MIT",
		"## License\n\nCopyright 2015, Microsoft\n":                                                                                         "",
		" * as said in the section of the\n * License\n * file.\n *\n * MIT, a university, and others made it.\n":                           "",
		"## License\n\nCopyright 2015, MIT\n":                                                                                               "",
		"## License\n\nSee [LICENSE](LICENSE)\n":                                                                                            "",
		"## License\n\nAll rights reserved.\n\nApache Ant builds it.\n":                                                                     "",
	})
}

// https://spdx.org/licenses/ISC.html
const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.
`

func TestBannersOfSourceFiles(t *testing.T) {
	requireFound(t, map[string]string{
		"/*!\n * accepts\n * Copyright(c) 2014 J. Ong\n * MIT Licensed\n */\n":                                                                                                                                  "MIT",
		"/*! simple-get. MIT License. F. Aboukhadijeh <https://example.com/opensource> */\n":                                                                                                                    "MIT",
		"/*! https://example.com/base64 v1.0.0 by @mathias | MIT license */\n":                                                                                                                                  "MIT",
		"/*! markdown-it 14.3.3 https://example.com/markdown-it @license MIT */\n":                                                                                                                              "MIT",
		" * @license [MIT]{@link https://example.com/node-archiver/blob/master/LICENSE}\n":                                                                                                                      "MIT",
		"/* UAParser.js v1.0.41\n   Copyright © 2012 F. Salman <f@example.com>\n   MIT License */\n":                                                                                                            "MIT",
		"// Copyright (c) 2010-2014 B. Carlson (b@example.com)\n//MIT License\n":                                                                                                                                "MIT",
		" * MIT License | (c) D. Diaz 2012-2015\n":                                                                                                                                                              "MIT",
		"/**\n * JSON Schema link handler\n * Licensed under AFL-2.1 OR BSD-3-Clause\n */\n":                                                                                                                    "AFL-2.1 OR BSD-3-Clause",
		"SHA-1 in C\nBy S. Reid <steve@example.com>\n100% Public Domain\n":                                                                                                                                      publicDomain,
		"/*\n * Public domain\n * sys/types.h compatibility shim\n */\n":                                                                                                                                        publicDomain,
		"/*\n * Public domain\n * works are listed in sys/types.h\n */\n":                                                                                                                                       "",
		"/* write - v1.16 - public domain - https://example.com/write\n   writes pictures\n                no warranty implied; use at your own risk\n*/\n":                                                     publicDomain,
		"// lexer.h - v0.12 - public domain S. Barrett 2013\n// lexer for making little languages\n":                                                                                                            publicDomain,
		"// lexer.h - v0.12 - public domain software is listed elsewhere\n":                                                                                                                                     "",
		"# Copyright J. Hartley 2013. BSD 3-Clause license, see LICENSE file.\n":                                                                                                                                "BSD-3-Clause",
		" * Use of this source code is governed by an MIT-style license that can be\n * found in the LICENSE file at the root.\n":                                                                               "MIT",
		"/**\n * @license React\n * react-dom.production.min.js\n *\n * Licensed under the MIT license found in the LICENSE file.\n */\n":                                                                       "MIT",
		"/* terms of the GNU General Public License as published by    */\n/* the FSF, using version 2 of the License. It is licensed under the */\n/* terms of the GNU General Public License version 2. */\n": "GPL-2.0-only",
		"# This is published under the terms of the Apache Software License #\n# version 1.1, a copy of which is in the LICENSE file.      #\n":                                                                 "Apache-1.1",
		"MODULE_LICENSE(\"Dual MIT/GPL\");\n":                                                                                                                                                                   "GPL-2.0-only OR MIT",
		"License: Eclipse Public License - v 1.0 (http://www.eclipse.org/legal/epl-v10.html)\n":                                                                                                                 "EPL-1.0",
		"NOTICE file corresponding to section 4d of the Apache License Version 2.0\n":                                                                                                                           "Apache-2.0",
		"/*\n * This file is not\n * MIT Licensed\n */\n":                                                                                                                                                       "",
		"/*\n * Copyright 2020 X\n * MIT License\n * shall not apply to logos.\n */\n":                                                                                                                          "",
		"/*\n * x, y, and libfoo with its\n * MIT License\n */\n":                                                                                                                                               "",
		"MIT License\n\nCopyright 2020 X\n\n" + isc:                                                                                                                                                             "ISC",
		"Licensed under the MIT License. The text of the\nGNU Lesser General Public License - `/usr/share/common-licenses/LGPL-2.1'\n":                                                                          "MIT",
		"// Copyright 2020 X\n// GPL License\n// Licensed under the GNU General Public License, version 2.\n":                                                                                                   "GPL-2.0-only",
		"// Copyright 2020 Acme (MIT License)\n":                                                                                                                                                                "MIT",
		"// Do What The Fuck you Want to Public License 2 (WTFPL)\n":                                                                                                                                            "WTFPL",
		"// License: http://rock.mit-license.org\n":                                                                                                                                                             "MIT",
		"// License: https://mit-license.org/\n":                                                                                                                                                                "MIT",
		"// x.c is in the public domain by https://creativecommons.org/publicdomain/zero/1.0/\n":                                                                                                                "CC0-1.0",
		"It is in the public domain (https://creativecommons.org/publicdomain/zero/1.0/). The rest is licensed under the MIT License.\n":                                                                        publicDomain + " AND MIT",
		"This is committed to public domain research. It can not be released into the public domain.\n":                                                                                                         "",
		"Parts of it were placed in the public domain.\n":                                                                                                                                                       "",
		"# Public domain\n\nIs a term of law.\n":                                                                                                                                                                "",
		"| left-pad | MIT License |\n":                                                                                                                                                                          "",
		"- photo.jpg - Public Domain\n":                                                                                                                                                                         "",
		"// No longer - MIT License\n":                                                                                                                                                                          "",
		"/* x is GPL License compatible - MIT License incompatible | none */\n":                                                                                                                                 "",
		strings.Repeat("MIT License\n", maxBanners) + "GPL-3.0 License\n":                                                                                                                                       "MIT",
		"\tMODULE_LICENSE(\"GPL\");\n":                                                                                                                                                                          "GPL-2.0-only",
		"MIT License\n\nYou may use this work if you pay the author one coin a day. Redistribution is not permitted.\n":                                                                                         "",
	})
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

// A list of components names the license of each, however long it is.
func TestFieldsBehindTheirBoundAreNotUnderstood(t *testing.T) {
	list := func(n int) string {
		return strings.Repeat("Name: foo\nLicense: MIT\n\n", n) + "Name: bar\nLicense: Commercial\n"
	}
	r := recognizer(t)
	require.Equal(t, "LicenseRef-Proprietary AND MIT", r.Text([]byte(list(100))).Expression.String())
	require.False(t, r.Text([]byte(list(maxFields))).Expression.Recognized())
	section := "## License\n\n" + strings.Repeat("- foo: MIT License\n", maxSection-2) + "- bar: SSPL-1.0\n"
	require.Equal(t, "MIT AND SSPL-1.0", r.Text([]byte(section)).Expression.String())
	section = "## License\n\n" + strings.Repeat("- foo: MIT License\n", maxSection) + "- bar: Commercial\n"
	require.False(t, r.Text([]byte(section)).Expression.Recognized())
}

// A word of a match that reaches over the end of a region is none of it.
func TestMatchesEndWithinTheirRegion(t *testing.T) {
	notice := "This file is part of the Independent JPEG Group's software a. For conditions of distribution and use see the accompanying README file\n"
	r := recognizer(t)
	for n := range 8 {
		res := r.Text([]byte(strings.Repeat("x", 37+n) + "\n" + strings.Repeat(notice, 2200)))
		require.Equal(t, "IJG", res.Found.String())
	}
}

func TestAPaymentThatIsNotRequiredIsNoRestriction(t *testing.T) {
	require.False(t, restrictive([]byte("If you use it in a product then reasonable payment to Acme, if you can afford it, is not required but would be appreciated.")))
	require.True(t, restrictive([]byte("Payment is not required for personal use but for commercial use a fee is due.")))
}

func TestTheTextOfAnExceptionNamesItsLicense(t *testing.T) {
	text := strings.Join(wordsOf(t, "GCC-exception-3.1"), " ")
	require.Equal(t, "GPL-3.0-only WITH GCC-exception-3.1", recognizer(t).Text([]byte(text)).Expression.String())
}

func TestWhatIsNoTextGivesNothing(t *testing.T) {
	r := recognizer(t)
	for _, b := range [][]byte{nil, []byte("\n\n"), {0, 1, 2, 3}, []byte("hello world"), []byte("PK\x03\x04" + strings.Repeat("\x00\x01license", 1000))} {
		require.True(t, r.Text(b).Expression.IsZero(), "%q", b)
	}
}

func TestAnOpenLicenseWithACondition(t *testing.T) {
	mit := string(read(t, images+"/terraform-1.5.7/LICENSE"))
	r := recognizer(t)
	require.Equal(t, "MPL-2.0", r.Text([]byte(mit)).Expression.String())
	res := r.Text([]byte(mit + "\nAdditional condition: you may not sell this software or offer it as a hosted service.\n"))
	require.False(t, res.Expression.Recognized())
	require.Contains(t, res.Restricts, "may not sell")
}

func TestKindsOfChange(t *testing.T) {
	mpl, busl := read(t, images+"/terraform-1.5.7/LICENSE"), read(t, images+"/terraform-1.6.0/LICENSE")
	edit := func(b []byte, from, to string) []byte {
		require.Contains(t, string(b), from)
		return []byte(strings.Replace(string(b), from, to, 1))
	}
	bsd := read(t, "testdata/golang-x-mod.LICENSE") // of golang.org/x/mod v0.42.0
	r := recognizer(t)
	for _, c := range []struct {
		name string
		a, b []byte
		want Kind
	}{
		{"the same", mpl, mpl, None},
		{"white space", mpl, edit(mpl, "\n", "\n\n  "), None},
		{"a year", edit(mpl, "Copyright (c) 2014", "Copyright (c) 2015-2019"), mpl, Copyright},
		{"another license", mpl, busl, Relicensed},
		{"another grant", busl, edit(busl, "You may make production use of the Licensed Work,", "You may use up to 3 nodes,"), Parameters},
		{"a license by another name", []byte("This edition is licensed under the Acme Community License. You may not resell it."), []byte("This edition is licensed under the Acme Enterprise License. You may not resell it."), Relicensed},
		{"a holder that is no name", bsd, edit(bsd, "name of Google LLC", "name of the age project"), Copyright},
		{"terms in place of a holder", bsd, edit(bsd, "name of Google LLC nor", "name of Google LLC, nor any use for commercial purposes, nor"), Edited},
		{"more terms in place of a holder", bsd, edit(bsd, "name of Google LLC nor", "name of Google LLC or its logo, which must be displayed on startup, nor"), Edited},
		{"terms in capitals", bsd, append(append([]byte{}, bsd...), "\n\n4. NO USE IN WEAPONS.\n"...), Edited},
		{"a holder's name in a clause", bsd, edit(edit(bsd, "name of Google LLC", "name of Acme Corporation"), "2009 The Go Authors", "2009 Acme"), Copyright},
		{"a condition", mpl, append(append([]byte{}, mpl...), "\n\nYou may not sell this software, nor offer it as a hosted service to third parties.\n"...), RiderAdded},
		{"a condition gone", append(append([]byte{}, mpl...), "\n\nYou may not sell this software, nor offer it as a hosted service to third parties.\n"...), mpl, RiderRemoved},
	} {
		require.Equal(t, c.want, r.Compare(c.a, c.b).Kind, c.name)
	}
}

func TestRichTextIsReadByItsWords(t *testing.T) {
	mit := string(read(t, "testdata/MIT.txt"))
	rtf := `{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}{\*\generator Word;}{\info{\title No commercial use.}}\f0\fs24 ` +
		strings.NewReplacer("\n", "\\par\n", `"`, `\'22`, "whom", `{\b wh}om`, "free of charge", `free\~of \u99?harge`).Replace(mit) + `}`
	require.Equal(t, "MIT", recognizer(t).Text([]byte(rtf)).Expression.String())
	for rtf, want := range map[string]string{
		`{\rtf1 a \{b\} \\c\par d \'e9}`:           "a {b} \\c\nd é",
		`{\rtf1 \uc0\u8220 evaluation\u8221 }`:     "“evaluation”",
		`{\rtf1 \uc2\u8220 xxevaluation{\uc0 a}b}`: "“evaluationab",
		`{\rtf1 \'93it\'92s\'94 \bin3 {{{end}`:     `"it's" end`,
	} {
		require.Equal(t, want, string(rtfText([]byte(rtf))), rtf)
	}
}

// A sentence is searched for a restriction only if a word of it is of that kind: every
// expression must be within reach of one.
func TestWordsOfRestrictionsAreOfTheirKind(t *testing.T) {
	beside := map[string]bool{"as a service": true, "permitted to": true, "allowed to": true, "orized to": true, "orised to": true, "entitled to": true, "ensed to": true, "enced to": true} // stand behind not or never, or behind a word of a service
	for _, gs := range []gates{restricts, plainly} {
		for _, g := range gs.all {
			for _, key := range g.keys {
				fragment := regexp.MustCompile(`^[a-z]?( |$)`).Match(key) || string(key) == "user licen"
				assert.True(t, beside[string(key)] || fragment || wordKinds(key)&restrict != 0, string(key))
			}
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte(`{\rtf1\ansi{\fonttbl x}\par License: MIT \'e9 \u8364? {{{`))
	f.Add([]byte("Licensed under the Apache License, Version 2.0 or the MIT license"))
	f.Add([]byte("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+ and (MIT or x)\n text\n"))
	f.Add([]byte("\xff\xfeM\x00I\x00T\x00"))
	f.Add([]byte("Licensor: x\nAdditional Use Grant: None\nChange Date: 2030-01-01\n"))
	f.Add([]byte("SPDX-License-Identifier: (MIT OR\n"))
	f.Add([]byte("-- re-\n-- use-\n--   ful\nof the Free Soft- --\n-- ware Foundation\n"))
	f.Add([]byte("Licensed under either of:\n\n1. MIT\n\n   x\n2. Apache-2.0 (see http://x.y)\n\n# License\n\n- Code: MIT\n- x: y\n"))
	f.Add([]byte("Under the Eclipse Public License, see https://www.eclipse.org/legal/epl-2.0/. The license is MIT. It is dual MIT/GPL-2.0-only WITH x-exception"))
	f.Add([]byte("<!-- x --><html><pre>  <br>a<a href=x>MIT<a <p a='>&amp;</pre><link rel=license href=y><li>[z](x)<o:p/>"))
	r := recognizer(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		res := r.Text(b)
		require.LessOrEqual(t, res.Share, 1.0)
		r.Compare(b, append([]byte("x "), b...))
	})
}

func BenchmarkText(b *testing.B) {
	r := recognizer(b)
	text := read(b, images+"/terraform-1.5.7/LICENSE")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r.Text(text)
	}
}

// What a run of the program reads before its first text.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		c, err := ReadCorpus(corpusBin)
		require.NoError(b, err)
		newIndex(c)
		for _, stage := range []Stage{Own, Notice, Restricted, Short, Apart} {
			_, err := newPatterns(c, stage)
			require.NoError(b, err)
		}
		readPhrases(readNames())
	}
}

func TestACorpusCutShortIsAnError(t *testing.T) {
	c, err := embedded()
	require.NoError(t, err)
	c.Templates = c.Templates[:1]
	c.Patterns = c.Patterns[:1]
	whole, err := c.Bytes()
	require.NoError(t, err)
	again, err := ReadCorpus(whole)
	require.NoError(t, err)
	require.Equal(t, c.Patterns, again.Patterns)
	require.Equal(t, c.Templates, again.Templates)
	for n := 0; n < len(whole); n += 499 {
		_, err := ReadCorpus(whole[:n])
		require.Error(t, err, n)
	}
}

// Each template must explain nine tenths of its own words, and find the license
// or one of its siblings with nearly the same words.
func TestTemplatesAreFoundByTheirWords(t *testing.T) {
	ix, err := loadIndex()
	require.NoError(t, err)
	require.Greater(t, len(ix.templates), 700)
	r := recognizer(t)
	var missed []string
	for _, x := range ix.templates {
		var text []string
		for n, w := range x.words {
			if text = append(text, ix.names[w]); n%12 == 11 {
				text = append(text, "\n")
			}
		}
		d := readDocument([]byte(strings.Join(text, " ")))
		explained := 0
		found := false
		want, exception := spdx.Exception(x.id)
		for _, m := range r.similar(d, d.whole()) {
			explained += len(d.in(span{m.Start, m.End}))
			found = found || exception && m.exception == want || !exception && Within(matchExpr(x.id), m.Expression)
		}
		if explained*10 < len(d.words)*9 || !found {
			missed = append(missed, x.id)
		}
	}
	// siblings whose words are all in another's, and texts of a line
	require.LessOrEqual(t, len(missed), len(ix.templates)/50, "%v", missed)
}

func TestFoldersUnderAnotherLicenseAreParts(t *testing.T) {
	for text, want := range map[string][2]string{
		`Source code in this repository is variously licensed under the Apache License Version 2.0 or the Acme License.
Outside of the "plus" folder, source code is licensed under the Apache License Version 2.0.
Within the "plus" folder, source code is licensed under the Elastic License 2.0.`: {"Apache-2.0", "plus: Elastic-2.0"},
		`For the Community Edition: Apache License 2.0, which applies to all source files except for the lib-ee sub-directory.

For the Enterprise Edition: Business Source License 1.1, which applies to source code in the lib-ee sub-directory.`: {"Apache-2.0", "lib-ee: BUSL-1.1"},
		"This folder holds the source. It is licensed under the Apache License 2.0.": {"Apache-2.0", ""},
	} {
		res := recognizer(t).Text([]byte(text))
		require.Equal(t, want[0], res.Main.String(), text)
		part := ""
		for _, p := range res.Parts {
			part += p.Files + ": " + p.License.String()
		}
		require.Equal(t, want[1], part, text)
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

// Two conditions in other words are two unknowns, though all else is the same.
func TestTermsInTheLineOfACopyrightAreRead(t *testing.T) {
	mit := "Copyright (c) 2020 Foo GmbH. All rights reserved. Commercial use of this software is prohibited without a license.\n\n" +
		strings.Join(wordsOf(t, "MIT"), " ")
	res := recognizer(t).Text([]byte(mit))
	require.Contains(t, res.Expression.String(), "LicenseRef-unrecognized")
	require.Contains(t, res.Restricts, "Commercial use")
}

func wordsOf(t *testing.T, id string) []string {
	ix, err := loadIndex()
	require.NoError(t, err)
	for _, x := range ix.templates {
		if x.id == id {
			var out []string
			for _, w := range x.words {
				out = append(out, ix.names[w])
			}
			return out
		}
	}
	t.Fatal(id)
	return nil
}

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

func TestATextThatIsTooLongIsNotUnderstoodWhole(t *testing.T) {
	long := []byte(strings.Repeat(string(read(t, "testdata/MIT.txt")), MaxText/1000))
	res := recognizer(t).Text(append(long, "\nNo commercial use.\n"...))
	require.False(t, res.Expression.Recognized())
	require.Equal(t, "MIT", res.Found.String())
	require.NotEmpty(t, res.Unread)
}
