package license

import (
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A short name may lie about its text. Names of permissive licenses are mixed up everywhere, and
// little depends on which of them it is; whether one of the licenses that ask for the source is
// meant, and in which version, is told by the text.

// copyleft are the beginnings of the ids of such licenses.
var copyleft = []string{"GPL-", "LGPL-", "AGPL-", "GFDL-", "MPL-", "EPL-", "CDDL-", "CPL-", "EUPL-", "OSL-", "CECILL-1", "CECILL-2", "CECILL-C", "CC-BY-SA-", "APSL-", "QPL-", "SSPL-"}

// copyleftNamed are words one of which stands in what such a license is named or made of.
var copyleftNamed = anyOf("general public|gpl|mozilla public|eclipse public|common development|cddl|common public|european union|open software license|cecill|share|by-sa|documentation license|apple public|q public|server side")

// copyleftKind gives the beginning of a license's id and its version, where it is such a license.
func copyleftKind(l spdx.License) (kind, version string, ok bool) {
	i := slices.IndexFunc(copyleft, func(p string) bool { return strings.HasPrefix(l.ID, p) })
	if i < 0 {
		return "", "", false
	}
	version, _, _ = strings.Cut(l.ID[len(copyleft[i]):], "-")
	return copyleft[i], strings.TrimSuffix(version, "+"), true
}

func asksForSource(e spdx.Expr) bool {
	return slices.ContainsFunc(e.Licenses(), func(l spdx.License) bool {
		_, _, ok := copyleftKind(l)
		return ok
	})
}

// lies reports whether a name and its text have no license in common, and one of them has one
// that asks for the source. One of GNU's that is named without its version is any of them.
func lies(name, text spdx.Expr) bool {
	some := false
	for _, t := range text.Licenses() {
		kind, version, ok := copyleftKind(t)
		some = some || ok
		for _, n := range name.Licenses() {
			k, v, of := copyleftKind(n)
			some = some || of
			if t.Family() == n.Family() || ok && of && k == kind && (v == version || anyFamily(spdx.Ref(t.ID)) || anyFamily(spdx.Ref(n.ID))) {
				return false
			}
		}
	}
	return some
}
