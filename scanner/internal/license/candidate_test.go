package license

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsPassedOverCouldNotHaveWon(t *testing.T) {
	r := recognizer(t)
	all := make([]int, len(r.index.templates))
	for n := range all {
		all[n] = n
	}
	for n := 0; n < len(all); n += 5 {
		x := r.index.templates[n]
		var words []string
		for i, w := range x.words {
			if i%23 == 7 {
				words = append(words, "frobnicate")
			} else if i%31 != 11 {
				words = append(words, r.index.names[w])
			}
		}
		text := []byte(strings.Join(words, " "))
		whole := readDocument(text)
		s := r.index.search(whole, whole.whole())
		defer s.close()
		s.lay(whole, all)
		want, got := whole.choose(s.tokens, s.found), r.similar(readDocument(text), span{0, len(text)})
		assert.True(t, slices.EqualFunc(want, got, func(a, b match) bool {
			return a.Expression.Equal(b.Expression) && a.exception == b.exception && a.Start == b.Start && a.End == b.End
		}), "%s: %v, not %v", x.id, got, want)
	}
}

func TestAPhraseCountsOnceForEachPlaceOfItsTemplate(t *testing.T) {
	ix := recognizer(t).index
	once := []byte(strings.Join(wordsOf(t, "MIT"), " "))
	count := func(text []byte) int32 {
		d := readDocument(text)
		s := ix.search(d, d.whole())
		defer s.close()
		return s.seen[slices.IndexFunc(ix.templates, func(x template) bool { return x.id == "MIT" })].count
	}
	assert.NotZero(t, count(once))
	assert.Equal(t, count(once), count([]byte(strings.Repeat(string(once)+" ", 9))))
}

func TestATextOfPhrasesThatManyLicensesHaveIsNotUnderstood(t *testing.T) {
	r := recognizer(t)
	words := wordsOf(t, "BSD-3-Clause")
	var text []string
	for n := 0; n < 20000; n++ {
		at := n * 7 % (len(words) - 15)
		text = append(append(text, words[at:at+15]...), "foo")
	}
	d := readDocument([]byte(strings.Join(text, " "))[:maxRegion])
	r.similar(d, d.whole())
	assert.True(t, d.cut)
}

func TestALicenseWithoutItsOptionalHalfIsFoundBesideAnother(t *testing.T) {
	r := recognizer(t)
	var text []string
	for _, x := range r.index.templates {
		for i, w := range x.words {
			if x.id == "NCBI-PD" && !x.optional(i) {
				text = append(text, r.index.names[w])
			}
		}
	}
	text = append(text, wordsOf(t, "bzip2-1.0.6")...)
	d := readDocument([]byte(strings.Join(text, " ")))
	var ids []string
	for _, m := range r.similar(d, d.whole()) {
		ids = append(ids, m.Expression.String())
	}
	assert.ElementsMatch(t, []string{"NCBI-PD", "bzip2-1.0.6"}, ids)
}

func TestALicenseIsFoundWithoutItsOptionalParts(t *testing.T) {
	ix := recognizer(t).index
	var missed []string
	for _, x := range ix.templates {
		var text []string
		for i, w := range x.words {
			if !x.optional(i) {
				text = append(text, ix.names[w])
			}
		}
		if x.required < shortText || x.required == len(x.words) {
			continue
		}
		d := readDocument([]byte(strings.Join(text, " ")))
		s := ix.search(d, d.whole())
		s.lay(d, s.leader())
		s.lay(d, s.having(1, 5))
		if !slices.ContainsFunc(s.found, func(a aligned) bool { return a.cost == 0 && a.matched >= x.required && !a.turned }) {
			missed = append(missed, x.id)
		}
		s.close()
	}
	assert.LessOrEqual(t, len(missed), len(ix.templates)/150, "%v", missed)
}

// The notices of a program have the text of one license for each of its modules.
func TestEachOfManyCopiesIsFound(t *testing.T) {
	const copies = 24
	want := map[string]int{"Apache-2.0": copies, "BSD-3-Clause": copies, "MIT": copies, "GPL-3.0-only": 1, "AGPL-3.0-only": 1, "MPL-2.0": 1, "EPL-2.0": 1}
	var text strings.Builder
	for i := range copies {
		for _, id := range slices.Sorted(maps.Keys(want)) {
			if i < want[id] {
				fmt.Fprintf(&text, "= module%d licensed under: =\n\n%s\n\n", i, strings.Join(wordsOf(t, id), " "))
			}
		}
	}
	r := recognizer(t)
	d := readDocument([]byte(text.String()))
	found := map[string]int{}
	for _, m := range r.similar(d, d.whole()) {
		found[m.Expression.String()]++
	}
	require.Equal(t, want, found)
}
