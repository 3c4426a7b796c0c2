package license

import (
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// join makes one expression of the matches: all apply, unless the words
// between two of them offer a choice.
func (r *Recognizer) join(text []byte, ms []match) spdx.Expr {
	ms = offered(text, berkeley(text, specified(based(excepted(text, exceptionsByText(exact(withOffered(ms))))))))
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
		if end >= 0 && m.Start >= end && (choice(text[end:m.Start]) && !(m.Notice && pointsBelow().Match(text[end:m.Start])) || inPlace(text[m.Start:m.End]) || others > 0 && countWords(text[end:m.Start]) <= maxOffer) {
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

// unspecifiedBSD is a BSD license that nobody says which of.
const unspecifiedBSD = "LicenseRef-BSD-unspecified"

// publicDomain is a work on which nobody has rights.
const publicDomain = "LicenseRef-Public-Domain"

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
