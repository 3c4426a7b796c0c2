package filesystem

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// squashfs, version 4: everything is compressed, metadata in blocks of 8 kB that are
// read one after another, content in larger ones.
// https://docs.kernel.org/filesystems/squashfs.html,
// https://dr-emann.github.io/squashfs/
//
// Attributes are not read: what overlayfs marks as opaque is not told apart.

const (
	squashMagic     = "hsqs"
	squashMeta      = 8 << 10 // bytes of a block of metadata
	squashMaxBlock  = 1 << 20 // bytes of a block of content
	squashHeader    = 96
	squashNone      = 0xffff_ffff // no fragment
	squashFragments = 512         // descriptors of fragments in a block
)

// packed is how many times smaller than its words a directory can be.
const packed = 256

// squash is a squashfs.
type squash struct {
	dev        Device
	block      int64 // bytes of content
	unpack     func(packed []byte, limit int64) ([]byte, error)
	rootRef    uint64
	inodes     int64 // offset of the table
	dirs       int64
	fragments  int64
	fragmented uint32 // how many fragments there are
	meta, data *recent
}

func isSquash(d Device) bool {
	var magic [4]byte
	_, err := d.ReadAt(magic[:], 0)
	return err == nil && string(magic[:]) == squashMagic
}

func openSquash(d Device) (FS, error) {
	s, err := readSquash(d)
	if err != nil {
		return nil, fmt.Errorf("read squashfs superblock: %w", err)
	}
	return s, nil
}

func readSquash(d Device) (*squash, error) {
	b := make([]byte, squashHeader)
	if _, err := d.ReadAt(b, 0); err != nil {
		return nil, err
	}
	s := &squash{dev: d, block: int64(le.Uint32(b[12:])), fragmented: le.Uint32(b[16:]), rootRef: le.Uint64(b[32:])}
	used := le.Uint64(b[40:])
	inodes, dirs, fragments := le.Uint64(b[64:]), le.Uint64(b[72:]), le.Uint64(b[80:])
	switch {
	case le.Uint16(b[28:]) != 4 || le.Uint16(b[30:]) != 0:
		return nil, fmt.Errorf("version %d.%d", le.Uint16(b[28:]), le.Uint16(b[30:]))
	case s.block < 4<<10 || s.block > squashMaxBlock || s.block&(s.block-1) != 0:
		return nil, fmt.Errorf("blocks of %d bytes", s.block)
	case used > uint64(d.Size()):
		return nil, fmt.Errorf("%d bytes on a disk of %d: it is cut off", used, d.Size())
	case inodes > used || dirs > used || s.fragmented > 0 && fragments > used:
		return nil, errors.New("a table behind its end")
	}
	s.inodes, s.dirs, s.fragments = int64(inodes), int64(dirs), int64(fragments)
	kind := le.Uint16(b[20:])
	if s.unpack = squashUnpackers[kind]; s.unpack == nil {
		return nil, fmt.Errorf("it is compressed with %s, which is not supported", squashCompression(kind))
	}
	s.meta, s.data = newRecent(256), newRecent(8)
	return s, nil
}

func squashCompression(kind uint16) string {
	if name, ok := map[uint16]string{2: "lzma", 3: "lzo", 5: "lz4"}[kind]; ok {
		return name
	}
	return fmt.Sprintf("method %d", kind)
}

var squashUnpackers = map[uint16]func([]byte, int64) ([]byte, error){
	1: func(b []byte, limit int64) ([]byte, error) {
		z, err := zlib.NewReader(bytes.NewReader(b))
		return all(z, err, limit)
	},
	4: func(b []byte, limit int64) ([]byte, error) {
		if err := CheckXZ(b, 8*squashMaxBlock); err != nil {
			return nil, err
		}
		z, err := xz.ReaderConfig{DictCap: squashMaxBlock}.NewReader(bytes.NewReader(b))
		return all(z, err, limit)
	},
	6: func(b []byte, limit int64) ([]byte, error) {
		z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(uint64(limit)))
		if err != nil {
			return nil, err
		}
		defer z.Close()
		return z.DecodeAll(b, nil)
	},
}

// all reads what a decompressor gives, which is an error if it is more than limit.
func all(r io.Reader, err error, limit int64) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = fmt.Errorf("it has more than %d bytes", limit)
	}
	return b, err
}

func (s *squash) Kind() string  { return "squashfs" }
func (s *squash) UUID() string  { return "" }
func (s *squash) Label() string { return "" }

func (s *squash) root() uint64 { return s.rootRef }

// size allows for directories that were packed: links of a theme of icons take a
// fiftieth of what they say.
func (s *squash) size() int64 { return min(s.dev.Size(), maxLists/packed) * packed }

func (s *squash) Lookup(path string) (*File, error)  { return lookup(s, path) }
func (s *squash) Names(dir string) ([]string, error) { return names(s, dir) }

func (s *squash) Walk(ctx context.Context, dir string, visit func(*File) error, damaged func(string, error)) error {
	return walk(ctx, s, dir, visit, damaged)
}

// recent keeps the blocks that were read last. It is safe for concurrent use.
type recent struct {
	mu    sync.Mutex
	keep  int
	held  map[int64]block
	order []int64
}

// block is a block that was unpacked, and where the next one begins; or why it cannot
// be, which is costly to find out for each of its files.
type block struct {
	data []byte
	next int64
	err  error
}

func newRecent(keep int) *recent { return &recent{keep: keep, held: map[int64]block{}} }

func (r *recent) get(at int64, load func() (block, error)) (block, error) {
	r.mu.Lock()
	b, ok := r.held[at]
	r.mu.Unlock()
	if ok {
		return b, b.err
	}
	b, err := load()
	b.err = err
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.held[at]; !ok {
		if len(r.order) == r.keep {
			delete(r.held, r.order[0])
			r.order = r.order[1:]
		}
		r.held[at] = b
		r.order = append(r.order, at)
	}
	return b, b.err
}
