package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

func TestANameThatLiesAboutItsTextIsAContradiction(t *testing.T) {
	const head = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: 2020 Acme\n"
	notice := func(license, version string) string {
		return " This program is free software; you can redistribute it and/or modify it under the terms of the\n GNU " + license +
			" as published by the Free Software\n Foundation; either version " + version + " of the License, or (at your option) any later version.\n"
	}
	mit := " " + strings.ReplaceAll(strings.TrimSpace(string(read(t, "testdata/MIT.txt"))), "\n\n", "\n.\n")
	mit = strings.ReplaceAll(mit, "\n", "\n ") + "\n"
	for _, c := range []struct{ license, want, conflict string }{
		{"License: GPL-2+\n" + mit, "GPL-2.0-or-later AND MIT", "GPL-2+ ≠ MIT"},
		{"License: GPL-2+\n" + notice("General Public License", "3"), "GPL-2.0-or-later AND GPL-3.0-or-later", "GPL-2+ ≠ GPL-3.0-or-later"},
		{"License: GPL-3+\n" + notice("Lesser General Public License", "3"), "GPL-3.0-or-later AND LGPL-3.0-or-later", "GPL-3+ ≠ LGPL-3.0-or-later"},
		{"License: BSD-3-clause\n" + notice("General Public License", "2"), "BSD-3-Clause AND GPL-2.0-or-later", "BSD-3-clause ≠ GPL-2.0-or-later"},
		{"License: GPL-2+\n" + notice("General Public License", "2"), "GPL-2.0-or-later", ""},
		{"License: GPL-2\n This is under the GNU General Public License.\n", "GPL-2.0-only", ""},
		{"License: GPL-2+\n On Debian systems the text is in /usr/share/common-licenses/GPL-3.\n", "GPL-2.0-or-later", ""},
		{"License: Expat\n" + mit, "MIT", ""},
	} {
		res := recognizer(t).Text([]byte(head + c.license))
		assert.Equal(t, c.want, res.Expression.String(), c.license)
		assert.Equal(t, c.conflict, res.Conflict, c.license)
	}
}

// A tag that was left in a text makes no page of the file, whose lines are its structure.
func TestATagInATextLeavesTheStanzasAsTheyAre(t *testing.T) {
	const file = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2020 Acme
License: Expat

Files: doc/*
Copyright: 2020 Acme
License: Custom
 The "Software"</strong> may be used by anybody for any purpose</p>
 .
 It comes without any warranty.

License: Expat
 whatever
`
	res := recognizer(t).Text([]byte(file))
	require.Equal(t, "MIT", res.Main.String())
	require.Len(t, res.Parts, 1)
}

func TestAFamilyInAStanzaIsWhatItsTextSays(t *testing.T) {
	const head = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: Foo\nLicense: "
	stanza := func(name string, text []byte) string {
		lines := strings.ReplaceAll(strings.TrimSpace(string(text)), "\n\n", "\n.\n")
		return head + name + "\n " + strings.ReplaceAll(lines, "\n", "\n ") + "\n"
	}
	bsd := read(t, "testdata/golang-x-mod.LICENSE")
	lgpl := []byte("This library is free software; you can redistribute it and/or modify it under the terms of the GNU Lesser General Public License as published by the Free Software Foundation; either version 2.1 of the License, or (at your option) any later version.")
	for text, want := range map[string]string{
		stanza("BSD", bsd):      "BSD-3-Clause",
		stanza("BSD-like", bsd): "BSD-3-Clause",
		stanza("LGPL", lgpl):    "LGPL-2.1-or-later",
		head + "BSD\n":          "LicenseRef-BSD-unspecified",
		stanza("BSD", []byte("This is under some BSD license.")): "LicenseRef-BSD-unspecified",
	} {
		require.Equal(t, want, recognizer(t).Text([]byte(text)).Expression.String(), text)
	}
}
