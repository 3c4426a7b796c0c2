package license

import (
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Some leave it to another to accept later versions of the GPL: KDE e.V., the KDE Free Qt
// Foundation. Until it has, they are no licenses of the work.
// https://community.kde.org/Policies/Licensing_Policy

// proxied finds the versions that such a notice allows.
var proxied = gate{anyOf("kde"), lazily(strings.NewReplacer(" ?", `\s*`, " ", `\s+`).Replace(`(?i)\bversion (\d)(\.\d)?(?: of the licen[sc]e)?,?` +
	`(?: or (?:\( ?at your option ?\) )?(?:the gnu (?:lesser |library )?general public licen[sc]e )?(version 3)(?:\.0)?,?)?` +
	` or,? (?:\( ?at your option ?\) )?(?:at )?(?:` +
	`the discretion of kde e\.v\. \([^()]{0,100}\), any later version|` +
	`(?:any )?later versions? (?:that is |as )?(?:accepted|approved) by the (?:membership of kde e\.v\.|kde free qt foundation)(?: \(or its successor approved by the membership of kde e\.v\.\))?)` +
	`(?:,? which shall act as a proxy (?:as )?defined in section \d+ of version 3 of the licen[sc]e)?`))}

// maxProxied is how far behind the name of a license such words end, in bytes.
const maxProxied = 500

// byProxy gives a notice of a GNU license the versions that it allows and those that a proxy
// has to accept.
func byProxy(text []byte, m match) match {
	s := text[m.Start:min(len(text), m.End+maxProxied)]
	if !m.Notice || !proxied.opens(lower(nil, s)) {
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
	at := proxied.re().FindSubmatchIndex(s)
	if at == nil {
		return m
	}
	version := string(s[at[2]:at[3]]) + ".0"
	if at[4] >= 0 {
		version = string(s[at[2]:at[5]])
	}
	first := spdx.Ref(family + "-" + version + "-only")
	if !Within(first, m.Expression) && !Within(spdx.Ref(family+"-"+version+"-or-later"), m.Expression) {
		return m
	}
	m.Expression = spdx.Or(first, spdx.Ref("LicenseRef-KDE-Accepted-"+family))
	if at[6] >= 0 {
		m.Expression = spdx.Or(m.Expression, spdx.Ref(family+"-3.0-only"))
	}
	m.End = max(m.End, m.Start+at[1])
	return m
}
