package license

import (
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// The GNU Free Documentation License lets parts of a document be such that nobody may change
// them. A notice says which ones, and the list has ids for those with and those without.
// https://www.gnu.org/licenses/fdl-howto.html

var (
	noInvariants = lazily(`(?i)\b(?:no|without(?: any)?) invariant sections?(?:[,;.:]|\s+(?:and|or)\b|\s*$)|\binvariant sections? being none\b`)
	anInvariant  = lazily(`(?i)\bwith (?:the )?invariant sections? (?:being|are|of)\b`)
)

// invariants gives the notice of such a license the id of what it says of them.
func invariants(e spdx.Expr, sentence []byte) spdx.Expr {
	return e.Map(func(l spdx.License) spdx.Expr {
		id, version, ok := strings.Cut(l.ID, "-")
		number, suffix, _ := strings.Cut(version, "-")
		if !ok || id != "GFDL" || suffix != "only" && suffix != "or-later" {
			return spdx.Of(l)
		}
		none, some := noInvariants().Match(sentence), anInvariant().Match(sentence)
		switch {
		case none && !some:
			l.ID = id + "-" + number + "-no-invariants-" + suffix
		case some && !none:
			l.ID = id + "-" + number + "-invariants-" + suffix
		}
		return spdx.Of(l)
	})
}
