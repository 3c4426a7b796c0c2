package policy

import (
	"slices"

	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Direction is where a change goes.
type Direction string

// Directions of a change.
const (
	Unchanged Direction = "same"
	Loosened  Direction = "loosened"
	Tightened Direction = "tightened"
	Altered   Direction = "altered" // better here, worse there
	Uncertain Direction = "unknown"
)

// UseChange is what a change means for one use.
type UseChange struct {
	Use      terms.Use    `json:"use"`
	Lost     bool         `json:"lost,omitempty"`      // allowed before, forbidden now
	Breach   bool         `json:"breach,omitempty"`    // forbidden before and now
	Regained bool         `json:"regained,omitempty"`  // forbidden before, allowed now
	Unknown  bool         `json:"unknown,omitempty"`   // cannot be told
	Denied   bool         `json:"denied,omitempty"`    // lost because the policy denies the license
	Gained   []terms.Duty `json:"newDuties,omitempty"` // material or not
	Gone     []terms.Duty `json:"oldDuties,omitempty"`
}

// added leaves out what is no longer asked: something that was compared with the
// whole product takes nothing away from it.
func (j *judgment) added() {
	drop := func(us []UseChange) []UseChange {
		for i := range us {
			us[i].Gone, us[i].Regained = nil, false
		}
		return slices.DeleteFunc(us, UseChange.empty)
	}
	j.uses, j.others = drop(j.uses), drop(j.others)
}

// judgment is what a change of license means for the declared uses.
type judgment struct {
	verdict   Verdict
	direction Direction
	uses      []UseChange // of the declared uses, those that change
	others    []UseChange // of the other uses
	choice    []spdx.License
}

// side is a license as it stands on one side of the upgrade.
type side struct {
	expr    spdx.Expr
	facts   *terms.Facts
	chosen  spdx.Expr // by the policy; zero for none
	relaxed bool      // by what the policy accepts
}

// option is one choice of licenses with what it means.
type option struct {
	licenses []spdx.License
	turned   []spdx.License // what has taken the place of some of them by the day
	terms    terms.Terms
}

// all are the licenses that a policy may deny.
func (o option) all() []spdx.License { return slices.Concat(o.licenses, o.turned) }

// contains reports whether an option has all of the licenses: of a choice within an
// AND, such as Apache-2.0 AND (MIT OR X11), an option has others beside the chosen.
func contains(option, chosen []spdx.License) bool {
	return !slices.ContainsFunc(chosen, func(l spdx.License) bool { return !slices.Contains(option, l) })
}

func (e *evaluation) options(s side) []option {
	var out []option
	for _, ls := range s.expr.Alternatives() {
		out = append(out, option{ls, s.facts.Turned(ls), e.set(ls, s)})
	}
	chosen := s.chosen.Licenses()
	if taken := slices.DeleteFunc(slices.Clone(out), func(o option) bool { return !contains(o.licenses, chosen) }); len(taken) > 0 {
		return taken // an option that the license does not offer cannot be taken
	}
	return out
}

// set gives the terms of licenses that all apply. On the new side the policy
// relaxes them: allowed licenses ask nothing, accepted duties are met. The old side
// stays as it was, so that what is accepted never makes a change look worse.
func (e *evaluation) set(ls []spdx.License, s side) terms.Terms {
	if !s.relaxed {
		return e.terms.Set(ls, s.facts)
	}
	weighed := slices.DeleteFunc(slices.Clone(ls), func(l spdx.License) bool { return e.policy.allowed(l, e.terms) })
	t := e.terms.Set(weighed, s.facts)
	for u := range t {
		t[u].Duties = slices.DeleteFunc(slices.Clone(t[u].Duties), func(d terms.Duty) bool { return slices.Contains(e.policy.Accept, d) })
	}
	return t
}

// denied lists the licenses of an option that the policy denies.
func (e *evaluation) denied(ls []spdx.License) []spdx.License {
	if len(e.policy.Deny) == 0 {
		return nil
	}
	var out []spdx.License
	for _, l := range ls {
		if e.policy.denied(l, e.terms) {
			out = append(out, l)
		}
	}
	return out
}

func choice(ls []spdx.License) spdx.Expr {
	var es []spdx.Expr
	for _, l := range ls {
		es = append(es, spdx.Of(l))
	}
	return spdx.And(es...)
}

// judge asks, for each option that the licensee may have taken before, which
// option of the new side is the mildest for it, and answers for the one that
// fares worst. With no old side, the baseline is what the product asked before.
//
// This form keeps the laws of the package: the verdict on a pair of options only
// grows with uses and with terms, and so does the worst of the mildest.
func (e *evaluation) judge(before *side, after side, baseline *terms.Terms) judgment {
	olds := []option{{}}
	switch {
	case before != nil:
		olds = e.options(*before)
		// of those that fare alike, the one most likely taken is told
		slices.SortStableFunc(olds, func(a, b option) int { return e.cost(a.terms) - e.cost(b.terms) })
	case baseline != nil:
		olds = []option{{terms: *baseline}}
	}
	news := e.options(after)
	var worst judgment
	for i, o := range olds {
		if j := e.mildest(o, news); i == 0 || j.verdict > worst.verdict {
			worst = j
		}
	}
	return worst
}

func (e *evaluation) mildest(o option, news []option) judgment {
	var best judgment
	for i, n := range news {
		if j := e.option(o, n); i == 0 || better(j, best, o.licenses) {
			best = j
		}
	}
	return best
}

// standing is what a side asks under the option most likely taken.
func (e *evaluation) standing(s side) terms.Terms {
	var best terms.Terms
	for i, o := range e.options(s) {
		if i == 0 || e.cost(o.terms) < e.cost(best) {
			best = o.terms
		}
	}
	return best
}

// cost orders options: first by forbidden uses, then by unknown ones, then by
// material duties, then by all.
func (e *evaluation) cost(t terms.Terms) int {
	cost := 0
	for _, u := range e.uses.All() {
		if t[u].Forbidden {
			cost += 1_000_000
		}
		if t[u].Unknown != nil {
			cost += 100_000
		}
		cost += 1000*len(t[u].Material()) + 10*len(t[u].Duties)
	}
	return cost
}

func better(a, b judgment, old []spdx.License) bool {
	if a.verdict != b.verdict {
		return a.verdict < b.verdict
	}
	if x, y := weight(a), weight(b); x != y {
		return x < y
	}
	return slices.Equal(a.choice, old) && !slices.Equal(b.choice, old)
}

func weight(j judgment) int {
	n := 0
	for _, u := range j.uses {
		n += 10 * len(u.Gained)
		if u.Lost || u.Breach {
			n += 1000
		}
	}
	for _, u := range j.others {
		n += len(u.Gained)
		if u.Lost {
			n += 5
		}
	}
	return n
}

// option judges one choice of licenses.
func (e *evaluation) option(before, after option) judgment {
	j := judgment{choice: after.licenses}
	had := e.denied(before.all())
	denied := e.denied(after.all())
	fresh := slices.ContainsFunc(denied, func(l spdx.License) bool { return !slices.Contains(had, l) })
	var better, worse tally
	unknown := false
	for _, u := range terms.AllUses() {
		c := compareUse(u, before.terms[u], after.terms[u])
		c.Denied = fresh
		c.Lost, c.Breach = c.Lost || fresh, c.Breach || len(denied) > 0 && !fresh && !c.Lost
		better.add(c.Regained, c.Gone)
		worse.add(c.Lost, c.Gained)
		if c.empty() {
			continue
		}
		switch {
		case slices.Contains(e.uses.Required, u):
			j.verdict = max(j.verdict, c.verdict(true, e.policy.Unknown))
		case slices.Contains(e.uses.Droppable, u):
			j.verdict = max(j.verdict, c.verdict(false, e.policy.Unknown))
		default:
			unknown = unknown || c.Unknown
			j.others = append(j.others, c)
			continue
		}
		unknown = unknown || c.Unknown
		j.uses = append(j.uses, c)
	}
	j.direction = direction(better, worse, unknown)
	return j
}

// tally notes whether anything goes one way, and whether it must be weighed.
type tally struct{ any, material bool }

func (t *tally) add(whole bool, ds []terms.Duty) {
	t.material = t.material || whole || slices.ContainsFunc(ds, terms.Duty.Material)
	t.any = t.any || t.material || len(ds) > 0
}

// direction goes by what must be weighed, and by the rest where nothing must.
func direction(better, worse tally, unknown bool) Direction {
	up, down := better.material, worse.material
	if !up && !down {
		up, down = better.any, worse.any
	}
	switch {
	case unknown:
		return Uncertain
	case up && down:
		return Altered
	case up:
		return Loosened
	case down:
		return Tightened
	}
	return Unchanged
}

func compareUse(u terms.Use, before, after terms.Effect) UseChange {
	c := UseChange{Use: u}
	switch {
	case after.Forbidden && before.Forbidden:
		c.Breach = true
	case after.Forbidden:
		c.Lost = true
	case before.Forbidden:
		c.Regained = after.Unknown == nil // else it cannot be worse than it was
	default:
		// the very words that stood before are no news, recognized or not
		c.Unknown = slices.ContainsFunc(after.Unknown, func(id string) bool { return !slices.Contains(before.Unknown, id) })
	}
	if !after.Forbidden {
		c.Gained = after.Gained(before)
		if before.Forbidden {
			c.Gained = nil // the use is new, so is what it asks
		}
		c.Gone = before.Gained(after)
	}
	return c
}

func (c UseChange) empty() bool {
	return !c.Lost && !c.Breach && !c.Unknown && !c.Regained && len(c.Gained) == 0 && len(c.Gone) == 0
}

func (c UseChange) verdict(required bool, unknown Verdict) Verdict {
	switch {
	case required && (c.Lost || slices.ContainsFunc(c.Gained, terms.Duty.Grave)):
		return Forgo
	case required && c.Unknown:
		return unknown
	case c.Lost, c.Unknown, len(c.Material()) > 0:
		return Adjust
	}
	return Proceed
}

// Material lists the new duties that must be weighed.
func (c UseChange) Material() []terms.Duty {
	var out []terms.Duty
	for _, d := range c.Gained {
		if d.Material() {
			out = append(out, d)
		}
	}
	return out
}
