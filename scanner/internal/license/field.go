package license

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// fieldLine is a line that says "license:" as headers of files and manifests do, JSDoc's
// @license, and a heading with a link behind it.
var fieldLine = lazily(`(?i)\A(?:\s*dnl\b)?[\s\W]*(?:(?:s|spec|gem)\.licen[sc]es?\s*=\s*\[?\s*['"]|(?:(?:` + fieldLeads + `)(?:: |[ ._/-])){0,4}(?:licen[sc]e(?:[ \t]+type="expression")?>\s*|licen[sc]es?(?:[ _-]?(?:expression|type|name|id|declared))?(?:['"]?[ \t]*[:=]+[ \t]*[\s\W]{0,6})|@licen[sc]e[ \t]+|licen[sc]e[ \t]+\[))(\S[^\n]*)`)

// fieldLeads are words before it that leave it the license of the whole.
const fieldLeads = `the|this|its|our|project|software|package|main|overall|current|classifier|label|org|opencontainers|image|bundle`

var leadsField = setOf("dnl s spec gem " + strings.ReplaceAll(fieldLeads, "|", " "))

// maxLeads are the words before a field's.
const maxLeads = 5

// fieldLead reports whether no other words stand in lower case before a field's.
func fieldLead(before []byte) bool {
	for range maxLeads {
		start, end, _ := nextWord(before, 0)
		if start == end {
			return true
		}
		if !leadsField[string(before[start:end])] {
			return false
		}
		before = before[end:]
	}
	return false
}

// saidLine is the same as a sentence, which says no more.
var saidLine = lazily(`(?i)\A[\s\W]*(?:(?:` + fieldLeads + `) ){0,3}licen[sc]e is (?:the |an? )?(\S[^\n]*?(?:\.\d[^\n]*?)*)(?:\.\s|[.\s]*\z|\r?\n[\s#*/;-]*(?:\r?\n|\z)|[,;]? \(?see\b)`)

// seeFile is where the text is, behind a name.
var seeFile = lazily(`(?i)^\W*see\b[^),;]*[),;]*`)

// inventoryLine heads a list of files with their holders and their license: "Copyright
// X, Y; GPL (v3 or later), with Autoconf exception:"
var inventoryLine = lazily(`(?im)\A[ \t*#-]*copyright[^;:\n]+(?:\n[^;:\n]+)?;\s*([a-z0-9][^\n;:]+):[ \t]*$`)

var unsigned = strings.NewReplacer("(", " ", ")", " ", ", with", " with")

// Bounds of such lines: how many are read of one stretch, how far one goes, and how long
// its value is, in bytes.
const (
	maxFields = 1024
	maxField  = 600
	maxValue  = 200
)

// maxFieldWords is how many words the name in a field may have, with its version and its
// abbreviation.
const maxFieldWords = 16

// fields reads the license fields of a stretch, and the heads of an inventory.
func fields(d *document, s span) []match {
	var out []match
	for at := range d.linesOf("copyright", s) {
		m := inventoryLine().FindSubmatchIndex(d.text[at:min(s.end, at+maxField)])
		if m == nil {
			continue
		}
		name := unsigned.Replace(string(oneSpace(d.text[at+m[2] : at+m[3]])))
		if e, ok := Statement(Any, name); ok && !strings.Contains(name, ",") {
			out = append(out, match{Expression: e, Start: at, End: at + m[3], Notice: true})
		}
	}
	for at := range d.linesOf("licen", s) {
		if m := fieldLine().FindSubmatchIndex(d.text[at:min(s.end, at+maxField)]); m != nil {
			end := min(m[3], m[2]+maxValue)
			if f, ok := fieldOf(d.text[at+m[2] : at+end]); ok {
				f.Start, f.End = at, at+end
				out = append(out, f.goingOn(d.text[f.End:s.end]))
			}
			continue
		}
		if m := saidLine().FindSubmatchIndex(d.text[at:min(s.end, at+maxField)]); m != nil {
			if e, ok := Statement(Any, string(unmarked(d.text[at+m[2]:at+m[3]]))); ok {
				rest := firstLine(d.text[at+m[3] : s.end])
				out = append(out, match{Expression: e, Start: at, End: at + m[3], Notice: true, rest: rest, limited: limits(seeFile().ReplaceAll(rest, nil))})
			}
			continue
		}
		out = append(out, section(d, span{at, s.end})...)
	}
	return out
}

