package license

import "slices"

// A sentence may name a license and not mean it as it is: a modified version of it, or the
// license with terms of another kind.

var (
	// likeOnly stands before the name of a license that another one is made from or compared to
	likeOnly = gated(
		`version of|versions of|variant of|based on|derived from|modeled|modelled|stricter than|similar to|style of|inspired by`,
		`\b(?:(?:modified|changed|altered|amended) versions? of|variants? of|based on|derived from|modell?ed (?:on|after)|stricter than|similar to|style of|inspired by) (?:the |an? )?(?:terms of (?:the )?)?$`,
		`only the `, `\bonly the (?:[\w.-]+ ){1,5}(?:is|are) $`,
		`other than|neither`, `\b(?:other than|neither(?: \w+ nor)?) (?:the |an? )?(?:terms of (?:the )?)?$`,
	)
	// changed stands behind one that is not taken whole
	changed = gated(
		`minus|as modified|as amended|until|up to `, `^\W{0,3}(?:licen[sc]ed? )?(?:minus|as (?:modified|amended) by|until (?:the |\w+ )?(?:\d{4}|end|then)|up to (?:and including )?version)\b`,
		`nc`, `^[(+/ ]{1,3}nc\b`,
		`years after`, `^\W{0,3}(?:licen[sc]e )?(?:\d+|one|two|three|four|five) years after\b`,
		`removed|deleted|omitted|replaced|struck`, `^\W{0,3}with (?:section|clause|paragraph|article)s? [\w.()]+ (?:\w+ ){0,3}(?:removed|deleted|omitted|replaced|struck)\b`,
	)
	// some stand before one that is given to them alone, toSome behind it
	some = gated(
		`customers|members|subscribers|partners|students`, `^\W*(?:our |registered |paying |the )?(?:customers|members|subscribers|partners|students)\b[^,;]* (?:receive|get|obtain|may use|are granted)\b.*$`,
	)
	toSome = gated(
		`members|customers|subscribers|students|universities|schools|partners`, `^\W{0,3}(?:licen[sc]e )?to (?:\w+ ){0,2}(?:members|customers|subscribers|students|universities|schools|partners)\b`,
	)
	// besideIt are terms of other kinds in the same sentence
	besideIt = gated(
		`addendum|rider|acceptable use|additional terms|additional conditions|supplementa`,
		`\b(?:addendum|rider|acceptable use policy|additional (?:terms|conditions)|supplementa\w+ (?:terms|conditions))\b`,
		`closed|proprietary`,
		`\b(?:except|excluding|but)\b[^.;]{0,60} (?:is|are|remains?) (?:\w+ )?(?:closed[- ]source|proprietary)\b|\b(?:rest|else|others?|remainder) (?:of \w+ )?(?:is|are|remains?) (?:\w+ )?(?:closed[- ]source|proprietary)\b`,
	)
)

// noMore are terms that are said not to be there.
var noMore = lazily(`(?i)\b(?:without|no|not)(?: any)? (?:additional|other|further|supplementa\w+) (?:terms|conditions)(?: (?:or|and) conditions)?\b`)

// withMoreTerms reports whether the words around the names of a sentence are of such terms.
func withMoreTerms(rest []byte) bool {
	return besideIt.match(lower(nil, noMore().ReplaceAll(rest, nil)))
}

// forAll are those for whom everything is, whoever else is named.
var forAll = lazily(`\b(?:public|everyone|everybody|anyone)\b`)

// anothers stands behind the name of the license of another work: "based on the MIT
// licensed libfoo".
var anothers = lazily(`^[ -]licen[sc]ed [a-z]`)

// qualified reports whether one of the names in a sentence is not meant as it is, or not for
// all. The rest of the sentence is without the names: those of GNU's licenses say public.
func qualified(sentence, rest []byte, hits []namedAt) bool {
	low := lower(nil, sentence)
	all := forAll().Match(lower(nil, rest))
	return slices.ContainsFunc(hits, func(h namedAt) bool {
		before, behind := low[max(0, h.at.start-nearDenial):h.at.start], low[h.at.end:]
		return !anothers().Match(behind) && likeOnly.match(before) || changed.match(behind) || !all && (some.match(before) || toSome.match(behind))
	})
}
