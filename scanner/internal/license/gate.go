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
	keys keys
	re   lazy
}

// keys are parts of a text, one of which is looked for.
type keys [][]byte

// anyOf makes keys of words with a bar between each two.
func anyOf(words string) keys {
	var out keys
	for w := range strings.SplitSeq(words, "|") {
		out = append(out, []byte(w))
	}
	return out
}

func (ks keys) in(low []byte) bool {
	for _, key := range ks {
		if bytes.Contains(low, key) {
			return true
		}
	}
	return false
}

// gated makes gates of pairs: the keys, separated by bars, and the expression. A key is
// part of a word, or of several with one space between them.
func gated(pairs ...string) gates {
	var out gates
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, gate{anyOf(pairs[i]), lazily(pairs[i+1])})
	}
	return out
}

func (g *gate) opens(low []byte) bool { return g.keys.in(low) }

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