// goingOn adds the remark of the line below to a notice's own, where it takes something
// back.
func (m match) goingOn(behind []byte) match {
	lines := bytes.TrimLeft(behind[len(firstLine(behind)):], " \t*#/;>-")
	if line := firstLine(lines); takingBack().Match(line) {
		m.rest = slices.Concat(m.rest, []byte(" "), line)
		m.limited = true
	}
	return m
}

var takingBack = lazily(`(?i)^(?:(?:except|only|unless|but not|excluding|restrictions?|nur|außer|salvo|excepto|sauf|exceto|tranne)\b|ただし|但|кроме|단,)`)

// fieldOf reads what a field says, with the remark behind the name.
func fieldOf(v []byte) (match, bool) {
	e, rest, ok := fieldValue(string(unmarked(v)))
	if !ok {
		return match{}, false
	}
	if l, ok := ofFamily(e, linked(v)); ok {
		e = l
	}
	if more := mentioned(oneSpace([]byte(rest))).all(); !more.IsZero() && !Within(more, e) && !(given(more) && dedications[e.String()]) {
		e = withMore(e, more)
	}
	limited := limits([]byte(rest)) || foreign([]byte(rest)) && !saysNoMore(holderBehind().ReplaceAll([]byte(rest), nil))
	return match{Expression: e, Notice: true, rest: []byte(rest), limited: limited}, true
}

// withMore joins what a remark names, of which a name without its version says nothing more.
func withMore(e, more spdx.Expr) spdx.Expr {
	if l, ok := ofFamily(e, more); ok {
		return l
	}
	return spdx.And(e, more)
}

// ofFamily gives a family of licenses, no version of which is named, the version that is told
// elsewhere.
func ofFamily(e, told spdx.Expr) (spdx.Expr, bool) {
	family, _, _ := strings.Cut(strings.TrimPrefix(e.String(), "LicenseRef-"), "-")
	ls := told.Licenses()
	return told, anyFamily(e) && len(ls) == 1 && strings.HasPrefix(ls[0].ID, family+"-")
}

// maxSigns is how many bytes of signs begin a line.
const maxSigns = 80

// linesOf yields where lines begin whose first letters are a word's, up to a bound. What lies
// behind is not understood.
func (d *document) linesOf(word string, s span) iter.Seq[int] {
	return func(yield func(int) bool) {
		found := 0
		for at := s.start; ; {
			i := bytes.Index(d.low[at:s.end], []byte(word))
			if i < 0 {
				return
			}
			from := max(s.start, at+i-maxSigns)
			line := from + bytes.LastIndexByte(d.low[from:at+i], '\n') + 1
			if before := d.low[line : at+i]; (line > from || from == s.start) && fieldLead(before) {
				if found++; found > maxFields {
					d.cut = true
					return
				}
				if !yield(line) {
					return
				}
			}
			at += i + len(word)
		}
	}
}

// valueEnd is where the name in a field ends and a remark begins.
var valueEnd = lazily(`["',;]|[.:](\s|$)|\s[-(–—]|\s(see|check|for|licen[sc]ed?|\*/)\b|</|\s\*/|\s(©|\(c\)|copyright\b|c\.|(19|20)\d\d\b)`)

// licenseOf is a link to the file of the text that names it too: LICENSE (MIT).
var licenseOf = lazily(`(?i)^licen[sc]e \(([^()]+)\)$`)

// atOption ends a choice.
var atOption = lazily(`(?i),? at your (?:option|choice)\W*$`)

// seeBrackets say where the text of a license is, between its name and another's.
var seeBrackets = lazily(`(?i) \(see (?:the )?[\w./-]*(?:licen[sc]e|copying|notice)[\w./-]*(?: files?)?\)( (?:or|and)\b)`)

