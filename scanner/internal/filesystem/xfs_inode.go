package filesystem

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// xfsInode is a file: what it is, and its forks.
type xfsInode struct {
	number uint64
	mode   uint16
	size   int64
	onRT   bool // its content is on another device
	data   xfsFork
	attr   *xfsFork // nil where the file has no attributes
}

// Offsets in an inode, struct xfs_dinode.
const (
	inMode        = 2
	inVersion     = 4
	inFormat      = 5
	inBigExtents  = 24
	inSize        = 56
	inExtents     = 76
	inAttrExtents = 80
	inAttrAt      = 82
	inAttrFormat  = 83
	inFlags       = 90
	inChecksum    = 100
	inFlags2      = 120
	inNumber      = 152
	inUUID        = 160
	inCore        = 100 // bytes before the forks, versions 1 and 2
	inCore3       = 176 // and version 3
)

// Formats of a fork.
const (
	forkDevice = iota
	forkLocal
	forkExtents
	forkTree
)

const (
	inRealtime   = 1 << 0 // in the flags
	inBigCounter = 1 << 4 // in the second flags: counts of extents are wider
)

// inode reads an inode. Its number is that of its group, of its block in the group and
// of its place in the block.
func (x *xfs) inode(number uint64) (*xfsInode, error) {
	n, err := x.readInode(number)
	if err != nil {
		return nil, fmt.Errorf("read inode %d: %w", number, err)
	}
	return n, nil
}

func (x *xfs) readInode(number uint64) (*xfsInode, error) {
	perBlock := x.blockLog - x.inodeLog
	block, err := x.address(number>>perBlock, 1)
	if err != nil {
		return nil, err
	}
	at := block<<x.blockLog + number&(1<<perBlock-1)<<x.inodeLog
	b := make([]byte, 1<<x.inodeLog)
	if err := x.readAt(b, int64(at)); err != nil {
		return nil, err
	}
	if err := x.checkInode(b, number); err != nil {
		return nil, err
	}
	return x.parseInode(b, number)
}

func (x *xfs) checkInode(b []byte, number uint64) error {
	version := b[inVersion]
	switch {
	case string(b[:2]) != "IN":
		return errors.New("it has no magic number")
	case (version == 3) != x.v5 || version < 1 || version > 3:
		return fmt.Errorf("it has version %d", version)
	}
	if x.v5 {
		if err := xfsChecksum(b, inChecksum); err != nil {
			return err
		}
		if stored := binary.BigEndian.Uint64(b[inNumber:]); stored != number {
			return fmt.Errorf("it is inode %d", stored)
		}
		if string(b[inUUID:inUUID+16]) != string(x.meta[:]) {
			return errors.New("it belongs to another file system")
		}
	}
	if binary.BigEndian.Uint16(b[inMode:]) == 0 {
		return errors.New("it is not in use")
	}
	return nil
}

func (x *xfs) parseInode(b []byte, number uint64) (*xfsInode, error) {
	n := &xfsInode{
		number: number,
		mode:   binary.BigEndian.Uint16(b[inMode:]),
		size:   int64(binary.BigEndian.Uint64(b[inSize:])),
		onRT:   binary.BigEndian.Uint16(b[inFlags:])&inRealtime != 0,
	}
	if n.size < 0 {
		return nil, errors.New("its size is negative")
	}
	forks := b[inCore:]
	if x.v5 {
		forks = b[inCore3:]
	}
	extents, attrExtents := x.extentCounts(b)
	n.data = xfsFork{x: x, inode: number, format: b[inFormat], raw: forks, extents: extents}
	at := int(b[inAttrAt]) * 8
	if at == 0 {
		return n, nil
	}
	if at >= len(forks) {
		return nil, errors.New("its attributes are outside of it")
	}
	n.data.raw = forks[:at]
	n.attr = &xfsFork{x: x, inode: number, format: b[inAttrFormat], raw: forks[at:], extents: attrExtents}
	return n, nil
}

