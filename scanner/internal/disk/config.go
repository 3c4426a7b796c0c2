package disk

import (
	"fmt"
	"strconv"
	"strings"
)

// config is a section of LVM's text format: values, lists, and sections by name.
// https://man7.org/linux/man-pages/man5/lvm.conf.5.html#SYNTAX
type config struct {
	names    []string // of sections, in order
	sections map[string]*config
	values   map[string]string
	lists    map[string][]string
}

func (c *config) text(name string) string  { return c.values[name] }
func (c *config) number(name string) int64 { return numberOf(c.values[name]) }

// numberOf reads a number; what is none is -1.
func numberOf(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 48)
	if err != nil {
		return -1
	}
	return n
}

func newConfig() *config {
	return &config{sections: map[string]*config{}, values: map[string]string{}, lists: map[string][]string{}}
}

// maxNested bounds sections within each other.
const maxNested = 16

func parseConfig(b []byte) (*config, error) {
	p := &configParser{tokens: tokens(string(b))}
	c, err := p.section(0)
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("unexpected %q", p.tokens[0])
	}
	return c, err
}

type configParser struct {
	tokens   []string
	sections int
}

// maxSections bounds the sections of a text: a group has a few for each volume.
const maxSections = 100_000

func (p *configParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	t := p.tokens[0]
	p.tokens = p.tokens[1:]
	return t
}

func (p *configParser) section(depth int) (*config, error) {
	if depth > maxNested {
		return nil, fmt.Errorf("more than %d sections within each other", maxNested)
	}
	if p.sections++; p.sections > maxSections {
		return nil, fmt.Errorf("more than %d sections", maxSections)
	}
	c := newConfig()
	for len(p.tokens) > 0 && p.tokens[0] != "}" {
		name := p.next()
		switch op := p.next(); op {
		case "{":
			s, err := p.section(depth + 1)
			if err != nil {
				return nil, err
			}
			if p.next() != "}" {
				return nil, fmt.Errorf("section %s does not end", name)
			}
			if c.sections[name] == nil {
				c.names = append(c.names, name)
			}
			c.sections[name] = s
		case "=":
			if err := p.value(c, name); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("unexpected %q behind %s", op, name)
		}
	}
	return c, nil
}

func (p *configParser) value(c *config, name string) error {
	v := p.next()
	if v != "[" {
		c.values[name] = unquoted(v)
		return nil
	}
	var list []string
	for {
		switch v := p.next(); v {
		case "]":
			c.lists[name] = list
			return nil
		case ",":
		case "":
			return fmt.Errorf("list %s does not end", name)
		default:
			list = append(list, unquoted(v))
		}
	}
}

func unquoted(s string) string { return strings.Trim(s, `"`) }

// tokens splits the text: words, quoted strings, signs; comments are left out.
func tokens(s string) []string {
	var out []string
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '#':
			i += untilAny(s[i:], "\n")
		case strings.IndexByte("{}[]=,", c) >= 0:
			out = append(out, s[i:i+1])
			i++
		case c == '"':
			n := 1 + untilAny(s[i+1:], `"`)
			out = append(out, s[i:min(len(s), i+n+1)])
			i += n + 1
		default:
			n := max(1, untilAny(s[i:], " \t\r\n{}[]=,#\""))
			out = append(out, s[i:i+n])
			i += n
		}
	}
	return out
}

func untilAny(s, chars string) int {
	if n := strings.IndexAny(s, chars); n >= 0 {
		return n
	}
	return len(s)
}
