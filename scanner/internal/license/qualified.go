package license

import (
	"bytes"
	"slices"
)

// A sentence may name a license and not mean it as it is: a modified version of it, or the
// license with terms of another kind.

var (
	// likeOnly stands before the name of a license that another one is made from or compared to
	likeOnly = gated(
		`modified |adapted |customi|tweaked |restricted |extended |limited |ethical |amended |altered |custom `,
		`\b(?:modified|adapted|customi[sz]ed|tweaked|restricted|extended|limited|ethical|amended|altered|custom) $`,
		`version of|versions of|form of|forms of|copy of|copies of|variant of|variants of|based on|derived from|modeled|modelled|stricter than|similar to|style of|inspired by|convert`,
		`\b(?:(?:modified|changed|altered|amended) (?:versions?|forms?|copy|copies) of|variants? of|based on|derived from|modell?ed (?:on|after)|stricter than|similar to|style of|inspired by|convert(?:s|ed|ing)? (?:in)?to) (?:the |an? )?(?:terms of (?:the )?)?$`,
		`only the `, `\bonly the (?:[\w.-]+ ){1,5}(?:is|are) $`,
		`other than|neither`, `\b(?:other than|neither(?: \w+ nor)?) (?:the |an? )?(?:terms of (?:the )?)?$`,
	)
	// changed stands behind one that is not taken whole
	changed = gated(
		`minus|as modified|as amended|until|up to `, `^\W{0,3}(?:licen[sc]ed? )?(?:minus|as (?:modified|amended) by|until (?:the |\w+ )?(?:\d{4}|end|then)|up to (?:and including )?version)\b`,
		`nc`, `^[(+/ ]{1,3}nc\b`,
		`years after`, `^\W{0,3}(?:licen[sc]e )?(?:\d+|one|two|three|four|five) years after\b`,
		`restrict|limitation|modification|modified|subject to|requirement|condition`, `^\W{0,3}(?:licen[sc]ed? )?(?:with (?:an |the |some )?(?:additional|extra|added|further) (?:requirement|condition)s?\b|with (?:[\w.-]+ ){0,4}(?:[\w.-]*restrictions?[\w.-]*|limitations?|modifications?)|\(?(?:modified|see restrictions|restricted)\b|subject to (?:our|the following|additional|some|certain|further))\b`,
		`variant|flavor|flavour|without|clause`, `^\W{0,3}(?:licen[sc]ed? )?(?:\(?[\w-]+ (?:variant|flavou?r)\b|(?:but )?without the (?:right|\w+ clause)|with (?:a|an|our own|one) [\w-]+ clause\b)`,
		`removed|deleted|omitted|replaced|struck`, `^\W{0,3}with (?:section|clause|paragraph|article)s? [\w.()]+ (?:\w+ ){0,3}(?:removed|deleted|omitted|replaced|struck)\b`,
	)
	// tails stand behind the last one, and keep it from some uses or parts
	tails = gated(
		`except|apart from|plus |unless|as long as|while |during |when used|excluding|but |starting |once |to our|with one|and our|and the terms in`,
		`^(?:[ -]licen[sc]ed?)?[\s,;)(–-]{1,4}(?:for (?:all|any) purposes?,? except|except|apart from|plus|unless|as long as|while|during|when used|excluding|but (?:the|its|our|not)|starting|once|to our|with one|and our|and the terms in)\b`,
	)
	// some stand before one that is given to them alone, toSome behind it
	some = gated(
		`customers|members|subscribers|partners|students`, `^\W*(?:our |registered |paying |the )?(?:customers|members|subscribers|partners|students)\b[^,;]* (?:receive|get|obtain|may use|are granted)\b.*$`,
	)
	toSome = gated(
		`for `, `^\W{0,3}(?:licen[sc]ed?\W{1,3})?for (?:\w+ ){0,2}(?:academic|personal|private|non-?profits?|hobby|educational|individuals?|startups?|learning|testing|evaluation|research|companies|students|schools|members|open[- ]source (?:use|projects)|use (?:with|by|in))\b`,
		`if |as long as|provided|purchase|payment`, `^\W{0,3}(?:licen[sc]ed?\W{1,3})?(?:if your?|as long as you|provided (?:that )?you|(?:on|upon|after) (?:purchase|payment))\b`,
		`members|customers|subscribers|students|universities|schools|partners`, `^\W{0,3}(?:licen[sc]ed? )?to (?:\w+ ){0,2}(?:members|customers|subscribers|students|universities|schools|partners)\b`,
	)
	// besideIt are terms of other kinds in the same sentence
	besideIt = gated(
		`agreement|eula`, `\b(?:governed by|subject to) (?:the |our |its )?[\w'’]+ (?:agreement|eula)\b`,
		`addendum|rider|acceptable use|additional terms|additional conditions|supplementa`,
		`\b(?:addendum|rider|acceptable use policy|additional (?:terms|conditions)|supplementa\w+ (?:terms|conditions))\b`,
		`is not|are not|n't|n’t`, `[,;:] (?:but |and |while )?[\w ./-]{2,40} (?:is|are)(?: not|n['’]t)\W*$`,
		`outside `, `\boutside (?:of )?[^.;]{0,40}(?:\w/|\bee\b|\b(?:folder|director(?:y|ies)|enterprise|premium)\b)`,
		`closed|proprietary`,
		`\b(?:except|excluding|but)\b[^.;]{0,60} (?:is|are|remains?) (?:\w+ )?(?:closed[- ]source|proprietary)\b|\b(?:rest|else|others?|remainder) (?:of \w+ )?(?:is|are|remains?) (?:\w+ )?(?:closed[- ]source|proprietary)\b`,
	)
)

