package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// The store of Podman, CRI-O and Buildah: lists of images, layers and containers, and
// a directory for each layer.
// https://github.com/containers/storage/blob/main/docs/containers-storage.md

func podmanRoots(source.Tree) []string { return []string{"var/lib/containers/storage"} }

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
}

func findPodman(s *store) {
	if !s.has("overlay") && !s.has("overlay-images") {
		return
	}
	s.Leave(s.root)
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
	var layers []podmanLayer
	var containers []podmanContainer
	for into, file := range map[any]string{&images: "overlay-images/images.json", &layers: "overlay-layers/layers.json", &containers: "overlay-containers/containers.json"} {
		if err := s.json(into, file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	p := &podman{s, map[string]podmanLayer{}, map[string]source.Layer{}}
	for _, l := range layers {
		p.layers[l.ID] = l
	}
	byID := map[string]*Image{}
	for _, i := range images {
		img, err := p.image(i)
		if err != nil {
			s.gap(inventory.GapDamaged, "image %s: %v", title(i.Names, i.Digest), err)
			continue
		}
		byID[i.ID] = img
		s.found.Images = append(s.found.Images, *img)
	}
	for _, c := range containers {
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
	for id := i.Layer; id != ""; id = p.layers[id].Parent {
		l, err := p.layer(id)
		if err != nil {
			return nil, fmt.Errorf("layer %.12s: %w", id, err)
		}
		if img.Layers = append(img.Layers, l); len(img.Layers) > maxLayers {
			return nil, fmt.Errorf("more than %d layers", maxLayers)
		}
	}
	slices.Reverse(img.Layers)
	return img, nil
}

func (p *podman) layer(id string) (source.Layer, error) {
	if l := p.opened[id]; l != nil {
		return l, nil
	}
	if _, ok := p.layers[id]; !ok || !identifier(id) {
		return nil, fs.ErrNotExist
	}
	if _, err := p.Find(p.at("overlay", id, "diff")); err != nil {
		return nil, err
	}
	p.opened[id] = p.Overlay(p.at("overlay", id, "diff"), p.layers[id].Diff)
	return p.opened[id], nil
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
	p.found.Images = append(p.found.Images, img.container(append(c.Names, c.ID[:min(12, len(c.ID))])[0], own))
	return nil
}
