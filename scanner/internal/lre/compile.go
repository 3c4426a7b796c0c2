package lre

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Code is a compiled expression: words by their numbers, and instructions, each with a
// number behind it. What follows the last is the match.
type Code []uint16

// Instructions. Numbers from End on are no words.
const (
	alt  uint16 = 0xFFFB // go on behind it, and so many places further
	jump uint16 = 0xFFFC // go on so many places further
	wild uint16 = 0xFFFD // up to so many words

	End uint16 = 0xFFF0
)

// maxDepth bounds how groups stand in groups, maxCode a code's length: places are 16 bit.
const (
	maxDepth = 16
	maxCode  = 1<<16 - 16
)

// Compile compiles an expression. words gives the numbers of the words in a stretch of it,
// each below [End]. The error names the line.
func Compile(expr string, words func(string) []uint16) (Code, error) {
	c := compiler{text: expr, words: words}
	code, err := c.choice(0)
	if err == nil && c.at < len(expr) {
		err = errors.New("|| or )) outside of a group")
	}
	if err == nil && len(code) > maxCode {
		err = fmt.Errorf("%d words, more than %d", len(code), maxCode)
	}
	if err == nil {
		_, err = code.Starts()
	}
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", 1+strings.Count(expr[:c.at], "\n"), err)
	}
	return code, nil
}

type compiler struct {
	text  string
	at    int
	words func(string) []uint16
}

// choice compiles what stands between the signs of a group, or all of the text.
func (c *compiler) choice(depth int) (Code, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("groups nested more than %d deep", maxDepth)
	}
	var of []Code
	for {
		code, err := c.row(depth)
		if err != nil {
			return nil, err
		}
		of = append(of, code)
		if depth == 0 || !c.skip("||") {
			break
		}
	}
	code := of[len(of)-1]
	for i := len(of) - 2; i >= 0; i-- {
		one := append(Code{alt, uint16(len(of[i]) + 2)}, of[i]...)
		code = append(append(one, jump, uint16(len(code))), code...)
	}
	return code, nil
}

// row compiles words, blanks and groups up to the end of the text or of the alternative.
func (c *compiler) row(depth int) (Code, error) {
	var out Code
	for c.at < len(c.text) {
		switch rest := c.text[c.at:]; {
		case strings.HasPrefix(rest, "||"), strings.HasPrefix(rest, "))"):
			return out, nil
		case c.skip("//**"):
			n := strings.Index(c.text[c.at:], "**//")
			if n < 0 {
				return nil, errors.New("a comment has no end")
			}
			c.at += n + len("**//")
		case strings.HasPrefix(rest, "(("):
			code, err := c.group(depth)
			if err != nil {
				return nil, err
			}
			out = append(out, code...)
		default:
			if n, ok := c.blank(); ok {
				out = append(out, wild, n)
				continue
			}
			out = append(out, c.words(c.stretch())...)
		}
	}
	return out, nil
}

func (c *compiler) group(depth int) (Code, error) {
	if strings.TrimSpace(c.text[strings.LastIndexByte(c.text[:c.at], '\n')+1:c.at]) != "" {
		return nil, errors.New("(( does not begin its line")
	}
	c.at += len("((")
	code, err := c.choice(depth + 1)
	if err != nil {
		return nil, err
	}
	if !c.skip("))") {
		return nil, errors.New("(( without ))")
	}
	c.at += len(c.text[c.at:]) - len(strings.TrimLeft(c.text[c.at:], " \t"))
	if c.skip("??") {
		code = append(Code{alt, uint16(len(code))}, code...)
	}
	if end, _, _ := strings.Cut(c.text[c.at:], "\n"); strings.TrimSpace(end) != "" {
		return nil, errors.New(")) does not end its line")
	}
	return code, nil
}

// blank reads __N__.
func (c *compiler) blank() (uint16, bool) {
	rest, ok := strings.CutPrefix(c.text[c.at:], "__")
	if !ok {
		return 0, false
	}
	digits, _, ok := strings.Cut(rest, "__")
	n, err := strconv.ParseUint(digits, 10, 12)
	if !ok || err != nil {
		return 0, false
	}
	c.at += len(digits) + 2*len("__")
	return uint16(n), true
}

// stretch is text without signs of the language.
func (c *compiler) stretch() string {
	from := c.at
	for c.at++; c.at < len(c.text); c.at++ {
		switch rest := c.text[c.at:]; {
		case strings.HasPrefix(rest, "(("), strings.HasPrefix(rest, "))"), strings.HasPrefix(rest, "||"),
			strings.HasPrefix(rest, "__"), strings.HasPrefix(rest, "//**"):
			return c.text[from:c.at]
		}
	}
	return c.text[from:]
}

func (c *compiler) skip(sign string) bool {
	ok := strings.HasPrefix(c.text[c.at:], sign)
	if ok {
		c.at += len(sign)
	}
	return ok
}

// Starts lists the pairs of words that a match can begin with. A code that can match less,
// or begin with a blank, is an error.
func (c Code) Starts() ([][2]uint16, error) {
	var out [][2]uint16
	for _, first := range c.from(0) {
		if first == len(c) || c[first] >= End {
			return nil, errors.New("begins with a blank, or matches nothing")
		}
		for _, second := range c.from(first + 1) {
			if second == len(c) || c[second] >= End {
				return nil, errors.New("its second word may be missing, or any")
			}
			out = append(out, [2]uint16{c[first], c[second]})
		}
	}
	return out, nil
}

// from lists the places that can be next: of words, of blanks, the end.
func (c Code) from(at int) []int {
	var out []int
	seen := map[int]bool{}
	var walk func(int)
	walk = func(at int) {
		if seen[at] {
			return
		}
		seen[at] = true
		switch {
		case at == len(c) || c[at] < End || c[at] == wild:
			out = append(out, at)
		case c[at] == alt:
			walk(at + 2)
			walk(at + 2 + int(c[at+1]))
		default:
			walk(at + 2 + int(c[at+1]))
		}
	}
	walk(at)
	return out
}
