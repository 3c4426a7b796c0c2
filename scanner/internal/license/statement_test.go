package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestANameWithoutItsVersionIsThatOfItsAddress(t *testing.T) {
	requireFound(t, map[string]string{
		"Licensed under the Eclipse Public License. See https://www.eclipse.org/legal/epl-2.0/":                                               "EPL-2.0",
		"Licensed under the [Mozilla Public License](http://mozilla.org/MPL/2.0/).":                                                           "MPL-2.0",
		"This work is licensed under a Creative Commons Attribution license.\n\nhttp://creativecommons.org/licenses/by/4.0/":                  "CC-BY-4.0",
		"Distributed under the Apache License. See http://www.apache.org/licenses/LICENSE-1.1":                                                "Apache-1.1",
		"Under the terms of the Common Development and Distribution License. See https://glassfish.dev.java.net/public/CDDL+GPL_1_1.html":     "CDDL-1.1",
		"Licensed under the GPL, see https://www.gnu.org/licenses/gpl-3.0.html":                                                               "GPL-3.0-only",
		"Licensed under the [LGPL](https://www.gnu.org/licenses/lgpl-2.1.html).":                                                              "LGPL-2.1-only",
		"License: [BSD](https://opensource.org/licenses/BSD-3-Clause)":                                                                        "BSD-3-Clause",
		"## License\n\n[GPL](https://www.gnu.org/licenses/gpl-2.0.html)":                                                                      "GPL-2.0-only",
		"Released under the GNU <a href=\"http://x.y\">General Public License</a> version 3 or later.":                                        "GPL-3.0-or-later",
		"Under the terms of the Common Development and Distribution License 1.0. See https://glassfish.dev.java.net/public/CDDL+GPL_1_1.html": "CDDL-1.0",
	})
	r := recognizer(t)
	for text, open := range map[string]string{
		"This work is licensed under a Creative Commons Attribution-NonCommercial license. See http://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
		"Licensed under the Eclipse Public License for members only. See https://www.eclipse.org/legal/epl-2.0/":                            "EPL-2.0",
		"Licensed under the Eclipse Public License or the Mozilla Public License. See https://www.eclipse.org/legal/epl-2.0/":               "EPL-2.0",
	} {
		assert.NotEqual(t, open, r.Text([]byte(text)).Expression.String(), text)
	}
}

func TestIdsOfExpressionsInSentences(t *testing.T) {
	requireFound(t, map[string]string{
		"This program is licensed under GPL-2.0-or-later.":                                                        "GPL-2.0-or-later",
		"This program is licensed under the GPL-3.0-only license.":                                                "GPL-3.0-only",
		"This program is licensed under the GNU General Public License, version 2.0 or later (GPL-2.0-or-later).": "GPL-2.0-or-later",
		"License: GNU General Public License, version 2.0 or later (GPL-2.0-or-later)":                            "GPL-2.0-or-later",
		"This program is licensed under Apache-2.0 WITH LLVM-exception.":                                          "Apache-2.0 WITH LLVM-exception",
		"Licensed under GPL-2.0-only WITH Classpath-exception-2.0.":                                               "GPL-2.0-only WITH Classpath-exception-2.0",
		"License: GPL, see GPL-3.txt":                                                                             "GPL-3.0-only",
		"License: MIT with Commons Clause":                                                                        "LicenseRef-Commons-Clause AND MIT",
		"Licensed under GPL-3.0-NC.":                                                                              "",
		"License: LLGPL":                                                                                          "LGPL-2.1-only WITH LLGPL",
		"dnl @license AllPermissive":                                                                              "FSFAP",
	})
}

func TestAListOfLicensesIsOfferedOrNot(t *testing.T) {
	requireFound(t, map[string]string{
		"Licensed under either of\n\n * Apache License, Version 2.0\n   ([LICENSE-APACHE](LICENSE-APACHE))\n * MIT license\n   ([LICENSE-MIT](LICENSE-MIT) or http://opensource.org/licenses/MIT)\n\nat your option.": "Apache-2.0 OR MIT",
		"This software may be used under the terms of\none of the following licenses:\n\n1. The GNU General Public License, version 2.\n2. The Mozilla Public License, version 1.1.\n":                                "GPL-2.0-only OR MPL-1.1",
		"Licensed under one of the following licenses:\n\n1) MIT License\n2) Acme Commercial License\n":                                                                                                               "",
		"It is licensed under the following licenses:\n\n1) MIT License\n2) Apache License 2.0\n":                                                                                                                     "Apache-2.0 AND MIT",
	})
	r := recognizer(t)
	for _, text := range []string{
		"License: CC0 (code), all rights reserved (art)",
	} {
		assert.NotEmpty(t, r.Text([]byte(text)).Restricts, text)
	}
}

