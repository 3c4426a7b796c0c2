package disk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
	"github.com/lima-vm/go-qcow2reader/image/qcow2"
	"github.com/lima-vm/go-qcow2reader/log"
)

// QEMU's disk: a header, two levels of tables of clusters, the clusters, each as
// it is or compressed. https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst
//
// The library reads the tables and clusters. It trusts the header: it allocates
// what that claims, and opens the file that it names. So the header is checked
// before, and the library is asked for one cluster at a time.
const (
	qcow2MaxTable  = 32 << 20 // bytes of the first level, as QEMU has it
	qcow2MaxName   = 1023
	qcow2MaxExtras = 256

	qcow2Corrupt, qcow2External = 1 << 1, 1 << 2 // features without which one must not read
	qcow2Extended               = 1 << 4
	qcow2KnownFeatures          = 1<<5 - 1

	qcow2ExtraExternal = 0x44415441 // the header extension that names the file of the clusters
)

func init() {
	log.SetWarnFunc(nil) // it would write to stderr
	qcow2.SetDecompressor(qcow2.CompressionTypeZlib, func(r io.Reader) (io.ReadCloser, error) {
		return whole{flate.NewReader(r)}, nil
	})
	qcow2.SetDecompressor(qcow2.CompressionTypeZstd, func(r io.Reader) (io.ReadCloser, error) {
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(unpackLimit))
		if err != nil {
			return nil, err
		}
		return whole{z.IOReadCloser()}, nil
	})
}

// whole reads as much as is asked for at once. For each read that gives less the
// library decompresses the cluster from its begin, and one that tells of the end
// with its last bytes makes it fail.
type whole struct{ io.ReadCloser }

func (w whole) Read(p []byte) (int, error) {
	n, err := io.ReadFull(w.ReadCloser, p)
	if err != nil && n > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

type qcow2Disk struct {
	image    *qcow2.Qcow2
	cluster  int64
	extended bool    // the tables tell of parts of clusters
	cache    *blocks // of clusters that are costly to read
}

func isQcow2(head, _ []byte) bool { return bytes.HasPrefix(head, []byte(qcow2.Magic)) }

func openQcow2(s *source) (Device, error) {
	cluster, err := checkQcow2(s)
	if err != nil {
		return nil, fmt.Errorf("check the header: %w", err)
	}
	// The library must not have the file itself, which it would close.
	img, err := qcow2.Open(io.NewSectionReader(s, 0, s.Size()), nil)
	if err == nil {
		err = img.Readable()
	}
	if err != nil {
		return nil, fmt.Errorf("read the tables: %w", err)
	}
	q := &qcow2Disk{image: img, cluster: cluster, extended: img.HeaderFieldsV3 != nil && img.IncompatibleFeatures&qcow2Extended != 0}
	q.cache = cached(img.Size(), cluster, unpackLimit, q.load)
	return &blocks{img.Size(), cluster, q.read}, nil
}

// checkQcow2 refuses what the library would read wrong, or not at all. It gives
// the size of a cluster.
func checkQcow2(s *source) (int64, error) {
	h, err := readBytes(s, 0, 72)
	if err != nil {
		return 0, err
	}
	be := binary.BigEndian
	version := be.Uint32(h[4:])
	features := uint64(0)
	switch version {
	case 2:
	case 3:
		more, err := readBytes(s, 72, 32)
		if err != nil {
			return 0, err
		}
		features = be.Uint64(more)
		if err := qcow2Features(s, features, int64(be.Uint32(more[28:]))); err != nil {
			return 0, err
		}
	default:
		return 0, fmt.Errorf("unknown version %d", version)
	}
	if be.Uint32(h[32:]) != 0 {
		return 0, &Refusal{"it is encrypted", "decrypt it: qemu-img convert -O qcow2 with the key as a --object secret"}
	}
	if at := be.Uint64(h[8:]); at != 0 {
		return 0, qcow2Backed(s, int64(at), int64(be.Uint32(h[16:])))
	}
	bits := be.Uint32(h[20:])
	if bits < 9 || bits > 21 {
		return 0, fmt.Errorf("clusters of 2^%d bytes", bits)
	}
	return 1 << bits, qcow2Table(s, features, 1<<bits, be.Uint64(h[24:]), int64(be.Uint32(h[36:])), be.Uint64(h[40:]))
}

// qcow2Table checks that the table of the first level is there for all of the disk.
func qcow2Table(s *source, features uint64, cluster int64, size uint64, n int64, at uint64) error {
	entries := cluster / 8 // of a table of the second level
	if features&qcow2Extended != 0 {
		entries /= 2
	}
	if int64(size) < 0 || int64(at) < 0 || n > qcow2MaxTable/8 || count(int64(size), cluster*entries) > n {
		return fmt.Errorf("a table of %d entries at %d for a disk of %d bytes", n, at, size)
	}
	return holds(s, int64(at), n, 8)
}

func qcow2Features(s *source, features uint64, header int64) error {
	switch {
	case features&^qcow2KnownFeatures != 0:
		return fmt.Errorf("unknown features %#x, without which it cannot be read", features&^qcow2KnownFeatures)
	case features&qcow2Corrupt != 0:
		return &Refusal{"it is marked as corrupt", "repair a copy of it: qemu-img check -r all IMAGE"}
	case features&qcow2External != 0:
		return &Refusal{"its data is in another file, " + qcow2ExternalName(s, header), "write both as one image: qemu-img convert -O qcow2 IMAGE FLAT.qcow2"}
	}
	return nil
}

func qcow2Backed(s *source, at, n int64) error {
	if n > qcow2MaxName {
		return fmt.Errorf("a name of %d bytes for another file", n)
	}
	name, err := readBytes(s, at, n)
	if err != nil {
		return fmt.Errorf("read the name of its backing file: %w", err)
	}
	return differs(string(name))
}

// qcow2ExternalName looks through the extensions of the header.
func qcow2ExternalName(s *source, at int64) string {
	for range qcow2MaxExtras {
		h, err := readBytes(s, at, 8)
		if err != nil {
			break
		}
		kind, n := binary.BigEndian.Uint32(h), int64(binary.BigEndian.Uint32(h[4:]))
		if kind == qcow2ExtraExternal && n <= qcow2MaxName {
			name, _ := readBytes(s, at+8, n)
			return fmt.Sprintf("%q", name)
		}
		if kind == 0 {
			break
		}
		at += 8 + count(n, 8)*8
	}
	return "which it does not name"
}

func (q *qcow2Disk) read(p []byte, i, in int64) error {
	if q.extended {
		return q.cache.read(p, i, in) // the library reads a whole table for any part
	}
	at := i * q.cluster
	e, err := q.image.Extent(at, min(q.cluster, q.image.Size()-at))
	if err != nil {
		return fmt.Errorf("read where qcow2 cluster %d is: %w", i, ended(err))
	}
	if e.Compressed {
		return q.cache.read(p, i, in)
	}
	return q.fill(p, i, in)
}

// load reads a whole cluster.
func (q *qcow2Disk) load(i int64) ([]byte, error) {
	p := make([]byte, min(q.cluster, q.image.Size()-i*q.cluster))
	return p, q.fill(p, i, 0)
}

func (q *qcow2Disk) fill(p []byte, i, in int64) error {
	n, err := q.image.ReadAt(p, i*q.cluster+in)
	if n == len(p) {
		return nil
	}
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("read qcow2 cluster %d: %w", i, ended(err))
}

// ended keeps an end of the file, where there should be more, from being taken
// for the end of the disk.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %v", io.ErrUnexpectedEOF, err)
	}
	return err
}
