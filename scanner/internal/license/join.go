package license

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// join makes one expression of the matches: all apply, unless the words
// between two of them offer a choice.
func (r *Recognizer) join(text []byte, ms []match) spdx.Expr {
	ms = offered(text, berkeley(text, specified(based(excepted(text, exceptionsByText(exact(ms)))))))
	var and []spdx.Expr
	var last spdx.Expr
	end := -1
	others := 0 // of the licenses that the words before the first of them offer
	for i, m := range ms {
		e := m.Expression
		if e.IsZero() {
			and, last, end = append(and, last), spdx.Expr{}, -1
			continue
		}
		if end >= 0 && m.Start >= end && (choice(text[end:m.Start]) && !(m.Notice && pointsBelow().Match(text[end:m.Start])) || instead().Match(text[m.Start:m.End]) || others > 0 && countWords(text[end:m.Start]) <= maxOffer) {
			last = spdx.Or(last, e)
			others--
		} else {
			and = append(and, last)
			last = e
			others = max(0, someOf(text[max(0, end, m.Start-nearTexts):max(end, m.Start)])-1)
			if others >= len(ms)-i {
				others = 0
			}
		}
		end = m.End
	}
	return subsume(spdx.And(append(and, last)...))
}

// pointsBelow is said of the text that follows, and of no other notice.
var pointsBelow = lazily(`(?i)^,?\s+or\s+the\s+(?:terms|conditions)\s+below\b`)

// exact drops what is said less exactly than elsewhere in the text: a family of licenses
// whose version is named, addresses where licenses are.
func exact(ms []match) []match {
	families := map[string]bool{}
	for _, m := range ms {
		for _, l := range m.Expression.Licenses() {
			if !m.vague && !m.link && m.exception == "" && !given(m.Expression) {
				families[kin(l)] = true
				if !m.Notice { // their texts speak of each other
					families["GPL"] = families["GPL"] || kin(l) == "AGPL"
					families["AGPL"] = families["AGPL"] || strings.HasPrefix(l.ID, "GPL-3.0")
				}
			}
		}
	}
	said := slices.ContainsFunc(ms, func(m match) bool { return given(m.Expression) })
	by := dedicating(ms, len(families) > 0)
	offered := choices(ms)
	return slices.DeleteFunc(slices.Clone(ms), func(m match) bool {
		return m.link && (len(families) > 0 || said && !dedications[m.Expression.String()]) || m.meant(by) || m.vague && (m.Expression.IsZero() || known(m, families) || optional(m, offered))
	})
}

func known(m match, families map[string]bool) bool {
	return !slices.ContainsFunc(m.Expression.Licenses(), func(l spdx.License) bool { return !families[kin(l)] })
}

// maxChoices are the different choices of a text that are looked at.
const maxChoices = 32

// choices are the offers that a text's sentences make, each once.
func choices(ms []match) []spdx.Expr {
	var out []spdx.Expr
	for _, m := range ms {
		if m.Notice && len(out) < maxChoices && len(m.Expression.Options()) > 1 && !slices.ContainsFunc(out, m.Expression.Equal) {
			out = append(out, m.Expression)
		}
	}
	return out
}

// optional reports whether a sentence offers a license as one of several.
func optional(m match, offered []spdx.Expr) bool {
	return slices.ContainsFunc(offered, func(o spdx.Expr) bool {
		return len(o.Options()) > len(m.Expression.Options()) && Within(m.Expression, o)
	})
}

// kin is what licenses that stand for each other where one is named without its version
// have in common.
func kin(l spdx.License) string {
	if l.ID == unspecifiedBSD {
		return "BSD"
	}
	if strings.Contains(l.ID, "GPL-") && !strings.HasPrefix(l.ID, "AGPL-") {
		return "GPL"
	}
	name, _, _ := strings.Cut(l.ID, "-")
	return name
}

// dedications are the texts by which a work is given to the public domain.
var dedications = map[string]bool{"CC0-1.0": true, "Unlicense": true}

// given reports whether a statement says so without the text.
func given(e spdx.Expr) bool { return e.String() == publicDomain }

// nearDedication is how far from such a text a statement stands that means it, in bytes.
const nearDedication = 1 << 10

