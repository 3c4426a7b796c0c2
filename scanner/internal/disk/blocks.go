package disk

import (
	"container/list"
	"errors"
	"fmt"
	"io"
	"sync"
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

// lru keeps the blocks that were used last.
type lru struct {
	load func(i int64) ([]byte, error) // a block; nil if it is zeros
	keep int                           // how many

	mu     sync.Mutex
	recent *list.List // of *held, the last used first
	held   map[int64]*list.Element
}

type held struct {
	i    int64
	data []byte
}

// cached is a disk of whose blocks, which are costly to load, at most limit bytes
// are kept.
func cached(size, block, limit int64, load func(i int64) ([]byte, error)) *blocks {
	c := &lru{load: load, keep: int(max(1, limit/block)), recent: list.New(), held: map[int64]*list.Element{}}
	return &blocks{size, block, c.read}
}

func (c *lru) read(p []byte, i, in int64) error {
	data, ok := c.get(i)
	if !ok {
		// Outside of the lock: two readers may load the same block, none waits for another's.
		var err error
		if data, err = c.load(i); err != nil {
			return err
		}
		c.put(i, data)
	}
	if data == nil {
		clear(p)
		return nil
	}
	if in+int64(len(p)) > int64(len(data)) {
		return fmt.Errorf("block %d has %d bytes only", i, len(data))
	}
	copy(p, data[in:])
	return nil
}

func (c *lru) get(i int64) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.held[i]
	if !ok {
		return nil, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(*held).data, true
}

func (c *lru) put(i int64, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.held[i]; ok {
		return
	}
	for len(c.held) >= c.keep {
		last := c.recent.Back()
		delete(c.held, c.recent.Remove(last).(*held).i)
	}
	c.held[i] = c.recent.PushFront(&held{i, data})
}

const (
	tablePage   = 16 << 10
	tableLimit  = 4 << 20  // of pages of tables, a disk
	unpackLimit = 16 << 20 // of decompressed blocks, a disk
)

// tables gives a file in pages, for what is read a few bytes at a time: the
// tables of a huge disk are as large as a small one.
func tables(d Device) Device {
	return cached(d.Size(), tablePage, tableLimit, func(i int64) ([]byte, error) {
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
