package license

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// tag is the machine-readable notice of https://spdx.dev/learn/handling-license-info/.
var tag = lazily(`(?i)SPDX-License-Identifier:[ \t|\x60]*([^\r\n*<"'#\x60]+)`)

// states reports whether a sentence in lower case has the words that make a license's
// name a statement: a name alone may be an example, a link, or the place where a text
// can be found.
func states(low []byte) bool {
	return (begins().Match(low) || grants.match(low) || handsOut(low)) && !defers.match(low)
}

// defers is a sentence that names a license of which the text follows, or defines a word.
var defers = gated(
	`following `, `\bfollowing [\w -]{2,30} licen[sc]e[\w ]{0,20}:\s*$`,
	`text of|texts of`, `^\W*(the )?(full |complete )?texts? of (the |these |both )?[\w .,-]{2,60} licen[sc]es? (is|are) (reproduced|included|given|provided|found)\b`,
	`will be governed by`, fromChangeDate,
	` mean`, `["”'] means? (any |all )?(software|source code|code|works?)\b`,
)

// fromChangeDate is the sentence of a header on what the Business Source License becomes.
const fromChangeDate = `^\W*(?:as of the change date specified in (?:that|the) \S+|on the date above), in accordance with the business source licen[sc]e, use of this (?:software|work) will be governed by [^;]{2,80}(?:, included in the file \S+)?\W*$`

// begins is a heading: License: the name.
var begins = lazily(`^\W*licen[sc]es?( type)?\W{1,4}`)

var grants = gated(
	`choice of`, `\b(your|the|a) choice of\b`,
	`the terms|the conditions`, `\b(under|to|by|with|on) the (terms|conditions)\b`,
	`overall licen|main licen|its licen|whose licen|this licen|package licen|software licen|is licen|are licen|one such licen`, `\b(overall|main|its|whose|this|package|software) licen[sc]e\b[^.]{0,40}\bis\b|\b(is|are) licen[sc]ed\b|\bis one such licen[sc]e\b`,
	`distribution is by`, `\b(re)?distribution is by\b`,
	`dual|triple|multi`, `\b(?:dual|triple|multi)[- ]?licen[sc]ed\b`,
	`mix of`, `\bmix of (?:[al]?gpl|mit|bsd|apache)[\w.+/-]*(?: and (?:[al]?gpl|mit|bsd|apache)[\w.+/-]*)+\W*$`,
	`public domain`, `^\W*public domain[.,;]|\b(placed?|released?|dedicated?|donated?|put) ([\w ]{2,30} )?(in|into|to|under)( the)? ["'“]?public domain`,
	`software under|source under|source, under|free under|free, under`, `\b(free|open source) software under the\b|\b(free|open[- ]source),? under the\b`,
	` under| in the`, `\b(is|are) (offered )?(under|in the)\b|\bare (?:included|bundled|shipped)(?: (?:in|with) [\w .&;-]{2,40})? under (?:the |an? )?(?:[\w.-]+ ){1,5}licen[sc]e\b`,
	`only as authori`, `^\W*redistribution and use in source and binary forms, with or without modification, are permitted only as authori[sz]ed by the\b`,
	`notice file`, `\bnotice file corresponding to\b`,
	`according to`, `\baccording to the\b`,
	`is cc0`, `^\W*(?:all|this|the)(?: (?:code|work|project|software|content|source))? is cc0\b`,
	`d using `, `\b(?:this|the|all)(?: \w+){1,3} (?:is|are) (?:licen[sc]ed|released|distributed) using\b`,
	`distribute |distributable under`, `\byou (?:may|can) (?:freely )?(?:re)?distribute (?:this|the|it)\b[\w ]{0,30} under\b|\b(?:is|are) (?:freely )?(?:re)?distributable under\b`,
	`is gpl|are gpl|is agpl|are agpl|is lgpl|are lgpl|is mpl|are mpl`, `\b(is|are) (?:[al]?gpl|mpl)[ -]?v?\d`,
	` licensed| licenced|-licensed|-licenced`, `^\W*(?:it|this|the|all)?(?: ?[\w.@/-]+){0,3} (?:is|are) (?:(?:[al]?gpl|mpl|epl|eupl|apache|mozilla|eclipse|gnu|boost|cc|bsd|busl|sspl|elastic|unlicense|wtfpl|0bsd|zlib)\b|[al]?gplv?\d)[\w .+-]{0,30}[ -]licen[sc]ed\b|(^\W*|[,;|] |\b(is|are) )\[?(mit|isc|bsd( [23]-clause)?|apache( ?2(\.0)?)?|[al]?gpl(v?\d(\.\d)?)?\+?)[ -]licen[sc]ed\b`,
)