func TestWordsPartedAtTheEndOfALineAreOne(t *testing.T) {
	requireFound(t, map[string]string{
		"-- GNAT is free software;  you can  redistribute it  and/or modify it under  --\n" +
			"-- terms of the  GNU General Public License as published  by the Free Soft-  --\n" +
			"-- ware  Foundation;  either version 3,  or (at your option) any later ver-  --\n" +
			"-- sion.                                                                     --\n": "GPL-3.0-or-later",
	})
	ix := recognizer(t).index
	for text, want := range map[string]string{
		"redis-\n * tributed under": "redistributed\n *  under",
		"both non-\ncommercial":     "both non-\ncommercial",
		"a third-\nparty":           "a third-\nparty",
		"-----\nsoftware":           "-----\nsoftware",
		"re-\nuse-\nful":            "reuse\nful",
		"Soft-\nware":               "Software\n",
		"redis-":                    "redis-",
	} {
		assert.Equal(t, want, string(ix.rejoined([]byte(text))))
	}
}

func TestTheBoilerplateOfAHeaderSaysNothingMore(t *testing.T) {
	r := recognizer(t)
	header := `The contents of this file are subject to the SGI Free Software License B, Version 1.1 (the "License"). You may not use this file except in compliance with the License. You may obtain a copy of the License at SGI.`
	assert.Equal(t, "SGI-B-1.1", r.Text([]byte(header)).Expression.String())
	assert.NotEqual(t, "SGI-B-1.1", r.Text([]byte(header+" You may not use this file except in compliance with our store's terms.")).Expression.String())
}

func TestOneLicenseOfSeveralOrAll(t *testing.T) {
	requireFound(t, map[string]string{
		"Licensed under the MIT or Apache-2.0.":                                                               "Apache-2.0 OR MIT",
		"Licensed under the MIT/Apache-2.0.":                                                                  "Apache-2.0 OR MIT",
		"License: Apache License, Version 2.0 or 3-clause BSD license":                                        "Apache-2.0 OR BSD-3-Clause",
		"License: MIT, Apache-2.0":                                                                            "Apache-2.0 AND MIT",
		"Licensed under the MIT License and the Apache License 2.0.":                                          "Apache-2.0 AND MIT",
		"# License\n\nCode: MIT\nDocs: CC-BY-4.0\n":                                                           "CC-BY-4.0 AND MIT",
		"Foo is available under the GPL. Its license is compatible with the Apache License 2.0.":              "GPL-1.0-or-later",
		"Distributed under the MIT License.\n\nThe text of the Apache-2.0 license is included for the tests.": "MIT",
	})
}

func TestAnOfferIsSpelledOutBelow(t *testing.T) {
	r := recognizer(t)
	dual := "This file is provided under a dual MIT/GPLv2 license. When using or redistributing this file, you may do so under either license.\n\n"
	gpl := "GPL LICENSE SUMMARY\n\nThis program is free software; you can redistribute it and/or modify it under the terms of version 2 of the GNU General Public License as published by the Free Software Foundation.\n\n"
	text := string(read(t, "testdata/MIT.txt"))
	assert.Equal(t, "GPL-2.0-only OR MIT", r.Text([]byte(dual+gpl+text)).Found.String())
	assert.Equal(t, "GPL-2.0-only AND MIT", r.Text([]byte(gpl+text)).Found.String())
	assert.Contains(t, r.Text([]byte(dual+text+"The plugins are licensed under the GPL version 3.\n")).Found.String(), "AND GPL-3.0-only")
}

