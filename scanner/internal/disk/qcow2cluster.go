package disk

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// Of an entry in a table of the second level.
const (
	qcow2Offset     = 0x00ff_ffff_ffff_fe00
	qcow2Packed     = 1 << 62
	qcow2Zero       = 1
	qcow2Parts      = 32 // of a cluster, where entries tell of parts
	qcow2PackedUnit = 512
)

// qcow2Disk finds clusters by two levels of tables.
type qcow2Disk struct {
	file, table   Device
	size, cluster int64
	bits          uint32 // of an offset within a cluster
	entry         int64  // bytes of one of the second level: 16 where it tells of parts of the cluster
	first         int64  // offset of the table of the first level
	zstd          bool
	base          Device // what it has only the changes to; nil if it is whole
	unpacked      *blocks
}

// perTable is how many clusters a table of the second level tells of.
func (q *qcow2Disk) perTable() int64 { return q.cluster / q.entry }

// place is where a cluster is.
type place struct {
	at     int64 // offset in the file; 0 if it was never written
	length int64 // of a compressed one, at most
	zeros  bool
	parts  uint64 // by bit: which parts are written, and in the upper half which are zeros
}

func (q *qcow2Disk) find(i int64) (p place, err error) {
	table, err := q.number(q.first + i/q.perTable()*8)
	if table &= qcow2Offset; err != nil || table == 0 {
		return p, err
	}
	at := int64(table) + i%q.perTable()*q.entry
	e, err := q.number(at)
	if err != nil {
		return p, err
	}
	if e&qcow2Packed != 0 {
		sectors := 62 - (q.bits - 8) // the bit where their number begins
		p.at = int64(e & (1<<sectors - 1))
		p.length = int64(e&(qcow2Packed-1)>>sectors+1)*qcow2PackedUnit - p.at%qcow2PackedUnit
		return p, nil
	}
	p.at, p.zeros = int64(e&qcow2Offset), q.entry == 8 && e&qcow2Zero != 0
	if q.entry == 16 {
		p.parts, err = q.number(at + 8)
	}
	return p, err
}

func (q *qcow2Disk) number(off int64) (uint64, error) {
	var b [8]byte
	if err := readFull(q.table, b[:], off); err != nil {
		return 0, fmt.Errorf("read the qcow2 tables: %w", err)
	}
	return binary.BigEndian.Uint64(b[:]), nil
}

func (q *qcow2Disk) read(p []byte, i, in int64) error {
	c, err := q.find(i)
	switch {
	case err != nil:
		return fmt.Errorf("find cluster %d: %w", i, err)
	case c.length > 0:
		return q.unpacked.read(p, i, in)
	case q.entry == 16:
		return q.readParts(c, p, i, in)
	}
	if c.at == 0 && !c.zeros {
		return q.below(p, i*q.cluster+in)
	}
	return q.fill(p, i, in, c.at, !c.zeros)
}

// below reads what was never written here.
func (q *qcow2Disk) below(p []byte, off int64) error {
	there := 0
	if q.base != nil {
		there = int(max(0, min(int64(len(p)), q.base.Size()-off)))
	}
	clear(p[there:])
	if there == 0 {
		return nil
	}
	if err := readFull(q.base, p[:there], off); err != nil {
		return fmt.Errorf("read the backing file: %w", err)
	}
	return nil
}

func (q *qcow2Disk) readParts(c place, p []byte, i, in int64) error {
	size := q.cluster / qcow2Parts
	for len(p) > 0 {
		part, n := in/size, min(int64(len(p)), size-in%size)
		written, zeros := c.parts>>part&1 != 0, c.parts>>(qcow2Parts+part)&1 != 0
		err := error(nil)
		if written || zeros {
			err = q.fill(p[:n], i, in, c.at, !zeros)
		} else {
			err = q.below(p[:n], i*q.cluster+in)
		}
		if err != nil {
			return err
		}
		p, in = p[n:], in+n
	}
	return nil
}

// fill reads from a cluster at some place, or gives zeros.
func (q *qcow2Disk) fill(p []byte, i, in, at int64, written bool) error {
	if !written {
		clear(p)
		return nil
	}
	if err := readFull(q.file, p, at+in); err != nil {
		return fmt.Errorf("read qcow2 cluster %d: %w", i, err)
	}
	return nil
}

// unpack decompresses a cluster. The sectors that it lies in can reach behind the
// end of the file.
func (q *qcow2Disk) unpack(i int64) ([]byte, error) {
	c, err := q.find(i)
	if err != nil {
		return nil, err
	}
	packed, err := readBytes(q.file, c.at, min(c.length, max(0, q.file.Size()-c.at)))
	if err == nil {
		packed, err = q.inflate(packed, min(q.cluster, q.size-i*q.cluster))
	}
	if err != nil {
		return nil, fmt.Errorf("read qcow2 cluster %d: %w", i, err)
	}
	return packed, nil
}

// inflate decompresses n bytes; what is behind them is of another cluster.
func (q *qcow2Disk) inflate(packed []byte, n int64) ([]byte, error) {
	out := make([]byte, n)
	if !q.zstd {
		z := flate.NewReader(bytes.NewReader(packed))
		_, err := io.ReadFull(z, out)
		return out, err
	}
	z, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(unpackLimit))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	_, err = io.ReadFull(z, out)
	return out, err
}
