package filesystem

import (
	"errors"
	"fmt"
	"io"
)

// metaBlock reads a block of metadata: two bytes tell its size, and by their highest
// bit that it is not compressed.
func (s *squash) metaBlock(at int64) (block, error) {
	return s.meta.get(at, func() (block, error) {
		var h [2]byte
		if err := s.read(h[:], at); err != nil {
			return block{}, err
		}
		size := int64(le.Uint16(h[:]) & 0x7fff)
		b := make([]byte, size)
		if err := s.read(b, at+2); err != nil {
			return block{}, err
		}
		if size == 0 || size > squashMeta {
			return block{}, fmt.Errorf("a block of %d bytes at %d", size, at)
		}
		if le.Uint16(h[:])&0x8000 == 0 {
			var err error
			if b, err = s.unpack(b, squashMeta); err != nil {
				return block{}, fmt.Errorf("unpack the block at %d: %w", at, err)
			}
		}
		return block{data: b, next: at + 2 + size}, nil
	})
}

func (s *squash) read(p []byte, off int64) error {
	if off < 0 || off > s.dev.Size()-int64(len(p)) {
		return io.ErrUnexpectedEOF
	}
	n, err := s.dev.ReadAt(p, off)
	if n == len(p) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// stream reads metadata from a place in a block on, over the ends of blocks.
type stream struct {
	s    *squash
	at   int64 // of the block
	off  int   // within it, unpacked
	left int64 // bytes that may be read
}

func (r *stream) bytes(n int) ([]byte, error) {
	if r.left -= int64(n); r.left < 0 {
		return nil, io.ErrUnexpectedEOF
	}
	out := make([]byte, 0, n)
	for len(out) < n {
		b, err := r.s.metaBlock(r.at)
		if err != nil {
			return nil, err
		}
		if r.off >= len(b.data) {
			if r.off -= len(b.data); r.off > 0 || len(b.data) == 0 {
				return nil, fmt.Errorf("a place behind the end of the block at %d", r.at)
			}
			r.at = b.next
			continue
		}
		more := b.data[r.off:min(len(b.data), r.off+n-len(out))]
		out = append(out, more...)
		r.off += len(more)
	}
	return out, nil
}

// Kinds of inodes; those with more fields are six above.
const (
	squashDir = 1 + iota
	squashFile
	squashLink
	squashBlockDevice
	squashCharDevice
	squashPipe
	squashSocket
	squashMore = squashSocket
)

// squashInode is an inode, with what its kind has.
type squashInode struct {
	kind       uint16
	size       int64
	start      int64 // of a directory its block in the table, of a file its first block
	offset     int   // of a directory within its block
	fragment   uint32
	fragmentAt int64
	blocks     []uint32
	link       string
	device     uint32
}

// maxInode bounds the bytes of an inode: a file's has the sizes of its blocks, four
// million of them here.
const maxInode = 16 << 20

func (s *squash) inode(ref uint64) (*squashInode, error) {
	i, err := s.readInode(&stream{s: s, at: s.inodes + int64(ref>>16&0xffff_ffff), off: int(ref & 0xffff), left: maxInode})
	if err != nil {
		return nil, fmt.Errorf("read inode %d: %w", ref, err)
	}
	return i, nil
}

func (s *squash) readInode(r *stream) (*squashInode, error) {
	h, err := r.bytes(16)
	if err != nil {
		return nil, err
	}
	i := &squashInode{kind: le.Uint16(h), fragment: squashNone}
	more := i.kind > squashMore
	if more {
		i.kind -= squashMore
	}
	switch i.kind {
	case squashDir:
		return i, i.readDir(r, more)
	case squashFile:
		return i, i.readFile(r, more, s.block)
	case squashLink:
		return i, i.readLink(r)
	case squashBlockDevice, squashCharDevice:
		b, err := r.bytes(8)
		if err == nil {
			i.device = le.Uint32(b[4:])
		}
		return i, err
	case squashPipe, squashSocket:
		return i, nil
	}
	return nil, fmt.Errorf("its kind is %d", i.kind)
}

func (i *squashInode) readDir(r *stream, more bool) error {
	if !more {
		b, err := r.bytes(16)
		if err != nil {
			return err
		}
		i.start, i.size, i.offset = int64(le.Uint32(b)), int64(le.Uint16(b[8:])), int(le.Uint16(b[10:]))
		return nil
	}
	b, err := r.bytes(24)
	if err != nil {
		return err
	}
	i.size, i.start, i.offset = int64(le.Uint32(b[4:])), int64(le.Uint32(b[8:])), int(le.Uint16(b[18:]))
	return nil
}

func (i *squashInode) readFile(r *stream, more bool, block int64) error {
	n := 16
	if more {
		n = 40
	}
	b, err := r.bytes(n)
	if err != nil {
		return err
	}
	if more {
		i.start, i.size = int64(le.Uint64(b)), int64(le.Uint64(b[8:]))
		i.fragment, i.fragmentAt = le.Uint32(b[28:]), int64(le.Uint32(b[32:]))
	} else {
		i.start, i.fragment, i.fragmentAt, i.size = int64(le.Uint32(b)), le.Uint32(b[4:]), int64(le.Uint32(b[8:])), int64(le.Uint32(b[12:]))
	}
	if i.start < 0 || i.size < 0 {
		return fmt.Errorf("%d bytes at %d", i.size, i.start)
	}
	count := i.size / block
	if i.fragment == squashNone && i.size%block != 0 {
		count++
	}
	if count > maxInode/4 {
		return fmt.Errorf("%d blocks", count)
	}
	for count > 0 { // in steps: that many blocks must be there before there is room for them
		step := min(count, squashMeta/4)
		b, err := r.bytes(int(step) * 4)
		if err != nil {
			return err
		}
		for ; len(b) > 0; b = b[4:] {
			i.blocks = append(i.blocks, le.Uint32(b))
		}
		count -= step
	}
	return nil
}

func (i *squashInode) readLink(r *stream) error {
	b, err := r.bytes(8)
	if err != nil {
		return err
	}
	n := le.Uint32(b[4:])
	if n > maxLink {
		return fmt.Errorf("a link of %d bytes", n)
	}
	target, err := r.bytes(int(n))
	i.link = string(target)
	return err
}

// list reads a directory: groups of entries, each with a header. Its size counts three
// bytes that are not there, for itself and its parent.
func (s *squash) list(ref uint64, l *listing) error {
	i, err := s.inode(ref)
	if err != nil {
		return err
	}
	if i.kind != squashDir {
		return errors.New("it is no directory")
	}
	if i.size <= 3 {
		return nil
	}
	if err := l.read(i.size); err != nil {
		return err
	}
	r := &stream{s: s, at: s.dirs + i.start, off: i.offset, left: i.size - 3}
	for r.left > 0 {
		h, err := r.bytes(12)
		if err != nil {
			return err
		}
		for range int64(le.Uint32(h)) + 1 {
			e, err := r.bytes(8)
			if err != nil {
				return err
			}
			name, err := r.bytes(int(le.Uint16(e[6:])) + 1)
			if err != nil {
				return err
			}
			if err := l.add(string(name), uint64(le.Uint32(h[4:]))<<16|uint64(le.Uint16(e))); err != nil {
				return err
			}
		}
	}
	return nil
}