// handing are the words for what is done with a work under a license.
var handing = map[string]bool{
	"licensed": true, "licenced": true, "licenses": true, "released": true, "distributed": true, "available": true, "published": true, "issued": true, "provided": true, "covered": true,
	"governed": true, "made": true, "dual": true, "use": true, "used": true, "uses": true, "subject": true,
}

// maxHanding is how many bytes lie between such a word and the "under" that follows.
const maxHanding = 80

// handsOut finds such a word with an "under", "by", "via" or "to" behind it in the sentence.
func handsOut(low []byte) bool {
	from, found := -1, false
	eachWord(low, func(w []byte, at span) {
		switch string(w) {
		case "under", "underthe", "by", "to", "via":
			if from >= 0 && at.start-from <= maxHanding && bytes.IndexByte(low[from:at.start], '.') < 0 {
				found = true
			}
		}
		if handing[string(w)] || bytes.HasPrefix(w, []byte("redistribut")) || bytes.HasPrefix(w, []byte("fall")) {
			from = at.end
		}
	})
	return found
}

var laterTail = lazily(`(?i)^[\s\W]{0,8}(?:either\s+version\s+\d(?:\.\d)?\s+)?(?:dated\s+\w+,?\s+\d{4}[\s\W]{0,8})?(?:of the (?:gnu )?(?:licen[sc]e|gpl|lgpl))?[\s\W]{0,6}or[\s\W]{0,8}(?:at\s+your\s+(?:choice|option))?[\s\W]{0,8}any\s+later`)

// permission is a sentence that adds to a license it names and is none itself.
var permission = gated(
	`under section 7|additional permission|exception|if you wish |your version|if you add `,
	`under section 7 of|additional permission|special exception|as a (special )?exception|if you wish to (allow|permit)|(if you wish|option to distribute|recipient may use) your version|if you add gpl`,
)

// excepting names an exception beside the license that the same sentence states.
var excepting = lazily(`\bwith (?:a|the) special exception\b`)

// maxProse bounds how many bytes that no pattern explained are read sentence by
// sentence, for a file's time. What lies behind is not understood, as anything
// else that no sentence explains.
const maxProse = 192 << 10

// notices finds tags and sentences that name licenses in what is left of a
// text.
func notices(d *document, left []span) []match {
	text := d.text
	if m, ok := nameOnly(text); ok && len(left) == 1 {
		return []match{m}
	}
	var out []match
	seen, mayBanners := 0, maxBanners
	for _, s := range left {
		whole := lists(d, s)
		told := slices.Concat(whole, slices.DeleteFunc(slices.Concat(fields(d, s), modules(d, s)), func(m match) bool { return m.overlaps(whole) }))
		told = append(told, slices.DeleteFunc(tongues(d, s), func(m match) bool { return m.overlaps(told) })...)
		told = append(told, banners(d, s, told, &mayBanners)...)
		out = append(out, told...)
		var before []byte
		for _, p := range sentences(text, s) {
			if seen += p.end - p.start; seen > maxProse {
				d.cut = true
				return out
			}
			out = append(out, sentence(d, p, before, told)...)
			before = text[p.start:p.end]
		}
	}
	return out
}

