package license

import (
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

var howToApply = lazily(`(?i)how to apply these terms to your new (programs|libraries)`)

// appendices finds where the texts of GNU licenses say how they may be applied: the
// sample notice there gives nothing, and no later version.
func appendices(text []byte, found []match) []span {
	var out []span
	for _, m := range found {
		if m.Notice || !strings.Contains(m.Expression.String(), "GPL-") {
			continue
		}
		behind := text[m.End:min(len(text), m.End+maxAppendix)]
		if loc := howToApply().FindIndex(behind); loc != nil {
			out = append(out, span{m.End + loc[0], m.End + len(behind)})
		}
	}
	return out
}

// sampled takes the meaning from GNU notices in an appendix.
func sampled(ms []match, appendix []span) {
	for i, m := range ms {
		if m.Notice && strings.Contains(m.Expression.String(), "GPL-") && slices.ContainsFunc(appendix, func(a span) bool { return m.Start >= a.start && m.End <= a.end }) {
			ms[i].Expression, ms[i].vague = spdx.Expr{}, true
		}
	}
}

const maxAppendix = 4 << 10
