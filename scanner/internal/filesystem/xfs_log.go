package filesystem

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The log of a file system that was not unmounted holds its newest changes, which
// may be all there is: XFS writes metadata to their place long after. Replaying it
// is a writer's work; to know of it is enough.

const (
	logBlock     = 512
	logMagic     = 0xFEEDBABE
	logUnmounted = 0x20    // flag of the one operation that an unmount writes last
	maxLog       = 2 << 30 // bytes, the largest that mkfs makes
	logChunk     = 1 << 20
)

var errDirtyLog = errors.New("it was not unmounted: its newest changes are in its log, which is not replayed")

// clean reports an error unless the newest record of the log is that of an unmount.
func (x *xfs) clean() error {
	if x.logStart == 0 {
		return errors.New("its log is on another device: whether it was unmounted cannot be told")
	}
	at, err := x.address(x.logStart, 1)
	if err != nil {
		return fmt.Errorf("find log: %w", err)
	}
	start, size := int64(at)<<x.blockLog, int64(x.logBlocks)<<x.blockLog
	if size <= 0 || size > maxLog || size > x.device.Size()-start {
		return fmt.Errorf("a log of %d bytes", size)
	}
	newest, found := uint64(0), int64(-1)
	headers := int64(1)
	b := make([]byte, min(logChunk, size))
	for off := int64(0); off < size; off += int64(len(b)) {
		b = b[:min(int64(len(b)), size-off)]
		if err := x.readAt(b, start+off); err != nil {
			return fmt.Errorf("read log: %w", err)
		}
		for in := 0; in+logBlock <= len(b); in += logBlock {
			h := b[in:]
			if lsn := binary.BigEndian.Uint64(h[16:]); binary.BigEndian.Uint32(h) == logMagic && (found < 0 || lsn > newest) {
				newest, found = lsn, off+int64(in)
				headers = recordHeaders(h)
			}
		}
	}
	if found < 0 {
		return errDirtyLog // a log that was never written has the record of mkfs
	}
	var op [12]byte // behind the headers, around the end of the ring
	if err := x.readAt(op[:], start+(found+headers*logBlock)%size); err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	if op[9]&logUnmounted == 0 {
		return errDirtyLog
	}
	return nil
}

// recordHeaders is how many blocks the header of a record takes: one for each 32 kB
// in a log of version 2.
func recordHeaders(h []byte) int64 {
	const perHeader = 32 << 10
	if size := int64(binary.BigEndian.Uint32(h[320:])); binary.BigEndian.Uint32(h[8:])&2 != 0 && size > perHeader && size <= 256<<10 {
		return (size + perHeader - 1) / perHeader
	}
	return 1
}
