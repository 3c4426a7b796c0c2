package filesystem

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// The formats of ext2, ext3 and ext4:
// https://docs.kernel.org/filesystems/ext4/

var le = binary.LittleEndian

const (
	extSuper = 1024 // where the superblock stands
	extMagic = 0xEF53
	extRoot  = 2
)

// Features that a reader must know, by their bits.
const (
	extFileType   = 0x2
	extRecover    = 0x4 // the journal holds changes
	extMetaGroups = 0x10
	extExtents    = 0x40
	ext64Bit      = 0x80
	extMount      = 0x100
	extFlexGroups = 0x200
	extAttrInodes = 0x400
	extCsumSeed   = 0x2000
	extLargeDir   = 0x4000
	extInline     = 0x8000
	extEncrypt    = 0x10000 // of single files, which are refused
	extCaseFold   = 0x20000

	extKnown = extFileType | extRecover | extMetaGroups | extExtents | ext64Bit | extMount | extFlexGroups | extAttrInodes |
		extCsumSeed | extLargeDir | extInline | extEncrypt | extCaseFold
)

var extNames = map[uint32]string{0x1: "compression", 0x8: "a journal alone", 0x1000: "data in directories"}

// ext is an ext2, ext3 or ext4 file system.
type ext struct {
	dev             *cached
	block           int64 // bytes
	blocks          int64
	inodes          uint32
	inodesPerGroup  uint32
	blocksPerGroup  uint32
	inodeSize       int64
	descriptor      int64 // bytes of a group's descriptor
	firstData       int64 // block that the first group begins with
	firstMetaGroup  uint32
	features        uint32
	readOnly        uint32
	uuid, label, id string
}

func isExt(d Device) bool {
	var magic [2]byte
	_, err := d.ReadAt(magic[:], extSuper+0x38)
	return err == nil && le.Uint16(magic[:]) == extMagic
}

func openExt(d Device) (FS, error) {
	e := &ext{dev: newCached(d)}
	var s [1024]byte
	if err := e.dev.read(s[:], extSuper); err != nil {
		return nil, fmt.Errorf("read ext superblock: %w", err)
	}
	if err := e.super(s[:]); err != nil {
		return nil, fmt.Errorf("read ext superblock: %w", err)
	}
	return e, nil
}

func (e *ext) super(s []byte) error {
	e.features, e.readOnly = le.Uint32(s[0x60:]), le.Uint32(s[0x64:])
	if unknown := e.features &^ extKnown; unknown != 0 {
		return fmt.Errorf("it uses %s, which is not supported", featureNames(unknown, extNames))
	}
	if log := le.Uint32(s[0x18:]); log > 6 {
		return fmt.Errorf("a block size of 2^%d kB", log)
	} else {
		e.block = 1024 << log
	}
	e.inodes, e.inodesPerGroup, e.blocksPerGroup = le.Uint32(s[0:]), le.Uint32(s[0x28:]), le.Uint32(s[0x20:])
	e.blocks, e.firstData, e.firstMetaGroup = int64(le.Uint32(s[4:])), int64(le.Uint32(s[0x14:])), le.Uint32(s[0x104:])
	e.inodeSize, e.descriptor = 128, 32
	if le.Uint32(s[0x4C:]) > 0 {
		e.inodeSize = int64(le.Uint16(s[0x58:]))
	}
	if e.features&ext64Bit != 0 {
		e.descriptor = int64(le.Uint16(s[0xFE:]))
		e.blocks |= int64(le.Uint32(s[0x150:])) << 32
	}
	switch {
	case e.inodesPerGroup == 0 || e.blocksPerGroup == 0 || e.inodes == 0:
		return errors.New("a group of nothing")
	case e.inodeSize < 128 || e.inodeSize > e.block || e.inodeSize&(e.inodeSize-1) != 0:
		return fmt.Errorf("an inode size of %d", e.inodeSize)
	case e.descriptor < 32 || e.descriptor > e.block:
		return fmt.Errorf("a group descriptor of %d bytes", e.descriptor)
	case e.blocks <= 0 || e.blocks > e.dev.Size()/e.block:
		return fmt.Errorf("%d blocks of %d bytes on a disk of %d bytes: it is cut off", e.blocks, e.block, e.dev.Size())
	}
	e.uuid = uuidOf(s[0x68:0x78])
	e.label = string(bytes.TrimRight(s[0x78:0x88], "\x00"))
	e.id = "ext4"
	if e.features&(extExtents|ext64Bit|extFlexGroups) == 0 {
		e.id = "ext3"
		if le.Uint32(s[0x5C:])&0x4 == 0 { // has no journal
			e.id = "ext2"
		}
	}
	return nil
}

func featureNames(bits uint32, names map[uint32]string) string {
	var out []string
	for i := range 32 {
		bit := uint32(1) << i
		if bits&bit == 0 {
			continue
		}
		name, ok := names[bit]
		if !ok {
			name = fmt.Sprintf("feature %#x", bit)
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

func uuidOf(b []byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

func (e *ext) Kind() string  { return e.id }
func (e *ext) UUID() string  { return e.uuid }
func (e *ext) Label() string { return e.label }

func (e *ext) Walk(ctx context.Context, dir string, visit func(*File) error, damaged func(string, error)) error {
	if dir == "" && e.features&extRecover != 0 {
		damaged("", errors.New("it was not unmounted: its newest changes are in its journal, which is not replayed"))
	}
	return walk(ctx, e, dir, visit, damaged)
}

func (e *ext) Lookup(path string) (*File, error) { return lookup(e, path) }

func (e *ext) Names(dir string) ([]string, error) { return names(e, dir) }

func (e *ext) root() uint64 { return extRoot }

func (e *ext) size() int64 { return e.dev.Size() }

// inodeTable gives the block where a group's inodes begin.
func (e *ext) inodeTable(group uint32) (int64, error) {
	var d [64]byte
	desc := d[:min(e.descriptor, 64)]
	if err := e.dev.read(desc, e.descriptorAt(group)); err != nil {
		return 0, fmt.Errorf("read descriptor of group %d: %w", group, err)
	}
	at := int64(le.Uint32(desc[8:]))
	if len(desc) == 64 {
		at |= int64(le.Uint32(desc[0x28:])) << 32
	}
	if at <= 0 || at >= e.blocks {
		return 0, fmt.Errorf("group %d has its inodes at block %d of %d", group, at, e.blocks)
	}
	return at, nil
}

// descriptorAt is where a group's descriptor stands: behind the superblock, or,
// with meta groups, in the first block of its own meta group.
func (e *ext) descriptorAt(group uint32) int64 {
	perBlock := uint32(e.block / e.descriptor)
	meta := group / perBlock
	if e.features&extMetaGroups == 0 || meta < e.firstMetaGroup {
		return (extSuper/e.block+1)*e.block + int64(group)*e.descriptor
	}
	first := e.firstData + int64(meta)*int64(perBlock)*int64(e.blocksPerGroup)
	if e.hasSuper(meta * perBlock) {
		first++
	}
	return first*e.block + int64(group%perBlock)*e.descriptor
}

// hasSuper reports whether a group begins with a copy of the superblock: all do,
// or with the feature sparse_super the first ones and powers of 3, 5 and 7.
func (e *ext) hasSuper(group uint32) bool {
	const sparse = 0x1
	if group < 2 || e.readOnly&sparse == 0 {
		return true
	}
	for _, base := range []uint32{3, 5, 7} {
		n := group
		for n%base == 0 {
			n /= base
		}
		if n == 1 {
			return true
		}
	}
	return false
}
