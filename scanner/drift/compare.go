package drift

import (
	"cmp"
	"slices"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Kind is what kind of change a component went through.
type Kind string

// Kinds of change.
const (
	Same        Kind = "same"
	Respelled   Kind = "respelled"     // the same license in other words
	TextOnly    Kind = "text"          // the same license, its text was edited
	Parameters  Kind = "parameters"    // the same license with other values
	Relicensed  Kind = "relicensed"    // another license
	Bundled     Kind = "bundled"       // the main license stayed, those of parts changed
	Lost        Kind = "evidence-lost" // the license was known and its evidence is gone
	BecameKnown Kind = "became-known"  // there was no evidence before
	Unknown     Kind = "no-evidence"   // none on either side
	Added       Kind = "added"         // only on the new side
	Removed     Kind = "removed"       // only on the old side
)

// Change is a component's change. Old or New is nil where there is none.
type Change struct {
	Kind       Kind
	Old, New   *inventory.Component
	Parameters []Parameter // for every kind: those that differ
	PartsGone  []spdx.Expr // licenses of parts that went
	PartsCome  []spdx.Expr // licenses of parts that came
}

// Parameter is a parameter with its two values.
type Parameter struct{ License, Name, Old, New string }

// Changes is a comparison's result.
type Changes struct {
	Old, New *inventory.Inventory
	List     []Change        // sorted by name
	Gaps     []inventory.Gap // of the new side, that the old has not or that hide a whole volume or store
}

// Component returns the new component, or the old one where there is no new.
func (c *Change) Component() *inventory.Component {
	if c.New != nil {
		return c.New
	}
	return c.Old
}

// Compare compares two inventories.
func Compare(before, after *inventory.Inventory) *Changes {
	out := &Changes{Old: before, New: after}
	for _, p := range pairs(before, after) {
		out.List = append(out.List, compare(p.old, p.new))
	}
	slices.SortStableFunc(out.List, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Component().Name, b.Component().Name), cmp.Compare(a.Component().PURL, b.Component().PURL))
	})
	for _, g := range after.Coverage.Gaps {
		// What is closed to this program as a whole, such as a volume, may have
		// changed in any way behind the same words; a file seldom has.
		same := func(h inventory.Gap) bool { return g.Path == h.Path && g.Reason == h.Reason }
		if g.Reason == inventory.GapUnsupported || g.Reason == inventory.GapEmpty || !slices.ContainsFunc(before.Coverage.Gaps, same) {
			out.Gaps = append(out.Gaps, g)
		}
	}
	return out
}

func compare(before, after *inventory.Component) Change {
	c := Change{Old: before, New: after}
	switch {
	case before == nil:
		c.Kind = Added
		return c
	case after == nil:
		c.Kind = Removed
		return c
	}
	c.Parameters = parameters(before, after)
	c.PartsGone, c.PartsCome = parts(before, after)
	c.Kind = kind(&c)
	return c
}

func kind(c *Change) Kind {
	a, b := c.Old.Concluded, c.New.Concluded
	switch {
	case a.IsZero() && b.IsZero():
		return Unknown
	case b.IsZero():
		return Lost
	case a.IsZero():
		return BecameKnown
	case tableOnly(c.New) && !tableOnly(c.Old):
		return Lost // what the table knows of a version is no evidence of the files that are gone
	case !a.Equal(b):
		return Relicensed
	case decisive(c.Parameters):
		return Parameters
	case len(c.PartsGone)+len(c.PartsCome) > 0:
		return Bundled
	case !sameText(c.Old, c.New):
		return TextOnly
	case c.Old.Declared != c.New.Declared:
		return Respelled
	}
	return Same
}

// tableOnly reports whether nothing but the table of relicensings speaks for a
// component.
func tableOnly(c *inventory.Component) bool {
	return len(c.Evidence) > 0 && !slices.ContainsFunc(c.Evidence, func(e inventory.Evidence) bool { return e.Kind != inventory.KindKnown })
}

var rolling = []string{"Licensed Work", "Change Date", "Change Day", "Licensor", "Software"}

// decisive leaves out the values that roll forward with every release.
func decisive(ps []Parameter) bool {
	return slices.ContainsFunc(ps, func(p Parameter) bool {
		return !slices.Contains(rolling, p.Name)
	})
}

func parameters(before, after *inventory.Component) []Parameter {
	var out []Parameter
	for _, p := range after.Parameter {
		old := before.Param(p.License, p.Name)
		if old != p.Value && hasLicense(before, p.License) {
			out = append(out, Parameter{p.License, p.Name, old, p.Value})
		}
	}
	return out
}

func hasLicense(c *inventory.Component, id string) bool {
	return slices.ContainsFunc(c.Parameter, func(p inventory.Parameter) bool { return p.License == id })
}

// parts compares the licenses of bundled parts as sets: where a license applies
// moves with every release and means nothing.
func parts(before, after *inventory.Component) (gone, come []spdx.Expr) {
	a, b := partLicenses(before), partLicenses(after)
	for _, id := range sorted(a) {
		if !b[id] {
			gone = append(gone, parsed(id))
		}
	}
	for _, id := range sorted(b) {
		if !a[id] {
			come = append(come, parsed(id))
		}
	}
	return gone, come
}

func partLicenses(c *inventory.Component) map[string]bool {
	out := map[string]bool{}
	for _, b := range c.Bundled {
		for _, t := range b.License.Terms() {
			out[t.String()] = true
		}
	}
	for _, t := range c.Concluded.Terms() {
		delete(out, t.String())
	}
	return out
}

func sorted(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func parsed(s string) spdx.Expr {
	var e spdx.Expr
	_ = e.UnmarshalText([]byte(s)) // it was written by String
	return e
}

// sameText compares the texts by their words; a side without texts says nothing.
func sameText(before, after *inventory.Component) bool {
	a, b := digests(before), digests(after)
	return len(a) == 0 || len(b) == 0 || slices.Equal(a, b)
}

func digests(c *inventory.Component) []string {
	var out []string
	for _, e := range c.Evidence {
		if e.Words != "" {
			out = append(out, e.Words)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
