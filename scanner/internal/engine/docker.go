package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/licdrift/licdrift/scanner/internal/source"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// Docker's own store: names in repositories.json, configurations under imagedb, and
// under layerdb, by chain, which directory of overlay2 a layer is.
// https://github.com/moby/moby/blob/master/daemon/internal/layer/filestore.go

const dockerDriver = "overlay2"

// dockerRoots are where Docker keeps its data, by its own configuration too.
// https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
func dockerRoots(t source.Tree) ([]string, error) {
	roots := []string{"var/lib/docker", "var/snap/docker/common/var-lib-docker"}
	own, err := homes(t)
	for _, home := range own {
		roots = append(roots, home+"/.local/share/docker")
	}
	b, err2 := setting(t, "etc/docker/daemon.json")
	if err = errors.Join(err, err2); err != nil || len(bytes.TrimSpace(b)) == 0 {
		return roots, err
	}
	var daemon struct {
		Root  string `json:"data-root"`
		Graph string `json:"graph"` // its name before
	}
	if err := json.Unmarshal(b, &daemon); err != nil {
		return roots, fmt.Errorf("read etc/docker/daemon.json: %w", err)
	}
	for _, dir := range []string{daemon.Root, daemon.Graph} {
		if strings.Trim(dir, "/") != "" {
			roots = append(roots, strings.Trim(dir, "/"))
		}
	}
	return roots, nil
}

// otherDrivers are the storage drivers whose images are not read.
// https://docs.docker.com/engine/storage/drivers/select-storage-driver/
var otherDrivers = []string{"overlay", "fuse-overlayfs", "btrfs", "zfs", "vfs", "aufs", "devicemapper"}

// docker is a store of Docker on its way to images.
type docker struct {
	*store
	tags, digests map[string][]string // of images, by their identifier
	layers        map[string]source.Layer
	images        map[string]*Image
}

func findDocker(s *store) {
	for _, driver := range s.names("image") {
		if driver == dockerDriver {
			continue
		}
		if len(s.names("image", driver, "imagedb", "content", "sha256")) > 0 {
			s.gap(inventory.GapUnsupported, "images of Docker's storage driver %s", driver)
		}
		if slices.Contains(otherDrivers, driver) {
			s.Leave(s.at(driver)) // a setting in the image must not hide any other folder
		}
	}
	d := &docker{store: s, tags: map[string][]string{}, digests: map[string][]string{}, layers: map[string]source.Layer{}, images: map[string]*Image{}}
	ids := s.names("image", dockerDriver, "imagedb", "content", "sha256")
	if len(ids) == 0 {
		if !s.has("image") {
			s.orphans(dockerDriver)
		}
		return
	}
	s.Leave(s.at(dockerDriver), s.at("image"), s.at("buildkit"), s.at("containers"))
	d.repositories()
	parents := d.parents(ids)
	for _, id := range ids {
		img, err := d.image(id)
		if err != nil {
			s.gap(inventory.GapDamaged, "image %s: %v", title(d.tags[id], "sha256:"+id), err)
			continue
		}
		d.images[id] = img
		if len(img.Tags) > 0 || !parents[id] {
			s.add(*img)
		}
	}
	d.containers()
}

// repositories reads the names of images.
func (d *docker) repositories() {
	var all struct {
		Repositories map[string]map[string]string
	}
	if err := d.json(&all, "image", dockerDriver, "repositories.json"); err != nil {
		d.gap(inventory.GapDamaged, "the names of its images: %v", err)
	}
	for _, names := range all.Repositories {
		for name, id := range names {
			id = strings.TrimPrefix(id, "sha256:")
			if _, digest, ok := strings.Cut(name, "@"); ok {
				d.digests[id] = append(d.digests[id], digest)
			} else {
				d.tags[id] = append(d.tags[id], name)
			}
		}
	}
	for _, m := range []map[string][]string{d.tags, d.digests} {
		for _, names := range m {
			slices.Sort(names)
		}
	}
}

// parents are the images that are a step on the way to another.
func (d *docker) parents(ids []string) map[string]bool {
	out := map[string]bool{}
	for _, id := range ids {
		if parent, err := d.word("image", dockerDriver, "imagedb", "metadata", "sha256", id, "parent"); err == nil {
			out[strings.TrimPrefix(parent, "sha256:")] = true
		}
	}
	return out
}

func (d *docker) image(id string) (*Image, error) {
	b, err := d.read("image", dockerDriver, "imagedb", "content", "sha256", id)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != id {
		return nil, fmt.Errorf("its configuration is not what its digest says")
	}
	var c config
	if err := json.Unmarshal(b, &c); err != nil {
		return nil, fmt.Errorf("read its configuration: %w", err)
	}
	img := &Image{Labels: c.Config.Labels}
	img.Tags, img.Store, img.Digest = d.tags[id], d.root, "sha256:"+id
	if ds := d.digests[id]; len(ds) > 0 {
		img.Digest = ds[0]
	}
	img.Name = title(img.Tags, img.Digest)
	diffs := c.RootFS.DiffIDs
	if len(diffs) > maxLayers {
		return nil, fmt.Errorf("%d layers", len(diffs))
	}
	for i, chain := range chain(diffs) {
		l, err := d.layer(chain, diffs[i])
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", diffs[i], err)
		}
		img.Layers = append(img.Layers, l)
	}
	return img, nil
}

func (d *docker) layer(chain, diff string) (source.Layer, error) {
	if l := d.layers[chain]; l != nil {
		return l, nil
	}
	_, hex, _ := strings.Cut(chain, ":")
	if !identifier(hex) {
		return nil, fmt.Errorf("%.40q is no digest", chain)
	}
	dir, err := d.word("image", dockerDriver, "layerdb", "sha256", hex, "cache-id")
	if err != nil {
		return nil, err
	}
	l, err := d.overlay(diff, dockerDriver, dir, "diff")
	if err != nil {
		return nil, err
	}
	d.layers[chain] = l
	return l, nil
}

// containers adds those that were made of the images, running or not.
func (d *docker) containers() {
	for _, id := range d.names("containers") {
		if !d.has("image", dockerDriver, "layerdb", "mounts", id, "mount-id") {
			continue // of another storage driver, or not made to its end
		}
		if err := d.container(id); err != nil {
			d.gap(inventory.GapDamaged, "container %.12s: %v", id, err)
		}
	}
}

func (d *docker) container(id string) error {
	var c struct{ Name, Image string }
	if err := d.json(&c, "containers", id, "config.v2.json"); err != nil {
		return err
	}
	img := d.images[strings.TrimPrefix(c.Image, "sha256:")]
	if img == nil {
		return fmt.Errorf("its image %.40s is not there", c.Image)
	}
	mount, err := d.word("image", dockerDriver, "layerdb", "mounts", id, "mount-id")
	if err != nil {
		return err
	}
	own, err := d.overlay("", dockerDriver, mount, "diff")
	if err != nil {
		return err
	}
	d.add(img.container(strings.TrimPrefix(c.Name, "/"), own))
	return nil
}
