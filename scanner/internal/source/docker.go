package source

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// dockerImage is an element of manifest.json.
// https://github.com/moby/docker-image-spec/blob/main/spec.md
type dockerImage struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// config is what licdrift needs of an image's configuration.
type config struct {
	OS     string `json:"os"`
	RootFS struct {
		DiffIDs []string `json:"diff_ids"`
	} `json:"rootfs"`
	Config struct {
		Labels map[string]string
	} `json:"config"`
}

func isDockerArchive(path string) bool { return archiveHas(path, "manifest.json") }

// archiveHas reports whether a file is a tar with an entry of that name.
func archiveHas(path, name string) bool {
	if isDir(path) {
		return false
	}
	a, err := openArchive(path)
	if err != nil {
		return false
	}
	defer a.Close()
	return a.Has(name)
}

func openDockerArchive(path, name string) (*Image, error) {
	a, err := openArchive(path)
	if err != nil {
		return nil, err
	}
	img, err := readDockerArchive(a, name)
	if err != nil {
		a.Close()
		return nil, err
	}
	img.close = a.Close
	return img, nil
}

func readDockerArchive(a *archive, name string) (*Image, error) {
	b, err := readBlob(a, "manifest.json")
	if err != nil {
		return nil, err
	}
	var images []dockerImage
	if err := json.Unmarshal(b, &images); err != nil {
		return nil, fmt.Errorf("read manifest.json: %w", err)
	}
	m, err := pickDocker(images, name)
	if err != nil {
		return nil, err
	}
	return assemble(a, m.Config, m.Layers)
}

func pickDocker(images []dockerImage, name string) (dockerImage, error) {
	var tags []string
	for _, m := range images {
		if name != "" && slices.Contains(m.RepoTags, name) {
			return m, nil
		}
		tags = append(tags, m.RepoTags...)
	}
	if len(images) == 1 && name == "" {
		return images[0], nil
	}
	return dockerImage{}, &ErrTarget{"manifest.json", fmt.Sprintf("holds %d images: %s", len(images), strings.Join(tags, ", ")), "pick one: ARCHIVE#NAME:TAG"}
}

func startsPacked(b blobs, name string) (bool, error) {
	r, err := b.Open(name)
	if err != nil {
		return false, err
	}
	defer r.Close()
	head := make([]byte, 6)
	n, _ := io.ReadFull(r, head) // an empty one is told when it is read
	return packed(head[:n]), nil
}

// assemble builds an image from its configuration and the names of its layers.
func assemble(b blobs, configName string, layers []string) (*Image, error) {
	raw, err := readBlob(b, configName)
	if err != nil {
		return nil, err
	}
	var c config
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, fmt.Errorf("read image configuration %s: %w", configName, err)
	}
	if len(c.RootFS.DiffIDs) > 0 && len(c.RootFS.DiffIDs) != len(layers) {
		return nil, fmt.Errorf("image configuration %s names %d layers, its manifest %d", configName, len(c.RootFS.DiffIDs), len(layers))
	}
	if len(layers) == 0 {
		return nil, fmt.Errorf("the image has no layers")
	}
	sum := sha256.Sum256(raw)
	img := &Image{}
	img.Target.Digest = "sha256:" + hex.EncodeToString(sum[:])
	img.Target.Labels = c.Config.Labels
	for i, name := range layers {
		if !b.Has(name) {
			return nil, fmt.Errorf("layer %s is missing from the image", name)
		}
		l := &tarLayer{name: name, open: func() (io.ReadCloser, error) { return b.Open(name) }}
		if len(c.RootFS.DiffIDs) > 0 {
			l.digest = c.RootFS.DiffIDs[i]
		}
		if l.packed, err = startsPacked(b, name); err != nil {
			return nil, err
		}
		img.Layers = append(img.Layers, l)
	}
	return img, nil
}
