package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

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