// beforeAddress is where the address of a license stands behind its name.
var beforeAddress = lazily(`(?i),? *[(<]https?://\S+[)>]\W*$`)

// behindAddress is a name that stands behind the address of a license.
var behindAddress = lazily(`(?i)^(https?://\S+)[ \t]+([a-z][^\n]*)$`)

// fieldValue gives the license of a field, and the remark behind its name.
func fieldValue(v string) (spdx.Expr, string, bool) {
	v = seeBrackets().ReplaceAllString(atOption().ReplaceAllString(v, ""), "$1")
	v = licenseOf().ReplaceAllString(strings.Trim(v, " \t\r*/#\"'<>[]`,;"), "$1")
	if strings.Count(v, ")") > strings.Count(v, "(") {
		v = "(" + v // the sign before the name was passed over
	}
	if m := behindAddress().FindStringSubmatch(v); m != nil {
		if _, known := fromURL(m[1]); known {
			v = m[2]
		}
	}
	for _, s := range []string{v, cutAt(v, beforeAddress), cutAt(v, valueEnd)} {
		remark := v[len(s):]
		s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "Dual "), "dual "))
		if len(s) < 2 || countWords([]byte(s)) > maxFieldWords {
			continue
		}
		if e, ok := Statement(Any, s); ok {
			return e, remark, true
		}
		if e, ok := Statement(Any, strings.ReplaceAll(s, "_", " ")); ok {
			return e, remark, true
		}
		if !strings.Contains(s, "://") && strings.Count(s, "/") == 1 {
			if e, ok := Statement(Any, strings.Replace(s, "/", " or ", 1)); ok {
				return e, remark, true
			}
		}
	}
	return spdx.Expr{}, "", false
}

// limiting are the words of a remark behind a license's name that keep it from some uses,
// people or parts.
var limiting = lazily(`(?i)^\W*(except|only|unless|but|excluding|with|plus|for)\b|\bfor (personal|private|internal|individual|non-?commercial|evaluation|academic|research|educational|students?|schools?|companies|members|testing|development|hobby|work|home|small|non-?profits?)\b|\b(buy|purchase|paid|fees?|belongs? to|the rest|everything else|trial|no saas)\b|\b(do not|not for|not to be|not in|restricted|until|after \w+ years?|proprietary|closed[ -]source|commercial(ly)? (licen[sc]\w+|edition|version|plugins?|parts?|modules?|add-?ons?|features?)|modified|(some |additional )?restrictions|with limitations|no commercial|non-?free|no modification|dev(elopment)? use|core only|after \d{4})\b|^\W{0,3}(nc|cc|custom|other)\b|\bcommercial\W*($|\()|rights reserved (\(|(for|on|in)\b)`)

// limits reports whether a remark has such words, other than those that give.
func limits(remark []byte) bool {
	return limiting().Match(withoutEmpty(lower(nil, remark)))
}

func cutAt(s string, at lazy) string {
	if loc := at().FindStringIndex(s); loc != nil {
		return s[:loc[0]]
	}
	return s
}

// maxName is how many words a text may have that is nothing but a license's name.
const maxName = 12

// nameOnly reads a text that is nothing but a license's name.
func nameOnly(text []byte) (match, bool) {
	if len(text) > 400 || countWords(text) > maxName && len(bytes.Fields(text)) > 1 { // an address has many
		return match{}, false
	}
	e, ok := Statement(Any, string(bytes.Trim(oneSpace(text), " .-=~`\"'")))
	return match{Expression: e, Start: 0, End: len(text), Notice: true}, ok
}

// tagged reads the value of an SPDX tag. Ids without an operator between them,
// which an old convention allowed, all apply.
func tagged(value string) (spdx.Expr, bool) {
	value = strings.TrimRight(value, " \t-/|>")
	if e, ok := Statement(Any, value); ok {
		return e, true
	}
	var all []spdx.Expr
	for _, id := range strings.Fields(value) {
		e, err := spdx.Parse(id)
		if err != nil || e.IsZero() {
			return spdx.Expr{}, false
		}
		all = append(all, e)
	}
	return spdx.And(all...), len(all) > 0
}
