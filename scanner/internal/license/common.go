package license

import "slices"

// arena is the memory of one search and its alignments, kept for the next.
type arena struct {
	trace  []int32
	front  []int32
	counts []uint16 // by word, all zero
	pairs  []pairing
	seen   []sighting
	once   [2][]uint64
	probes []probe
	tokens []token
	holes  []hole
	right  []uint16 // words of a hole's text
	blocks [][]block
}

// blocksFor gives room for the blocks of n templates.
func (mem *arena) blocksFor(n int) [][]block {
	for len(mem.blocks) < n {
		mem.blocks = append(mem.blocks, nil)
	}
	out := mem.blocks[:n]
	for i := range out {
		out[i] = out[i][:0]
	}
	return out
}

// cleared gives n zeros, in memory that was used before where there is enough of it.
func cleared[T any](mem []T, n int) []T {
	if cap(mem) < n {
		return make([]T, n)
	}
	mem = mem[:n]
	clear(mem)
	return mem
}

// common pairs the words of two texts in order, by Myers' algorithm:
// https://doi.org/10.1007/BF01840446. It reports false where more than limit words
// would have to be left out: time and memory grow with the limit's square.
func common[T comparable](mem *arena, a, b []T, limit int) ([]pairing, bool) {
	n, m := len(a), len(b)
	limit = min(limit, n+m)
	mem.front = cleared(mem.front, 2*limit+3)
	v := mem.front
	// the state of each round, one behind the other: round d has 2d+2 places
	trace := mem.trace[:0]
	defer func() { mem.trace = trace }()
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
			for x < n && y < m && a[x] == b[y] {
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

func backtrack[T comparable](trace []int32, a, b []T, d int) []pairing {
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
		for x > px && y > py && x > 0 && y > 0 && a[x-1] == b[y-1] {
			x, y = x-1, y-1
			out = append(out, pairing{x, y})
		}
		x, y = px, py
	}
	slices.Reverse(out)
	return out
}
