package license

import (
	"bytes"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Many holders permit everything in a sentence of their own: "Permission to use, copy, modify and
// sell this software for any purpose is granted without fee, provided that this notice appears in
// all copies." Such a sentence is understood by its grammar where it is whole, every word of it is
// in its place, and it asks for no more than that notices are kept, changes marked and names not
// used to advertise. Anything else is left unread.

// permitted is the license of such sentences: any use, with the notice.
const permitted = "LicenseRef-Permissive"

// The parts of a sentence that permits, in lower case and without quotes. Each begins with a
// space, but the first.
const (
	permittedDeed  = `(?:use|copy|modify|distribute|redistribute|sell|publish|reproduce|alter|merge|sublicense|change|adapt|convert|display|perform|study|create derivative works(?: of| from)?)`
	permittedDeeds = permittedDeed + `(?:(?:,? (?:and|or|and/or)|,)(?: to)?(?: freely)? ` + permittedDeed + `)*`
	permittedDone  = `(?:used|copied|modified|distributed|redistributed|sold|published|reproduced|changed|altered)`
	permittedWork  = `(?: (?:this|the|these|such|it|that|all or part of this)(?: (?:software|code|source code|program|library|files?|works?|module|documentation|document|manual|example|images?|data|package|material|font|fonts|scripts?|derivative works?|configure script|implementation|modified code))?(?:,? (?:and|or) (?:(?:its|the|any|this|such|associated|accompanying|modified) )*(?:software|code|documentation|files?|derivative works?|works?|binaries|data))*(?:,? or portions (?:here|there)of,?)?)`
	permittedUse   = `(?:,? (?:and )?(?:for any (?:and all )?(?:purposes?|use)(?: whatsoever)?(?:, commercial or non-?commercial)?|in any way|freely|with or without (?:fee|charge|modifications?)|without (?:any )?(?:fee|charge|royalty|restrictions?|limitation|payment|license or fee|restriction or fee of any kind|fee or royalty|charge or fee|written agreement)|free of charge|by any (?:individual|person) or organization|in any medium(?:, physical or electronic,?)?|in (?:both )?source (?:and|or|and/or|and in) binary forms?|in any form|in whole or in part|as desired|including (?:for )?commercial (?:purposes|applications|use)))`

	noticeWords = `(?:(?:that|both|all|any|each|the|this|these|its|above|following|existing|entire|original|copyrights?|permission|license|authors?|attribution|prior|current|and|notices?|paragraphs?|messages?|statements?|disclaimers?|headers?|comments?|list of conditions|terms|text|lines?|in its)[ ,]+)*(?:copyrights?|notices?|paragraph|message|statement|disclaimers?|header|comment|list of conditions|above|entirety|terms)`
	noticeKept  = `(?:(?:must|shall|to) )?(?:(?:appears?|remains?|is|are|be|left|retained|preserved|included|reproduced|unchanged|unaltered|unmodified|intact|maintained|present|kept|duplicated|not removed|not modified|not altered|not changed)(?:,? (?:and |or )?|$))+`
	noticePlace = `(?:(?:in|on|with|to|by|all|any|every|each|both|copies|copy|of|the|this|that|it|software|documentation|supporting|related|accompanying|code|source|binary|files?|forms?|such|derived|derivative|works?|substantial|portions?|or|and|distributions?|redistributions?|thereof|its|package|program|library|entirety|intact|document|materials|provided|other)(?:[ ,]+|$))*`
	notUsed     = `the names? of ` + someName + ` (?:not be|is not|are not|may not be) used in (?:in |any )?(?:advertising or publicity pertaining to|advertising or publicity regarding)(?: the)?(?: (?:use|distribution)(?: (?:or|of) distribution)?)?(?: of)?(?: the| this)?(?: (?:software|document|documentation|program)(?: or (?:the )?(?:software|documentation))?)?(?: without (?:specific,? )?(?:written,? )?(?:prior )?(?:written )?(?:permission|authorization)(?: (?:from|of) ` + someName + `)?)?`
	marked      = `(?:(?:all |any )?(?:alterations|modifications|changes) (?:are|be) (?:clearly |plainly )?(?:marked|documented|indicated)(?: as such)?|a notice that the code was modified is included with the copyright notice|(?:due )?credit is given(?: to ` + someName + `| for any use of the (?:library|software))?|the author is not construed to be liable for any results of using the software)`

	permittedTerm = `(?:` + noticeWords + ` ` + noticeKept + noticePlace + `|` + notUsed + `|` + marked + `)`
	permittedIf   = `(?:[,;]? (?:provided|providing|as long as|so long as|on (?:the )?condition)(?: that)?:? ` + permittedTerm + `(?:,? ?(?:and(?: that)?|that|,) ` + permittedTerm + `)*)`
	permittedEnd  = permittedUse + `*` + permittedIf + `?\W*$`
)

// grantings are sentences that permit. Their groups name what they permit.
var grantings = gated(
	`permission`, `^\W*(?:license:? ?)?permission to (?:(?P<deeds>`+permittedDeeds+`)`+permittedWork+`|(?P<deeds5>modify the code and to distribute modified code))`+permittedUse+`*(?:,? (?:is|are) (?:hereby |freely )?granted`+permittedUse+`*`+permittedIf+`?|`+permittedIf+`)\W*$`+
		`|^\W*(?:license:? ?)?permission (?:is )?(?:hereby |freely )?granted`+permittedUse+`*(?: to (?:anyone|everyone|any person))?(?: to)? (?P<deeds2>(?:freely )?`+permittedDeeds+`)`+permittedWork+permittedEnd,
	`redistribution`, `^\W*(?:this (?:software|work) is provided as is[;,.]? )?(?P<all>redistribution(?: and use| and modification)`+permittedUse+`*),? (?:is|are) (?:hereby |freely )?permitted`+permittedEnd,
	`may be `, `^\W*(?:this|the) (?:software|code|program|library|file|work|module|documentation|document|package|script) may be (?P<deeds3>(?:freely )?`+permittedDone+`(?:(?:,? (?:and|or|and/or)|,) `+permittedDone+`)*)`+permittedEnd,
	`unlimited permission`, `^\W*this (?:[\w-]+ )?(?:script|file|program|document) is free (?:software|documentation)[:;,]? (?:you have|the authors? gives?) unlimited permission to (?P<deeds4>`+permittedDeeds+`) it`+permittedEnd,
	`rights are granted`, `^\W*(?P<all2>rights are granted to use) this software in any way`+permittedEnd,
)

// deeds are what the sentences of one grant permit.
type deeds uint8

const (
	toModify deeds = 1 << iota
	toDistribute
)

// permissions reads unread sentences that permit. Those that stand together are one grant, and
// all of them are left unread where it does not allow to change and to hand on the work.
func permissions(text []byte, open []span) []match {
	var out []match
	for i := 0; i < len(open); {
		var given deeds
		j := i
		for ; j < len(open); j++ {
			more := permit(text[open[j].start:open[j].end])
			if more == 0 || j > i && len(bytes.TrimSpace(text[open[j-1].end:open[j].start])) > nearGrant {
				break
			}
			given |= more
		}
		if given == toModify|toDistribute {
			for _, s := range open[i:j] {
				out = append(out, match{Expression: spdx.Ref(permitted), Start: s.start, End: s.end})
			}
		}
		i = max(j, i+1)
	}
	return out
}

// nearGrant is how many bytes lie between two sentences of one grant: a disclaimer.
const nearGrant = 300

// someName stands for the name of a holder in a sentence that permits.
const someName = `~`

// nameLead stands before one, and the words of nameless never in one.
var (
	nameLead = lazily(`\b(?:the names? of|(?:permission|authorization) (?:from|of)|credit is given to) `)
	nameless = setOf("that who whom which whose are is be been have has had must may shall will can not you your we our all each every only if when where unless until as in for by at on under from once per after before with without through within plus via using inside was were do does to provided it its")
)

// maxNamed is how many words a name has.
const maxNamed = 12

// withoutNames puts the sign of a name where the names of holders stand: whatever they are called,
// they are not part of what is asked, and nothing that is asked is part of them.
func withoutNames(low []byte) []byte {
	var out []byte
	at := 0
	for _, m := range nameLead().FindAllIndex(low, maxNames) {
		if m[0] < at {
			continue
		}
		several := bytes.HasPrefix(low[m[0]:], []byte("the name"))
		if name := holderName(low[m[1]:], several); len(name) > 0 {
			out = append(append(out, low[at:m[1]]...), someName...)
			at = m[1] + len(name)
		}
	}
	return append(out, low[at:]...)
}

// holderName gives the name that a text begins with, or several: they are one behind another.
func holderName(low []byte, several bool) []byte {
	end := 0
	for n, w := range bytes.SplitAfter(low, []byte(" ")) {
		word := string(bytes.Trim(w, " ,.()"))
		if n == maxNamed || nameless[word] || !several && (word == "and" || word == "or") {
			break
		}
		end += len(w)
		if !several && bytes.HasSuffix(w, []byte(", ")) && !corporate(low[end:]) {
			break
		}
	}
	return bytes.TrimRight(low[:end], " ,")
}

// corporate reports whether a text begins with what stands behind a comma in a company's name.
func corporate(low []byte) bool {
	word, _, _ := bytes.Cut(low, []byte(" "))
	return slices.Contains([]string{"inc", "ltd", "llc", "corp"}, string(bytes.TrimRight(word, ".,")))
}

// permit gives what a sentence permits, or 0.
func permit(sentence []byte) deeds {
	low := bytes.TrimRight(withoutQuotes(oneSpace(lower(nil, terms(sentence)))), ".;, ")
	if len(low) > maxGrant || !grantings.open(low) {
		return 0
	}
	if restrictive(low) || asksPrice().Match(low) {
		return 0
	}
	low = withoutNames(low)
	var out deeds
	grantings.opened(low, func(g *gate) bool {
		re := g.re()
		m := re.FindSubmatchIndex(low)
		if m == nil {
			return false
		}
		for n, group := range re.SubexpNames() {
			if group == "" || m[2*n] < 0 {
				continue
			}
			if out = deedsOf(low[m[2*n]:m[2*n+1]]); strings.HasPrefix(group, "all") {
				out = toModify | toDistribute
			}
		}
		return out != 0
	})
	return out
}

// asksPrice are words of a condition that has more in the name of somebody.
var asksPrice = lazily(`\b(royalt\w+|percent|payments?|dollars?|euros?|seats?|bought|buys?|paid|pays?|price|as well as)\b`)

// maxGrant bounds how long such a sentence is, in bytes.
const maxGrant = 1200

func deedsOf(words []byte) deeds {
	var out deeds
	eachWord(words, func(w []byte, _ span) {
		switch {
		case slices.Contains([]string{"modify", "modified", "alter", "altered", "change", "changed", "adapt", "derivative"}, string(w)):
			out |= toModify
		case slices.Contains([]string{"distribute", "distributed", "redistribute", "redistributed", "sell", "sold", "publish", "published"}, string(w)):
			out |= toDistribute
		}
	})
	return out
}

// withoutQuotes leaves out quotes, which change no grant.
func withoutQuotes(b []byte) []byte {
	return bytes.TrimSpace(bytes.Map(func(c rune) rune {
		if strings.ContainsRune("\"'`“”’\\", c) {
			return -1
		}
		return c
	}, b))
}
