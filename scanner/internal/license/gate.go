package license

import (
	"bytes"
	"slices"
	"strings"
	"sync"
)

// gates are regular expressions for lower-case text, each behind words of which one
// stands in whatever it matches: to look for the words of all in one pass is cheap beside a match.
type gates struct {
	all  []gate
	keys func() *keyTable
}

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
		out.all = append(out.all, gate{anyOf(pairs[i]), lazily(pairs[i+1])})
	}
	out.keys = sync.OnceValue(func() *keyTable { return newKeyTable(out.all) })
	return out
}

func (g *gate) opens(low []byte) bool { return g.keys.in(low) }

// open reports whether one of the expressions may match a text in lower case.
func (gs *gates) open(low []byte) bool {
	return gs.keys().in(low) != gateSet{}
}

// opened yields the gates whose expression may match a text in lower case, in order.
func (gs *gates) opened(low []byte, visit func(*gate) (done bool)) bool {
	set := gs.keys().in(low)
	for i := range gs.all {
		if set.has(i) && visit(&gs.all[i]) {
			return true
		}
	}
	return false
}

// match reports whether one of the expressions matches a text in lower case.
func (gs *gates) match(low []byte) bool {
	return gs.opened(low, func(g *gate) bool { return g.re().Match(low) })
}

// each calls visit for the matches, few of each expression, until it returns true.
func (gs *gates) each(low []byte, visit func(at []int) bool) bool {
	const few = 8
	return gs.opened(low, func(g *gate) bool {
		return slices.ContainsFunc(g.re().FindAllIndex(low, few), visit)
	})
}

// without puts a space where the expressions match, but where what stands before is to keep it.
func (gs *gates) without(low []byte, keep func(before []byte) bool) []byte {
	gs.opened(low, func(g *gate) bool {
		var out []byte
		at := 0
		for _, m := range g.re().FindAllIndex(low, -1) {
			if !keep(low[at:m[0]]) {
				out = append(append(out, low[at:m[0]]...), ' ')
				at = m[1]
			}
		}
		low = append(out, low[at:]...)
		return false
	})
	return low
}

// keyTable finds the keys of many gates in one pass over a text, by their first two bytes.
type keyTable [1 << 10][]gateKey

type gateKey struct {
	key  string
	gate int
}

// gateSet is a set of gates, by their places: no table has more than fit.
type gateSet [2]uint64

func (s *gateSet) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s *gateSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func newKeyTable(all []gate) *keyTable {
	t := new(keyTable)
	for i, g := range all {
		for _, key := range g.keys {
			at := keyPlace(key[0], key[1])
			t[at] = append(t[at], gateKey{string(key), i})
		}
	}
	return t
}

func keyPlace(a, b byte) int { return (int(a)<<5 ^ int(b)) & (1<<10 - 1) }

func (t *keyTable) in(low []byte) (out gateSet) {
	for i := 0; i+1 < len(low); i++ {
		for _, k := range t[keyPlace(low[i], low[i+1])] {
			if len(low)-i >= len(k.key) && string(low[i:i+len(k.key)]) == k.key {
				out.add(k.gate)
			}
		}
	}
	return out
}