// dedicating gives the texts by which works are given, few of them; an address of one says
// nothing beside other licenses.
func dedicating(ms []match, others bool) []match {
	var out []match
	for _, m := range ms {
		if dedications[m.Expression.String()] && !(m.link && others) && len(out) < maxChoices {
			out = append(out, m)
		}
	}
	return out
}

// meant reports whether a statement means one of the texts by which works are given.
func (m match) meant(by []match) bool {
	return m.Notice && given(m.Expression) && slices.ContainsFunc(by, func(o match) bool {
		return o.Start <= m.End+nearDedication && m.Start <= o.End+nearDedication
	})
}

// berkeley tells the BSD license of four clauses that has others credit the University
// by its own id, which the list gives it for nothing but that name.
// https://spdx.org/licenses/BSD-4-Clause-UC.html
func berkeley(text []byte, ms []match) []match {
	out := slices.Clone(ms)
	for i, m := range out {
		if !m.Notice && m.Expression.String() == "BSD-4-Clause" && universityOfCalifornia().Match(oneSpace(text[m.Start:m.End])) {
			out[i].Expression = spdx.Ref("BSD-4-Clause-UC")
		}
	}
	return out
}

var universityOfCalifornia = lazily(`(?i)developed by the university of california, ?berkeley`)

// specified takes a name that several licenses have for the one of them whose text
// stands in the same file: "the BSD license", Perl's "Artistic License".
func specified(ms []match) []match {
	out := slices.Clone(ms)
	for name, family := range map[string]string{unspecifiedBSD: "BSD-", "Artistic-1.0-Perl": "Artistic-1.0"} {
		of := map[string]bool{}
		for _, m := range ms {
			for _, l := range m.Expression.Licenses() {
				if strings.HasPrefix(l.ID, family) && !m.Notice {
					of[l.ID] = true
				}
			}
		}
		if len(of) != 1 {
			continue
		}
		for i := range out {
			if !out[i].Notice {
				continue
			}
			out[i].Expression = out[i].Expression.Map(func(l spdx.License) spdx.Expr {
				for id := range of {
					if l.ID == name && l.Exception == "" {
						return spdx.Ref(id)
					}
				}
				return spdx.Of(l)
			})
		}
	}
	return out
}

// exceptionsByText takes an exception that is only named for the one of its kind whose
// text stands in the same file: "with the Autoconf exception, see below".
func exceptionsByText(ms []match) []match {
	kind := func(x string) string { name, _, _ := strings.Cut(x, "-exception"); return name }
	texts := map[string]string{}
	for _, m := range ms {
		if m.exception != "" {
			texts[kind(m.exception)] = m.exception
		}
	}
	out := slices.Clone(ms)
	for i, m := range ms {
		if m.Notice && len(texts) > 0 {
			out[i].Expression = m.Expression.Map(func(l spdx.License) spdx.Expr {
				l.Exception = cmp.Or(texts[kind(l.Exception)], l.Exception)
				return spdx.Of(l)
			})
		}
	}
	return out
}

// unspecifiedBSD is a BSD license that nobody says which of.
const unspecifiedBSD = "LicenseRef-BSD-unspecified"

// publicDomain is a work on which nobody has rights.
const publicDomain = "LicenseRef-Public-Domain"

// offered takes the meaning from the texts of licenses among which a sentence of the same
// text offers the choice, all of them above it or below: they say what the options are, not
// that all apply. Right below an offer of the work's own a notice stands for a text.
func offered(text []byte, ms []match) []match {
	offers := 0
	for i, m := range ms {
		if !m.Notice || len(m.Expression.Options()) < 2 {
			continue
		}
		if offers++; offers > maxChoices {
			break
		}
		options := func(t match) bool { return !t.Notice && Within(t.Expression, m.Expression) }
		for _, side := range [][]match{ms[:i], ms[i+1:]} {
			if m.toldBy(side, options) {
				from, to := side[0].Start, side[len(side)-1].End
				return meaningless(ms, func(t match) bool {
					again := t.Notice && Within(t.Expression, m.Expression) && (instead().Match(text[t.Start:t.End]) || leadsTo(t, ms))
					return (options(t) || again) && t.Start >= from && t.End <= to
				})
			}
		}
		below := m.below(text, ms[i+1:])
		if slices.ContainsFunc(below, options) && m.toldBy(below, func(match) bool { return true }) {
			end := below[len(below)-1].End
			ms = meaningless(ms, func(t match) bool {
				return t.Start >= m.End && t.End <= end && (options(t) || Within(t.Expression, m.Expression) && (t.onTheWhole(text) || t.elected(text, m.End)))
			})
		}
	}
	return ms
}

