package license

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"

	"github.com/licdrift/licdrift/scanner/internal/lre"
)

// document is a text with what one pass over its words found. Reading it changes it: it is for
// one goroutine.
type document struct {
	text     []byte
	low      []byte // the text, its ASCII letters in lower case
	words    []word
	held     []span        // lines of holders that have words of restrictions
	near     []Resemblance // found on the way
	cut      bool          // not all of it was read sentence by sentence
	parts    bool          // it tells folders apart
	copyleft bool          // it gives a license that asks for the source, and none that restricts use
	last     int           // of the words, that was looked for last

	ids     []uint16   // of its words, in the index
	pattern *lre.Words // as patterns see them
}

// word is a word of a document. Offsets fit: a text is at most [MaxText] long.
type word struct {
	start, end int32
	hash       uint32 // of it in lower case
	kinds      uint8
	holder     bool // stands in a line that identifies the work or its holder
	plain      bool // of ASCII alone
}

func readDocument(text []byte) *document {
	d := &document{text: text, low: lower(nil, text), words: make([]word, 0, len(text)/6)}
	at := 0
	var buf []byte
	telling := tellingStems()
	for line := range bytes.Lines(text) {
		end, first := at+len(line), len(d.words)
		var kinds uint8
		for {
			from, to, plain := nextWord(d.low[:end], at)
			if from == to {
				break
			}
			w := word{start: int32(from), end: int32(to), kinds: telling.of(d.low[from:to]), plain: plain}
			w.hash = hashWord(d.spelled(w, &buf))
			kinds |= w.kinds
			d.words = append(d.words, w)
			at = to
		}
		if namesHolder(line) {
			if kinds&restrict != 0 {
				d.held = append(d.held, span{end - len(line), end})
			}
			if onlyIdentifies(line, kinds) {
				for i := first; i < len(d.words); i++ {
					d.words[i].holder = true
				}
			}
		}
		at = end
	}
	return d
}

// spelled is a word in lower case, good as long as buf is.
func (d *document) spelled(w word, buf *[]byte) []byte {
	if w.plain {
		return d.low[w.start:w.end]
	}
	*buf = append((*buf)[:0], bytes.ToLower(d.text[w.start:w.end])...)
	return *buf
}

// in gives the words that lie in a span.
func (d *document) in(s span) []word {
	from := d.from(s.start)
	return d.words[from:d.after(from, func(w word) bool { return int(w.end) <= s.end })]
}

// from is the place of the first word at or behind an offset. Texts are mostly read in their
// order: it is looked for behind the one before.
func (d *document) from(at int) int {
	behind := func(w word) bool { return int(w.start) < at }
	if d.last < len(d.words) && behind(d.words[d.last]) {
		d.last = d.after(d.last, behind)
	} else {
		d.last = countLeading(d.words[:d.last], behind)
	}
	return d.last
}

// after is the place of the first word from one on that is not such, where all such stand
// before the others. Those near are looked at first.
func (d *document) after(from int, such func(word) bool) int {
	step := 1
	for from+step < len(d.words) && such(d.words[from+step]) {
		from += step
		step *= 2
	}
	return from + countLeading(d.words[from:min(len(d.words), from+step)], such)
}

// countLeading is the number of the words before the first that is not such.
func countLeading(ws []word, such func(word) bool) int {
	return sort.Search(len(ws), func(i int) bool { return !such(ws[i]) })
}

// indexed tells of each word its place in the index.
func (d *document) indexed(ix *index) []uint16 {
	if d.ids != nil {
		return d.ids
	}
	d.ids = make([]uint16, len(d.words))
	var buf []byte
	for i, w := range d.words {
		d.ids[i] = ix.word.find(d.spelled(w, &buf), w.hash)
	}
	return d.ids
}

// count gives the number of a span's words that may be terms.
func (d *document) count(s span) int {
	n := 0
	for _, w := range d.in(s) {
		if !w.holder {
			n++
		}
	}
	return n
}

// has reports whether a span has a word of one of the kinds.
func (d *document) has(kinds uint8, s span) bool {
	return slices.ContainsFunc(d.in(s), func(w word) bool { return w.kinds&kinds != 0 })
}

// digest identifies the words that may be terms of some spans; where none may, all of them: what
// is told of by a digest is not to change without it.
func (d *document) digest(spans ...span) string {
	terms := slices.ContainsFunc(spans, func(s span) bool { return d.count(s) > 0 })
	h := sha256.New()
	var room [5 << 10]byte
	buf, other := room[:0], []byte(nil)
	for _, s := range spans {
		for _, w := range d.in(s) {
			if !terms || !w.holder {
				buf = append(append(buf, d.spelled(w, &other)...), ' ')
			}
			if len(buf) > digested {
				h.Write(buf)
				buf = buf[:0]
			}
		}
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func (d *document) whole() span { return span{0, len(d.text)} }

// lower appends a text, its ASCII letters in lower case.
func lower(to, text []byte) []byte {
	n := len(to)
	to = append(to, text...)
	for i, c := range to[n:] {
		if 'A' <= c && c <= 'Z' {
			to[n+i] = c | 0x20
		}
	}
	return to
}

// lowerWord appends a word of any script in lower case.
func lowerWord(to, w []byte) []byte {
	for _, c := range w {
		if c >= 0x80 {
			return append(to, bytes.ToLower(w)...)
		}
	}
	return lower(to, w)
}
