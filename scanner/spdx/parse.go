package spdx

import (
	"errors"
	"fmt"
	"strings"
)

// Bounds of what is read as an expression: the longest one seen in the
// packages of a distribution has some 2,000 characters.
const (
	maxLength = 16 << 10
	maxDepth  = 64
)

// Parse reads an SPDX license expression. Operators may be in any case, as
// SPDX 3 allows; ids in any case; deprecated ids become their successors. The
// empty string, NONE and NOASSERTION give the zero Expr.
func Parse(s string) (Expr, error) {
	return ParseFunc(s, func(name, exception string) (Expr, bool) {
		l, ok := canonical(name, exception)
		return Of(l), ok
	})
}

// ParseFunc reads an expression whose leaves are names, which may contain
// spaces, and asks resolve for the meaning of each with the words after "with".
// A comma ends what the operators before it join, as DEP-5 has it: "A or B,
// and C" is "(A or B) and C".
// https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/#license-syntax
func ParseFunc(s string, resolve func(name, exception string) (Expr, bool)) (Expr, error) {
	if len(s) > maxLength {
		return Expr{}, fmt.Errorf("license expression of %d characters is too long", len(s))
	}
	return parse(s, resolve)
}

// parse is [ParseFunc] without a bound on the length, for what String wrote.
func parse(s string, resolve func(name, exception string) (Expr, bool)) (Expr, error) {
	switch strings.TrimSpace(s) {
	case "", "NONE", "NOASSERTION":
		return Expr{}, nil
	}
	p := &parser{tokens: tokenize(s), resolve: resolve}
	e, err := p.list()
	if err == nil && p.pos < len(p.tokens) {
		err = fmt.Errorf("unexpected %q", p.tokens[p.pos])
	}
	if err != nil {
		return Expr{}, fmt.Errorf("license expression %q: %w", abbreviate(s), err)
	}
	return e, nil
}

func abbreviate(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

var signs = strings.NewReplacer("(", " ( ", ")", " ) ", ",", " , ", "&", " & ", "|", " | ")

// tokenize splits at white space, parentheses and commas.
func tokenize(s string) []string { return strings.Fields(signs.Replace(s)) }

type parser struct {
	tokens  []string
	pos     int
	depth   int
	resolve func(name, exception string) (Expr, bool)
}

var errEnd = errors.New("ends where a license is expected")

func (p *parser) peek() string {
	if p.pos == len(p.tokens) {
		return ""
	}
	return p.tokens[p.pos]
}

// accept steps over the next token if it is the word, in any case.
func (p *parser) accept(words ...string) bool {
	for _, w := range words {
		if strings.EqualFold(p.peek(), w) {
			p.pos++
			return true
		}
	}
	return false
}

// list = or *( "," [ "and" / "or" ] or )
func (p *parser) list() (Expr, error) {
	left, err := p.or()
	for err == nil && p.accept(",") {
		either := p.accept("or")
		if !either {
			p.accept("and")
		}
		var right Expr
		if right, err = p.or(); either {
			left = Or(left, right)
		} else {
			left = And(left, right)
		}
	}
	return left, err
}

func (p *parser) or() (Expr, error) {
	left, err := p.and()
	for err == nil && p.accept("or", "|") {
		var right Expr
		right, err = p.and()
		left = Or(left, right)
	}
	return left, err
}

func (p *parser) and() (Expr, error) {
	left, err := p.term()
	for err == nil && p.accept("and", "and/or", "&") {
		var right Expr
		right, err = p.term()
		left = And(left, right)
	}
	return left, err
}

func (p *parser) term() (Expr, error) {
	if p.accept("(") {
		if p.depth++; p.depth > maxDepth {
			return Expr{}, errors.New("too deeply nested")
		}
		e, err := p.list()
		if err != nil {
			return e, err
		}
		if !p.accept(")") {
			return e, errors.New("a closing parenthesis is missing")
		}
		p.depth--
		return e, nil
	}
	name := p.name()
	if name == "" {
		if p.pos == len(p.tokens) {
			return Expr{}, errEnd
		}
		return Expr{}, fmt.Errorf("unexpected %q", p.peek())
	}
	exception := ""
	if p.accept("with") {
		if exception = p.name(); exception == "" {
			return Expr{}, errors.New("an exception is missing after WITH")
		}
	}
	e, ok := p.resolve(name, exception)
	if !ok {
		l := License{name, exception}
		return Expr{}, &UnknownError{Name: l.String()}
	}
	return e, nil
}

// name joins the words up to the next operator.
func (p *parser) name() string {
	start := p.pos
	for p.pos < len(p.tokens) && !operator(p.tokens[p.pos]) {
		p.pos++
	}
	return strings.Join(p.tokens[start:p.pos], " ")
}

func operator(s string) bool {
	switch strings.ToLower(s) {
	case "and", "or", "with", "and/or", "(", ")", ",", "&", "|":
		return true
	}
	return false
}

// UnknownError says that an expression names a license that is neither listed
// nor a LicenseRef.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string { return fmt.Sprintf("unknown license %q", e.Name) }
