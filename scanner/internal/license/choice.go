package license

import (
	"bytes"
	"slices"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// offersChoice are words that offer a choice wherever they stand in a sentence.
var offersChoice = lazily(`(?i)\b(either|choice|your (option|election)|(dual|triple|multi)[- ]?licen[sc]ed|secondary licen[sc]es|dual|alternatively|may choose|choose)\b|\w/\w`)

// between reports whether an "or" stands between two of the names, and nothing that
// tells what each is for.
func between(sentence []byte, hits []namedAt) bool {
	for i := 1; i < len(hits); i++ {
		if a, b := hits[i-1].at.end, hits[i].at.start; a <= b && choice(sentence[a:b]) {
			return true
		}
	}
	return false
}

// slashed reports whether all names stand behind one another with a stroke between two, as
// in MIT/Apache-2.0.
func slashed(words, sentence []byte, hits []namedAt) bool {
	for i := 1; i < len(hits); i++ {
		if a, b := hits[i-1].at.end, hits[i].at.start; a > b || string(bytes.TrimSpace(sentence[a:b])) != "/" {
			return false
		}
	}
	return !bothLicenses().Match(words) && !partsNamed().Match(address().ReplaceAll(without(sentence, hits), nil))
}

// partsNamed are the parts of a work that the licenses of such a list are for, in a list of
// their own.
var partsNamed = lazily(`\w ?/ ?\w`)

var (
	choiceWords = lazily(`(?i)\b(either|choice|your (option|election)|(dual|triple|multi)[- ]?licen[sc]ed|secondary licen[sc]es|alternatively|may choose|choose|or)\b`)
	bothWords   = lazily(`(?i)\b(both|respectively|and also|portions|parts|the following|and)\b`)
	whereElse   = lazily(`(?i)\bor (at|from|on|see|visit|write|online)\b`)
	instead     = lazily(`(?i)^(?:\W*[\w ]{2,60}(?:notice:|usage))?\W*alternatively\b,? *(this|it|you|at|under|may|the (above|following|software|program|library|work|contents?|code|file|licen)|redistrib|licen)`)
)

// inPlace reports whether a notice offers its license in place of the one before: in other words,
// or as exhibit A of EPL-2.0 does.
func inPlace(notice []byte) bool {
	return instead().Match(notice) || bytes.Contains(notice, []byte("Secondary")) && secondary().Match(notice)
}

var secondary = lazily(`(?i)^\W*this\W+source\W+code\W+may\W+also\W+be\W+made\W+available\W+under\W+the\W+following\W+secondary\b`)

// maxOffer is how far apart two licenses of a choice stand: an "or", a rule,
// a heading.
const maxOffer = 12

// choice reports whether the words between two licenses offer a choice.
func choice(between []byte) bool {
	between = bytes.TrimSpace(between)
	return len(between) < 400 && countWords(between) <= maxOffer && choiceWords().Match(between) && !bothWords().Match(between) && !whereElse().Match(between)
}

// chosen reports whether a sentence that names licenses offers a choice of them.
func chosen(sentence []byte) bool {
	return choiceWords().Match(sentence) && !bothLicenses().Match(sentence)
}

var bothLicenses = lazily(`(?i)\b(both|respectively|portions|parts|except|excluding|depending on|as (stated|noted|indicated) in|for the|for (individuals|companies))\b|\botherwise\W*$`)

// A license of several names may be one part of what a sentence says: "(i) a dual license under
// the A and the B or (ii) an Apache License".
var (
	ofSeveral  = lazily(`(?i)\ban? (dual|triple|quadruple) licen[sc]e(?:,? under\b| of\b|:)`)
	severalEnd = lazily(`(?i)[.;] | or \(|\((?:i{2,3}|iv|[2-4b-d])\)|, (?:unless|except|while|and (?:that|the rest))\b`)
	several    = map[string]int{"dual": 2, "triple": 3, "quadruple": 4}
	listing    = lazily(`(?i)^(?:\W|\b(?:and|or|the|terms|of|licen[sc]es?)\b)*$`)
)

// grouped makes one of the names that such words say can be chosen from, where there are as many
// as they say and nothing else stands between them, as what each is for.
func grouped(sentence []byte, hits []namedAt) []namedAt {
	for _, m := range ofSeveral().FindAllSubmatchIndex(sentence, maxNames) {
		n := several[string(lower(nil, sentence[m[2]:m[3]]))]
		first, ok := severalOf(sentence, hits, m[1], n)
		if !ok {
			continue
		}
		one := hits[first]
		for _, h := range hits[first+1 : first+n] {
			one = namedAt{spdx.Or(one.e, h.e), span{one.at.start, h.at.end}, one.vague || h.vague}
		}
		hits = slices.Replace(hits, first, first+n, one)
	}
	return hits
}

// severalOf gives the first of so many names that stand behind a place, in a list and alone.
func severalOf(sentence []byte, hits []namedAt, from, n int) (first int, ok bool) {
	end := len(sentence)
	if to := severalEnd().FindIndex(sentence[from:]); to != nil {
		end = from + to[0]
	}
	within := func(i int) bool { return i < len(hits) && hits[i].at.start < end }
	first = slices.IndexFunc(hits, func(h namedAt) bool { return h.at.start >= from })
	if first < 0 || !within(first+n-1) || within(first+n) || bothLicenses().Match(sentence[hits[first+n-1].at.end:end]) {
		return 0, false
	}
	for _, h := range hits[first : first+n] {
		if !listing().Match(sentence[min(from, h.at.start):h.at.start]) {
			return 0, false
		}
		from = h.at.end
	}
	return first, true
}

// An offer may tell no more than how many licenses there are, whose texts follow: "available
// under 2 licenses -- choose whichever you prefer".
var (
	offersSome = gate{anyOf("choose|choice|option|whichever|prefer|select"), func() lazy {
		const some, choose = `\b(?:under|of) (?:(?:either|any|one) of )?(?:the )?(?:following )?(two|three|four|[2-4]) (?:\w+ )?licen[sc]es\b`, `\b(?:choose|choice|option|whichever|prefer|select)\b`
		return lazily(`(?i)` + some + `[^.;]{0,60}` + choose + `|` + choose + `[^.;]{0,60}` + some)
	}()}
	counts = map[string]int{"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
)

// nearTexts is how far before the first of such texts the offer stands, in bytes.
const nearTexts = 400

// someOf gives how many of the licenses behind some words these offer as a choice, or 0.
func someOf(before []byte) int {
	before = oneSpace(before)
	if !offersSome.opens(lower(nil, before)) {
		return 0
	}
	m := offersSome.re().FindSubmatchIndex(before)
	if m == nil || bothLicenses().Match(before[m[0]:]) {
		return 0
	}
	return counts[string(lower(nil, before[max(m[2], m[4]):max(m[3], m[5])]))]
}
