package license

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// restrictive reports whether a clause restricts use in words that no open license
// has.
func restrictive(clause []byte) bool {
	low := spoken(lower(nil, clause))
	if !restricts.match(low) && !plainly.match(low) {
		return false
	}
	low = withoutEmpty(low)
	return plainly.match(low) || restricts.each(low, func(at []int) bool {
		return !harmless().Match(low[max(0, at[0]-nearHarmless):min(len(low), at[1]+nearHarmless)])
	})
}

// spoken leaves out the signs of emphasis of Markdown and HTML, which stand within phrases.
func spoken(b []byte) []byte {
	if !bytes.ContainsAny(b, "*_`<&") {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '*', c == '`', c == '_' && (i == 0 || !latin[b[i-1]] || i+1 == len(b) || !latin[b[i+1]]):
		case c == '<' && shortTag(b[i:]) > 0:
			i += shortTag(b[i:]) - 1
		case c == '&' && bytes.HasPrefix(b[i:], []byte("&nbsp;")):
			out = append(out, ' ')
			i += len("&nbsp;") - 1
		default:
			out = append(out, c)
		}
	}
	return out
}

// shortTag is the length of a tag without attributes that a text begins with, or 0.
func shortTag(b []byte) int {
	n := bytes.IndexByte(b[:min(len(b), 12)], '>')
	if n < 2 || bytes.ContainsFunc(bytes.TrimPrefix(b[1:n], []byte("/")), func(c rune) bool { return c < 'a' || c > 'z' }) {
		return 0
	}
	return n + 1
}

// excludes reports whether words keep a license from some people, or for some.
func excludes(words []byte) bool { return audience().Match(lower(nil, words)) }

// keepsTo is the sentence of a header that says of the license it names no more than any.
var keepsTo = lazily(`(?i)^\W*(?:this (?:file|project|software) may not be copied, modified,? (?:and/)?or distributed except according to (?:those|these) terms\W*$|you may not use (this|the) (file|files|work|works|software|program|library|package|module|code) except in compliance with (the licen[sc]e|this licen[sc]e|(one of|either of) these( two)? licen[sc]es)\W*$)`)

// dualSaid is a sentence that says of a choice that there is one.
var dualSaid = lazily(`(?i)^\W*this (?:file|software|program|project|code|library|package) is (?:dual|triple|multi)[- ]?licen[sc]ed\W*$`)

// nearName is how far behind the name of a license such a sentence stands, in bytes.
const nearName = 300

// said takes out such sentences behind a license, and those that offer the ones below them.
func said(text []byte, open []span, ms []match) []span {
	return slices.DeleteFunc(open, func(s span) bool {
		sentence := oneSpace(text[s.start:s.end])
		keeps, offers := keepsTo().Match(sentence), len(sentence) < nearTexts && someOf(sentence) > 0
		if dualSaid().Match(sentence) && slices.ContainsFunc(ms, func(m match) bool { return len(m.Expression.Options()) > 1 }) {
			return true
		}
		return (keeps || offers) && slices.ContainsFunc(ms, func(m match) bool {
			return !m.Expression.IsZero() && (keeps && (m.End <= s.start && s.start-m.End < nearName || !m.Notice && m.Start >= s.end && m.Start-s.end < nearName) || offers && m.Start >= s.end && m.Start-s.end < nearTexts)
		})
	})
}

// stating are the words of which license terms are made.
var stating = gated(
	`licen`, `\blicen[sc]e[ds]?\b`,
	`permission|permitted|redistribut|warrant|grant|shall|prohibited|terms|conditions`, `\b(permission|permitted|redistribut\w*|warrant(y|ies)|grant(s|ed)?|shall|prohibited|terms|conditions)\b`,
	`copyright holder|may not|liab`, `\b(copyright holders?|may not|liab(le|ility))\b`,
	`agreement|eula|royalt`, `\b(subject to|governed by) (the |our |its )?[\w' ]{0,40}(agreement|eula)\b|\broyalt(y|ies)\b`,
	`许可|授权|版权|許可|授權|許諾`, `许可|授权|版权|許可|授權|許諾`,
	`lizenz|licen|лиценз|Лиценз|ЛИЦЕНЗ|ライセンス|라이선스|라이센스`, `lizenz|\blicen(?:ci|cj|ça|za|ti)|(?i:лиценз)|ライセンス|라이선스|라이센스`,
)

