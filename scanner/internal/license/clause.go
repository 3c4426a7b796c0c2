package license

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// maxAbroad is how long a clause in another language may be, in bytes.
const maxAbroad = 600

// clausesAbroad yields the clauses of a sentence: a full stop parts them in whatever script.
func clausesAbroad(text []byte, p span) func(func(span) bool) {
	return func(yield func(span) bool) {
		at := p.start
		for i := p.start; i < p.end; {
			c, n := utf8.DecodeRune(text[i:p.end])
			i += n
			stop := c == '。' || c == '！' || c == '.' && (i == p.end || isSpace(text[i]))
			if stop || i == p.end {
				if len(bytes.TrimSpace(text[at:i])) > 0 && !yield(span{at, i}) {
					return
				}
				at = i
			}
		}
	}
}

// saidAbroad is what a clause says.
type saidAbroad struct {
	names  []spdx.Expr
	choice bool
	points bool // to a file
}

// expression joins the licenses of a clause.
func (c saidAbroad) expression() spdx.Expr {
	if c.choice {
		return spdx.Or(c.names...)
	}
	return spdx.And(c.names...)
}

// readAbroad reads a clause word by word, in one language. It reports false where a word is
// neither of a name nor known; the name of the work may lead.
func readAbroad(clause []byte, lead bool) (saidAbroad, bool) {
	if len(clause) > maxAbroad {
		return saidAbroad{}, false
	}
	for _, m := range linkTarget().FindAllSubmatch(clause, maxNames) {
		if !toText(m[1]) {
			return saidAbroad{}, false
		}
	}
	clause = namesAbroad(unmarked(clause))
	for _, a := range address().FindAll(clause, maxNames) {
		if !toText(a) {
			return saidAbroad{}, false
		}
	}
	clause = address().ReplaceAll(clause, nil)
	known := languages()
	spoken := known.spoken(clause)
	for i, t := range known.all {
		if spoken&(1<<i) == 0 && (spoken != 0 || i > 0) {
			continue // where there are nothing but names, any of them will do
		}
		if c, ok := t.read(clause, lead); ok {
			return c, true
		}
	}
	return saidAbroad{}, false
}

var linkTarget = lazily(`\]\(([^()\s]*)\)`)

// toText reports whether a link leads to the text of an open license.
func toText(address []byte) bool {
	e, known := fromURL(string(bytes.TrimRight(address, ".,;:)>\"'")))
	return known && !AnyRestricted(e.Licenses()) || ofFile().Match(address)
}

// ofFile is the name of a file with a license that stands at the root of a repository, or beside
// its other licenses, or the address of one.
var ofFile = lazily("(?i)^(?:https?://[\\w.-]+/[\\w.-]+/[\\w.-]+/(?:-/)?(?:blob|tree|raw)/[\\w.-]+/)?[(\\s`]*(?:\\.{0,2}/)*(?:(?:docs?|legal|licen[sc]es)/)?(?:licen[sc]es?|copying|notice|readme)(?:[-_.](?:mit|isc|apache(?:-?2(?:\\.0)?)?|[al]?gpl(?:-?v?\\d(?:\\.\\d)?)?|bsd|mulan|cn|zh|zh-cn|en|de|es|fr|ja|ko|pt|ru))?(?:\\.(?:md|txt|rst|adoc|html))?[)\\s`]*$")

// read reads a clause in a language.
func (t *language) read(clause []byte, lead bool) (saidAbroad, bool) {
	r := reader{clause: clause, lead: lead}
	for i := 0; i < len(clause); {
		n, kind := t.token(clause[i:])
		switch kind {
		case unknownAbroad:
			return r.said, false
		case nameAbroadKind:
			if r.run.end == 0 {
				r.run.start = i
			}
			r.run.end = i + n
		case signAbroad:
			r.sign(i, n)
		default:
			if !r.name() || !r.word(strings.ToLower(string(clause[i:i+n])), kind) {
				return r.said, false
			}
		}
		i += n
	}
	return r.whole()
}

// reader is a clause as far as it was read.
type reader struct {
	clause  []byte
	said    saidAbroad
	run     span  // of words that may be a name
	lead    bool  // nothing was read, and the name of the work may stand there
	led     bool  // it does, and a verb is to follow
	joined  bool  // a conjunction stands before
	open    bool  // a word for terms stands behind one, and no name yet
	parted  bool  // a comma was read
	terms   bool  // a word for terms stands in the part
	named   bool  // so does a name or a file
	later   bool  // versions, said apart from the name
	offered []int // names before each "or"
}

// sign reads one that is no part of a word: a plus or a bracket may end a name.
func (r *reader) sign(i, n int) {
	touches := r.run.end == i && i > 0
	if touches && (r.clause[i] == '+' || r.clause[i] == ')') {
		r.run.end = i + n
	}
	r.later = r.later || r.clause[i] == '+' && !touches
	r.parted = r.parted || bytes.HasPrefix(r.clause[i:], []byte("，")) || bytes.HasPrefix(r.clause[i:], []byte("；")) || r.clause[i] == ',' || r.clause[i] == ';'
}

