package license

import (
	"bytes"
	"slices"
	"strings"
)

// gates are regular expressions for lower-case text, each behind words of which one
// stands in whatever it matches: to look for a word costs a hundredth of a match.
type gates []gate

type gate struct {
	keys [][]byte
	re   lazy
}

// gated makes gates of pairs: the keys, separated by bars, and the expression. A key is
// part of a word, or of several with one space between them.
func gated(pairs ...string) gates {
	var out gates
	for i := 0; i < len(pairs); i += 2 {
		g := gate{re: lazily(pairs[i+1])}
		for key := range strings.SplitSeq(pairs[i], "|") {
			g.keys = append(g.keys, []byte(key))
		}
		out = append(out, g)
	}
	return out
}

func (g *gate) opens(low []byte) bool {
	for _, key := range g.keys {
		if bytes.Contains(low, key) {
			return true
		}
	}
	return false
}

// open reports whether one of the expressions may match a text in lower case.
func (gs gates) open(low []byte) bool {
	return slices.ContainsFunc(gs, func(g gate) bool { return g.opens(low) })
}

// match reports whether one of the expressions matches a text in lower case.
func (gs gates) match(low []byte) bool {
	for i := range gs {
		if gs[i].opens(low) && gs[i].re().Match(low) {
			return true
		}
	}
	return false
}

// each calls visit for the matches, few of each expression, until it returns true.
func (gs gates) each(low []byte, visit func(at []int) bool) bool {
	const few = 8
	for i := range gs {
		if !gs[i].opens(low) {
			continue
		}
		for _, at := range gs[i].re().FindAllIndex(low, few) {
			if visit(at) {
				return true
			}
		}
	}
	return false
}
