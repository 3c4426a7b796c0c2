package license

import (
	"bytes"
	"slices"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A sentence may give or offer the licenses of a list: "under the terms of one of the
// following licenses:", with an item for each below it.

var (
	listEnd  = lazily(`(?i)\bunder (?:the terms of )?the following (?:(?:open|open[ -]source|software) )?licen[sc]es\b[^.:;]{0,40}:\s*$`)
	offerEnd = lazily(`(?i)\b(?:one of|either of|any of|choice of|choose)\b[^.:;]{0,60}\blicen[sc]es?\b[^.:;]{0,40}:\s*$|\bunder either(?: of)?:?\s*$`)
	itemSign = lazily(`(?i)^[ \t#*/;>]*(?:\(?(?:\d{1,2}|[a-z]|i{1,3}v?|iv)[.)]|[-*+•])[ \t]+`)
)

// maxItems is how many licenses a list offers, and maxItem how long one of them is in bytes.
const (
	maxItems = 16
	maxItem  = 600
)

// lists reads them. One with an item that names no license, or says more of it, is
// not understood.
func lists(d *document, s span) []match {
	var out []match
	end := s.start
	for line := range d.lines(s) {
		last := d.text[line.start:line.end]
		join := spdx.Or
		if line.start < end || len(last) > maxField || !introduces(d.low[line.start:line.end]) {
			continue
		} else if !offerEnd().Match(last) {
			if join = spdx.And; !listEnd().Match(last) {
				continue
			}
		}
		m := match{Start: max(end, opening(d.text[:line.start])), Notice: true}
		before := oneSpace(d.text[m.Start:line.end])
		items := items(d.text[line.end:s.end])
		if len(items) > maxItems {
			d.cut = true
			continue
		}
		if dual().Match(before) || slices.ContainsFunc(items, func(item span) bool { return orNext().Match(d.text[line.end+item.start : line.end+item.end]) }) {
			join = spdx.Or
		}
		for _, item := range items {
			e, rest := itemLicense(d.text[line.end+item.start : line.end+item.end])
			if e.IsZero() || !onlyPoints(unpointed(rest)) {
				m.Expression = spdx.Expr{}
				break
			}
			m.Expression = join(m.Expression, e)
			m.rest = slices.Concat(m.rest, []byte(" "), rest)
			m.End = line.end + item.end
		}
		if len(items) < 2 || m.Expression.IsZero() || negated().Match(before) || ofAnother().Match(before) || ofOthers().Match(before) || !mentioned(before).all().IsZero() {
			continue
		}
		if choosing().Match(d.text[m.End:s.end]) {
			m.Expression = spdx.Or(m.Expression.Terms()...)
		}
		m.rest = slices.Concat(before, []byte(" "), m.rest)
		out = append(out, m)
		end = m.End
	}
	return out
}

// ofOthers are words of a sentence whose list is of others' licenses, of parts or for some.
var ofOthers = lazily(`(?i)\b(third[- ]part\w*|dependenc\w*|libraries|contributions?|plugins?|plan|parts?|portions?|members?|every|each|your own|when|proprietary|closed|authors)\b`)

// dual is a word of a sentence that offers its list, choosing begins one behind it.
var (
	dual     = lazily(`(?i)\b(dual|either|choice|choose)\b`)
	choosing = lazily(`(?i)^\W*(you (may|can) (choose|use|pick|select) (either|any|one)|at your (option|choice)|pick|choose|select)\b`)
)

// orNext ends an item that another one can be chosen for.
var orNext = lazily(`(?i)[;, ]or\s*$`)

// unpointed leaves out of the words around a name its abbreviation, files and addresses.
func unpointed(rest []byte) []byte {
	rest = inBrackets().ReplaceAllFunc(rest, func(name []byte) []byte {
		if _, ok := Statement(Any, string(name[1:len(name)-1])); ok {
			return []byte(" ")
		}
		return name
	})
	return fileNames().ReplaceAll(unmarked(address().ReplaceAll(rest, []byte(" "))), []byte(" "))
}

var inBrackets = lazily(`\([\w.+-]{2,20}\)`)

// fileNames are those of texts: LICENSE-MIT, COPYING.LESSER, docs/apache.txt.
var fileNames = lazily(`\b[A-Z]{4,}[\w.-]*\b|[\w-]+/[\w./-]+|\b[\w-]+\.(?:txt|md|rst|html)\b`)

// introduces reports whether a line in lower case ends as one before a list does.
func introduces(low []byte) bool {
	low = bytes.TrimRight(low, " \t\r\n")
	return bytes.HasSuffix(low, []byte(":")) || bytes.HasSuffix(low, []byte("either of")) || bytes.HasSuffix(low, []byte("either"))
}

// opening gives where the last paragraph of a text begins, which is not finished.
func opening(text []byte) int {
	for range maxIntroduced {
		line := lastLine(text)
		if len(bytes.Trim(line, " \t\r\n*#/;>-")) == 0 {
			break
		}
		text = text[:len(text)-len(line)]
	}
	return len(text)
}

// items gives the items of the list that a text begins with.
func items(text []byte) []span {
	var out []span
	at, open := 0, false
	apart, gap := false, false // whether lines are left between the first two, and here
	for len(out) <= maxItems && at < len(text) {
		line := firstLine(text[at:])
		blank := len(bytes.Trim(line, " \t\r\n*#/;>")) == 0
		switch {
		case itemSign().Match(line):
			if len(out) == 1 {
				apart = gap
			} else if len(out) > 1 && gap != apart {
				return out // another list
			}
			out = append(out, span{at, at + len(line)})
			open, gap = true, false
		case blank:
			open, gap = false, true
		case open && out[len(out)-1].start+maxItem > at:
			out[len(out)-1].end = at + len(line)
		default:
			return out
		}
		at += len(line)
	}
	return out
}

// itemLicense gives the license that an item names, with the words around the name.
func itemLicense(item []byte) (spdx.Expr, []byte) {
	item = itemSign().ReplaceAll(item, nil)
	m := mentionedWithin(oneSpace(item))
	if len(m.exact.Licenses()) == 1 && m.vague.IsZero() {
		return m.exact, m.rest
	}
	if f, ok := fieldOf(bytes.TrimSpace(item)); ok && !f.limited {
		return f.Expression, f.rest
	}
	return m.exact, m.rest
}
