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
// words are in lower case and without signs.
func (r *Resemblance) Hunks(b []byte) []Hunk {
	ix, err := loadIndex()
	if err != nil {
		return nil
	}
	text := ix.read(b)
	if r.at.end > len(text) {
		return nil
	}
	var words []string
	for i, w := range r.template.words {
		if !r.template.optional(i) {
			words = append(words, ix.names[w])
		}
	}
	out, _ := hunks([]byte(strings.Join(words, " ")), text[r.at.start:r.at.end])
	return out
}
