package license

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A banner at the head of a source file, or in the list of those that a bundler took out,
// names its license in a line of its own or between signs: "MIT Licensed" below the
// holders, "/*! name. MIT License. Author <address> */", "name 1.0 @license MIT".

// Bounds of banners: how many lines of a text are looked at, and how many words lie
// between a title and the text below it, which speaks for itself.
const (
	maxBanners = 1024
	titleWords = 12
)

// banners finds such names in a stretch. Where it states terms beside them, which are not
// understood, they may be no more than a title. It takes the lines that it looks at from
// those that may be.
func banners(d *document, s span, may *int) []match {
	var out []match
	var beside []span
	at := s.start
	for line := range d.linesWith(s, bannerWords) {
		if *may--; *may < 0 {
			break
		}
		m, where := bannerLine(d.text[line.start:line.end])
		if m.Expression.IsZero() || where.first && leadsOn(d.text[s.start:line.start]) || where.last && goesOn(d.text[line.start:s.end]) || d.titles(span{line.end, s.end}) {
			continue
		}
		m.Start, m.End = line.start, line.end
		out = append(out, m)
		beside = append(beside, span{at, line.start})
		at = line.end
	}
	if beside = append(beside, span{at, s.end}); len(out) == 0 || len(statesTerms(d, beside, true)) > 0 || restriction(d, beside) != "" {
		return nil
	}
	return out
}

var bannerWords = anyOf("licen|public domain")

// titles reports whether what follows a name is a text that was recognized.
func (d *document) titles(behind span) bool {
	return behind.end < len(d.text) && d.count(behind) <= titleWords
}

// linesWith yields the lines that have one of some words.
func (d *document) linesWith(s span, words keys) iter.Seq[span] {
	return func(yield func(span) bool) {
		for at := s.start; at < s.end; {
			line := span{at, at + len(firstLine(d.low[at:s.end]))}
			at = line.end
			if words.in(d.low[line.start:line.end]) && !yield(line) {
				return
			}
		}
	}
}

// clauseAt tells whether a clause begins or ends its line.
type clauseAt struct{ first, last bool }

// clauseEnd is where one statement of a line ends and another begins.
var clauseEnd = lazily(`[.;] |, see |\.$| ?\| ?| [-–—] | ?\*/`)

// bannerLine reads the license of a line that has a clause of its name alone.
func bannerLine(line []byte) (match, clauseAt) {
	if len(line) > maxField || bytes.Contains(line, []byte("common-licenses")) {
		return match{}, clauseAt{}
	}
	line = bytes.TrimSpace(bytes.TrimLeft(unmarked(line), " \t*#/;!%-"))
	if _, v, ok := bytes.Cut(line, []byte("@license ")); ok {
		m, _ := fieldOf(v)
		return m, clauseAt{}
	}
	from := 0
	for _, end := range append(clauseEnd().FindAllIndex(line, maxNames), []int{len(line), len(line)}) {
		if m, ok := clauseOf(string(bytes.TrimSpace(line[from:end[0]]))); ok {
			m.rest = slices.Concat(line[:from], []byte(" "), line[end[1]:])
			m.limited = limiting().Match(line[end[1]:])
			return m, clauseAt{from == 0, end[1] == len(line)}
		}
		from = end[1]
	}
	return match{}, clauseAt{}
}

// clauseOf reads a clause that is a license's name and calls itself one, or is a holder's
// with such a name behind it.
func clauseOf(clause string) (match, bool) {
	if m := heldUnder().FindStringSubmatch(clause); m != nil && namesHolder([]byte(clause)) {
		clause = m[1]
	}
	name := licensedAs().ReplaceAllString(clause, "")
	if name == clause && !isLicensed().MatchString(clause) && !strings.EqualFold(clause, "public domain") {
		return match{}, false
	}
	name = cutAt(isLicensed().ReplaceAllString(name, " license"), heldBehind)
	e, ok := Statement(Any, strings.Trim(name, " \"'<>[]`"))
	return match{Expression: e, Notice: true, vague: !strings.ContainsAny(name, "0123456789") && anyFamily(e)}, ok
}

// anyFamily reports whether a license is all that is known of one of a family.
func anyFamily(e spdx.Expr) bool {
	s := e.String()
	return s == unspecifiedBSD || strings.HasSuffix(s, "GPL-1.0-or-later") || s == "LGPL-2.0-or-later"
}

var (
	licensedAs = lazily(`(?i)^licen[sc]e[ds]?(?: is| as| under)? (?:the )?|^100% `)
	isLicensed = lazily(`(?i)[ -]licen[sc]ed?\b`)
	heldBehind = lazily(`(?i)[ ,]+(?:©|\(c\)|copyright\b|<?https?://|(?:19|20)\d\d)`)
)

// leadsOn reports whether what stands before a line goes on in it.
func leadsOn(before []byte) bool {
	before = bytes.TrimRight(before, " \t\r\n*#/;>-")
	last := before[bytes.LastIndexAny(before, " \n")+1:]
	return bytes.HasSuffix(before, []byte(",")) || bytes.HasSuffix(before, []byte("(")) || leading[strings.ToLower(string(last))]
}

// goesOn reports whether a line goes on in the one below it.
func goesOn(line []byte) bool {
	next := line[len(firstLine(line)):]
	line, next = bytes.TrimLeft(line, " \t"), bytes.TrimLeft(firstLine(next), " \t")
	if len(next) == 0 || !latin[line[0]] && line[0] != next[0] {
		return false // the comment ends
	}
	next = bytes.TrimLeft(next, " \t*#/;>-")
	return len(next) > 0 && 'a' <= next[0] && next[0] <= 'z' && !bytes.HasPrefix(next, []byte("http"))
}

// leading are words that no statement ends with.
var leading = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq("a an the this that these under of by to in on at as is are was were be and or nor with without from for not no never unlike like both either its their per via than") {
		out[w] = true
	}
	return out
}()
