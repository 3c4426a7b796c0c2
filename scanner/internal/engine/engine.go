package engine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// Image is an image in a store, or a container of one.
type Image struct {
	inventory.Image
	Labels inventory.Labels
	Layers []source.Layer
	Own    source.Layer // of a container, the uppermost of its layers; nil for an image
}

// Found is what the stores of a target hold.
type Found struct {
	Images []Image
	Gaps   []inventory.Gap
	full   bool // there are more than [maxImages]
}

// finder looks for the stores of one engine, from the place where it keeps them.
type finder struct {
	roots func(t source.Tree) ([]string, error) // with an error where a setting could not be read
	find  func(s *store)
}

func finders() []finder {
	return []finder{
		{dockerRoots, findDocker},
		{containerdRoots, findContainerd},
		{podmanRoots, findPodman},
	}
}

// store is one store on its way to images.
type store struct {
	source.Tree
	root  string
	found *Found
}

// Find finds the images in the stores of a tree, in the order of their names, and has
// the tree leave the stores out of its own files.
func Find(t source.Tree) *Found {
	found := &Found{}
	for _, f := range finders() {
		seen := map[string]bool{}
		roots, err := f.roots(t)
		if err != nil {
			found.Gaps = append(found.Gaps, inventory.Gap{Reason: inventory.GapUnreadable, Detail: "where containers are kept: " + err.Error()})
		}
		for _, root := range roots {
			at, err := source.Resolve(t, root)
			if errors.Is(err, fs.ErrNotExist) || err == nil && seen[at] {
				continue
			}
			s := &store{Tree: t, root: at, found: found}
			if err != nil {
				s.root = root
				s.gap(inventory.GapUnreadable, "%v", err)
				continue
			}
			seen[at] = true
			f.find(s)
		}
	}
	slices.SortStableFunc(found.Images, func(a, b Image) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Container, b.Container), cmp.Compare(a.Digest, b.Digest))
	})
	found.distinct()
	if len(found.Images) > 0 && !t.Marks() {
		found.Gaps = append(found.Gaps, inventory.Gap{Path: found.Images[0].Store, Reason: inventory.GapUnsupported, Detail: "what layers hide of each other cannot be seen (in a directory root can, in a squashfs nobody)"})
	}
	return found
}

// distinct gives images that have one name, in two stores or spaces, names of their
// own: places refer to images by them.
func (f *Found) distinct() {
	seen := map[string]int{}
	for i := range f.Images {
		img := &f.Images[i]
		if seen[img.Name] > 0 {
			img.Name += " in " + img.Store
		}
		name := img.Name
		for n := seen[name]; seen[img.Name] > 0; n++ {
			img.Name = fmt.Sprintf("%s (%d)", name, n+1)
		}
		seen[name]++
		if img.Name != name {
			seen[img.Name]++
		}
	}
}

// maxImages bounds the images of all stores: a list of them takes few bytes for each.
const maxImages = 20_000

// add adds an image or a container to what was found.
func (s *store) add(img Image) {
	if len(s.found.Images) == maxImages && !s.found.full {
		s.found.full = true
		s.gap(inventory.GapUnsupported, "more than %d images", maxImages)
	}
	if !s.found.full {
		s.found.Images = append(s.found.Images, img)
	}
}

// overlay gives the directory of a layer.
func (s *store) overlay(diff string, elements ...string) (source.Layer, error) {
	f, err := s.Find(s.at(elements...))
	if err != nil {
		return nil, err
	}
	if f.Kind != source.Directory {
		return nil, fmt.Errorf("%s is no directory", f.Path)
	}
	return s.Overlay(s.at(elements...), diff), nil
}

// homes are the folders of those who may run containers without being root.
func homes(t source.Tree) ([]string, error) {
	out := []string{"root"}
	names, err := t.Names("home")
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if len(names) > maxHomes {
		names, err = names[:maxHomes], fmt.Errorf("home: more than %d folders", maxHomes)
	}
	for _, n := range names {
		out = append(out, "home/"+n)
	}
	return out, err
}

const maxHomes = 1000

// setting reads a file of an engine's settings; one that is not there is empty.
func setting(t source.Tree, name string) ([]byte, error) {
	b, err := source.ReadFile(t, name, maxJSON)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

func (s *store) at(elements ...string) string {
	return path.Join(append([]string{s.root}, elements...)...)
}

func (s *store) gap(reason, format string, args ...any) {
	s.found.Gaps = append(s.found.Gaps, inventory.Gap{Path: s.root, Reason: reason, Detail: fmt.Sprintf(format, args...)})
}

func (s *store) has(elements ...string) bool {
	_, err := s.Find(s.at(elements...))
	return err == nil
}

// names lists a directory of the store; one that is not there is empty.
func (s *store) names(elements ...string) []string {
	names, err := s.Names(s.at(elements...))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.gap(inventory.GapDamaged, "%v", err)
	}
	return names
}

// orphans tells of layers that no image is named for.
func (s *store) orphans(elements ...string) {
	if len(s.names(elements...)) > 0 {
		s.gap(inventory.GapUnsupported, "container store: layers, and no list of images")
		s.Leave(s.at(elements...))
	}
}

const (
	maxJSON = 32 << 20 // bytes of a description
	maxWord = 4 << 10  // bytes of a file that holds an identifier
)

func (s *store) read(elements ...string) ([]byte, error) {
	return source.ReadFile(s.Tree, s.at(elements...), maxJSON)
}

func (s *store) json(into any, elements ...string) error {
	b, err := s.read(elements...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("read %s: %w", s.at(elements...), err)
	}
	return nil
}

// word reads a file that holds an identifier, which becomes part of a path.
func (s *store) word(elements ...string) (string, error) {
	b, err := source.ReadFile(s.Tree, s.at(elements...), maxWord)
	if err != nil {
		return "", err
	}
	w := strings.TrimSpace(string(b))
	if !identifier(w) {
		return "", fmt.Errorf("%s: %.40q is no identifier", s.at(elements...), w)
	}
	return w, nil
}

func identifier(w string) bool {
	return w != "" && len(w) <= 128 && strings.Trim(strings.ToLower(w), "abcdefghijklmnopqrstuvwxyz0123456789-:_") == ""
}

// config is what is needed of an image's configuration.
// https://github.com/opencontainers/image-spec/blob/main/config.md
type config struct {
	RootFS struct {
		DiffIDs []string `json:"diff_ids"`
	} `json:"rootfs"`
	Config struct {
		Labels map[string]string
	} `json:"config"`
}

// chain gives the identifiers of the stacks up to each layer.
// https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid
func chain(diffs []string) []string {
	out := slices.Clone(diffs)
	for i := 1; i < len(out); i++ {
		sum := sha256.Sum256([]byte(out[i-1] + " " + out[i]))
		out[i] = "sha256:" + hex.EncodeToString(sum[:])
	}
	return out
}

// maxLayers bounds the layers of an image; engines refuse more than 127.
const maxLayers = 1024

// title names an image: by its first tag, else by its digest.
func title(tags []string, digest string) string {
	if len(tags) > 0 {
		return tags[0]
	}
	algorithm, hex, _ := strings.Cut(digest, ":")
	return algorithm + ":" + hex[:min(12, len(hex))]
}

// container makes a container of its image.
func (i *Image) container(name string, own source.Layer) Image {
	c := *i
	c.Container, c.Own = name, own
	c.Name = fmt.Sprintf("%s (container %s)", i.Name, name)
	c.Layers = append(slices.Clone(i.Layers), own)
	return c
}
