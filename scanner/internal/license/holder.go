package license

import (
	"bytes"
)

// identifies reports whether a line identifies a work or its holder and is no term:
// such lines vary between copies of one license.
func identifies(line []byte) bool { return namesHolder(line) && onlyIdentifies(line, wordKinds(line)) }

// onlyIdentifies reports whether a line that names a holder, of words of some kinds, is no
// term beside.
func onlyIdentifies(line []byte, kinds uint8) bool {
	if pages.in(line) && AnyRestricted(linked(line).Licenses()) {
		return false
	}
	if kinds&(more|restrict) == 0 {
		return true
	}
	rest := lower(nil, reserved().ReplaceAll(line, nil))
	return !saysMore.match(rest) && !restricts.match(rest)
}

var (
	// pages are parts of the addresses of licenses that restrict use
	pages    = anyOf("://creativecommons|licens|bsl|clause|LICENS")
	reserved = lazily(`(?i)all rights? reserved|copyright(ed)?( holders?)?|rights reserved`)
	// saysMore finds terms behind a holder's name, in its line
	saysMore = gated(
		`licen`, `\blicen[sc]e[ds]? (under|to)\b`,
		`you can|welcome to`, `\b(you can|welcome to) (use|copy|modify|distribute|do)\b`,
		`may be|may also be`, `\bmay (also )?be (freely )?(used|copied|modified|distributed|redistributed|reproduced)\b`,
		`permission|permitted|redistribut|grant|may not|shall|prohibited|subject to|must|only|pay|should|cannot|require|free|fee|paid`,
		`\b(permission|permitted|redistribut\w*|granted|grants|may not|shall|prohibited|subject to|must|only|pays?|should|cannot|requires?|required|free|fees?|paid)\b`,
	)
)

// longLine is a paragraph, however it begins.
const longLine = 400

// namesHolder reports whether a line has the form of one that names a work, its holder
// or its address, whatever else it says. It is asked for every line of every text.
func namesHolder(line []byte) bool {
	if len(line) >= longLine {
		return false
	}
	l := bytes.TrimLeft(bytes.TrimRight(line, "\r\n "), " \t\n\v\f\r#*/;%.>|\"'!-")
	if len(l) == 0 {
		return true
	}
	switch c := l[0] | 0x20; c {
	case 'c', 'p', 's', 'm', 'a', 'o', 'u', 'h', 'f', 'i', 't', 'd', '@' | 0x20:
		if holderNamed(l) {
			return true
		}
	case '(':
		if rest, ok := cutFold(l, "(c)"); ok && len(rest) > 0 && isSpace(rest[0]) {
			return !itemOfList(l, rest)
		}
	case 0xE7 | 0x20:
		if bytes.HasPrefix(l, []byte("版权所有")) {
			return true
		}
	case 0xC2 | 0x20:
		if bytes.HasPrefix(l, []byte("©")) {
			return true
		}
	case '<' | 0x20:
		if end := bytes.IndexByte(l, '>'); l[0] == '<' && end > 0 && !wordy(l[end+1:]) {
			return true // a tag alone
		}
	}
	return alone(l) || !lettered(l)
}

// itemOfList reports whether a line begins with the third letter of a list rather than with
// the sign of copyright: in small letters, and neither a year nor a holder behind it.
func itemOfList(l, rest []byte) bool {
	if _, ok := cutAny(bytes.TrimSpace(rest), "copyright", "by "); ok || l[1] == 'C' || bytes.ContainsAny(rest, "0123456789@") {
		return false
	}
	return bytes.ContainsFunc(rest, func(c rune) bool { return 'a' <= c && c <= 'z' }) && len(bytes.Fields(rest)) != capitals(rest)
}

// capitals counts the words that begin with one.
func capitals(b []byte) int {
	n := 0
	for _, w := range bytes.Fields(b) {
		if w[0] < 'a' || w[0] > 'z' {
			n++
		}
	}
	return n
}

