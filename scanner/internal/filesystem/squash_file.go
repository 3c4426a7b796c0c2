package filesystem

import (
	"fmt"
	"io"
)

func (s *squash) file(ref uint64) (*File, error) {
	i, err := s.inode(ref)
	if err != nil {
		return nil, err
	}
	f := &File{Inode: ref, Link: i.link}
	switch i.kind {
	case squashDir:
		f.Kind = Directory
	case squashLink:
		f.Kind = Symlink
	case squashCharDevice:
		f.Kind = CharDevice
		f.Major, f.Minor = i.device>>8&0xfff, i.device&0xff|i.device>>12&0xfff00
	case squashFile:
		c, err := s.content(i)
		if err != nil {
			return nil, fmt.Errorf("inode %d: %w", ref, err)
		}
		f.Kind, f.Size, f.At = Regular, i.size, c
	default:
		f.Kind = Other
	}
	return f, nil
}

// squashContent is a file: its blocks one after another, its end in a fragment that it
// shares with others.
type squashContent struct {
	*squash
	inode    *squashInode
	offsets  []int64 // of the blocks
	fragment int64   // offset of the fragment
	packed   uint32  // its size, as blocks have it
}

// Of the size of a block.
const (
	squashPlain = 1 << 24 // not compressed
	squashSize  = squashPlain - 1
)

func (s *squash) content(i *squashInode) (*squashContent, error) {
	c := &squashContent{squash: s, inode: i, offsets: make([]int64, len(i.blocks))}
	at := i.start
	for n, size := range i.blocks {
		c.offsets[n] = at
		at += int64(size & squashSize)
	}
	if i.fragment == squashNone {
		return c, nil
	}
	if i.fragment >= s.fragmented {
		return nil, fmt.Errorf("fragment %d of %d", i.fragment, s.fragmented)
	}
	var place [8]byte
	if err := s.read(place[:], s.fragments+int64(i.fragment/squashFragments)*8); err != nil {
		return nil, fmt.Errorf("find fragment %d: %w", i.fragment, err)
	}
	r := &stream{s: s, at: int64(le.Uint64(place[:])), off: int(i.fragment%squashFragments) * 16, left: 16}
	b, err := r.bytes(16)
	if err != nil {
		return nil, fmt.Errorf("find fragment %d: %w", i.fragment, err)
	}
	c.fragment, c.packed = int64(le.Uint64(b)), le.Uint32(b[8:])
	return c, nil
}

func (c *squashContent) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= c.inode.size {
		return 0, io.EOF
	}
	short := int64(len(p)) > c.inode.size-off
	if short {
		p = p[:c.inode.size-off]
	}
	done := 0
	for done < len(p) {
		n, in := off/c.block, off%c.block
		want := min(c.block, c.inode.size-n*c.block) // bytes of this block
		k := min(int64(len(p)-done), want-in)
		if err := c.piece(p[done:done+int(k)], n, in, want); err != nil {
			return done, err
		}
		done, off = done+int(k), off+k
	}
	if short {
		return done, io.EOF
	}
	return done, nil
}

// piece reads from a block, or from the fragment that is the end of the file.
func (c *squashContent) piece(p []byte, n, in, want int64) error {
	if n >= int64(len(c.inode.blocks)) {
		b, err := c.dataBlock(c.fragment, c.packed)
		if err != nil {
			return err
		}
		from := c.inode.fragmentAt + in
		if from+int64(len(p)) > int64(len(b)) {
			return fmt.Errorf("a fragment of %d bytes has none at %d", len(b), from)
		}
		copy(p, b[from:])
		return nil
	}
	if c.inode.blocks[n]&squashSize == 0 {
		clear(p)
		return nil
	}
	b, err := c.dataBlock(c.offsets[n], c.inode.blocks[n])
	if err != nil {
		return err
	}
	if int64(len(b)) != want {
		return fmt.Errorf("a block of %d bytes has %d", want, len(b))
	}
	copy(p, b[in:])
	return nil
}

func (s *squash) dataBlock(at int64, size uint32) ([]byte, error) {
	b, err := s.data.get(at, func() (block, error) {
		n := int64(size & squashSize)
		if n > 2*squashMaxBlock {
			return block{}, fmt.Errorf("a block of %d bytes at %d", n, at)
		}
		b := make([]byte, n)
		if err := s.read(b, at); err != nil {
			return block{}, err
		}
		if size&squashPlain != 0 {
			return block{data: b}, nil
		}
		b, err := s.unpack(b, s.block)
		if err != nil {
			return block{}, fmt.Errorf("unpack the block at %d: %w", at, err)
		}
		return block{data: b}, nil
	})
	return b.data, err
}