// noMore are terms that are said not to be there.
var noMore = lazily(`(?i)\b(?:without|no|not)(?: any)? (?:additional|other|further|supplementa\w+) (?:terms|conditions)(?: (?:or|and) conditions)?\b`)

// withMoreTerms reports whether the words around the names of a sentence are of such terms.
func withMoreTerms(rest []byte) bool {
	low := lower(nil, noMore().ReplaceAll(rest, nil))
	return besideIt.match(low) || exceptsFolder(low)
}

// exceptsFolder reports whether a sentence takes a folder out, and does not name what that is
// under: names are blanks here.
func exceptsFolder(low []byte) bool {
	at := folderOut().FindIndex(low)
	return at != nil && !bytes.Contains(low[at[1]:], []byte("   "))
}

var folderOut = lazily(`\b(?:except|excluding|exception of|but|apart from)\b[^.;]{0,60}(?:\bee\b|\b(?:folder|director(?:y|ies)|enterprise|premium)\b|\w/)|\bwith the [\w./-]+ folder under\b`)

// timed are words of a license that is given later, or was given before: its name is not that
// of what one gets.
var timed = gated(
	`change date|convert|becomes|turns into|turn into|earlier versions|older versions|previous versions|later versions are|releases before|releases up to|releases prior|versions up to|versions before|versions prior`,
	`\bchange date\b|\bconvert(?:s|ing)? (?:in)?to (?:the |an? )?(?:[\w.-]+ ){0,4}(?:licen[sc]e|licen[sc]ing|terms)\b|\bbecomes (?:available )?(?:under|licen[sc]ed)\b|\bturns? into\b|\b(?:earlier|older|previous) versions (?:are|were)\b|\blater versions are not\b|\b(?:releases|versions) (?:up to|before|prior to) v?\d`,
	` year|(after | 20`, `\bafter (?:a period of )?(?:\w+ )?(?:two|three|four|five|\d+) years?\b|\b(?:two|three|four|five|\d+) years? (?:after|from) (?:the |its |each |that |release|publication|\d)|\(after \d{4}\)|^\W*(?:after|on|from|as of|starting) (?:\w+ \d{1,2},? )?20\d\d\b`,
)

// namesAnother reports whether the words around the names of a sentence name one more license,
// in capitals: "the Acme Community License", "and the Acme Terms". A word of the names that were
// understood may stand again.
func namesAnother(sentence, rest []byte) bool {
	for _, m := range capitalName().FindAllSubmatch(rest, maxNames) {
		if more := string(lower(nil, m[2])); more == ":" || more == " below" || more == " exception" {
			continue // a label, or a text that follows
		}
		for w := range bytes.FieldsSeq(m[1]) {
			if len(w) > 1 && !namesNone[string(lower(nil, bytes.Trim(w, "\"'.,")))] && wordsLike(sentence, w) <= wordsLike(rest, w) {
				return true
			}
		}
	}
	return false
}

// wordsLike counts a word in a text.
func wordsLike(text, word []byte) int {
	n := 0
	for w := range bytes.FieldsSeq(text) {
		if bytes.Equal(bytes.Trim(w, "\"'.,"), bytes.Trim(word, "\"'.,")) {
			n++
		}
	}
	return n
}

var capitalName = lazily(`\b((?:[A-Z][\w'&.+-]*[ -]){1,5})(?:[Ll]icen[sc]e|Agreement|EULA|Terms)\b( below|(?i: exception)|[^\s\w]?)`)

// namesNone are words that begin with a capital before "License" and name none.
var namesNone = setOf("the this that these a an your our all any under see licensed released distributed please read full open source free software project program code version gnu public general lesser library affero dual new file its their if in for by and or other each both same contributor original alternative complete standard permissive copyleft commercial main project default copyright no end user first second third unported international generic united states purpose spdx osi fsf foss")

// forAll are those for whom everything is, whoever else is named.
var forAll = lazily(`\b(?:public|everyone|everybody|anyone)\b`)

// anothers stands behind the name of the license of another work: "based on the MIT
// licensed libfoo".
var anothers = lazily(`^[ -]licen[sc]ed [a-z]`)

// asNoted is said of exceptions that the files tell themselves.
var asNoted = lazily(`\b(?:headers?|otherwise|noted|stated|specifies|indicated|specified|mentioned|marked|listed|exceptions?)\b`)

// qualified reports whether one of the names in a sentence is not meant as it is, or not for
// all. The rest of the sentence is without the names: those of GNU's licenses say public.
func qualified(sentence, rest []byte, hits []namedAt) bool {
	low := lower(nil, sentence)
	if timed.match(low) && !slices.ContainsFunc(hits, func(h namedAt) bool { return AnyRestricted(h.e.Licenses()) }) {
		return len(hits) > 0
	}
	all := forAll().Match(lower(nil, rest))
	if len(hits) == 0 {
		return false
	}
	if last := low[hits[len(hits)-1].at.end:]; tails.match(last) && !asNoted().Match(last) {
		return true
	}
	return slices.ContainsFunc(hits, func(h namedAt) bool {
		before, behind := low[max(0, h.at.start-nearDenial):h.at.start], low[h.at.end:]
		return !anothers().Match(behind) && likeOnly.match(before) || changed.match(behind) || !all && (some.match(before) || toSome.match(behind))
	})
}
