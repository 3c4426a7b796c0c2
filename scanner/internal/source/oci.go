package source

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// descriptor points to a blob.
// https://github.com/opencontainers/image-spec/blob/main/descriptor.md
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Annotations map[string]string `json:"annotations"`
	Platform    *struct {
		OS, Architecture string
	} `json:"platform"`
}

// manifest serves an image manifest and an index: one has layers, the other
// manifests.
type manifest struct {
	Config    descriptor   `json:"config"`
	Layers    []descriptor `json:"layers"`
	Manifests []descriptor `json:"manifests"`
}

const refName = "org.opencontainers.image.ref.name"

// An attestation stands in an index as a manifest, and is no image.
const (
	referenceType = "vnd.docker.reference.type"
	attestation   = "attestation-manifest"
)

// maxIndexes bounds how deep an index may hold indexes: by platform is in use,
// deeper is not.
const maxIndexes = 4

func isLayout(path string) bool {
	_, err := os.Stat(filepath.Join(path, "oci-layout"))
	return err == nil
}

func isLayoutArchive(path string) bool { return archiveHas(path, "index.json") }

func openLayout(path, name string) (*Image, error) {
	f, err := openFolder(path)
	if err != nil {
		return nil, err
	}
	return readLayout(f, name)
}

func openLayoutArchive(path, name string) (*Image, error) {
	a, err := openArchive(path)
	if err != nil {
		return nil, err
	}
	return readLayout(a, name)
}

func readLayout(b blobs, name string) (*Image, error) {
	img, err := layoutImage(b, name)
	if err != nil {
		b.Close()
		return nil, err
	}
	img.close = b.Close
	return img, nil
}

func layoutImage(b blobs, name string) (*Image, error) {
	index, err := readManifest(b, "index.json")
	if err != nil {
		return nil, err
	}
	for depth := 0; len(index.Manifests) > 0; depth++ {
		if depth == maxIndexes {
			return nil, fmt.Errorf("index.json: indexes nested more than %d deep", depth)
		}
		d, err := pickManifest(index.Manifests, name)
		if err != nil {
			return nil, err
		}
		blob, err := blobName(d.Digest)
		if err != nil {
			return nil, err
		}
		if index, err = readManifest(b, blob); err != nil {
			return nil, err
		}
		name = ""
	}
	return manifestImage(b, index)
}

func manifestImage(b blobs, m manifest) (*Image, error) {
	config, err := blobName(m.Config.Digest)
	if err != nil {
		return nil, err
	}
	var layers []string
	for _, l := range m.Layers {
		name, err := blobName(l.Digest)
		if err != nil {
			return nil, err
		}
		layers = append(layers, name)
	}
	return assemble(b, config, layers)
}

func readManifest(b blobs, name string) (manifest, error) {
	var m manifest
	raw, err := readBlob(b, name)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, fmt.Errorf("read %s: %w", name, err)
	}
	if len(m.Manifests) == 0 && m.Config.Digest == "" {
		return m, fmt.Errorf("%s names neither an image nor images", name)
	}
	return m, nil
}

// blobName maps a digest to its place in the layout, and nothing else: a digest
// is foreign input.
func blobName(digest string) (string, error) {
	algorithm, hex, ok := strings.Cut(digest, ":")
	if !ok || strings.Trim(hex, "0123456789abcdef") != "" || (algorithm != "sha256" && algorithm != "sha512") {
		return "", fmt.Errorf("not a digest: %q", digest)
	}
	return "blobs/" + algorithm + "/" + hex, nil
}

// pickManifest chooses by name, then by platform; attestations are no images.
func pickManifest(ds []descriptor, name string) (descriptor, error) {
	var images []descriptor
	var names []string
	for _, d := range ds {
		if d.Annotations[referenceType] == attestation {
			continue
		}
		if name != "" && d.Annotations[refName] != name && d.Annotations["io.containerd.image.name"] != name {
			names = append(names, d.Annotations[refName])
			continue
		}
		images = append(images, d)
	}
	if len(images) == 1 {
		return images[0], nil
	}
	for _, arch := range []string{runtime.GOARCH, "amd64"} {
		var fit []descriptor
		for _, d := range images {
			if d.Platform != nil && d.Platform.OS == "linux" && d.Platform.Architecture == arch {
				fit = append(fit, d)
			}
		}
		if len(fit) == 1 {
			return fit[0], nil
		}
	}
	for _, d := range images {
		names = append(names, d.Annotations[refName])
	}
	return descriptor{}, &ErrTarget{"index.json", fmt.Sprintf("holds %d images: %s", len(ds), strings.Join(names, ", ")), "pick one: LAYOUT#NAME"}
}
