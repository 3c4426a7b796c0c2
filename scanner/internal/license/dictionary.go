package license

import "math/bits"

// dictionary tells words their places: an open table by a hash that every word of a
// document has.
type dictionary struct {
	slots []uint16 // one more than the number of an entry
	words []string
	place []uint16 // of each of words: some stand for others
}

// Places of words that no template has, and of those that matching passes over.
const (
	unknownWord = 0xFFFF
	silentWord  = 0xFFFE
)

func newDictionary(words int) dictionary {
	return dictionary{slots: make([]uint16, 2<<bits.Len(uint(words)))}
}

// slot is where a word is, or would be.
func (d *dictionary) slot(w []byte, hash uint32) *uint16 {
	for i := int(hash); ; i++ {
		s := &d.slots[i&(len(d.slots)-1)]
		if *s == 0 || d.words[*s-1] == string(w) {
			return s
		}
	}
}

// add gives a word a place. The number of words is that of [newDictionary] at most.
func (d *dictionary) add(word string, place uint16) {
	w := []byte(word)
	s := d.slot(w, hashWord(w))
	if *s == 0 {
		d.words, d.place = append(d.words, word), append(d.place, place)
		*s = uint16(len(d.words))
		return
	}
	d.place[*s-1] = place
}

// find gives the place of a word in lower case whose hash is known, or unknownWord.
func (d *dictionary) find(w []byte, hash uint32) uint16 {
	if s := *d.slot(w, hash); s > 0 {
		return d.place[s-1]
	}
	return unknownWord
}

// of gives the place of a word in lower case.
func (d *dictionary) of(word string) uint16 { return d.find([]byte(word), hashWord([]byte(word))) }
