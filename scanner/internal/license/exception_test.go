package license

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAnExceptionNamedBehindANoticeIsOneToItsLicense(t *testing.T) {
	const notice = `This file is free software; you can redistribute it and/or modify it
under the terms of the GNU Lesser General Public License as published by
the Free Software Foundation either version 3 of the License, or any later
version, with the LGPL-3.0 Linking Exception.
`
	assert.Equal(t, "LGPL-3.0-or-later WITH LGPL-3.0-linking-exception", recognizer(t).Text([]byte(notice)).Expression.String())
}

func TestAnExceptionAloneIsOneToItsLicense(t *testing.T) {
	r := recognizer(t)
	for exception, want := range map[string]string{
		"Bison-exception-1.24":         "GPL-2.0-or-later WITH Bison-exception-1.24", // does not name it
		"KiCad-libraries-exception":    "CC-BY-SA-4.0 WITH KiCad-libraries-exception",
		"LLVM-exception":               "Apache-2.0 WITH LLVM-exception",
		"QPL-1.0-INRIA-2004-exception": "QPL-1.0 WITH QPL-1.0-INRIA-2004-exception",
	} {
		text := strings.Join(wordsOf(t, exception), " ")
		assert.Equal(t, want, r.Text([]byte(text)).Expression.String())
	}
	text := `Qt LGPL Exception

As a special exception to the GNU Lesser General Public License version 2.1, the object code form of a "work that uses the Library"
may incorporate material from a header file that is part of the Library. You may distribute such object code under terms of your
choice, provided that the incorporated material (i) does not exceed more than 5% of the total size of the Library; and (ii) is limited
to numerical parameters, data structure layouts, accessors, macros, inline functions and templates.`
	assert.True(t, strings.HasPrefix(r.Text([]byte(text)).Expression.String(), "LGPL-2.1-only WITH "), "the version is told below the heading")
}

func TestAnExceptionToTheGPLIsNoneToAnotherLicense(t *testing.T) {
	const linking = `In addition to the permissions in the GNU General Public License, the authors give you unlimited permission to link the
compiled version of this library into combinations with other programs, and to distribute those combinations without any
restriction coming from the use of this file. (The General Public License restrictions do apply in other respects; for
example, they cover modification of the file, and distribution when not linked into a combined executable.)`
	const queue = "The priority queue is licensed under the Apache License, Version 2.0."
	found := recognizer(t).Text([]byte(linking + "\n\n" + queue + "\n")).Expression.String()
	assert.Equal(t, "Apache-2.0 AND GPL-1.0-or-later WITH GCC-exception-2.0", found)

	stanza := "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: someone\nLicense: GPL-2 with linking exception, origin admission\n " +
		strings.ReplaceAll(linking+"\n.\n"+queue, "\n", "\n ") + "\n"
	found = recognizer(t).Text([]byte(stanza)).Expression.String()
	assert.Equal(t, "Apache-2.0 AND GPL-2.0-only WITH GCC-exception-2.0", found)
}

// Wordings of the OCaml compiler, of Zarith and of other libraries in OCaml.
func TestAnExceptionOnLinkingIsNamedOrSpelledOut(t *testing.T) {
	const box = `(**************************************************************************)
(*                                                                        *)
(*   All rights reserved.  This file is distributed under the terms of    *)
(*   the GNU Lesser General Public License version 2.1, with the          *)
(*   special exception on linking described in the file LICENSE.          *)
(*                                                                        *)
(**************************************************************************)
`
	const spelled = `This Library is distributed under the terms of the GNU Library General
Public License version 2 (included below).

As a special exception to the GNU Library General Public License, you
may link, statically or dynamically, a "work that uses the Library"
with a publicly distributed version of the Library to produce an
executable file containing portions of the Library, and distribute
that executable file under terms of your choice, without any of the
additional requirements listed in clause 6 of the GNU Library General
Public License.  By "a publicly distributed version of the Library",
we mean either the unmodified Library as distributed by INRIA, or a
modified version of the Library that is distributed under the
conditions defined in clause 3 of the GNU Library General Public
License.  This exception does not however invalidate any other reasons
why the executable file might be covered by the GNU Library General
Public License.

`
	requireFound(t, map[string]string{
		box: "LGPL-2.1-only WITH OCaml-LGPL-linking-exception",
		"It is distributed under LGPL 2 licensing, with static linking exception.":                                                              "LGPL-2.0-only WITH LicenseRef-linking-exception",
		"Distributed under the GNU Library General Public License version 2, with a special exception allowing unconstrained static linking.\n": "LGPL-2.0-only WITH LicenseRef-linking-exception",
		spelled + strings.Join(wordsOf(t, "LGPL-2.0-only"), " "):                                                                                "LGPL-2.0-only WITH OCaml-LGPL-linking-exception",
	})
}

func TestTheTextOfAnExceptionNamesItsLicense(t *testing.T) {
	text := strings.Join(wordsOf(t, "GCC-exception-3.1"), " ")
	assert.Equal(t, "GPL-3.0-only WITH GCC-exception-3.1", recognizer(t).Text([]byte(text)).Expression.String())
}