func TestAnOfferTellsHowManyTextsFollow(t *testing.T) {
	r := recognizer(t)
	rule := strings.Repeat("-", 70) + "\n"
	text := rule + "ALTERNATIVE A - MIT License\n" + string(read(t, "testdata/MIT.txt")) + rule + "ALTERNATIVE B - ISC License\n" + isc
	for offer, want := range map[string]string{
		"This software is available under 2 licenses -- choose whichever you prefer.\n":            "ISC OR MIT",
		"At your option, choose one of two licenses.\n":                                            "ISC OR MIT",
		"You may use this under one of the following two licenses, at your option.\n":              "ISC OR MIT",
		"This software is available under 3 licenses -- choose whichever you prefer.\n":            "ISC AND MIT",
		"This software is available under 2 licenses, both of which apply whichever you prefer.\n": "ISC AND MIT",
		"This software is available under 2 licenses.\n":                                           "ISC AND MIT",
	} {
		assert.Equal(t, want, r.Text([]byte(offer+text)).Found.String(), offer)
	}
}

func TestALicenseThatIsToldInASentence(t *testing.T) {
	requireFound(t, map[string]string{
		"This project is [MIT](LICENSE) licensed.":                         "MIT",
		"A library that converts to JSON, released under the MIT License.": "MIT",
		"The license is MIT.":                                                              "MIT",
		"foo is part of bar and licensed under BSD3":                                       "BSD-3-Clause",
		"This file has no copyright assigned and is placed in the Public Domain.":          publicDomain,
		"This file has no license assigned and none of it is placed in the public domain.": "",
		"Our license is the Apache License 2.0.":                                           "Apache-2.0",
		"Project license: EPL-2.0":                                                         "EPL-2.0",
		"It is Apache-2.0 licensed.":                                                       "Apache-2.0",
		"It is not Apache-2.0 licensed.":                                                   "",
		"The license is compatible with the GPL.":                                          "",
		"The license is the same as that of Perl 6.":                                       "",
		"Released under AFL-3.0, see LICENSE.":                                             "AFL-3.0",
		"Tested with PHP-3.01 and the TCP-wrappers.":                                       "",
		"Foo is available under the CeCILL-C license.":                                     "CECILL-C",
	})
}

func TestStatementsWithMoreAreNotUnderstoodAlone(t *testing.T) {
	r := recognizer(t)
	mit := string(read(t, "testdata/MIT.txt"))
	gpl := "This program is free software; you can redistribute it and/or modify it under the terms of version 2 of the GNU General Public License as published by the Free Software Foundation.\n\n"
	for _, text := range []string{
		"Licensed under one of the following licenses:\n\n1) MIT License, for members only\n2) Apache License 2.0\n",
		"Licensed under either of:\n\n* MIT License and the Acme Terms\n* Apache License 2.0\n",
		"# Foo\n\n## License\n\n* Code: MIT\n* Binaries: Acme EULA\n",
		"# Foo\n\n## License\n\nDocs: CC-BY-4.0\nCode: Acme Source License\n",
		"# Foo\n\n## License\n\nCode: MIT\nEverything else: not licensed\n",
		"# Foo\n\n## License\n\nCode: MIT\nIcons: FontAwesome Pro\n",
		"The license is MIT. You can't use it in commercial products.",
		"You may not use this software except in compliance with the License. Tests are licensed under the MIT License.",
		"The server is licensed under the Eclipse Public License; the client is proprietary. See https://www.eclipse.org/legal/epl-2.0/",
		"Licensed under a modified version of the Mozilla Public License. The original is at https://www.mozilla.org/MPL/2.0/",
		"Licensed under a modified version of the MIT License.",
		"Licensed under a modified version of the Mozilla Public License 2.0.",
		"Licensed under the GNU General Public License version 3 to members of the consortium.",
		"Licensed under MPL-2.0 minus the patent grant.",
		"Licensed under EPL-2.0 with section 3 removed.",
		"Licensed under neither MIT nor GPL-2.0-or-later.",
		"The code is distributed under terms other than the GPL-3.0-only license.",
		"Licensed under the GPL version 2 or later, except the firmware blobs, which are proprietary.",
		"Licensed under the MIT License four years after its date.",
		"Licensed under the Apache License 2.0 to members of the consortium.",
		"Customers with a support contract receive this software under the terms of the MIT License.",
		"The parser is MIT licensed, the rest is closed source.",
		"It is MIT licensed up to version 1.4.",
		"Only the header files are MIT licensed.",
		"Licensed under the Eclipse Public License and the Acme Addendum. See https://www.eclipse.org/legal/epl-2.0/",
	} {
		res := r.Text([]byte(text))
		assert.Contains(t, res.Expression.String(), "LicenseRef-unrecognized", text)
	}
	requireFound(t, map[string]string{
		"Distributed under the 3-clause BSD license. See http://opensource.org/licenses/BSD-2-Clause":                  "BSD-3-Clause",
		"Distributed under the same terms as Perl itself. See http://opensource.org/licenses/Artistic-2.0":             "Artistic-1.0-Perl OR GPL-1.0-or-later",
		"Apache licensed. Bundles Log4j 1, see http://www.apache.org/licenses/LICENSE-1.1":                             "Apache-2.0",
		"We use libbar, which is dual-licensed under the MIT License or the GPLv2.\n\nFoo itself:\n\n" + gpl + mit:     "GPL-2.0-only AND (GPL-2.0-only OR MIT) AND MIT",
		"This package is dual-licensed under the MIT License or the GPL version 2.\n\nplugins/ffmpeg:\n\n" + gpl + mit: "GPL-2.0-only AND (GPL-2.0-only OR MIT) AND MIT",
		"We only accept dependencies that are licensed under one of the following licenses:\n\n* MIT\n* ISC\n":         "",
		"This project is dual licensed under the following licenses:\n\n* MIT\n* GPL-3.0\n":                            "GPL-3.0-only OR MIT",
		"Licensed under MIT/CC-BY-4.0 (code/text).":                                                                    "CC-BY-4.0 AND MIT",
		"Licensed under MIT, BSD-3-Clause, or Apache-2.0.":                                                             "Apache-2.0 OR BSD-3-Clause OR MIT",
		"Licensed under MIT or Apache-2.0, depending on the file.":                                                     "Apache-2.0 AND MIT",
		"Inspired by Foo, which is Apache-2.0 licensed.":                                                               "",
		"Nothing in this repository is licensed under the MIT License.":                                                "",
		"If you want this software to be licensed under the MIT License, ask us.":                                      "",
		"Licensed under OFL-1.1-RFN.":                          "OFL-1.1-RFN",
		"Released under AFL-3.0 for those who signed the NDA.": "",
	})
}

