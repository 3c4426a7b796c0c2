package inventory

import "strings"

// Image is an image that belongs to the target: in the store of a container engine,
// what a container was made of, or what a service of a compose project runs.
type Image struct {
	Name      string   `json:"name"` // by which places refer to it
	Tags      []string `json:"tags,omitempty"`
	Digest    string   `json:"digest"` // of its manifest, else of its configuration
	OS        string   `json:"os,omitempty"`
	Container string   `json:"container,omitempty"` // whose own files stand above the image's
	Store     string   `json:"store,omitempty"`     // path of the store
	Services  []string `json:"services,omitempty"`  // of a compose project that run it
	Floats    bool     `json:"floats,omitempty"`    // it was named by a tag of a registry, which can move to another image
}

// Key identifies the image across versions: its repository, and the container.
func (i *Image) Key() string {
	name := i.Name
	if len(i.Tags) > 0 {
		name = Repository(i.Tags[0])
	}
	return name + "\x00" + i.Container
}

// Repository is a reference without its tag and digest.
func Repository(reference string) string {
	reference, _, _ = strings.Cut(Familiar(reference), "@")
	last := strings.LastIndexByte(reference, '/') + 1
	name, _, _ := strings.Cut(reference[last:], ":")
	return reference[:last] + name
}

// Familiar is a reference as people write it, without what Docker adds to it.
// https://github.com/distribution/reference
func Familiar(reference string) string {
	for _, prefix := range []string{"docker.io/library/", "index.docker.io/library/", "docker.io/", "index.docker.io/"} {
		if s, ok := strings.CutPrefix(reference, prefix); ok {
			return s
		}
	}
	return reference
}
