package license

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
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
	start := -1
	for i := 0; i < len(b); {
		c, n := rune(b[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRune(b[i:])
		}
		switch {
		case ideograph(c):
			if start >= 0 {
				f(b[start:i], span{start, i})
				start = -1
			}
			f(b[i:i+n], span{i, i + n})
		case letter(c):
			if start < 0 {
				start = i
			}
		case start >= 0:
			f(b[start:i], span{start, i})
			start = -1
		}
		i += n
	}
	if start >= 0 {
		f(b[start:], span{start, len(b)})
	}
}

func letter(c rune) bool {
	if c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
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

// Lines that identify a work or its holder and are no terms: they vary between
// copies of one license.
var identifying = regexp.MustCompile(`(?i)^[\s#*/;%.>|"'!-]*(` + strings.Join([]string{
	`(portions|parts|some|original|modifications)?,?\s*(are )?copyright(ed)?[\s:(©0-9,].*`, `copyright$`, `\(c\)\s.*`, `©.*`, `all rights reserved\W*`,
	`@?authors?:.*`, `maintainers?:.*`, `contributors?:.*`, `upstream[- ](author|maintainer|contact|name)s?\W.*`,
	`source:.*`, `homepage:.*`, `comment:\s*$`, `files?:.*`, `format:.*`, `(it|this package|this) was (debianized|downloaded|originally|packaged).*`,
	`debian packag\w+ .*`, `https?://\S+\W*`, `\S+@\S+\.\S+\W*`, `[\W_\d]*`, `<[^>]*>\W*`,
}, "|") + `)$`)

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

func identifies(line []byte) bool {
	if len(line) >= 400 || !mayIdentify(line) || !identifying.Match(bytes.TrimRight(line, "\r\n ")) {
		return false
	}
	rest := lower(nil, reserved.ReplaceAll(line, nil))
	return !saysMore.match(rest) && !restricts.match(rest)
}

var (
	reserved = regexp.MustCompile(`(?i)all rights? reserved|copyright(ed)?( holders?)?|rights reserved`)
	// saysMore finds terms behind a holder's name, in its line
	saysMore = gated(
		`licen`, `\blicen[sc]e[ds]? (under|to)\b`,
		`permission|permitted|redistribut|granted|may not|shall|prohibited|subject to|must|only|pay|should|cannot|require|free|fee|paid`,
		`\b(permission|permitted|redistribut\w*|granted|may not|shall|prohibited|subject to|must|only|pays?|should|cannot|requires?|required|free|fees?|paid)\b`,
	)
)

// mayIdentify is what every identifying line has, cheaply looked for: most lines
// are none.
func mayIdentify(line []byte) bool {
	letters := false
	for i, c := range line {
		switch c {
		case ':', '@', '<':
			return true
		case '(':
			if i+2 < len(line) && (line[i+1] == 'c' || line[i+1] == 'C') && line[i+2] == ')' {
				return true
			}
		case 0xA9: // the end of ©
			return true
		case 'p', 'P': // coPyright, debian Package, Packaged
			if rest := line[i:]; len(rest) > 4 && (bytes.EqualFold(rest[:5], []byte("pyrig")) || bytes.EqualFold(rest[:4], []byte("pack"))) {
				return true
			}
		case 'r', 'R':
			if rest := line[i:]; len(rest) > 5 && bytes.EqualFold(rest[:6], []byte("reserv")) {
				return true
			}
		case 'd', 'D':
			if rest := line[i:]; len(rest) > 5 && (bytes.EqualFold(rest[:6], []byte("debian")) || bytes.EqualFold(rest[:6], []byte("downlo"))) {
				return true
			}
		case 'o', 'O':
			if rest := line[i:]; len(rest) > 5 && bytes.EqualFold(rest[:6], []byte("origin")) {
				return true
			}
		}
		letters = letters || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
	}
	return !letters
}

// digest identifies the words of a text.
func digest(ws []string) string {
	h := sha256.New()
	for _, w := range ws {
		h.Write([]byte(w))
		h.Write([]byte{' '})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