func TestEverydayStatementsRestrictNothing(t *testing.T) {
	r := recognizer(t)
	for text, want := range map[string]string{
		"Licensed under the MIT License, no additional terms or conditions.":                                                                                                                                                           "MIT",
		"Any contribution by you shall be dual licensed under the MIT and Apache-2.0 licenses, without any additional terms or conditions.":                                                                                            "Apache-2.0 OR MIT",
		"Source code in this repository is covered by (i) a dual license under the Server\nSide Public License, v 1 and the Elastic License 2.0 or (ii) an Apache License\n2.0 compatible license, as noted in the applicable header.": "Apache-2.0 AND (Elastic-2.0 OR SSPL-1.0)",
		"It has a dual license under the MIT License and the GPL-3.0, respectively.":                                                                                                                                                   "GPL-3.0-only AND MIT",
		"It is available under a dual license: MIT for those parts and AGPL-3.0 for these.":                                                                                                                                            "AGPL-3.0-only AND MIT",
		"It is available under a triple license: \"AGPL-3.0-only\", \"Server Side Public License, v 1\", and \"Elastic License 2.0\".":                                                                                                 "AGPL-3.0-only OR Elastic-2.0 OR SSPL-1.0",
		"/*\n * This is free software, licensed under the General Public License.\n * Please refer to doc/LICENSE for further details.\n */":                                                                                           "GPL-1.0-or-later",
		"It is released under the terms of the CeCILL license version 2 (http://www.cecill.info/index.en.html).":                                                                                                                       "CECILL-2.0",
		"FILE_LICENCE ( GPL2_OR_LATER );\n": "GPL-2.0-or-later",
		"/*\n * This Software is licensed under one of the following licenses:\n *\n * 1) under the terms of the \"Common Public License 1.0\" a copy of which is\n *    available from the Open Source Initiative, see\n *    http://www.opensource.org/licenses/cpl.php.\n *\n * 2) under the terms of the \"GNU General Public License (GPL) Version 2\" a\n *    copy of which is available from the Open Source Initiative, see\n *    http://www.opensource.org/licenses/gpl-license.php.\n *\n * Licensee has the right to choose one of the above licenses.\n */": "CPL-1.0 OR GPL-2.0-only",
		"This library is open source under the MIT License, so you may use it in closed-source applications.":             "MIT",
		"Licensed under MIT, unlike Bar which is proprietary.":                                                            "MIT",
		"The software is licensed under the MIT License to members of the public.":                                        "MIT",
		"The license is the GNU General Public License,\nversion 3 or later.":                                             "",
		"-- Licensed under either of\n--\n--   * Apache License, Version 2.0\n--   * MIT license\n--\n-- at your option.": "Apache-2.0 OR MIT",
		"## License\n\nLicensed under either of\n\n * Apache License, Version 2.0\n   ([LICENSE-APACHE](LICENSE-APACHE) or http://www.apache.org/licenses/LICENSE-2.0)\n * MIT license\n   ([LICENSE-MIT](LICENSE-MIT) or http://opensource.org/licenses/MIT)\n\nat your option.\n\n## Contribution\n\nUnless you explicitly state otherwise, any contribution intentionally submitted\nfor inclusion in the work by you, as defined in the Apache-2.0 license, shall be\ndual licensed as above, without any additional terms or conditions.\n": "Apache-2.0 OR MIT",
		"/*\n * Licensed under one of the following licenses:\n *   1) MIT License\n *   2) Apache License 2.0\n *      with the Commons Clause\n */": "(Apache-2.0 AND LicenseRef-Commons-Clause) OR MIT",
	} {
		res := r.Text([]byte(text))
		assert.Empty(t, res.Restricts, text)
		if want != "" {
			assert.Equal(t, want, res.Found.String(), text)
		}
	}
	for _, text := range []string{
		"The license is MIT\n(non-commercial).", "Our license is the MIT License\nwith the Commons Clause.", "The project license is MIT\nand GPL-2.0.",
		"The license is the GNU General Public License,\nversion 2.",
	} {
		assert.NotContains(t, []string{"MIT", "GPL-1.0-or-later"}, r.Text([]byte(text)).Expression.String(), text)
	}
}

