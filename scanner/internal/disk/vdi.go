package disk

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// VirtualBox's disk image: a header, a map of blocks, the blocks.
// https://forums.virtualbox.org/viewtopic.php?t=8046 and
// https://www.virtualbox.org/browser/vbox/trunk/src/VBox/Storage/VDICore.h
const (
	vdiMagic  = 0xbeda107f // at 0x40, after a text
	vdiHeader = 0x200

	vdiDynamic, vdiFixed = 1, 2

	vdiUnwritten, vdiDiscarded = 0xffffffff, 0xfffffffe
)

type vdi struct {
	file, table        Device
	mapAt, dataAt      int64
	count              int64 // of blocks
	size, block, extra int64 // extra bytes lie before each block
}

func isVDI(head, _ []byte) bool {
	return len(head) >= 0x44 && binary.LittleEndian.Uint32(head[0x40:]) == vdiMagic
}

func openVDI(s *source) (Device, error) {
	h, err := readBytes(s, 0, vdiHeader)
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	u32 := func(at int) int64 { return int64(binary.LittleEndian.Uint32(h[at:])) }
	if v := u32(0x44); v>>16 != 1 {
		return nil, fmt.Errorf("unknown version %d.%d", v>>16, v&0xffff)
	}
	if parent := h[0x1a8:0x1b8]; !bytes.Equal(parent, make([]byte, 16)) {
		return nil, differs(guid(parent))
	}
	if kind := u32(0x4c); kind != vdiDynamic && kind != vdiFixed {
		return nil, differs("")
	}
	v := &vdi{file: s, table: tables(s.pool, s), mapAt: u32(0x154), dataAt: u32(0x158), count: u32(0x180),
		size: int64(binary.LittleEndian.Uint64(h[0x170:])), block: u32(0x178), extra: u32(0x17c)}
	if err := v.check(); err != nil {
		return nil, fmt.Errorf("check the header: %w", err)
	}
	return &blocks{v.size, v.block, v.read}, nil
}

func (v *vdi) check() error {
	if !powerOfTwo(v.block, 512, 1<<28) || v.extra > v.block {
		return fmt.Errorf("blocks of %d bytes and %d more", v.block, v.extra)
	}
	if v.size < 0 || count(v.size, v.block) > v.count {
		return fmt.Errorf("%d blocks of %d bytes are less than the disk's %d bytes", v.count, v.block, v.size)
	}
	return holds(v.file, v.mapAt, v.count, 4)
}

func (v *vdi) read(p []byte, i, in int64) error {
	var entry [4]byte
	if err := readFull(v.table, entry[:], v.mapAt+i*4); err != nil {
		return fmt.Errorf("read where VDI block %d is: %w", i, err)
	}
	at := int64(binary.LittleEndian.Uint32(entry[:]))
	if at == vdiUnwritten || at == vdiDiscarded {
		clear(p)
		return nil
	}
	if at >= v.count {
		return fmt.Errorf("read VDI block %d: its place is outside of the image", i)
	}
	if err := readFull(v.file, p, v.dataAt+at*(v.block+v.extra)+v.extra+in); err != nil {
		return fmt.Errorf("read VDI block %d: %w", i, err)
	}
	return nil
}

// guid writes the bytes of one as Microsoft and VirtualBox do.
func guid(b []byte) string {
	le := binary.LittleEndian
	return fmt.Sprintf("%08x-%04x-%04x-%x-%x", le.Uint32(b), le.Uint16(b[4:]), le.Uint16(b[6:]), b[8:10], b[10:16])
}
