package license

import (
	"cmp"
	"slices"
)

// pairing is a word of a template with its place in the tokens.
type pairing struct{ template, text int }

// Bounds of an alignment: how far back a block looks for the one before it, and
// how many words of a gap between two blocks are paired one by one.
const (
	lookBack   = 160
	leastBack  = 24      // where a text repeats the template's phrases without end
	maxSteps   = 100_000 // of such a text, beyond leastBack
	maxGap     = 600
	maxDiffers = 240 // time and memory of a gap grow with its square
	farApart   = 6   // words that may stand between two that belong together
)

// pair lays a template on the tokens: of the blocks they share the best chain is taken, and
// the gaps within it are paired word by word. The work is linear in the template's length and
// the number of blocks. Nothing comes of a chain that hope, asked for what it may come to at
// best, gives up. They are good until the next are asked for.
func (s *search) pair(c candidate, hope func(aligned) bool) []pairing {
	t := c.template
	chain := t.bestChain(c.blocksInText())
	if len(chain) == 0 {
		return nil
	}
	holes := t.holes(chain, s.tokens, s.mem)
	best := t.atBest(chain, holes)
	out := s.mem.pairs[:0]
	defer func() { s.mem.pairs = out }()
	for i, g := range holes {
		if !hope(best) {
			return nil
		}
		pairs := g.pairs(s.mem)
		best = best.without(g.shared - len(pairs))
		out = append(out, pairs...)
		if i < len(chain) {
			for n := range chain[i].n {
				out = append(out, pairing{chain[i].template + n, chain[i].text + n})
			}
		}
	}
	return t.dense(out)
}

// atBest is what a chain comes to if every word that both sides of its gaps have is paired. Words before and behind the text count for nothing.
func (t *template) atBest(chain []block, holes []hole) aligned {
	last := chain[len(chain)-1]
	a := aligned{template: t, start: chain[0].text, end: last.text + last.n}
	added := 0
	for i, g := range holes {
		a.matched += g.shared
		if i == len(chain) {
			break
		}
		a.matched += chain[i].n
		if i > 0 && !t.blank(g.template-1, g.template+len(g.left)) {
			n := max(0, len(g.right)-len(g.left))
			added += n
			if t.optional(g.template-1) && t.optional(g.template+len(g.left)) {
				a.aside += n
			}
		}
	}
	a.cost = max(0, t.required-a.matched) + added
	a.likeness = a.alike()
	return a
}

// without is what it comes to at best if some words have no partner.
func (a aligned) without(words int) aligned {
	spare := max(0, a.matched-a.template.required)
	a.matched -= words
	a.cost += max(0, words-spare)
	a.likeness = a.alike()
	return a
}

// blocksInText puts the blocks into the order of the text, and drops some for good.
func (c candidate) blocksInText() []block {
	slices.SortFunc(c.blocks, func(a, b block) int {
		return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(b.n, a.n), cmp.Compare(a.template, b.template))
	})
	return uncovered(c.blocks)
}

// uncovered drops blocks in the shadow of a far longer one: phrases that the
// template repeats elsewhere.
func uncovered(bs []block) []block {
	var long block
	return slices.DeleteFunc(bs, func(b block) bool {
		if b.text+b.n <= long.text+long.n {
			return b.n*3 < long.n
		}
		long = b
		return false
	})
}

// bestChain picks the blocks that follow one another in both texts and hold the
// most words for the gaps between them.
func (t *template) bestChain(bs []block) []block {
	score := make([]int, len(bs))
	before := make([]int, len(bs))
	best := -1
	back := max(leastBack, min(lookBack, maxSteps/max(1, len(bs))))
	for i, b := range bs {
		score[i], before[i] = b.n, -1
		for j := i - 1; j >= max(0, i-back); j-- {
			if score[j]+b.n <= score[i] {
				continue // at best
			}
			trimmed := behind(bs[j], b)
			if trimmed.n <= 0 {
				continue
			}
			gap := gapCost(t.must(bs[j].template+bs[j].n, trimmed.template)) + gapCost(trimmed.text-bs[j].text-bs[j].n)
			if s := score[j] + trimmed.n - gap; s > score[i] {
				score[i], before[i] = s, j
			}
		}
		if best < 0 || score[i] > score[best] {
			best = i
		}
	}
	var out []block
	for i := best; i >= 0; i = before[i] {
		b := bs[i]
		if before[i] >= 0 {
			b = behind(bs[before[i]], b)
		}
		out = append(out, b)
	}
	slices.Reverse(out)
	return out
}

// behind cuts from b what overlaps a. Its length is not positive where b does
// not follow a.
func behind(a, b block) block {
	cut := max(0, a.template+a.n-b.template, a.text+a.n-b.text)
	return block{b.template + cut, b.text + cut, b.n - cut}
}

// gapCost weighs words that have no partner, but could, against those that have.
func gapCost(n int) int { return max(0, n-farApart) / 4 }

// dense drops pairs at both ends that lie apart from the rest: common words of
// what stands before and behind the text.
func (t *template) dense(pairs []pairing) []pairing {
	best, sum := 0, 0
	from, start, end := 0, 0, len(pairs)
	for i := range pairs {
		if i > 0 {
			sum -= gapCost(pairs[i].text-pairs[i-1].text-1) + gapCost(t.must(pairs[i-1].template+1, pairs[i].template))
		}
		if sum < 0 {
			from, sum = i, 0
		}
		if sum++; sum > best {
			best, start, end = sum, from, i+1
		}
	}
	return whole(pairs[start:end])
}

// whole drops single words at both ends that stand apart: words as "copyright"
// stand in every text.
func whole(pairs []pairing) []pairing {
	for len(pairs) > 0 {
		n := 1 // the length of the first run
		for n < len(pairs) && pairs[n].text-pairs[n-1].text <= 2 {
			n++
		}
		if n == len(pairs) || n >= shortRun {
			break
		}
		pairs = pairs[n:]
	}
	for len(pairs) > 0 {
		n := len(pairs) - 1
		for n > 0 && pairs[n].text-pairs[n-1].text <= 2 {
			n--
		}
		if n == 0 || len(pairs)-n >= shortRun {
			break
		}
		pairs = pairs[:n]
	}
	return pairs
}

// shortRun is how many words in a row are worth to begin or end a match with.
const shortRun = 4
