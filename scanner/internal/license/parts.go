package license

import (
	"slices"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// withTerms keeps of unread sentences those that say who may do what, rather than
// where something stands.
func withTerms(d *document, open []span) []span {
	return slices.DeleteFunc(slices.Clone(open), func(s span) bool {
		line := oneSpace(d.text[s.start:s.end])
		low := lower(nil, line)
		return !restrictive(low) && !saysMore.match(low) && !demands.match(low)
	})
}

var demands = gated(`grant|not pro|pay|fee|only|must|alone|shall|require|apply|governed|period|exclude|cover|terminate|expire|limited|agree|dual|triple`, `\b(grants|granted|pay|fees?|only|must|alone|shall|requires?|not apply|terms apply|governed by|period of|excludes|not pro|not cover|terminates?|expires?|limited to|agree|(dual|triple)[- ]?licen[sc]ed)\b`)

// onPackaging gives the licenses of a distribution's own files, where the text
// states others for the work.
func onPackaging(ms []match) []inventory.Bundled {
	var out []inventory.Bundled
	work := false
	for _, m := range ms {
		if m.packaging {
			out = append(out, inventory.Bundled{Files: "debian/*", License: m.Expression})
		}
		work = work || !m.packaging && !m.Expression.IsZero()
	}
	if !work {
		return nil
	}
	return out
}

// setApart takes out of the license of the whole what a text says of folders and
// of files of an enterprise edition alone.
func setApart(res *Result, whole spdx.Expr, parts []inventory.Bundled) {
	if told := whole; parts != nil && res.Restricts == "" {
		for _, p := range parts {
			told = spdx.And(told, p.License)
		}
		if Within(res.Found, told) {
			// what else it says is where to find them
			res.Expression, res.Found, res.Unread = told, told, ""
			res.Main, res.Parts, res.Share = whole, parts, 1
			return
		}
	}
	var main []spdx.Expr
	for _, t := range res.Expression.Terms() {
		if ls := t.Licenses(); len(ls) == 1 && enterprise().MatchString(ls[0].ID) {
			res.Parts = append(res.Parts, inventory.Bundled{Files: "enterprise edition", License: t})
			continue
		}
		main = append(main, t)
	}
	if len(main) > 0 && res.Parts != nil {
		res.Main = spdx.And(main...)
	} else {
		res.Parts = nil
	}
}

var enterprise = lazily(`-(EE|Enterprise)$`)
