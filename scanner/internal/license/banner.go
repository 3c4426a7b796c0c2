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

// banners finds such names in a stretch, but not in what fields told. Where it states terms
// beside them, which are not understood, they may be no more than a title. It takes the
// lines that it looks at from those that may be.
func banners(d *document, s span, told []match, may *int) []match {
	var out []match
	var others []span
	at, last := s.start, d.lastTitle(s)
	for line := range d.linesWith(s, bannerWords) {
		if *may--; *may < 0 {
			d.cut = true
			break
		}
		if line.end > last || introduced(d.text[s.start:line.start]) {
			continue
		}
		m, where := bannerLine(d.text[line.start:line.end])
		where.below = len(out) > 0 && at == line.start
		if m.Expression.IsZero() || !d.standsAlone(line, s, where) || slices.ContainsFunc(told, func(t match) bool { return t.Start < line.end && line.start < t.End }) {
			continue
		}
		m.Start, m.End = line.start, line.end
		m = later(d.text, m.goingOn(d.text[line.end-1:s.end]))
		out = append(out, m)
		others = append(others, span{at, line.start})
		at = m.End
	}
	if others = append(others, span{at, s.end}); len(out) == 0 || len(statesTerms(d, others, true)) > 0 || restriction(d, others) != "" {
		return nil
	}
	return out
}

// standsAlone reports whether a line of a stretch is no part of a sentence, no row of a
// table, no heading, and no item about a part.
func (d *document) standsAlone(line, s span, where clauseAt) bool {
	raw := bytes.TrimLeft(d.text[line.start:line.end], " \t")
	before, behind := d.text[s.start:line.start], d.text[line.end:s.end]
	switch {
	case raw[0] == '|', bytes.HasPrefix(raw, []byte("- ")) && !where.first, raw[0] == '#' && !namesHolder(raw) && !d.commented(line):
		return false
	case latin[raw[0]] && !d.ofHolder(line, where):
		return false
	case where.first && leadsOn(before), where.last && goesOn(raw, behind), !where.title && saysMoreBelow(raw, behind):
		return false
	}
	return true
}

// ofHolder reports whether a line without the sign of a comment is that of a holder, or is
// nothing but the name, at the beginning of a paragraph or next to a holder's.
func (d *document) ofHolder(line span, where clauseAt) bool {
	raw := d.text[line.start:line.end]
	if namesHolder(raw) || holderSign().Match(raw) {
		return true
	}
	above := bytes.TrimSpace(lastLine(d.text[:line.start]))
	below := firstLine(d.text[line.end:])
	return where.first && (where.below || len(above) == 0 || namesHolder(above) || author().Match(above) || namesHolder(below) && len(bytes.TrimSpace(below)) > 0)
}

var (
	holderSign = lazily(`(?i)©|\(c\)|copyright`)
	author     = lazily(`(?i)^by |\w@\w`)
)

// maxIntroduced is how many lines above a name may introduce a list.
const maxIntroduced = 6

// introduced reports whether a line of the paragraph above ends as one before a list does.
func introduced(before []byte) bool {
	for range maxIntroduced {
		line := bytes.Trim(lastLine(before), " \t\r\n*#/;>-")
		if len(line) == 0 {
			return false
		}
		if line[len(line)-1] == ':' {
			return true
		}
		before = before[:len(before)-len(lastLine(before))]
	}
	return false
}

// titleOfHolder reports whether a sentence is nothing but the title of a known license with the
// holder behind it.
func titleOfHolder(sentence []byte) bool {
	m := titleAndHolder().FindSubmatch(sentence)
	if m == nil || !identifies(append(oneSpace(m[2]), '\n')) {
		return false
	}
	_, ok := Statement(Any, string(oneSpace(m[1])))
	return ok
}

var titleAndHolder = lazily(`(?is)^\W*(?:the )?([^.;:]{2,60}?\blicen[sc]e(?: \([\w-]+\))?)\W{1,3}((?:copyright|©|\(c\)).*)$`)

// lastLine gives the line that ends a text.
func lastLine(b []byte) []byte {
	return b[bytes.LastIndexByte(bytes.TrimSuffix(b, []byte("\n")), '\n')+1:]
}

// sameComment reports whether a line may belong to the comment of one above it, as far as
// their first signs tell.
func sameComment(line, next []byte) bool {
	next = bytes.TrimLeft(next, " \t")
	return latin[line[0]] || line[0] == next[0] || line[0] == '/' && next[0] == '*'
}

// saysMoreBelow reports whether the lines of the paragraph below a line are more than names,
// years, addresses and where the text is.
func saysMoreBelow(line, behind []byte) bool {
	if bytes.HasSuffix(bytes.TrimSpace(firstLine(line)), []byte("*/")) {
		return false
	}
	for range maxIntroduced {
		next := firstLine(behind)
		body := bytes.TrimLeft(next, " \t\r\n*#/;>-")
		if len(body) == 0 || !sameComment(line, next) {
			return false
		}
		if titled().Match(body) {
			return false
		}
		if m, _ := bannerLine(next); m.Expression.IsZero() && !namesHolder(next) && !whereText().Match(body) && !onlyNames(body) {
			return true
		}
		behind = behind[len(next):]
	}
	return false
}

// titled begins a line with the name of a file, as a title does.
var titled = lazily(`^[\w/-]+\.\w{1,4}\b`)

// commented reports whether a line with the sign of a heading is one of several, as those
// of a comment are.
func (d *document) commented(line span) bool {
	return bytes.HasPrefix(lastLine(d.text[:line.start]), []byte("#")) || bytes.HasPrefix(d.text[line.end:], []byte("#"))
}

