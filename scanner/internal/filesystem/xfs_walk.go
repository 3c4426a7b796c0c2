package filesystem

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// file makes a File of an inode, but for what its attributes tell.
func (x *xfs) file(path string, n *xfsInode) (*File, error) {
	f := &File{Path: path, Kind: n.kind(), Inode: n.number}
	var err error
	switch f.Kind {
	case CharDevice:
		f.Major, f.Minor, err = n.device()
	case Symlink:
		f.Link, err = n.link()
	case Regular:
		f.Size, f.At, err = n.size, xfsContent{n}, n.readable()
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// readable tells whether the content of a regular file is where it can be read.
func (n *xfsInode) readable() error {
	switch {
	case n.onRT && n.size > 0:
		return fmt.Errorf("read inode %d: its content is on the realtime device", n.number)
	case n.data.format != forkExtents && n.data.format != forkTree:
		return fmt.Errorf("read inode %d: its content has format %d", n.number, n.data.format)
	}
	return nil
}

// Lookup is that of [FS].
func (x *xfs) Lookup(path string) (*File, error) {
	n, d := x.root, x.reader()
	for name := range strings.SplitSeq(path, "/") {
		if name == "" || name == "." {
			continue
		}
		var err error
		if n, err = d.lookup(n, name); err != nil {
			return nil, fmt.Errorf("look up %s: %w", path, err)
		}
	}
	f, err := x.file(path, n)
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", path, err)
	}
	if f.Kind == Directory {
		f.Opaque, err = n.opaque()
	}
	return f, err
}

// lookup finds a name. Where a part of the directory cannot be read, nobody knows that
// it is not there.
func (d *xfsReader) lookup(dir *xfsInode, name string) (*xfsInode, error) {
	if dir.kind() != Directory {
		return nil, fs.ErrNotExist
	}
	failed := fs.ErrNotExist
	for _, e := range d.names(dir, func(err error) { failed = err }) {
		if e.name == name {
			return d.x.inode(e.inode)
		}
	}
	return nil, failed
}

// xfsWalk is one walk.
type xfsWalk struct {
	ctx     context.Context
	reader  *xfsReader
	visit   func(*File) error
	damaged func(string, error)
	entered map[uint64]struct{} // directories
	files   int
}

// Walk is that of [FS].
func (x *xfs) Walk(ctx context.Context, visit func(*File) error, damaged func(string, error)) error {
	w := &xfsWalk{ctx: ctx, reader: x.reader(), visit: visit, damaged: damaged, entered: map[uint64]struct{}{}}
	if err := x.clean(); err != nil {
		damaged("", err)
	}
	return w.directory(x.root, "", 0)
}

func (w *xfsWalk) directory(n *xfsInode, path string, depth int) error {
	if depth > maxDepth {
		w.damaged(path, fmt.Errorf("more than %d directories are within each other", maxDepth))
		return nil
	}
	w.entered[n.number] = struct{}{}
	names := w.reader.names(n, func(err error) { w.damaged(path, err) })
	prefix := ""
	if path != "" {
		prefix = path + "/"
	}
	for _, e := range names {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if w.files++; w.files > maxFiles {
			return fmt.Errorf("more than %d files", maxFiles)
		}
		if err := w.entry(e.inode, prefix+e.name, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *xfsWalk) entry(inode uint64, path string, depth int) error {
	if len(path) > maxPath {
		w.damaged(path, fmt.Errorf("the path has more than %d bytes", maxPath))
		return nil
	}
	n, f, err := w.load(inode, path)
	if err != nil {
		w.damaged(path, err)
	}
	if f == nil {
		return nil
	}
	err = w.visit(f)
	if errors.Is(err, ErrSkipDir) {
		return nil
	}
	if err != nil || f.Kind != Directory {
		return err
	}
	return w.directory(n, path, depth+1)
}

// load makes a File. It may be without its attributes, which are an error then.
func (w *xfsWalk) load(inode uint64, path string) (*xfsInode, *File, error) {
	if _, again := w.entered[inode]; again {
		return nil, nil, fmt.Errorf("directory %d is at another path too", inode)
	}
	n, err := w.reader.x.inode(inode)
	if err != nil {
		return nil, nil, err
	}
	f, err := w.reader.x.file(path, n)
	if err != nil || f.Kind != Directory {
		return n, f, err
	}
	f.Opaque, err = n.opaque()
	return n, f, err
}
