package filesystem

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// The layout is that of "XFS Algorithms & Data Structures", 3rd edition, and of
// https://docs.kernel.org/filesystems/xfs/; what is newer than they are, of
// fs/xfs/libxfs/xfs_format.h. Numbers are big-endian but for checksums.

// xfs is an XFS of version 4, or of version 5, whose metadata have checksums. Its log
// is not replayed: what is read is what had reached its place.
type xfs struct {
	device Device
	v5     bool
	ftype  bool // names tell the kind of their file
	uuid   [16]byte
	meta   [16]byte // the UUID in metadata: older than uuid where that was changed
	label  string

	blockLog, inodeLog uint   // of their bytes
	dirLog             uint   // of the blocks of a directory block
	groupLog           uint   // of the bits of a block number within its group
	blocks             uint64 // of the device
	groups             uint64 // allocation groups
	groupBlocks        uint64 // of a group, but for the last

	rootNumber uint64

	logStart, logBlocks uint64
}

const xfsMagic = "XFSB"

func isXFS(d Device) bool {
	magic := make([]byte, len(xfsMagic))
	_, err := d.ReadAt(magic, 0)
	return err == nil && string(magic) == xfsMagic
}

func openXFS(d Device) (FS, error) {
	x := &xfs{device: d}
	if err := x.readSuper(); err != nil {
		return nil, fmt.Errorf("read the XFS superblock: %w", err)
	}
	root, err := x.inode(x.rootNumber)
	if err != nil {
		return nil, fmt.Errorf("read the XFS root: %w", err)
	}
	if root.kind() != Directory {
		return nil, fmt.Errorf("read the XFS root: inode %d is no directory", x.rootNumber)
	}
	return x, nil
}

func (x *xfs) Kind() string  { return "xfs" }
func (x *xfs) Label() string { return x.label }

