package license

import (
	"bytes"
	"cmp"
	"html"
	"strings"
)

// License texts are published as pages, and packages carry them as such: about.html,
// license.html. https://html.spec.whatwg.org/multipage/syntax.html
// Manuals have them in DocBook. https://docs.oasis-open.org/docbook/specs/docbook-4.5-spec.html

// Bounds of a page's syntax, in bytes.
const (
	htmlHead   = 4 << 10 // in which its first tag stands, behind comments
	maxTag     = 4 << 10
	maxAddress = 300
	maxBlank   = 80 // at the end of a line

	leastBreaks    = 3
	shortParagraph = 300
	maxBreak       = 200
)

// isHTML reports whether a text is a page or a part of one: it begins with a tag, or has
// paragraphs and breaks all over.
func isHTML(b []byte) bool { return beginsHTML(b[:min(len(b), htmlHead)]) || laidOut(b) }

func beginsHTML(head []byte) bool {
	for {
		head = bytes.TrimLeft(head, " \t\r\n")
		end := "-->"
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
		case bytes.HasPrefix(head, []byte("<?xml")):
			end = "?>"
		default:
			t, ok := readTag(head)
			return ok && !t.closes && (t.name != "!doctype" || hasPrefixFold(bytes.TrimLeft(t.rest, " \t\r\n"), "html"))
		}
		if head = behindFirst(head, end); head == nil {
			return false
		}
	}
}

// laidOut reports whether a text has a tag that parts lines in as many bytes as a short
// paragraph has.
func laidOut(b []byte) bool {
	least := max(leastBreaks, len(b)/shortParagraph)
	for rest := b; ; {
		i := bytes.IndexByte(rest, '<')
		if i < 0 {
			return false
		}
		rest = rest[i:]
		t, ok := readTag(rest[:min(len(rest), maxBreak)])
		if ok && t.closes {
			return true
		}
		if ok && breaks[t.name] > 0 {
			if least--; least == 0 {
				return true
			}
		}
		rest = rest[1:]
	}
}

func behindFirst(b []byte, end string) []byte {
	if i := bytes.Index(b, []byte(end)); i >= 0 {
		return b[i+len(end):]
	}
	return nil
}

func hasPrefixFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}

// htmlText gives the text of a page as Markdown has it: paragraphs, headings, the items of
// lists, links and pictures. Comments and scripts stay, as they may be about the license of
// the page.
func htmlText(b []byte) []byte {
	p := htmlPage{out: make([]byte, 0, len(b)), open: true}
	for len(b) > 0 {
		i := bytes.IndexByte(b, '<')
		if i < 0 {
			break
		}
		p.text(b[:i])
		b = b[i:]
		if t, ok := readTag(b); ok {
			p.tag(t)
			b = b[t.size:]
		} else {
			p.text(b[:1])
			b = b[1:]
		}
	}
	p.text(b)
	return p.out
}

// htmlPage is the text of a page as far as it was read.
type htmlPage struct {
	out  []byte
	link string // that is open
	asIs bool   // lines are as in the source
	open bool   // a line with nothing in it
}

func (p *htmlPage) text(s []byte) {
	if p.open && !p.asIs {
		s = bytes.TrimLeft(s, " \t\r\n")
	}
	if bytes.IndexByte(s, '&') >= 0 {
		s = []byte(strings.ReplaceAll(html.UnescapeString(string(s)), "\u00a0", " "))
	}
	p.add(string(s))
}

func (p *htmlPage) add(s string) {
	p.open = p.open && s == ""
	p.out = append(p.out, s...)
}

func (p *htmlPage) tag(t htmlTag) {
	switch t.name {
	case "pre", "screen", "programlisting", "literallayout":
		p.asIs = !t.closes
	case "a", "ulink":
		if p.link != "" {
			p.add("](" + p.link + ")")
		}
		if p.link = cmp.Or(t.address("href"), t.address("url")); p.link != "" {
			p.add("[")
		}
	case "img":
		if src := t.address("src"); src != "" {
			p.add("![" + t.attribute("alt") + "](" + src + ")")
		}
	case "link":
		if strings.EqualFold(t.attribute("rel"), "license") {
			p.add("\n\n" + t.address("href") + "\n\n")
		}
	case "meta":
		if name := strings.ToLower(t.attribute("name")); strings.HasSuffix(name, "license") || strings.HasSuffix(name, "rights") {
			p.add("\n\nLicense: " + t.attribute("content") + "\n\n")
		}
	case "td", "th":
		p.add(" ")
	}
	if n := breaks[t.name]; n > 0 {
		p.endLine(n)
		if !t.closes {
			p.out = append(p.out, before[t.name]...)
		}
	}
}

// endLine ends the line, and where n is 2 the paragraph.
func (p *htmlPage) endLine(n int) {
	p.open = true
	at := len(p.out)
	for ; n > 0 && at > max(0, len(p.out)-maxBlank) && isSpace(p.out[at-1]); at-- {
		if p.out[at-1] == '\n' {
			n--
		}
	}
	for ; n > 0 && at > 0; n-- {
		p.out = append(p.out, '\n')
	}
}

// htmlTag is one of HTML's.
type htmlTag struct {
	name   string // in lower case
	closes bool
	rest   []byte // its attributes
	size   int
}

