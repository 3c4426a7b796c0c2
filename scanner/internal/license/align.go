package license

import (
	"cmp"
	"slices"

	"github.com/licdrift/licdrift/scanner/internal/lre"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Cuts of similarity: the part of a template's words that a stretch must have,
// words that it adds counted against it.
const (
	sameText     = 0.95
	samePage     = 0.90 // of a page or less, where a holder's name weighs more
	page         = 600  // words
	modifiedText = 0.80
	inBlank      = 25 // words that a copy may have of its own at one place
	shortText    = 30 // words below which a template must be there whole
)

// similar finds license texts in a region by their likeness to templates: the
// same words in the same order, up to a few that were changed.
func (r *Recognizer) similar(d *document, at span) []match {
	ix := r.index
	tokens := ix.tokens(d, at)
	var found []aligned
	for _, c := range ix.candidates(tokens) {
		if beaten(aligned{start: c.start, end: c.end, matched: len(c.template.words)}, found) {
			continue
		}
		hope := func(best aligned) bool { return best.likeness >= modifiedText && !beaten(best, found) }
		if a, ok := ix.align(d, tokens, c, hope); ok {
			found = append(found, a)
		}
	}
	return d.choose(tokens, found)
}

// beaten reports whether what a candidate comes to at best lies within a license that
// explains more.
func beaten(best aligned, found []aligned) bool {
	return slices.ContainsFunc(found, func(a aligned) bool {
		return a.likeness >= a.template.same() && a.start <= best.start+8 && best.end-8 <= a.end && a.score() > best.score()
	})
}

// score weighs the words that a template explains against those that it misses.
func (a aligned) score() int { return a.matched - 3*a.cost }

func (ix *index) tokens(d *document, at span) []token {
	ws := d.in(at)
	from := d.from(at.start)
	out := make([]token, 0, len(ws))
	for i, id := range d.indexed(ix)[from : from+len(ws)] {
		p := span{int(ws[i].start), int(ws[i].end)}
		if id != silentWord && !markup(d.text, p) && !marker(d.text, p) {
			out = append(out, token{id, int32(from + i)})
		}
	}
	return out
}

// at is the stretch of the text that some tokens are.
func (d *document) at(ts []token) span {
	return span{int(d.words[ts[0].n].start), int(d.words[ts[len(ts)-1].n].end)}
}

// turns reports whether a token takes back or narrows what is granted.
func (d *document) turns(t token) bool {
	w := d.words[t.n]
	return turning[string(d.low[w.start:w.end])]
}

// candidate is a template that may stand in the tokens: hits near one diagonal.
type candidate struct {
	template   *template
	hits       []hit
	start, end int // of the template's words in the tokens, about
	share      int // of its grams that were hit, in percent
}

// hit is a gram that a template and the tokens share: its shift in the text
// against the template, biased, above its place in the text. So packed, hits
// sort by shift and place.
type hit uint64

const noShift = 1 << 16 // templates are shorter

func packed(at, inTemplate int) hit { return hit(at-inTemplate+noShift)<<32 | hit(at) }

func (h hit) shift() int { return int(h>>32) - noShift }
func (h hit) at() int    { return int(h & 0xFFFFFFFF) }

// Bounds of the candidates in one region.
const (
	maxCandidates = 600
	minHits       = 5 // the part of a template's grams that must be there, inverted
)

// candidates finds where templates may stand: first those that have most of their grams
// in the tokens, then others that have some where none of these stands.
func (ix *index) candidates(tokens []token) []candidate {
	seen, probes := ix.seen(tokens)
	most := func(n int, s sighting) bool { return int(s.count)*3 >= ix.templates[n].grams*2 }
	best := likely(ix.clusters(tokens, probes, seen, most))
	rest := func(n int, s sighting) bool {
		t := &ix.templates[n]
		return int(s.count)*minHits >= t.grams && !most(n, s) && !slices.ContainsFunc(best, func(b candidate) bool {
			return b.outdoes(min(100, int(s.count)*100/t.grams)) && b.start <= int(s.first) && int(s.last) < b.end
		})
	}
	return likely(append(best, ix.clusters(tokens, probes, seen, rest)...))
}

// clusters makes candidates of the hits of some templates.
func (ix *index) clusters(tokens []token, probes []probe, seen []sighting, of func(int, sighting) bool) []candidate {
	var out []candidate
	for n, hits := range ix.hits(probes, seen, of) {
		if len(hits) == 0 {
			continue
		}
		t := &ix.templates[n]
		slack := 40 + len(t.words)/8
		slices.Sort(hits)
		for i := 0; i < len(hits); {
			j := i + 1
			for j < len(hits) && hits[j].shift() <= hits[j-1].shift()+slack {
				j++
			}
			if n := t.distinct(hits[i:j]); (j-i)*minHits >= t.grams {
				start, end := max(0, hits[i].shift()), min(len(tokens), hits[j-1].shift()+len(t.words))
				out = append(out, candidate{t, hits[i:j], start, end, min(100, n*100/max(1, t.grams))})
			}
			i = j
		}
	}
	return out
}

// outdoes reports whether a candidate has far more of its grams than one with a share.
func (c candidate) outdoes(share int) bool { return c.share*10 > share*15 }

// distinct counts the grams of the template among some hits: a text that repeats a
// phrase has it no more often than once of the template.
func (t *template) distinct(hits []hit) int {
	seen := make([]uint64, len(t.words)/64+1)
	n := 0
	for _, h := range hits {
		at := uint(h.at() - h.shift())
		if seen[at/64]&(1<<(at%64)) == 0 {
			seen[at/64] |= 1 << (at % 64)
			n++
		}
	}
	return n
}

// probe is a place in the tokens with the grams that may begin there.
type probe struct {
	at    int
	hash  uint32
	grams []gramAt
}

// sighting is how many grams of a template occur, and from where to where.
type sighting struct{ count, first, last int32 }

// seen finds the grams of the tokens that templates have, and counts them by template.
func (ix *index) seen(tokens []token) ([]sighting, []probe) {
	out := make([]sighting, len(ix.templates))
	var probes []probe
	for i := range max(0, len(tokens)-gramSize+1) {
		hash := gramOf(tokens[i:])
		from := &ix.others
		if taken(hash) {
			from = &ix.sampled
		}
		gs := from.of(hash)
		found := false
		for _, g := range gs {
			if g.hash != hash {
				continue
			}
			found = true
			s := &out[g.template]
			if s.count == 0 {
				s.first = int32(i)
			}
			s.count++
			s.last = int32(i)
		}
		if found {
			probes = append(probes, probe{i, hash, gs})
		}
	}
	return out, probes
}

// hits gives the grams that the tokens share with each of some templates.
func (ix *index) hits(probes []probe, seen []sighting, of func(int, sighting) bool) [][]hit {
	hits := make([][]hit, len(seen))
	some := false
	for n, s := range seen {
		if s.count > 0 && of(n, s) {
			hits[n], some = make([]hit, 0, s.count), true
		}
	}
	if !some {
		return nil
	}
	for _, p := range probes {
		for _, g := range p.grams {
			if g.hash == p.hash && hits[g.template] != nil {
				hits[g.template] = append(hits[g.template], packed(p.at, int(g.at)))
			}
		}
	}
	return hits
}

// likely leaves out candidates that share their place with one that has far more
// of its grams in the text.
func likely(cs []candidate) []candidate {
	slices.SortStableFunc(cs, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(len(b.template.words), len(a.template.words)))
	})
	var out []candidate
	for _, c := range cs {
		beaten := slices.ContainsFunc(out, func(b candidate) bool {
			return b.outdoes(c.share) && min(b.end, c.end)-max(b.start, c.start) > (c.end-c.start)/2
		})
		if !beaten && len(out) < maxCandidates {
			out = append(out, c)
		}
	}
	return out
}

