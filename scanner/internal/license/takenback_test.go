package license

import (
	"strings"
	"testing"

	"github.com/licdrift/licdrift/scanner/spdx"
	"github.com/stretchr/testify/assert"
)

// Sentences that say more, in words like those of sentences that say nothing.
func TestASentenceThatSaysMoreIsNotPassedOver(t *testing.T) {
	r := recognizer(t)
	mit := string(read(t, "testdata/MIT.txt"))
	for _, said := range []string{
		"The rights given above do not include commercial use.",
		"This does not include commercial use or resale.",
		"It may be used without payment of fees, but only for personal use.",
		"This software is not to be used without payment of fees.",
		"Commercial use is an infringement of the copyright of the author.",
		"Reverse engineering is an infringement of our rights.",
		"It is not free, even for commercial use.",
		"Derivative works must be distributed under the same license.",
		"You must make your modifications available under the same license.",
		"This software comes with no warranty and is licensed to students of the university.",
		"It is provided without warranty to licensees in good standing.",
		"No warranty; licensed for use by employees of Acme.",
		"All licenses to companies with more than ten people are disclaimed.",
		"A condition that every user shall register with the author is also included:",
		"The only valid version of the GPL as far as Acme is concerned shall forbid companies to use it.",
		"Companies need a license from Acme; the licenses are as published by Acme.",
		"Users in companies shall use the program under the license described below, which Acme sells.",
		"Packaging this software with others shall be licensed from the author under the same terms.",
		"You shall see the source for copying conditions and wipe all copies within a month.",
		"Companies shall buy a license for each seat, see https://club.example/terms.",
		"The license is short: each user shall register with the author.",
		"The terms shall apply in addition to the non-binding requests.",
	} {
		res := r.Text([]byte(mit + "\n\n" + said + "\n"))
		assert.False(t, res.Expression.Recognized(), said)
	}
}

func TestWhatStandsAroundAPartOfALicenseCanTakeItBack(t *testing.T) {
	r := recognizer(t)
	n := 0
	for _, p := range ownPatterns(t) {
		if p.stage != Whole {
			continue
		}
		n++
		text := strings.TrimSuffix(strings.Join(strings.Fields(filled(p.expr)), " "), ".")
		above := ""
		if _, exception := spdx.Exception(p.id); exception {
			above = "This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License version 3 as published by the Free Software Foundation.\n\n"
		}
		assert.True(t, r.Text([]byte(above+text+".\n")).Expression.Recognized(), text)
		for _, around := range []string{
			"To members of the club alone, %.", "Unless you are a firm, %.", "It is not true that %.", "No %.", "To those who paid: %.",
			"%, and that the copies stay within your company.", "% or the author gets ten dollars.", "% (but not to firms).",
		} {
			res := r.Text([]byte(above + strings.Replace(around, "%", text, 1)))
			given := res.Expression.Recognized()
			if above != "" {
				given = strings.Contains(res.Expression.String(), " WITH ")
			}
			assert.False(t, given, "%s: %s", res.Expression, strings.Replace(around, "%", p.id, 1))
		}
	}
	assert.Equal(t, 10, n)
}

func TestAParagraphWithinALicenseMakesItAnother(t *testing.T) {
	r := recognizer(t)
	for _, id := range []string{"OFL-1.1", "GPL-2.0-only", "Apache-2.0", "MPL-2.0"} {
		words := wordsOf(t, id)
		text := strings.Join(words[:len(words)/2], " ") + "\n\nAll that use it in a web page tell the author of it and show his name and his picture in a place where each reader sees it at once, and take it down when he asks.\n\n" + strings.Join(words[len(words)/2:], " ")
		assert.NotEqual(t, id, r.Text([]byte(text)).Expression.String())
	}
}

func TestVersionsThatAreSaidOfSomethingElse(t *testing.T) {
	r := recognizer(t)
	const kde = "or any later version accepted by the membership of KDE e.V."
	for _, said := range []string{
		"This program is licensed under the GNU General Public License version 2. It may not be used for commercial purposes. You may use version 2 of the license " + kde,
		"a.c: licensed under the GPL version 2.\n\nb.c: licensed under the MIT license.\n\nc.c: version 2 of the license " + kde,
		"This program is licensed under the GNU GPL version 2 (not version 2 " + kde + ").",
	} {
		assert.NotContains(t, r.Text([]byte(said)).Expression.String(), "KDE", said)
	}
	for _, said := range []string{
		"Permission is granted to copy this document under the terms of the GNU Free Documentation License, Version 1.3 or any later version; with no Invariant Sections other than the chapter Foo.",
		"Permission is granted to copy this document under the terms of the GNU Free Documentation License, Version 1.3 or any later version; with the Invariant Sections being No Silver Bullet and Foo.",
	} {
		assert.NotContains(t, r.Text([]byte(said)).Expression.String(), "no-invariants", said)
	}
	const below = "The program is licensed under either the terms of the GPL version 2, or the terms below.\n\n"
	assert.Contains(t, r.Text([]byte(below+"The manual is licensed under the Server Side Public License version 1.\n")).Expression.String(), "SSPL-1.0")
	assert.NotContains(t, r.Text([]byte(below+"The manual is licensed under the Server Side Public License version 1.\n")).Expression.String(), "OR")
}
