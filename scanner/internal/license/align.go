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
	inserted     = 30  // words in one place that are not of the template: a paragraph
	inBlank      = 25  // words that a copy may have of its own at one place
	fewWords     = 250 // of a license that says in one list what is allowed
	shortText    = 30  // words below which a template must be there whole
)

// similar finds license texts in a region by their likeness to templates: the
// same words in the same order, up to a few that were changed. The templates that
// explain most by their grams are laid on it first, which leaves few of the others.
func (r *Recognizer) similar(d *document, at span) []match {
	s := r.index.search(d, at)
	defer s.close()
	for range maxLeaders {
		s.lay(d, s.leader())
	}
	s.lay(d, s.having(2, 3))
	s.lay(d, s.having(1, 5))
	d.cut = d.cut || s.over
	return d.choose(s.tokens, s.found)
}

// lay lays templates on the tokens, each where it may stand.
func (s *search) lay(d *document, templates []int) {
	cs := likely(s.candidates(templates), s.laid)
	for _, c := range cs {
		if beaten(aligned{start: c.start, end: c.end, matched: len(c.template.words)}, s.found) {
			continue
		}
		hope := func(best aligned) bool { return best.likeness >= modifiedText && !beaten(best, s.found) }
		if a, ok := s.align(d, c, hope); ok {
			s.found = append(s.found, a)
		}
	}
	for _, c := range cs {
		c.blocks = nil // which pairing reordered
		s.laid = append(s.laid, c)
	}
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

// tokens appends the words of a region that are compared with templates.
func (ix *index) tokens(out []token, d *document, at span) []token {
	ws := d.in(at)
	from := d.from(at.start)
	markup := 0 // where the last ends
	for i, id := range d.indexed(ix)[from : from+len(ws)] {
		p := span{int(ws[i].start), int(ws[i].end)}
		if p.start < markup {
			continue
		}
		markup = wordMarkupEnd(d.text, p.start)
		if markup == 0 && id != silentWord && !marker(d.text, p) {
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

// aligned is a template laid on the tokens.
type aligned struct {
	template   *template
	start, end int // tokens
	matched    int
	cost       int // words missing or added
	aside      int // of them, those added to what a copy may lack
	likeness   float64
	share      float64 // likeness as it is told: what was turned is no less alike
	turned     bool    // it says something else
	adds       bool    // as it adds what the template does not say
	fit        int     // its score, whatever it says
}

func (s *search) align(d *document, c candidate, hope func(aligned) bool) (aligned, bool) {
	t := c.template
	pairs := s.pair(c, hope)
	if len(pairs) == 0 {
		return aligned{}, false
	}
	first, last := pairs[0].text, pairs[len(pairs)-1].text
	required, added, aside, most := 0, 0, 0, 0
	for i, p := range pairs {
		if !t.optional(p.template) {
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
		if t.optional(pairs[i-1].template) && t.optional(p.template) {
			aside += n
		} else {
			most = max(most, n)
		}
	}
	cost := t.required - required + added
	a := aligned{template: t, start: first, end: last + 1, matched: len(pairs), cost: cost, aside: aside}
	a.likeness = part(t.required, cost)
	if aside <= t.required/10 {
		a.likeness = max(a.likeness, min(a.alike(), part(len(pairs)-required, aside)))
	}
	a.share, a.fit = a.likeness, a.score()
	if a.likeness >= t.same() {
		var lacks bool
		lacks, a.adds = s.ix.turned(d, t, s.tokens, pairs)
		a.turned = lacks || a.adds || t.beheaded(d, s.tokens, pairs[0])
	}
	if a.turned {
		a.cost += t.required / 8 // modified, whatever else is the same
		a.likeness = min(a.likeness, t.same()-0.01)
	}
	if most > inserted {
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
	n := t.must(0, first.template)
	if n < 2 {
		return false
	}
	for i := max(0, first.text-n-4); i < first.text; i++ {
		if d.turns(tokens[i]) && !t.says(tokens[max(0, i-1):i+2], first.template) {
			return true
		}
	}
	return false
}

// says reports whether some words of a text stand so before a place in the template.
func (t *template) says(ts []token, before int) bool {
	for i := range max(0, before-len(ts)+1) {
		k := 0
		for k < len(ts) && t.words[i+k] == ts[k].word {
			k++
		}
		if k == len(ts) {
			return true
		}
	}
	return false
}

// alike is how much of what every copy has is the same.
func (a aligned) alike() float64 { return part(a.template.required, a.cost-a.aside) }

func part(words, cost int) float64 { return 1 - float64(cost)/float64(max(1, words)) }

// turned reports whether a text lacks what a template says, and whether it adds what the
// template does not say. Such a text is a modified one, whatever else is the same.
func (ix *index) turned(d *document, t *template, window []token, pairs []pairing) (lacks, adds bool) {
	for i := 1; i < len(pairs) && !adds; i++ {
		lacks = lacks || ix.lacks(d, t, window, pairs[i-1], pairs[i])
		adds = ix.adds(d, t, window, pairs[i-1], pairs[i])
	}
	return lacks, adds
}

// lacks reports whether a "not" is gone between two words, or words of the grant were replaced.
func (ix *index) lacks(d *document, t *template, window []token, a, b pairing) bool {
	added, missing := b.text-a.text-1, b.template-a.template-1
	for n := a.template + 1; n < b.template; n++ {
		if t.optional(n) {
			continue
		}
		w := t.words[n]
		if ix.negates[w] && added < 8 || ix.grants[w] && missing >= 2 || (ix.allows[w] || w == ix.sells && t.required <= fewWords) && !typo(ix, w, d, window[a.text+1:b.text]) {
			return true
		}
	}
	return false
}

// adds reports whether there are words between two that take back or restrict what is granted,
// or ask for something.
func (ix *index) adds(d *document, t *template, window []token, a, b pairing) bool {
	added := b.text - a.text - 1
	passed := int(window[b.text].n-window[a.text].n) - b.text + a.text // words of markup
	if added == 0 && passed == 0 {
		return false
	}
	before, behind := window[a.text].word, window[b.text].word // a word that stands twice is the same
	turns := func(t token) bool { return t.word != before && t.word != behind && d.turns(t) }
	if !t.blank(a.template, b.template) && slices.ContainsFunc(window[a.text+1:b.text], turns) {
		return true
	}
	if own := d.low[d.words[window[a.text].n].end:d.words[window[b.text].n].start]; added > 0 && shown.in(own) && !t.blank(a.template, b.template) {
		return true
	}
	if added+passed < 3 || added >= 400 {
		return false
	}
	if between := d.at(window[a.text : b.text+1]); d.has(restrict, between) && restrictive(oneSpace(d.text[between.start:between.end])) {
		return true
	}
	if added == 0 || ix.obligesToo(t, a.template+1, b.template) {
		return false
	}
	own := d.at(window[a.text+1 : b.text])
	return obliges(d.text[own.start:own.end])
}

// shown are parts of the words for what no license asks to be shown.
var shown = anyOf("backlink|link to|a link| logo|footer|watermark|postcard|banner|user interface|every page")

// obligesToo reports whether a stretch of a template that a text has in other words obliges to something.
func (ix *index) obligesToo(t *template, from, to int) bool {
	return slices.ContainsFunc(t.words[from:to], func(w uint16) bool { return ix.obliging[w] })
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
		a.turned = a.turned || a.turnedWith(found)
		at := d.at(tokens[a.start:a.end])
		if a.turned {
			d.near = append(d.near, Resemblance{a.template.id, a.share, at, a.template, true, a.adds})
		}
		if slices.ContainsFunc(taken, func(t aligned) bool { return a.start < t.end && t.start < a.end }) {
			continue
		}
		taken = append(taken, a)
		if a.turned {
			continue
		}
		if a.likeness < a.template.same() {
			d.near = append(d.near, Resemblance{a.template.id, a.share, at, a.template, false, false})
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

// turnedWith reports whether a template fits the same words better, but for what they add: MIT with a
// sentence of its own is not the license of JSON, which has another.
func (a aligned) turnedWith(others []aligned) bool {
	return slices.ContainsFunc(others, func(o aligned) bool {
		return o.adds && o.fit > a.fit && a.start < o.end && o.start < a.end && min(a.end, o.end)-max(a.start, o.start) > (a.end-a.start)/2
	})
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
var turning = setOf("not never refused denied prohibited forbidden student students pupils educational academic scientific evaluation personal private temporary temporarily revocable bearing noncommercial nonprofit excluding except unless employee employees customer customers subscribers members sponsor sponsors donates payment internally unmodified trial")
