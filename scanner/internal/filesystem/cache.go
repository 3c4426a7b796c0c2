package filesystem

import (
	"container/list"
	"io"
	"sync"
)

// Metadata lies scattered in small pieces: it is read in larger ones, of which the
// last used are kept.
const (
	chunk     = 64 << 10 // bytes read at once
	maxChunks = 64       // kept: 4 MiB a file system
)

// cached is a device whose pieces are kept. It is safe for concurrent use.
type cached struct {
	Device
	mu     sync.Mutex
	chunks map[int64]*list.Element
	order  list.List // of *piece, the last used first
}

type piece struct {
	at   int64
	data []byte
}

func newCached(d Device) *cached { return &cached{Device: d, chunks: map[int64]*list.Element{}} }

// read fills p with what stands at off; less than all of it is an error.
func (c *cached) read(p []byte, off int64) error {
	if off < 0 || off > c.Size()-int64(len(p)) {
		return io.ErrUnexpectedEOF
	}
	for len(p) > 0 {
		data, err := c.piece(off / chunk * chunk)
		if err != nil {
			return err
		}
		n := copy(p, data[min(off%chunk, int64(len(data))):])
		if n == 0 {
			return io.ErrUnexpectedEOF
		}
		p, off = p[n:], off+int64(n)
	}
	return nil
}

func (c *cached) piece(at int64) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.chunks[at]; ok {
		c.order.MoveToFront(e)
		return e.Value.(*piece).data, nil
	}
	data := make([]byte, min(chunk, c.Size()-at))
	if n, err := c.ReadAt(data, at); n < len(data) {
		if err == nil || err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	c.chunks[at] = c.order.PushFront(&piece{at, data})
	if c.order.Len() > maxChunks {
		last := c.order.Remove(c.order.Back()).(*piece)
		delete(c.chunks, last.at)
	}
	return data, nil
}
