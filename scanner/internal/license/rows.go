package license

import "strings"

// rows are the words of a text that stand in a row, by their hashes: a set that may
// take a few for present that are not.
type rows [rowBits / 64]uint64

const (
	rowBits = 1 << 18
	rowSize = 3 // words
)

func (r *rows) add(h uint32)      { r[h%rowBits/64] |= 1 << (h % 64) }
func (r *rows) has(h uint32) bool { return r[h%rowBits/64]&(1<<(h%64)) != 0 }

// rowsIn gives those of a stretch of a text.
func (d *document) rowsIn(s span) *rows {
	out := new(rows)
	var row [rowSize]uint32
	var buf []byte
	for i, w := range d.in(s) {
		copy(row[:], row[1:])
		row[rowSize-1] = hashWord(d.spelled(w, &buf))
		if i >= rowSize-1 {
			out.add(hashRow(row))
		}
	}
	return out
}

// hashWord is FNV-1a.
func hashWord(w []byte) uint32 {
	h := uint32(fnvBasis)
	for _, c := range w {
		h = (h ^ uint32(c)) * fnvPrime
	}
	return h
}

func hashRow(row [rowSize]uint32) uint32 {
	h := uint32(0)
	for _, w := range row {
		h = (h<<7 | h>>25) ^ w*2654435761
	}
	return h ^ h>>15
}

// patternRuns gives rows of a pattern's words that no text it matches lacks: those that
// stand in one of its lines, outside of groups, without a blank among them.
func patternRuns(lre string) []uint32 {
	var out []uint32
	depth := 0
	for line := range strings.Lines(patternComment().ReplaceAllString(lre, "")) {
		opens, closes := strings.Count(line, "(("), strings.Count(line, "))")
		if depth == 0 && opens == 0 {
			for _, part := range patternBlank().Split(line, -1) {
				ws := words([]byte(part))
				for i := rowSize; i <= len(ws); i++ {
					var row [rowSize]uint32
					for n, w := range ws[i-rowSize : i] {
						row[n] = hashWord([]byte(w))
					}
					out = append(out, hashRow(row))
				}
			}
		}
		if depth = max(0, depth+opens-closes); len(out) >= maxPatternWords {
			break
		}
	}
	return out
}