// aligned is a template laid on the tokens.
type aligned struct {
	template   *template
	start, end int // tokens
	matched    int
	cost       int // words missing or added
	likeness   float64
	turned     bool // it says something else
}

func (ix *index) align(d *document, tokens []token, c candidate, hope func(aligned) bool) (aligned, bool) {
	t := c.template
	pairs := ix.pair(t, tokens, c, hope)
	if len(pairs) == 0 {
		return aligned{}, false
	}
	first, last := pairs[0].text, pairs[len(pairs)-1].text
	required, added := 0, 0
	for i, p := range pairs {
		if !t.optional[p.template] {
			required++
		}
		if i == 0 {
			continue
		}
		n := p.text - pairs[i-1].text - 1
		if n > 0 && t.blank(pairs[i-1].template, p.template) {
			n = max(0, n-inBlank)
		}
		added += n
	}
	cost := t.required - required + added
	a := aligned{template: t, start: first, end: last + 1, matched: len(pairs), cost: cost}
	if a.likeness = t.likeness(cost); a.likeness >= t.same() && (t.beheaded(d, tokens, pairs[0]) || ix.turned(d, t, tokens, pairs)) {
		a.turned = true
		a.cost += t.required / 8 // modified, whatever else is the same
		a.likeness = min(a.likeness, t.same()-0.01)
	}
	return a, a.likeness >= modifiedText && (t.required >= shortText || a.cost <= t.required/12)
}

