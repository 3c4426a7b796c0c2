package license

import (
	"cmp"
	"slices"
)

// search finds the templates that may stand in some tokens: those of which enough grams
// are there, where runs of words that they share lie near one diagonal.
type search struct {
	ix     *index
	tokens []token
	probes []probe
	seen   []sighting  // by template, until it was laid on the tokens
	once   [2][]uint64 // of the grams of both tables, a bit for each that was seen
	over   bool        // there were more runs of shared words than are looked at
	mem    *arena
	laid   []candidate
	found  []aligned
}

// probe is a place in the tokens with the grams that may begin there.
type probe struct {
	at    int
	hash  uint32
	grams []gramAt
}

// sighting is how many grams of a template occur, each once, from where to where, and where
// the last of them was counted.
type sighting struct{ count, first, last, counted int32 }

// candidate is a template that may stand in the tokens.
type candidate struct {
	template   *template
	blocks     []block
	start, end int  // of the template's words in the tokens, about
	shared     span // the tokens from the first block to the last
	share      int  // of its words that are in blocks, in percent
	seen       int  // of its grams
}

// block is a run of words that a template and the tokens share.
type block struct{ template, text, n int }

func (b block) shift() int { return b.text - b.template }

// Bounds of the candidates in one region.
const (
	maxCandidates = 1200
	maxBlocks     = 3 << 16 // of all templates: no real text that was tried has as many
	maxLeaders    = 3
	leastShare    = 20 // of the words that every copy of a template has, in percent
	atEdges       = 8  // words of a template outside of its grams in the index, about
)

// search counts the grams of a region that templates have. What it gives is good until it
// is closed.
func (ix *index) search(d *document, at span) *search {
	mem, _ := ix.arenas.Get().(*arena)
	if mem == nil {
		mem = new(arena)
	}
	tokens := ix.tokens(mem.tokens[:0], d, at)
	mem.tokens = tokens
	mem.seen = cleared(mem.seen, len(ix.templates))
	s := &search{ix: ix, tokens: tokens, seen: mem.seen, probes: mem.probes[:0], mem: mem}
	tables := [2]*grams{&ix.others, &ix.sampled}
	for i, t := range tables {
		mem.once[i] = cleared(mem.once[i], len(t.all)/64+1)
		s.once[i] = mem.once[i]
	}
	for i := range max(0, len(tokens)-gramSize+1) {
		hash := gramOf(tokens[i:])
		n := 0
		if taken(hash) {
			n = 1
		}
		at, grams := tables[n].of(hash)
		p := probe{i, hash, grams}
		if s.sight(p, s.once[n], at) {
			s.probes = append(s.probes, p)
		}
	}
	return s
}

// close gives the memory back.
func (s *search) close() {
	s.mem.probes = s.probes
	s.ix.arenas.Put(s.mem)
}

// sight counts the grams that may begin at a place, the first of which is at one in its
// table: of a phrase that the template repeats one, and none that was seen before.
func (s *search) sight(p probe, once []uint64, at uint32) (found bool) {
	for i, g := range p.grams {
		if g.hash != p.hash {
			continue
		}
		found = true
		x := &s.seen[g.template]
		here := int32(p.at)
		if x.count == 0 {
			x.first, x.counted = here, -1
		}
		x.last = here
		bit, word := uint64(1)<<((at+uint32(i))%64), &once[(at+uint32(i))/64]
		if x.counted != here && *word&bit == 0 {
			*word |= bit
			x.count++
			x.counted = here
		}
	}
	return found
}

// leader is the template that explains most of the tokens, as far as its grams tell.
func (s *search) leader() []int {
	leader, most := -1, 0
	for n, x := range s.seen {
		if x.count == 0 {
			continue
		}
		t := &s.ix.templates[n]
		missing := max(0, t.needed-int(x.count))
		if score := t.required - 3*t.required*missing/max(1, t.needed); score > most && !s.hopeless(n) {
			leader, most = n, score
		}
	}
	if leader < 0 {
		return nil
	}
	return []int{leader}
}

// having gives the templates that have a part of their grams in the tokens.
func (s *search) having(part, of int) []int {
	var out []int
	for n, x := range s.seen {
		if x.count > 0 && int(x.count)*of >= s.ix.templates[n].needed*part && !s.hopeless(n) {
			out = append(out, n)
		}
	}
	return out
}

