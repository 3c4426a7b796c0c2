package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLinesOfHoldersAreToldFromTerms(t *testing.T) {
	for _, tt := range []struct {
		line string
		want bool
	}{
		{" * Copyright (c) 2020, Someone. All rights reserved.\n", true},
		{"Portions are copyrighted by others\n", true},
		{"Portions copyright 1999 Others\n", true},
		{"© 2020 甲公司\n", true},
		{"# https://example.org/project.\n", true},
		{"Somebody@example.org\n", true},
		{"Upstream-Author(s): somebody\n", true},
		{"This package was debianized by Somebody on 1 May 2001\n", true},
		{"-----\n", true},
		{" * The author of this software is Some One.\n", true},
		{"The author of this software is to be named in all copies, and must be.\n", false},
		{"Copyright 1992 Someone, Inc. Someone grants rights of use to all, PROVIDED that this stays.\n", false},
		{"Copyright 1995 Someone. It may be used for any purpose as long as this stays.\n", false},
		{"Copyright 2020 Someone, free for personal use only\n", false},
		{"Copyright and license terms follow, and must be kept.\n", false},
		{"Permission is granted to anyone.\n", false},
		{"copyright 2020 somebody\n", true},
		{"copyright by somebody\n", true},
		{"Copyright the Project authors\n", true},
		{"Copyright Somebody, Somewhere\n", true},
		{"Copyright\tSomebody\n", true},
		{"Copyright, Somebody 2010\n", true},
		{"Copyright Holder: Somebody\n", true},
		{"(c) 2020 somebody\n", true},
		{"(C) Somebody Limited\n", true},
		// sentences whose lines are broken before the word
		{"copyright notice, this list of conditions and the following disclaimer\n", false},
		{"copyright holders and contributors be liable for any direct\n", false},
		{"COPYRIGHT HOLDERS AND CONTRIBUTORS BE LIABLE FOR ANY DIRECT\n", false},
		{"copyright in the work, and to sue\n", false},
		{"Copyright Treaty adopted on December 20, 1996, and similar agreements.\n", false},
		{"copyrighted material of the original author\n", false},
		{"(c) the work with all of its notices\n", false},
		{"Contributor: means a Licensee having made at least one\n", false},
		// bytes of these characters are those of the copyright sign
		{"(二)使用者得再轉授權他人為前項之利用。\n", false},
	} {
		require.Equal(t, tt.want, identifies([]byte(tt.line)), tt.line)
	}
}

func TestTheDigestDoesNotDependOnWhereLinesBreak(t *testing.T) {
	for _, id := range []string{"Apache-2.0", "MIT", "BSD-3-Clause", "EPL-2.0", "Artistic-2.0", "GPL-2.0-only", "CC-BY-SA-4.0"} {
		var want string
		for width := 40; width < 100; width += 7 {
			var text strings.Builder
			n := 0
			for _, w := range wordsOf(t, id) {
				if n += len(w) + 1; n > width {
					text.WriteByte('\n')
					n = len(w) + 1
				}
				text.WriteString(w + " ")
			}
			d := readDocument([]byte(text.String()))
			if want == "" {
				want = d.digest(d.whole())
			}
			require.Equal(t, want, d.digest(d.whole()), "%s at %d", id, width)
		}
	}
}

// A line that is nothing but an address may name a license that restricts: within the text of one
// that does itself, it adds nothing (npm: highcharts 13.1.1).
func TestALineWithinARestrictedLicenseIsItsOwn(t *testing.T) {
	text := `Commercial use of this software is governed by the Highsoft Standard License Agreement
found at:

https://www.highcharts.com/license

Non-commercial use of this software is governed by the Highsoft End-User License Agreement (EULA)
found at:

https://www.highcharts.com/license-eula

By installing or using this software, you agree to these terms.
`
	require.Equal(t, "LicenseRef-Highcharts", recognizer(t).Text([]byte(text)).Expression.String())
}
