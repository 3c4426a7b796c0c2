package license

// Hunk is a place where two texts differ, with the words around it.
type Hunk struct {
	Before   string // up to a few words that both texts have
	Old, New string // as they stand in the texts, in one line
	After    string
}

// Bounds of a difference that a person can read.
const (
	maxDiff    = 2000 // words that differ; beyond it the texts are two
	around     = 6    // words of context
	maxBetween = 2    // words in common that do not part two places
)

// hunks lists where two texts differ in their words, whatever their lines and
// signs. It reports false for texts that have too little in common.
func hunks(a, b []byte) ([]Hunk, bool) {
	left, right := readDocument(a), readDocument(b)
	pairs, ok := common(new(arena), left.spelling(), right.spelling(), maxDiff)
	if !ok || len(pairs)*4 < max(len(left.words), len(right.words)) {
		return nil, false
	}
	var out []Hunk
	for _, g := range gaps(append(pairs, pairing{len(left.words), len(right.words)}), func(gap) bool { return true }) {
		out = append(out, Hunk{
			Before: right.quote(g.from.text-around, g.from.text),
			Old:    left.quote(g.from.template, g.to.template),
			New:    right.quote(g.from.text, g.to.text),
			After:  right.quote(g.to.text, g.to.text+around),
		})
	}
	return out, true
}

// gap is a place between words that two texts have in common.
type gap struct{ from, to pairing }

// gaps are the places between pairs that make a difference, those near to each other as one.
func gaps(pairs []pairing, differs func(gap) bool) []gap {
	var out []gap
	next := pairing{}
	for _, p := range pairs {
		if p != next && differs(gap{next, p}) {
			if n := len(out) - 1; n >= 0 && next.text-out[n].to.text <= maxBetween && next.template-out[n].to.template <= maxBetween {
				out[n].to = p
			} else {
				out = append(out, gap{next, p})
			}
		}
		next = pairing{p.template + 1, p.text + 1}
	}
	return out
}

func (d *document) spelling() []string {
	out := make([]string, len(d.words))
	var buf []byte
	for i, w := range d.words {
		out[i] = string(d.spelled(w, &buf))
	}
	return out
}

// quote gives the words from one place to another as they stand in the text.
func (d *document) quote(from, to int) string {
	from, to = max(0, from), min(to, len(d.words))
	if from >= to {
		return ""
	}
	return string(oneSpace(d.text[d.words[from].start:d.words[to-1].end]))
}
