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

// images pairs images from the surest sign to the weakest: the very same image, its
// name, the services that run it, its repository.
func images(before, after *inventory.Inventory) []ImageChange {
	out := make([]ImageChange, len(after.Images))
	used := map[*inventory.Image]bool{}
	for i := range out {
		out[i].New = &after.Images[i]
	}
	for _, same := range []func(o, n *inventory.Image) bool{sameImage, sameName, sameServices, sameKey} {
		for i := range out {
			for j := range before.Images {
				if o := &before.Images[j]; out[i].Old == nil && !used[o] && o.Container == out[i].New.Container && same(o, out[i].New) {
					out[i].Old, used[o] = o, true
				}
			}
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
