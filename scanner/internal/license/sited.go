package license

import (
	"bytes"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A license that is named without its version is the one at the address behind its name:
// "licensed under the Eclipse Public License, see https://www.eclipse.org/legal/epl-2.0/".

// versioned are the names of licenses that mean nothing without their version, and what
// the ids of all versions begin with.
var versioned = []struct {
	name lazy
	id   string
	keys keys
}{
	{named(`eclipse public licen[sc]e|epl\b`), "EPL-", anyOf("eclipse|epl")},
	{named(`mozilla public licen[sc]e|mpl\b`), "MPL-", anyOf("mozilla|mpl")},
	{named(`creative commons\b|cc[ -]by\b`), "CC-", anyOf("creative|cc")},
	{named(`common development and distribution licen[sc]e|cddl\b`), "CDDL-", anyOf("common|cddl")},
	{named(`european union public licen[sc]e|eupl\b`), "EUPL-", anyOf("european|eupl")},
	{named(`academic free licen[sc]e|afl\b`), "AFL-", anyOf("academic|afl")},
	{named(`open software licen[sc]e|osl\b`), "OSL-", anyOf("open|osl")},
	{named(`educational community licen[sc]e`), "ECL-", anyOf("educational")},
	{named(`(gnu )?free documentation licen[sc]e|gfdl\b`), "GFDL-", anyOf("documentation|gfdl")},
	{named(`zope public licen[sc]e|zpl\b`), "ZPL-", anyOf("zope|zpl")},
	{named(`cecill([- ][bc])?\b`), "CECILL-", anyOf("cecill")},
	{named(`artistic licen[sc]e`), "Artistic-", anyOf("artistic")},
	{named(`php licen[sc]e`), "PHP-", anyOf("php")},
}

// sited gives the license that a sentence names without its version, with the words around
// the name. It is read where the sentence says no more and names no other license. What
// stands behind the sentence is near.
func sited(sentence, near []byte) (spdx.Expr, []byte) {
	low := lower(nil, sentence)
	var of string
	var at []int
	for _, v := range versioned {
		if !v.keys.in(low) {
			continue
		}
		loc := v.name().FindIndex(sentence)
		if loc == nil {
			continue
		}
		if at != nil {
			return spdx.Expr{}, nil
		}
		of, at = v.id, loc
	}
	if at == nil || negated().Match(sentence[:at[0]]) || ofAnother().Match(sentence[:at[0]]) || notWhole().Match(sentence[:at[0]]) {
		return spdx.Expr{}, nil
	}
	for _, l := range pointedTo(sentence[at[1]:], near).Licenses() {
		if strings.HasPrefix(l.ID, of) && l.Exception == "" && !moreLimited(sentence, l.ID) {
			return spdx.Ref(l.ID), append(bytes.Clone(sentence[:at[0]]), sentence[at[1]:]...)
		}
	}
	return spdx.Expr{}, nil
}

// notWhole are words before a name that leave it the license of some, of a part, or of
// another work.
var notWhole = lazily(`(?i)\b(modified|based|derived|inspired|prior|versions?|customers?|members?|contributions?|parts?|portions?|some|except|proprietary|server|client|like)\b`)

// pointedTo gives the license at the first address behind a name, in its sentence or near
// it, where no more stands around than words that point to it.
func pointedTo(behind, near []byte) spdx.Expr {
	all := slices.Concat(behind, []byte(" "), near)
	loc := address().FindIndex(all)
	if loc == nil || !onlyPoints(all[:loc[0]]) || loc[1] < len(behind) && !onlyPoints(behind[loc[1]:]) {
		return spdx.Expr{}
	}
	return linked(all[loc[0]:loc[1]])
}

// onlyPoints reports whether words say no more than where a text is.
func onlyPoints(b []byte) bool {
	only := true
	eachWord(keepsToLicense().ReplaceAll(b, nil), func(w []byte, _ span) {
		only = only && pointing[string(lowerWord(nil, w))]
	})
	return only
}

var (
	keepsToLicense = lazily(`(?i)you may not use (?:this|the) \w+ except in compliance with (?:the|this) licen[sc]e`)
	pointing       = setOf(`see at is are a an the copy copies of to in on and or for from by with license licence licensed licenses this work works file files text full terms more
		may can be found obtain obtained available view visit you your read details information which accompanies accompanying distribution under international unported generic
		version v link url page website web online http https www com org collectively cddl gpl epl mpl eupl cc s as published its included library program
		attribution noncommercial non commercial sharealike share alike noderivatives noderivs no derivatives derivs letter send your option choice open source initiative root directory`)
)

// moreLimited reports whether a sentence that names Creative Commons keeps from more than a
// license does.
func moreLimited(sentence []byte, id string) bool {
	if !strings.HasPrefix(id, "CC-") {
		return false
	}
	said, _ := ccLicense(strings.Join(ccMore().FindAllString(string(lower(nil, address().ReplaceAll(sentence, nil))), -1), " "), "4.0")
	for part := range strings.SplitSeq(strings.TrimSuffix(said.String(), "-4.0"), "-") {
		if !strings.Contains(id+"-", "-"+part+"-") && part != "CC" && part != "BY" {
			return true
		}
	}
	return false
}

// twoOfOracle is the address of a text with both licenses of GlassFish, for which the name of
// the second has no version.
var twoOfOracle = gated(`cddl+gpl`, `cddl\+gpl[-_]1[-_.]1\b`)

// unsaid are names that mean one version where they stand without any.
var unsaid = map[string]lazy{
	"CDDL-1.0":   named(`common development and distribution licen[sc]e|cddl\b`),
	"Apache-2.0": named(`apache(?: software)?(?: public)? licen[sc]e`),
}

// ofItsSite gives such a license of an expression the version that the address behind its
// name tells.
func ofItsSite(e spdx.Expr, sentence, near []byte) spdx.Expr {
	return e.Map(func(l spdx.License) spdx.Expr {
		name, version, _ := strings.Cut(l.ID, "-")
		if name == "CDDL" && !bytes.Contains(sentence, []byte("1.0")) && twoOfOracle.match(lower(nil, near)) {
			l.ID = "CDDL-1.1"
		}
		if find, ok := unsaid[l.ID]; ok && l.Exception == "" && !bytes.Contains(sentence, []byte(withoutZero(version))) {
			if at := find().FindIndex(sentence); at != nil {
				for _, o := range pointedTo(sentence[at[1]:], near).Licenses() {
					if strings.HasPrefix(o.ID, name+"-") && o.Exception == "" {
						l.ID = o.ID
					}
				}
			}
		}
		return spdx.Of(l)
	})
}
