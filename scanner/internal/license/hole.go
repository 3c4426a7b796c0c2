package license

// hole is what lies before a block of a chain, or behind the last.
type hole struct {
	template, text int // where it begins
	left           []uint16
	right          []token
	shared         int // words that may have a partner
}

// holes are those of a chain, with as many words before and behind it as the template has, and
// a few.
func (t *template) holes(chain []block, tokens []token, mem *arena) []hole {
	first, last := chain[0], chain[len(chain)-1]
	tail := len(t.words) - last.template - last.n
	from := block{0, max(0, first.text-first.template-8), 0}
	out := mem.holes[:0]
	for _, b := range append(chain, block{len(t.words), min(len(tokens), last.text+last.n+tail+8), 0}) {
		x, y := from.template+from.n, from.text+from.n
		h := hole{template: x, text: y, left: t.words[x:b.template], right: tokens[y:b.text]}
		h.shared = h.inCommon(mem)
		out = append(out, h)
		from = b
	}
	mem.holes = out
	return out
}

// inCommon is how many words both sides have, in whatever order; none where they are too long.
func (h hole) inCommon(mem *arena) int {
	if len(h.left) == 0 || len(h.right) == 0 || len(h.left) > maxGap || len(h.right) > 2*maxGap {
		return 0
	}
	if mem.counts == nil {
		mem.counts = make([]uint16, 1<<16)
	}
	for _, w := range h.left {
		mem.counts[w]++
	}
	n := 0
	for _, t := range h.right {
		if mem.counts[t.word] > 0 {
			mem.counts[t.word]--
			n++
		}
	}
	for _, w := range h.left {
		mem.counts[w] = 0
	}
	return n
}

// pairs pairs the words in order.
func (h hole) pairs(mem *arena) []pairing {
	if h.shared == 0 {
		return nil
	}
	words := mem.right[:0]
	for _, t := range h.right {
		words = append(words, t.word)
	}
	mem.right = words
	pairs, _ := common(mem, h.left, words, maxDiffers+len(h.left)/4)
	for i := range pairs {
		pairs[i].template += h.template
		pairs[i].text += h.text
	}
	return pairs
}
