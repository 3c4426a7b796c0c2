package filesystem

import (
	"context"
	"fmt"
)

func (x *xfs) root() uint64 { return x.rootNumber }

func (x *xfs) size() int64 { return x.device.Size() }

// file makes a File of an inode. One whose attributes cannot be read is still given.
func (x *xfs) file(number uint64) (*File, error) {
	n, err := x.inode(number)
	if err != nil {
		return nil, err
	}
	f := &File{Inode: number}
	f.Kind, err = kindOf(n.mode)
	switch f.Kind {
	case CharDevice:
		f.Major, f.Minor, err = n.device()
	case Symlink:
		f.Link, err = n.link()
	case Regular:
		f.Size, f.At, err = n.size, xfsContent{n}, n.readable()
	case Directory:
		f.Opaque, err = n.opaque()
		return f, err
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
func (x *xfs) Lookup(path string) (*File, error) { return lookup(x, path) }

// Names is that of [FS].
func (x *xfs) Names(dir string) ([]string, error) { return names(x, dir) }

// Walk is that of [FS].
func (x *xfs) Walk(ctx context.Context, dir string, visit func(*File) error, damaged func(string, error)) error {
	if err := x.clean(); err != nil && dir == "" {
		damaged("", err)
	}
	return walk(ctx, x, dir, visit, damaged)
}
