package disk

import (
	"container/list"
	"fmt"
	"sync"
)

// pool keeps the blocks that were used last, of all the disks and extents of an
// image: there can be hundreds of them, each with tables of its own.
type pool struct {
	limit int64 // bytes

	mu     sync.Mutex
	size   int64
	recent list.List // of *held, the last used first
}

// held is a block that is kept; nil data is one of zeros.
type held struct {
	owner *owner
	i     int64
	data  []byte
}

// heldCost is what a block costs beside its data, in bytes.
const heldCost = 128

func newPool() *pool { return &pool{limit: poolLimit} }

// owner is a disk whose blocks are costly to load.
type owner struct {
	pool *pool
	load func(i int64) ([]byte, error) // a block; nil if it is zeros
	held map[int64]*list.Element
}

func (p *pool) cached(size, block int64, load func(i int64) ([]byte, error)) *blocks {
	o := &owner{pool: p, load: load, held: map[int64]*list.Element{}}
	return &blocks{size, block, o.read}
}

func (o *owner) read(p []byte, i, in int64) error {
	data, ok := o.get(i)
	if !ok {
		// Outside of the lock: two readers may load the same block, none waits for another's.
		var err error
		if data, err = o.load(i); err != nil {
			return err
		}
		o.put(i, data)
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

func (o *owner) get(i int64) ([]byte, bool) {
	o.pool.mu.Lock()
	defer o.pool.mu.Unlock()
	e, ok := o.held[i]
	if !ok {
		return nil, false
	}
	o.pool.recent.MoveToFront(e)
	return e.Value.(*held).data, true
}

func (o *owner) put(i int64, data []byte) {
	p := o.pool
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := o.held[i]; ok {
		return
	}
	for p.size += int64(cap(data)) + heldCost; p.size > p.limit && p.recent.Len() > 0; {
		last := p.recent.Remove(p.recent.Back()).(*held)
		p.size -= int64(cap(last.data)) + heldCost
		delete(last.owner.held, last.i)
	}
	o.held[i] = p.recent.PushFront(&held{o, i, data})
}
