package spdx

import (
	"slices"
	"strings"
)

// Expr is a license expression in its normal form: nested operators of one
// kind are flattened, operands are sorted and occur once, ids have their
// listed spelling. It is immutable. The zero Expr is NOASSERTION.
type Expr struct {
	op   op
	leaf License
	args []Expr
}

type op uint8

const (
	opNone op = iota
	opLeaf
	opAnd
	opOr
)

// License is one license with its exception, the leaf of an expression.
type License struct {
	ID        string // listed id or LicenseRef-…; a trailing + where the list has no -or-later form
	Exception string // id after WITH, or empty
}

// String gives the license as it stands in an expression.
func (l License) String() string {
	if l.Exception == "" {
		return l.ID
	}
	return l.ID + " WITH " + l.Exception
}

// Of returns the expression that consists of one license.
func Of(l License) Expr { return Expr{op: opLeaf, leaf: l} }

// Ref returns the expression of a single id, listed or not, in its listed
// spelling where it has one. The empty id gives the zero Expr.
func Ref(id string) Expr {
	if id == "" {
		return Expr{}
	}
	if l, ok := canonical(id, ""); ok {
		return Of(l)
	}
	return Of(License{ID: id})
}

// And returns the expression under which all of the terms apply. Unknown
// (zero) terms are left out: join them as [Unrecognized] where they matter.
func And(terms ...Expr) Expr { return join(opAnd, terms) }

// Or returns the expression that offers the terms as alternatives.
func Or(terms ...Expr) Expr { return join(opOr, terms) }

func join(o op, terms []Expr) Expr {
	var flat []Expr
	for _, t := range terms {
		switch t.op {
		case opNone:
		case o:
			flat = append(flat, t.args...)
		default:
			flat = append(flat, t)
		}
	}
	slices.SortFunc(flat, func(a, b Expr) int { return strings.Compare(a.String(), b.String()) })
	flat = slices.CompactFunc(flat, func(a, b Expr) bool { return a.String() == b.String() })
	switch len(flat) {
	case 0:
		return Expr{}
	case 1:
		return flat[0]
	}
	return Expr{op: o, args: flat}
}

// IsZero reports whether nothing is known.
func (e Expr) IsZero() bool { return e.op == opNone }

// Equal reports whether both expressions mean the same.
func (e Expr) Equal(f Expr) bool { return e.String() == f.String() }

// String gives the normal form, or NOASSERTION for the zero Expr.
func (e Expr) String() string {
	switch e.op {
	case opNone:
		return "NOASSERTION"
	case opLeaf:
		return e.leaf.String()
	}
	word := " AND "
	if e.op == opOr {
		word = " OR "
	}
	parts := make([]string, len(e.args))
	for i, a := range e.args {
		parts[i] = a.String()
		if a.op == opAnd || a.op == opOr {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, word)
}

// Licenses lists every license in the expression once, sorted.
func (e Expr) Licenses() []License {
	var out []License
	e.walk(func(l License) { out = append(out, l) })
	slices.SortFunc(out, func(a, b License) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(out)
}

func (e Expr) walk(f func(License)) {
	if e.op == opLeaf {
		f(e.leaf)
	}
	for _, a := range e.args {
		a.walk(f)
	}
}

// Terms returns the operands of a top-level AND, or the expression itself as
// its only term; the zero Expr has none.
func (e Expr) Terms() []Expr { return e.operands(opAnd) }

// Options returns the operands of a top-level OR, or the expression itself as
// its only option; the zero Expr has none.
func (e Expr) Options() []Expr { return e.operands(opOr) }

func (e Expr) operands(o op) []Expr {
	switch e.op {
	case opNone:
		return nil
	case o:
		return slices.Clone(e.args)
	}
	return []Expr{e}
}

// MaxAlternatives bounds the product of ORs below ANDs. Real expressions have at
// most a dozen or two; beyond the bound the rest of the choices is not listed.
const MaxAlternatives = 64

// Alternatives lists the sets of licenses among which the licensee may choose:
// the disjunctive normal form. Each set is sorted. No more than
// [MaxAlternatives] are listed.
func (e Expr) Alternatives() [][]License {
	switch e.op {
	case opNone:
		return nil
	case opLeaf:
		return [][]License{{e.leaf}}
	case opOr:
		var out [][]License
		for _, a := range e.args {
			if len(out) < MaxAlternatives {
				out = append(out, a.Alternatives()...)
			}
		}
		return out[:min(len(out), MaxAlternatives)]
	}
	var plain []License // those that every choice has, of which a file may name thousands
	for _, a := range e.args {
		if a.op == opLeaf {
			plain = append(plain, a.leaf)
		}
	}
	out := [][]License{union(plain, nil)}
	for _, a := range e.args {
		if a.op == opLeaf {
			continue
		}
		var next [][]License
		choices := a.Alternatives()
		for _, have := range out {
			for _, more := range choices {
				if len(next) < MaxAlternatives {
					next = append(next, union(have, more))
				}
			}
		}
		out = next
	}
	return out
}

func union(a, b []License) []License {
	out := slices.Concat(a, b)
	slices.SortFunc(out, func(x, y License) int { return strings.Compare(x.String(), y.String()) })
	return slices.Compact(out)
}

// Map replaces every license by what f returns for it.
func (e Expr) Map(f func(License) Expr) Expr {
	switch e.op {
	case opNone:
		return e
	case opLeaf:
		return f(e.leaf)
	}
	args := make([]Expr, len(e.args))
	for i, a := range e.args {
		args[i] = a.Map(f)
	}
	return join(e.op, args)
}

// MarshalText writes the normal form.
func (e Expr) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads what [Expr.MarshalText] wrote. Ids that the list does not
// have are kept as they are: a saved file may be newer than this list.
func (e *Expr) UnmarshalText(b []byte) error {
	x, err := parse(string(b), func(name, exception string) (Expr, bool) {
		if l, ok := canonical(name, exception); ok {
			return Of(l), true
		}
		return Of(License{ID: name, Exception: exception}), true
	})
	*e = x
	return err
}

// MarshalBinary writes the normal form, for encoders that know no text.
func (e Expr) MarshalBinary() ([]byte, error) { return e.MarshalText() }

// UnmarshalBinary reads what [Expr.MarshalBinary] wrote.
func (e *Expr) UnmarshalBinary(b []byte) error { return e.UnmarshalText(b) }
