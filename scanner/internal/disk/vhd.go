package disk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf16"
)

// Virtual PC's disk: a footer, before which a fixed disk is as it is; a dynamic
// one has a copy of it in front, then a header, a table of blocks, the blocks.
// https://learn.microsoft.com/windows/win32/vstor/about-vhd and
// https://download.microsoft.com/download/f/f/e/ffef50a5-07dd-4cf8-aaa3-442c0673a029/Virtual%20Hard%20Disk%20Format%20Spec_10_18_06.doc
const (
	vhdSector = 512
	vhdCookie = "conectix"

	vhdFixed, vhdDynamic, vhdDiffering = 2, 3, 4

	vhdHeader       = 1024
	vhdHeaderCookie = "cxsparse"
	vhdUnwritten    = math.MaxUint32
)

type vhd struct {
	file, table       Device
	tableAt           int64
	block, bitmapSize int64
}

func isVHD(head, tail []byte) bool {
	return bytes.HasPrefix(tail, []byte(vhdCookie)) || bytes.HasPrefix(head, []byte(vhdCookie))
}

func openVHD(s *source) (Device, error) {
	footer, err := vhdFooter(s)
	if err != nil {
		return nil, fmt.Errorf("read the footer: %w", err)
	}
	be := binary.BigEndian
	// The geometry beside it can be smaller: it counts whole cylinders.
	header, size := int64(be.Uint64(footer[16:])), int64(be.Uint64(footer[48:]))
	if size < 0 {
		return nil, fmt.Errorf("a disk of %d bytes", uint64(size))
	}
	switch kind := be.Uint32(footer[60:]); kind {
	case vhdFixed:
		return part(s, 0, size)
	case vhdDynamic, vhdDiffering:
		return openVHDBlocks(s, header, size, kind)
	default:
		return nil, fmt.Errorf("unknown type %d of disk", kind)
	}
}

// vhdFooter is the last sector, or its copy in front should that be damaged.
func vhdFooter(s *source) ([]byte, error) {
	var first error
	for _, at := range []int64{s.Size() - vhdSector, 0} {
		footer, err := readBytes(s, at, vhdSector)
		if err == nil && !bytes.HasPrefix(footer, []byte(vhdCookie)) {
			err = errors.New("it is missing")
		}
		if err == nil {
			err = vhdChecked(footer, 64)
		}
		if err == nil {
			return footer, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// vhdChecked compares the checksum: the complement of the sum of the other bytes.
func vhdChecked(b []byte, at int) error {
	if vhdSum(b, at) != binary.BigEndian.Uint32(b[at:]) {
		return errors.New("its checksum is wrong")
	}
	return nil
}

func vhdSum(b []byte, at int) uint32 {
	var sum uint32
	for i, c := range b {
		if i < at || i >= at+4 {
			sum += uint32(c)
		}
	}
	return ^sum
}

func openVHDBlocks(s *source, header, size int64, kind uint32) (Device, error) {
	h, err := readBytes(s, header, vhdHeader)
	if err == nil && !bytes.HasPrefix(h, []byte(vhdHeaderCookie)) {
		err = errors.New("it is missing")
	}
	if err == nil {
		err = vhdChecked(h, 36)
	}
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	if kind == vhdDiffering {
		return nil, differs(utf16Text(h[64:576], binary.BigEndian))
	}
	be := binary.BigEndian
	v := &vhd{file: s, table: tables(s.pool, s), tableAt: int64(be.Uint64(h[16:])), block: int64(be.Uint32(h[32:]))}
	n := int64(be.Uint32(h[28:]))
	if !powerOfTwo(v.block, vhdSector, 1<<31) {
		return nil, fmt.Errorf("check the header: blocks of %d bytes", v.block)
	}
	if n < count(size, v.block) {
		return nil, fmt.Errorf("check the header: %d blocks of %d bytes are less than the disk's %d bytes", n, v.block, size)
	}
	if err := holds(s, v.tableAt, n, 4); err != nil {
		return nil, fmt.Errorf("check the table of blocks: %w", err)
	}
	bits := count(v.block, vhdSector)
	v.bitmapSize = count(count(bits, 8), vhdSector) * vhdSector
	return &blocks{size, v.block, v.read}, nil
}

// read passes over the bitmap before a block, which tells the written sectors:
// the others are zeros in the block too.
func (v *vhd) read(p []byte, i, in int64) error {
	var entry [4]byte
	if err := readFull(v.table, entry[:], v.tableAt+i*4); err != nil {
		return fmt.Errorf("read where VHD block %d is: %w", i, err)
	}
	at := binary.BigEndian.Uint32(entry[:])
	if at == vhdUnwritten {
		clear(p)
		return nil
	}
	if err := readFull(v.file, p, int64(at)*vhdSector+v.bitmapSize+in); err != nil {
		return fmt.Errorf("read VHD block %d: %w", i, err)
	}
	return nil
}

// utf16Text is a text that ends at its first zero.
func utf16Text(b []byte, order binary.ByteOrder) string {
	var text []uint16
	for ; len(b) >= 2; b = b[2:] {
		c := order.Uint16(b)
		if c == 0 {
			break
		}
		text = append(text, c)
	}
	return string(utf16.Decode(text))
}
