package filesystem

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sort"
	"sync/atomic"
)

// xfsContent reads a regular file.
type xfsContent struct{ n *xfsInode }

func (c xfsContent) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 {
		return 0, fmt.Errorf("read inode %d at %d: before its start", c.n.number, at)
	}
	if at >= c.n.size {
		return 0, io.EOF
	}
	var end error
	if left := c.n.size - at; int64(len(p)) > left {
		p, end = p[:left], io.EOF
	}
	done := 0
	for done < len(p) {
		n, err := c.n.data.read(p[done:], at+int64(done))
		if err != nil {
			return done, fmt.Errorf("read inode %d at %d: %w", c.n.number, at+int64(done), err)
		}
		done += n
	}
	return done, end
}

// read reads what of p lies in one run.
func (f *xfsFork) read(p []byte, at int64) (int, error) {
	log := f.x.blockLog
	r, err := f.run(uint64(at) >> log)
	if err != nil {
		return 0, err
	}
	in := uint64(at) & (1<<log - 1)
	room := min(r.count, 1<<32)<<log - in // a hole may have more bytes than a number has
	p = p[:min(uint64(len(p)), room)]
	if r.state != runWritten {
		clear(p)
		return len(p), nil
	}
	return len(p), f.x.readAt(p, int64(r.address<<log+in))
}

// xfsFork maps blocks of a file to blocks of the device.
type xfsFork struct {
	x       *xfs
	inode   uint64
	format  byte
	raw     []byte // of the inode
	extents uint64 // as many as the inode says

	// leaf is the part of the map that was used last: one file is read by one reader
	// from its start, as a rule, and a map of any size needs the memory of a block.
	leaf atomic.Pointer[xfsLeaf]
}

// xfsLeaf is all that a file has from one of its blocks to another.
type xfsLeaf struct {
	from, to uint64
	runs     []xfsRun // in order
}

// xfsRun is blocks of a file that lie one behind the other.
type xfsRun struct {
	start, count uint64
	address      uint64 // on the device, of a written one
	state        xfsState
}

type xfsState uint8

const (
	runWritten   xfsState = iota
	runUnwritten          // has a place, and zeros
	runHole
)

func (r xfsRun) end() uint64 { return r.start + r.count }

// maxXFSBlock is behind the last block of a file: 54 bits number them.
const maxXFSBlock = 1 << 54

// run tells what a file has from a block on.
func (f *xfsFork) run(block uint64) (xfsRun, error) {
	if block >= maxXFSBlock {
		return xfsRun{}, fmt.Errorf("block %d is outside of any file", block)
	}
	leaf := f.leaf.Load()
	if leaf == nil || block < leaf.from || block >= leaf.to {
		var err error
		if leaf, err = f.find(block); err != nil {
			return xfsRun{}, err
		}
		f.leaf.Store(leaf)
	}
	return leaf.run(block), nil
}

func (l *xfsLeaf) run(block uint64) xfsRun {
	i := sort.Search(len(l.runs), func(i int) bool { return l.runs[i].end() > block })
	if i == len(l.runs) {
		return xfsRun{start: block, count: l.to - block, state: runHole}
	}
	r := l.runs[i]
	if r.start > block {
		return xfsRun{start: block, count: r.start - block, state: runHole}
	}
	in := block - r.start
	return xfsRun{start: block, count: r.count - in, address: r.address + in, state: r.state}
}

// find reads the leaf of the map that has a block.
func (f *xfsFork) find(block uint64) (*xfsLeaf, error) {
	switch f.format {
	case forkExtents:
		if f.extents > uint64(len(f.raw)/xfsRecord) {
			return nil, fmt.Errorf("%d extents are more than fit", f.extents)
		}
		return f.x.leaf(f.raw[:f.extents*xfsRecord], 0, maxXFSBlock)
	case forkTree:
		return f.descend(block)
	}
	return nil, fmt.Errorf("its content has format %d", f.format)
}

// xfsRecord is the size of a record of the map, and of a key with its pointer.
const xfsRecord = 16

// leaf reads records, struct xfs_bmbt_rec: from the high bits on, 1 bit for unwritten,
// 54 of the first block, 52 of its place, 21 of their count.
func (x *xfs) leaf(b []byte, from, to uint64) (*xfsLeaf, error) {
	l := &xfsLeaf{from: from, to: to, runs: make([]xfsRun, 0, len(b)/xfsRecord)}
	for ; len(b) > 0; b = b[xfsRecord:] {
		high, low := binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])
		r := xfsRun{start: high >> 9 & (maxXFSBlock - 1), count: low & (1<<21 - 1)}
		if r.count == 0 || r.start < from || r.end() > to {
			return nil, fmt.Errorf("%d blocks from %d on are out of order", r.count, r.start)
		}
		var err error
		if r.address, err = x.address(high&(1<<9-1)<<43|low>>21, r.count); err != nil {
			return nil, err
		}
		if high>>63 == 1 {
			r.state = runUnwritten
		}
		l.runs = append(l.runs, r)
		from = r.end()
	}
	return l, nil
}

