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
	byService(before.Images, after.Images, pair)
	for _, key := range []func(*inventory.Image) string{exactly, named, (*inventory.Image).Key} {
		left := map[string][]*inventory.Image{}
		for i := range before.Images {
			if o := &before.Images[i]; !used[o] {
				left[key(o)] = append(left[key(o)], o)
			}
		}
		for i := range after.Images {
			n := &after.Images[i]
			if olds := left[key(n)]; len(olds) > 0 && !used[n] {
				pair(olds[0], n)
				left[key(n)] = olds[1:]
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

// byService pairs what a service runs with what it ran.
func byService(before, after []inventory.Image, pair func(o, n *inventory.Image)) {
	runs := map[string]*inventory.Image{}
	for i := range before {
		for _, s := range before[i].Services {
			runs[s] = &before[i]
		}
	}
	for i := range after {
		n := &after[i]
		seen := map[*inventory.Image]bool{}
		for _, s := range n.Services {
			if o := runs[s]; o != nil && !seen[o] {
				seen[o] = true
				pair(o, n)
			}
		}
	}
}

func named(i *inventory.Image) string   { return i.Name + "\x00" + i.Container }
func exactly(i *inventory.Image) string { return named(i) + "\x00" + i.Digest }

func (c ImageChange) name() string {
	if c.New != nil {
		return c.New.Name
	}
	return c.Old.Name
}
