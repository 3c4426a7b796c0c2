package filesystem

import (
	"fmt"
	"io"
)

// run is a stretch of a file: where it stands on the disk, or a hole.
type run struct {
	block int64 // on the disk; 0 for a hole
	count int64 // blocks
}

// extContent reads the blocks of an inode. It looks a block up when it is read,
// so that no list of blocks is ever made that an image could let grow.
type extContent struct {
	ext   *ext
	inode *extInode
}

func (c *extContent) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= c.inode.size {
		return 0, io.EOF
	}
	short := int64(len(p)) > c.inode.size-off
	if short {
		p = p[:c.inode.size-off]
	}
	done := 0
	for done < len(p) {
		n, err := c.some(p[done:], off+int64(done))
		done += n
		if err != nil {
			return done, err
		}
	}
	if short {
		return done, io.EOF
	}
	return done, nil
}

// some reads up to the end of one run.
func (c *extContent) some(p []byte, off int64) (int, error) {
	e := c.ext
	r, err := e.find(c.inode, off/e.block)
	if err != nil {
		return 0, fmt.Errorf("inode %d: %w", c.inode.number, err)
	}
	if r.count <= 0 {
		return 0, fmt.Errorf("inode %d: a run of %d blocks", c.inode.number, r.count)
	}
	within := off % e.block
	n := int(min(int64(len(p)), r.count*e.block-within))
	if r.block == 0 {
		clear(p[:n])
		return n, nil
	}
	if r.block < 0 || r.block > e.blocks-r.count {
		return 0, fmt.Errorf("inode %d: blocks %d to %d of %d", c.inode.number, r.block, r.block+r.count, e.blocks)
	}
	m, err := e.dev.ReadAt(p[:n], r.block*e.block+within)
	if m < n && (err == nil || err == io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if m == n {
		err = nil
	}
	return m, err
}

// find gives the run that holds a block of an inode, from that block on.
func (e *ext) find(i *extInode, block int64) (run, error) {
	if i.flags&extFlagExtents != 0 {
		return e.findExtent(i, block)
	}
	return e.findMapped(i, block)
}

// extMaxBlocks is how many blocks a file can have: their numbers have 32 bits.
const extMaxBlocks = int64(1) << 32

const (
	extentMagic  = 0xF30A
	extentDepth  = 5
	extentEntry  = 12
	extentLength = 32768 // beyond it an extent is not written: it reads as zeros
)

// findExtent goes down the tree of extents.
// https://docs.kernel.org/filesystems/ext4/ifork.html#extent-tree
func (e *ext) findExtent(i *extInode, block int64) (run, error) {
	node := i.body()
	end := extMaxBlocks // the first block behind what the node speaks of
	for depth := -1; ; {
		if le.Uint16(node) != extentMagic {
			return run{}, fmt.Errorf("a node of extents without its mark")
		}
		entries, level := int(le.Uint16(node[2:])), int(le.Uint16(node[6:]))
		if entries > len(node)/extentEntry-1 || level > extentDepth || depth >= 0 && level != depth-1 {
			return run{}, fmt.Errorf("a node with %d extents at level %d", entries, level)
		}
		depth = level
		at := -1 // the last entry that begins at or before the block
		for n := range entries {
			first := int64(le.Uint32(node[extentEntry*(n+1):]))
			if first > block {
				end = min(end, first)
				break
			}
			at = n
		}
		if at < 0 {
			return run{0, end - block}, nil
		}
		x := node[extentEntry*(at+1):]
		if level == 0 {
			return leaf(x, block, end), nil
		}
		child := int64(le.Uint32(x[4:])) | int64(le.Uint16(x[8:]))<<32
		if child <= 0 || child >= e.blocks {
			return run{}, fmt.Errorf("extents at block %d of %d", child, e.blocks)
		}
		node = make([]byte, e.block)
		if err := e.dev.read(node, child*e.block); err != nil {
			return run{}, fmt.Errorf("read extents: %w", err)
		}
	}
}

// leaf reads an extent: first block, length, where it stands.
func leaf(x []byte, block, end int64) run {
	first, length := int64(le.Uint32(x)), int64(le.Uint16(x[4:]))
	written := length <= extentLength
	if !written {
		length -= extentLength
	}
	if block >= first+length {
		return run{0, end - block} // behind it, before the next
	}
	if !written {
		return run{0, first + length - block}
	}
	start := int64(le.Uint32(x[8:])) | int64(le.Uint16(x[6:]))<<32
	return run{start + block - first, first + length - block}
}

// findMapped goes down the map of blocks of ext2 and ext3: twelve blocks, then
// blocks of numbers, blocks of those, and once more.
// https://docs.kernel.org/filesystems/ext4/ifork.html#direct-indirect-block-addressing
func (e *ext) findMapped(i *extInode, block int64) (run, error) {
	const direct = 12
	if block < direct {
		return run{int64(le.Uint32(i.body()[4*block:])), 1}, nil
	}
	per := e.block / 4
	block -= direct
	span := int64(1) // blocks that one number of the level stands for
	for level := range 3 {
		if block < span*per {
			return e.indirect(int64(le.Uint32(i.body()[4*(direct+level):])), block, span)
		}
		block -= span * per
		span *= per
	}
	return run{}, fmt.Errorf("block %d lies behind the largest file", block)
}

func (e *ext) indirect(at, block, span int64) (run, error) {
	var number [4]byte
	for ; span > 0; span /= e.block / 4 {
		if at == 0 {
			return run{0, span*(e.block/4) - block}, nil // nothing below it was written
		}
		if at >= e.blocks {
			return run{}, fmt.Errorf("a map of blocks at block %d of %d", at, e.blocks)
		}
		if err := e.dev.read(number[:], at*e.block+block/span*4); err != nil {
			return run{}, fmt.Errorf("read map of blocks: %w", err)
		}
		at, block = int64(le.Uint32(number[:])), block%span
	}
	return run{at, 1}, nil
}
