package filesystem

import (
	"fmt"
)

// Prefixes of attribute names, by their numbers.
const (
	attrUser    = 1
	attrTrusted = 4
	attrSystem  = 7
)

const (
	attrMagic = 0xEA020000
	attrEntry = 16 // bytes before a name
)

// opaque reports whether overlayfs marked a directory so.
// https://docs.kernel.org/filesystems/overlayfs.html#whiteouts-and-opaque-directories
func (e *ext) opaque(i *extInode) (bool, error) {
	for _, prefix := range []byte{attrTrusted, attrUser} {
		v, ok, err := e.attribute(i, prefix, "overlay.opaque")
		if err != nil || ok && string(v) == "y" {
			return err == nil, err
		}
	}
	return false, nil
}

// attribute finds an extended attribute in the inode or in its block for them.
// https://docs.kernel.org/filesystems/ext4/dynamic.html#extended-attributes
func (e *ext) attribute(i *extInode, prefix byte, name string) ([]byte, bool, error) {
	if len(i.raw) > 128+4 {
		if start := 128 + int(le.Uint16(i.raw[0x80:])); start+4 <= len(i.raw) && le.Uint32(i.raw[start:]) == attrMagic {
			area := i.raw[start+4:]
			if v, ok, err := e.among(area, area, prefix, name); ok || err != nil {
				return v, ok, err
			}
		}
	}
	at := int64(le.Uint32(i.raw[0x68:])) | int64(le.Uint16(i.raw[0x76:]))<<32
	if at == 0 {
		return nil, false, nil
	}
	if at >= e.blocks {
		return nil, false, fmt.Errorf("attributes at block %d of %d", at, e.blocks)
	}
	b := make([]byte, e.block)
	if err := e.dev.read(b, at*e.block); err != nil {
		return nil, false, fmt.Errorf("read attributes: %w", err)
	}
	if le.Uint32(b) != attrMagic {
		return nil, false, fmt.Errorf("a block of attributes without its mark")
	}
	return e.among(b[32:], b, prefix, name)
}

// among looks through entries; their values lie by offsets from a base.
func (e *ext) among(entries, base []byte, prefix byte, name string) ([]byte, bool, error) {
	for len(entries) >= attrEntry && le.Uint32(entries) != 0 {
		length := int(entries[0])
		if attrEntry+length > len(entries) {
			return nil, false, fmt.Errorf("an attribute with a name of %d bytes", length)
		}
		if entries[1] == prefix && string(entries[attrEntry:attrEntry+length]) == name {
			return e.value(entries, base)
		}
		entries = entries[min(len(entries), (attrEntry+length+3)/4*4):]
	}
	return nil, false, nil
}

func (e *ext) value(entry, base []byte) ([]byte, bool, error) {
	off, inode, size := int(le.Uint16(entry[2:])), le.Uint32(entry[4:]), int64(le.Uint32(entry[8:]))
	if inode != 0 {
		return nil, false, fmt.Errorf("an attribute in inode %d, which is not supported", inode)
	}
	if int64(off)+size > int64(len(base)) {
		return nil, false, fmt.Errorf("an attribute of %d bytes at %d", size, off)
	}
	return base[off : int64(off)+size], true, nil
}
