package filesystem

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// XZHead is how many bytes of an xz stream [CheckXZ] needs at most.
const XZHead = 12 + 1024

// CheckXZ refuses a stream whose first block asks for a dictionary of more than limit
// bytes: what unpacks it allocates what is asked for. Head is the stream's beginning.
// https://tukaani.org/xz/xz-file-format.txt, section 3.1
func CheckXZ(head []byte, limit int64) error {
	const streamHeader = 12
	if len(head) < streamHeader+2 || head[streamHeader] == 0 {
		return nil // no block; whether it is whole is told by who unpacks it
	}
	block := head[streamHeader:min(len(head), streamHeader+(int(head[streamHeader])+1)*4)]
	flags, rest := block[1], block[2:]
	for _, present := range []byte{0x40, 0x80} { // the sizes of the block
		if flags&present != 0 {
			if _, rest = xzNumber(rest); rest == nil {
				return errors.New("the header of an xz block is damaged")
			}
		}
	}
	for range flags&3 + 1 {
		var id, size uint64
		if id, rest = xzNumber(rest); rest != nil {
			size, rest = xzNumber(rest)
		}
		if rest == nil || size > uint64(len(rest)) {
			return errors.New("the header of an xz block is damaged")
		}
		const lzma2 = 0x21
		if id == lzma2 && size == 1 {
			if n := xzDictionary(rest[0]); n > limit {
				return fmt.Errorf("xz asks for a dictionary of %d bytes, more than %d", n, limit)
			}
		}
		rest = rest[size:]
	}
	return nil
}

// xzDictionary is the size that a filter's property stands for, section 5.3.1.
func xzDictionary(property byte) int64 {
	if property >= 40 {
		return 1<<32 - 1
	}
	return int64(2|property&1) << (property/2 + 11)
}

// xzNumber reads a number of variable length; the rest is nil where there is none.
func xzNumber(b []byte) (uint64, []byte) {
	v, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, nil
	}
	return v, b[n:]
}
