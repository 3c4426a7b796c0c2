package lre

import (
	"bytes"
	"strings"
)

// Words are the words of a text by their numbers. A number that no expression has is a
// word that none has.
type Words struct {
	IDs  []uint16
	At   []Span // where they stand in the text
	Text []byte // in lower case
}

// Span is a stretch of a text, in bytes.
type Span struct{ Start, End int32 }

func (w Words) spelled(i int) []byte {
	if i >= len(w.At) {
		return nil
	}
	return w.Text[w.At[i].Start:w.At[i].End]
}

// midNumber reports whether a word goes on with the number that the word before it begins:
// the 1 of 2.1.
func (w Words) midNumber(i int) bool {
	if i == 0 || i >= len(w.At) {
		return false
	}
	before, at := w.At[i-1].End, w.At[i].Start
	return at == before+1 && w.Text[before] == '.' && isDigit(w.Text[before-1]) && isDigit(w.Text[at])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// Matcher matches codes whose words it knows by name. It is for one goroutine.
type Matcher struct {
	Steps int // words taken, of all texts: what the matches cost

	names []string // of the words by their numbers

	code      Code
	now, next []thread
	seen      []uint32 // by place: the last round in which a thread went there
	index     []int32  // by place: where in next
	round     uint32
	ended     bool // a thread of next is at the end
}

// NewMatcher returns a matcher of words with these names.
func NewMatcher(names []string) *Matcher { return &Matcher{names: names} }

// thread is a place in the code that the words so far lead to. At a blank it has words left.
type thread struct{ at, left int }

// Longest gives the end of the longest match that begins at a word, or -1. Neither a match
// ends in the middle of a number, nor does a blank begin there: version 2 is not 2.1.
func (m *Matcher) Longest(c Code, w Words, at int) int {
	m.code = c
	for len(m.seen) <= len(c) {
		m.seen = append(m.seen, 0)
		m.index = append(m.index, 0)
	}
	m.begin()
	m.add(0)
	end := -1
	for {
		if m.ended && !w.midNumber(at) {
			end = at
		}
		if len(m.next) == 0 || at >= len(w.IDs) {
			return end
		}
		m.now, m.next = m.next, m.now
		m.Steps += len(m.now)
		at = m.step(w, m.run(w, at))
	}
}

// run goes on while there is one thread and its words are the text's, and stops before
// the last of them.
func (m *Matcher) run(w Words, at int) int {
	if len(m.now) > 1 {
		return at
	}
	t := &m.now[0]
	for at+1 < len(w.IDs) && t.at+1 < len(m.code) && m.code[t.at] == w.IDs[at] && m.code[t.at] < End && m.code[t.at+1] < End {
		t.at++
		at++
	}
	return at
}

func (m *Matcher) begin() {
	m.next = m.next[:0]
	m.ended = false
	if m.round++; m.round == 0 { // of 2^32: what was seen in the first is not in this one
		clear(m.seen)
		m.round = 1
	}
}

// step takes the next word, or two of them, and gives the place behind.
func (m *Matcher) step(w Words, at int) int {
	m.begin()
	exact := false
	for _, t := range m.now {
		switch id := m.code[t.at]; {
		case id == wild:
			if t.left < int(m.code[t.at+1]) || !w.midNumber(at) {
				m.blank(t.at, t.left-1)
			}
		case id == w.IDs[at]:
			m.add(t.at + 1)
			exact = true
		}
	}
	if exact {
		return at + 1
	}
	return at + m.misspelled(w, at)
}

// misspelled goes on with a word that the next one, or the next two, may be meant to be,
// and gives how many words that takes.
func (m *Matcher) misspelled(w Words, at int) int {
	var have, behind []byte
	for _, t := range m.now {
		if m.code[t.at] >= End {
			continue
		}
		if have == nil {
			have, behind = w.spelled(at), w.spelled(at+1)
		}
		switch want := m.names[m.code[t.at]]; {
		case len(want) == len(have)+len(behind) && len(behind) > 0 && want[:len(have)] == string(have) && want[len(have):] == string(behind):
			m.add(t.at + 1)
			return 2
		case len(have) > len(want) && string(have[:len(want)]) == want && m.split(t.at+1, have[len(want):]):
			return 1
		case nearly(want, have):
			m.add(t.at + 1)
			return 1
		}
	}
	return 1
}

// split goes on behind a word that was written as one with the word before.
func (m *Matcher) split(from int, rest []byte) bool {
	for _, at := range m.code.from(from) {
		if at < len(m.code) && m.code[at] < End && m.names[m.code[at]] == string(rest) {
			m.add(at + 1)
			return true
		}
	}
	return false
}

// add adds the threads that go on from a place.
func (m *Matcher) add(at int) {
	for {
		if at == len(m.code) {
			m.ended = true
			return
		}
		if m.seen[at] == m.round && m.code[at] != wild {
			return
		}
		switch m.code[at] {
		case jump:
			at += 2 + int(m.code[at+1])
		case alt:
			m.seen[at] = m.round
			m.add(at + 2)
			at += 2 + int(m.code[at+1])
		case wild:
			m.blank(at, int(m.code[at+1]))
			return
		default:
			m.thread(at, 0)
			return
		}
	}
}

// blank adds the threads of a blank that may have so many words yet: in it, and behind it.
func (m *Matcher) blank(at, left int) {
	if left > 0 {
		m.thread(at, left)
	}
	m.add(at + 2)
}

// thread adds one that waits for a word. Of two in one blank the one that may have more
// words stands for both.
func (m *Matcher) thread(at, left int) {
	if m.seen[at] == m.round {
		t := &m.next[m.index[at]]
		t.left = max(t.left, left)
		return
	}
	m.seen[at], m.index[at] = m.round, int32(len(m.next))
	m.next = append(m.next, thread{at, left})
}

// leastLong is how long one of two words must be that are held to be the same.
const leastLong = 4

// nearly reports whether two words differ in no more than a letter. Of numbers every digit
// counts, and the names of the GNU licenses differ in one letter.
func nearly(want string, have []byte) bool {
	if len(have) > len(want)+1 || len(want) > len(have)+1 || max(len(have), len(want)) < leastLong {
		return false
	}
	if strings.ContainsAny(want, digits) || bytes.ContainsAny(have, digits) || strings.HasSuffix(want, gnu) || bytes.HasSuffix(have, []byte(gnu)) {
		return false
	}
	return Differ(want, have) <= 1
}

const (
	digits = "0123456789"
	gnu    = "gpl"
)

// Differ counts the letters in which two words differ, by place from both ends.
func Differ[A, B string | []byte](a A, b B) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	m := 0
	for m < len(a)-n && m < len(b)-n && a[len(a)-1-m] == b[len(b)-1-m] {
		m++
	}
	return max(len(a), len(b)) - n - m
}
