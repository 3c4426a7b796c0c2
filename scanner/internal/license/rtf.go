package license

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// Rich Text Format is what installers show licenses in.
// https://www.biblioscape.com/rtf15_spec.htm

func isRTF(b []byte) bool { return bytes.HasPrefix(b, []byte(`{\rtf`)) }

// silent are destinations whose text is not part of the document.
var silent = map[string]bool{
	"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "listtable": true,
	"listoverridetable": true, "generator": true, "header": true, "footer": true, "themedata": true, "datastore": true, "latentstyles": true, "rsidtbl": true,
}

// spaces are control words that part words.
var spaces = map[string]string{"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": " ", "cell": " ", "emdash": "-", "endash": "-", "lquote": "'", "rquote": "'", "ldblquote": `"`, "rdblquote": `"`, "bullet": "*"}

// maxGroups bounds how deep groups stand within each other.
const maxGroups = 1000

// rtfGroup is what holds within braces.
type rtfGroup struct {
	hidden  bool // its text is left out
	replace int  // characters that stand for a Unicode one before them
}

// rtfText gives the words of a document, whatever it looks like.
func rtfText(b []byte) []byte {
	out := make([]byte, 0, len(b)/2)
	groups := append(make([]rtfGroup, 0, 16), rtfGroup{replace: 1})
	skip := 0
	emit := func(s ...byte) {
		if skip > 0 {
			skip--
		} else if !groups[len(groups)-1].hidden {
			out = append(out, s...)
		}
	}
	for i := 0; i < len(b); {
		group := &groups[len(groups)-1]
		switch c := b[i]; c {
		case '{':
			if len(groups) < maxGroups {
				groups = append(groups, *group)
			}
			skip = 0
			i++
		case '}':
			groups = groups[:max(1, len(groups)-1)]
			skip = 0
			i++
		case '\r', '\n':
			i++
		case '\\':
			word, number, n := rtfControl(b[i+1:])
			i += 1 + n
			switch {
			case word == "*" || silent[word]:
				group.hidden = true
			case word == "'":
				emit(windowsLatin(byte(number))...)
			case word == "uc":
				group.replace = min(max(0, number), 8)
			case word == "u":
				skip = 0
				emit(utf8.AppendRune(nil, rune(uint16(number)))...)
				skip = group.replace
			case word == "bin":
				i += min(max(0, number), len(b)-i)
			case len(word) == 1 && bytes.IndexByte([]byte(`\{}`), word[0]) >= 0:
				emit(word[0])
			case word == "~" || word == "_":
				emit(' ')
			case spaces[word] != "" && !group.hidden:
				out = append(out, spaces[word]...)
			}
		default:
			emit(c)
			i++
		}
	}
	return out
}

// windowsLatin is a character of code page 1252, its quotes and dashes as ASCII has them.
// https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT
func windowsLatin(c byte) []byte {
	switch c {
	case 0x91, 0x92:
		return []byte("'")
	case 0x93, 0x94:
		return []byte(`"`)
	case 0x95:
		return []byte("*")
	case 0x96, 0x97:
		return []byte("-")
	}
	return utf8.AppendRune(nil, rune(c))
}

// rtfControl reads what stands behind a backslash: a word of letters with a number and
// one space that ends it, or one character; n is how many bytes it takes.
func rtfControl(b []byte) (word string, number, n int) {
	letter := func(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
	if len(b) == 0 {
		return "", 0, 0
	}
	if b[0] == '\'' && len(b) >= 3 {
		v, err := strconv.ParseUint(string(b[1:3]), 16, 8)
		if err != nil {
			return "", 0, 1
		}
		return "'", int(v), 3
	}
	for n < len(b) && n < 32 && letter(b[n]) {
		n++
	}
	if n == 0 {
		return string(b[:1]), 0, 1
	}
	word = string(b[:n])
	from := n
	for n < len(b) && n < from+8 && ('0' <= b[n] && b[n] <= '9' || n == from && b[n] == '-') {
		n++
	}
	number, _ = strconv.Atoi(string(b[from:n]))
	if n < len(b) && b[n] == ' ' {
		n++
	}
	return word, number, n
}