// name reads the words that may be one, of a license, a file or the work.
func (r *reader) name() bool {
	words := bytes.Trim(r.clause[r.run.start:r.run.end], " \t\r\n,，、;:：.-–—\"'“”《》「」<>*#/|")
	r.run = span{}
	if len(words) == 0 {
		return true
	}
	switch e, known := nameAbroad(string(words)); {
	case known:
		r.said.names = append(r.said.names, e)
		r.named, r.joined, r.open = true, false, false
	case ofFile().Match(words):
		r.said.points, r.named, r.open = true, true, false
	case r.lead && ofWork(words):
		r.led = true
	default:
		return false
	}
	r.lead = false
	return true
}

// word reads one that the language has.
func (r *reader) word(word string, kind int) bool {
	if r.led && !leadVerbs[word] {
		return false
	}
	r.lead, r.led = false, false
	if r.parted {
		if r.bare() {
			return false
		}
		r.parted, r.terms, r.named = false, false, false
	}
	r.terms = r.terms || termsAbroad.in([]byte(word))
	r.joined = r.joined || conjunctions[word]
	r.open = r.open || r.joined && termsAbroad.in([]byte(word))
	if kind == choiceAbroad {
		r.said.choice = r.said.choice || !weakChoices[word]
		r.offered = append(r.offered, len(r.said.names))
	}
	return true
}

// bare reports whether a part of the clause speaks of terms and tells none.
func (r *reader) bare() bool { return r.terms && !r.named }

// whole gives what the clause says, if nothing in it is left open. An "or" is one of licenses
// between two of them.
func (r *reader) whole() (saidAbroad, bool) {
	if !r.name() || r.led || r.open || r.bare() && len(r.said.names) > 0 {
		return r.said, false
	}
	r.said.choice = r.said.choice || slices.ContainsFunc(r.offered, func(n int) bool { return 0 < n && n < len(r.said.names) })
	return r.said.withLater(r.later)
}

// withLater allows later versions of the one license of a clause where it says so.
func (c saidAbroad) withLater(later bool) (saidAbroad, bool) {
	if !later {
		return c, true
	}
	if len(c.names) != 1 {
		return c, false
	}
	e, ok := Statement(Any, strings.TrimSuffix(c.names[0].String(), "-only")+"+")
	c.names = []spdx.Expr{e}
	return c, ok
}

// ofWork reports whether the words before a clause are the name of a work: few, and none that
// denies or parts.
func ofWork(words []byte) bool {
	ws := bytes.Fields(words)
	return len(ws) <= 4 && !slices.ContainsFunc(ws, func(w []byte) bool {
		c, _ := utf8.DecodeRune(w)
		return notOfWork[strings.ToLower(string(bytes.Trim(w, ",:;'\"")))] || len(ws) > 1 && unicode.IsLower(c)
	})
}

// nameAbroad reads a name, with its short form or another's in brackets.
func nameAbroad(s string) (spdx.Expr, bool) {
	s = strings.Trim(strings.NewReplacer("（", " (", "）", ")").Replace(s), " ")
	if strings.Count(s, "(") != strings.Count(s, ")") {
		s = strings.Trim(s, "() ")
	}
	if e, ok := Statement(Any, strings.Join(strings.Fields(s), " ")); ok {
		return e, true
	}
	if long, short, ok := strings.Cut(strings.TrimSuffix(s, ")"), "("); ok && strings.Contains(strings.ToLower(long), "creative commons") {
		return Statement(Any, short) // of a name that is translated
	}
	return spdx.Expr{}, false
}

// Kinds of what a clause is made of.
const (
	unknownAbroad = iota
	signAbroad
	nameAbroadKind // a word of Latin letters that the language does not have
	wordAbroad
	choiceAbroad
)

// token gives the length of the first word of a text and its kind.
func (t *language) token(b []byte) (int, int) {
	c, n := utf8.DecodeRune(b)
	switch {
	case ideograph(c) || unicode.Is(unicode.Hangul, c):
		return t.phrase(b)
	case !letter(c):
		return n, signAbroad
	}
	end := 0
	for end < len(b) {
		c, n := utf8.DecodeRune(b[end:])
		if !letter(c) || ideograph(c) || unicode.Is(unicode.Hangul, c) {
			break
		}
		end += n
	}
	word := string(b[:end])
	low := strings.ToLower(word)
	switch {
	case word == "MIT", len(low) == 1 && (isDigit(low[0]) || word != low):
		return end, nameAbroadKind
	case t.choices[low]:
		return end, choiceAbroad
	case t.words[low]:
		return end, wordAbroad
	case c > unicode.MaxLatin1:
		return end, unknownAbroad // Cyrillic, Greek
	}
	return end, nameAbroadKind
}

// phrase finds the longest phrase that a text of a script without blanks begins with.
func (t *language) phrase(b []byte) (int, int) {
	for n := min(len(b), t.longest); n > 0; n-- {
		switch {
		case n < len(b) && !utf8.RuneStart(b[n]):
		case t.choices[string(b[:n])]:
			return n, choiceAbroad
		case t.words[string(b[:n])]:
			return n, wordAbroad
		}
	}
	return 1, unknownAbroad
}
