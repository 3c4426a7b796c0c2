package license

import (
	"bytes"
)

// rejoined puts words together that were parted at the ends of lines, where the whole is a
// word of licenses and a part is none: the boxes of Ada's runtime say "Free Soft- --" and
// in the next line "-- ware Foundation". The rest of the second line stays in it.
func (ix *index) rejoined(text []byte) []byte {
	var out []byte
	at := 0
	for line := 0; ; {
		n := bytes.IndexByte(text[line:], '\n')
		if n < 0 {
			break
		}
		end := line + n
		from, to := ix.parted(text[line:end], firstLine(text[end+1:]))
		if from > 0 && line+from > at { // else the first part is a second one
			next := firstLine(text[end+1:])
			out = append(append(append(out, text[at:line+from]...), next[to.start:to.end]...), text[line+from+1:end+1]...)
			if at = end + 1 + to.end; len(bytes.Trim(next[to.end:], boxSigns+"\n")) == 0 {
				at = end + 1 + len(next) // nothing is left of it: an empty line would part paragraphs
			} else {
				out = append(out, next[:to.start]...)
			}
		}
		line = end + 1
	}
	if out == nil {
		return text
	}
	return append(out, text[at:]...)
}

// read gives the text of a file, as it is recognized.
func (ix *index) read(b []byte) []byte { return ix.rejoined(unlisted(readable(b))) }

// boxSigns are those of boxes and comments.
const boxSigns = " \t\r*#/;|-"

// parted gives the place of the hyphen that ends a line, and of the second part of its word
// in the next.
func (ix *index) parted(line, next []byte) (int, span) {
	words := bytes.TrimRight(line, boxSigns)
	hyphen := len(words)
	if hyphen == 0 || hyphen == len(line) || line[hyphen] != '-' || !lowerCase(words[hyphen-1]) {
		return 0, span{}
	}
	start := len(next) - len(bytes.TrimLeft(next, boxSigns))
	end := start
	for end < len(next) && lowerCase(next[end]) {
		end++
	}
	if end == start || end < len(next) && latin[next[end]] {
		return 0, span{}
	}
	first := hyphen
	for first > 0 && latin[words[first-1]] {
		first--
	}
	if one := lower(nil, words[first:]); !ix.parts(one, next[start:end]) {
		return 0, span{}
	}
	for end < len(next) && bytes.IndexByte([]byte(".,;:)"), next[end]) >= 0 {
		end++
	}
	return hyphen, span{start, end}
}

// prefixes are parts that stand in texts of patterns as words, and are none.
var prefixes = setOf("re un sub dis")

// parts reports whether two parts of a word are not both words themselves, as those of
// non-commercial are.
func (ix *index) parts(a, b []byte) bool {
	return ix.knows(append(a, b...)) && (prefixes[string(a)] || !ix.knows(a) || !ix.knows(b))
}

func (ix *index) knows(w []byte) bool { return ix.word.find(w, hashWord(w)) != unknownWord }

func lowerCase(c byte) bool { return 'a' <= c && c <= 'z' }
