package filesystem

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Flags of an inode.
const (
	extFlagEncrypt = 0x800
	extFlagExtents = 0x80000
	extFlagInline  = 0x10000000
)

// extInode is an inode as it stands on the disk.
type extInode struct {
	number uint64
	raw    []byte
	mode   uint16
	flags  uint32
	size   int64
}

func (e *ext) inode(n uint64) (*extInode, error) {
	if n == 0 || n > uint64(e.inodes) {
		return nil, fmt.Errorf("inode %d of %d", n, e.inodes)
	}
	group, index := uint32(n-1)/e.inodesPerGroup, uint32(n-1)%e.inodesPerGroup
	table, err := e.inodeTable(group)
	if err != nil {
		return nil, err
	}
	i := &extInode{number: n, raw: make([]byte, e.inodeSize)}
	if err := e.dev.read(i.raw, table*e.block+int64(index)*e.inodeSize); err != nil {
		return nil, fmt.Errorf("read inode %d: %w", n, err)
	}
	i.mode, i.flags = le.Uint16(i.raw), le.Uint32(i.raw[0x20:])
	i.size = int64(le.Uint32(i.raw[4:]))
	if i.kind() == Regular || e.features&extLargeDir != 0 {
		i.size |= int64(le.Uint32(i.raw[0x6C:])) << 32
	}
	if i.size < 0 {
		return nil, fmt.Errorf("inode %d: a size of %d", n, i.size)
	}
	return i, nil
}

// body is where an inode keeps its map of blocks, a short link's target, or the
// beginning of its content.
func (i *extInode) body() []byte { return i.raw[0x28:0x64] }

func (i *extInode) kind() Kind {
	k, _ := kindOf(i.mode)
	return k
}

func (e *ext) file(n uint64) (*File, error) {
	i, err := e.inode(n)
	if err != nil {
		return nil, err
	}
	f := &File{Inode: n}
	f.Kind, err = kindOf(i.mode)
	switch f.Kind {
	case Regular:
		f.Size = i.size
		f.At, err = e.content(i)
	case Symlink:
		f.Link, err = e.link(i)
	case Directory:
		f.Opaque, err = e.opaque(i)
	case CharDevice:
		f.Major, f.Minor = i.device()
	}
	if err != nil {
		return nil, fmt.Errorf("inode %d: %w", n, err)
	}
	return f, nil
}

// device decodes the two forms of device numbers.
// https://docs.kernel.org/filesystems/ext4/inodes.html
func (i *extInode) device() (major, minor uint32) {
	if old := le.Uint32(i.body()); old != 0 {
		return old >> 8 & 0xFF, old & 0xFF
	}
	n := le.Uint32(i.body()[4:])
	return n >> 8 & 0xFFF, n&0xFF | n>>12&0xFFF00
}

const maxLink = 4096 // bytes of a link's target, as in Linux

func (e *ext) link(i *extInode) (string, error) {
	if i.size > maxLink {
		return "", fmt.Errorf("a link of %d bytes", i.size)
	}
	if i.size < int64(len(i.body())) && i.flags&(extFlagExtents|extFlagInline) == 0 {
		return string(i.body()[:i.size]), nil
	}
	at, err := e.content(i)
	if err != nil {
		return "", err
	}
	b := make([]byte, i.size)
	if _, err := at.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read link: %w", err)
	}
	return strings.TrimRight(string(b), "\x00"), nil
}

// content gives an inode's bytes.
func (e *ext) content(i *extInode) (io.ReaderAt, error) {
	switch {
	case i.flags&extFlagEncrypt != 0:
		return nil, errors.New("it is encrypted")
	case i.size/e.block >= extMaxBlocks:
		return nil, fmt.Errorf("a size of %d bytes", i.size)
	case i.flags&extFlagInline != 0:
		b, err := e.inline(i)
		if err != nil {
			return nil, err
		}
		return bytesAt(b), nil
	}
	return &extContent{ext: e, inode: i}, nil
}

// inline gives content that stands within the inode: its beginning in the body,
// the rest in an attribute.
func (e *ext) inline(i *extInode) ([]byte, error) {
	rest, _, err := e.attribute(i, attrSystem, "data")
	if err != nil {
		return nil, err
	}
	b := append(append([]byte{}, i.body()...), rest...)
	if i.size > int64(len(b)) {
		return nil, fmt.Errorf("%d bytes of %d stand in the inode", len(b), i.size)
	}
	return b[:i.size], nil
}

// bytesAt is content that is in memory.
type bytesAt []byte

func (b bytesAt) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= int64(len(b)) {
		return 0, io.EOF
	}
	n := copy(p, b[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
