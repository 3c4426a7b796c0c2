package license

import (
	"math/bits"
	"slices"
)

// grams are runs of words of templates, by which templates are found in a text.
type grams struct {
	all    []gramAt // by bucket
	starts []uint32 // of each bucket
	shift  int      // of a hash, to its bucket
}

// gramAt is a gram's place in a template.
type gramAt struct {
	hash     uint32
	template uint16
	at       uint16
}

const (
	gramSize   = 5
	gramSample = 4  // one gram in so many is in the index: both sides take the same
	shortWords = 80 // a template below has all of its grams there
	bucketful  = 4  // grams to a bucket, about
)

// sort puts the grams into their buckets. To do it when they are loaded takes less time
// than to read them sorted, which does not compress.
func (gs *grams) sort() {
	n := bits.Len(uint(len(gs.all) / bucketful))
	gs.shift = 32 - n
	gs.starts = make([]uint32, 1<<n+1)
	for _, g := range gs.all {
		gs.starts[g.hash>>gs.shift+1]++
	}
	for i := range gs.starts[1:] {
		gs.starts[i+1] += gs.starts[i]
	}
	next := slices.Clone(gs.starts)
	sorted := make([]gramAt, len(gs.all))
	for _, g := range gs.all {
		b := g.hash >> gs.shift
		sorted[next[b]] = g
		next[b]++
	}
	gs.all = sorted
}

// of gives the grams among which those of a hash are, and the place of the first.
func (gs *grams) of(hash uint32) (uint32, []gramAt) {
	b := hash >> gs.shift
	return gs.starts[b], gs.all[gs.starts[b]:gs.starts[b+1]]
}

func taken(h uint32) bool { return h%gramSample == 0 }

// gram hashes the next words (FNV-1a over their places in the dictionary).
func gram(w []uint16) uint32 {
	h := uint32(fnvBasis)
	for _, x := range w[:gramSize] {
		h = mix(h, x)
	}
	return h ^ h>>15
}

func gramOf(ts []token) uint32 {
	h := uint32(fnvBasis)
	for _, t := range ts[:gramSize] {
		h = mix(h, t.word)
	}
	return h ^ h>>15
}

const (
	fnvBasis = 2166136261
	fnvPrime = 16777619
)

func mix(h uint32, x uint16) uint32 {
	h = (h ^ uint32(x&0xff)) * fnvPrime
	return (h ^ uint32(x>>8)) * fnvPrime
}
