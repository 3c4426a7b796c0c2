package source

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// Image is an opened target.
type Image struct {
	Target inventory.Target
	Layers []Layer // the lowest first
	Tree   Tree    // of a target whose files are found by their paths; else nil
	close  func() error
}

// Close releases the target's files.
func (i *Image) Close() error {
	if i.close == nil {
		return nil
	}
	return i.close()
}

// Layer is a stack's element: a change of the file system.
type Layer interface {
	// Digest identifies the content (sha256 of the uncompressed tar); it is empty
	// for a directory, whose content may change.
	Digest() string
	// Key is the digest where a walk checks it, so that what was learnt of the layer
	// may be kept by it; else empty.
	Key() string
	// Walk calls visit for each file in one pass. Something that cannot be read is
	// told to gap and passed over; an error ends the walk.
	Walk(ctx context.Context, visit func(*File) error, gap func(inventory.Gap)) error
}

// ErrTarget says that a target cannot be opened for what it is, with the remedy.
type ErrTarget struct{ Target, Problem, Hint string }

func (e *ErrTarget) Error() string { return e.Target + ": " + e.Problem }

// opener is one kind of target.
type opener struct {
	kind  string
	fits  func(path string) bool // recognizes a target without a prefix
	open  func(path, name string) (*Image, error)
	about string
}

func openers() []opener {
	return []opener{
		{"oci-dir", isLayout, openLayout, "a directory in OCI image layout"},
		{"docker-archive", isDockerArchive, openDockerArchive, "what docker save writes"},
		{"oci-archive", isLayoutArchive, openLayoutArchive, "a tar of an OCI image layout"},
		{"dir", isDir, openDir, "a root file system or a source tree"},
		{"disk", isDisk, openDisk, "the image of a disk"},
	}
}

// Options change how a target is opened.
type Options struct {
	Platform string // OS/ARCHITECTURE of an image in a registry; empty for this machine's
}

// Open opens a target.
func Open(ctx context.Context, target string, opt Options) (*Image, error) {
	kind, place, ok := strings.Cut(target, ":")
	if ok && kind == registryKind {
		return openRegistry(ctx, target, place, opt)
	}
	for _, d := range daemons {
		if ok && kind == d.kind {
			return d.open(ctx, target, place)
		}
	}
	for _, o := range openers() {
		if ok && o.kind == kind {
			return o.opened(target, place)
		}
	}
	path, _ := cutName(strings.TrimPrefix(target, "inventory:"))
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && isReference(target) {
		return openRegistry(ctx, target, target, opt)
	} else if err != nil {
		return nil, missing(target, kind, ok && kind != "inventory" && !strings.Contains(place, "."), err)
	}
	for _, o := range openers() {
		if o.fits(path) {
			return o.opened(target, target)
		}
	}
	return nil, &ErrTarget{target, "is neither an image archive nor a disk nor a directory nor a saved inventory",
		"give a docker-archive or OCI archive (docker save), an image of a registry (NAME:TAG), a directory, or what licdrift scan -o json wrote"}
}

func (o opener) opened(target, place string) (*Image, error) {
	path, name := cutName(place)
	if _, err := os.Stat(path); err != nil {
		return nil, missing(path, "", false, err)
	}
	img, err := o.open(path, name)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", target, err)
	}
	img.Target.Name, img.Target.Kind = target, o.kind
	return img, nil
}

// cutName splits PLACE#NAME, unless a file has that very name.
func cutName(place string) (path, name string) {
	if _, err := os.Stat(place); err == nil {
		return place, ""
	}
	path, name, _ = strings.Cut(place, "#")
	return path, name
}

func missing(target, kind string, prefixed bool, err error) error {
	if prefixed && len(kind) > 1 && !strings.ContainsAny(kind, `/\.`) && errors.Is(err, os.ErrNotExist) {
		var kinds []string
		for _, o := range openers() {
			kinds = append(kinds, o.kind+":")
		}
		return &ErrTarget{target, fmt.Sprintf("unknown kind of target %q", kind+":"), "known kinds: " + strings.Join(append(kinds, "registry:", "docker:", "podman:", "inventory:", "sbom:"), ", ")}
	}
	if errors.Is(err, os.ErrNotExist) {
		return &ErrTarget{target, "no such file or directory", "check the path; an image of a registry is named NAME:TAG, one of a daemon must be saved first (docker save)"}
	}
	return err
}

// Remedy says what one can do.
func (e *ErrTarget) Remedy() string { return e.Hint }