func TestListsThatAreNotTheWorksOrNotWhole(t *testing.T) {
	r := recognizer(t)
	requireFound(t, map[string]string{
		"Our checker accepts packages under any of the following licenses:\n\n- MIT\n- BSD-3-Clause\n":                                     "",
		"Licensed under the following licenses:\n\n1. MIT License\n2. Apache License 2.0\n\n   This is the one for the core.\n\n3. SSPL\n": "",
		"Licensed under either of\n\n- MIT\n- the GPL together with the Apache License 2.0\n":                                              "",
		"It is not licensed under one of the following licenses:\n\n- MIT\n- ISC\n":                                                        "",
		"# License\n\n- Code: licensed under the MIT License\n- Docs: see CC-BY-4.0\n":                                                     "CC-BY-4.0 AND MIT",
		"Licensed under LicenseRef-AFL-3.0-Acme.":                                                                                          "LicenseRef-AFL-3.0-Acme",
		"Distributed under the Apache License 2.0, and a copy of the Apache License is included in the file LICENSE.":                      "Apache-2.0",
	})
	long := "Licensed under the following licenses:\n\n" + strings.Repeat("- MIT\n", maxItems) + "- SSPL-1.0\n"
	assert.Contains(t, r.Text([]byte(long)).Expression.String(), "LicenseRef-unrecognized")
	short := "Licensed under the following licenses:\n\n" + strings.Repeat("- MIT\n", maxItems-1) + "- SSPL-1.0\n"
	assert.Equal(t, "MIT AND SSPL-1.0", r.Text([]byte(short)).Expression.String())
	for _, text := range []string{
		"Licensed under a non-derivative Creative Commons license. See http://creativecommons.org/licenses/by/4.0/",
		"Licensed under the Eclipse Public License or the Mozilla Public License. See https://www.eclipse.org/legal/epl-2.0/",
	} {
		assert.Contains(t, r.Text([]byte(text)).Expression.String(), "LicenseRef-unrecognized", text)
	}
}

func TestTwoTextsAreComparedWithTheirPartedWordsTogether(t *testing.T) {
	text := string(read(t, "testdata/MIT.txt"))
	parted := strings.Replace(text, "documentation", "documen-\ntation", 1)
	assert.NotEqual(t, text, parted)
	assert.Equal(t, None, recognizer(t).Compare([]byte(text), []byte(parted)).Kind)
}