// leadsTo reports whether a notice of one license stands right above its text.
func leadsTo(t match, ms []match) bool {
	return slices.ContainsFunc(ms, func(o match) bool {
		return !o.Notice && o.Start >= t.End && o.Start-t.End < nearText && o.Expression.Equal(t.Expression)
	})
}

// nearText is how far above a text a notice of it stands, in bytes.
const nearText = 200

// toldBy reports whether each license that a match offers is told by some of others.
func (m match) toldBy(others []match, which func(match) bool) bool {
	open := m.Expression.Licenses()
	for _, t := range others {
		if len(open) == 0 {
			return true
		}
		if which(t) {
			open = slices.DeleteFunc(open, func(l spdx.License) bool { return contains(t.Expression, l) })
		}
	}
	return len(open) == 0
}

// nearOffer is how far below an offer its options are, in bytes.
const nearOffer = 6 << 10

// below gives the texts, and the notices that stand for one, near below an offer of the work's
// own, as long as nothing between tells that they are another work's or a part's.
func (m match) below(text []byte, ms []match) []match {
	if said := oneSpace(text[m.Start:m.End]); !thisOffer().Match(said) || bothLicenses().Match(said) {
		return nil
	}
	var out []match
	at := m.End
	for _, t := range ms {
		if t.Start-m.End > nearOffer {
			break
		}
		if t.Start < at {
			continue
		}
		between := text[at:t.Start]
		elected := t.elected(text, at)
		if !elected && leadsElsewhere(between) {
			break
		}
		if at = t.End; !t.Notice || elected || t.onTheWhole(text) {
			out = append(out, t)
		}
	}
	return out
}

// elected reports whether a match is about one option of a choice, or leads to its words.
func (m match) elected(text []byte, from int) bool {
	return electing().Match(oneSpace(text[max(from, m.Start-nearText):m.Start])) || electing().Match(oneSpace(text[m.Start:m.End]))
}

var electing = lazily(`(?i)\bif you (?:elect|choose)(?: to)? [^.:;]{0,160}\bthe following applies:\W*$`)

var thisOffer = lazily(`(?i)\bthis (program|file|library|software|package|work|code|module|driver|project|header)\b|^\W*(dual[- ]licen|licen[sc]ed under|distributed under|available under)`)

// leadsElsewhere reports whether what stands between an offer and one of its options is more
// than the option's name.
func leadsElsewhere(between []byte) bool {
	for line := range bytes.Lines(between) {
		line = bytes.TrimRight(commentSigns(line), " \t\r\n*/")
		if bytes.HasSuffix(line, []byte(":")) && !optionHead().Match(line) || elsewhere().Match(address().ReplaceAll(line, nil)) {
			return true
		}
	}
	return false
}

var (
	optionHead = lazily(`(?i)licen|alternativ|contact|terms|\bor\b`)
	elsewhere  = lazily(`(?i)\b(plugins?|parts?|portions?|third[- ]party|vendor|components?|dependenc\w+|dataset|source files?|both|members?|only|appl(y|ies)|except|otherwise|must)\b|\w/\w`)
)

// meaningless takes the expression from some matches, which still part what is around them.
func meaningless(ms []match, which func(match) bool) []match {
	out := slices.Clone(ms)
	for i, m := range out {
		if which(m) {
			out[i].Expression = spdx.Expr{}
		}
	}
	return out
}

// onTheWhole reports whether a notice is one license's on the work that it stands in.
func (m match) onTheWhole(text []byte) bool {
	if !m.Notice || len(m.Expression.Licenses()) != 1 {
		return false
	}
	said := oneSpace(text[m.Start:m.End])
	return thisWork().Match(said) && !atTimes().Match(said)
}

