package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// The store of Podman, CRI-O and Buildah: lists of images, layers and containers, and
// a directory for each layer.
// https://github.com/containers/storage/blob/main/docs/containers-storage.md

func podmanRoots(t source.Tree) ([]string, error) {
	roots := []string{"var/lib/containers/storage"}
	own, _ := homes(t) // its error is told with Docker's stores
	for _, home := range own {
		roots = append(roots, home+"/.local/share/containers/storage")
	}
	var errs []error
	for _, name := range []string{"etc/containers/storage.conf", "usr/share/containers/storage.conf"} {
		b, err := setting(t, name)
		errs = append(errs, err)
		if m := graphRoot.FindSubmatch(b); m != nil && strings.Trim(string(m[1]), "/") != "" {
			roots = append(roots, strings.Trim(string(m[1]), "/"))
		}
	}
	return roots, errors.Join(errs...)
}

// graphRoot is the setting of its configuration.
// https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md
var graphRoot = regexp.MustCompile(`(?m)^[ \t]*graphroot\s*=\s*["']([^"'\n]+)["']`)

type podmanImage struct {
	ID, Digest, Layer string
	Names             []string
}

type podmanLayer struct {
	ID, Parent string
	Diff       string `json:"diff-digest"`
}

type podmanContainer struct {
	ID, Image, Layer string
	Names            []string
}

// podman is such a store on its way to images.
type podman struct {
	*store
	layers map[string]podmanLayer
	opened map[string]source.Layer
	stacks map[string][]source.Layer // by their upmost layers
}

func findPodman(s *store) {
	if !s.has("overlay") && !s.has("overlay-images") {
		return
	}
	s.Leave(s.at("overlay"), s.at("overlay-images"), s.at("overlay-layers"), s.at("overlay-containers"))
	if !s.has("overlay-images", "images.json") {
		s.orphans("overlay")
		return
	}
	if err := s.podman(); err != nil {
		s.gap(inventory.GapDamaged, "%v", err)
	}
}

func (s *store) podman() error {
	var images []podmanImage
	var layers, ownLayers []podmanLayer
	var containers, briefly []podmanContainer
	for into, file := range map[any]string{
		&images: "overlay-images/images.json",
		&layers: "overlay-layers/layers.json", &ownLayers: "overlay-layers/volatile-layers.json",
		&containers: "overlay-containers/containers.json", &briefly: "overlay-containers/volatile-containers.json",
	} {
		if err := s.json(into, file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	layers, containers = append(layers, ownLayers...), append(containers, briefly...)
	p := &podman{s, map[string]podmanLayer{}, map[string]source.Layer{}, map[string][]source.Layer{}}
	for _, l := range layers {
		p.layers[l.ID] = l
	}
	byID := map[string]*Image{}
	for _, i := range images {
		if s.found.full {
			break
		}
		img, err := p.image(i)
		if err != nil {
			s.gap(inventory.GapDamaged, "image %s: %v", title(i.Names, i.Digest), err)
			continue
		}
		byID[i.ID] = img
		s.add(*img)
	}
	for _, c := range containers {
		if s.found.full {
			break
		}
		if err := p.container(c, byID); err != nil {
			s.gap(inventory.GapDamaged, "container %.12s: %v", c.ID, err)
		}
	}
	return nil
}

func (p *podman) image(i podmanImage) (*Image, error) {
	img := &Image{}
	img.Store, img.Digest = p.root, i.Digest
	for _, name := range i.Names {
		img.Tags = append(img.Tags, inventory.Familiar(strings.TrimPrefix(name, "localhost/")))
	}
	slices.Sort(img.Tags)
	img.Tags = slices.Compact(img.Tags)
	img.Name = title(img.Tags, img.Digest)
	var err error
	img.Layers, err = p.stack(i.Layer)
	return img, err
}

// stack gives a layer and those below it, from the lowest.
func (p *podman) stack(top string) ([]source.Layer, error) {
	if ls, ok := p.stacks[top]; ok {
		return ls, nil
	}
	var out []source.Layer
	for id := top; id != ""; id = p.layers[id].Parent {
		l, err := p.layer(id)
		if err != nil {
			return nil, fmt.Errorf("layer %.12s: %w", id, err)
		}
		if out = append(out, l); len(out) > maxLayers {
			return nil, fmt.Errorf("more than %d layers", maxLayers)
		}
	}
	slices.Reverse(out)
	p.stacks[top] = out
	return out, nil
}

func (p *podman) layer(id string) (source.Layer, error) {
	if l := p.opened[id]; l != nil {
		return l, nil
	}
	if _, ok := p.layers[id]; !ok || !identifier(id) {
		return nil, fs.ErrNotExist
	}
	l, err := p.overlay(p.layers[id].Diff, "overlay", id, "diff")
	if err != nil {
		return nil, err
	}
	p.opened[id] = l
	return l, nil
}

func (p *podman) container(c podmanContainer, images map[string]*Image) error {
	img := images[c.Image]
	if img == nil {
		return fmt.Errorf("its image %.12s is not there", c.Image)
	}
	own, err := p.layer(c.Layer)
	if err != nil {
		return err
	}
	p.add(img.container(append(c.Names, c.ID[:min(12, len(c.ID))])[0], own))
	return nil
}
