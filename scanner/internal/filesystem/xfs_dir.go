package filesystem

import (
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	maxXFSDir = 1 << 35 // bytes of names; behind them are indexes, XFS_DIR2_LEAF_OFFSET
	xfsUnused = 0xffff  // tags what is no entry
	xfsAlign  = 8       // of entries
)

// list reads a directory. A block that cannot be read is passed over.
func (x *xfs) list(number uint64, l *listing) error {
	n, err := x.inode(number)
	if err != nil {
		return err
	}
	if n.data.format == forkLocal {
		return x.short(n, l)
	}
	return x.dirBlocks(n, l)
}

// short reads a directory within its inode, struct xfs_dir2_sf_hdr: how many entries
// it has, how many need 8 bytes for an inode, and the parent. An entry is the length of
// its name, 2 bytes, the name, the kind where the file system has that, and the inode.
func (x *xfs) short(n *xfsInode, l *listing) error {
	b, err := n.local()
	if err != nil {
		return err
	}
	if len(b) < 2 {
		return errors.New("it has no header")
	}
	count, wide := int(b[0]), 4
	if b[1] != 0 {
		wide = 8
	}
	kind := x.kindBytes()
	b = b[min(len(b), 2+wide):]
	for range count {
		if len(b) < 3 || len(b) < 3+int(b[0])+kind+wide {
			return fmt.Errorf("its %d entries do not fit", count)
		}
		name := string(b[3 : 3+int(b[0])])
		b = b[3+len(name)+kind:]
		inode := uint64(binary.BigEndian.Uint32(b))
		if wide == 8 {
			inode = binary.BigEndian.Uint64(b)
		}
		if err := l.add(name, inode); err != nil {
			return err
		}
		b = b[wide:]
	}
	if len(b) > 0 {
		return fmt.Errorf("%d bytes are behind its %d entries", len(b), count)
	}
	return nil
}

func (x *xfs) kindBytes() int {
	if x.ftype {
		return 1
	}
	return 0
}

// dirBlocks reads a directory of blocks. That they have an index, of one block or of a
// tree, does not matter here: names are in the blocks below its size alone. Blocks
// without a name are given back, but for the first and the last.
func (x *xfs) dirBlocks(n *xfsInode, l *listing) error {
	blockBytes := int64(x.blockBytes()) << x.dirLog
	if n.size == 0 || n.size > maxXFSDir || n.size%blockBytes != 0 {
		return fmt.Errorf("it has %d bytes in blocks of %d", n.size, blockBytes)
	}
	step := uint64(1) << x.dirLog
	end := uint64(n.size) >> x.blockLog
	b := make([]byte, blockBytes)
	for block := uint64(0); block < end; {
		r, err := n.data.run(block)
		if err != nil {
			return err
		}
		if hole := r.state == runHole; hole && r.end() >= end {
			return fmt.Errorf("block %d has no place", end-1)
		} else if behind := r.end() &^ (step - 1); hole && block > 0 && behind > block {
			block = behind
			continue
		}
		if err := l.read(blockBytes); err != nil {
			return err
		}
		if err := x.dirBlock(n, b, block, l); err != nil {
			l.pass(fmt.Errorf("block %d: %w", block, err))
		}
		block += step
	}
	return nil
}

func (x *xfs) dirBlock(n *xfsInode, b []byte, block uint64, l *listing) error {
	address, err := n.data.readBlocks(b, block)
	if err != nil {
		return err
	}
	body, err := x.dirEntries(b, address, n.number)
	if err != nil {
		return err
	}
	return x.entries(b, body, l)
}

// xfsSpan is a part of a block.
type xfsSpan struct{ from, to int }

// dirEntries tells where a block has entries, struct xfs_dir2_data_hdr and, of version
// 5, xfs_dir3_data_hdr. A directory of one block has its index at the end of that: 8
// bytes for each entry, then how many these are and how many of them are stale.
func (x *xfs) dirEntries(b []byte, address, owner uint64) (xfsSpan, error) {
	data, single, header := "XD2D", "XD2B", 16
	if x.v5 {
		data, single, header = "XDD3", "XDB3", 64
	}
	magic := string(b[:4])
	if magic != data && magic != single {
		return xfsSpan{}, errors.New("it has no magic number")
	}
	if err := x.verify(b, xfsDirSeal, address, owner); err != nil {
		return xfsSpan{}, err
	}
	if magic == data {
		return xfsSpan{header, len(b)}, nil
	}
	count := binary.BigEndian.Uint32(b[len(b)-8:])
	if count > uint32(len(b)-header-8)/8 {
		return xfsSpan{}, fmt.Errorf("an index of %d entries does not fit", count)
	}
	return xfsSpan{header, len(b) - 8 - 8*int(count)}, nil
}

// entries reads the entries in a part of a block, and what is unused between them. An
// entry, struct xfs_dir2_data_entry, is the inode, the length of the name, the name,
// the kind where the file system has that, and its own place at its end. Unused is a
// tag, its length, and its own place at its end too.
func (x *xfs) entries(b []byte, in xfsSpan, l *listing) error {
	for at := in.from; at < in.to; {
		e := b[at:in.to]
		size, err := x.entrySize(e)
		if err != nil {
			return fmt.Errorf("entry at %d: %w", at, err)
		}
		if place := int(binary.BigEndian.Uint16(e[size-2:])); place != at {
			return fmt.Errorf("entry at %d: it belongs to %d", at, place)
		}
		if binary.BigEndian.Uint16(e) != xfsUnused {
			if err := l.add(string(e[9:9+int(e[8])]), binary.BigEndian.Uint64(e)); err != nil {
				return err
			}
		}
		at += size
	}
	return nil
}

func (x *xfs) entrySize(e []byte) (int, error) {
	if len(e) < xfsAlign {
		return 0, errors.New("it does not fit")
	}
	size := int(binary.BigEndian.Uint16(e[2:]))
	if binary.BigEndian.Uint16(e) != xfsUnused {
		if len(e) < 2*xfsAlign {
			return 0, errors.New("it does not fit")
		}
		size = (9 + int(e[8]) + x.kindBytes() + 2 + xfsAlign - 1) &^ (xfsAlign - 1)
	}
	if size == 0 || size%xfsAlign != 0 || size > len(e) {
		return 0, fmt.Errorf("%d bytes do not fit", size)
	}
	return size, nil
}
