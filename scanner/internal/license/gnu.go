package license

import (
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// orAnyLater is how authors allow later versions of a GNU license.
const orAnyLater = `(?: dated \w+,? \d{4})?(?: of(?: of)? the (?:gnu )?(?:licen[sc]e|gpl|lgpl))?(?:[,;]? \(?(?:or|and)[, ]*\(?(?:at your (?:choice|option)\)?[, ]*)?|\. \(at your option\) )(?:any )?(?:later|newer|higher)(?: versions?)?\)?`

// gnuMention finds the GNU licenses with their version before or after.
var gnuMention = lazily(`(?i)(?:\bversion (\d)(\.\d)?(?:` + orAnyLater + `)? of the )?\b(?:gnu )?(lesser |library |affero )?(?:\((?:lesser|library)\) )?(?:(?:gnu )?general public licen[sc]e|gnu public licen[sc]e|(a|l)?gpl)(?: \(["']?(?:l|a)?gpl["']?\))?((?:[-,; ]|\()*(?:(?:(?:licen[sc]e )?as published by the free software foundation[,;]? )?(?:(?:either|only|using) )?version|v)?\.? ?(\d)(\.\d)?\b\)?)?(?: ?\((?:l|a)?gpl[-v ]*\d?(?:\.\d)?\))?(?:-only\b|(\+|-or-later\b|` + orAnyLater + `)(?: ?\((?:l|a)?gpl-\d\.\d(?:-or-later|\+)\))?)?`)

// runtime is the exception of GCC's libraries, which is named beside the GPL.
var runtime = lazily(`(?i)gcc runtime library exception`)

// gnu reports whether a license is one of GNU's, without an exception.
func gnu(e spdx.Expr) bool {
	name, _, _ := strings.Cut(e.String(), "-")
	return (name == "GPL" || name == "LGPL" || name == "AGPL") && !strings.Contains(e.String(), " WITH ")
}

func gnuMentions(low, sentence []byte) [][]int {
	if !gnuWords.in(low) {
		return nil
	}
	return gnuMention().FindAllSubmatchIndex(sentence, maxNames+1)
}

var orLaterWords = lazily(`(?i)` + orAnyLater)

// gnuMentioned reads a GNU license's name. Without a version every version may be
// chosen (GPL-2.0 section 9), and the mention is vague.
func gnuMentioned(s []byte, m []int) (e spdx.Expr, vague bool) {
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return strings.ToLower(strings.TrimSpace(string(s[m[2*i]:m[2*i+1]])))
	}
	family := "GPL"
	switch group(3) + group(4) {
	case "lesser", "library", "l":
		family = "LGPL"
	case "affero", "a":
		family = "AGPL"
	}
	major, minor := group(1)+group(6), group(2)+group(7)
	if major == "" {
		return spdx.Ref(map[string]string{"GPL": "GPL-1.0-or-later", "LGPL": "LGPL-2.0-or-later", "AGPL": "AGPL-3.0-or-later"}[family]), true
	}
	if minor == "" {
		minor = ".0"
	}
	suffix := "-only"
	whole := strings.ToLower(string(s[m[0]:m[1]]))
	if group(8) != "" || strings.Contains(whole, "later") {
		suffix = "-or-later"
	}
	e, _ = spdx.Parse(family + "-" + major + minor + suffix)
	if strings.HasPrefix(e.String(), "GPL-3") && runtime().Match(s) {
		e = spdx.Of(spdx.License{ID: e.String(), Exception: "GCC-exception-3.1"})
	}
	return e, false
}