func (x *xfs) extentCounts(b []byte) (data, attr uint64) {
	if x.v5 && binary.BigEndian.Uint64(b[inFlags2:])&inBigCounter != 0 {
		return binary.BigEndian.Uint64(b[inBigExtents:]), uint64(binary.BigEndian.Uint32(b[inExtents:]))
	}
	return uint64(binary.BigEndian.Uint32(b[inExtents:])), uint64(binary.BigEndian.Uint16(b[inAttrExtents:]))
}

func (n *xfsInode) kind() Kind {
	k, _ := kindOf(n.mode)
	return k
}

// device tells the numbers of a device file: 14 bits, then 18.
func (n *xfsInode) device() (major, minor uint32, err error) {
	if n.data.format != forkDevice {
		return 0, 0, fmt.Errorf("read inode %d: the numbers of its device have format %d", n.number, n.data.format)
	}
	d := binary.BigEndian.Uint32(n.data.raw)
	return d >> 18 & (1<<14 - 1), d & (1<<18 - 1), nil
}

// local is what lies in the inode itself.
func (n *xfsInode) local() ([]byte, error) {
	if n.size > int64(len(n.data.raw)) {
		return nil, fmt.Errorf("it holds %d bytes, but says %d", len(n.data.raw), n.size)
	}
	return n.data.raw[:n.size], nil
}

// maxXFSLink is the longest symbolic link, XFS_SYMLINK_MAXLEN.
const maxXFSLink = 1024

// link reads a symbolic link, from the inode or from its blocks.
func (n *xfsInode) link() (string, error) {
	b, err := n.linkBytes()
	if err == nil && bytes.IndexByte(b, 0) >= 0 {
		err = errors.New("it has a zero in it")
	}
	if err != nil {
		return "", fmt.Errorf("read the link of inode %d: %w", n.number, err)
	}
	return string(b), nil
}

func (n *xfsInode) linkBytes() ([]byte, error) {
	if n.size == 0 || n.size > maxXFSLink {
		return nil, fmt.Errorf("it has %d bytes", n.size)
	}
	if n.data.format == forkLocal {
		return n.local()
	}
	link := make([]byte, 0, n.size)
	for block := uint64(0); len(link) < int(n.size); {
		part, blocks, err := n.linkPart(block, int(n.size)-len(link), len(link))
		if err != nil {
			return nil, err
		}
		link = append(link, part...)
		block += blocks
	}
	return link, nil
}

// linkPart reads what of a link lies in one extent, which starts in version 5 with a
// header, and tells how many blocks that took.
func (n *xfsInode) linkPart(block uint64, want, done int) ([]byte, uint64, error) {
	x := n.data.x
	header := 0
	if x.v5 {
		header = 56
	}
	r, err := n.data.run(block)
	if err != nil {
		return nil, 0, err
	}
	if r.state != runWritten {
		return nil, 0, fmt.Errorf("block %d has no place", block)
	}
	// Space is counted as if each block had a header, xfs_symlink_blocks.
	space := x.blockBytes() - header
	blocks := min(r.count, uint64((want+space-1)/space))
	b := make([]byte, blocks<<x.blockLog)
	if err := x.readAt(b, int64(r.address<<x.blockLog)); err != nil {
		return nil, 0, err
	}
	part := b[header:min(len(b), header+want)]
	if !x.v5 {
		return part, blocks, nil
	}
	if string(b[:4]) != "XSLM" {
		return nil, 0, fmt.Errorf("block %d has no magic number", block)
	}
	if err := x.verify(b, xfsSymlinkSeal, r.address, n.number); err != nil {
		return nil, 0, fmt.Errorf("block %d: %w", block, err)
	}
	if at, size := binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:]); int(at) != done || int(size) != len(part) {
		return nil, 0, fmt.Errorf("block %d holds %d bytes from %d on", block, size, at)
	}
	return part, blocks, nil
}
