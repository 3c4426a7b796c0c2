package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// As Debian's copyright files of glibc, PostgreSQL, OpenLDAP, Boost, GLib, X11, librsvg, MIT
// Kerberos, Python, ed and libpng have them.
var grantsOfTheirOwn = []string{
	"Permission to use, copy, modify, and distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies, and that the name of Digital Equipment Corporation not be used in advertising or publicity pertaining to distribution of the document or software without specific, written prior permission.",
	"Rights are granted to use this software in any way so long as this notice is not removed.",
	"Redistribution and use in source and binary forms are permitted without restriction or fee of any kind as long as this notice is preserved.",
	"Redistribution and use in source and binary forms are permitted provided that this notice is preserved and that due credit is given to NeoSoft, Inc.",
	"Permission to copy, use, modify, sell and distribute this software is granted provided this copyright notice appears in all copies.",
	"Permission to copy, use, sell and distribute this software is granted provided this copyright notice appears in all copies. Permission to modify the code and to distribute modified code is granted provided this copyright notice appears in all copies, and a notice that the code was modified is included with the copyright notice.",
	"This work is provided \"as is\"; redistribution and modification in whole or in part, in any medium, physical or electronic is permitted without restriction.",
	"Permission to use, copy, modify, distribute, and sell this documentation for any purpose and without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.",
	"Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.",
	"Permission is granted to use, copy, create derivative works and redistribute this software and such derivative works for any purpose, so long as the name of The University of Michigan is not used in any advertising or publicity pertaining to the use of distribution of this software without specific, written prior authorization.",
	"Permission is granted to freely use, copy, modify, and redistribute this software, provided that the author is not construed to be liable for any results of using the software, alterations are clearly marked as such, and this notice is not modified.",
	"This configure script is free software: you have unlimited permission to copy, distribute and modify it.",
	"Permission to use, copy, modify, and distribute these images for any purpose and without fee is hereby granted.",
	"Redistribution and use in source and binary forms, with or without modification, are permitted provided that the above copyright notice is retained.",
	"This software may be used, modified, copied, distributed, and sold, in both source and binary form provided that the above copyright and these terms are retained.",
}

func TestAGrantInWordsOfItsOwnIsUnderstood(t *testing.T) {
	r := recognizer(t)
	for _, said := range grantsOfTheirOwn {
		for _, text := range []string{said, "Copyright (c) 1999 Foo\n\n" + said + "\nThis software is provided \"as is\" without express or implied warranty.\n", "/*\n * " + strings.ReplaceAll(said, ". ", ".\n * ") + "\n */"} {
			assert.Equal(t, permitted, r.Text([]byte(text)).Expression.String(), text)
		}
	}
}

func TestAGrantThatSaysMoreIsLeftUnread(t *testing.T) {
	r := recognizer(t)
	for _, said := range grantsOfTheirOwn {
		for _, around := range []string{
			"To members of the club alone, %.", "Unless you are a firm, %.", "It is not true that %.", "No %.", "% to members.",
			"%, and that the copies stay within your company.", "% or the author gets ten dollars.", "% and the source is offered to all.", "% in schools.", "% until 2030.",
		} {
			text := strings.Replace(around, "%", strings.TrimSuffix(said, "."), 1)
			assert.False(t, r.Text([]byte(text)).Expression.Recognized(), text)
		}
	}
	for _, said := range []string{
		"Permission to use this software for any purpose is granted, provided that this notice appears in all copies.",
		"Permission to use and copy this software is granted.",
		"This file may be freely redistributed without license or fee provided this copyright message remains intact.",
		"Permission to use, copy, modify and distribute this software for noncommercial purposes is hereby granted without fee.",
		"Permission to use, copy, modify and distribute this software for educational purposes without fee is hereby granted.",
		"Permission to use, copy, modify and distribute this software is granted, provided that the source code is distributed in all copies.",
		"Permission to use, copy, modify and distribute this software is granted, provided that all copies are distributed with the source code of all derived works.",
		"Permission to use, copy, modify and distribute this software is granted, provided that these conditions remain in all derived works.",
		"Permission to use, copy, modify and distribute this software is granted, provided that copies are not sold.",
		"Permission to use, copy, modify and distribute this software is granted provided the name of the author, who gets a fee for each copy, is not used in advertising.",
		"Permission to use, copy, modify and distribute this software, but not to sell it, is granted.",
		"Permission is granted to Acme to use, copy, modify and distribute this software.",
		"Permission to use, copy, modify and distribute this software may be granted.",
		"Redistribution and use in source and binary forms are permitted provided that this notice is preserved and that credit is given to NeoSoft, which has to be paid.",
	} {
		assert.False(t, r.Text([]byte(said)).Expression.Recognized(), said)
	}
}