// holderNamed reads the words that begin a line of a holder.
func holderNamed(l []byte) bool {
	if copyrighted(l) {
		return true
	}
	if rest, ok := cutFold(l, "all rights reserved"); ok {
		return !wordy(rest)
	}
	for _, label := range holderLabels {
		rest, ok := cutFold(l, label.name)
		if !ok {
			continue
		}
		if label.several {
			rest, _ = cutFold(rest, "s")
		}
		if _, defined := cutAny(rest, ": means ", ": each "); len(rest) > 0 && rest[0] == ':' {
			return !defined && (!label.empty || len(bytes.TrimSpace(rest[1:])) == 0)
		}
	}
	if rest, ok := cutFold(l, "upstream"); ok && len(rest) > 1 && (rest[0] == ' ' || rest[0] == '-') {
		_, ok := cutAny(rest[1:], "author", "maintainer", "contact", "name")
		return ok && bytes.IndexByte(rest, ':') > 0
	}
	if rest, ok := cutFold(l, "debian packag"); ok {
		return bytes.IndexByte(rest, ' ') > 0
	}
	if rest, ok := cutAny(l, "the author of this software ", "the authors of this software "); ok {
		_, ok = cutAny(rest, "is ", "are ")
		return ok
	}
	rest, ok := cutAny(l, "it was ", "this package was ", "this was ")
	if ok {
		_, ok = cutAny(rest, "debianized", "downloaded", "originally", "packaged")
	}
	return ok
}

var holderLabels = []struct {
	name           string
	several, empty bool // may end in s; nothing stands behind it
}{
	{"author", true, false}, {"@author", true, false}, {"maintainer", true, false}, {"contributor", true, false}, {"file", true, false},
	{"source", false, false}, {"homepage", false, false}, {"format", false, false}, {"comment", false, true},
}

// copyrighted reports whether a line begins as a notice of copyright does.
func copyrighted(l []byte) bool {
	rest, _ := cutAny(l, "portions", "parts", "some", "original", "modifications")
	rest = bytes.TrimLeft(bytes.TrimPrefix(rest, []byte(",")), " \t")
	rest, _ = cutFold(rest, "are ")
	whole := len(rest) == len(l)
	c := rest
	rest, ok := cutFold(rest, "copyright")
	if !ok {
		return false
	}
	if len(rest) == 0 {
		return whole
	}
	rest, passive := cutFold(rest, "ed")
	if len(rest) == 0 || !isSpace(rest[0]) && rest[0] != ',' && !signed(rest) {
		return false
	}
	rest = bytes.TrimLeft(rest, " \t,")
	if _, by := cutAny(rest, "by ", "by:"); by || len(rest) == 0 || signed(rest) {
		return true
	}
	if more, ok := cutAny(rest, copyrightNouns...); ok && (len(more) == 0 || !letter(rune(more[0])) || more[0]|0x20 == 's') {
		return !wordy(more) || bytes.IndexByte(more, ':') >= 0
	}
	// within a sentence it is of small letters, or what follows is
	_, the := cutAny(rest, "the ")
	return !passive && c[0] == 'C' && (the || rest[0] < 'a' || rest[0] > 'z')
}

// copyrightNouns follow the word in a sentence, which a line may begin in the midst of.
var copyrightNouns = []string{"notice", "law", "licen", "holder", "owner", "and", "or", "in", "is", "interest", "statement", "protection", "right", "treaty", "treatie", "act", "material", "work", "over", "as", "to", "for", "of", "if", "may", "shall", "permission", "registration", "infring", "claim", "management", "legislation", "status"}

// signed reports whether the word copyright is followed by the sign, a year or a blank for one.
func signed(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t")
	return len(rest) > 0 && bytes.IndexByte([]byte(":(0123456789[<{@-"), rest[0]) >= 0 || bytes.HasPrefix(rest, []byte("©"))
}

// alone reports whether a line is nothing but an address, of a page or of a person.
func alone(l []byte) bool {
	end := bytes.IndexAny(l, " \t\v\f\r")
	if end < 0 {
		end = len(l)
	}
	if wordy(l[end:]) {
		return false
	}
	if rest, ok := cutAny(l[:end], "http://", "https://"); ok {
		return len(rest) > 0
	}
	at, dot := bytes.IndexByte(l[:end], '@'), bytes.LastIndexByte(l[:end-1], '.')
	return at > 0 && dot > at+1
}

// wordy reports whether there is a letter or digit of ASCII.
func wordy(b []byte) bool {
	for _, c := range b {
		if c == '_' || c < 0x80 && letter(rune(c)) {
			return true
		}
	}
	return false
}

// lettered reports whether there is a letter of any script.
func lettered(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z' {
			return true
		}
	}
	return false
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// cutFold cuts words in lower case from the beginning of a line, whatever its case.
func cutFold(l []byte, prefix string) ([]byte, bool) {
	if len(l) < len(prefix) {
		return l, false
	}
	for i := range len(prefix) {
		c := l[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != prefix[i] {
			return l, false
		}
	}
	return l[len(prefix):], true
}

func cutAny(l []byte, prefixes ...string) ([]byte, bool) {
	for _, p := range prefixes {
		if rest, ok := cutFold(l, p); ok {
			return rest, true
		}
	}
	return l, false
}
