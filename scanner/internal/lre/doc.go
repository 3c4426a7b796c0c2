// Package lre matches license texts with license regular expressions, the language of
// github.com/google/licensecheck, word by word: signs and case count for nothing.
//
//	word            a word
//	__N__           up to N words, whatever they are
//	((a || b))      one of several
//	((a))??         what may be missing
//	//** text **//  a comment
//
// The two signs that open a group stand at the beginning of a line, those that close it
// at the end of one, with ?? behind them or nothing.
//
// [Compile] makes a [Code] of an expression: a list of numbers that needs no decoding, so
// that codes can be kept in a file and used as they are. What is a word, and which words
// are one, is the caller's to say, for expressions and texts alike. [Matcher.Longest]
// finds the longest match that begins at a word. [Code.Starts] tells which pairs of words
// a match can begin with: to look for those is all that most texts cost.
//
//	code, err := lre.Compile("now is\n((not))??\nthe time for __2__ men", ids)
//	end := m.Longest(code, words, 0)
//
// A word that is not the one expected is taken for it if one letter is wrong, missing or
// too much, or if it was torn in two, or if two were written as one. No digit is taken for
// another, and none of the GNU licenses' short names. No expression can
// begin with a blank, nor match fewer than two words; no text makes a match take more
// steps than the words of the text from its beginning on, for each place in the code that
// can be reached at one time.
package lre
