package drift

import (
	"regexp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

type pair struct{ old, new *inventory.Component }

// pairs brings both sides together: first what lies in one image of the target, or
// in the target itself, with what lies there on the other side; then the rest, which
// may have moved.
func pairs(before, after *inventory.Inventory) []pair {
	m := &matching{seen: map[pair]bool{}, paired: map[*inventory.Component]bool{}}
	olds, news := byImage(before), byImage(after)
	m.match(olds[""], news[""], rounds)
	for _, c := range images(before, after) {
		if c.Old != nil && c.New != nil {
			m.match(olds[c.Old.Name], news[c.New.Name], rounds)
		}
	}
	left, fresh := m.left(before.Components), m.left(after.Components)
	m.match(left, fresh, moved)
	m.add(alone(m.left(before.Components), m.left(after.Components), before.Components))
	return m.pairs
}

// rounds are the keys to match by: each takes the components that those before left,
// from the surest sign to the weakest. Of several candidates the one with the same
// license is taken, else the first.
var rounds = []func(*inventory.Component) string{placed, versioned, exact, identity, stem, source, root}

// moved are the rounds between what lies in different images: neither a place nor the
// name of one package for another says much there.
var moved = []func(*inventory.Component) string{versioned, identity}

// matching is the state of bringing both sides together.
type matching struct {
	pairs  []pair
	seen   map[pair]bool
	paired map[*inventory.Component]bool
}

func (m *matching) match(olds, news []*inventory.Component, rounds []func(*inventory.Component) string) {
	for _, key := range rounds {
		var more []pair
		more, olds, news = match(olds, news, key)
		m.add(more)
	}
}

// add notes pairs; a component that lies in two images can be paired in both.
func (m *matching) add(ps []pair) {
	for _, p := range ps {
		if !m.seen[p] {
			m.pairs = append(m.pairs, p)
		}
		m.seen[p], m.paired[p.old], m.paired[p.new] = true, true, true
	}
}

func (m *matching) left(cs []inventory.Component) []*inventory.Component {
	var out []*inventory.Component
	for i := range cs {
		if !m.paired[&cs[i]] {
			out = append(out, &cs[i])
		}
	}
	return out
}

// byImage sorts components by the images that they lie in, under the names of those;
// what lies in the target itself is under the empty name.
func byImage(inv *inventory.Inventory) map[string][]*inventory.Component {
	out := map[string][]*inventory.Component{}
	for i := range inv.Components {
		c := &inv.Components[i]
		in := map[string]bool{}
		for _, p := range c.Places {
			in[p.Image] = true
		}
		if len(c.Places) == 0 {
			in[""] = true
		}
		for key := range in {
			out[key] = append(out[key], c)
		}
	}
	return out
}

// match pairs by key in order; what has an empty key or no partner is left.
func match(olds, news []*inventory.Component, key func(*inventory.Component) string) ([]pair, []*inventory.Component, []*inventory.Component) {
	byKey := map[string][]*inventory.Component{}
	for _, o := range olds {
		if k := key(o); k != "" {
			byKey[k] = append(byKey[k], o)
		}
	}
	var out []pair
	var left []*inventory.Component
	used := map[*inventory.Component]bool{}
	for _, n := range news {
		candidates := byKey[key(n)]
		if len(candidates) == 0 || key(n) == "" {
			left = append(left, n)
			continue
		}
		i := closest(candidates, n)
		out = append(out, pair{candidates[i], n})
		used[candidates[i]] = true
		byKey[key(n)] = without(candidates, i)
	}
	var rest []*inventory.Component
	for _, o := range olds {
		if !used[o] {
			rest = append(rest, o)
		}
	}
	return out, rest, left
}

// without takes one candidate out, and keeps the order of the others. The first leaves
// without a copy of the rest: there may be thousands of one name.
func without(cs []*inventory.Component, i int) []*inventory.Component {
	copy(cs[1:i+1], cs[:i])
	return cs[1:]
}

// closest prefers the candidate with the same license: of several versions of a
// package that come and go, those that did not change belong together.
func closest(cs []*inventory.Component, n *inventory.Component) int {
	for i, c := range cs {
		if c.Concluded.Equal(n.Concluded) {
			return i
		}
	}
	return 0
}

// alone turns what is left into additions and removals. A further copy of a
// component that the other side has is compared with one of those, not told as
// new; but one without evidence in an image that came has lost none.
func alone(olds, news []*inventory.Component, before []inventory.Component) []pair {
	known := map[string][]*inventory.Component{}
	for i := range before {
		known[identity(&before[i])] = append(known[identity(&before[i])], &before[i])
	}
	var out []pair
	for _, n := range news {
		p := pair{new: n}
		if copies := known[identity(n)]; len(copies) > 0 && !(unproven(n) && inImages(n)) {
			p.old = copies[closest(copies, n)]
		}
		out = append(out, p)
	}
	for _, o := range olds {
		out = append(out, pair{o, nil})
	}
	return out
}

// unproven reports whether no file speaks for a component.
func unproven(c *inventory.Component) bool { return c.Concluded.IsZero() || tableOnly(c) }

// inImages reports whether a component lies in images of the target alone.
func inImages(c *inventory.Component) bool {
	return len(c.Places) > 0 && !slices.ContainsFunc(c.Places, func(p inventory.Place) bool { return p.Image == "" })
}

// placed is the same version in the same place.
func placed(c *inventory.Component) string {
	if len(c.Places) == 0 {
		return ""
	}
	return versioned(c) + "\x00" + c.Places[0].Path
}

// versioned is the same version wherever it lies: package managers move copies.
func versioned(c *inventory.Component) string { return identity(c) + "\x00" + c.Version }

// exact is the identity in one place: an npm package may lie in many.
func exact(c *inventory.Component) string {
	if len(c.Places) == 0 {
		return ""
	}
	return identity(c) + "\x00" + c.Places[0].Path
}

// system types name packages of a distribution, whose release is no part of
// their identity.
func identity(c *inventory.Component) string {
	namespace := c.Namespace
	switch c.Type {
	case "deb", "rpm", "apk":
		namespace = ""
	case "golang":
		return "golang\x00" + majorVersion.ReplaceAllString(namespace+"/"+c.Name, "")
	}
	return c.Type + "\x00" + namespace + "\x00" + c.Name
}

var (
	majorVersion = regexp.MustCompile(`/v\d+$`)
	versions     = regexp.MustCompile(`-?\d+(\.\d+)*(t64)?`)
)

// root is the work whose source tree was scanned: it is the same one whatever its
// folder is called.
func root(c *inventory.Component) string {
	if len(c.Places) == 0 {
		return ""
	}
	switch c.Places[0].Path {
	case "", "package.json", "go.mod", "Cargo.toml", "pyproject.toml", "composer.json", "pom.xml":
		return "root"
	}
	return ""
}

// stem is the name with the version taken out, where it has one.
func stem(c *inventory.Component) string {
	s := versions.ReplaceAllString(c.Name, "")
	if s == "" || len(s) < 3 {
		return ""
	}
	return c.Type + "\x00" + c.Namespace + "\x00" + strings.TrimSuffix(s, "-")
}

// source is the source package with the version taken out: one of its packages
// stands for another, as they share their licenses.
func source(c *inventory.Component) string {
	if c.Source == "" {
		return ""
	}
	return c.Type + "\x00" + versions.ReplaceAllString(c.Source, "")
}
