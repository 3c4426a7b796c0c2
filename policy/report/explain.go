package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/policy"
	"github.com/licdrift/licdrift/policy/terms"
)

// Explain writes what a license expression means.
func Explain(w io.Writer, x policy.Explanation, o Options) error {
	b := bufio.NewWriter(w)
	t := &textReport{w: b, c: newCatalog(o.Lang), o: o}
	t.styled(0, x.Expression.String(), "", "")
	for _, l := range x.Licenses {
		t.term(l)
	}
	if len(x.Options) > 1 {
		fmt.Fprintln(t.w)
		t.line(0, t.c.say("explain.options", len(x.Options)))
	}
	for _, opt := range x.Options {
		fmt.Fprintln(t.w)
		t.styled(0, t.c.say("explain.uses", opt.Choice), "", "")
		t.explained(opt.Uses)
	}
	return b.Flush()
}

func (t *textReport) term(l policy.ExplainedTerm) {
	fmt.Fprintln(t.w)
	name := ""
	if l.Name != "" {
		name = "  " + l.Name
	}
	t.styled(2, l.License, "", name)
	if l.Family == "" {
		t.line(4, t.c.say("explain.unlisted"))
		return
	}
	t.line(4, t.c.say("explain.family", t.c.say("family."+l.Family), l.Family))
	for _, x := range l.Traits {
		t.line(4, "- "+t.c.say("trait."+x))
	}
	for _, x := range l.Waives {
		t.line(4, t.c.say("explain.waives", t.c.say("trait."+x)))
	}
	switch l.Confidence {
	case "curated":
		t.line(4, t.c.say("explain.curated", strings.ReplaceAll(l.Sources, ";", ",")))
	default:
		t.line(4, t.c.say("explain.derived"))
	}
}

// explained lists the uses, those of which the same is said in one line.
func (t *textReport) explained(uses []policy.ExplainedUse) {
	var order []string
	named := map[string][]string{}
	for _, u := range uses {
		s := t.explainedUse(u)
		if named[s] == nil {
			order = append(order, s)
		}
		named[s] = append(named[s], t.use(u.Use))
	}
	for _, s := range order {
		t.line(2, t.c.say("line.uses", t.c.list(named[s]), s))
	}
}

func (t *textReport) explainedUse(u policy.ExplainedUse) string {
	switch {
	case u.Forbidden:
		return t.c.say("explain.forbidden")
	case u.Unknown != nil:
		return t.c.say("explain.unknown", t.c.list(u.Unknown))
	case len(u.Duties) > 0:
		return t.c.say("explain.asked", t.coded(u.Duties))
	}
	return t.c.say("explain.allowed")
}

// coded names duties with their codes, by which a policy file accepts them.
func (t *textReport) coded(ds []terms.Duty) string {
	ds = slices.Clone(ds)
	slices.SortStableFunc(ds, func(a, b terms.Duty) int { return weightOf(b) - weightOf(a) })
	var out []string
	for _, d := range ds {
		out = append(out, t.c.say("explain.coded", t.c.say("duty."+string(d)), string(d)))
	}
	return t.c.list(out)
}

func weightOf(d terms.Duty) int {
	switch {
	case d.Grave():
		return 2
	case d.Material():
		return 1
	}
	return 0
}

// ExplainChange writes what a change of license means.
func ExplainChange(w io.Writer, d policy.Difference, o Options) error {
	b := bufio.NewWriter(w)
	t := &textReport{w: b, c: newCatalog(o.Lang), o: o}
	t.styled(0, d.Old.String()+" → "+d.New.String(), "", t.c.say("sign.colon")+t.c.say("direction."+string(d.Direction)))
	if d.Choice != "" {
		t.line(2, t.c.say("line.choice", d.Choice))
	}
	for _, e := range t.effects(d.Uses, true) {
		t.line(2, t.c.say("line.uses", e.uses, e.what))
	}
	return b.Flush()
}
