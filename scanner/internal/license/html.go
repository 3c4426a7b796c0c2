package license

import (
	"bytes"
	"html"
	"strings"
)

// License texts are published as pages, and packages carry them as such: about.html,
// license.html. https://html.spec.whatwg.org/multipage/syntax.html
// Manuals have them in DocBook. https://docs.oasis-open.org/docbook/specs/docbook-4.5-spec.html

// Bounds of a page's syntax, in bytes but for the first.
const (
	leastBreaks    = 3
	shortParagraph = 300
	htmlHead       = 4 << 10 // in which its first tag stands, behind comments
	maxTag         = 4 << 10
	maxAddress     = 300
	maxBlank       = 80 // at the end of a line
)

// isHTML reports whether a text is a page or a part of one: it begins with a tag, has one that
// is closed, or has paragraphs and breaks all over.
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
			if ok && t.name == "!doctype" {
				return hasPrefixFold(bytes.TrimLeft(t.rest, " \t\r\n"), "html")
			}
			return ok && t.common() && !t.closes
		}
		_, behind, ok := bytes.Cut(head, []byte(end))
		if !ok {
			return false
		}
		head = behind
	}
}

// laidOut reports whether a text has a tag that is closed, or one that parts lines in as many
// bytes as a short paragraph has.
func laidOut(b []byte) bool {
	least := max(leastBreaks, len(b)/shortParagraph)
	for rest := b; ; rest = rest[1:] {
		i := bytes.IndexByte(rest, '<')
		if i < 0 {
			return false
		}
		rest = rest[i:]
		t, ok := readTag(rest)
		if !ok || !t.common() {
			continue
		}
		if breaks(t.name) > 0 {
			least--
		}
		if t.closes || least == 0 {
			return true
		}
	}
}

func hasPrefixFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}

// htmlText gives the text of a page as Markdown has it: paragraphs, headings, the items of
// lists, links and pictures. Comments and scripts stay, as they may be about the license of
// the page; what attributes say of a license or of use stands behind the text.
func htmlText(b []byte) []byte {
	p := htmlPage{out: make([]byte, 0, len(b)), open: true, heard: map[string]bool{}}
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
	p.closeLink()
	return append(p.out, p.said...)
}

// htmlPage is the text of a page as far as it was read.
type htmlPage struct {
	out    []byte
	link   string // that is open
	asIs   bool   // lines are as in the source
	open   bool   // nothing stands in the line, but for a sign
	signed bool   // the sign of an item or a heading
	headed bool   // the cell before is a heading
	said   []byte // in attributes
	heard  map[string]bool
}

func (p *htmlPage) text(s []byte) {
	if p.open && !p.asIs {
		words := bytes.TrimLeft(s, " \t\r\n")
		if !p.signed && bytes.Count(s[:len(s)-len(words)], []byte("\n")) > 1 {
			p.endLine(2) // a paragraph of Markdown
		}
		s = words
	}
	p.add(unescaped(s))
}

func (p *htmlPage) add(s string) {
	if s != "" {
		p.open, p.signed = false, false
		p.out = append(p.out, s...)
	}
}

func (p *htmlPage) tag(t htmlTag) {
	if n := breaks(t.name); n > 0 {
		p.endLine(n)
		if sign := before[t.name]; !t.closes && !p.signed && sign != "" {
			p.out, p.signed = append(p.out, sign...), true
		}
	}
	for _, a := range t.attributes {
		p.hear(t, a)
	}
	switch t.name {
	case "pre", "screen", "programlisting", "literallayout":
		p.asIs = !t.closes
	case "a", "ulink":
		p.closeLink()
		if p.link = t.address("href", "url"); p.link != "" {
			p.add("[")
			p.open = true
		}
	case "img":
		p.add("![" + t.attribute("alt") + "](" + t.address("src") + ")")
	case "meta":
		if t.licensing() {
			p.say("License: " + t.attribute("content"))
		}
	case "link":
		if t.licensing() {
			p.say("License: " + t.attribute("href"))
		}
	case "td", "th":
		if p.headed && t.name == "td" && !t.closes {
			p.add(":") // of a row: a field with its name
		}
		if p.headed = t.name == "th" && t.closes; !t.closes {
			p.add(" ")
		}
	case "span", "label", "button":
		if n := len(p.out); !t.closes && n > 0 && latin[p.out[n-1]] {
			p.add(" ")
		}
	}
}

// hear keeps what an attribute says of a license or of use: terms in words, and addresses
// of licenses that are not those of a link or a picture.
func (p *htmlPage) hear(t htmlTag, a htmlAttribute) {
	if t.shown(a) || unsaidAttributes[a.name] || strings.HasPrefix(a.name, "on") {
		return
	}
	if strings.Contains(a.value, "://") {
		if _, ok := fromURL(a.value); ok {
			p.say(a.value)
		}
	} else if words := oneSpace([]byte(a.value)); bytes.IndexByte(words, ' ') > 0 && (restrictive(words) || anyLicense.in(lower(nil, words))) {
		p.say(a.value)
	}
}

var anyLicense = anyOf("license|licence")

// say puts a sentence behind the text, once.
func (p *htmlPage) say(s string) {
	if !p.heard[s] {
		p.heard[s] = true
		p.said = append(p.said, "\n\n"+s+"\n"...)
	}
}

func (p *htmlPage) closeLink() {
	if p.link == "" {
		return
	}
	at := len(p.out)
	for at > max(0, len(p.out)-maxBlank) && isSpace(p.out[at-1]) {
		at--
	}
	p.out = p.out[:at]
	p.add("](" + p.link + ")")
	p.link = ""
}

// endLine ends the line, and where n is 2 the paragraph.
func (p *htmlPage) endLine(n int) {
	if p.signed {
		return // the item has no words yet
	}
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

// unescaped gives text its signs for entities.
func unescaped(s []byte) string {
	if bytes.IndexByte(s, '&') < 0 {
		return string(s)
	}
	return entity().ReplaceAllStringFunc(string(s), func(e string) string {
		return strings.ReplaceAll(html.UnescapeString(e), "\u00a0", " ")
	})
}

var entity = lazily(`&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});`)
