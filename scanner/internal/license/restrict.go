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
	`educational (use|purposes)`, `research (use|purposes) only`, `personal use`, `no (license|right)s? (is|are) granted`,
}, "|") + `)\b|不得|禁止|仅限|非商业|商业用途|未经.{0,12}(许可|授权)`)

// harmless are sentences of open licenses that read like restrictions.
var harmless = regexp.MustCompile(`(?i)\b(?:endors|promot|advertis|misrepresent|except in compliance|altered source|no warrant|as is|liab|damages|fitness|merchantab|trademark|names? of|removed? or alter|non-?infring|export|including commercial|with or without (fee|charge|modification)|commercial or non-?commercial|and commercial|free of charge for)`)

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
				out = append(out, p)
				continue
			}
			if body := terms(d.text[p.start:p.end]); stating.Match(body) && !pointer.Match(oneSpace(body)) {
				out = append(out, p)
			}
		}
	}
	return out
}

// pointer is a sentence that says where a text can be found, which is no term.
var pointer = regexp.MustCompile(`(?i)common-licenses|you should have received|full text of|complete text|full licen[sc]e (terms|text)|for more details|for details|see (the )?(file )?["'\x60]?(copying|licen[sc]e|notice|authors)|see https?:|along with this|a copy of (the|this) licen[sc]e|can be found (in|at|on)|how to apply|this (file|package|software|project|document) (is|was) (part of|written|created|maintained|put together|packaged)|third[- ]party|following (files|notice|licen[sc]e|components|copyright|text)|the licen[sc]e (is|text|below)|licen[sc]es? (for|of) (the )?(bundled|included|other)|is also available at|by writing to|in the hope that|as specified below|adds an? [\w ]{1,20}(exemption|exception)|same terms as the software itself|(variously licensed|licensed under various)|each file indicates|all licenses used in|prior versions remain|should have information at the beginning|portions of this software are licensed as follows|example of the licen[sc]e|has notices and|temple place|franklin st`)

// restriction returns the first unexplained sentence that restricts use.
func restriction(d *document, left []span) string {
	seen := 0
	for _, s := range left {
		if d.count(s) < 4 {
			continue
		}
		for _, p := range sentences(d.text, s) {
			if !d.has(restrict, p) {
				continue
			}
			if seen += p.end - p.start; seen > maxProse {
				return "" // the rest counts as terms that were not read
			}
			for clause := range bytes.SplitSeq(oneSpace(d.text[p.start:p.end]), []byte(";")) {
				if restricts.Match(clause) && !harmless.Match(clause) && countWords(clause) >= 4 {
					return quote(clause)
				}
			}
		}
	}
	return ""
}

// Kinds of words, by which the sentences that a regular expression need not see
// are passed over.
const (
	naming   = 1 << iota // of a sentence that may name a license
	state                // of a sentence that may state terms
	restrict             // of a sentence that may restrict use
)

// stems are the beginnings of telling words, by their first four letters.
var stems = func() map[[4]byte]uint8 {
	out := map[[4]byte]uint8{}
	for kind, words := range map[uint8]string{
		naming:   "lice gpl lgpl agpl mit bsd apac mpl spdx doma unli term choi cc0 zlib ruby perl sspl rsal",
		state:    "lice perm redi copy warr liab gran may shal proh term cond",
		restrict: "comm noncomm may must shal can cann not neve proh forb comp serv fee eval inte prod non subs tria reve deco prop conf trad requ obta purc buy ente end eula with no fewe annu mont term educ rese pers stri sold sell",
	} {
		for w := range strings.FieldsSeq(words) {
			out[stem([]byte(w))] |= kind
		}
	}
	return out
}()

func stem(w []byte) (s [4]byte) {
	for i, c := range w[:min(len(w), 4)] {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		s[i] = c
	}
	return s
}

// kindsOf tells a word's kinds. One that is not Latin is of all kinds.
func kindsOf(w []byte) uint8 {
	if w[0] >= 0x80 {
		return naming | state | restrict
	}
	return stems[stem(w)]
}

// wordKinds joins the kinds of a sentence's words.
func wordKinds(b []byte) uint8 {
	var kinds uint8
	eachWord(b, func(w []byte, _ span) { kinds |= kindsOf(w) })
	return kinds
}

// forbids are the words by which a sentence that names a license takes back what
// the license gives.
var forbids = regexp.MustCompile(`(?i)\b((may|must|shall) not (be )?(use|sell|sold|publish|distribut|redistribut|resell|resold|host|rent|provide|offer)|(not|never) (be )?(permitted|allowed|authori[sz]ed) to|prohibited|forbidden|non-?commercial|without (our |prior |written )*(authori[sz]ation|permission|consent))`)

// withdrawn returns the first sentence that names a license and forbids what no
// open license forbids.
func withdrawn(text []byte, ms []match) string {
	for _, m := range ms {
		if !m.Notice || m.End-m.Start > 4000 {
			continue
		}
		s := oneSpace(text[m.Start:m.End])
		if forbids.Match(s) && !harmless.Match(s) {
			return quote(s)
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