// maxXFSLevels is more than any tree of extents has.
const maxXFSLevels = 16

// xfsNode is a block of a B-tree of extents, with the blocks of the file that it is
// for. What is in a node starts where its parent says: what does not is damaged.
type xfsNode struct {
	level    int // 0 holds records, others keys and pointers
	count    int
	body     []byte
	from, to uint64
}

// descend goes down the B-tree. Its levels count down to 0, so that no pointer makes it
// go round.
func (f *xfsFork) descend(block uint64) (*xfsLeaf, error) {
	node, err := f.treeRoot()
	if err != nil {
		return nil, fmt.Errorf("the root of its tree: %w", err)
	}
	if block < node.from {
		return &xfsLeaf{to: node.from}, nil
	}
	for node.level > 0 {
		if node, err = f.child(node, block); err != nil {
			return nil, err
		}
	}
	return f.x.leaf(node.body[:node.count*xfsRecord], node.from, node.to)
}

// treeRoot is in the inode, struct xfs_bmdr_block.
func (f *xfsFork) treeRoot() (*xfsNode, error) {
	if len(f.raw) < 4+xfsRecord {
		return nil, errors.New("it does not fit")
	}
	n := &xfsNode{
		level: int(binary.BigEndian.Uint16(f.raw)),
		count: int(binary.BigEndian.Uint16(f.raw[2:])),
		body:  f.raw[4:],
		to:    maxXFSBlock,
	}
	if n.level == 0 || n.level > maxXFSLevels {
		return nil, fmt.Errorf("it is at level %d", n.level)
	}
	n.from = n.key(0)
	return n, n.check()
}

// child reads the child that has a block.
func (f *xfsFork) child(n *xfsNode, block uint64) (*xfsNode, error) {
	i := sort.Search(n.count, func(i int) bool { return n.key(i) > block }) - 1
	c := &xfsNode{level: n.level - 1, from: n.key(i), to: n.to}
	if i+1 < n.count {
		c.to = n.key(i + 1)
	}
	pointer := n.pointer(i)
	if err := f.readNode(c, pointer); err != nil {
		return nil, fmt.Errorf("block %d of its tree: %w", pointer, err)
	}
	return c, nil
}

// readNode reads a struct xfs_btree_lblock.
func (f *xfsFork) readNode(n *xfsNode, pointer uint64) error {
	x := f.x
	magic, header := "BMAP", 24
	if x.v5 {
		magic, header = "BMA3", 72
	}
	address, err := x.address(pointer, 1)
	if err != nil {
		return err
	}
	b := make([]byte, x.blockBytes())
	if err := x.readAt(b, int64(address<<x.blockLog)); err != nil {
		return err
	}
	if string(b[:4]) != magic {
		return errors.New("it has no magic number")
	}
	if err := x.verify(b, xfsTreeSeal, address, f.inode); err != nil {
		return err
	}
	if level := int(binary.BigEndian.Uint16(b[4:])); level != n.level {
		return fmt.Errorf("it is at level %d instead of %d", level, n.level)
	}
	n.count, n.body = int(binary.BigEndian.Uint16(b[6:])), b[header:]
	return n.check()
}

func (n *xfsNode) most() int        { return len(n.body) / xfsRecord }
func (n *xfsNode) key(i int) uint64 { return binary.BigEndian.Uint64(n.body[i*8:]) }

// pointer is behind the place for all keys.
func (n *xfsNode) pointer(i int) uint64 {
	return binary.BigEndian.Uint64(n.body[(n.most()+i)*8:])
}

func (n *xfsNode) check() error {
	if n.count == 0 || n.count > n.most() {
		return fmt.Errorf("it has %d entries where %d fit", n.count, n.most())
	}
	if n.level == 0 {
		if first := binary.BigEndian.Uint64(n.body) >> 9 & (maxXFSBlock - 1); first != n.from {
			return fmt.Errorf("it starts at %d instead of %d", first, n.from)
		}
		return nil
	}
	if n.key(0) != n.from {
		return fmt.Errorf("it starts at %d instead of %d", n.key(0), n.from)
	}
	for i := range n.count {
		end := n.to
		if i+1 < n.count {
			end = min(end, n.key(i+1))
		}
		if n.key(i) >= end {
			return errors.New("its keys are out of order")
		}
	}
	return nil
}

// readBlocks reads blocks of metadata, each of which has a place, and tells the address
// of the first.
func (f *xfsFork) readBlocks(b []byte, block uint64) (uint64, error) {
	log := f.x.blockLog
	first, err := f.run(block)
	if err != nil {
		return 0, err
	}
	for r := first; ; {
		if r.state != runWritten {
			return 0, fmt.Errorf("block %d has no place", r.start)
		}
		part := b[:min(uint64(len(b)), r.count<<log)]
		if err := f.x.readAt(part, int64(r.address<<log)); err != nil {
			return 0, err
		}
		if b = b[len(part):]; len(b) == 0 {
			return first.address, nil
		}
		if r, err = f.run(r.end()); err != nil {
			return 0, err
		}
	}
}
