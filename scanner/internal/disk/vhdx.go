package disk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
)

// Hyper-V's disk: two headers and two tables of regions, of which one each is
// sound at any time; a region of metadata; one with the table of blocks.
// https://learn.microsoft.com/openspecs/windows_protocols/ms-vhdx
const (
	vhdxMagic     = "vhdxfile"
	vhdxHeader    = 4 << 10
	vhdxRegion    = 64 << 10 // a table of regions, or of metadata
	vhdxMaxItems  = 2047     // of such a table
	vhdxMaxSize   = 64 << 40
	vhdxMaxParent = 1 << 20 // bytes that tell of the parent

	vhdxHasParent = 2 // a flag of the file

	vhdxBAT      = "2dc27766-f623-4200-9d64-115e9bfd4a08"
	vhdxMetadata = "8b7ca206-4790-4b9a-b8fe-575f050f886e"

	vhdxFile          = "caa16737-fa36-4d43-b3b6-33f0aa44e76b"
	vhdxDiskSize      = "2fa54224-cd1b-4876-b211-5dbed83bf4b8"
	vhdxDiskID        = "beca12ab-b2e6-4523-93ef-c309e000c746"
	vhdxSector        = "8141bf1d-a96f-4709-ba47-f233a8faab5f"
	vhdxPhysical      = "cda348c7-445d-4471-9cc9-e9885251c556"
	vhdxParentLocator = "a8d35f2d-b30b-454d-abf7-d3d84834ab0c"
)

// States of a block.
const (
	vhdxAbsent, vhdxUndefined, vhdxZero, vhdxUnmapped = 0, 1, 2, 3
	vhdxPresent                                       = 6
)

type vhdx struct {
	file, table Device
	bat         int64 // offset of the table of blocks
	block       int64
	chunk       int64 // payload blocks before the entry of a bitmap of sectors
}

// span is a region of the file, or an item of the metadata.
type span struct{ off, size int64 }

func isVHDX(head, _ []byte) bool { return bytes.HasPrefix(head, []byte(vhdxMagic)) }

func openVHDX(s *source) (Device, error) {
	if err := vhdxHead(s); err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	regions, err := vhdxRegions(s)
	if err != nil {
		return nil, fmt.Errorf("read the table of regions: %w", err)
	}
	items, err := vhdxItems(s, regions[vhdxMetadata])
	if err != nil {
		return nil, fmt.Errorf("read the metadata: %w", err)
	}
	return openVHDXBlocks(s, regions[vhdxBAT], items)
}

// vhdxHead checks the newer one of the two headers that is sound.
func vhdxHead(s *source) error {
	var h []byte
	for _, at := range []int64{64 << 10, 128 << 10} {
		b, err := readBytes(s, at, vhdxHeader)
		if err != nil || vhdxChecked(b, "head") != nil {
			continue
		}
		if h == nil || binary.LittleEndian.Uint64(b[8:]) > binary.LittleEndian.Uint64(h[8:]) {
			h = b
		}
	}
	if h == nil {
		return errors.New("neither of the two is sound")
	}
	if v := binary.LittleEndian.Uint16(h[66:]); v != 1 {
		return fmt.Errorf("unknown version %d", v)
	}
	if !bytes.Equal(h[48:64], make([]byte, 16)) {
		return &Refusal{"its log has changes that are not yet in the disk: it was not closed well",
			"replay the log: attach the disk once where it comes from, or qemu-img check -r all IMAGE"}
	}
	return nil
}

// vhdxChecked compares the CRC-32C, which counts its own four bytes as zeros.
func vhdxChecked(b []byte, signature string) error {
	if string(b[:4]) != signature {
		return errors.New("it is missing")
	}
	if vhdxSum(b) != binary.LittleEndian.Uint32(b[4:]) {
		return errors.New("its checksum is wrong")
	}
	return nil
}

func vhdxSum(b []byte) uint32 {
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	sum := crc32.Update(0, castagnoli, b[:4])
	sum = crc32.Update(sum, castagnoli, make([]byte, 4))
	return crc32.Update(sum, castagnoli, b[8:])
}

func vhdxRegions(s *source) (map[string]span, error) {
	b, err := readBytes(s, 192<<10, vhdxRegion)
	if err == nil {
		err = vhdxChecked(b, "regi")
	}
	if err != nil {
		if b, err = readBytes(s, 256<<10, vhdxRegion); err == nil {
			err = vhdxChecked(b, "regi")
		}
	}
	if err != nil {
		return nil, err
	}
	le := binary.LittleEndian
	n := le.Uint32(b[8:])
	if n > vhdxMaxItems {
		return nil, fmt.Errorf("%d regions", n)
	}
	regions := map[string]span{}
	for e := b[16:]; n > 0; n, e = n-1, e[32:] {
		id, r := guid(e), span{int64(le.Uint64(e[16:])), int64(le.Uint32(e[24:]))}
		if id != vhdxBAT && id != vhdxMetadata {
			if le.Uint32(e[28:])&1 != 0 {
				return nil, fmt.Errorf("unknown region %s, without which the disk cannot be read", id)
			}
			continue
		}
		if _, err := part(s, r.off, r.size); err != nil {
			return nil, err
		}
		regions[id] = r
	}
	if len(regions) != 2 {
		return nil, errors.New("that of the metadata or of the blocks is missing")
	}
	return regions, nil
}

