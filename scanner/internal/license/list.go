package license

import (
	"bytes"
	"slices"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A sentence may give or offer the licenses of a list: "under the terms of one of the
// following licenses:", with an item for each below it.

var (
	listEnd  = lazily(`(?i)\bunder (?:the terms of )?(?:the following|two|three|2|3) (?:(?:open|open[ -]source|software|different) )?licen[sc]es\b[^.:;]{0,40}:\s*$|\b(?:available|licen[sc]ed|released|distributed|offered) under(?:,? and subject to the (?:terms|restrictions|conditions) of)?:\s*$`)
	offerEnd = lazily(`(?i)\b(?:one of|one or the other of|either of|any of|choice of|choose)\b[^.:;]{0,60}\blicen[sc]es?\b[^.:;]{0,40}:\s*$|\bunder (?:the terms of )?either(?: of)?:?\s*$|\b(?:dual|triple)[- ]licen[sc]ed under:?\s*$|\b(?:dual|tri|triple)[- ]?licen[sc](?:e|ing) model\b[^.;:]{0,60}:\s*$|\b(?:dual|triple|tri)[- ]?licen[sc]ed:\s*$`)
	itemSign = lazily(`(?i)^[ \t]*(?:--[ \t]+)?[ \t#*/;>]*(?:\(?(?:\d{1,2}|[a-z]|i{1,3}v?|iv)[.)]|[-*+•])[ \t]+`)
)

// noWords are what a line between two paragraphs may have, that of a DEP-5 field included.
const noWords = " \t\r\n*#/;>-."

// Bounds of lists: how many are looked at, how many licenses one has, how long an item is in
// bytes, and how many lines below may go on with a list that seemed to have ended.
const (
	maxLists = 64
	maxItems = 16
	maxItem  = 600
	maxAhead = 8
)

// lists reads them. One with an item that names no license, or says more of it, is
// not understood.
func lists(d *document, s span) []match {
	var out []match
	end, seen := s.start, 0
	for line := range d.lines(s) {
		last := unboxed(d.text[line.start:line.end])
		if line.start < end || len(last) > maxField || !introduces(unboxed(d.low[line.start:line.end])) {
			continue
		}
		offers := offerEnd().Match(last)
		if !offers && !listEnd().Match(last) {
			continue
		}
		if seen++; seen > maxLists {
			d.cut = true
			break
		}
		from := max(end, opening(d.text[:line.start]))
		before := oneSpace(d.text[from:line.end])
		if !offersOwn(before) {
			continue
		}
		below := d.text[line.end:s.end]
		items, whole := itemsOf(below)
		if len(items) > 0 {
			end = line.end + items[len(items)-1].end
		}
		if !whole {
			d.cut = d.cut || len(items) > maxItems
			continue
		}
		if m, ok := listOf(before, below, items, offers); ok {
			m.Start, m.End = from, end
			out = append(out, m)
		}
	}
	return out
}

// listOf gives the licenses that the items name, of which one may be chosen where the
// sentence before, an item or the sentence behind offers it.
func listOf(before, below []byte, items []span, offers bool) (match, bool) {
	var all []spdx.Expr
	rest, bought := before, false
	for _, at := range items {
		item := below[at.start:at.end]
		e, more := itemLicense(item)
		if e.IsZero() && !bought && soldItem(item) {
			bought = true
			offers = offers || orNext().Match(item) || orAhead().Match(item)
			continue
		}
		if e.IsZero() || !onlyPoints(unpointed(more)) {
			return match{}, false
		}
		all = append(all, e)
		rest = slices.Concat(rest, []byte(" "), more)
		offers = offers || orNext().Match(item)
	}
	m := match{Expression: spdx.And(all...), Notice: true, rest: rest}
	if bought {
		m.Expression = spdx.Or(all...)
		return m, (offers || dual().Match(before)) && len(all) > 0 && givesSource([]match{m})
	}
	if len(all) < 2 {
		return match{}, false
	}
	if last := below[items[len(items)-1].start:items[len(items)-1].end]; andAlso().Match(last) {
		return m, true
	}
	if offers || dual().Match(before) || choosing().Match(below[items[len(items)-1].end:]) {
		m.Expression = spdx.Or(all...)
	}
	return m, true
}

// offersOwn reports whether a sentence gives the licenses of a list to the work.
func offersOwn(before []byte) bool {
	if negated().Match(before) || ofAnother().Match(before) || ofOthers().Match(before) || !mentioned(before).all().IsZero() {
		return false
	}
	return states(lower(nil, before)) || mayChoose().Match(before)
}

var mayChoose = lazily(`(?i)\b(licensed conditions are|you (may|can)|at your (option|choice)|(may|can) be used under|(may|can) use)\b`)

// ofOthers are words of a sentence whose list is of others' licenses, of parts or for some.
var ofOthers = lazily(`(?i)\b(third[- ]part\w*|dependenc\w*|libraries|contributions?|plugins?|plan|parts?|portions?|members?|every|each|your own|when|proprietary|closed|authors|components|files|different|depending)\b`)

// dual is a word of a sentence that offers its list, choosing begins one behind it.
var (
	dual     = lazily(`(?i)\b(dual|triple|either|choice|choose)\b`)
	choosing = lazily(`(?i)^\W*(?:it |this )?(?:means that )?((you|the licensee|licensees?) (may|can|has the right to|have the right to) (choose|use|pick|select) (either|any|one)|at your (option|choice)|pick|choose|select)\b`)
)

// andAlso begins the last item of a list all of which applies.
var andAlso = lazily(`(?i)^\W*and\b`)

// orAhead begins an item that can be chosen instead of the one before.
var orAhead = lazily(`(?i)^(?:\W|\d)*or\b`)

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
	rest = comesWith().ReplaceAll(rest, []byte(" "))
	return fileNames().ReplaceAll(unmarked(address().ReplaceAll(rest, []byte(" "))), []byte(" "))
}

