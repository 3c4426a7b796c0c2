package license

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// In other languages than English a project says in a clause what its license is: "本项目采用 MIT
// 许可证", "Dieses Projekt steht unter der MIT-Lizenz". Such a clause has the names of licenses,
// words that say that a work is under them or where their text stands, and nothing else: one
// that has more to say may ask for more, and is read as anything else is.

// tongues finds such clauses, and below the heading of a section the name alone.
func tongues(d *document, s span) []match {
	if !abroad.in(d.low[s.start:s.end]) {
		return nil
	}
	out := headed(d, s)
	tried := 0
	for _, p := range sentences(d.text, s) {
		if !abroad.in(d.low[p.start:p.end]) {
			continue
		}
		for c := range clausesAbroad(d.text, p) {
			if tried++; tried > maxFields {
				d.cut = true
				return out
			}
			m := match{Start: c.start, End: c.end, Notice: true}
			clause := d.text[c.start:c.end]
			if m.overlaps(out) || c.start > p.start && ofOther().Match(clause) {
				continue // told, or about what the clause before is
			}
			if e, ok := statedAbroad(clause); ok {
				m.Expression = e
				out = append(out, m)
			}
		}
	}
	return inOrder(out)
}

// headed reads the sections under headings of other languages.
func headed(d *document, s span) []match {
	var out []match
	for line := range d.linesWith(s, abroad) {
		if len(out) > 0 && line.start < out[len(out)-1].End {
			continue
		}
		head := headAbroad().FindIndex(d.text[line.start:line.end])
		if head == nil {
			continue
		}
		if m, ok := namedBelow(d, line.end, s.end); ok {
			out = append(out, m)
			continue
		}
		for _, m := range sectionBelow(d, span{line.start, s.end}, line.end) {
			m.limited = m.limited || !saysNoMore(holderBehind().ReplaceAll(m.rest, nil))
			out = append(out, m)
		}
	}
	return out
}

// namedBelow reads the first line below such a heading, where it names the license in a clause.
func namedBelow(d *document, at, end int) (match, bool) {
	for at < end {
		line := firstLine(d.text[at:end])
		from := at
		at += len(line)
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		c, ok := readAbroad(bytes.TrimRight(line, "\r\n"))
		return match{Expression: c.expression(), Start: from, End: at, Notice: true}, ok && len(c.names) > 0 && len(line) <= maxAbroad
	}
	return match{}, false
}

// expression joins the licenses of a clause.
func (c saidAbroad) expression() spdx.Expr {
	if c.choice {
		return spdx.Or(c.names...)
	}
	return spdx.And(c.names...)
}

var (
	// abroad are parts of the words for a license
	abroad = anyOf("lizenz|licenc|licenç|licence|licenza|licentie|лиценз|Лиценз|ЛИЦЕНЗ|许可|許可|协议|授权|授權|开源|ライセンス|라이선스|라이센스")
	// headAbroad is a heading of nothing but such a word, or of that and of what "license" is in English
	headAbroad   = lazily(`(?i)^[^\p{L}\d]*(?:(?:lizenz(?:ierung|en)?|licencias?|licenças?|licences?|licenza|licentie|лицензи[яи]|ライセンス|使用許諾|라이선스|라이센스|` + `(?:开源|软件)?(?:許可證|許可|授權|许可证|许可协议|授权协议|开源协议|许可|授权说明|开源许可证?|许可声明|协议)(?:说明|声明)?)(?:\s*[/|(（]?\s*licen[sc]es?[)）]?)?|licen[sc]es?\s*[/|(（]?\s*(?:许可证?|授权|許可|ライセンス|라이선스)[)）]?)[\s#*:：=-]*$`)
	holderBehind = lazily(`(?i)^[\s\W]*(?:©|\(c\)|copyright\b)[^，。；;]{0,80}$`)
)

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

// maxAbroad is how long such a clause may be, in bytes.
const maxAbroad = 600

// statedAbroad gives the license that a clause gives to the work.
func statedAbroad(clause []byte) (spdx.Expr, bool) {
	if len(clause) > maxAbroad || !abroad.in(lower(nil, clause)) {
		return spdx.Expr{}, false
	}
	c, ok := readAbroad(clause)
	if !ok || len(c.names) == 0 && !c.points && !c.choice || madeFromIt().Match(clause) {
		return spdx.Expr{}, false
	}
	return c.expression(), true
}

// saysNoMore reports whether a remark in another language says nothing but where a text is.
func saysNoMore(rest []byte) bool {
	if !slices.ContainsFunc(rest, func(c byte) bool { return c >= utf8.RuneSelf }) && !foreign(rest) {
		return true // English is judged as such
	}
	c, ok := readAbroad(rest)
	return ok && len(c.names) == 0
}

// foreign reports whether one of the words is of another language alone.
func foreign(rest []byte) bool {
	found := false
	eachWord(lower(nil, rest), func(w []byte, _ span) {
		found = found || len(w) > 3 && wordsAbroad()[string(w)] && !alsoEnglish[string(w)]
	})
	return found
}

// alsoEnglish are words of vocabularies that English has too.
var alsoEnglish = setOf("software code text source plugin script tool file files repository conditions licence licences programme project")

