package engine

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/bolt"
	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// containerd's store: names in a database, by namespace; blobs as in an OCI layout;
// and snapshots, into which layers are unpacked. Docker uses it too.
// https://github.com/containerd/containerd/blob/main/core/metadata/buckets.go

const (
	containerdDB          = "io.containerd.metadata.v1.bolt/meta.db"
	containerdContent     = "io.containerd.content.v1.content"
	containerdSnapshotter = "io.containerd.snapshotter.v1.overlayfs"
)

// containerdRoots are where containerd keeps its data: on its own, of Docker, of k3s.
func containerdRoots(t source.Tree) ([]string, error) {
	roots := []string{"var/lib/containerd", "var/lib/rancher/k3s/agent/containerd", "var/lib/rancher/rke2/agent/containerd"}
	docker, _ := dockerRoots(t) // its error is told with Docker's store
	for _, dir := range docker {
		roots = append(roots, path.Join(dir, "containerd/daemon"))
	}
	b, err := setting(t, "etc/containerd/config.toml")
	if m := containerdRoot.FindSubmatch(b); m != nil && strings.Trim(string(m[1]), "/") != "" {
		roots = append(roots, strings.Trim(string(m[1]), "/"))
	}
	return roots, err
}

// containerdRoot is the setting of its configuration, which stands before any table.
var containerdRoot = regexp.MustCompile(`(?m)^root\s*=\s*["']([^"'\n]+)["']`)

// containerd is a store of containerd on its way to images.
type containerd struct {
	*store
	db     *bolt.DB
	ids    map[string]uint64 // of snapshots, by the snapshotter's own names; read when they are first needed
	layers map[string]source.Layer
	docker []string // where a Docker that keeps its images here has the rest
}

func findContainerd(s *store) {
	s.Leave(s.at(containerdContent), s.at(containerdSnapshotter))
	if !s.has(containerdDB) {
		s.orphans(containerdContent, "blobs", "sha256")
		s.orphans(containerdSnapshotter, "snapshots")
		return
	}
	for _, name := range s.names() {
		if strings.HasPrefix(name, "io.containerd.") {
			s.Leave(s.at(name)) // a setting in the image must not hide any other folder
		}
	}
	file, err := s.Open(s.at(containerdDB))
	if err != nil {
		s.gap(inventory.GapUnreadable, "%v", err)
		return
	}
	defer file.Close()
	c := &containerd{store: s, layers: map[string]source.Layer{}, docker: places(s.Tree)}
	if c.db, err = bolt.Open(file, file.Size()); err == nil {
		err = c.spaces()
	}
	if err != nil {
		s.gap(inventory.GapDamaged, "the names of its images: %v", err)
	}
}

// spaces reads the namespaces.
func (c *containerd) spaces() error {
	all, err := c.db.Bucket("v1")
	if errors.Is(err, bolt.ErrNotFound) {
		return nil // it was never used
	}
	if err != nil {
		return err
	}
	return all.Each(func(e bolt.Entry) error {
		if e.Bucket == nil {
			return nil
		}
		return c.space(e.Bucket)
	})
}