// same is how alike a text must be to be the template's.
func (t *template) same() float64 {
	if t.required <= page {
		return samePage
	}
	return sameText
}

// beheaded reports whether the words that a license begins with are not there,
// and what stands in their place takes them back: "permission is not ever".
func (t *template) beheaded(d *document, tokens []token, first pairing) bool {
	n := 0
	for i := range first.template {
		if !t.optional[i] {
			n++
		}
	}
	return n >= 2 && slices.ContainsFunc(tokens[max(0, first.text-n-4):first.text], d.turns)
}

func (t *template) likeness(cost int) float64 { return 1 - float64(cost)/float64(max(1, t.required)) }

// turned reports whether a template's meaning was turned: by a "not" that is
// added or gone, by words of its grant that were replaced, or by words in between
// that restrict use. Such a text is a
// modified one, whatever else is the same.
func (ix *index) turned(d *document, t *template, window []token, pairs []pairing) bool {
	for i := 1; i < len(pairs); i++ {
		a, b := pairs[i-1], pairs[i]
		added, missing := b.text-a.text-1, b.template-a.template-1
		for n := a.template + 1; n < b.template; n++ {
			if t.optional[n] {
				continue
			}
			w := t.words[n]
			if ix.negates[w] && added < 8 || ix.grants[w] && missing >= 2 || ix.allows[w] && !typo(ix, w, d, window[a.text+1:b.text]) {
				return true
			}
		}
		if added == 0 {
			continue
		}
		if !t.blank(a.template, b.template) && slices.ContainsFunc(window[a.text+1:b.text], d.turns) {
			return true
		}
		if between := d.at(window[a.text : b.text+1]); added >= 3 && added < 400 && d.has(restrict, between) && restrictive(oneSpace(d.text[between.start:between.end])) {
			return true
		}
	}
	return false
}

// choose takes, of templates laid over the same words, the one that explains
// most and misses least.
func (d *document) choose(tokens []token, found []aligned) []match {
	slices.SortStableFunc(found, func(a, b aligned) int {
		return cmp.Or(cmp.Compare(b.score(), a.score()), cmp.Compare(a.template.id, b.template.id))
	})
	var out []match
	var taken []aligned
	for _, a := range found {
		at := d.at(tokens[a.start:a.end])
		if a.turned {
			d.near = append(d.near, Resemblance{a.template.id, a.likeness, at, a.template, true})
		}
		if slices.ContainsFunc(taken, func(t aligned) bool { return a.start < t.end && t.start < a.end }) {
			continue
		}
		taken = append(taken, a)
		if a.likeness < a.template.same() {
			d.near = append(d.near, Resemblance{a.template.id, a.likeness, at, a.template, a.turned})
			continue // it hides what is less like, and concludes nothing
		}
		m := match{Start: at.start, End: at.end}
		if x, ok := spdx.Exception(a.template.id); ok {
			m.exception = x
		} else {
			m.Expression = matchExpr(a.template.id)
		}
		out = append(out, m)
	}
	return out
}

// typo reports whether one of the words in a text is nearly a template's word.
func typo(ix *index, w uint16, d *document, tokens []token) bool {
	word := ix.names[w]
	var buf []byte
	return slices.ContainsFunc(tokens, func(t token) bool {
		s := string(d.spelled(d.words[t.n], &buf))
		return len(s) >= len(word)-2 && len(s) <= len(word)+2 && lre.Differ(s, word) <= 2
	})
}

// turning are words that take back or narrow what is granted, where a license does
// not have them.
var turning = setOf("not never refused denied prohibited forbidden student students pupils educational academic scientific evaluation personal private temporary temporarily revocable bearing noncommercial nonprofit excluding except unless employees customers subscribers members")