// comesWith is where Perl's programs say that a text is.
var comesWith = lazily(`(?i)\bwhich comes with (?:this |the )?(?:perl\b(?: (?:kit|source code|distribution|package)\b)?|(?:kit|source code|distribution|package)\b)`)

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
		if len(bytes.Trim(line, noWords)) == 0 {
			break
		}
		text = text[:len(text)-len(line)]
	}
	return len(text)
}

// itemsOf gives the items of the list that a text begins with, and whether it ends with them.
func itemsOf(text []byte) ([]span, bool) {
	var out []span
	at, open, first := 0, false, ""
	apart, gap := false, false // whether lines are left between the first two, and here
	for len(out) <= maxItems && at < len(text) {
		line := firstLine(text[at:])
		blank := len(bytes.Trim(line, noWords)) == 0
		sign := signKind(itemSign().Find(line))
		if len(out) == 0 {
			first = sign
		}
		switch {
		case sign != "" && sign == first:
			if len(out) == 1 {
				apart = gap
			} else if len(out) > 1 && gap != apart {
				return out, true // another list
			}
			out = append(out, span{at, at + len(line)})
			open, gap = true, false
		case len(out) > 1 && choosing().Match(line):
			return out, true
		case blank:
			open, gap = false, true
		case open && out[len(out)-1].start+maxItem > at:
			out[len(out)-1].end = at + len(line)
		default:
			return out, !goesOnWith(text, out, at)
		}
		at += len(line)
	}
	return out, len(out) <= maxItems
}

// signKind is what the signs of a list's items have in common, the sign of a comment before
// them included: an item's second line may have that alone.
func signKind(sign []byte) string {
	return numbers().ReplaceAllString(string(bytes.Join(bytes.Fields(sign), nil)), "1")
}

var numbers = lazily(`[A-Za-z0-9]+`)

// goesOnWith reports whether an item like the last stands below the text that ended a list.
func goesOnWith(text []byte, items []span, at int) bool {
	if len(items) == 0 {
		return false
	}
	sign := itemSign().Find(text[items[len(items)-1].start:])
	numbered := bytes.ContainsAny(sign, "123456789")
	if !numbered && !isSpace(text[at]) {
		return false // what is not set in is no part of an item
	}
	for range maxAhead {
		line := firstLine(text[at:])
		if next := itemSign().Find(line); next != nil && bytes.ContainsAny(next, "123456789") == numbered {
			return signKind(next) == signKind(sign) || setIn(next) >= setIn(sign) // else of a list around it
		}
		at += len(line)
	}
	return false
}

// setIn is how far the sign of an item is set in.
func setIn(sign []byte) int { return len(sign) - len(bytes.TrimLeft(sign, " \t")) }

// itemLicense gives the license that an item names, with the words around the name.
func itemLicense(item []byte) (spdx.Expr, []byte) {
	item = withoutAbbreviations(oneSpace(itemSign().ReplaceAll(item, nil)), behindName)
	m := mentionedWithin(item)
	if _, same := ofFamily(m.vague, m.exact); len(m.exact.Licenses()) == 1 && (same || m.vague.IsZero()) {
		return m.exact, m.rest
	}
	if f, ok := fieldOf(item); ok && !f.limited {
		return f.Expression, f.rest
	}
	if !m.vague.IsZero() {
		return spdx.Expr{}, nil
	}
	return m.exact, m.rest
}
