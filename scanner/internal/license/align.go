package license

import (
	"cmp"
	"slices"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// Cuts of similarity: the part of a template's words that a stretch must have,
// words that it adds counted against it.
const (
	sameText     = 0.92
	modifiedText = 0.80
	shortText    = 30 // words below which a template must be there whole
)

// similar finds license texts in a region by their likeness to templates: the
// same words in the same order, up to a few that were changed.
func (r *Recognizer) similar(text []byte, at span) []match {
	ix, err := loadIndex()
	if err != nil {
		return nil // a test loads it
	}
	tokens := ix.tokens(text, at)
	var found []aligned
	for _, c := range ix.candidates(tokens) {
		if a, ok := ix.align(text, tokens, c); ok {
			found = append(found, a)
		}
	}
	return choose(tokens, found)
}

func (ix *index) tokens(text []byte, at span) []token {
	var out []token
	eachToken(text[at.start:at.end], func(w string, p span) {
		id, ok := ix.word[w]
		if !ok {
			id = unknownWord
		}
		out = append(out, token{id, span{p.start + at.start, p.end + at.start}})
	})
	return out
}

// candidate is a template that may stand in a window of the tokens.
type candidate struct {
	template   uint16
	start, end int
	hits       int
}

type hit struct {
	template uint16
	shift    int // of the text against the template
	at       int
}

// maxCandidates bounds how many are aligned in one region.
const maxCandidates = 48

func (ix *index) candidates(tokens []token) []candidate {
	var hits []hit
	words := make([]uint16, len(tokens))
	for i, t := range tokens {
		words[i] = t.word
	}
	for i := 0; i+gramSize <= len(words); i++ {
		for _, g := range ix.grams[gram(words[i:])] {
			hits = append(hits, hit{g.template, i - int(g.at), i})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.template, b.template), cmp.Compare(a.shift, b.shift)) })
	var out []candidate
	for i := 0; i < len(hits); {
		t := &ix.templates[hits[i].template]
		slack := 40 + len(t.words)/8
		j := i
		for j < len(hits) && hits[j].template == hits[i].template && hits[j].shift <= hits[max(i, j-1)].shift+slack {
			j++
		}
		n := j - i
		if n*5 >= t.sampled {
			out = append(out, candidate{hits[i].template, max(0, hits[i].shift-8), min(len(tokens), hits[j-1].shift+len(t.words)+8), n * 100 / max(1, t.sampled)})
		}
		i = j
	}
	return likely(out)
}

// likely leaves out candidates that share their place with one that has far more
// of its grams in the text.
func likely(cs []candidate) []candidate {
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Compare(b.hits, a.hits) })
	var out []candidate
	for _, c := range cs {
		beaten := slices.ContainsFunc(out, func(b candidate) bool {
			return b.hits*10 > c.hits*15 && min(b.end, c.end)-max(b.start, c.start) > (c.end-c.start)/2
		})
		if !beaten && len(out) < maxCandidates {
			out = append(out, c)
		}
	}
	return out
}

// aligned is a template laid on the tokens.
type aligned struct {
	id         string
	start, end int // tokens
	matched    int
	cost       int // words missing or added
	likeness   float64
}

func (ix *index) align(text []byte, tokens []token, c candidate) (aligned, bool) {
	t := &ix.templates[c.template]
	window := tokens[c.start:c.end]
	// what a template laid well may miss, lack and add
	limit := t.required/5 + (len(t.words) - t.required) + min(20*t.blanks, 200) + max(24, len(window)-len(t.words)) + 8
	pairs, ok := ix.paired(t.words, window, limit)
	if !ok || len(pairs) == 0 {
		return aligned{}, false
	}
	pairs = dense(pairs)
	required := 0
	for _, p := range pairs {
		if !t.optional[p.template] {
			required++
		}
	}
	first, last := pairs[0].text, pairs[len(pairs)-1].text
	added := last - first + 1 - len(pairs)
	cost := t.required - required + max(0, added-20*t.blanks)
	if ix.turned(text, t, window, pairs) {
		cost += t.required / 8 // modified, whatever else is the same
	}
	a := aligned{t.id, c.start + first, c.start + last + 1, len(pairs), cost, 1 - float64(cost)/float64(max(1, t.required))}
	return a, a.likeness >= modifiedText && (t.required >= shortText || cost <= t.required/12)
}

// dense drops pairs at both ends that lie apart from the rest: common words of
// what stands before and behind the text.
func dense(pairs []pairing) []pairing {
	best, sum := 0, 0
	from, start, end := 0, 0, len(pairs)
	for i := range pairs {
		if i > 0 {
			sum -= max(0, (pairs[i].text-pairs[i-1].text-1-farApart)/4) + max(0, (pairs[i].template-pairs[i-1].template-1-farApart)/4)
		}
		if sum < 0 {
			from, sum = i, 0
		}
		if sum++; sum > best {
			best, start, end = sum, from, i+1
		}
	}
	return pairs[start:end]
}

