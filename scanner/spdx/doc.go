// Package spdx reads, normalizes and compares license expressions.
//
// It promises one spelling for one meaning: "mit OR (Apache-2.0)" and
// "Apache-2.0 or MIT" are the same [Expr], as are "GPL-2.0" and
// "GPL-2.0-only", so that two expressions differ only if their licenses do.
// It knows the ids of the SPDX License List and the grammar of its
// expressions, and nothing of what a license allows.
//
// It refuses what it cannot read as an error and never guesses: an id that is
// neither listed nor a LicenseRef makes [Parse] fail. Error bias: an expression
// that was not understood is no expression. The zero Expr says that nothing is
// known (NOASSERTION).
//
//	a, _ := spdx.Parse("MIT or (apache-2.0)")
//	b, _ := spdx.Parse("Apache-2.0 OR MIT")
//	a.Equal(b) // true
//
// Grammar: https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
package spdx