// hopeless reports whether a template has far fewer of its grams than another in its
// place, or explains less than one that is found there if it misses no more than it has to
// for the grams that are missing.
func (s *search) hopeless(n int) bool {
	x, t := s.seen[n], &s.ix.templates[n]
	share := t.shareOf(x)
	if slices.ContainsFunc(s.laid, func(c candidate) bool {
		return outdoes(c.seen, share) && c.start <= int(x.first) && int(x.last) < c.end
	}) {
		return true
	}
	changed := max(0, (t.needed-int(x.count)+gramSize-1)/gramSize)
	best := aligned{start: int(x.first), end: int(x.last) + gramSize}
	best.matched = min(len(t.words)-changed, best.end-best.start+atEdges)
	best.cost = max(0, t.required-best.matched)
	return beaten(best, s.found)
}

// shareOf tells how many of a template's grams were seen, in percent.
func (t *template) shareOf(x sighting) int { return min(100, int(x.count)*100/max(1, t.grams)) }

// candidates finds where some templates may stand.
func (s *search) candidates(templates []int) []candidate {
	var out []candidate
	for i, blocks := range s.blocks(templates) {
		n := templates[i]
		t := &s.ix.templates[n]
		out = append(out, t.candidates(blocks, t.shareOf(s.seen[n]), len(s.tokens))...)
		s.seen[n].count = 0
	}
	return out
}

// candidates parts a template's blocks by where in the tokens it would begin.
func (t *template) candidates(bs []block, seen, tokens int) []candidate {
	var out []candidate
	for _, g := range copies(bs, 40+len(t.words)/8) {
		if n := covered(g, (t.required*leastShare+99)/100); n > 0 {
			share := n * 100 / len(t.words)
			start, end := max(0, g[0].shift()), min(tokens, g[len(g)-1].shift()+len(t.words))
			out = append(out, candidate{t, g, start, end, extent(g), share, min(share, seen)})
		}
	}
	return out
}

// longBlock is a run of words that no other license has by chance.
const longBlock = 24

// copies parts blocks by the copy of the template that they may be of, each near the one before by
// where it would begin, within the slack. Where there are long ones they tell: of a text with many
// copies the short ones lie everywhere, and would join them all.
func copies(bs []block, slack int) [][]block {
	slices.SortStableFunc(bs, func(a, b block) int { return cmp.Compare(a.shift(), b.shift()) })
	var long []block
	for _, b := range bs {
		if b.n >= longBlock {
			long = append(long, b)
		}
	}
	ranges := shifts(nearby(long, slack), slack)
	if len(ranges) < 2 {
		return nearby(bs, slack)
	}
	var out [][]block
	var rest []block
	i := 0
	for _, r := range ranges {
		for ; i < len(bs) && bs[i].shift() < r.start; i++ {
			rest = append(rest, bs[i])
		}
		from := i
		for i < len(bs) && bs[i].shift() <= r.end {
			i++
		}
		out = append(out, bs[from:i:i])
	}
	return append(out, nearby(append(rest, bs[i:]...), slack)...)
}

// shifts gives the ranges of where copies of a template would begin, whose blocks are in groups. Two
// groups of which one goes on where the other ends are one copy that lacks a part or has one more.
func shifts(groups [][]block, slack int) []span {
	slices.SortFunc(groups, func(a, b []block) int { return cmp.Compare(extent(a).start, extent(b).start) })
	var out []span
	for i, g := range groups {
		r := span{g[0].shift() - slack, g[len(g)-1].shift() + slack}
		if i > 0 && goesOnAs(groups[i-1], g, slack) {
			last := &out[len(out)-1]
			*last = span{min(last.start, r.start), max(last.end, r.end)}
			continue
		}
		out = append(out, r)
	}
	return joined(out)
}

// goesOnAs reports whether some blocks stand close behind others, in the text and in the template.
func goesOnAs(before, behind []block, slack int) bool {
	end, from := 0, behind[0].template
	for _, b := range before {
		end = max(end, b.template+b.n)
	}
	for _, b := range behind {
		from = min(from, b.template)
	}
	gap := extent(behind).start - extent(before).end
	return from >= end-gramSize && gap >= -gramSize && gap <= slack
}

