package scanner

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/extract"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// Upgrade is what a package manager is about to do to a system.
type Upgrade struct {
	Name   string   // of the state after it, for the report
	Debs   []string // files of the packages that are installed
	Remove []string // names of the packages that are removed, with :ARCH if one of several is
}

const aptKind = "apt"

// system is where dpkg keeps what it knows, and packages their copyright files.
var system = []string{"etc/os-release", "usr/lib/os-release", "var/lib/dpkg", "usr/share/doc", "usr/share/common-licenses"}

// Upgrade tells what a system's packages are before an upgrade and after it. Of the
// system only the packages are read: nothing else changes. The new ones are read from
// their files.
func (s *Scanner) Upgrade(ctx context.Context, root string, u Upgrade) (before, after *inventory.Inventory, err error) {
	debs := s.scanOf(&source.Image{Target: inventory.Target{Name: u.Name, Kind: aptKind}})
	for _, name := range u.Debs {
		debs.image.Layers = append(debs.image.Layers, source.Deb(name))
	}
	debs.want(debs.image.Layers)
	if err := debs.readAll(ctx); err != nil {
		return nil, nil, err
	}
	fresh, err := debs.facts(debs.image.Layers)
	if err != nil {
		return nil, nil, err
	}
	going := replaced(fresh, u.Remove)
	img, err := source.OpenParts(root, system, going.names())
	if err != nil {
		return nil, nil, err
	}
	defer img.Close()
	now := s.scanOf(img)
	img.Target = inventory.Target{Name: root, Kind: "dir"}
	now.want(img.Layers)
	if err := now.readAll(ctx); err != nil {
		return nil, nil, fmt.Errorf("scan %s: %w", root, err)
	}
	base, err := now.facts(img.Layers)
	if err != nil {
		return nil, nil, fmt.Errorf("scan %s: %w", root, err)
	}
	stack := append([]*extract.Layer{base[0], going.layer(base[0])}, fresh...)
	return now.finished(base, root), debs.finished(stack, root), nil
}

func (s *scan) finished(layers []*extract.Layer, target string) *inventory.Inventory {
	inv := s.inventory(layers, target)
	s.fill(inv)
	inv.Sort()
	return inv
}

// going are the packages that others take the place of, or that are removed.
type going struct {
	gone   map[string]bool            // by name
	arches map[string]map[string]bool // of those that are replaced, by name
}

func replaced(fresh []*extract.Layer, removed []string) *going {
	g := &going{gone: map[string]bool{}, arches: map[string]map[string]bool{}}
	for _, name := range removed {
		if name, arch, ok := strings.Cut(name, ":"); ok {
			g.arch(name)[arch] = true
		} else {
			g.gone[name] = true
		}
	}
	for _, l := range fresh {
		for _, f := range l.Facts {
			for _, p := range f.Packages {
				if p.Type != "deb" {
					continue
				}
				g.arch(p.Name)[p.Arch] = true
			}
		}
	}
	return g
}

func (g *going) arch(name string) map[string]bool {
	if g.arches[name] == nil {
		g.arches[name] = map[string]bool{}
	}
	return g.arches[name]
}

func (g *going) names() []string {
	var out []string
	for name := range g.gone {
		out = append(out, name)
	}
	for name := range g.arches {
		out = append(out, name)
	}
	return out
}

func (g *going) goes(p extract.Package) bool {
	arches := g.arches[p.Name]
	return g.gone[p.Name] || arches[p.Arch] || arches["all"] || len(arches) > 0 && p.Arch == "all"
}

// layer takes the packages that go out of the system, with the files that no other
// package has.
func (g *going) layer(base *extract.Layer) *extract.Layer {
	out := &extract.Layer{Facts: map[string]*extract.Fact{}}
	kept := map[string]int{} // packages that stay, by name: one of two architectures can
	for at, f := range base.Facts {
		if !slices.ContainsFunc(f.Packages, func(p extract.Package) bool { return p.Type == "deb" }) {
			continue
		}
		less := *f
		less.Packages = slices.DeleteFunc(slices.Clone(f.Packages), g.goes)
		for _, p := range less.Packages {
			kept[p.Name]++
		}
		out.Facts[at] = &less
	}
	stays := map[string]bool{}
	for _, f := range base.Facts {
		if f.List != nil && kept[f.List.Package] > 0 {
			for _, file := range f.List.Files {
				stays[file] = true
			}
		}
	}
	for at, f := range base.Facts {
		if f.List == nil || kept[f.List.Package] > 0 {
			continue
		}
		out.Removed = append(out.Removed, at)
		for _, file := range f.List.Files {
			// configuration stays, and so does what others have in a folder of the package
			if base.Facts[file] != nil && !stays[file] && !strings.HasPrefix(file, "etc/") {
				out.Removed = append(out.Removed, file)
			}
		}
	}
	slices.Sort(out.Removed)
	return out
}