var (
	thisWork = lazily(`(?i)^\W*this (program|file|library|software|package|work|code|module|driver) is (free software|licen[sc]ed|distributed)\b`)
	atTimes  = lazily(`(?i)\b(when|where|if|unless|while)\b`)
)

// Offers reports whether an expression is a choice whose options are all among
// the licenses of the texts.
func Offers(choice, texts spdx.Expr) bool {
	return len(choice.Options()) > 1 && Within(choice, texts)
}

// Within reports whether every license of a is one of b, apart from the versions
// that may be chosen.
func Within(a, b spdx.Expr) bool {
	for _, l := range a.Licenses() {
		if !contains(b, l) {
			return false
		}
	}
	return !a.IsZero()
}

// excepted gives the texts of exceptions to the license they stand with: the GNU
// license before them, else the one behind, else the one that they name.
func excepted(text []byte, ms []match) []match {
	if !slices.ContainsFunc(ms, func(m match) bool { return m.exception != "" }) {
		return ms
	}
	var out []match
	for _, m := range ms {
		if m.exception == "" {
			out = append(out, m)
		}
	}
	fitting := map[string][]int{} // by exception: the matches that it may be one to
	tried := map[string]int{}
	for _, x := range ms {
		if x.exception == "" {
			continue
		}
		fit, ok := fitting[x.exception]
		if !ok {
			for i, m := range out {
				if exceptable(m.Expression, x.exception) {
					fit = append(fit, i)
				}
			}
			fitting[x.exception] = fit
		}
		best := -1
		if len(fit) > 0 {
			behind, _ := slices.BinarySearchFunc(fit, x.Start, func(i, at int) int { return out[i].Start - at })
			best = fit[max(0, behind-1)]
		}
		if tried[x.exception]++; best < 0 && tried[x.exception] <= maxTries {
			if e := exceptedOf(text[x.Start:x.End], x.exception, len(out) == 0); !e.IsZero() {
				out, best = append(out, match{Expression: e, Start: x.Start, End: x.End}), len(out)
				fitting[x.exception] = []int{best}
			}
		}
		if best >= 0 {
			out[best].Expression = out[best].Expression.Map(func(l spdx.License) spdx.Expr {
				if l.Exception == "" && exceptableLicense(l, x.exception) {
					l.Exception = x.exception
				}
				return spdx.Of(l)
			})
		}
	}
	return out
}

// maxTries is how many texts of one exception are asked what they are one to.
const maxTries = 16

// exceptedOf gives the license that an exception's own text says it is one to, with its
// version where one is told: the text of an exception can stand alone, beside that of its
// license in another file. What it is always one to is guessed where no other license is
// there.
func exceptedOf(text []byte, exception string, alone bool) spdx.Expr {
	var family spdx.Expr
	for _, s := range sentences(text, span{0, len(text)}) {
		m := mentioned(oneSpace(text[s.start:s.end]))
		if l, ok := exceptedAmong(m.exact, exception); ok {
			return l
		}
		if l, ok := exceptedAmong(m.vague, exception); ok && family.IsZero() {
			family = l
		}
	}
	if base := cmp.Or(basesAlone[exception], exceptionBases[exception]); alone && family.IsZero() && listedID(base) {
		return spdx.Ref(base)
	}
	return family
}

// exceptedAmong is the one license of an expression that an exception is made for.
func exceptedAmong(e spdx.Expr, exception string) (spdx.Expr, bool) {
	if !exceptable(e, exception) {
		return spdx.Expr{}, false
	}
	ls := e.Licenses()
	return spdx.Of(ls[slices.IndexFunc(ls, func(l spdx.License) bool { return exceptableLicense(l, exception) })]), true
}

// leastText is how long the text of a GNU license is at least, in bytes: no notice is.
const leastText = 4 << 10