// readTag reads the tag that a text begins with, if it is one of HTML's, or of a vocabulary
// within it: <o:p>. What only looks like one, <year>, is text.
func readTag(b []byte) (htmlTag, bool) {
	var t htmlTag
	if len(b) < 3 || b[0] != '<' {
		return t, false
	}
	at := 1
	if b[at] == '/' {
		t.closes = true
		at++
	}
	from := at
	if b[at] == '!' {
		at++
	}
	for at < len(b) && at < from+20 && (latin[b[at]] || b[at] == ':' && at > from) {
		at++
	}
	t.name = strings.ToLower(string(b[from:at]))
	prefix, local, ok := strings.Cut(t.name, ":")
	if known := tagNames[t.name] || pageTags[t.name] || bookTags[t.name] || ok && prefix != "" && local != ""; !known {
		return t, false
	}
	end := endOfTag(b[at:min(len(b), at+maxTag)])
	if end < 0 || end > 0 && !isSpace(b[at]) && b[at] != '/' {
		return t, false
	}
	t.rest, t.size = b[at:at+end], at+end+1
	return t, true
}

// inlineTag is how long a tag is that stands within a text of another kind, or -1: words
// between such signs are words of the text, <address of whom it may concern>.
func inlineTag(b []byte) int {
	t, ok := readTag(b[:min(len(b), maxMarkup)])
	if !ok || !tagNames[t.name] || wordy(t.rest) && bytes.IndexByte(t.rest, '=') < 0 {
		return -1
	}
	return t.size
}

// endOfTag finds the sign that ends a tag, outside of quotes.
func endOfTag(b []byte) int {
	var quote byte
	for i, c := range b {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		case c == '<':
			return -1
		}
	}
	return -1
}

// address is an attribute that leads elsewhere: an address or a file's name.
func (t htmlTag) address(name string) string {
	v := t.attribute(name)
	if len(v) > maxAddress || strings.ContainsAny(v, " \t\n()[]") || hasPrefixFold([]byte(v), "javascript:") || strings.HasPrefix(v, "#") {
		return ""
	}
	return v
}

// attribute is the value of an attribute, without quotes.
func (t htmlTag) attribute(name string) string {
	rest := string(t.rest)
	for {
		before, behind, ok := strings.Cut(rest, "=")
		if !ok {
			return ""
		}
		fields := strings.Fields(before)
		behind = strings.TrimLeft(behind, " \t\r\n")
		end := " \t\r\n"
		if behind != "" && (behind[0] == '"' || behind[0] == '\'') {
			end, behind = behind[:1], behind[1:]
		}
		n := strings.IndexAny(behind, end)
		if n < 0 {
			n = len(behind)
		}
		if len(fields) > 0 && strings.EqualFold(fields[len(fields)-1], name) {
			return html.UnescapeString(strings.TrimSpace(behind[:n]))
		}
		rest = behind[min(len(behind), n+1):]
	}
}

var (
	// tagNames are those of tags that stand within texts of other kinds as well.
	tagNames = map[string]bool{"p": true, "br": true, "a": true, "b": true, "i": true, "li": true, "ul": true, "ol": true, "div": true, "span": true, "h1": true, "h2": true, "h3": true, "h4": true, "pre": true, "em": true, "strong": true, "td": true, "tr": true, "table": true, "font": true, "center": true, "html": true, "body": true, "tt": true, "u": true, "code": true, "blockquote": true, "th": true, "tbody": true, "hr": true, "sup": true, "small": true, "big": true, "dl": true, "dt": true, "dd": true, "h5": true, "h6": true, "img": true, "meta": true, "head": true, "title": true, "link": true, "style": true, "script": true, "section": true, "article": true, "abbr": true, "cite": true, "kbd": true, "s": true, "strike": true, "sub": true, "address": true}
	// pageTags are those of HTML that do not stand within plain texts.
	pageTags = setOf("!doctype main nav header footer aside figure figcaption form input button label select option fieldset thead tfoot caption col colgroup " +
		"var dfn q del ins samp nobr wbr acronym iframe noscript base basefont map area object param embed svg path template summary details dir menu")
	// bookTags are DocBook's in legal texts.
	bookTags = setOf("para simpara formalpara legalnotice listitem itemizedlist orderedlist variablelist varlistentry term emphasis ulink literal quote " +
		"screen programlisting book chapter appendix sect1 sect2 sect3 sect4 bridgehead note warning trademark citetitle literallayout")
	// breaks are by how many lines tags part what is before and behind.
	breaks = map[string]int{
		"p": 2, "pre": 2, "blockquote": 2, "hr": 2, "table": 2, "ul": 2, "ol": 2, "dl": 2, "title": 2,
		"h1": 2, "h2": 2, "h3": 2, "h4": 2, "h5": 2, "h6": 2,
		"li": 1, "br": 1, "div": 1, "tr": 1, "dt": 1, "dd": 1, "section": 1, "article": 1, "header": 1, "footer": 1, "main": 1, "nav": 1, "aside": 1,
		"body": 1, "head": 1, "html": 1, "address": 1, "center": 1, "script": 1, "style": 1, "option": 1, "meta": 1,
		"para": 2, "simpara": 2, "bridgehead": 2, "screen": 2, "programlisting": 2, "literallayout": 2, "listitem": 1, "term": 1,
	}
	// before are what Markdown has in their places.
	before = map[string]string{"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### ", "li": "- ", "listitem": "- ", "bridgehead": "## "}
)
