package filesystem

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// xfsOpaque is how the attributes trusted.overlay.opaque and user.overlay.opaque
// are stored: the space that they are in is in the flags.
const xfsOpaque = "overlay.opaque"

// Flags of an attribute.
const (
	xfsAttrLocal   = 1 << 0 // its value lies beside its name
	xfsAttrTrusted = 1 << 1 // in the space trusted; in none of these: user
	xfsAttrSpaces  = 1<<1 | 1<<2 | 1<<3
	xfsAttrPartial = 1 << 7 // not written to its end
)

// isXFSOpaque tells whether an attribute is that of overlayfs for an opaque directory.
func isXFSOpaque(flags byte, name, value []byte) bool {
	space := flags & xfsAttrSpaces
	return (space == 0 || space == xfsAttrTrusted) && flags&xfsAttrPartial == 0 &&
		string(name) == xfsOpaque && string(value) == "y"
}

// opaque looks for the attribute of overlayfs.
func (n *xfsInode) opaque() (bool, error) {
	if n.attr == nil {
		return false, nil
	}
	opaque, err := n.attr.opaque()
	if err != nil {
		return false, fmt.Errorf("read the attributes of inode %d: %w", n.number, err)
	}
	return opaque, nil
}

func (f *xfsFork) opaque() (bool, error) {
	switch f.format {
	case forkLocal:
		return f.shortOpaque()
	case forkExtents, forkTree:
		if f.extents == 0 {
			return false, nil
		}
		return f.leavesOpaque()
	}
	return false, fmt.Errorf("they have format %d", f.format)
}

// shortOpaque looks in the inode, struct xfs_attr_sf_hdr: the size, how many there are,
// a byte. An attribute is the lengths of its name and value, flags, name and value.
func (f *xfsFork) shortOpaque() (bool, error) {
	if len(f.raw) < 4 {
		return false, errors.New("they do not fit")
	}
	b := f.raw[4:]
	for range f.raw[2] {
		if len(b) < 3 || len(b) < 3+int(b[0])+int(b[1]) {
			return false, errors.New("they do not fit")
		}
		name, rest := b[3:3+int(b[0])], b[3+int(b[0]):]
		if isXFSOpaque(b[2], name, rest[:b[1]]) {
			return true, nil
		}
		b = rest[b[1]:]
	}
	return false, nil
}

const (
	maxXFSAttrLevels = 8       // of an index, more than XFS_DA_NODE_MAXDEPTH
	maxXFSAttrLeaves = 1 << 12 // blocks of attributes that are read of one directory
)

// leavesOpaque looks in the blocks: block 0 is a leaf, or an index whose first children
// lead to the first leaf; each leaf knows the next.
func (f *xfsFork) leavesOpaque() (bool, error) {
	b := make([]byte, f.x.blockBytes())
	isLeaf, err := f.attrBlock(b, 0)
	for range maxXFSAttrLevels {
		if isLeaf || err != nil {
			break
		}
		isLeaf, err = f.attrBlock(b, f.firstChild(b))
	}
	for range maxXFSAttrLeaves {
		if err != nil {
			return false, err
		}
		if !isLeaf {
			return false, errors.New("an index is where a leaf should be")
		}
		var opaque bool
		opaque, err = f.leafOpaque(b)
		next := binary.BigEndian.Uint32(b)
		if opaque || err != nil || next == 0 {
			return opaque, err
		}
		isLeaf, err = f.attrBlock(b, next)
	}
	return false, fmt.Errorf("they have more than %d blocks", maxXFSAttrLeaves)
}

// attrBlock reads a block and tells whether it is a leaf: if not, it is an index. Both
// start with a struct xfs_da_blkinfo: the next and the previous block, and a kind.
func (f *xfsFork) attrBlock(b []byte, block uint32) (isLeaf bool, err error) {
	leaf, index := uint16(0xfbee), uint16(0xfebe)
	if f.x.v5 {
		leaf, index = 0x3bee, 0x3ebe
	}
	address, err := f.readBlocks(b, uint64(block))
	if err != nil {
		return false, err
	}
	kind := binary.BigEndian.Uint16(b[8:])
	if kind != leaf && kind != index {
		return false, fmt.Errorf("block %d is of no known kind", block)
	}
	if err := f.x.verify(b, xfsAttrSeal, address, f.inode); err != nil {
		return false, fmt.Errorf("block %d: %w", block, err)
	}
	return kind == leaf, nil
}

// firstChild is in the first entry of an index, struct xfs_da_intnode, which is the
// greatest hash below the child and then the child. Where an index has no entry it is
// 0, and leads nowhere.
func (f *xfsFork) firstChild(b []byte) uint32 {
	entries := 16
	if f.x.v5 {
		entries = 64
	}
	return binary.BigEndian.Uint32(b[entries+4:])
}

// leafOpaque looks in a struct xfs_attr_leafblock: entries are a hash, where the name
// is, and flags. There are the lengths of the value and of the name, name and value. A
// value that lies elsewhere is none of ours, which is one byte.
func (f *xfsFork) leafOpaque(b []byte) (bool, error) {
	count, entries := 12, 32
	if f.x.v5 {
		count, entries = 56, 80
	}
	most := (len(b) - entries) / 8
	n := int(binary.BigEndian.Uint16(b[count:]))
	if n > most {
		return false, fmt.Errorf("%d of them are where %d fit", n, most)
	}
	for i := range n {
		e := b[entries+8*i:]
		at, flags := int(binary.BigEndian.Uint16(e[4:])), e[6]
		if flags&xfsAttrLocal == 0 {
			continue
		}
		if at+3 > len(b) || at+3+int(b[at+2])+int(binary.BigEndian.Uint16(b[at:])) > len(b) {
			return false, fmt.Errorf("the one at %d does not fit", at)
		}
		name := b[at+3 : at+3+int(b[at+2])]
		value := b[at+3+len(name):][:binary.BigEndian.Uint16(b[at:])]
		if isXFSOpaque(flags, name, value) {
			return true, nil
		}
	}
	return false, nil
}
