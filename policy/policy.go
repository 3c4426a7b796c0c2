package policy

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/licdrift/licdrift/policy/terms"
	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/known"
	"github.com/licdrift/licdrift/scanner/spdx"
)

// Policy is what someone declares of how a product is used and what is accepted.
type Policy struct {
	Uses    Uses
	Company terms.Company
	Accept  []terms.Duty // duties that are met and decide nothing
	Allow   []string     // licenses that are never in the way: ids, or "family:" and a family
	Deny    []string     // licenses that are never accepted
	Choices []Choice
	Waivers []Waiver
	Unknown Verdict // what is unknown asks for: Review or Forgo
	Scopes  []Scope
}

// Choice is the option of an OR that is taken for some components.
type Choice struct {
	Component string // pattern of package URLs
	License   spdx.Expr
}

// Scope is a part of the product that is used in other ways than the whole. The
// scope base-os is the packages of the operating system, application all others;
// either may name its packages instead.
type Scope struct {
	Name     string
	Packages []string // patterns of package URLs
	Uses     Uses
}

// Names of the scopes that need no list of packages.
const (
	scopeBaseOS      = "base-os"
	scopeApplication = "application"
)

func (s *Scope) covers(purl string) bool {
	if s.Packages == nil {
		return coversAny(baseOS, purl) == (s.Name == scopeBaseOS)
	}
	return coversAny(s.Packages, purl)
}

func coversAny(patterns []string, purl string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return covers(p, purl) })
}

// Basis is what a policy is applied with.
type Basis struct {
	Terms *terms.Knowledge
	Known *known.Table // of relicensings; may be nil
	Day   time.Time    // of the decision: change dates and waivers count from it
}

// ForUses is the policy of someone who declares uses and nothing else.
func ForUses(u Uses) *Policy { return &Policy{Uses: u, Unknown: Review} }

// baseOS are the packages of an operating system.
var baseOS = []string{"pkg:deb/*", "pkg:rpm/*", "pkg:apk/*"}

// covers reports whether a pattern of package URLs fits a component. A star stands
// for anything but a slash; a pattern that ends in one fits all below. Version and
// qualifiers may be left out.
func covers(pattern, purl string) bool {
	pattern = strings.ToLower(pattern)
	base := known.Base(purl)
	if head, ok := strings.CutSuffix(pattern, "*"); ok && !strings.ContainsAny(head, "*@") {
		return strings.HasPrefix(base, head)
	}
	name, version, versioned := strings.Cut(pattern, "@")
	if ok, _ := path.Match(name, base); !ok {
		return false
	}
	if !versioned {
		return true
	}
	_, have, _ := strings.Cut(purl, "@")
	have, _, _ = strings.Cut(have, "?")
	ok, _ := path.Match(version, strings.ToLower(have))
	return ok
}

// scope gives the uses that a component is put to.
func (p *Policy) scope(c *inventory.Component) Uses {
	for _, s := range p.Scopes {
		if s.covers(c.PURL) {
			return s.Uses
		}
	}
	return p.Uses
}

// chosen is the option that the policy takes for a component, if any.
func (p *Policy) chosen(c *inventory.Component) (spdx.Expr, bool) {
	for _, x := range p.Choices {
		if covers(x.Component, c.PURL) {
			return x.License, true
		}
	}
	return spdx.Expr{}, false
}

// listed reports whether a license stands in a list of ids and families.
func listed(list []string, l spdx.License, k *terms.Knowledge) bool {
	if len(list) == 0 {
		return false
	}
	e, _ := k.Lookup(l.ID)
	full := spdx.Of(l).String()
	return slices.ContainsFunc(list, func(s string) bool {
		if family, ok := strings.CutPrefix(s, "family:"); ok {
			return family == e.Family
		}
		return strings.EqualFold(s, l.ID) && l.Exception == "" || strings.EqualFold(s, full)
	})
}