// nearby parts blocks, in the order of their shifts, where two are further apart than the slack.
func nearby(bs []block, slack int) [][]block {
	var out [][]block
	for i := 0; i < len(bs); {
		j := i + 1
		for j < len(bs) && bs[j].shift() <= bs[j-1].shift()+slack {
			j++
		}
		out = append(out, bs[i:j:j])
		i = j
	}
	return out
}

// extent is where in the tokens some blocks lie.
func extent(bs []block) span {
	at := span{bs[0].text, bs[0].text + bs[0].n}
	for _, b := range bs[1:] {
		at = span{min(at.start, b.text), max(at.end, b.text+b.n)}
	}
	return at
}

// covered counts the words of the template that are in blocks: a text that repeats a phrase
// has it no more often than once of the template. It is 0 where they are fewer than the least.
func covered(bs []block, least int) int {
	all := 0
	for _, b := range bs {
		all += b.n
	}
	if all < least {
		return 0
	}
	bs = slices.Clone(bs)
	slices.SortFunc(bs, func(a, b block) int { return cmp.Compare(a.template, b.template) })
	n, end := 0, 0
	for _, b := range bs {
		n += max(0, b.template+b.n-max(end, b.template))
		end = max(end, b.template+b.n)
	}
	if n < least {
		return 0
	}
	return n
}

// outdoes reports whether one share is far more than another.
func outdoes(share, other int) bool { return share*10 > other*15 }

// blocks finds the runs of words that the tokens share with each of some templates. Of a
// text that repeats their phrases without end it gives none. They are good until the next
// are asked for.
func (s *search) blocks(templates []int) [][]block {
	if len(templates) == 0 {
		return nil
	}
	out := s.mem.blocksFor(len(templates))
	if len(templates) == 1 {
		out[0] = s.blocksOf(out[0], templates[0])
		return out
	}
	place := make([]int, len(s.seen))
	for i, n := range templates {
		place[n] = i + 1
	}
	total := 0
	for _, p := range s.probes {
		if total > maxBlocks {
			s.over = true
			return nil
		}
		for _, g := range p.grams {
			i := place[g.template] - 1
			if i < 0 || g.hash != p.hash || inBlock(out[i], int(g.at), p.at) {
				continue
			}
			if b := s.grow(g, p.at); b.n >= gramSize {
				out[i] = append(out[i], b)
				total++
			}
		}
	}
	return out
}

// blocksOf appends the runs of one template, and does not look within those it has.
func (s *search) blocksOf(out []block, template int) []block {
	done := 0
	for _, p := range s.probes {
		if p.at+gramSize <= done {
			continue
		}
		for _, g := range p.grams {
			if int(g.template) != template || g.hash != p.hash {
				continue
			}
			if b := s.grow(g, p.at); b.n >= gramSize {
				out = append(out, b)
				done = max(done, b.text+b.n)
			}
		}
	}
	return out
}

// recent is how many blocks of a template are asked whether they hold a gram.
const recent = 8

func inBlock(bs []block, template, text int) bool {
	for i := len(bs) - 1; i >= max(0, len(bs)-recent); i-- {
		if b := bs[i]; b.shift() == text-template && text < b.text+b.n {
			return true
		}
	}
	return false
}

// grow makes of a gram the run of equal words around it, as long as it goes. Of two grams
// with one hash it makes none.
func (s *search) grow(g gramAt, at int) block {
	words, tokens := s.ix.templates[g.template].words, s.tokens
	x, y := int(g.at), at
	n := 0
	for x+n < len(words) && y+n < len(tokens) && words[x+n] == tokens[y+n].word {
		n++
	}
	if n < gramSize {
		return block{}
	}
	for x > 0 && y > 0 && words[x-1] == tokens[y-1].word {
		x, y, n = x-1, y-1, n+1
	}
	return block{x, y, n}
}

// likely leaves out candidates that share their place with one, of them or of those
// before, that has far more of its words in the text.
func likely(cs, before []candidate) []candidate {
	slices.SortStableFunc(cs, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(len(b.template.words), len(a.template.words)))
	})
	out := slices.Clone(before)
	for _, c := range cs {
		beaten := slices.ContainsFunc(out, func(b candidate) bool {
			return outdoes(b.share, c.share) && min(b.shared.end, c.shared.end)-max(b.shared.start, c.shared.start) > (c.shared.end-c.shared.start)/2
		})
		if !beaten && len(out) < maxCandidates {
			out = append(out, c)
		}
	}
	return out[len(before):]
}
