package license

import (
	"slices"
	"strings"
	"sync"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Kinds of words, by which the sentences that a regular expression need not see
// are passed over.
const (
	naming   = 1 << iota // of a sentence that may name a license
	state                // of a sentence that may state terms
	restrict             // of a sentence that may restrict use
	more                 // of a holder's line that may say more
)

// stems are the beginnings of telling words, by their first four letters: a table of few
// places, for it is asked for every word of every text.
type stems struct {
	keys  [stemPlaces]uint32
	kinds [stemPlaces]uint8
}

const stemPlaces = 1 << 11

func (t *stems) at(key uint32) int {
	i := int(key * 2654435761 >> (32 - 11))
	for t.keys[i] != key && t.keys[i] != 0 {
		i = (i + 1) % stemPlaces
	}
	return i
}

func (t *stems) add(word string, kinds uint8) {
	key := stem([]byte(word))
	i := t.at(key)
	t.keys[i] = key
	t.kinds[i] |= kinds
}

// of tells a word's kinds. One that is not Latin is of all kinds.
func (t *stems) of(word []byte) uint8 {
	if word[0] >= 0x80 {
		return naming | state | restrict | more
	}
	return t.kinds[t.at(stem(word))]
}

var tellingStems = sync.OnceValue(func() *stems {
	out := new(stems)
	for kind, words := range map[uint8]string{
		naming:   "lice gpl lgpl agpl mit bsd apac mpl spdx doma unli term choi cc0 zlib ruby perl 0bsd ms",
		state:    "lize lice perm redi copy warr liab gran may shal proh term cond agre eula roya",
		more:     "lice perm redi gran may shal proh subj must only pay pays shou can cann welc requ free fee fees paid prop clos conf unpu stud",
		restrict: "comm noncomm may must shal can cann cant not neve proh forb comp serv fee pay pays payi paym eval inte prod proc non nonp subs tria reve deco prop conf trad requ obta purc buy ente end ends laps eula with no fewe annu mont vali nc trai unti term educ rese pers priv acad busi mili prof mayn don stri sold sell clos avai devi micr hard chip paid resa mone saas righ aren isn isnt dont wont won need nece rest limi expi rele open key bran firm orga free nda vip per tied file part modu fold asse roya empl memb cust sepa user owne clie cent demo view lear stud home unpu solely sole excl komm come mode cons make earn gewe kost vent usag noon nobo weit gest erla unte verb darf viet zabr zaka toeg proi dürfen",
	} {
		for w := range strings.FieldsSeq(words) {
			out.add(w, kind)
		}
	}
	for _, m := range mentions {
		for _, w := range m.keys {
			out.add(string(w), naming)
		}
	}
	for _, l := range spdx.All() {
		if name, _, _ := strings.Cut(l.ID, "-"); versionedID().MatchString(l.ID) && !l.Deprecated {
			out.add(strings.ToLower(name), naming)
		}
	}
	for first, ps := range phraseTable() {
		if slices.ContainsFunc(ps, func(p phrase) bool { return !out.anyOf(naming, p.words) }) {
			out.add(first, naming)
		}
	}
	return out
})

func (t *stems) anyOf(kind uint8, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return t.of([]byte(w))&kind != 0 })
}

// stem packs the first four letters of a word.
func stem(w []byte) uint32 {
	var key uint32
	for i, c := range w[:min(len(w), 4)] {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		key |= uint32(c) << (8 * i)
	}
	return key
}

// wordKinds joins the kinds of a sentence's words.
func wordKinds(b []byte) uint8 {
	var kinds uint8
	eachWord(b, func(w []byte, _ span) { kinds |= tellingStems().of(w) })
	return kinds
}
