package disk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/klauspost/compress/zlib"
)

// Flags of a sparse extent.
const (
	vmdkZeroGrains = 1 << 2  // an entry of 1 is a grain of zeros
	vmdkPacked     = 1 << 16 // the grains are compressed
	vmdkMarkers    = 1 << 17 // and each tells its place and size
)

const (
	vmdkDirectoryAtEnd  = math.MaxUint64
	vmdkFooterMarker    = 3
	vmdkDeflate         = 1
	vmdkMaxGrain        = 1 << 30
	vmdkMaxGrainEntries = 1 << 16
	vmdkMarkerSize      = 12 // of a compressed grain
)

// grains is a sparse extent: a directory of tables of grains.
type grains struct {
	file, table    Device
	pool           *pool
	size, grain    int64
	entries        int64 // of a table
	directory      int64 // offset
	text           span  // the descriptor in the extent
	packed, zeroes bool
}

// openGrains reads the header of a sparse extent. One that was written as a
// stream has a footer with what the header could not know.
func openGrains(p *pool, f Device) (*grains, error) {
	h, err := readGrainHeader(f, 0)
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	if binary.LittleEndian.Uint64(h[56:]) == vmdkDirectoryAtEnd {
		if h, err = readFooter(f); err != nil {
			return nil, fmt.Errorf("read the footer: %w", err)
		}
	}
	g, err := parseGrains(p, f, h)
	if err != nil {
		return nil, fmt.Errorf("check the header: %w", err)
	}
	return g, nil
}

func readGrainHeader(f Device, at int64) ([]byte, error) {
	h, err := readBytes(f, at, vmdkSector)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(h, []byte(vmdkESXMagic)) {
		return nil, &Refusal{"it is a redo log of VMware ESX", "convert the disk: vmkfstools -i or qemu-img convert -O qcow2"}
	}
	if !bytes.HasPrefix(h, []byte(vmdkMagic)) {
		return nil, errors.New("it is missing")
	}
	if v := binary.LittleEndian.Uint32(h[4:]); v < 1 || v > 3 {
		return nil, fmt.Errorf("unknown version %d", v)
	}
	return h, nil
}

// readFooter reads the copy of the header that a stream ends with: a marker, the
// header, and a marker of zeros.
func readFooter(f Device) ([]byte, error) {
	b, err := readBytes(f, f.Size()-3*vmdkSector, vmdkSector)
	if err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(b[8:]) != 0 || binary.LittleEndian.Uint32(b[12:]) != vmdkFooterMarker {
		return nil, errors.New("it is missing: the file is not whole")
	}
	return readGrainHeader(f, f.Size()-2*vmdkSector)
}

func parseGrains(p *pool, f Device, h []byte) (*grains, error) {
	le := binary.LittleEndian
	var err error
	bytesAt := func(at int) int64 { // of a number of sectors
		n := le.Uint64(h[at:])
		if n > math.MaxInt64/vmdkSector {
			err = fmt.Errorf("%d sectors", n)
			return 0
		}
		return int64(n) * vmdkSector
	}
	flags := le.Uint32(h[8:])
	g := &grains{file: f, pool: p, table: tables(p, f), size: bytesAt(12), grain: bytesAt(20), entries: int64(le.Uint32(h[44:])),
		directory: bytesAt(56), text: span{bytesAt(28), bytesAt(36)},
		packed: flags&vmdkPacked != 0, zeroes: flags&vmdkZeroGrains != 0}
	if err != nil {
		return nil, err
	}
	if g.packed && (flags&vmdkMarkers == 0 || le.Uint16(h[77:]) != vmdkDeflate) {
		return nil, fmt.Errorf("unknown compression %d", le.Uint16(h[77:]))
	}
	return g, g.check()
}

func (g *grains) check() error {
	most := int64(vmdkMaxGrain)
	if g.packed {
		most = unpackLimit
	}
	if !powerOfTwo(g.grain, vmdkSector, most) || g.entries < 1 || g.entries > vmdkMaxGrainEntries {
		return fmt.Errorf("grains of %d bytes, %d in a table", g.grain, g.entries)
	}
	if g.size == 0 || g.directory == 0 {
		return fmt.Errorf("a disk of %d bytes, its directory at %d", g.size, g.directory)
	}
	if err := holds(g.file, g.directory, count(g.size, g.grain*g.entries), 4); err != nil {
		return fmt.Errorf("check the directory: %w", err)
	}
	return nil
}

func (g *grains) disk() Device {
	if g.packed {
		return g.pool.cached(g.size, g.grain, g.unpack)
	}
	return &blocks{g.size, g.grain, g.read}
}

// find gives where a grain is, 0 for one of zeros.
func (g *grains) find(i int64) (int64, error) {
	table, err := g.number(g.directory + i/g.entries*4)
	if err != nil || table == 0 {
		return 0, err
	}
	at, err := g.number(table*vmdkSector + i%g.entries*4)
	if at == 1 && g.zeroes {
		return 0, err
	}
	return at * vmdkSector, err
}

func (g *grains) number(off int64) (int64, error) {
	var b [4]byte
	if err := readFull(g.table, b[:], off); err != nil {
		return 0, fmt.Errorf("read the tables of grains: %w", err)
	}
	return int64(binary.LittleEndian.Uint32(b[:])), nil
}

func (g *grains) read(p []byte, i, in int64) error {
	at, err := g.find(i)
	if err != nil {
		return err
	}
	if at == 0 {
		clear(p)
		return nil
	}
	if err := readFull(g.file, p, at+in); err != nil {
		return fmt.Errorf("read VMDK grain %d: %w", i, err)
	}
	return nil
}

// unpack gives a compressed grain, nil for one of zeros.
func (g *grains) unpack(i int64) ([]byte, error) {
	at, err := g.find(i)
	if err != nil || at == 0 {
		return nil, err
	}
	packed, err := g.compressed(i, at)
	if err == nil {
		packed, err = inflate(packed, g.grain)
	}
	if err == nil && int64(len(packed)) < min(g.grain, g.size-i*g.grain) {
		err = fmt.Errorf("it has %d bytes only", len(packed))
	}
	if err != nil {
		return nil, fmt.Errorf("read VMDK grain %d: %w", i, err)
	}
	return packed, nil
}

// compressed reads a grain as it is in the file: its first sector, its size, the bytes.
func (g *grains) compressed(i, at int64) ([]byte, error) {
	m, err := readBytes(g.file, at, vmdkMarkerSize)
	if err != nil {
		return nil, err
	}
	if sector := binary.LittleEndian.Uint64(m); sector != uint64(i*g.grain/vmdkSector) {
		return nil, fmt.Errorf("at its place is the one of sector %d", sector)
	}
	n := int64(binary.LittleEndian.Uint32(m[8:]))
	if n > 2*g.grain+vmdkSector {
		return nil, fmt.Errorf("%d compressed bytes", n)
	}
	return readBytes(g.file, at+vmdkMarkerSize, n)
}

// inflate decompresses at most limit bytes, and compares their checksum.
func inflate(packed []byte, limit int64) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Grow(int(limit) + bytes.MinRead)
	n, err := out.ReadFrom(io.LimitReader(z, limit+1))
	if err == nil && n > limit {
		err = fmt.Errorf("it has more than %d bytes", limit)
	}
	return out.Bytes(), err
}
