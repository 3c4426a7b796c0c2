package license

import (
	"bytes"
	"html"
	"slices"
	"strings"
)

// htmlTag is one of HTML's.
type htmlTag struct {
	name       string // in lower case
	closes     bool
	rest       []byte // behind the name
	attributes []htmlAttribute
	size       int
}

// htmlAttribute is an attribute of a tag, without quotes.
type htmlAttribute struct{ name, value string }

// readTag reads the tag that a text begins with, if it is one of HTML's or DocBook's, or of a
// vocabulary within them: <o:p>. What only looks like one, <year>, is text; so are words
// between such signs, <address of whom it may concern>.
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
	t.attributes = readAttributes(t.rest)
	return t, t.name == "!doctype" || !t.wordy()
}

// endOfTag finds the sign that ends a tag, outside of the values in quotes.
func endOfTag(b []byte) int {
	var quote, last byte
	for i, c := range b {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && last == '=':
			quote = c
		case c == '>':
			return i
		case c == '<':
			return -1
		}
		if !isSpace(c) {
			last = c
		}
	}
	return -1
}

// wordy reports whether words stand in a tag that are no attributes of it.
func (t htmlTag) wordy() bool {
	for _, a := range t.attributes {
		if a.value == "" && wordy([]byte(a.name)) && !bareAttributes[strings.ToLower(strings.TrimRight(a.name, "/"))] && !strings.HasSuffix(a.name, "=") {
			return true
		}
	}
	return false
}

// common reports whether a tag makes a page of the text in which it stands: other
// vocabularies of XML have names of HTML as well.
func (t htmlTag) common() bool { return tagNames[t.name] || bookTags[t.name] || t.name == "!doctype" }

// licensing reports whether a tag says what the license of its page is.
func (t htmlTag) licensing() bool {
	name := strings.ToLower(t.attribute("name"))
	return slices.Contains(strings.Fields(strings.ToLower(t.attribute("rel"))), "license") || strings.HasSuffix(name, "license") || strings.HasSuffix(name, "rights")
}

// shown reports whether one of its attributes is part of the text as it is shown.
func (t htmlTag) shown(a htmlAttribute) bool {
	switch t.name {
	case "a", "ulink":
		return (a.name == "href" || a.name == "url") && leads(a.value)
	case "img":
		return a.name == "alt" || a.name == "src" && leads(a.value)
	case "meta", "link":
		return (a.name == "content" || a.name == "href") && t.licensing()
	}
	return t.name == "!doctype"
}

// inlineTag is how long a tag is that stands within a text of another kind, or -1.
func inlineTag(b []byte) int {
	t, ok := readTag(b[:min(len(b), maxMarkup)])
	if !ok || !tagNames[t.name] {
		return -1
	}
	return t.size
}

// readAttributes gives those of a tag in their order; one without a value may be a word. The
// name of one with an empty value ends in =.
func readAttributes(rest []byte) []htmlAttribute {
	var out []htmlAttribute
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n\f")
		if len(rest) == 0 {
			return out
		}
		n := bytes.IndexAny(rest, "= \t\r\n\f")
		if n < 0 {
			n = len(rest)
		}
		name, behind := rest[:n], bytes.TrimLeft(rest[n:], " \t\r\n\f")
		if len(behind) == 0 || behind[0] != '=' {
			out = append(out, htmlAttribute{name: string(name)})
			rest = rest[n:]
			continue
		}
		behind = bytes.TrimLeft(behind[1:], " \t\r\n\f")
		end := " \t\r\n\f"
		if len(behind) > 0 && (behind[0] == '"' || behind[0] == '\'') {
			end, behind = string(behind[:1]), behind[1:]
		}
		if n = bytes.IndexAny(behind, end); n < 0 {
			n = len(behind)
		}
		a := htmlAttribute{strings.ToLower(string(name)), strings.TrimSpace(html.UnescapeString(string(behind[:n])))}
		if a.value == "" {
			a.name += "="
		}
		out = append(out, a)
		rest = behind[min(len(behind), n+1):]
	}
}

func (t htmlTag) attribute(name string) string {
	for _, a := range t.attributes {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// address is the first of some attributes that leads elsewhere.
func (t htmlTag) address(names ...string) string {
	for _, name := range names {
		if v := t.attribute(name); leads(v) {
			return v
		}
	}
	return ""
}

// leads reports whether the value of an attribute is an address or a file's name.
func leads(v string) bool {
	return v != "" && len(v) <= maxAddress && !strings.ContainsAny(v, " \t\n()[]") && !hasPrefixFold([]byte(v), "javascript:") && !strings.HasPrefix(v, "#")
}

// breaks is by how many lines a tag parts what is before and behind.
func breaks(name string) int {
	switch {
	case paragraphTags[name]:
		return 2
	case lineTags[name]:
		return 1
	}
	return 0
}

var (
	// tagNames are those of tags that stand within texts of other kinds as well.
	tagNames = setOf("p br a b i u s em strong tt code kbd cite abbr sub sup small big strike font center span div pre blockquote address section article " +
		"h1 h2 h3 h4 h5 h6 ul ol li dl dt dd hr table tbody tr th td img html head body title meta link style script")
	// pageTags are those of HTML that do not.
	pageTags = setOf("!doctype main nav header footer aside figure figcaption form input textarea button label select option fieldset thead tfoot caption col colgroup " +
		"var dfn q del ins samp nobr wbr acronym iframe noscript base basefont map area object param embed svg path template summary details dir menu " +
		"picture source video audio ruby rt rp")
	// bookTags are DocBook's in legal texts.
	bookTags = setOf("para simpara formalpara legalnotice listitem itemizedlist orderedlist variablelist varlistentry term emphasis ulink literal quote " +
		"screen programlisting book chapter appendix sect1 sect2 sect3 sect4 bridgehead note warning trademark citetitle literallayout")

	// unsaidAttributes are for programs.
	unsaidAttributes = setOf("class id style")

	paragraphTags = setOf("p pre blockquote hr table ul ol dl title h1 h2 h3 h4 h5 h6 div section article aside main nav header footer details summary figure figcaption caption " +
		"form fieldset para simpara formalpara bridgehead screen programlisting literallayout note warning")
	lineTags = setOf("li br tr dt dd html head body address center script style option meta listitem term textarea iframe")
	// before are the signs that Markdown has in their places.
	before = map[string]string{"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "##### ", "h6": "###### ", "li": "- ", "listitem": "- ", "bridgehead": "## "}
	// bareAttributes are those that have no value.
	bareAttributes = setOf("noshade nowrap compact async defer hidden checked disabled selected readonly required multiple controls autoplay loop muted open reversed ismap " +
		"novalidate allowfullscreen itemscope autofocus border nohref noresize declare inert default crossorigin download")
)