func (x *xfs) UUID() string {
	u := x.uuid
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// Offsets in the superblock, struct xfs_dsb.
const (
	sbBlocks      = 8
	sbUUID        = 32
	sbLogStart    = 48
	sbLogBlocks   = 96
	sbRoot        = 56
	sbGroupBlocks = 84
	sbGroups      = 88
	sbVersion     = 100
	sbSector      = 102
	sbLabel       = 108
	sbBlockLog    = 120
	sbInodeLog    = 122
	sbGroupLog    = 124
	sbInProgress  = 126
	sbDirLog      = 192
	sbFeatures2   = 200
	sbIncompat    = 216
	sbChecksum    = 224
	sbMetaUUID    = 248
	sbBytes       = 512 // the smallest sector
)

func (x *xfs) readSuper() error {
	b := make([]byte, sbBytes)
	if err := x.readAt(b, 0); err != nil {
		return err
	}
	if string(b[:4]) != xfsMagic {
		return errors.New("it has no magic number")
	}
	if err := x.features(b); err != nil {
		return err
	}
	if err := x.checkSuper(b); err != nil {
		return err
	}
	if b[sbInProgress] != 0 {
		return errors.New("the file system was not made to its end")
	}
	copy(x.uuid[:], b[sbUUID:])
	if !x.v5 || binary.BigEndian.Uint32(b[sbIncompat:])&xfsMetaUUID == 0 {
		x.meta = x.uuid
	} else {
		copy(x.meta[:], b[sbMetaUUID:])
	}
	x.label, _, _ = strings.Cut(string(b[sbLabel:sbLabel+12]), "\x00")
	x.rootNumber = binary.BigEndian.Uint64(b[sbRoot:])
	x.logStart, x.logBlocks = binary.BigEndian.Uint64(b[sbLogStart:]), uint64(binary.BigEndian.Uint32(b[sbLogBlocks:]))
	return x.geometry(b)
}

// checkSuper compares the checksum, which covers a sector.
func (x *xfs) checkSuper(b []byte) error {
	if !x.v5 {
		return nil
	}
	sector := int(binary.BigEndian.Uint16(b[sbSector:]))
	if sector < sbBytes || sector > 32<<10 {
		return fmt.Errorf("a sector is %d bytes", sector)
	}
	whole := make([]byte, sector)
	if err := x.readAt(whole, 0); err != nil {
		return err
	}
	return xfsChecksum(whole, sbChecksum)
}

// Features. Those of version 4 are in its number, and in a second field.
const (
	xfsVersionNum = 0xf
	xfsDirV2      = 0x2000
	xfsMoreBits   = 0x8000 // the second field counts

	xfsLazyCount = 0x2 // in the second field
	xfsAttr2     = 0x8
	xfsProject32 = 0x80
	xfsFtype4    = 0x200
	xfsKnown4    = xfsLazyCount | xfsAttr2 | xfsProject32 | xfsFtype4

	xfsFtype     = 1 << 0 // in the incompatible features of version 5
	xfsSparse    = 1 << 1 // of inodes
	xfsMetaUUID  = 1 << 2
	xfsBigTime   = 1 << 3
	xfsBigCounts = 1 << 5 // nrext64
	xfsExchange  = 1 << 6
	xfsParent    = 1 << 7 // pointers to parents, which are attributes
	xfsKnown5    = xfsFtype | xfsSparse | xfsMetaUUID | xfsBigTime | xfsBigCounts | xfsExchange | xfsParent
)

// xfsRefused names the incompatible features that are known and not read: repair is
// set while a tool rewrites the file system, and the others came with ways to lay out
// files that are not implemented.
var xfsRefused = map[int]string{4: "needsrepair", 8: "metadir", 9: "zoned", 10: "zone gaps"}

// features refuses what is unknown among the features that change the layout. Those
// that readers may ignore (finobt, rmapbt, reflink) are ignored.
func (x *xfs) features(b []byte) error {
	version := binary.BigEndian.Uint16(b[sbVersion:])
	switch version & xfsVersionNum {
	case 4:
		return x.features4(version, binary.BigEndian.Uint32(b[sbFeatures2:]))
	case 5:
		return x.features5(binary.BigEndian.Uint32(b[sbIncompat:]))
	}
	return fmt.Errorf("version %d is not supported", version&xfsVersionNum)
}

func (x *xfs) features4(version uint16, more uint32) error {
	if version&xfsDirV2 == 0 {
		return errors.New("directories of version 1 are not supported")
	}
	if version&xfsMoreBits == 0 {
		return nil
	}
	if unknown := more &^ xfsKnown4; unknown != 0 {
		return fmt.Errorf("features %#x of version 4 are not supported", unknown)
	}
	x.ftype = more&xfsFtype4 != 0
	return nil
}

func (x *xfs) features5(incompat uint32) error {
	x.v5 = true
	x.ftype = incompat&xfsFtype != 0
	for bit := range 32 {
		if (incompat&^xfsKnown5)>>bit&1 == 0 {
			continue
		}
		name := xfsRefused[bit]
		if name == "" {
			name = fmt.Sprintf("number %d", bit)
		}
		return fmt.Errorf("the incompatible feature %s is not supported", name)
	}
	return nil
}

// geometry reads the sizes, all of them powers of two but for the groups.
func (x *xfs) geometry(b []byte) error {
	x.blockLog = uint(b[sbBlockLog])
	x.inodeLog = uint(b[sbInodeLog])
	x.dirLog = uint(b[sbDirLog])
	x.groupLog = uint(b[sbGroupLog])
	x.blocks = binary.BigEndian.Uint64(b[sbBlocks:])
	x.groups = uint64(binary.BigEndian.Uint32(b[sbGroups:]))
	x.groupBlocks = uint64(binary.BigEndian.Uint32(b[sbGroupBlocks:]))
	switch {
	case x.blockLog < 9 || x.blockLog > 16:
		return fmt.Errorf("a block is 2^%d bytes", x.blockLog)
	case x.inodeLog < 8 || x.inodeLog > 11 || x.inodeLog > x.blockLog:
		return fmt.Errorf("an inode is 2^%d bytes", x.inodeLog)
	case x.dirLog > 16-x.blockLog:
		return fmt.Errorf("a directory block is 2^%d bytes", x.blockLog+x.dirLog)
	case x.groupLog > 31 || x.groupBlocks == 0 || x.groupBlocks > 1<<x.groupLog:
		return fmt.Errorf("a group has %d blocks and 2^%d block numbers", x.groupBlocks, x.groupLog)
	case x.blocks == 0 || (x.blocks-1)/x.groupBlocks+1 != x.groups || x.blocks > 1<<(63-x.blockLog):
		return fmt.Errorf("%d groups of %d blocks have %d blocks", x.groups, x.groupBlocks, x.blocks)
	}
	return nil
}

func (x *xfs) blockBytes() int { return 1 << x.blockLog }

// address tells where blocks lie on the device, counted in blocks. A block number is
// the number of its group and, in the low bits, that within the group.
func (x *xfs) address(block, count uint64) (uint64, error) {
	group, in := block>>x.groupLog, block&(1<<x.groupLog-1)
	if group >= x.groups || in+count > x.groupBlocks || group*x.groupBlocks+in+count > x.blocks {
		return 0, fmt.Errorf("the %d blocks at %d are outside of the file system", count, block)
	}
	return group*x.groupBlocks + in, nil
}

// readAt fills p, or fails.
func (x *xfs) readAt(p []byte, at int64) error {
	n, err := x.device.ReadAt(p, at)
	if n == len(p) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("read %d bytes at %d: %w", len(p), at, err)
}

// xfsSeal is where a kind of metadata block of version 5 tells of itself: its
// checksum, its address, the file system's UUID, the inode that owns it.
type xfsSeal struct{ checksum, address, uuid, owner int }

// Seals of struct xfs_btree_block_lhdr, xfs_dir3_blk_hdr, xfs_da3_blkinfo and
// xfs_dsymlink_hdr.
var (
	xfsTreeSeal    = xfsSeal{checksum: 64, address: 24, uuid: 40, owner: 56}
	xfsDirSeal     = xfsSeal{checksum: 4, address: 8, uuid: 24, owner: 40}
	xfsAttrSeal    = xfsSeal{checksum: 12, address: 16, uuid: 32, owner: 48}
	xfsSymlinkSeal = xfsSeal{checksum: 12, address: 40, uuid: 16, owner: 32}
)

// verify tells whether a block is what it should be: not damaged, and not one that was
// there before, which a block has that its log had not written yet.
func (x *xfs) verify(b []byte, s xfsSeal, address, owner uint64) error {
	if !x.v5 {
		return nil
	}
	if err := xfsChecksum(b, s.checksum); err != nil {
		return err
	}
	sector := address << (x.blockLog - 9)
	switch {
	case binary.BigEndian.Uint64(b[s.address:]) != sector:
		return errors.New("the block belongs elsewhere")
	case binary.BigEndian.Uint64(b[s.owner:]) != owner:
		return fmt.Errorf("the block belongs to inode %d", binary.BigEndian.Uint64(b[s.owner:]))
	case string(b[s.uuid:s.uuid+16]) != string(x.meta[:]):
		return errors.New("the block belongs to another file system")
	}
	return nil
}

var xfsTable = crc32.MakeTable(crc32.Castagnoli)

// xfsChecksum compares the checksum of b, made with zeros in its own place.
func xfsChecksum(b []byte, at int) error {
	if xfsSum(b, at) != binary.LittleEndian.Uint32(b[at:]) {
		return errors.New("its checksum is wrong")
	}
	return nil
}

func xfsSum(b []byte, at int) uint32 {
	sum := crc32.Update(0, xfsTable, b[:at])
	sum = crc32.Update(sum, xfsTable, make([]byte, 4))
	return crc32.Update(sum, xfsTable, b[at+4:])
}
