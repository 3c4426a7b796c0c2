package license

import (
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
		// bytes of these characters are those of the copyright sign
		{"(二)使用者得再轉授權他人為前項之利用。\n", false},
	} {
		require.Equal(t, tt.want, identifies([]byte(tt.line)), tt.line)
	}
}