// statesTerms narrows what is left of a text to the sentences that read like
// terms. Beside a license a disclaimer is none; alone it is all that is said.
func statesTerms(d *document, left []span, licensed bool) []span {
	var out []span
	seen := 0
	for _, s := range left {
		for _, p := range sentences(d.text, s) {
			if n := d.count(p); !d.has(state, p) || n < 3 || n < 6 && !grants.match(d.low[p.start:p.end]) && !handsOut(d.low[p.start:p.end]) {
				continue
			}
			if d.leadsOn(p, s) {
				continue
			}
			if seen += p.end - p.start; seen > maxProse {
				d.cut = true
				return out
			}
			body := linkDefinition().ReplaceAll(terms(d.text[p.start:p.end]), nil)
			if licensed {
				body = ownRisk().ReplaceAll(body, nil)
			}
			if readsLikeTerms(body) && !d.offersSale(p) && !saysApart(body) && !(licensed && titleOfHolder(body)) && !(licensed && onlyDisclaims(body)) {
				out = append(out, p)
			}
		}
	}
	return out
}

// leadsOn reports whether a sentence of a stretch says nothing but what follows says: the license
// whose text begins behind the stretch, or a choice.
func (d *document) leadsOn(p, left span) bool {
	low := d.low[p.start:p.end]
	return p.end == left.end && left.end < len(d.text) && leadsIn.open(low) && leadsIn.match(oneSpace(low)) ||
		announces.open(low) && announces.match(oneSpace(low)) && announced().Match(d.text[p.end:])
}

// leadsIn are words before the name of a license that its text explains, as Microsoft's files have them.
var leadsIn = gated(`under`, `^\W*th(?:is|e) (?:code|source code|software|file|library|program|project|package|work) is (?:licen[sc]ed|released|distributed) under(?: the)?(?: terms of(?: the)?)?\W*$`)

// announces is said of a work before the sentence that says what its two licenses are.
var (
	announces = gated(`dual|triple`, `^\W*[\w.+-]+( [\w.+-]+){0,3} (is|are) (dual|triple)[- ]?licen[sc]ed\W*$`)
	announced = lazily(`(?i)^\W*(at your (choice|option|discretion)|you (may|can) (choose|select|elect|pick))\b`)
)

func readsLikeTerms(body []byte) bool {
	low := lower(nil, unmarked(body))
	if !stating.match(low) {
		return false
	}
	low = oneSpace(low)
	return !(pointer.match(low) && !obligesSome.match(low) && !sells.match(low) || repeated.match(low) || pointsAbroad(low)) || restrictive(low)
}

// obligesSome are words of a sentence that asks for more than to look somewhere.
var obligesSome = gated(`shall |must |have to |has to |need |needs `, `\b(companies|firms|businesses|organi[sz]ations|users?|you|licensees?|customers?|everyone|each( \w+)?) (shall|must|have to|has to|needs?) (not )?(to )?(buy|pay|purchase|obtain|register|subscribe|ask|request|acquire|get|contact|send|delete|destroy|a|an)\b`)

// sells are words of one that says who pays, or how far a license goes.
var sells = gated(`licensed |licenced |friends|compan|customer|client|firm|seat|sold|sell|proprietary|closed|valid|granted for|per |domain|permission|hosted|research|key|devices|tied to|part of`, `\b((software|program|library|work|code|package|project|product|it) is licen[sc]ed (only |solely |exclusively )?to (our |the |all )?[a-z]{3,}s|to friends|compan(y|ies)|customers?|clients?|firms?|seats?|sold|sells?|proprietary|closed|(licen[sc]e|production) keys?|valid (for|until)|granted for (a|the) (period|term)|per (developer|user|domain|seat|site|year)|tied to|requires? permission|hosted|research only|devices|part of (a product|\w+ enterprise))\b`)

// linkDefinition is a line of Markdown that says where links lead.
var linkDefinition = lazily(`(?m)^[ \t]*\[[^\]\n]+\]:[ \t]*\S+(?:[ \t]+["'(][^\n]{0,200})?[ \t\r]*$`)

// ownRisk is a disclaimer that is part of any sentence: a title's.
var ownRisk = lazily(`(?i)\bno warranty( is)?( expressed or| express or)? implied\W+use( this| it)? at your own risk\b`)

// asks are words of a sentence that does more.
var asks = gated(`permission|permitted|redistribut|must|require|grant|provided that|only|fee|copies|except`, `\b(permission|permitted|redistribut\w*|must|requires?|required|grants?|granted|provided that|only|fees?|copies|except)\b`)

func onlyDisclaims(body []byte) bool {
	low := oneSpace(lower(nil, body))
	return disclaims.match(low) && !asks.match(low) && !restrictive(low)
}

// restriction returns the first unexplained sentence that restricts use.
func restriction(d *document, left []span) string {
	seen := 0
	for _, s := range left {
		for _, p := range sentences(d.text, s) {
			if !d.has(restrict, p) || d.count(p) < 1 || d.offersSale(p) || saysApart(d.text[p.start:p.end]) {
				continue
			}
			if seen += p.end - p.start; seen > maxProse {
				d.cut = true
				return ""
			}
			for clause := range bytes.SplitSeq(bytes.ReplaceAll(oneSpace(d.text[p.start:p.end]), []byte("&nbsp;"), []byte(" ")), []byte(";")) {
				low := spoken(lower(nil, clause))
				words := countWords(clause) + bytes.Count(low, []byte("noncommercial")) // which others part
				if restrictive(clause) && (words >= 4 || plainly.match(low)) {
					return quote(clause)
				}
			}
		}
	}
	return ""
}

