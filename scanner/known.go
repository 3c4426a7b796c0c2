package scanner

import (
	"fmt"
	"strings"

	"github.com/package-url/packageurl-go"

	"github.com/licdrift/licdrift/scanner/inventory"
	"github.com/licdrift/licdrift/scanner/known"
)

// KindPackage is the kind of a target that is nothing but a package URL.
const KindPackage = "package"

// fill gives components without any evidence the license that their version is
// known to have. It never stands against evidence that was read.
func (s *Scanner) fill(inv *inventory.Inventory) {
	for i := range inv.Components {
		if c := &inv.Components[i]; c.Concluded.IsZero() && len(c.Evidence) == 0 {
			s.fillOne(c)
		}
	}
}

func (s *Scanner) fillOne(c *inventory.Component) bool {
	e, r, ok := s.table.License(c.PURL, c.Version)
	if !ok {
		return false
	}
	c.Concluded = e
	c.Evidence = []inventory.Evidence{{Path: r.Source, Kind: inventory.KindKnown, Expression: e, Stated: statement(r)}}
	return true
}

func statement(r known.Relicensing) string {
	return fmt.Sprintf("%s: %s, from %s on (%s) %s", r.Component, r.From, r.Since[0], r.Day.Format("2006-01-02"), r.To)
}

// UnlistedError says that a package URL is not in the table of relicensings.
type UnlistedError struct {
	PURL string
	Size int
}

func (e *UnlistedError) Error() string {
	return fmt.Sprintf("%s: not among the %d relicensings that are known, or no version that can be compared", e.PURL, e.Size)
}

// Remedy tells what to do instead.
func (e *UnlistedError) Remedy() string {
	return "a package URL is looked up in a table and not downloaded: scan the package itself, as a folder or an image"
}

// packageOnly answers for a target that is a package URL from the table alone.
func (s *Scanner) packageOnly(target string) (*inventory.Inventory, error) {
	p, err := packageurl.FromString(target)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", target, err)
	}
	if p.Version == "" {
		return nil, &versionError{target}
	}
	base, _, _ := strings.Cut(strings.ReplaceAll(target, "/@", "/%40"), "@")
	c := inventory.Component{PURL: base + "@" + p.Version, Type: p.Type, Namespace: p.Namespace, Name: p.Name, Version: p.Version}
	if !s.fillOne(&c) {
		return nil, &UnlistedError{target, s.table.Size()}
	}
	return &inventory.Inventory{
		Schema: inventory.Schema, Tool: s.options.Tool, Target: inventory.Target{Name: target, Kind: KindPackage}, Components: []inventory.Component{c},
	}, nil
}

type versionError struct{ purl string }

func (e *versionError) Error() string { return e.purl + ": no version" }

// WrongCall tells that the call is at fault, not the target.
func (*versionError) WrongCall() {}

func (e *versionError) Remedy() string {
	return "name it: " + strings.TrimSuffix(e.purl, "@") + "@1.2.3"
}
