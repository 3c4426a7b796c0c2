package lre

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/licensecheck"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// dictionary numbers the words that it is asked for.
type dictionary struct{ names []string }

var letters = regexp.MustCompile(`[\p{L}\p{N}]+`)

func (d *dictionary) ids(text string) []uint16 {
	var out []uint16
	for _, w := range letters.FindAllString(strings.ToLower(text), -1) {
		i := slices.Index(d.names, w)
		if i < 0 {
			i = len(d.names)
			d.names = append(d.names, w)
		}
		out = append(out, uint16(i))
	}
	return out
}

func (d *dictionary) words(text string) Words {
	text = strings.ToLower(text)
	w := Words{Text: []byte(text)}
	for _, at := range letters.FindAllStringIndex(text, -1) {
		id := uint16(0xFFFF)
		if i := slices.Index(d.names, text[at[0]:at[1]]); i >= 0 {
			id = uint16(i)
		}
		w.IDs = append(w.IDs, id)
		w.At = append(w.At, Span{int32(at[0]), int32(at[1])})
	}
	return w
}

func TestTheLongestMatch(t *testing.T) {
	for _, c := range []struct {
		expr, text string
		want       int
	}{
		{"now is the time", "Now is, the TIME for", 4},
		{"now is the time", "now is the hour", -1},
		{"now is\n((not))??\nthe time", "now is not the time", 5},
		{"now is\n((not))??\nthe time", "now is the time", 4},
		{"the time for\n((men || all good people || people))\nto come", "the time for all good people to come", 8},
		{"the time for\n((men || all good people || people))\nto come", "the time for dogs to come", -1},
		{"to come\n((now))??", "to come", 2},
		{"to come\n((now\n((or never))??\n))??", "to come now or never", 5},
		{"aid of their __2__ party", "aid of their party", 4},
		{"aid of their __2__ party", "aid of their very own party", 6},
		{"aid of their __2__ party", "aid of their very own loud party", -1},
		{"made by __3__ the __2__ end", "made by a b the c d end", 8},
		{"made by __3__ the __2__ end", "made by the the the the end", 7},
		{"the\n//** any text: (( **//\nlicense text", "the license text", 3},
		{"this notwork license", "this network license", 3},
		{"the notices and", "the notice and", 3},
		{"for noninfringement of", "for nonin-\nfringement of", 4},
		{"and or the", "andor the", 2},
		{"for any use", "for ant use", -1}, // too short to be a misspelling
		{"under GPLv2 alone", "under GPLv3 alone", -1},
		{"one two __5__", "one two three", 3},
		{"under version 2 __5__ is distributed", "under version 2. It is distributed", 6},
		{"under version 2 __5__ is distributed", "under version 2.1. It is distributed", -1},
		{"under version __1__ of", "under version 2 of", 4},
		{"under version __3__ of", "under version 2.1 of", 5},
		{"under version 2", "under version 2.1", -1},
		{"under version 2\n((alone))??", "under version 2.", 3},
	} {
		var d dictionary
		code, err := Compile(c.expr, d.ids)
		require.NoError(t, err, c.expr)
		assert.Equal(t, c.want, NewMatcher(d.names).Longest(code, d.words(c.text), 0), "%s in %s", c.expr, c.text)
	}
}

func TestOptionsInARowCostNoMoreThanTheirNumber(t *testing.T) {
	var d dictionary
	code, err := Compile("the end"+strings.Repeat("\n((of it))??", 60)+"\nis near", d.ids)
	require.NoError(t, err)
	assert.Equal(t, 4, NewMatcher(d.names).Longest(code, d.words("the end is near"), 0))
}

func TestABrokenExpressionIsToldWithItsLine(t *testing.T) {
	for expr, want := range map[string]string{
		"now is ((not))??":                      "line 1: (( does not begin its line",
		"now is\n((not)) the time":              "line 2: )) does not end its line",
		"now is\n((not":                         "line 2: (( without ))",
		"now is || not":                         "line 1: || or )) outside of a group",
		"now is\n))":                            "line 2: || or )) outside of a group",
		"now //** is":                           "line 1: a comment has no end",
		"__5__ is":                              "line 1: begins with a blank, or matches nothing",
		"":                                      "line 1: begins with a blank, or matches nothing",
		"now __5__ is":                          "line 1: its second word may be missing, or any",
		strings.Repeat("((\n", 40):              "line 17: groups nested more than 16 deep",
		"a b " + strings.Repeat("word ", 70000): "line 1: 70002 words, more than 65520",
	} {
		_, err := Compile(expr, new(dictionary).ids)
		require.EqualError(t, err, want)
	}
}

// What licensecheck's own patterns say is matched as a whole: a text of the first of their
// alternatives.
func TestPatternsMatchTheTextsThatTheyDescribe(t *testing.T) {
	var d dictionary
	n := 0
	for _, l := range licensecheck.BuiltinLicenses() {
		if l.LRE == "" || len(l.LRE) > 4000 {
			continue
		}
		code, err := Compile(l.LRE, d.ids)
		require.NoError(t, err, l.ID)
		text := d.words(first(code, d.names))
		assert.Equal(t, len(text.IDs), NewMatcher(d.names).Longest(code, text, 0), l.ID)
		n++
	}
	require.Greater(t, n, 100)
}

// first writes the words of a code, of alternatives the first.
func first(c Code, names []string) string {
	var out []string
	for at := 0; at < len(c); {
		switch c[at] {
		case alt, wild:
			at += 2
		case jump:
			at += 2 + int(c[at+1])
		default:
			out = append(out, names[c[at]])
			at++
		}
	}
	return strings.Join(out, " ")
}

func FuzzCompileAndMatch(f *testing.F) {
	f.Add("now is\n((not || no __3__ more))??\nthe time", "now is no a b more the time")
	f.Add("a b __2__ c __3__ d\n((e\n((f))??\n))??", "a b x c y d e f")
	f.Add("((a b || c d))\n//** x **//", "c d")
	f.Fuzz(func(t *testing.T, expr, text string) {
		var d dictionary
		code, err := Compile(expr, d.ids)
		if err != nil {
			return
		}
		w := d.words(text)
		m := NewMatcher(d.names)
		for at := range w.IDs {
			if end := m.Longest(code, w, at); end != -1 && (end < at || end > len(w.IDs)) {
				t.Fatalf("%d to %d of %d words", at, end, len(w.IDs))
			}
		}
	})
}

func BenchmarkLongest(b *testing.B) {
	var d dictionary
	code, err := Compile("now is\n((not))??\nthe time for __4__ men to come to the aid of their __2__ party", d.ids)
	require.NoError(b, err)
	w := d.words("now is the time for all good men to come to the aid of their party")
	m := NewMatcher(d.names)
	for b.Loop() {
		m.Longest(code, w, 0)
	}
}
