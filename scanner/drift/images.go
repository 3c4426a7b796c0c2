package drift

import (
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// ImageChange is an image that belongs to the target, on both sides. Old or New is nil
// where there is none.
type ImageChange struct{ Old, New *inventory.Image }

// Images pairs the images that belong to the targets, in the order of their names.
func (c *Changes) Images() []ImageChange { return images(c.Old, c.New) }

// images pairs images: those that a service runs, before and after, though another
// service may run one of them too; then what is left, from the surest sign to the
// weakest: the very same image, its name, its repository.
func images(before, after *inventory.Inventory) []ImageChange {
	var out []ImageChange
	used := map[*inventory.Image]bool{}
	pair := func(o, n *inventory.Image) {
		used[o], used[n] = true, true
		out = append(out, ImageChange{o, n})
	}
	for i := range after.Images {
		for j := range before.Images {
			if o, n := &before.Images[j], &after.Images[i]; sameServices(o, n) {
				pair(o, n)
			}
		}
	}
	for _, same := range []func(o, n *inventory.Image) bool{sameImage, sameName, sameKey} {
		for i := range after.Images {
			for j := range before.Images {
				if o, n := &before.Images[j], &after.Images[i]; !used[o] && !used[n] && o.Container == n.Container && same(o, n) {
					pair(o, n)
				}
			}
		}
	}
	for i := range after.Images {
		if n := &after.Images[i]; !used[n] {
			out = append(out, ImageChange{nil, n})
		}
	}
	for j := range before.Images {
		if o := &before.Images[j]; !used[o] {
			out = append(out, ImageChange{o, nil})
		}
	}
	slices.SortStableFunc(out, func(a, b ImageChange) int { return strings.Compare(a.name(), b.name()) })
	return out
}

func sameImage(o, n *inventory.Image) bool { return o.Name == n.Name && o.Digest == n.Digest }
func sameName(o, n *inventory.Image) bool  { return o.Name == n.Name }
func sameKey(o, n *inventory.Image) bool   { return o.Key() == n.Key() }
func sameServices(o, n *inventory.Image) bool {
	return slices.ContainsFunc(o.Services, func(s string) bool { return slices.Contains(n.Services, s) })
}

func (c ImageChange) name() string {
	if c.New != nil {
		return c.New.Name
	}
	return c.Old.Name
}
