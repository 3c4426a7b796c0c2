package license

import (
	"bytes"
	"regexp"
	"strings"
)

// restricts finds what an open license does not say: words that forbid, limit
// or price a use. It judges only what no pattern explained.
var restricts = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	`non-?commercial`, `commercial (use|purposes?|licen[sc]e|distribution|redistribution)`, `not for (resale|commercial|production)`,
	`(may|must|shall|can) ?not (be )?(use[ds]?|sell|sold|redistribut\w*|distribut\w*|modif\w*|provide[ds]?|offer\w*|host\w*|rent\w*|leas\w*|sub-?licen\w*|resell|resold|copy|copied|publish\w*|incorporate\w*|included?|make|disclose|deploy\w*)`,
	`(not|never) (be )?(permitted|allowed|authori[sz]ed|entitled|licen[sc]ed) to`, `(strictly |expressly )?(prohibited|forbidden)`,
	`compet(es?|ing|itive|itor)\w*`, `(managed|hosted|cloud) service`, `as a service`, `for a fee`,
	`evaluation`, `internal (business |use|purposes?)`, `non-?production`, `production use`, `subscription`, `trial period`,
	`reverse[- ]engineer\w*`, `decompil\w*`, `proprietary and confidential`, `confidential`, `trade secrets?`,
	`(requires|obtain|purchase|buy) (a|an) (\w+ )?(commercial|paid|enterprise|separate)? ?licen[sc]e`, `enterprise (edition|licen[sc]e)`,
	`end[- ]user licen[sc]e agreement`, `eula`, `without (authori[sz]ation|(the )?(prior |express )*(written )?(consent|approval) of)`,
	`no more than \d+`, `fewer than \d+`, `annual (gross )?revenue`, `monthly active users`, `terms of (service|use)`,
	`pay(s|ing|ment)?`, `educational (use|purposes)`, `research (use|purposes) only`, `personal use`, `no (license|right)s? (is|are) granted`,
}, "|") + `)\b|不得|禁止|仅限|非商业|商业用途|未经.{0,12}(许可|授权)`)

// empty are phrases of disclaimers and grants that say nothing of what may be done.
var empty = regexp.MustCompile(`(?i)\b(as is|no warrant\w*|liab\w*|damages|fitness|merchantab\w*|non-?infring\w*|with or without (fee|charge|modification)|including commercial( \w+)?|commercial (or|and) non-?commercial|and commercial|free of charge for)`)

// harmless are phrases of open licenses around words that read like a restriction:
// of names, of marks, of altered copies.
var harmless = regexp.MustCompile(`(?i)\b(endors|promot|advertis|misrepresent|except in compliance|altered source|trademark|trade names?|names? of|removed? or alter|export)`)

// nearHarmless is how far such a phrase reaches, in bytes.
const nearHarmless = 90

// plainly are restrictions that need no sentence around them, and that nothing beside
// them excuses.
var plainly = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	`(no|not for|without) (any )?(commercial|business|military|production|for-profit) (use|usage|purposes?|redistribution|distribution|exploitation)`,
	`(not|never) (be )?(used?|sold|distributed|redistributed|copied|licen[sc]ed)( \w+){0,2} for (any |a )?(commercial|business|military|production)`,
	`commercial (use|usage|distribution|redistribution|exploitation)( \w+){0,3} (is |are )?(prohibited|forbidden|excluded|disallowed|not (allowed|permitted|licen[sc]ed|granted))`,
	`(only|solely|exclusively) for (personal|private|internal|academic|educational|evaluation|research|non-?commercial)`,
	`for (personal|private|internal|academic|educational|evaluation|research|non-?commercial)( \w+){0,2} (only|alone)`,
	`non-?commercial( use| usage| purposes?)? only`, `(no|not for) (resale|redistribution|sale)`,
	`do not (copy|distribute|redistribute|share|resell)`, `proprietary and confidential`, `(company|strictly) confidential`,
}, "|") + `)\b`)

// audience are words that keep a license from some, or for some: of those who use
// the work, not of its parts.
var audience = func() *regexp.Regexp {
	const who = `(students?|pupils|teachers|members?|employees|customers|subscribers|users|persons|people|individuals|anyone|compan(y|ies)|corporations?|organi[sz]ations?|business(es)?|entit(y|ies)|governments?|militar(y|ies)|competitors?|nonprofits?|charities|schools|universities|citizens)`
	return regexp.MustCompile(`(?i)\b(except(ing)?|exclud(es?|ed|ing)|unless|other than|but not|only) ([\w,]+ ){0,4}` + who + `\b|\b` + who + ` ([\w,]+ ){0,4}(only|alone|excluded|excepted|exempted)\b`)
}()

