package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Tree is a target whose files are found by their paths, as those of a directory
// and of a disk are. Paths are relative to the root, clean, with slashes.
type Tree interface {
	// Find tells what a file is; no link is followed, and its content is not given.
	Find(path string) (*File, error)
	// Names lists a directory.
	Names(dir string) ([]string, error)
	// Open opens the content of a regular file.
	Open(path string) (*Content, error)
	// Overlay gives a directory that overlayfs uses as a layer: a device of the
	// numbers 0 and 0 is a whiteout, an attribute makes a directory opaque.
	// https://docs.kernel.org/filesystems/overlayfs.html
	Overlay(dir, digest string) Layer
	// Marks reports whether the marks of overlayfs can be seen at all.
	Marks() bool
	// Leave leaves directories out of the tree's own layer.
	Leave(dirs ...string)
}

// Content is an opened file.
type Content struct {
	*io.SectionReader
	close func() error
}

// Close releases the file.
func (c *Content) Close() error {
	if c.close == nil {
		return nil
	}
	return c.close()
}

// maxLinks bounds how many links a path may lead through, as Linux does.
const maxLinks = 40

// Resolve follows the links of a path within the tree. Where a part of the path is
// not there the error is [fs.ErrNotExist].
func Resolve(t Tree, p string) (string, error) {
	left := strings.Split(path.Clean("/" + p)[1:], "/")
	at := ""
	for links := 0; len(left) > 0; {
		next := path.Join(at, left[0])
		left = left[1:]
		f, err := t.Find(next)
		if err != nil {
			return "", err
		}
		if f.Kind != Symlink {
			at = next
			continue
		}
		if links++; links > maxLinks {
			return "", fmt.Errorf("%s: more than %d links", p, maxLinks)
		}
		to := f.Link
		if !strings.HasPrefix(to, "/") {
			to = path.Join("/", at, to)
		}
		left = append(strings.Split(path.Clean("/" + to)[1:], "/"), left...)
		at = ""
	}
	return at, nil
}

// ReadFile reads a file of a tree, which is an error if it is larger than limit bytes.
func ReadFile(t Tree, p string, limit int64) ([]byte, error) {
	c, err := t.Open(p)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if c.Size() > limit {
		return nil, fmt.Errorf("read %s: %d bytes", p, c.Size())
	}
	b := make([]byte, c.Size())
	if _, err := io.ReadFull(c, b); err != nil {
		return nil, fmt.Errorf("read %s: %w", p, err)
	}
	return b, nil
}

// ImageAt opens the image of a manifest, or of an index of manifests, whose blobs lie
// in a directory of a tree as in an OCI layout. Of an index it takes the image whose
// blobs are there. An image that lacks blobs is [fs.ErrNotExist].
func ImageAt(t Tree, dir, digest string) (*Image, error) {
	b := &treeBlobs{t, dir}
	name, err := blobName(digest)
	if err != nil {
		return nil, err
	}
	return b.image(name, 0, map[string]bool{})
}

// treeBlobs are the blobs in a directory of a tree.
type treeBlobs struct {
	tree Tree
	dir  string
}

func (b *treeBlobs) Open(name string) (io.ReadCloser, error) {
	return b.tree.Open(path.Join(b.dir, name))
}

func (b *treeBlobs) Has(name string) bool {
	f, err := b.tree.Find(path.Join(b.dir, name))
	return err == nil && f.Kind == Regular
}

func (*treeBlobs) Close() error { return nil }

// maxManifests bounds the manifests and indexes that are tried for one image.
const maxManifests = 1000

func (b *treeBlobs) image(name string, depth int, tried map[string]bool) (*Image, error) {
	if tried[name] || len(tried) == maxManifests {
		return nil, fs.ErrNotExist
	}
	tried[name] = true
	if !b.Has(name) {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	m, err := readManifest(b, name)
	if err != nil {
		return nil, err
	}
	if len(m.Manifests) == 0 {
		return b.whole(m)
	}
	missing := error(fs.ErrNotExist)
	for _, d := range m.Manifests {
		blob, err := blobName(d.Digest)
		if err != nil || depth == maxIndexes || d.Annotations[referenceType] == attestation || !b.Has(blob) {
			continue
		}
		img, err := b.image(blob, depth+1, tried)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return img, err
		}
		missing = err
	}
	return nil, missing
}

// whole opens an image if all of it is there.
func (b *treeBlobs) whole(m manifest) (*Image, error) {
	for _, d := range append([]descriptor{m.Config}, m.Layers...) {
		name, err := blobName(d.Digest)
		if err != nil {
			return nil, err
		}
		if !b.Has(name) {
			return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
		}
	}
	return manifestImage(b, m)
}
