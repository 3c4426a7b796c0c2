package policy

import (
	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Explanation is what an expression means, use by use.
type Explanation struct {
	Expression spdx.Expr         `json:"expression"`
	Licenses   []ExplainedTerm   `json:"licenses"`
	Options    []ExplainedOption `json:"options"` // of which one may be taken
}

// ExplainedTerm is what the table says of one license of an expression.
type ExplainedTerm struct {
	License    string   `json:"license"`
	Name       string   `json:"name,omitempty"`
	Family     string   `json:"family,omitempty"` // empty for a license that is not in the table
	Traits     []string `json:"traits,omitempty"`
	Waives     []string `json:"waives,omitempty"` // traits that its exception takes away
	Confidence string   `json:"confidence,omitempty"`
	Sources    string   `json:"sources,omitempty"`
	Note       string   `json:"note,omitempty"`
}

// ExplainedOption is one choice of licenses with what it allows, forbids and asks.
type ExplainedOption struct {
	Choice string         `json:"choice"`
	Uses   []ExplainedUse `json:"uses"`
}

// ExplainedUse is what an option means for one use.
type ExplainedUse struct {
	Use       terms.Use    `json:"use"`
	Forbidden bool         `json:"forbidden,omitempty"`
	Unknown   []string     `json:"unknown,omitempty"` // licenses because of which it cannot be told
	Duties    []terms.Duty `json:"duties,omitempty"`
}

// Explain tells what an expression allows, forbids and asks.
func Explain(e spdx.Expr, p *Policy, b Basis) Explanation {
	out := Explanation{Expression: e}
	for _, l := range e.Licenses() {
		out.Licenses = append(out.Licenses, explainedTerm(l, b.Terms))
	}
	ev := &evaluation{terms: b.Terms, policy: p, uses: p.Uses}
	for _, o := range ev.options(ev.plain(e, b)) {
		x := ExplainedOption{Choice: choice(o.licenses).String()}
		for _, u := range terms.AllUses() {
			x.Uses = append(x.Uses, ExplainedUse{u, o.terms[u].Forbidden, o.terms[u].Unknown, o.terms[u].Duties})
		}
		out.Options = append(out.Options, x)
	}
	return out
}

func (e *evaluation) plain(x spdx.Expr, b Basis) side {
	return side{expr: x, facts: &terms.Facts{Company: e.policy.Company, Day: b.Day}, relaxed: true}
}

func explainedTerm(l spdx.License, k *terms.Knowledge) ExplainedTerm {
	x := ExplainedTerm{License: spdx.Of(l).String()}
	if listed, ok := spdx.Lookup(l.ID); ok {
		x.Name = listed.Name
	}
	e, ok := k.Lookup(l.ID)
	if !ok {
		return x
	}
	x.Family, x.Traits, x.Confidence, x.Sources, x.Note = e.Family, e.Traits, e.Confidence, e.Sources, e.Note
	if l.Exception != "" {
		x.Waives = k.Waived(l.Exception)
	}
	return x
}

// Difference is what a change from one expression to another means.
type Difference struct {
	Old       spdx.Expr   `json:"old"`
	New       spdx.Expr   `json:"new"`
	Direction Direction   `json:"direction"`
	Choice    string      `json:"choice,omitempty"`
	Uses      []UseChange `json:"uses"` // those that change
}

// ExplainChange tells what changes for whom between two expressions, for every
// use.
func ExplainChange(before, after spdx.Expr, p *Policy, b Basis) Difference {
	ev := &evaluation{terms: b.Terms, policy: p, uses: Uses{Required: terms.AllUses()}}
	old := ev.plain(before, b)
	j := ev.judge(&old, ev.plain(after, b), nil)
	d := Difference{Old: before, New: after, Direction: j.direction, Uses: j.uses}
	if len(after.Alternatives()) > 1 {
		d.Choice = choice(j.choice).String()
	}
	return d
}