func vhdxItems(s *source, region span) (map[string][]byte, error) {
	r, err := part(s, region.off, region.size)
	if err != nil {
		return nil, err
	}
	b, err := readBytes(r, 0, vhdxRegion)
	if err != nil {
		return nil, err
	}
	if string(b[:8]) != "metadata" {
		return nil, errors.New("it is missing")
	}
	le := binary.LittleEndian
	n := le.Uint16(b[10:])
	if n > vhdxMaxItems {
		return nil, fmt.Errorf("%d items", n)
	}
	items := map[string][]byte{}
	for e := b[32:]; n > 0; n, e = n-1, e[32:] {
		id := guid(e)
		least, known := vhdxKnown[id]
		if !known {
			if le.Uint32(e[24:])&4 != 0 {
				return nil, fmt.Errorf("unknown item %s, without which the disk cannot be read", id)
			}
			continue
		}
		size := int64(le.Uint32(e[20:]))
		if size < least || size > vhdxMaxParent || items[id] != nil {
			return nil, fmt.Errorf("item %s of %d bytes, or it is there twice", id, size)
		}
		if items[id], err = readBytes(r, int64(le.Uint32(e[16:])), size); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// vhdxKnown has the items of the metadata, and how many bytes each has at least.
var vhdxKnown = map[string]int64{
	vhdxFile: 8, vhdxDiskSize: 8, vhdxDiskID: 16, vhdxSector: 4, vhdxPhysical: 4, vhdxParentLocator: 20,
}

func openVHDXBlocks(s *source, bat span, items map[string][]byte) (Device, error) {
	for _, id := range []string{vhdxFile, vhdxDiskSize, vhdxSector} {
		if items[id] == nil {
			return nil, fmt.Errorf("the metadata lacks item %s", id)
		}
	}
	le := binary.LittleEndian
	if le.Uint32(items[vhdxFile][4:])&vhdxHasParent != 0 {
		return nil, differs(vhdxParent(items[vhdxParentLocator]))
	}
	block, sector := int64(le.Uint32(items[vhdxFile])), int64(le.Uint32(items[vhdxSector]))
	size := int64(le.Uint64(items[vhdxDiskSize]))
	if !powerOfTwo(block, 1<<20, 256<<20) || sector != 512 && sector != 4096 {
		return nil, fmt.Errorf("blocks of %d bytes, sectors of %d", block, sector)
	}
	if size < 0 || size > vhdxMaxSize || size%sector != 0 {
		return nil, fmt.Errorf("a disk of %d bytes", uint64(size))
	}
	v := &vhdx{s, tables(s.pool, s), bat.off, block, sector << 23 / block}
	if n := count(size, block); n > 0 && v.entry(n-1) >= bat.size/8 {
		return nil, fmt.Errorf("the table of blocks has %d entries, for %d blocks", bat.size/8, n)
	}
	return &blocks{size, block, v.read}, nil
}

// entry is where the table tells of a block: after each chunk of blocks it has an
// entry for a bitmap, which only a disk with a parent uses.
func (v *vhdx) entry(i int64) int64 { return i + i/v.chunk }

func (v *vhdx) read(p []byte, i, in int64) error {
	var b [8]byte
	if err := readFull(v.table, b[:], v.bat+v.entry(i)*8); err != nil {
		return fmt.Errorf("read where VHDX block %d is: %w", i, err)
	}
	entry := binary.LittleEndian.Uint64(b[:])
	switch state := entry & 7; state {
	case vhdxAbsent, vhdxUndefined, vhdxZero, vhdxUnmapped:
		clear(p)
		return nil
	case vhdxPresent:
	default:
		return fmt.Errorf("read VHDX block %d: unknown state %d", i, state)
	}
	at := int64(entry >> 20) // in units of 1 MiB, of which the first has the headers
	if at == 0 || at > v.file.Size()>>20 {
		return fmt.Errorf("read VHDX block %d: its place is outside of the image", i)
	}
	if err := readFull(v.file, p, at<<20+in); err != nil {
		return fmt.Errorf("read VHDX block %d: %w", i, err)
	}
	return nil
}

// vhdxParent finds the path of the parent in the locator, which has keys and
// values anywhere in it.
func vhdxParent(b []byte) string {
	if len(b) < 20 {
		return ""
	}
	le := binary.LittleEndian
	text := func(off uint32, n uint16) string {
		if uint64(off)+uint64(n) > uint64(len(b)) {
			return ""
		}
		return utf16Text(b[off:][:n], le)
	}
	path := ""
	n := le.Uint16(b[18:])
	for e := b[20:]; n > 0 && len(e) >= 12; n, e = n-1, e[12:] {
		key := text(le.Uint32(e), le.Uint16(e[8:]))
		if strings.HasSuffix(key, "_path") && (path == "" || key == "absolute_win32_path") {
			path = text(le.Uint32(e[4:]), le.Uint16(e[10:]))
		}
	}
	return path
}
