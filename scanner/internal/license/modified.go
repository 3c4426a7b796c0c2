package license

import (
	"cmp"
	"slices"
	"strings"
)

// Resemblance is a license of which a stretch of a text is a modified copy:
// alike enough to name it, too different to conclude it.
type Resemblance struct {
	License string
	Share   float64 // of its words, words that were added counted against it

	at       span
	template *template
	turned   bool
	adds     bool // it has a condition of its own
}

// turnedHere reports whether a license was laid on a stretch and found to say
// something else: a pattern of the same license, which passes over markup and
// single words, is not believed there.
func (d *document) turnedHere(m match) bool {
	return slices.ContainsFunc(d.near, func(r Resemblance) bool {
		return r.turned && m.Start < r.at.end && r.at.start < m.End && matchExpr(r.License).Equal(m.Expression)
	})
}

// resembles picks the best of the resemblances in what was left unexplained.
func (d *document) resembles(found []match) *Resemblance {
	near := slices.DeleteFunc(d.near, func(r Resemblance) bool {
		return slices.ContainsFunc(found, func(m match) bool { return m.Start < r.at.end && r.at.start < m.End })
	})
	if len(near) == 0 {
		return nil
	}
	best := slices.MaxFunc(near, func(a, b Resemblance) int { return cmp.Compare(a.Share, b.Share) })
	return &best
}

// Hunks tells in which words a text differs from the license it resembles, whose
// words are in lower case and without signs. What a copy may have of its own, or lack, is
// no difference.
func (r *Resemblance) Hunks(b []byte) []Hunk {
	ix, err := loadIndex()
	if err != nil {
		return nil
	}
	d := readDocument(ix.read(b))
	if r.at.end > len(d.text) {
		return nil
	}
	tokens, t := ix.tokens(nil, d, r.at), r.template
	ids := make([]uint16, len(tokens))
	for i, w := range tokens {
		ids[i] = w.word
	}
	pairs, ok := common(new(arena), t.words, ids, maxDiff)
	if !ok {
		return nil
	}
	place := func(i int) int { // among the document's words
		if i < len(tokens) {
			return int(tokens[i].n)
		}
		return d.from(r.at.end)
	}
	pairs = append(pairs, pairing{len(t.words), len(tokens)})
	var out []Hunk
	for _, g := range gaps(pairs, t.differs) {
		out = append(out, Hunk{
			Before: d.quote(place(g.from.text)-around, place(g.from.text)),
			Old:    strings.Join(ix.having(t, g.from.template, g.to.template), " "),
			New:    d.quote(place(g.from.text), place(g.to.text)),
			After:  d.quote(place(g.to.text), place(g.to.text)+around),
		})
	}
	return out
}

// differs reports whether a copy of a template has words of its own at a gap where it may have
// none, or lacks some that it must have.
func (t *template) differs(g gap) bool {
	own := g.to.text - g.from.text
	return t.must(g.from.template, g.to.template) > 0 || own > inBlank || own > 0 && !t.blank(g.from.template-1, g.to.template)
}

// having gives the words between two places of a template that every copy has.
func (ix *index) having(t *template, from, to int) []string {
	var out []string
	for i := from; i < to; i++ {
		if !t.optional(i) {
			out = append(out, ix.names[t.words[i]])
		}
	}
	return out
}
