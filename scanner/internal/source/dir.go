package source

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/licdrift/licdrift/scanner/inventory"
)

func isDir(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

func openDir(path, _ string) (*Image, error) {
	if !isDir(path) {
		return nil, &ErrTarget{path, "is not a directory", "drop the prefix dir: to have the kind recognized"}
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	return &Image{Layers: []Layer{&dirLayer{root: root, live: abs == "/"}}, close: root.Close}, err
}

// dirLayer is a directory. It is read through [os.Root], which no link leaves.
type dirLayer struct {
	root *os.Root
	live bool
}

func (*dirLayer) Digest() string { return "" }

func (*dirLayer) Key() string { return "" }

// volatile are the places of a running system that hold no software.
var volatile = []string{"proc", "sys", "dev", "run", "tmp", "var/tmp", "mnt", "media"}

// stores are where container engines keep images. Their files belong to those
// images, not to the system.
var stores = []string{"var/lib/docker/overlay2", "var/lib/containerd/io.containerd.snapshotter.v1.overlayfs", "var/lib/containers/storage/overlay"}

func (l *dirLayer) Walk(ctx context.Context, visit func(*File) error, gap func(inventory.Gap)) error {
	return fs.WalkDir(l.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			gap(inventory.Gap{Path: name, Reason: inventory.GapUnreadable, Detail: reason(err)})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() && l.live && slices.Contains(volatile, name) {
			return fs.SkipDir
		}
		if d.IsDir() && slices.Contains(stores, name) {
			gap(inventory.Gap{Path: name, Reason: inventory.GapUnsupported, Detail: "container store"})
			return fs.SkipDir
		}
		return l.visit(name, d, visit, gap)
	})
}

func (l *dirLayer) visit(name string, d fs.DirEntry, visit func(*File) error, gap func(inventory.Gap)) error {
	f := &File{Path: name}
	switch {
	case d.IsDir():
		f.Kind = Directory
	case d.Type()&fs.ModeSymlink != 0:
		f.Kind = Symlink
		link, err := l.root.Readlink(name)
		if err != nil {
			gap(inventory.Gap{Path: name, Reason: inventory.GapUnreadable, Detail: reason(err)})
			return nil
		}
		f.Link = filepath.ToSlash(link)
	case !d.Type().IsRegular():
		f.Kind = Other
	default:
		info, err := d.Info()
		if err != nil {
			gap(inventory.Gap{Path: name, Reason: inventory.GapUnreadable, Detail: reason(err)})
			return nil
		}
		f.Size = info.Size()
		lazy := &lazyFile{root: l.root, name: name}
		defer lazy.close()
		f.Reader, f.At = lazy, lazy
	}
	return visit(f)
}

// reason gives an error without the path, which the gap has.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// lazyFile opens a file when it is first read: most are not.
type lazyFile struct {
	root *os.Root
	name string
	file *os.File
}

func (f *lazyFile) open() error {
	if f.file != nil {
		return nil
	}
	var err error
	f.file, err = f.root.OpenFile(f.name, os.O_RDONLY|nonBlocking, 0)
	return err
}

func (f *lazyFile) Read(p []byte) (int, error) {
	if err := f.open(); err != nil {
		return 0, err
	}
	return f.file.Read(p)
}

func (f *lazyFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.open(); err != nil {
		return 0, err
	}
	return f.file.ReadAt(p, off)
}

func (f *lazyFile) close() {
	if f.file != nil {
		f.file.Close()
	}
}
