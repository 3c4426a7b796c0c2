package license

import (
	"bytes"
	"slices"
	"strings"
)

// A section under the heading "License", as a README has one, says in its first words what
// the license is: its name, with the holder or where its text stands.

// sectionHead is the heading, in Markdown's forms.
var sectionHead = lazily(`(?i)\A[\s\W]*licen[sc]e(?:s|\(s\))?[ \t#*_:]*\r?\n(?:[\s#*/;]*[-=~]{3,}[ \t]*\r?\n)?`)

// maxSection is how many lines of a section are read.
const maxSection = 12

// section reads the names that begin the paragraphs and the items of a section, and those
// below a holder's.
func section(d *document, s span) []match {
	head := sectionHead().FindIndex(d.text[s.start:min(s.end, s.start+maxField)])
	if head == nil {
		return nil
	}
	var out []match
	at, starts := s.start+head[1], true
	signs := " \t*/;>"
	if bytes.HasPrefix(d.text[at:s.end], []byte("#")) {
		signs += "#" // of a comment; a heading has a line between
	}
	for range maxSection {
		line := firstLine(d.text[at:s.end])
		body := bytes.TrimSpace(bytes.TrimLeft(line, signs))
		switch {
		case len(line) == 0 || bytes.HasPrefix(body, []byte("#")) || underlines(firstLine(d.text[at+len(line):s.end])):
			return out
		case len(body) == 0:
			starts = true
		default:
			item := len(body) > 1 && body[1] == ' ' && (body[0] == '-' || body[0] == '+')
			m, ok := sectionLine(body)
			if starts = ok && (starts || item); starts {
				m.Start, m.End = at, at+len(line)
				out = append(out, m)
			}
			starts = starts || namesHolder(line)
		}
		at += len(line)
	}
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

// sectionLine reads a line that begins with a license's name, or is a holder's and ends
// with one.
func sectionLine(line []byte) (match, bool) {
	if len(line) > maxValue {
		return match{}, false
	}
	if namesHolder(line) {
		return heldLine(unmarked(line))
	}
	return fieldOf(bytes.TrimLeft(line, " -+"))
}

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
var heldUnder = lazily(`(?i)^\W*\w[^\n]*?(?:[,.;] +|\W+[-–—] +| *\()((?:[^\s,;()]+ ){1,5}licen[sc]e)\)?[\s.]*$`)

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
	anyMark      = anyOf("](|][|**|__|`|&|{@")
	markSigns    = strings.NewReplacer("**", "", "`__", "", "`_", "", "__", "", "`", "", "&copy;", "©", "&mdash;", "—", "&ndash;", "–", "&nbsp;", " ")
	markdownLink = lazily(`!?\[([^\[\]]*)\](?:\([^()\s]*\)|\[[^\[\]\s]*\])`)
)