// farApart is how many words may stand between two that belong together.
const farApart = 6

// turned reports whether a template's meaning was turned: by a "not" that is
// added or gone, or by words in between that restrict use. Such a text is a
// modified one, whatever else is the same.
func (ix *index) turned(text []byte, t *template, window []token, pairs []pairing) bool {
	for i := 1; i < len(pairs); i++ {
		a, b := pairs[i-1], pairs[i]
		added, missing := b.text-a.text-1, b.template-a.template-1
		for n := a.template + 1; n < b.template; n++ {
			if ix.negates[t.words[n]] && !t.optional[n] && added < 8 {
				return true
			}
		}
		if added == 0 {
			continue
		}
		for n := a.text + 1; n < b.text && added <= 3 && missing == 0; n++ {
			if ix.negates[window[n].word] {
				return true
			}
		}
		between := oneSpace(text[window[a.text].at.start:window[b.text].at.end])
		if added >= 3 && added < 400 && wordKinds(between)&restrict != 0 && restricts.Match(between) && !harmless.Match(between) {
			return true
		}
	}
	return false
}

// maxDifferent bounds how many words two texts may differ in: time and memory of
// an alignment grow with its square (9 MB at most).
const maxDifferent = 1500

// pairing is a word of the template with its place in the window.
type pairing struct{ template, text int }

// paired pairs the words of a template and a window in order, by Myers'
// algorithm: https://doi.org/10.1007/BF01840446. It gives up where more than
// limit words would have to be left out.
func (ix *index) paired(a []uint16, b []token, limit int) ([]pairing, bool) {
	n, m := len(a), len(b)
	limit = min(limit, n+m, maxDifferent)
	v := make([]int32, 2*limit+3)
	// the state of each round, one behind the other: round d has 2d+2 places
	arena, _ := ix.arenas.Get().(*[]int32)
	if arena == nil {
		arena = new([]int32)
	}
	defer ix.arenas.Put(arena)
	trace := (*arena)[:0]
	defer func() { *arena = trace }()
	for d := 0; d <= limit; d++ {
		trace = append(trace, v[limit-d:limit+d+2]...)
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && v[limit+k-1] < v[limit+k+1] {
				x = int(v[limit+k+1])
			} else {
				x = int(v[limit+k-1]) + 1
			}
			y := x - k
			for x < n && y < m && a[x] == b[y].word {
				x, y = x+1, y+1
			}
			v[limit+k] = int32(x)
			if x >= n && y >= m {
				return backtrack(trace, a, b, d), true
			}
		}
	}
	return nil, false
}

func backtrack(trace []int32, a []uint16, b []token, d int) []pairing {
	out := make([]pairing, 0, len(a))
	x, y := len(a), len(b)
	for ; d >= 0; d-- {
		v := trace[d*d+d:][:2*d+2] // v[k+d] is diagonal k
		k := x - y
		get := func(k int) int32 {
			if i := k + d; i >= 0 && i < len(v) {
				return v[i]
			}
			return -1
		}
		prev := k - 1
		if k == -d || k != d && get(k-1) < get(k+1) {
			prev = k + 1
		}
		px := int(get(prev))
		py := px - prev
		if d == 0 {
			px, py = 0, 0
		}
		for x > px && y > py && x > 0 && y > 0 && a[x-1] == b[y-1].word {
			x, y = x-1, y-1
			out = append(out, pairing{x, y})
		}
		x, y = px, py
	}
	slices.Reverse(out)
	return out
}

// choose takes, of templates laid over the same words, the one that explains
// most and misses least.
func choose(tokens []token, found []aligned) []match {
	slices.SortStableFunc(found, func(a, b aligned) int {
		return cmp.Or(cmp.Compare(b.matched-4*b.cost, a.matched-4*a.cost), cmp.Compare(a.id, b.id))
	})
	var out []match
	var taken []aligned
	for _, a := range found {
		if slices.ContainsFunc(taken, func(t aligned) bool { return a.start < t.end && t.start < a.end }) {
			continue
		}
		taken = append(taken, a)
		if a.likeness < sameText {
			continue // it hides what is less like, and concludes nothing
		}
		m := match{Start: tokens[a.start].at.start, End: tokens[a.end-1].at.end}
		if x, ok := spdx.Exception(a.id); ok {
			m.exception = x
		} else {
			m.Expression = matchExpr(a.id)
		}
		out = append(out, m)
	}
	return out
}