// sentence reads the tags, the addresses and the names of one, behind another.
func sentence(d *document, p span, before []byte, told []match) []match {
	var out []match
	line := d.text[p.start:p.end]
	hasTag := bytes.Contains(d.low[p.start:p.end], []byte("spdx-license-identifier:"))
	if hasTag {
		out = append(out, tags(d.text, p)...)
	}
	if e := linked(line); !e.IsZero() && !disowned.match(spoken(d.low[p.start:p.end])) {
		if l, ok := ofFamily(e, mentioned(oneSpace(line)).exact); ok {
			e = l
		}
		out = append(out, match{Expression: e, Start: p.start, End: p.end, Notice: true, link: !AnyRestricted(e.Licenses()) && !labelled().Match(unmarked(line)), rest: mentioned(address().ReplaceAll(withoutSold(oneSpace(line)), []byte(" "))).rest})
	}
	if !d.has(naming, p) || hasTag && tag().Match(line) {
		return out
	}
	line = withoutSold(bytes.ReplaceAll(oneSpace(line), []byte("_or_"), []byte(" or ")))
	low := lower(nil, line)
	if bytes.Contains(line, []byte("](")) && !states(low) { // is [MIT](LICENSE) licensed
		line = unmarked(line)
		low = lower(nil, line)
	}
	if len(line) > 4000 || !states(low) || permission.match(excepting().ReplaceAll(low, nil)) {
		return out
	}
	if saysApart(line) || d.forHolders(p) || whereTexts.match(low) {
		return out
	}
	if disowned.match(spoken(low)) && !ofMarks().Match(low) && mentioned(line).some {
		return append(out, match{Start: p.start, End: p.end, Notice: true, limited: true})
	}
	field := begins().Match(low)
	others := contributed().Match(line)
	ordered := reworded(line)
	for _, m := range namings(d.text, p, line) {
		m.limited = m.limited || !d.parts && namesAnother(ordered, m.rest) || field && limits(m.rest)
		if others || ofIt().Match(m.rest) && saysApart(before) {
			m.Expression = spdx.Expr{}
		}
		out = append(out, m.unlessTold(told))
	}
	return out
}

// disowned is said of a part of the work that a license does not cover, whose address may stand there.
var disowned = gated(notCoveredKeys, notCovered+ofOne, notUnderKeys, notUnder+ofOne, insteadOfKeys, insteadOf+ofOne)

// ofOne is the name of a license, as far as it tells that there is one.
const ofOne = `\W{0,3}(?:[\w .+-]{2,40}licen[sc]e|[al]?gpl|mit\b|apache\b|bsd\b|mpl\b|cc\b)`

// ofMarks are sentences on what no license of a work covers.
var ofMarks = lazily(`\b(?:trademarks?|logos?|brand\w*|product names?|output|generated|produced by|files? that you|your own|projects which)\b`)

// saysApart reports whether a sentence is about a work that it says is another's, as a
// dependency, and that the license does not cover: the next one may tell what does.
func saysApart(sentence []byte) bool {
	return apartWords.in(sentence) && isApart().Match(oneSpace(sentence))
}

// apartWords are parts of such a sentence.
var apartWords = anyOf("part of|part\nof")

// whereTexts is said of licenses that the sentence before has named, by the names of their files.
var whereTexts = gated(`appearing in the file`, `^\W*the licen[sc]es? (?:is|are) as published by the free software foundation and appearing in the files? [\w./-]+(?: and [\w./-]+)? included in the packaging of this \w+\W*$`)

// contributed is the sentence of a repository on what others send to it.
var contributed = lazily(`(?i)^\W*(?:unless you explicitly state otherwise, )?any contributions? (?:intentionally )?submitted .{0,160}\b(?:shall|will) be (?:(?:dual|multi|triple)[- ])?licen[sc]ed as above\b(?:, without any additional[^,;]*)?\W*$`)

var (
	isApart = lazily(`(?i)\b(?:is|are) not (?:a )?part of (?:this|the) (?:package|software|project|repository|distribution|program|library)\b[^.;]{0,20}\bnot (?:covered|governed|licensed) (?:by|under)\b`)
	ofIt    = lazily(`(?i)^\W*(?:it|they) (?:is|are) (?:separately )?(?:licen[sc]ed|distributed|available|provided) under(?:\W+(?:the|an?|terms|conditions|of|licen[sc]e|version))*\W*(?:https?://\S+)?\W*$`)
)

// overlaps reports whether a match has something in common with one of others.
func (m match) overlaps(others []match) bool {
	return slices.ContainsFunc(others, func(o match) bool { return m.Start < o.End && o.Start < m.End })
}

