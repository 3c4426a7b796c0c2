package disk

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// QEMU's disk: a header, two levels of tables of clusters, the clusters, each as
// it is or compressed. https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst
const (
	qcow2MaxTable  = 32 << 20 // bytes of the first level, as QEMU has it
	qcow2MaxName   = 1023
	qcow2MaxExtras = 256

	qcow2Corrupt, qcow2External = 1 << 1, 1 << 2 // features without which one must not read
	qcow2Compression            = 1 << 3
	qcow2Extended               = 1 << 4
	qcow2KnownFeatures          = 1<<5 - 1

	qcow2CompressionAt = 104 // of its kind, in the header

	qcow2ExtraExternal = 0x44415441 // the header extension that names the file of the clusters
)

func isQcow2(head, _ []byte) bool { return bytes.HasPrefix(head, []byte("QFI\xfb")) }

func openQcow2(s *source) (Device, error) {
	q, err := checkQcow2(s)
	if err != nil {
		return nil, fmt.Errorf("check the header: %w", err)
	}
	q.file, q.table = s, tables(s.pool, s)
	q.unpacked = s.pool.cached(q.size, q.cluster, q.unpack)
	return &blocks{q.size, q.cluster, q.read}, nil
}

// checkQcow2 reads the header, and refuses what cannot be read from this file alone.
func checkQcow2(s *source) (*qcow2Disk, error) {
	h, err := readBytes(s, 0, 72)
	if err != nil {
		return nil, err
	}
	be := binary.BigEndian
	version := be.Uint32(h[4:])
	features, zstd := uint64(0), false
	switch version {
	case 2:
	case 3:
		more, err := readBytes(s, 72, 32)
		if err != nil {
			return nil, err
		}
		features = be.Uint64(more)
		if zstd, err = qcow2Zstd(s, features, int64(be.Uint32(more[28:]))); err != nil {
			return nil, err
		}
		if err := qcow2Features(s, features, int64(be.Uint32(more[28:]))); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("unknown version %d", version)
	}
	if be.Uint32(h[32:]) != 0 {
		return nil, &Refusal{"it is encrypted", "decrypt it: qemu-img convert -O qcow2 with the key as a --object secret"}
	}
	backed := be.Uint64(h[8:])
	if backed != 0 && s.backing == "" {
		return nil, qcow2Backed(s, int64(backed), int64(be.Uint32(h[16:])))
	}
	bits := be.Uint32(h[20:])
	if bits < 9 || bits > 21 {
		return nil, fmt.Errorf("clusters of 2^%d bytes", bits)
	}
	q := &qcow2Disk{size: int64(be.Uint64(h[24:])), cluster: 1 << bits, bits: bits, entry: 8, first: int64(be.Uint64(h[40:])), zstd: zstd}
	if features&qcow2Extended != 0 {
		q.entry = 16
	}
	if err := q.check(s, int64(be.Uint32(h[36:]))); err != nil || backed == 0 {
		return q, err
	}
	q.base, err = s.base()
	return q, err
}

// check tells whether the table of the first level is there for all of the disk.
func (q *qcow2Disk) check(s *source, n int64) error {
	if q.size < 0 || q.first < 0 || n > qcow2MaxTable/8 || count(q.size, q.cluster*q.perTable()) > n {
		return fmt.Errorf("a table of %d entries at %d for a disk of %d bytes", n, q.first, q.size)
	}
	return holds(s, q.first, n, 8)
}

// qcow2Zstd reads how clusters are compressed, which only a header that is long
// enough tells.
func qcow2Zstd(s *source, features uint64, header int64) (bool, error) {
	if features&qcow2Compression == 0 || header <= qcow2CompressionAt {
		return false, nil
	}
	kind, err := readBytes(s, qcow2CompressionAt, 1)
	if err != nil {
		return false, err
	}
	if kind[0] > 1 {
		return false, fmt.Errorf("unknown compression %d", kind[0])
	}
	return kind[0] == 1, nil
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
	err = differs(string(name))
	if r, ok := err.(*Refusal); ok {
		r.Hint = "give that one too: disk:IMAGE#OTHER, or " + r.Hint
	}
	return err
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
