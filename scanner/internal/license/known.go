package license

import (
	_ "embed"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// known.tsv maps fingerprints of the SPDX License List's plain texts to ids. It is
// made by the program in gen. Columns: sum, digest, id.
//
//go:embed known.tsv
var knownTSV string

var knownTexts = sync.OnceValue(func() map[string][]knownText {
	out := make(map[string][]knownText, strings.Count(knownTSV, "\n"))
	for line := range strings.Lines(knownTSV) {
		if f := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(f) == 3 {
			out[f[0]] = append(out[f[0]], knownText{f[1], f[2]})
		}
	}
	return out
})

type knownText struct{ digest, id string }

// Bounds of a text's heading: lines that a copy may have or lack.
const (
	headLines   = 4
	headWords   = 14 // of such a line
	longestText = 256 << 10
	longRest    = 400 // letters below which a text is too short to be told by its words alone
)

// Fingerprints identify a text by its words without copyright lines: with all of
// its heading, and without its first lines. Each is a sum that is quickly made of a
// text, and a digest that nobody makes for another, joined by a tab.
func Fingerprints(text []byte) []string {
	var out []string
	d := readDocument(text)
	for sum, at := range d.sums() {
		out = append(out, sum+"\t"+d.digest(span{at, len(d.text)})[:16])
	}
	return out
}

// sums yields the sums of fingerprints and where in the text they begin.
func (d *document) sums() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		sum := d.sum(d.whole())
		at := 0
		for range headLines + 1 {
			if at < 0 || !yield(strconv.FormatUint(uint64(sum), 36), at) || len(d.text) < longRest {
				return
			}
			next := d.nextLine(at)
			sum -= d.sum(span{at, max(at, next)})
			at = next
		}
	}
}

// sum adds up the hashes of the words that may be terms, so that the sum of a stretch
// is that of the whole without the rest's (FNV-1a of each word).
func (d *document) sum(s span) uint32 {
	var sum uint32
	for _, w := range d.in(s) {
		if !w.holder {
			sum += w.hash
		}
	}
	return sum
}

// hashWord is FNV-1a.
func hashWord(w []byte) uint32 {
	h := uint32(fnvBasis)
	for _, c := range w {
		h = (h ^ uint32(c)) * fnvPrime
	}
	return h
}

// nextLine gives the end of the next line with words, or -1 where that is too long
// for a heading.
func (d *document) nextLine(at int) int {
	i := d.from(at)
	if i == len(d.words) {
		return -1
	}
	end := int(d.words[i].end)
	for end < len(d.text) && d.text[end] != '\n' {
		end++
	}
	if end-at > longRest || len(d.in(span{at, end})) > headWords {
		return -1
	}
	return end
}

// titled reports whether the words before a place are the title of a license, or
// name its holder, and nothing else.
func (d *document) titled(id string, end int) bool {
	l, _ := spdx.Lookup(id)
	name := strings.ToLower(l.Name + " " + id)
	var buf []byte
	for _, w := range d.in(span{0, end}) {
		s := string(d.spelled(w, &buf))
		if w.holder || strings.Contains(neutral, " "+s+" ") || strings.Trim(s, "0123456789") == "" {
			continue
		}
		if !slices.Contains(words([]byte(name)), s) {
			return false
		}
	}
	return true
}

// neutral are words that any title of a license may have.
const neutral = " the a of license licence terms text file version v copyright c full software public agreement source code for this is and or conditions "

// verbatim recognizes a text that is a copy of a listed one, by the digest of its words or
// of those behind its heading.
func (d *document) verbatim(whole string) (match, bool) {
	if len(d.text) > longestText {
		return match{}, false
	}
	for sum, at := range d.sums() {
		for _, k := range knownTexts()[sum] {
			digest := whole
			if at > 0 {
				digest = d.digest(span{at, len(d.text)})
			}
			if !d.titled(k.id, at) || digest[:16] != k.digest {
				continue
			}
			m := match{Start: 0, End: len(d.text)}
			if x, ok := spdx.Exception(k.id); ok {
				m.exception = x
			} else {
				m.Expression = matchExpr(k.id)
			}
			return m, true
		}
	}
	return match{}, false
}