// unlessTold takes its meaning from a sentence that says no more than a field or a banner in
// it: the words around the name still count.
func (m match) unlessTold(told []match) match {
	if slices.ContainsFunc(told, func(t match) bool {
		return m.Start < t.End && t.Start < m.End && len(minus(m.Expression, t.Expression)) == 0
	}) {
		m.Expression, m.vague = spdx.Expr{}, true
	}
	return m
}

// namings gives what a sentence says of licenses, as it stands in the text and with its
// white space folded: what is exact, and what is not, which may be told elsewhere.
func namings(text []byte, p span, line []byte) []match {
	m := mentionedWithin(line)
	behind := text[p.end:]
	if len(behind) > maxReference {
		behind = behind[:max(0, bytes.LastIndexByte(behind[:maxReference], ' '))] // no part of an address
	}
	behind = oneSpace(behind)
	if m.all().IsZero() {
		m.exact, m.rest = sited(line, behind)
	}
	m.exact = ofItsSite(m.exact, line, behind)
	if exact, ok := referred(m.vague, text[p.start:min(len(text), p.end+maxReference)]); ok && m.exact.IsZero() {
		m.exact, m.vague = exact, spdx.Expr{}
	}
	if l, ok := ofFamily(m.vague, linked(text[p.start:p.end])); ok && m.exact.IsZero() {
		m.exact, m.vague = l, spdx.Expr{}
	}
	as := match{Start: p.start, End: p.end, Notice: true, rest: m.rest, limited: m.other || withMoreTerms(m.rest), packaging: len(m.all().Licenses()) == 1 && packaging().Match(line)}
	if below := orBelow().FindSubmatchIndex(text[p.start:p.end]); below != nil {
		as.End = p.start + below[2]
	}
	var out []match
	if as.Expression = invariants(m.exact, line); !m.exact.IsZero() {
		out = append(out, withVersions(text, as))
	}
	if as.Expression, as.vague = m.vague, true; !m.vague.IsZero() {
		out = append(out, as)
	}
	return out
}

// orBelow ends a sentence that offers a license beside the one whose text follows: the words
// between the two are those of a choice.
var orBelow = lazily(`(?i)\bunder\s+either\s+the\s+(?:terms|conditions)\s+of\s[^;]*?(,?\s+or\s+the\s+(?:terms|conditions)\s+below)\W*$`)

// tags reads the tags of a stretch, each to the end of its value: what stands
// behind it or in the next line is not said by it.
func tags(text []byte, p span) []match {
	var out []match
	for _, m := range tag().FindAllSubmatchIndex(text[p.start:p.end], -1) {
		if e, ok := tagged(string(text[p.start+m[2] : p.start+m[3]])); ok {
			out = append(out, match{Expression: e, Start: p.start + m[0], End: p.start + m[3], Notice: true})
		}
	}
	return out
}

// packaging is a sentence that begins with what a distribution adds to a work.
var packaging = lazily(`(?i)^.{0,40}\b(debian[- ](packaging|specific|files|patches|changes|modifications)|packaging (is|are|was|were|scripts)\b)`)

// reference is where Debian keeps the text of the version that a sentence means.
var reference = lazily(`common-licenses/((?:L|A)?GPL)-(\d(?:\.\d)?)\b`)

const maxReference = 300 // bytes behind a sentence

// referred gives a GNU license that is named without its version the one of the
// text that the sentence points to.
func referred(e spdx.Expr, s []byte) (spdx.Expr, bool) {
	ms := reference().FindAllSubmatch(s, maxNames)
	if ms == nil || !strings.HasPrefix(e.String(), string(ms[0][1])+"-") || slices.ContainsFunc(ms, func(m [][]byte) bool { return !bytes.Equal(m[2], ms[0][2]) }) {
		return e, false // none, or of several versions
	}
	m := ms[0]
	v := string(m[2])
	if !strings.Contains(v, ".") {
		v += ".0"
	}
	if id := string(m[1]) + "-" + v + "-only"; listedID(id) {
		return spdx.Ref(id), true
	}
	return e, false
}

