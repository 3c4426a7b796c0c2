package scanner

import (
	"encoding/json"
	"fmt"

	"github.com/licdrift/licdrift/scanner/internal/engine"
	"github.com/licdrift/licdrift/scanner/internal/extract"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// addImages adds the images that lie in the target. One that cannot be read whole is
// a gap, as is a store that cannot.
func (s *scan) addImages(inv *inventory.Inventory) {
	inv.Coverage.Gaps = append(inv.Coverage.Gaps, s.inside.Gaps...)
	for i := range s.inside.Images {
		img := &s.inside.Images[i]
		layers, err := s.facts(img.Layers)
		if err != nil {
			inv.Coverage.Gaps = append(inv.Coverage.Gaps, inventory.Gap{Path: img.Store, Reason: inventory.GapDamaged, Detail: fmt.Sprintf("image %s: %v", img.Name, err)})
			continue
		}
		if img.Own != nil && unchanged(layers[len(layers)-1]) {
			continue // a container that adds nothing to its image
		}
		s.addImage(inv, img, layers)
	}
	s.count(inv)
	if len(inv.Images) > 0 {
		inv.Components = merged(inv.Components)
	}
}

func unchanged(l *extract.Layer) bool {
	return len(l.Facts)+len(l.Removed)+len(l.Opaque) == 0
}

func (s *scan) addImage(inv *inventory.Inventory, img *engine.Image, layers []*extract.Layer) {
	view := extract.Merge(layers)
	name := inventory.Repository(img.Name)
	components, gaps := extract.Assemble(view, name)
	labelled := extract.FromLabels(inventory.Target{Labels: img.Labels})
	for i := range labelled {
		labelled[i].Places = []inventory.Place{{}}
	}
	for _, c := range append(components, labelled...) {
		for i := range c.Places {
			c.Places[i].Image = img.Name
		}
		inv.Components = append(inv.Components, c)
	}
	for _, g := range gaps {
		g.Path = img.Name + ": " + g.Path
		inv.Coverage.Gaps = append(inv.Coverage.Gaps, g)
	}
	about := img.Image
	about.OS = view.System()
	inv.Images = append(inv.Images, about)
}

// count adds the layers of the images to what was read, each once.
func (s *scan) count(inv *inventory.Inventory) {
	own := map[source.Layer]bool{}
	for _, l := range s.image.Layers {
		own[l] = true
	}
	for _, r := range s.read {
		if own[r.layer] || r.err != nil {
			continue
		}
		inv.Coverage.Layers++
		inv.Coverage.Files += r.facts.Files
		inv.Coverage.Gaps = append(inv.Coverage.Gaps, r.facts.Gaps...)
		for _, f := range r.facts.Facts {
			inv.Coverage.Bytes += f.Read
		}
	}
}

// merged joins components that are the same but for their places: one that stands in
// the target and in three of its images is one.
func merged(cs []inventory.Component) []inventory.Component {
	var out []inventory.Component
	index := map[string]int{}
	for _, c := range cs {
		if len(c.Places) == 0 {
			out = append(out, c)
			continue
		}
		key := sameness(c)
		i, ok := index[key]
		if !ok {
			index[key] = len(out)
			out = append(out, c)
			continue
		}
		out[i].Places = append(out[i].Places, c.Places...)
	}
	return out
}

// sameness is what two components have in common that are one in two images: all but
// which image it is.
func sameness(c inventory.Component) string {
	places := make([]string, len(c.Places))
	for i, p := range c.Places {
		places[i] = p.Path
	}
	c.Places = nil
	b, err := json.Marshal(struct {
		inventory.Component
		At []string
	}{c, places})
	if err != nil {
		return fmt.Sprintf("%p", &places) // nothing else is like it
	}
	return string(b)
}
