package license

import (
	"bytes"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/spdx"
)

// A section under the heading "License", as a README has one, says in its first words what
// the license is: its name, with the holder or where its text stands.

// sectionHead is the heading, in Markdown's forms.
var sectionHead = lazily(`(?i)\A[\s\W]*licen[sc]e(?:s|\(s\))?(?:[ _-](?:expression|type|name|id|declared))?[ \t#*_:]*\r?\n(?:[\s#*/;]*[-=~]{3,}[ \t]*\r?\n)?`)

// maxSection is how many lines of a section are read. A list that goes on is not understood.
const maxSection = 32

// section reads the names that begin the paragraphs and the items of a section, and those
// below a holder's.
func section(d *document, s span) []match {
	head := sectionHead().FindIndex(d.text[s.start:min(s.end, s.start+maxField)])
	if above := lastLine(d.text[:s.start]); head == nil || leadsOn(above) || len(above) > 0 && above[len(above)-1] != '\n' {
		return nil // the word License that ends a line or a match is no heading
	}
	return sectionBelow(d, s, s.start+head[1], false)
}

// sectionBelow reads the section whose heading ends at a place. One in another language than
// English, whose words for parts are not known, is strict: every line counts.
func sectionBelow(d *document, s span, at int, strict bool) []match {
	var out []match
	starts, offered := true, false
	parts, unread := strict, false // lines on parts, and such that are not understood
	passed := false                // any other line before the first name
	defer func() { d.cut = d.cut || len(out) > 0 && parts && unread }()
	signs := " \t*/;>"
	if bytes.HasPrefix(d.text[at:s.end], []byte("#")) {
		signs += "#" // of a comment; a heading has a line between
	}
	for range maxSection {
		line := firstLine(d.text[at:s.end])
		body := bytes.TrimSpace(bytes.TrimLeft(line, signs))
		body = body[:min(len(body), maxField+1)]
		heading := bytes.HasPrefix(body, []byte("#")) || underlines(firstLine(d.text[at+len(line):s.end]))
		if _, ok := cutFold(body, "licen"); ok && sectionHead().Match(line) {
			return out // another section begins
		}
		switch {
		case len(line) == 0 || heading && len(out) > 0:
			return out
		case len(body) == 0:
			starts = true
		default:
			m, ok := sectionLine(body, starts)
			ofPart := partLabel().Match(body)
			parts = parts || ofPart && ok
			unread = unread || !ok && itemLabel().Match(body)
			passed = passed || !ok && !namesHolder(body) && !offersOne().Match(body)
			item := isItem(body) || bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("* "))
			offered = offered && (item || !ok) && !ofPart || offersOne().Match(body)
			if n := len(out); ok && item && offered && n > 0 && !out[n-1].Expression.IsZero() {
				out[n-1].Expression, out[n-1].End = spdx.Or(out[n-1].Expression, m.Expression), at+len(line)
				starts, at = true, at+len(line)
				continue
			}
			if starts = ok; ok {
				m.Start, m.End = at, at+len(line)
				m.limited = m.limited || strict && passed
				if len(out) == 0 && !passed {
					m.Start = s.start // with the heading
				}
				out = append(out, m.goingOn(d.text[m.End-1:s.end]))
			}
			if heading && !ok {
				return out
			}
			starts = starts || namesHolder(line)
		}
		at += len(line)
	}
	d.cut = d.cut || len(out) > 0 && isItem(bytes.TrimSpace(firstLine(d.text[at:s.end])))
	return out
}

func firstLine(b []byte) []byte {
	if n := bytes.IndexByte(b, '\n'); n >= 0 {
		return b[:n+1]
	}
	return b
}

// underlines reports whether a line makes a heading of that above it.
func underlines(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) >= 3 && len(bytes.Trim(line, "-=")) == 0
}

func isItem(line []byte) bool {
	return len(line) > 1 && line[1] == ' ' && (line[0] == '-' || line[0] == '+')
}

// offersOne introduces a list of licenses of which one may be chosen.
var offersOne = lazily(`(?i)\b(either|choice|choose|one of|dual)\b.*:?\s*$|双重?(?:开源)?许可|任选|いずれか|どちらか`)

// sectionLine reads a line that begins with a license's name, or is a holder's and ends
// with one. An item of a list may name it anywhere.
func sectionLine(line []byte, starts bool) (match, bool) {
	item := isItem(line)
	if v, ok := bytes.CutPrefix(line, partLabel().Find(line)); ok && len(v) < len(line) && len(line) <= maxField {
		m, ok := fieldOf(v)
		if !ok {
			named := mentionedWithin(oneSpace(v))
			m, ok = match{Expression: named.all(), Notice: true, rest: named.rest}, !named.all().IsZero()
		}
		return m, ok && onlyPoints(unpointed(m.rest))
	}
	if len(line) > maxField || !starts && !item {
		return match{}, false
	}
	if namesHolder(line) {
		return heldLine(unmarked(line))
	}
	if m, ok := fieldOf(bytes.TrimLeft(line, " -+#")); ok {
		return m, true
	}
	named := mentionedWithin(oneSpace(line))
	return match{Expression: named.all(), Notice: true, rest: named.rest}, item && !named.all().IsZero()
}

// itemLabel begins a line on some part.
var itemLabel = lazily(`^(?:[-+*] )?[^\s:：][^:：]{1,60}(?:: |：)\S|^[-+*] .{1,60} (?:-|–|—) \S`)

// partLabel begins a line on the license of what is not the code alone.
var partLabel = lazily(`(?i)^(?:[-+*] )?\W*(?:(?:source )?code|software|documentation|docs?|content|text|images|data|fonts?|assets|media|art(?:work)?|sounds?|examples?|everything else)\W*:\W* `)

func heldLine(line []byte) (match, bool) {
	at := heldUnder().FindSubmatchIndex(line)
	if at == nil {
		return match{}, false
	}
	m, ok := fieldOf(line[at[2]:at[3]])
	m.rest = slices.Concat(line[:at[2]], []byte(" "), m.rest)
	return m, ok
}

// heldUnder is a holder's line with a license's name behind the holder's, which says that
// it is one: MIT and Microsoft are holders too.
var heldUnder = lazily(`(?i)^\W*\w[^\n]*?(?:[,.;] +|\W+[-–—] +| *\()((?:[^\s,;()]*[^\s,;().] ){1,5}licen[sc]e)\)?[\s.]*$`)

// unmarked leaves out the marks of Markdown and of reStructuredText around words: of links
// and pictures their text remains.
func unmarked(line []byte) []byte {
	if !anyMark.in(line) {
		return line
	}
	line = []byte(markSigns.Replace(string(line)))
	for range 2 { // a picture in a link
		line = markdownLink().ReplaceAll(line, []byte("$1"))
	}
	return linkRest().ReplaceAll(line, nil)
}

var (
	linkRest     = lazily(`\]\([^()\s]*\)|\{@link [^{}\s]*\}`) // of a link whose beginning was passed over
	anyMark      = anyOf("](|][|**|`|&|{@")
	markSigns    = strings.NewReplacer("**", "", "`__", "", "`_", "", "`", "", "&copy;", "©", "&mdash;", "—", "&ndash;", "–", "&nbsp;", " ")
	markdownLink = lazily(`!?\[([^\[\]]*)\](?:\([^()\s]*\)|\[[^\[\]\s]*\])`)
)
