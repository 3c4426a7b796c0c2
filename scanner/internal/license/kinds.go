package license

import (
	"slices"
	"strings"
	"sync"
)

// Kinds of words, by which the sentences that a regular expression need not see
// are passed over.
const (
	naming   = 1 << iota // of a sentence that may name a license
	state                // of a sentence that may state terms
	restrict             // of a sentence that may restrict use
)

// stems are the beginnings of telling words, by their first four letters.
var stems = sync.OnceValue(func() map[[4]byte]uint8 {
	out := map[[4]byte]uint8{}
	for kind, words := range map[uint8]string{
		naming:   "lice gpl lgpl agpl mit bsd apac mpl spdx doma unli term choi cc0 zlib ruby perl",
		state:    "lice perm redi copy warr liab gran may shal proh term cond",
		restrict: "comm noncomm may must shal can cann not neve proh forb comp serv fee pay pays payi paym eval inte prod non subs tria reve deco prop conf trad requ obta purc buy ente end eula with no fewe annu mont term educ rese pers stri sold sell",
	} {
		for w := range strings.FieldsSeq(words) {
			out[stem([]byte(w))] |= kind
		}
	}
	for _, m := range mentions {
		for w := range strings.FieldsSeq(m.keys) {
			out[stem([]byte(w))] |= naming
		}
	}
	for first, ps := range phraseTable() {
		if slices.ContainsFunc(ps, func(p phrase) bool { return !anyOf(out, naming, p.words) }) {
			out[stem([]byte(first))] |= naming
		}
	}
	return out
})

func anyOf(stems map[[4]byte]uint8, kind uint8, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return stems[stem([]byte(w))]&kind != 0 })
}

func stem(w []byte) (s [4]byte) {
	for i, c := range w[:min(len(w), 4)] {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		s[i] = c
	}
	return s
}

// kindsOf tells a word's kinds. One that is not Latin is of all kinds.
func kindsOf(w []byte) uint8 {
	if w[0] >= 0x80 {
		return naming | state | restrict
	}
	return stems()[stem(w)]
}

// wordKinds joins the kinds of a sentence's words.
func wordKinds(b []byte) uint8 {
	var kinds uint8
	eachWord(b, func(w []byte, _ span) { kinds |= kindsOf(w) })
	return kinds
}