var bannerWords = anyOf("licen|public domain")

// lastTitle gives where the last line of a stretch ends that is no title of a text that was
// recognized behind it: more than a few words are left.
func (d *document) lastTitle(s span) int {
	if s.end == len(d.text) {
		return s.end
	}
	n := 0
	ws := d.in(s)
	for i := len(ws) - 1; i >= 0; i-- {
		if !ws[i].holder {
			n++
		}
		if n > titleWords {
			return int(ws[i].start)
		}
	}
	return s.start
}

// lines yields the lines of a stretch.
func (d *document) lines(s span) iter.Seq[span] {
	return func(yield func(span) bool) {
		for at := s.start; at < s.end; {
			line := span{at, at + len(firstLine(d.low[at:s.end]))}
			at = line.end
			if !yield(line) {
				return
			}
		}
	}
}

// linesWith yields those that have one of some words.
func (d *document) linesWith(s span, words keys) iter.Seq[span] {
	return func(yield func(span) bool) {
		for line := range d.lines(s) {
			if words.in(d.low[line.start:line.end]) && !yield(line) {
				return
			}
		}
	}
}

// clauseAt tells whether a clause begins or ends its line, whether that is below another
// such line, and whether it is the title of a work in the public domain.
type clauseAt struct{ first, last, below, title bool }

// clauseEnd is where one statement of a line ends and another begins.
var clauseEnd = lazily(`[.;] |, see |\.$| ?\| ?| [-–—] | ?\*/`)

// bannerLine reads the license of a line that has a clause of its name alone.
func bannerLine(line []byte) (match, clauseAt) {
	if len(line) > maxField || bytes.Contains(line, []byte("common-licenses")) {
		return match{}, clauseAt{}
	}
	line = bytes.TrimSpace(bytes.TrimLeft(unmarked(line), " \t*#/;!%-"))
	if work, v, ok := bytes.Cut(line, []byte("@license ")); ok {
		m, _ := fieldOf(v)
		m.rest = slices.Concat(work, []byte(" "), m.rest)
		return m, clauseAt{}
	}
	from := 0
	for _, end := range append(clauseEnd().FindAllIndex(line, maxNames), []int{len(line), len(line)}) {
		clause := bytes.TrimSpace(line[from:end[0]])
		if rest, ok := cutFold(clause, publicly+" "); ok && from > 0 && onlyNames(rest) {
			clause = clause[:len(publicly)]
		}
		m, name := clauseOf(string(clause))
		if m.Expression.IsZero() {
			from = end[1]
			continue
		}
		before, behind, _ := bytes.Cut(line, []byte(name))
		m.rest, m.limited = slices.Concat(before, []byte(" "), behind), limits(behind)
		if m.limited && asksForSource(m.Expression) && isSaleOffer(behind) {
			m.rest, m.limited = before, false
		}
		if negated().Match(before) || ofAnother().Match(before) || !m.limited && !whereText().Match(behind) && !onlyNames(behind) {
			return match{}, clauseAt{}
		}
		if more := mentioned(oneSpace(m.rest)).all(); !more.IsZero() && !Within(more, m.Expression) {
			m.Expression = withMore(m.Expression, more)
			m.vague = m.vague && anyFamily(m.Expression)
		}
		return m, clauseAt{first: from == 0, last: end[1] == len(line), title: from > 0 && given(m.Expression)}
	}
	return match{}, clauseAt{}
}

// ofAnother stands before the license of another's work.
var ofAnother = lazily(`(?i)\b(built with|powered by|using|includes?|including|bundles?|ships? with|contains?|formerly|originally|previously|thanks|credits?)\b|\b(from|by) [^@/\d]*$`)

// whereText is where the text of the license is.
var whereText = lazily(`(?i)^\W*(see|found|available|enclosed|license|in) [^,;]{0,80}$`)

// clauseOf reads a clause that is a license's name and calls itself one, or is a holder's
// with such a name behind it. It gives the name as it stands there.
func clauseOf(clause string) (match, string) {
	if !bannerWords.in(lower(nil, []byte(clause))) {
		return match{}, ""
	}
	if namesHolder([]byte(clause)) {
		if m := heldUnder().FindStringSubmatch(clause); m != nil {
			clause = m[1]
		}
	}
	as := cutAt(clause, heldBehind)
	if countWords([]byte(as)) > maxName {
		return match{}, ""
	}
	name := licensedAs().ReplaceAllString(as, "")
	if name == as && !isLicensed().MatchString(as) && !strings.EqualFold(as, publicly) {
		return match{}, ""
	}
	name = isLicensed().ReplaceAllString(name, " license")
	e, _ := Statement(Any, strings.Trim(name, " \"'<>[]"))
	return match{Expression: e, Notice: true, vague: !strings.ContainsAny(name, "0123456789") && anyFamily(e)}, as
}

const publicly = "public domain"

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

// goesOn reports whether a line goes on in what is below it.
func goesOn(line, behind []byte) bool {
	next := bytes.TrimLeft(firstLine(behind), " \t")
	if len(next) == 0 || !sameComment(line, next) {
		return false
	}
	next = bytes.TrimLeft(next, " \t*#/;>-")
	_, end, _ := nextWord(next, 0)
	return leading[string(next[:end])] || following[string(next[:end])]
}

// leading are words that no statement ends with, following those that none begins with.
var (
	leading   = setOf("a an the this that these under of by to in on at as is are was were be and or nor with without from for not no never unlike like both either its their per via than")
	following = setOf("but which who whom whose only except unless when where while if because so then shall will may can cannot must does do has have had applies apply also")
)
