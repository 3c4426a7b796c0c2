package license

import (
	"bytes"
	"fmt"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Wordings of the copyright files of Debian's packages.
func TestANoticeSaysWhichVersions(t *testing.T) {
	const gnu = "This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; "
	const lesser = "This library is free software; you can redistribute it and/or modify it under the terms of the GNU Lesser General Public License as published by the Free Software Foundation; "
	const kde = " accepted by the membership of KDE e.V. (or its successor approved by the membership of KDE e.V.), which shall act as a proxy defined in Section 6 of version 3 of the license."
	for said, want := range map[string]string{
		gnu + "version 2 dated June, 1991, or (at your option) any later version.":                              "GPL-2.0-or-later",
		gnu + "version 2 dated June, 1991.":                                                                     "GPL-2.0-only",
		gnu + "either version 2 of the License. (at your option) any later version.":                            "GPL-2.0-or-later",
		gnu + "either version 2 of of the License, or (at your option) any later version.":                      "GPL-2.0-or-later",
		lesser + "either version 2.1 of the License, or (at your option) version 3, or any later version" + kde: "LGPL-2.1-only OR LGPL-3.0-only OR LicenseRef-KDE-Accepted-LGPL",
		lesser + "either version 3 of the license or (at your option) any later version that is" + kde:          "LGPL-3.0-only OR LicenseRef-KDE-Accepted-LGPL",
		"This file may be used under the terms of the GNU General Public License version 2.0 or (at your option) the GNU General Public license version 3 or any later version approved by the KDE Free Qt Foundation.": "GPL-2.0-only OR GPL-3.0-only OR LicenseRef-KDE-Accepted-GPL",
		lesser + "version 2.1\nexclusively.\n\nThis library is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY.":                                                                               "LGPL-2.1-only",
		lesser + "version 2.1.\n\nThis library is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY.":                                                                                            "LGPL-2.1-only",
		lesser + "version 2.\n\nThis library is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY.":                                                                                              "LGPL-2.0-only",
		gnu + "either version 2 or\nversion 3 of the License.": "GPL-2.0-only OR GPL-3.0-only",
		"This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License version 2 as published by the Free Software Foundation; either version 2 of the License, or (at your option) any later version.":                           "GPL-2.0-or-later",
		"This program is free software: you can redistribute it and/or modify it under the terms of the GPL License as published by the Free Software Foundation, version 3.":                                                                                                                 "GPL-3.0-only",
		"Permission is granted to copy, distribute and/or modify this document under the terms of the GNU Free Documentation License, Version 1.3 or any later version published by the Free Software Foundation; with no Invariant Sections, no Front-Cover Texts, and no Back-Cover Texts.": "GFDL-1.3-no-invariants-or-later",
		"Permission is granted to copy, distribute and/or modify this document under the terms of the GNU Free Documentation License, Version 1.1; with the Invariant Sections being \"Funding\".":                                                                                            "GFDL-1.1-invariants-only",
	} {
		assert.Equal(t, want, recognizer(t).Text([]byte(said)).Expression.String(), said)
	}
}

func TestWhatStatesNoTermsBesideALicense(t *testing.T) {
	const notice = "This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License version 2 as published by the Free Software Foundation.\n\n"
	r := recognizer(t)
	for _, said := range []string{
		"You should have received a copy of the license along with this program. If not, see <http://www.gnu.org/licenses/>.",
		"This software is distributed without any warranty.",
		"The same license and copyright applies to the Debian packaging.",
		"XMLWriter comes with NO WARRANTY or guarantee of fitness for any purpose.",
		"This program is distributed in the hope it will be useful, but WITHOUT ANY WARRANTY; without even the implied warranty of MERCHANTABILITY.",
		"All warranties, expressed or implied, are hereby disclaimed.",
		"The Debian packaging is © 2010, Piotr Ożarowski <piotr@debian.org> and is licensed under the same license as Jinja2.",
		"Copyright 2002-2004\n\tDan Maas <dmaas@dcine.com> (dv, mpeg-2)\n\tJim Westfall <jwestfall@surrealistic.net> (mpeg-2)\n\tUshodaya Enterprises Limited\nLicense:\n",
		"The licenses are as published by the Free Software Foundation.",
		"Copyright holders of new code should use this license statement where possible, and insert their name to this list.",
		"This file is distributed under the same license as the p11-kit package.",
		"and is licensed under the same license as the source code, see above.",
		"When distributing Covered Code, include this CDDL HEADER in each file and include the License file at usr/src/OPENSOLARIS.LICENSE.",
		"All rights reserved. Use is subject to license terms.",
		"`SPDX-License-Identifier: GPL-2.0-only`",
		"The MinIO project contains unmodified/modified subcomponents too with separate copyright notices and license terms.",
		"You may select, at your option, one of the above-listed licenses.",
		"This license applies to all parts of protobuf.js except those files either explicitly including or referencing a different license or located in a directory containing a different LICENSE file.",
		"Full Font Awesome Free license: https://fontawesome.com/license/free.",
		"Note that the only valid version of the GPL as far as this project is concerned is this particular version of the license.",
	} {
		assert.Equal(t, "GPL-2.0-only", r.Text([]byte(notice+said)).Expression.String(), said)
	}
	for _, said := range []string{
		"This software is distributed without any warranty to customers who have paid the license fee.",
		"This software comes without any warranty, and may not be used for commercial purposes.",
		"The packaging is licensed under the same license, which does not permit redistribution; all use requires a commercial license.",
		"All warranties are disclaimed except for users who purchase a license.",
	} {
		assert.NotEqual(t, "GPL-2.0-only", r.Text([]byte(notice+said)).Expression.String(), said)
	}
}

// Every sentence is searched for what it asks; one as long as a file would cost a second.
func TestWhatHasNoFullStopIsReadInParts(t *testing.T) {
	for _, said := range []string{"a commercial license is available for those who cannot comply ", "a\nlicense\nis\nfor\nsale\n", "必须在页脚保留链接"} {
		text := bytes.Repeat([]byte(said), 1000)
		var whole []byte
		for _, p := range sentences(text, span{0, len(text)}) {
			require.Less(t, p.end-p.start, maxSentence+100)
			require.True(t, utf8.Valid(text[p.start:p.end]))
			whole = append(whole, text[p.start:p.end]...)
		}
		require.Equal(t, text, whole)
	}
}

// LICENSE.txt of @fortawesome/fontawesome-free 5.15.4, with a license for each kind of file.
func TestFontAwesomesPartsHaveTheirLicenses(t *testing.T) {
	text := read(t, "testdata/fontawesome-free.LICENSE.txt")
	r := recognizer(t)
	assert.Equal(t, "CC-BY-4.0 AND MIT AND OFL-1.1", r.Text(text).Expression.String())
	more := append(text, "\nFont Awesome Pro is sold: you must buy a license for each developer.\n"...)
	assert.Contains(t, r.Text(more).Expression.String(), "LicenseRef-unrecognized")
}

// The LICENSE of gopkg.in/yaml.v3.
func TestALicenseNamedInAWordIsReadWhereTwoAreAnnounced(t *testing.T) {
	said := "This project is covered by two different licenses: MIT and Apache.\n"
	assert.Equal(t, "Apache-2.0 AND MIT", recognizer(t).Text([]byte(said)).Expression.String())
}

// The LICENSE of golang/freetype, which has another of fonts below it.
func TestALicenseIsNoneThatItIsLike(t *testing.T) {
	said := "Use of the Freetype-Go software is subject to your choice of exactly one of\nthe following two licenses:\n" +
		"  * The FreeType License, which is similar to the original BSD license with\n    an advertising clause, or\n" +
		"  * The GNU General Public License (GPL), version 2 or later.\n"
	assert.Equal(t, "FTL OR GPL-2.0-or-later", recognizer(t).Text([]byte(said)).Found.String())
}

// The first words of JSZip's.
func TestAChoiceIsAnnounced(t *testing.T) {
	r := recognizer(t)
	assert.Equal(t, "GPL-3.0-only OR MIT", r.Text([]byte("JSZip is dual licensed. At your choice you may use it under the MIT license *or* the GPLv3\nlicense.\n")).Expression.String())
	assert.NotEqual(t, "MIT", r.Text([]byte("JSZip is dual licensed. You may use it under the MIT license.\n")).Expression.String())
}

// The LICENSE of Microsoft's GSL.
func TestWordsBeforeTheNameOfATextSayNothingMore(t *testing.T) {
	text := read(t, "testdata/MIT.txt")
	_, terms, _ := bytes.Cut(text, []byte("Permission is hereby"))
	const head = "Copyright (c) 2015 Microsoft Corporation. All rights reserved. \n\nThis code is licensed under the %s. \n\nPermission is hereby%s"
	r := recognizer(t)
	assert.Equal(t, "MIT", r.Text(fmt.Appendf(nil, head, "MIT License (MIT)", terms)).Expression.String())
	assert.NotEqual(t, "MIT", r.Text(fmt.Appendf(nil, head, "Acme Enterprise License", terms)).Expression.String())
}
