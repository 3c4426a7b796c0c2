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
	return slices.Collect(readDocument(text).fingerprints())
}

func (d *document) fingerprints() iter.Seq[string] {
	return func(yield func(string) bool) {
		at := 0
		for range headLines + 1 {
			if at < 0 || !yield(d.digest(span{at, len(d.text)})[:16]) || len(d.text) < longRest {
				return
			}
			at = d.nextLine(at)
		}
	}
}

// nextLine gives the start of the line behind the next one with words, or -1
// where that is no line of a heading.
func (d *document) nextLine(at int) int {
	i := d.from(at)
	if i == len(d.words) {
		return -1
	}
	end := int(d.words[i].end)
	for end < len(d.text) && d.text[end] != '\n' {
		end++
	}
	line := d.in(span{at, end})
	if end-at > longRest || len(line) > headWords || slices.ContainsFunc(line, d.running) {
		return -1
	}
	return end
}

// running reports whether a word is one of running text rather than of a heading.
func (d *document) running(w word) bool {
	s := string(d.text[w.start:w.end])
	return 'a' <= s[0] && s[0] <= 'z' && !strings.Contains(" of the and for ", " "+s+" ")
}

// verbatim recognizes a text that is a copy of a listed one.
func (d *document) verbatim() (match, bool) {
	if len(d.text) > longestText {
		return match{}, false
	}
	for f := range d.fingerprints() {
		if id, ok := knownTexts()[f]; ok {
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