// based takes the meaning from the text of a license right below a notice that states it with
// an exception: it applies with that.
func based(ms []match) []match {
	out := slices.Clone(ms)
	for i := 1; i < len(ms); i++ {
		text, above := ms[i].Expression.Licenses(), ms[i-1]
		if ms[i].End-ms[i].Start >= leastText && above.Notice && len(text) == 1 && text[0].Exception == "" && slices.ContainsFunc(above.Expression.Licenses(), func(l spdx.License) bool {
			return l.ID == text[0].ID && l.Exception != ""
		}) {
			out[i].Expression = spdx.Expr{}
		}
	}
	return out
}

// exceptable reports whether one of a match's licenses is one that the exception is made
// for: of a choice the GNU option.
func exceptable(e spdx.Expr, exception string) bool {
	n := 0
	for _, l := range e.Licenses() {
		if exceptableLicense(l, exception) {
			n++
		}
	}
	return n == 1
}

func exceptableLicense(l spdx.License, exception string) bool {
	if base, ok := exceptionBases[exception]; ok {
		return strings.HasPrefix(l.ID, base)
	}
	return strings.Contains(l.ID, "GPL-")
}

// exceptionBases are what the ids of licenses begin with whose exceptions are not made for
// every GNU license; an id where there is one such license.
var exceptionBases = map[string]string{
	"LLVM-exception": "Apache-2.0", "Swift-exception": "Apache-2.0", "CUPS-exception": "Apache-2.0", "mxml-exception": "Apache-2.0",
	"Universal-FOSS-exception-1.0": "", "SHL-2.0": "Apache-2.0", "SHL-2.1": "Apache-2.0",
	"GCC-exception-3.1": "GPL-", "PCRE2-exception": "BSD-", "Google-Patent-WebM": "BSD-", "fmt-exception": "MIT", "GNOME-examples-exception": "CC-BY-SA-",
	"KiCad-libraries-exception": "CC-BY-SA-", "LZMA-exception": "CPL-1.0", "QPL-1.0-INRIA-2004-exception": "QPL-1.0",
}

// basesAlone are the licenses of exceptions whose own texts do not name them.
var basesAlone = map[string]string{
	"Asterisk-exception": "GPL-2.0-only", "Bison-exception-1.24": "GPL-2.0-or-later", "Classpath-exception-2.0-short": "GPL-1.0-or-later",
	"GNOME-examples-exception": "CC-BY-SA-3.0", "KiCad-libraries-exception": "CC-BY-SA-4.0", "PCRE2-exception": "BSD-3-Clause",
	"u-boot-exception-2.0": "GPL-2.0-or-later",
}

// matchExpr maps a pattern's id, some of which join several licenses.
func matchExpr(id string) spdx.Expr {
	if to, ok := patternIDs[id]; ok {
		id = to
	}
	if e, err := spdx.Parse(id); err == nil {
		return e
	}
	return spdx.Ref(id)
}

// patternIDs maps licensecheck's own ids to listed ones.
var patternIDs = map[string]string{
	"Anti996": "LicenseRef-Anti-996-1.0", "GooglePatentClause": "LicenseRef-Google-Patent-Clause", "GooglePatentsFile": "LicenseRef-Google-Patents-File",
	"Prosperity-3.0.0": "LicenseRef-Prosperity-3.0", "BSD": unspecifiedBSD,
}

// subsume drops a license that another form of the same license names more
// exactly: the text of the GPL beside the notice "version 2 or later", a BSD
// license beside the words "BSD license".
func subsume(e spdx.Expr) spdx.Expr {
	exact := map[string]bool{}
	for _, l := range e.Licenses() {
		if strings.HasSuffix(l.ID, "-or-later") {
			exact[l.Family()] = true
		}
	}
	bsd := slices.ContainsFunc(e.Licenses(), func(l spdx.License) bool { return strings.HasPrefix(l.ID, "BSD-") })
	if len(exact) == 0 && !bsd {
		return e
	}
	var keep []spdx.Expr
	for _, t := range e.Terms() {
		ls := t.Licenses()
		if len(ls) == 1 && strings.HasSuffix(ls[0].ID, "-only") && ls[0].Exception == "" && exact[ls[0].Family()] {
			continue
		}
		if bsd && t.String() == unspecifiedBSD {
			continue
		}
		keep = append(keep, t)
	}
	return spdx.And(keep...)
}
