package drift

import (
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// ImageChange is an image that lies in the target, on both sides. Old or New is nil
// where there is none.
type ImageChange struct{ Old, New *inventory.Image }

// Images pairs the images that lie in the targets by their repositories, in the order
// of their names. Of several of one repository, those of one digest are paired first.
func (c *Changes) Images() []ImageChange {
	var out []ImageChange
	used := map[*inventory.Image]bool{}
	take := func(n *inventory.Image, same func(o *inventory.Image) bool) *inventory.Image {
		for i := range c.Old.Images {
			if o := &c.Old.Images[i]; !used[o] && o.Key() == n.Key() && same(o) {
				used[o] = true
				return o
			}
		}
		return nil
	}
	for i := range c.New.Images {
		n := &c.New.Images[i]
		out = append(out, ImageChange{take(n, func(o *inventory.Image) bool { return o.Digest == n.Digest }), n})
	}
	for i := range out {
		if out[i].Old == nil {
			out[i].Old = take(out[i].New, func(*inventory.Image) bool { return true })
		}
	}
	for i := range c.Old.Images {
		if o := &c.Old.Images[i]; !used[o] {
			out = append(out, ImageChange{o, nil})
		}
	}
	slices.SortStableFunc(out, func(a, b ImageChange) int { return strings.Compare(a.name(), b.name()) })
	return out
}

func (c ImageChange) name() string {
	if c.New != nil {
		return c.New.Name
	}
	return c.Old.Name
}
