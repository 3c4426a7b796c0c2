package license

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a stretch of a text, in bytes.
type span struct{ start, end int }

// words splits a text into its normalized words: runs of letters and digits in
// lower case. Chinese, Japanese and Korean characters are a word each, because
// no space separates theirs.
func words(b []byte) []string {
	out := make([]string, 0, len(b)/6)
	eachWord(b, func(w []byte, _ span) {
		out = append(out, string(bytes.ToLower(w)))
	})
	return out
}

func eachWord(b []byte, f func(word []byte, at span)) {
	for i := 0; ; {
		start, end, _ := nextWord(b, i)
		if start == end {
			return
		}
		f(b[start:end], span{start, end})
		i = end
	}
}

// nextWord finds the word at or behind a place, and whether it is of ASCII alone. There
// is none where it ends as it starts.
func nextWord(b []byte, i int) (start, end int, plain bool) {
	for i < len(b) && !latin[b[i]] {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, n := utf8.DecodeRune(b[i:])
		if ideograph(c) {
			return i, i + n, false
		}
		if letter(c) {
			break
		}
		i += n
	}
	start, plain = i, true
	for i < len(b) {
		if b[i] < utf8.RuneSelf {
			if !latin[b[i]] {
				break
			}
			i++
			continue
		}
		c, n := utf8.DecodeRune(b[i:])
		if ideograph(c) || !letter(c) {
			break
		}
		i, plain = i+n, false
	}
	return start, i, plain
}

// latin are the letters and digits of ASCII.
var latin = func() (out [256]bool) {
	for _, c := range []byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		out[c] = true
	}
	return out
}()

func letter(c rune) bool {
	if c < utf8.RuneSelf {
		return latin[c]
	}
	return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

func ideograph(c rune) bool {
	return c >= 0x2E80 && (unicode.Is(unicode.Han, c) || unicode.Is(unicode.Hiragana, c) || unicode.Is(unicode.Katakana, c))
}

func countWords(b []byte) int {
	n := 0
	eachWord(b, func([]byte, span) { n++ })
	return n
}

// terms returns the text without its identifying lines.
func terms(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for line := range bytes.Lines(b) {
		if !identifies(line) {
			out = append(out, line...)
		}
	}
	return out
}

// digest identifies the words of a text.
func digest(text []byte) string {
	h := sha256.New()
	var room [5 << 10]byte
	buf := room[:0]
	eachWord(text, func(w []byte, _ span) {
		if buf = append(lowerWord(buf, w), ' '); len(buf) > digested {
			h.Write(buf)
			buf = buf[:0]
		}
	})
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// digested is how many bytes are hashed at a time.
const digested = 4 << 10

// setOf is the set of some words.
func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