func (c *containerd) space(space *bolt.Bucket) error {
	names := map[string][]string{} // by digest of the target
	err := each(space, "images", func(name string, b *bolt.Bucket) error {
		target, err := b.Bucket("target")
		if err != nil {
			return fmt.Errorf("image %s: %w", name, err)
		}
		digest, err := target.Get("digest")
		names[string(digest)] = append(names[string(digest)], name)
		return err
	})
	if err != nil {
		return err
	}
	images := map[string]*Image{} // by name, and by digest
	for _, digest := range slices.Sorted(maps.Keys(names)) {
		img, err := c.image(space, digest, names[digest])
		if err != nil {
			c.gap(inventory.GapDamaged, "image %s: %v", names[digest][0], err)
			continue
		}
		c.add(*img)
		images[digest] = img
		for _, name := range names[digest] {
			images[name] = img
		}
	}
	err = each(space, "containers", func(id string, b *bolt.Bucket) error {
		if err := c.container(space, id, b, images); err != nil {
			c.gap(inventory.GapDamaged, "container %.12s: %v", id, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.dockerContainers(space, images)
}

// dockerContainers finds those of a Docker that keeps its images here: their snapshots
// have their names, the rest is in Docker's own folder.
func (c *containerd) dockerContainers(space *bolt.Bucket, images map[string]*Image) error {
	snapshots, err := space.Bucket("snapshots")
	if errors.Is(err, bolt.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return each(snapshots, "overlayfs", func(id string, _ *bolt.Bucket) error {
		about, ok := c.dockerContainer(id)
		if !ok {
			return nil
		}
		img := images[about.Image]
		if img == nil {
			c.gap(inventory.GapDamaged, "container %.12s: its image %.40s is not there", id, about.Image)
			return nil
		}
		own, err := c.snapshot(space, id, "")
		if err != nil {
			c.gap(inventory.GapDamaged, "container %.12s: %v", id, err)
			return nil
		}
		c.add(img.container(strings.TrimPrefix(about.Name, "/"), own))
		return nil
	})
}

// places are the folders of Docker that are there.
func places(t source.Tree) []string {
	var out []string
	roots, _ := dockerRoots(t) // its error is told with Docker's store
	for _, root := range roots {
		if at, err := source.Resolve(t, root); err == nil {
			out = append(out, at)
		}
	}
	return out
}

// dockerContainer reads what Docker knows of a container.
func (c *containerd) dockerContainer(id string) (about struct{ Name, Image string }, ok bool) {
	if len(id) != 64 || !identifier(id) {
		return about, false
	}
	for _, at := range c.docker {
		b, err := source.ReadFile(c.Tree, path.Join(at, "containers", id, "config.v2.json"), maxJSON)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = json.Unmarshal(b, &about)
		}
		if err != nil {
			c.gap(inventory.GapDamaged, "container %.12s: %v", id, err)
			return about, false
		}
		return about, true
	}
	return about, false
}

// each visits the buckets in a bucket; there may be none of that name.
func each(in *bolt.Bucket, name string, visit func(name string, b *bolt.Bucket) error) error {
	all, err := in.Bucket(name)
	if errors.Is(err, bolt.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return all.Each(func(e bolt.Entry) error {
		if e.Bucket == nil {
			return nil
		}
		return visit(string(e.Key), e.Bucket)
	})
}

// image opens an image from its blobs; where those of its layers were given up for
// their snapshots, from these.
func (c *containerd) image(space *bolt.Bucket, digest string, names []string) (*Image, error) {
	out := &Image{}
	out.Digest, out.Store = digest, c.root
	for _, name := range names {
		if !strings.Contains(name, "@") && !strings.HasPrefix(name, "sha256:") {
			out.Tags = append(out.Tags, inventory.Familiar(name))
		}
	}
	slices.Sort(out.Tags)
	out.Tags = slices.Compact(out.Tags)
	out.Name = title(out.Tags, digest)
	img, err := source.ImageAt(c.Tree, c.at(containerdContent), digest)
	if err == nil {
		out.Labels, out.Layers = img.Target.Labels, img.Layers
		return out, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if c.unpacked(space, out, digest, 0, map[string]bool{}) == nil {
		return out, nil
	}
	return nil, fmt.Errorf("it is not whole: %w", err)
}

// manifest serves a manifest and an index of them.
type manifest struct {
	Config    descriptor
	Manifests []descriptor
}

type descriptor struct{ Digest string }

// Bounds of an image: how deep an index may hold indexes, and how many manifests and
// indexes are tried.
const (
	maxIndexes   = 4
	maxManifests = 1000
)

// unpacked finds the snapshots of an image whose manifest and configuration are there.
func (c *containerd) unpacked(space *bolt.Bucket, out *Image, digest string, depth int, tried map[string]bool) error {
	if tried[digest] || len(tried) == maxManifests {
		return fs.ErrNotExist
	}
	tried[digest] = true
	var m manifest
	if err := c.blob(&m, digest); err != nil {
		return err
	}
	err := error(fs.ErrNotExist)
	for _, d := range m.Manifests {
		if depth < maxIndexes && err != nil {
			err = c.unpacked(space, out, d.Digest, depth+1, tried)
		}
	}
	if m.Config.Digest == "" {
		return err
	}
	var conf config
	if err := c.blob(&conf, m.Config.Digest); err != nil {
		return err
	}
	diffs := conf.RootFS.DiffIDs
	if len(diffs) == 0 || len(diffs) > maxLayers {
		return fmt.Errorf("%d layers", len(diffs))
	}
	var layers []source.Layer
	for i, chain := range chain(diffs) {
		l, err := c.snapshot(space, chain, diffs[i])
		if err != nil {
			return err
		}
		layers = append(layers, l)
	}
	out.Layers, out.Labels = layers, conf.Config.Labels
	return nil
}

func (c *containerd) blob(into any, digest string) error {
	algorithm, hex, _ := strings.Cut(digest, ":")
	if !identifier(algorithm) || !identifier(hex) {
		return fmt.Errorf("%.40q is no digest", digest)
	}
	b, err := c.read(containerdContent, "blobs", algorithm, hex)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// snapshot gives the directory into which a layer was unpacked, or that a container
// writes to.
func (c *containerd) snapshot(space *bolt.Bucket, key, diff string) (source.Layer, error) {
	b, err := space.Bucket("snapshots", "overlayfs", key)
	if err != nil {
		return nil, fmt.Errorf("snapshot %s: %w", key, err)
	}
	name, err := b.Get("name")
	if err != nil {
		return nil, err
	}
	if l := c.layers[string(name)]; l != nil {
		return l, nil
	}
	if c.ids == nil {
		if c.ids, err = c.snapshots(); err != nil {
			return nil, fmt.Errorf("read the snapshots: %w", err)
		}
	}
	id, ok := c.ids[string(name)]
	if !ok {
		return nil, fs.ErrNotExist
	}
	l, err := c.overlay(diff, containerdSnapshotter, "snapshots", fmt.Sprint(id), "fs")
	if err != nil {
		return nil, err
	}
	c.layers[string(name)] = l
	return l, nil
}

// snapshots reads the numbers of the directories from the snapshotter's database.
// https://github.com/containerd/containerd/blob/main/core/snapshots/storage/bolt.go
func (c *containerd) snapshots() (map[string]uint64, error) {
	file, err := c.Open(c.at(containerdSnapshotter, "metadata.db"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	db, err := bolt.Open(file, file.Size())
	if err != nil {
		return nil, err
	}
	v1, err := db.Bucket("v1")
	if err != nil {
		return nil, err
	}
	out := map[string]uint64{}
	return out, each(v1, "snapshots", func(name string, b *bolt.Bucket) error {
		v, err := b.Get("id")
		if id, n := binary.Uvarint(v); n > 0 {
			out[name] = id
		}
		return err
	})
}

func (c *containerd) container(space *bolt.Bucket, id string, b *bolt.Bucket, images map[string]*Image) error {
	image, err := b.Get("image")
	if err != nil {
		return err
	}
	key, err := b.Get("snapshotKey")
	if err != nil || len(key) == 0 || len(image) == 0 {
		return err // its engine keeps its files elsewhere
	}
	img := images[string(image)]
	if img == nil {
		return fmt.Errorf("its image %s is not there", image)
	}
	own, err := c.snapshot(space, string(key), "")
	if err != nil {
		return err
	}
	c.add(img.container(containerName(id, b), own))
	return nil
}

// containerName is what the engines above containerd call a container.
func containerName(id string, b *bolt.Bucket) string {
	if labels, err := b.Bucket("labels"); err == nil {
		for _, label := range []string{"nerdctl/name", "io.kubernetes.container.name"} {
			if name, err := labels.Get(label); err == nil && len(name) > 0 {
				return string(name)
			}
		}
	}
	return id[:min(12, len(id))]
}
