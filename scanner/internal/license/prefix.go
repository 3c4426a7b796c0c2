package license

import "bytes"

// leastRun is how many lines in a row have the same before them where it is a listing's
// number or a comment's sign.
const leastRun = 4

// maxPrefix is how long such a number or sign is, in bytes.
const maxPrefix = 16

// commentWords are those that begin a comment, beside single letters: of DOS, m4, Texinfo,
// J and fonts (BDF, AFM).
var commentWords = setOf("rem @rem dnl @comment nb. comment")

// labels reports whether a word is the sign of a comment with the label of a field:
// %%Copyright: in PostScript.
func labels(word []byte) bool {
	return len(word) > 2 && bytes.IndexByte([]byte("%#*;/!"), word[0]) >= 0 && word[len(word)-1] == ':'
}

// unlisted takes from lines in a row what stands before them, and is none of their words:
// numbers that go up by one, or one and the same sign of a comment that has a letter.
func unlisted(text []byte) []byte {
	var out []byte
	done := 0
	var run []span
	sign, number := "", -1
	flush := func() {
		if len(run) >= leastRun {
			for _, p := range run {
				out = append(out, text[done:p.start]...)
				done = p.end
			}
		}
		run = run[:0]
	}
	for at := 0; at < len(text); {
		line := firstLine(text[at:])
		s, n, p := linePrefix(line)
		switch {
		case p.start == p.end && len(bytes.TrimSpace(line)) == 0: // a line left empty
		case n >= 0 && n == number+1, s != "" && s == sign:
		default:
			flush()
		}
		if p.end > p.start {
			run = append(run, span{at + p.start, at + p.end})
			sign, number = s, n
		} else if len(run) == 0 {
			sign, number = "", -1
		}
		at += len(line)
	}
	flush()
	if out == nil {
		return text
	}
	return append(out, text[done:]...)
}

// linePrefix gives the sign or the number that begins a line, with its place.
func linePrefix(line []byte) (sign string, number int, at span) {
	start := 0
	for start < len(line) && (line[start] == ' ' || line[start] == '\t') {
		start++
	}
	end := start
	for end < len(line) && !isSpace(line[end]) {
		if end++; end-start > maxPrefix {
			return "", -1, span{}
		}
	}
	var buf [maxPrefix]byte
	word := lower(buf[:0], line[start:end])
	digits, letters, number := 0, 0, 0
	for _, c := range word {
		switch {
		case '0' <= c && c <= '9':
			digits, number = digits+1, number*10+int(c-'0')
		case 'a' <= c && c <= 'z':
			letters++
		}
	}
	switch {
	case digits > 0 && digits == len(word):
		return "", number, span{start, end}
	case letters == 1 || commentWords[string(word)] || letters > 0 && labels(word):
		return string(word), -1, span{start, end}
	}
	return "", -1, span{}
}
