package disk

import (
	"errors"
	"fmt"
	"io"
)

// blocks is a disk that is kept in blocks of one size, each read on its own.
type blocks struct {
	size, block int64
	read        func(p []byte, i, in int64) error // p lies within block i, from in on
}

func (b *blocks) Size() int64 { return b.size }

func (b *blocks) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= b.size {
		return 0, io.EOF
	}
	short := int64(len(p)) > b.size-off
	if short {
		p = p[:b.size-off]
	}
	done := 0
	for done < len(p) {
		i, in := off/b.block, off%b.block
		n := min(int64(len(p)-done), b.block-in)
		if err := b.read(p[done:done+int(n)], i, in); err != nil {
			return done, err
		}
		done, off = done+int(n), off+n
	}
	if short {
		return done, io.EOF
	}
	return done, nil
}

const (
	tablePage   = 16 << 10
	poolLimit   = 20 << 20 // of blocks kept, of all the disks of an image together
	unpackLimit = 16 << 20 // of a block that is decompressed
)

// tables gives a file in pages, for what is read a few bytes at a time: the
// tables of a huge disk are as large as a small one.
func tables(p *pool, d Device) Device {
	return p.cached(d.Size(), tablePage, func(i int64) ([]byte, error) {
		return readBytes(d, i*tablePage, min(tablePage, d.Size()-i*tablePage))
	})
}

// readFull fills p from off on; a file that ends before is an error.
func readFull(r io.ReaderAt, p []byte, off int64) error {
	n, err := r.ReadAt(p, off)
	if n == len(p) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		return fmt.Errorf("the file ends at %d, within the %d bytes at %d: %w", off+int64(n), len(p), off, io.ErrUnexpectedEOF)
	}
	return err
}

// readBytes reads n bytes, which must lie in the file.
func readBytes(d Device, off, n int64) ([]byte, error) {
	if _, err := part(d, off, n); err != nil {
		return nil, err
	}
	p := make([]byte, n)
	return p, readFull(d, p, off)
}

// count is how many blocks a size takes.
func count(size, block int64) int64 {
	n := size / block
	if size%block != 0 {
		n++
	}
	return n
}

// holds says whether n elements of a table lie in the file.
func holds(d Device, off, n, width int64) error {
	if n < 0 || n > d.Size()/width {
		return fmt.Errorf("%d entries are more than the %d bytes of the file hold", n, d.Size())
	}
	_, err := part(d, off, n*width)
	return err
}

// zeros is a disk that was never written.
func zeros(size int64) Device {
	return &blocks{size, 1 << 30, func(p []byte, _, _ int64) error { clear(p); return nil }}
}

// powerOfTwo reports whether n is one that is within the bounds.
func powerOfTwo(n, low, high int64) bool { return n >= low && n <= high && n&(n-1) == 0 }
