package policy

import (
	"net/url"
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
	Name    string // of its file, empty without one
	Uses    Uses
	Company terms.Company
	Accept  []terms.Duty // duties that are met and decide nothing
	Allow   []Rule       // licenses that are never in the way
	Deny    []Rule       // licenses that are never accepted, unless one is allowed by name
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
	pattern = normalized(pattern)
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
	ok, _ := path.Match(plain(version), plain(have))
	return ok
}

// normalized writes a pattern as package URLs are written: a scope's @ and a plus
// encoded, without qualifiers.
func normalized(pattern string) string {
	pattern = strings.NewReplacer("/@", "/%40", "+", "%2b").Replace(strings.ToLower(pattern))
	pattern, _, _ = strings.Cut(pattern, "?")
	return pattern
}

// plain is a version without its encoding.
func plain(version string) string {
	if s, err := url.PathUnescape(version); err == nil {
		version = s
	}
	return strings.ToLower(version)
}

// anyUse reports whether a use is declared for the product or for a part of it.
func (p *Policy) anyUse(u terms.Use) bool {
	return slices.Contains(p.Uses.All(), u) || slices.ContainsFunc(p.Scopes, func(s Scope) bool { return slices.Contains(s.Uses.All(), u) })
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

// Rule names a license, or a family of them.
type Rule struct {
	Family  string // empty for a license
	License spdx.License
}

func (r Rule) inFamily(l spdx.License, k *terms.Knowledge) bool {
	e, ok := k.Lookup(l.ID)
	return r.Family != "" && ok && e.Family == r.Family
}

// allowed reports whether a license is allowed: by its own name, or by its family
// where it is not denied by name.
func (p *Policy) allowed(l spdx.License, k *terms.Knowledge) bool {
	return slices.ContainsFunc(p.Allow, func(r Rule) bool { return r.License == l || r.inFamily(l, k) && !p.denied(l, k) })
}

// denied reports whether a license is denied. A denied license is denied with
// every exception and with the choice of later versions.
func (p *Policy) denied(l spdx.License, k *terms.Knowledge) bool {
	if slices.ContainsFunc(p.Allow, func(r Rule) bool { return r.License == l }) {
		return false
	}
	return slices.ContainsFunc(p.Deny, func(r Rule) bool {
		return r.inFamily(l, k) || r.Family == "" && r.License.Family() == l.Family() && (r.License.Exception == "" || r.License.Exception == l.Exception)
	})
}