// kept is any text that Debian keeps there.
// https://www.debian.org/doc/debian-policy/ch-docs.html#copyright-information
var kept = lazily(`common-licenses/([A-Z][A-Za-z]*\d?(?:-\d+(?:\.\d+)?)?)`)

// maxBeside is how many words may stand beside a pointer that is to say what a file's
// license is: whoever has more to say says it in other words.
const maxBeside = 40

// pointers gives the licenses whose texts a file points to, and does little else. Beside
// a statement a pointer says no more than it does.
func pointers(d *document) []match {
	var out []match
	words := d.count(d.whole())
	for _, p := range sentences(d.text, d.whole()) {
		var e spdx.Expr
		for _, m := range kept().FindAllSubmatch(d.text[p.start:p.end], 16) {
			if l, ok := Statement(Deb, string(m[1])); ok {
				e = spdx.And(e, l)
			}
		}
		if !e.IsZero() {
			out = append(out, match{Expression: e, Start: p.start, End: p.end, Notice: true, vague: true})
			words -= d.count(p)
		}
	}
	if words > maxBeside {
		return nil
	}
	return out
}

// sentences splits a stretch: at a full stop before white space and a capital,
// at a blank line (signs do not fill a line), before a list item. What runs on without any of these
// is parted before it costs what a book does.
func sentences(text []byte, s span) []span {
	var out []span
	at := s.start
	cut := func(end int) {
		if end > at {
			out = append(out, span{at, end})
			at = end
		}
	}
	for i := s.start; i < s.end; i++ {
		switch text[i] {
		case '.':
			if fullStop(text[i+1 : s.end]) {
				cut(i + 1)
			}
		case '\n':
			if rest := text[i+1 : s.end]; newParagraph(rest) || isLabel(firstLine(rest)) && namesHolder(firstLine(text[at:i])) {
				cut(i + 1)
			}
		}
		if i-at > maxSentence && utf8.RuneStart(text[i]) && (text[i] >= utf8.RuneSelf || !letter(rune(text[i]))) {
			cut(i)
		}
	}
	cut(s.end)
	return out
}

// maxSentence is the length in bytes of a sentence; the longest one of a license has some 3,000.
const maxSentence = 10_000

func fullStop(rest []byte) bool {
	rest = bytes.TrimLeft(rest[:min(len(rest), 24)], `"')`)
	body := bytes.TrimLeft(rest, " \t\r\n")
	if bytes.IndexByte(rest[:len(rest)-len(body)], '\n') >= 0 {
		body = bytes.TrimLeft(body, " \t*#/;>|%!") // of the comment that goes on
	}
	return len(body) < len(rest) && len(body) > 0 && 'A' <= body[0] && body[0] <= 'Z'
}

func newParagraph(rest []byte) bool {
	rest = bytes.TrimPrefix(bytes.TrimLeft(firstLine(rest), " \t\r#*/;>|%!"), []byte("(*"))
	return len(bytes.TrimLeft(rest, "-=_~+*#/) \t\r\n")) == 0 || len(rest) > 1 && rest[0] == '-' && rest[1] == ' '
}

// isLabel reports whether a line is nothing but the label of what is below it.
func isLabel(line []byte) bool {
	label, ok := bytes.CutSuffix(bytes.TrimSpace(line), []byte(":"))
	return ok && (bytes.EqualFold(label, []byte("license")) || bytes.EqualFold(label, []byte("licence")))
}

// linked finds the addresses of license pages.
func linked(sentence []byte) spdx.Expr {
	if !bytes.Contains(sentence, []byte("://")) {
		return spdx.Expr{}
	}
	var out spdx.Expr
	for _, u := range address().FindAll(sentence[:min(len(sentence), 8<<10)], 16) {
		if e, ok := fromURL(string(bytes.TrimRight(u, ".,;:)>\"'"))); ok {
			out = spdx.And(out, e)
		}
	}
	return out
}

// labelled is a link that is called a license, and is as good as a field.
var labelled = lazily(`(?i)^\W*licen[sc]e\W*$`)

var address = lazily(`https?://[^\s<>"')\]]+`)

func listedID(id string) bool {
	_, ok := spdx.Lookup(id)
	return ok
}