var (
	// ofOther begins a clause on what the one before is about
	ofOther = lazily(`^\s*(?:此|该|这个)`)
	// madeFromIt is said of software that is under a license, which the work is made from, where
	// it does not say that it is such
	madeFromIt = lazily(`^[^是]*(?:许可证?|协议|授权|开源)(?:许可|授权|开源)?的?(?:软件|程序|项目|代码|组件|库)[\s。.]*$`)
	// gives is what everybody may do, behind a license
	gives      = lazily(`[，,]\s*(?:可以?|允许)(?:免费|自由)?(?:使用|修改|分发|商用|复制|、|和|或|及|并)+`)
	linkTarget = lazily(`\]\(([^()\s]*)\)`)
)

// saidAbroad is what a clause says.
type saidAbroad struct {
	names  []spdx.Expr
	choice bool
	points bool // to a file
}

// readAbroad reads a clause word by word. It reports false where one is neither of a name nor
// known, but at its beginning, where the name of the work stands.
func readAbroad(clause []byte) (out saidAbroad, ok bool) {
	for _, m := range linkTarget().FindAllSubmatch(clause, maxNames) {
		if !toText(m[1]) {
			return out, false
		}
	}
	clause = gives().ReplaceAll(namesAbroad(unmarked(clause)), nil)
	for _, a := range address().FindAll(clause, maxNames) {
		if !toText(a) {
			return out, false
		}
	}
	clause = address().ReplaceAll(clause, nil)
	var run span // of words that may be a name
	begun := false
	flush := func() bool {
		words := bytes.Trim(clause[run.start:run.end], " \t\r\n,，、;:：.-–—\"'“”《》「」<>*#/|")
		run = span{}
		switch e, known := nameAbroad(string(words)); {
		case len(words) == 0:
		case known:
			out.names = append(out.names, e)
		case ofFile().Match(words):
			out.points = true
		case begun || countWords(words) > 4:
			return false
		}
		begun = true
		return true
	}
	for i := 0; i < len(clause); {
		n, kind := tokenAbroad(clause[i:])
		switch kind {
		case unknownAbroad:
			return out, false
		case latinAbroad:
			if run.end == 0 {
				run.start = i
			}
			run.end = i + n
		case signAbroad:
			if run.end == i && i > 0 && (clause[i] == '+' || clause[i] == ')') {
				run.end = i + n
			}
		default:
			if run.end > 0 && !flush() {
				return out, false
			}
			begun = true
			out.choice = out.choice || kind == choiceAbroad
		}
		i += n
	}
	return out, run.end == 0 || flush()
}

// toText reports whether a link leads to the text of an open license.
func toText(address []byte) bool {
	e, known := fromURL(string(bytes.TrimRight(address, ".,;:)>\"'")))
	return known && !AnyRestricted(e.Licenses()) || ofFile().Match(address)
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

// ofFile is the name of a file with a license, or an address of one.
var ofFile = lazily("(?i)^(?:https?://[^\\s<>]+/)?[(\\s`]*(?:\\.{0,2}/)?(?:[\\w-]+/)*(?:licen[sc]es?|copying|notice|readme)(?:[-_.](?:mit|isc|apache(?:-?2(?:\\.0)?)?|[al]?gpl(?:-?v?\\d(?:\\.\\d)?)?|bsd|mulan|cn|zh|zh-cn|en|de|es|fr|ja|ko|pt|ru))?(?:\\.(?:md|txt|rst|adoc|html))?[)\\s`]*$")

// Kinds of what a clause is made of.
const (
	unknownAbroad = iota
	signAbroad
	latinAbroad // of a name, as far as one knows
	wordAbroad
	choiceAbroad
)

// tokenAbroad gives the length of the first word of a text and its kind. A word that is in no
// vocabulary is one of a name where it is of Latin letters.
func tokenAbroad(b []byte) (int, int) {
	c, n := utf8.DecodeRune(b)
	switch {
	case ideograph(c) || unicode.Is(unicode.Hangul, c):
		return phraseAbroad(b)
	case !letter(c) && c != 'ー':
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
		return end, latinAbroad
	case choicesAbroad[low]:
		return end, choiceAbroad
	case wordsAbroad()[low]:
		return end, wordAbroad
	case c >= 0x250:
		return end, unknownAbroad // Cyrillic, Greek
	}
	return end, latinAbroad
}

// phraseAbroad finds the longest phrase that a text of a script without blanks begins with.
func phraseAbroad(b []byte) (int, int) {
	ps := phrasesAbroad()
	for n := min(len(b), ps.longest); n > 0; n-- {
		if kind, ok := ps.kinds[string(b[:n])]; ok {
			return n, kind
		}
	}
	return 1, unknownAbroad
}

type phraseKinds struct {
	kinds   map[string]int
	longest int
}

var phrasesAbroad = sync.OnceValue(func() phraseKinds {
	out := phraseKinds{kinds: map[string]int{}}
	for kind, phrases := range map[int]string{wordAbroad: chineseWords + japaneseWords + koreanWords, choiceAbroad: eastChoices} {
		for p := range strings.FieldsSeq(phrases) {
			out.kinds[p] = kind
			out.longest = max(out.longest, len(p))
		}
	}
	return out
})

var wordsAbroad = sync.OnceValue(func() map[string]bool {
	return setOf(germanWords + spanishWords + portugueseWords + frenchWords + italianWords + dutchWords + polishWords + russianWords)
})

// pointsAbroad reports whether a sentence in another language says nothing but where a text is.
func pointsAbroad(sentence []byte) bool {
	if len(sentence) > maxAbroad {
		return false
	}
	c, ok := readAbroad(sentence)
	return ok && c.points && len(c.names) == 0
}