// restrictive reports whether a clause restricts use in words that no open license
// has.
func restrictive(clause []byte) bool {
	if !restricts.Match(clause) && !plainly.Match(clause) {
		return false
	}
	clause = empty.ReplaceAll(clause, []byte(" "))
	if plainly.Match(clause) {
		return true
	}
	for _, loc := range restricts.FindAllIndex(clause, 8) {
		around := clause[max(0, loc[0]-nearHarmless):min(len(clause), loc[1]+nearHarmless)]
		if !harmless.Match(around) {
			return true
		}
	}
	return false
}

// stating are the words of which license terms are made.
var stating = regexp.MustCompile(`(?i)\b(licen[sc]e[ds]?|permission|permitted|redistribut\w*|copyright holders?|warrant(y|ies)|liab(le|ility)|grant(s|ed)?|may not|shall|prohibited|terms|conditions)\b|许可|授权|版权`)

// statesTerms narrows what is left of a text to the sentences that read like
// terms.
func statesTerms(d *document, left []span) []span {
	var out []span
	seen := 0
	for _, s := range left {
		for _, p := range sentences(d.text, s) {
			if !d.has(state, p) || d.count(p) < 6 {
				continue
			}
			if seen += p.end - p.start; seen > maxProse {
				d.cut = true
				return out
			}
			if body := terms(d.text[p.start:p.end]); stating.Match(body) && (!pointer.Match(oneSpace(body)) || restrictive(oneSpace(body))) {
				out = append(out, p)
			}
		}
	}
	return out
}

// pointer is a sentence that says where a text can be found, which is no term.
var pointer = regexp.MustCompile(`(?i)common-licenses|you should have received|full text of|complete text|full licen[sc]e (terms|text)|for more details|for details|see (the )?(file )?["'\x60]?(copying|licen[sc]e|notice|authors)|see https?:|along with this|a copy of (the|this) licen[sc]e|can be found (in|at|on)|how to apply|this (file|package|software|project|document) (is|was) (part of|written|created|maintained|put together|packaged)|third[- ]party|following (files|notice|licen[sc]e|components|copyright|text)|the licen[sc]e (is|text|below)|licen[sc]es? (for|of) (the )?(bundled|included|other)|is also available at|by writing to|in the hope that|as specified below|adds an? [\w ]{1,20}(exemption|exception)|same terms as the software itself|(variously licensed|licensed under various)|each file indicates|all licenses used in|prior versions remain|alternative licen[sc]ing arrangements|should have information at the beginning|portions of this software are licensed as follows|example of the licen[sc]e|has notices and|temple place|franklin st`)

// restriction returns the first unexplained sentence that restricts use.
func restriction(d *document, left []span) string {
	seen := 0
	for _, s := range left {
		for _, p := range sentences(d.text, s) {
			if !d.has(restrict, p) || d.count(p) < 2 {
				continue
			}
			if seen += p.end - p.start; seen > maxProse {
				d.cut = true
				return ""
			}
			for clause := range bytes.SplitSeq(oneSpace(d.text[p.start:p.end]), []byte(";")) {
				if restrictive(clause) && (countWords(clause) >= 4 || plainly.Match(clause)) {
					return quote(clause)
				}
			}
		}
	}
	return ""
}

// beside returns the first line of a holder, wherever it stands, that restricts use
// behind the name: a license's text has a place for such lines, and explains
// whatever stands there.
func beside(d *document) string {
	at := 0
	for line := range bytes.Lines(d.text) {
		s := span{at, at + len(line)}
		at = s.end
		if len(line) >= 400 || !mayIdentify(line) || !d.has(restrict, s) || !identifying.Match(bytes.TrimRight(line, "\r\n ")) {
			continue
		}
		if rest := reserved.ReplaceAll(oneSpace(line), nil); restrictive(rest) {
			return quote(line)
		}
	}
	return ""
}

// withdrawn returns the first sentence that names a license and restricts what the
// license gives.
func withdrawn(text []byte, ms []match) string {
	for _, m := range ms {
		if m.Notice && (restrictive(m.rest) || audience.Match(m.rest)) {
			return quote(text[m.Start:min(m.End, m.Start+4000)])
		}
	}
	return ""
}

// oneSpace folds white space and leaves out the signs of comments and quotes at
// the beginning of lines, so that a phrase is found across lines.
func oneSpace(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for line := range bytes.Lines(b) {
		line = bytes.TrimLeft(line, " \t*#/;>|%!\"'{}")
		for _, w := range bytes.Fields(line) {
			if len(out) > 0 {
				out = append(out, ' ')
			}
			out = append(out, w...)
		}
	}
	return out
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
