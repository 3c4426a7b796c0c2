package license

import (
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A notice may allow more versions of a GNU license than the one that it names first: "version 2
// or version 3". Some leave it to another to accept later ones, KDE e.V. or the KDE Free Qt
// Foundation: until it has, they are no licenses of the work.
// https://community.kde.org/Policies/Licensing_Policy

var (
	// twoVersions finds both versions, where no later one is allowed
	twoVersions = gate{anyOf("or version| or 2| or 3"), lazily(ofSpaces(`(?i)\bversion (\d)(\.\d)?(?: of the licen[sc]e)?,? or (?:version )?(\d)(\.\d)?(?: of the (?:gnu )?(?:lesser )?(?:general public )?licen[sc]e)?[^\w,;]*(?:$|[.;]| as published)`))}
	// proxied finds the versions beside those that a proxy has to accept
	proxied = gate{anyOf("kde"), lazily(ofSpaces(`(?i)\bversion (\d)(\.\d)?(?: of the licen[sc]e)?,?` +
		`(?: or (?:\( ?at your option ?\) )?(?:the gnu (?:lesser |library )?general public licen[sc]e )?version (3)(\.0)?,?)?` +
		` or,? (?:\( ?at your option ?\) )?(?:at )?(?:` +
		`the discretion of kde e\.v\. \([^()]{0,100}\), any later version|` +
		`(?:any )?later versions? (?:that is |as )?(?:accepted|approved) by the (?:membership of kde e\.v\.|kde free qt foundation)(?: \(or its successor approved by the membership of kde e\.v\.\))?)` +
		`(?:,? which shall act as a proxy (?:as )?defined in section \d+ of version 3 of the licen[sc]e)?`))}
)

// ofSpaces lets any white space, and the signs of a comment in it, stand for a space of an expression.
func ofSpaces(expr string) string {
	return strings.NewReplacer(" ?", `[\s*#/;%]*`, " ", `[\s*#/;%]+`).Replace(expr)
}

// ruledOut stands before versions that are not allowed.
var ruledOut = lazily(`(?i)\b(not|never|no|neither)\W*(under\W+)?$`)

// maxVersions is how far behind the name of a license such words end, in bytes.
const maxVersions = 500

// withVersions gives a notice of a GNU license the versions that it allows beside the first.
func withVersions(text []byte, m match) match {
	if !m.Notice {
		return m
	}
	s := text[m.Start:min(len(text), m.End+maxVersions)]
	low := lower(nil, oneSpace(s))
	byProxy := proxied.opens(low)
	if !byProxy && !twoVersions.opens(low) {
		return m
	}
	family := "GPL" // the words on a proxy name it beside the other
	for _, l := range m.Expression.Licenses() {
		switch {
		case strings.HasPrefix(l.ID, "LGPL-") && l.Exception == "":
			family = "LGPL"
		case !strings.HasPrefix(l.ID, "GPL-") || l.Exception != "":
			return m
		}
	}
	find := twoVersions.re()
	if byProxy {
		find = proxied.re()
	}
	at := find.FindSubmatchIndex(s)
	if at == nil || at[0] >= m.End-m.Start || ruledOut().Match(s[:at[0]]) {
		return m // what is said behind the notice is said of something else
	}
	version := func(group int) spdx.Expr {
		if at[2*group] < 0 {
			return spdx.Expr{}
		}
		minor := ".0"
		if from := at[2*group+2]; from >= 0 {
			minor = string(s[from:at[2*group+3]])
		}
		id := family + "-" + string(s[at[2*group]:at[2*group+1]]) + minor + "-only"
		if !listedID(id) {
			return spdx.Expr{}
		}
		return spdx.Ref(id)
	}
	if !Within(version(1), m.Expression) {
		return m
	}
	m.Expression = spdx.Or(version(1), version(3))
	if byProxy {
		m.Expression = spdx.Or(m.Expression, spdx.Ref("LicenseRef-KDE-Accepted-"+family))
	}
	m.End = max(m.End, m.Start+at[1])
	return m
}
