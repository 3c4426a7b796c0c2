package license

import (
	"bytes"
	"strings"
)

// piece is a word as patterns see it: of a text's words, or a sign of copyright.
type piece struct {
	at   span
	word int // its place among the words, or -1
}

// pieces gives the words that patterns see: not the tags, entities and addresses of links
// of markup. All signs of copyright are one word, and several in a row are one.
func (d *document) pieces() []piece {
	out := make([]piece, 0, len(d.words))
	signed := bytes.Contains(d.text, []byte("©"))
	copyrighted := false
	sign := func(at span) {
		if !copyrighted {
			out = append(out, piece{at, -1})
		}
		copyrighted = true
	}
	before, markup := 0, 0
	for i, w := range d.words {
		at := span{int(w.start), int(w.end)}
		if signed {
			if n := bytes.Index(d.text[before:at.start], []byte("©")); n >= 0 {
				sign(span{before + n, before + n + len("©")})
			}
		}
		before = at.end
		if at.start < markup {
			continue
		}
		if end := markupEnd(d.text, at.start); end > 0 {
			if markup = end; string(d.text[at.start-1:end]) == "&copy;" {
				sign(span{at.start - 1, end})
			}
			continue
		}
		switch word := d.text[at.start:at.end]; {
		case len(word) == 1 && enclosed(d.text, at, 'c'):
			sign(span{at.start - 1, at.end + 1})
			continue
		case len(word) == 1 && i > 0 && enclosed(d.text, at, 's') && int(d.words[i-1].end) == at.start-1:
			continue // of several, or one
		case len(word) == len("copyright") && bytes.EqualFold(word, []byte("copyright")):
			sign(at)
			continue
		}
		copyrighted = false
		out = append(out, piece{at, i})
	}
	return out
}

// enclosed reports whether a word is a letter in parentheses.
func enclosed(text []byte, at span, letter byte) bool {
	return text[at.start]|0x20 == letter && at.start > 0 && text[at.start-1] == '(' && at.end < len(text) && text[at.end] == ')'
}

// maxMarkup bounds how long a tag or the address of a link is, in bytes.
const maxMarkup = 2 << 10

// markupEnd gives the end of the markup that a word begins: a tag of HTML, an entity, an
// anchor or a link's address of Markdown. It is 0 where the word is one of the text.
func markupEnd(text []byte, at int) int {
	if at == 0 {
		return 0
	}
	rest := text[at:min(len(text), at+maxMarkup)]
	switch before := text[at-1]; {
	case before == '<':
		return ended(at-1, inlineTag(text[at-1:]))
	case before == '/' && at > 1 && text[at-2] == '<':
		return ended(at-2, inlineTag(text[at-2:]))
	case before == '&' || before == '#' && at > 1 && text[at-2] == '&':
		n := 0
		for n < len(rest) && latin[rest[n]] {
			n++
		}
		if n < len(rest) && rest[n] == ';' && (before == '#' || entityNames[strings.ToLower(string(rest[:n]))]) {
			return at + n + 1
		}
	case before == '#' && at > 1 && text[at-2] == '{':
		return ended(at, until(rest, '}', " \r\n"))
	case before == '(' && at > 1 && text[at-2] == ']' && linkOf(rest),
		before == '#' && at > 2 && text[at-2] == '(' && text[at-3] == ']':
		return ended(at, until(rest, ')', " \t\r\n"))
	}
	return 0
}

// wordMarkupEnd is markupEnd for words that are compared with a license's: the address of a
// link is among those, but where the link's text is the address.
func wordMarkupEnd(text []byte, at int) int {
	end := markupEnd(text, at)
	if end > 0 && text[at-1] == '(' && !bytes.HasSuffix(text[:at-2], bytes.TrimRight(text[at:end-1], "/")) {
		return 0
	}
	return end
}

func ended(at, n int) int {
	if n < 0 {
		return 0
	}
	return at + n
}

// until gives the place behind a sign that stands before any of some others, or -1.
func until(b []byte, sign byte, others string) int {
	n := bytes.IndexByte(b, sign)
	if n < 0 || bytes.ContainsAny(b[:n], others) {
		return -1
	}
	return n + 1
}

// entityNames are the signs that texts of licenses are written with.
var entityNames = setOf("amp lt gt quot apos nbsp copy reg trade sect para middot bull hellip ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo laquo raquo eacute egrave ecirc agrave acirc ccedil ocirc ucirc icirc auml ouml uuml szlig shy")

// linkOf reports whether a word in parentheses behind brackets is an address or a file.
func linkOf(b []byte) bool {
	end := until(b, ')', " \t\r\n")
	return end > 0 && bytes.ContainsAny(b[:end], "./:#")
}

// sameInPatterns are words that patterns do not tell apart, beside the variants of
// spelling.
var sameInPatterns = map[string]string{
	"are": "is", "them": "it", "they": "it", "these": "the", "this": "the", "those": "the", "copies": "copy",
}

// patternWord is a word as patterns have it; empty where they pass over it.
func patternWord(w string) string {
	if v, ok := variants[w]; ok {
		w = v
	}
	if v, ok := sameInPatterns[w]; ok {
		w = v
	}
	return w
}

// alikeInPatterns gives for each word the one that stands for it in patterns.
func (ix *index) alikeInPatterns() []uint16 {
	out := make([]uint16, len(ix.names))
	for i := range out {
		out[i] = uint16(i)
	}
	for w, same := range sameInPatterns {
		if i := ix.word.of(w); int(i) < len(out) {
			out[i] = ix.word.of(same)
		}
	}
	return out
}
