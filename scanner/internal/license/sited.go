package license

import (
	"bytes"
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
// the name. It is read where it names no other, and the first address behind the name is
// one of its versions'.
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
	if at == nil || denies(sentence[max(0, at[0]-nearDenial):at[0]]) {
		return spdx.Expr{}, nil
	}
	for _, l := range firstLinked(near).Licenses() {
		if strings.HasPrefix(l.ID, of) && l.Exception == "" && !moreLimited(sentence[at[1]:], l.ID) {
			return spdx.Ref(l.ID), append(bytes.Clone(sentence[:at[0]]), sentence[at[1]:]...)
		}
	}
	return spdx.Expr{}, nil
}

// moreLimited reports whether the words behind the name of Creative Commons keep from more
// than a license does.
func moreLimited(behind []byte, id string) bool {
	if !strings.HasPrefix(id, "CC-") {
		return false
	}
	behind = address().ReplaceAll(behind, nil)
	said, _ := ccLicense(strings.Join(ccMore().FindAllString(string(lower(nil, behind)), -1), " "), "4.0")
	for part := range strings.SplitSeq(strings.TrimSuffix(said.String(), "-4.0"), "-") {
		if !strings.Contains(id+"-", "-"+part+"-") && part != "CC" && part != "BY" {
			return true
		}
	}
	return false
}

// firstLinked is the license at the first address of a text.
func firstLinked(text []byte) spdx.Expr {
	return linked(address().Find(text))
}

// ofItsSite gives the licenses of an expression that a sentence names without their version
// the one that the address behind them tells.
func ofItsSite(e spdx.Expr, sentence, near []byte) spdx.Expr {
	if !bytes.Contains(near, []byte("://")) {
		return e
	}
	by := firstLinked(near).Licenses()
	return e.Map(func(l spdx.License) spdx.Expr {
		name, v, _ := strings.Cut(l.ID, "-")
		if v == "" || !isDigit(v[0]) || strings.Contains(name, "GPL") || bytes.Contains(sentence, []byte(withoutZero(v))) {
			return spdx.Of(l)
		}
		for _, o := range by {
			if strings.HasPrefix(o.ID, name+"-") && o.Exception == "" {
				l.ID = o.ID
			}
		}
		return spdx.Of(l)
	})
}
