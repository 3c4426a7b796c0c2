package scanner

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/apt"
)

// AptPlan is what apt would do to the system that runs.
type AptPlan struct {
	plan *apt.Plan
	name string
}

// PendingApt has apt resolve the upgrade of the named packages, or of all that it would
// upgrade. Nothing is changed.
func PendingApt(ctx context.Context, packages []string) (*AptPlan, error) {
	p, err := apt.Pending(ctx, packages)
	if err != nil {
		return nil, fmt.Errorf("ask apt: %w", err)
	}
	return &AptPlan{p, "apt " + cmp.Or(strings.Join(packages, " "), "upgrade")}, nil
}

// Empty reports whether apt would do nothing.
func (p *AptPlan) Empty() bool { return len(p.plan.Install)+len(p.plan.Remove) == 0 }

// Kept are the packages that apt has newer versions of and would not install.
func (p *AptPlan) Kept() []string { return p.plan.Kept }

// Fetch has apt download the packages of the plan into a folder.
func (p *AptPlan) Fetch(ctx context.Context, dir string) (Upgrade, error) {
	if err := apt.Fetch(ctx, dir, p.plan); err != nil {
		return Upgrade{}, fmt.Errorf("download packages: %w", err)
	}
	return upgrade(p.plan, p.name), nil
}

// ReadAptHook reads the plan that apt gives to a hook, with the root of the system if it
// is not the one that runs.
func ReadAptHook(r io.Reader) (root string, u Upgrade, err error) {
	h, err := apt.ReadHook(r)
	if err != nil {
		return "", Upgrade{}, fmt.Errorf("read apt's plan: %w", err)
	}
	return h.Root, upgrade(&h.Plan, "apt"), nil
}

func upgrade(p *apt.Plan, name string) Upgrade {
	u := Upgrade{Name: name, Remove: p.Remove}
	for _, x := range p.Install {
		u.Debs = append(u.Debs, x.File)
	}
	return u
}
