package license

// A sentence may name a license and not mean it as it is: a modified version of it, or the
// license with terms of another kind.

var (
	// likeOnly stands before the name of a license that another one is made from or compared to
	likeOnly = gated(
		`version of|versions of|variant of|based on|derived from|modeled|modelled|stricter than|similar to|style of|inspired by`,
		`\b(?:(?:modified|changed|altered|amended) versions? of|variants? of|based on|derived from|modell?ed (?:on|after)|stricter than|similar to|style of|inspired by) (?:the |an? )?(?:terms of (?:the )?)?$`,
		`only the `, `\bonly the (?:[\w.-]+ ){1,5}(?:is|are) $`,
		`customers|members|subscribers|partners|students`, `^\W*(?:our |registered |paying |the )?(?:customers|members|subscribers|partners|students)\b.*$`,
		`other than|neither`, `\b(?:other than|neither(?: \w+ nor)?) (?:the |an? )?(?:terms of (?:the )?)?$`,
	)
	// changed stands behind one that is not taken whole
	changed = gated(
		`minus|as modified|as amended|until|up to `, `^\W{0,3}(?:licen[sc]ed? )?(?:minus|as (?:modified|amended) by|until|up to (?:and including )?version)\b`,
		`years after`, `^\W{0,3}(?:licen[sc]e )?(?:\d+|one|two|three|four|five) years after\b`,
		`members|customers|subscribers|students|universities|schools|partners`, `^\W{0,3}(?:licen[sc]e )?to (?:\w+ ){0,2}(?:members|customers|subscribers|students|universities|schools|partners)\b`,
		`removed|deleted|omitted|replaced|struck`, `^\W{0,3}with (?:section|clause|paragraph|article)s? [\w.()]+ (?:\w+ ){0,3}(?:removed|deleted|omitted|replaced|struck)\b`,
	)
	// besideIt are terms of other kinds in the same sentence
	besideIt = gated(
		`addendum|rider|acceptable use|additional terms|additional conditions|supplementa|closed|proprietary`,
		`\b(?:addendum|rider|acceptable use policy|additional (?:terms|conditions)|supplementa\w+ (?:terms|conditions)|closed[- ]source|(?:is|are|remains?) (?:\w+ )?proprietary)\b`,
	)
)

// qualified reports whether one of the names in a sentence is not meant as it is.
func qualified(sentence []byte, hits []namedAt) bool {
	low := lower(nil, sentence)
	for _, h := range hits {
		if likeOnly.match(low[max(0, h.at.start-nearDenial):h.at.start]) || changed.match(low[h.at.end:]) {
			return true
		}
	}
	return false
}