// beside returns the first line of a holder, wherever it stands, that restricts use
// behind the name: a license's text has a place for such lines, and explains
// whatever stands there. Where that license restricts use itself, they are its own.
func beside(d *document, ms []match) string {
	for _, s := range d.held {
		line := d.text[s.start:s.end]
		if listed(d.low, s.start, line) || slices.ContainsFunc(ms, func(m match) bool {
			return m.Start <= s.start && s.end <= m.End && !m.Notice && AnyRestricted(m.Expression.Licenses())
		}) {
			continue
		}
		if rest := reserved().ReplaceAll(oneSpace(line), nil); restrictive(rest) || isCondition(rest) {
			return quote(line)
		}
	}
	return ""
}

// nearItem is how far back in a list the item before one begins, in bytes.
const nearItem = 1200

// listed reports whether a line begins with the third letter of a list rather than with a
// sign of copyright.
func listed(low []byte, at int, line []byte) bool {
	rest, ok := cutFold(bytes.TrimLeft(line, " \t*#/;>|"), "(c)")
	return ok && len(bytes.TrimSpace(rest)) > 0 && bytes.Contains(low[max(0, at-nearItem):at], []byte("(b)"))
}

// withdrawn returns the first sentence that names a license and restricts what the
// license gives.
func withdrawn(text []byte, ms []match) string {
	for _, m := range ms {
		if m.Notice && (m.limited || restrictive(m.rest) || excludes(m.rest) || isCondition(m.rest)) {
			return quote(text[m.Start:min(m.End, m.Start+4000)])
		}
	}
	return ""
}

// partsAlone returns the first of the sentences that name licenses where all of them are about
// parts of the work: nothing is said of the rest.
func partsAlone(text []byte, ms []match) string {
	first := ""
	for _, m := range ms {
		if m.Expression.IsZero() {
			continue
		}
		if !m.Notice || !ofParts().Match(oneSpace(text[m.Start:min(m.End, m.Start+maxField)])) {
			return ""
		}
		first = cmp.Or(first, quote(text[m.Start:m.End]))
	}
	return first
}

// ofParts begins a sentence about what is never all of a work.
var ofParts = lazily(`(?i)^\W*(?:(?:only|the|all|our|any|some|code|these) ){0,3}(?:samples|tests?|examples|demo|demo app|parts|portions|contributions|\w+ bindings)\b[^.;:]{0,80} (?:is|are) (?:\w+ )?(?:licen[sc]ed|released|distributed|available|provided|under|made)\b`)

// oneSpace folds white space and leaves out the signs of comments and quotes at
// the beginning of lines, and those of a box at their end, so that a phrase is found across
// lines.
func oneSpace(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for line := range bytes.Lines(b) {
		words := commentSigns(line)
		if len(words) < len(line) {
			words = unboxed(words)
		}
		for _, w := range bytes.Fields(words) {
			if len(out) > 0 {
				out = append(out, ' ')
			}
			out = append(out, w...)
		}
	}
	return out
}

// commentSigns cuts the sign of a comment from the beginning of a line: two dashes in Ada,
// Lua and SQL, a bracket and a star in ML and Pascal, words in m4, Fortran, Texinfo and DOS.
func commentSigns(line []byte) []byte {
	words := bytes.TrimLeft(line, " \t*#/;>|%!\"'{}")
	if rest, ok := bytes.CutPrefix(words, []byte("(*")); ok {
		return bytes.TrimLeft(rest, " \t*")
	}
	if rest := bytes.TrimLeft(words, "-"); len(rest)+1 < len(words) {
		return bytes.TrimLeft(rest, " \t")
	}
	for _, sign := range []string{"dnl ", "@c ", "REM ", "C  "} {
		if rest, ok := bytes.CutPrefix(words, []byte(sign)); ok {
			return rest
		}
	}
	return words
}

// unboxed cuts the right side of a box of comment signs.
func unboxed(line []byte) []byte {
	line = bytes.TrimRight(line, " \t\r\n")
	if bytes.HasSuffix(line, []byte("*)")) {
		line = line[:len(line)-1]
	}
	if rest := bytes.TrimRight(line, "*#/|;%=-"); len(rest) < len(line) && (len(rest) == 0 || rest[len(rest)-1] == ' ' || rest[len(rest)-1] == '\t') {
		return rest
	}
	return line
}

// quote gives a sentence in one line, shortened.
func quote(b []byte) string {
	s := strings.ToValidUTF8(string(oneSpace(b)), "�")
	s = strings.TrimLeft(s, "#*/;-. ")
	if r := []rune(s); len(r) > 240 {
		s = string(r[:240]) + "…"
	}
	return s
}
