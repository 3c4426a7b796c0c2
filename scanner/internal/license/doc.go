// Package license turns license texts and license names into expressions, and
// tells what changed between two texts.
//
// Error bias: an open license is concluded only from words that were explained.
// What remains unexplained and reads like terms becomes an unrecognized
// license beside what was found (see [spdx.Unrecognized]); the worst error
// there is, a restricted license reported as an open one, is thereby an error
// of a pattern and never of an omission.
//
// It promises: the same bytes give the same [Result]; the work is linear in the
// text's length and bounded by [MaxText]; input may be anything, a binary file
// gives an empty result. It refuses to guess: a name that fits two licenses
// ("BSL", "custom") is none.
//
//	r := license.New()
//	res := r.Text(b)
//	fmt.Println(res.Expression, res.Share) // BUSL-1.1 1
//
// The stages, each on what the one before left unexplained: guards; words put together that
// a line's end parted; a DEP-5 file stanza by stanza; verbatim copies, by a digest of their words; templates
// of the SPDX list, laid on the text by the words they share; patterns (package
// lre), those in patterns/ and google/licensecheck's short ones; tags, fields, lists,
// the sections of READMEs, the banners of source files, names and addresses in prose;
// clauses in other languages, word by word; grants in words of their own, by their grammar;
// restriction phrases, and what is asked for in and beside a license that does not ask for it. A short name of a DEP-5 file that its text contradicts is told with it.
// Templates and patterns are compiled by the program in gen, into one file.
package license
