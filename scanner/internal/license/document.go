package license

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// document is a text with what one pass over its words found.
type document struct {
	text  []byte
	words []word
	near  []Resemblance // found on the way
	cut   bool          // not all of it was read sentence by sentence

	known []uint16 // of its words, their places in a vocabulary plus one
}

// word is a word of a document. Offsets fit: a text is at most [MaxText] long.
type word struct {
	start, end int32
	kinds      uint8
	holder     bool // stands in a line that identifies the work or its holder
}

func readDocument(text []byte) *document {
	d := &document{text: text, words: make([]word, 0, len(text)/6)}
	at := 0
	for line := range bytes.Lines(text) {
		holder := identifies(line)
		eachWord(line, func(w []byte, s span) {
			d.words = append(d.words, word{int32(at + s.start), int32(at + s.end), kindsOf(w), holder})
		})
		at += len(line)
	}
	return d
}

// in gives the words that lie in a span.
func (d *document) in(s span) []word {
	from := d.from(s.start)
	n, _ := slices.BinarySearchFunc(d.words[from:], s.end, func(w word, end int) int { return int(w.end) - end - 1 })
	return d.words[from : from+n]
}

func (d *document) from(at int) int {
	i, _ := slices.BinarySearchFunc(d.words, at, func(w word, at int) int { return int(w.start) - at })
	return i
}

// vocabulary tells of each word its place in a vocabulary plus one, 0 for a word that is
// not in it. It is asked for one vocabulary alone.
func (d *document) vocabulary(places map[string]uint16) []uint16 {
	if d.known != nil || len(d.words) == 0 {
		return d.known
	}
	d.known = make([]uint16, len(d.words))
	var buf []byte
	for i, w := range d.words {
		buf = lower(buf[:0], d.text[w.start:w.end])
		if place, ok := places[string(buf)]; ok {
			d.known[i] = place + 1
		}
	}
	return d.known
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

// counted is the number of the words of several spans that may be terms.
func (d *document) counted(spans []span) int {
	n := 0
	for _, s := range spans {
		n += d.count(s)
	}
	return n
}

// has reports whether a span has a word of one of the kinds.
func (d *document) has(kinds uint8, s span) bool {
	return slices.ContainsFunc(d.in(s), func(w word) bool { return w.kinds&kinds != 0 })
}

// digest identifies the words that may be terms of some spans.
func (d *document) digest(spans ...span) string {
	h := sha256.New()
	var buf []byte
	for _, s := range spans {
		for _, w := range d.in(s) {
			if !w.holder {
				buf = append(lower(buf, d.text[w.start:w.end]), ' ')
			}
			if len(buf) > 4<<10 {
				h.Write(buf)
				buf = buf[:0]
			}
		}
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func (d *document) whole() span { return span{0, len(d.text)} }

// lower appends a word in lower case.
func lower(to, w []byte) []byte {
	for _, c := range w {
		if c >= 0x80 {
			return append(to, bytes.ToLower(w)...)
		}
	}
	for _, c := range w {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		to = append(to, c)
	}
	return to
}
