package license

import (
	_ "embed"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// known.tsv maps fingerprints of the SPDX License List's plain texts to ids. It is
// made by the program in gen.
//
//go:embed known.tsv
var knownTSV string

var knownTexts = sync.OnceValue(func() map[string]string {
	out := make(map[string]string, strings.Count(knownTSV, "\n"))
	for line := range strings.Lines(knownTSV) {
		if f, id, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			out[f] = id
		}
	}
	return out
})

// Bounds of a text's heading: lines that a copy may have or lack.
const (
	headLines   = 4
	headWords   = 14 // of such a line
	longestText = 256 << 10
	longRest    = 400 // letters below which a text is too short to be told by its words alone
)

// Fingerprints identify a text by its words without copyright lines: with all of
// its heading, and without its first lines.
func Fingerprints(text []byte) []string {
	var out []string
	for f := range readDocument(text).fingerprints() {
		out = append(out, f)
	}
	return out
}

// fingerprints yields a digest and where in the text it begins.
func (d *document) fingerprints() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		at := 0
		for range headLines + 1 {
			if at < 0 || !yield(d.digest(span{at, len(d.text)})[:16], at) || len(d.text) < longRest {
				return
			}
			at = d.nextLine(at)
		}
	}
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
	for _, w := range d.in(span{0, end}) {
		s := string(lower(nil, d.text[w.start:w.end]))
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

// verbatim recognizes a text that is a copy of a listed one.
func (d *document) verbatim() (match, bool) {
	if len(d.text) > longestText {
		return match{}, false
	}
	for f, at := range d.fingerprints() {
		if id, ok := knownTexts()[f]; ok && d.titled(id, at) {
			m := match{Start: 0, End: len(d.text)}
			if x, ok := spdx.Exception(id); ok {
				m.exception = x
			} else {
				m.Expression = matchExpr(id)
			}
			return m, true
		}
	}
	return match{}, false
}
