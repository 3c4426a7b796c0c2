package license

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// letters gives a text its plain letters: pages and printed documents have ligatures, signs
// that only tell where a word may be parted, and letters of full width; old files end lines
// by a carriage return alone; programs hold texts as string literals.
// https://www.unicode.org/charts/PDF/UFB00.pdf, https://www.unicode.org/charts/PDF/UFF00.pdf
func letters(b []byte) []byte {
	if bytes.IndexByte(b, '\r') >= 0 && bytes.IndexByte(b, '\n') < 0 {
		b = bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
	}
	switch {
	case isJSON(b):
		b = fieldEnd().ReplaceAll(b, []byte("\",\n\""))
		b = unquoted(b)
	case bytes.IndexByte(b, '\\') >= 0 && bytes.Count(b, []byte(`\n"`))+bytes.Count(b, []byte(`\n\`)) >= leastLines:
		b = unquoted(b)
	}
	if !unplain.in(b) {
		return b
	}
	return []byte(plain.Replace(string(b)))
}

// unplain begins whatever plain replaces.
var unplain = anyOf("\u00ad|\u00a0|\u2010|\u2011|\u200b|\u200c|\u200d|\u2060|\ufeff|\xef\xac|\xef\xbc|\xef\xbd")

func isJSON(b []byte) bool {
	head := bytes.TrimLeft(b[:min(len(b), 200)], " \t\r\n")
	return len(head) > 0 && (head[0] == '{' || head[0] == '[') && jsonHead().Match(head)
}

var (
	jsonHead = lazily(`\A(?:\{|\[\s*(?:\{\s*)?)\s*"`)
	fieldEnd = lazily(`",[ \t]*"`) // so that each stands in a line of its own
)

// unquoted gives what stands in string literals, its escapes undone.
func unquoted(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 {
		return b
	}
	return []byte(escapes.Replace(string(unicodeEscape().ReplaceAllFunc(b, func(e []byte) []byte {
		n, err := strconv.ParseUint(string(e[2:]), 16, 16)
		if err != nil {
			return e
		}
		return utf8.AppendRune(nil, rune(n))
	}))))
}

// leastLines is how many lines of a text end in a string literal where it is one.
const leastLines = 3

// escapes are those of C, JSON and their kin.
// https://www.rfc-editor.org/rfc/rfc8259#section-7
var escapes = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r", `\t`, "\t", `\"`, `"`, `\'`, "'", `\/`, "/")

var unicodeEscape = lazily(`\\u[0-9a-fA-F]{4}`)

var plain = func() *strings.Replacer {
	pairs := []string{
		"\u00ad", "", "\u00a0", " ", "\u2010", "-", "\u2011", "-", "\u200b", " ", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "",
		"\ufb00", "ff", "\ufb01", "fi", "\ufb02", "fl", "\ufb03", "ffi", "\ufb04", "ffl", "\ufb05", "st", "\ufb06", "st",
	}
	for c := '0'; c <= 'z'; c++ {
		if c < 0x80 && latin[c] {
			pairs = append(pairs, string(c+0xFEE0), string(c))
		}
	}
	return strings.NewReplacer(pairs...)
}()
