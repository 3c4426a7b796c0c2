package filesystem

import (
	"errors"
	"fmt"
	"io"
)

// list reads a directory block by block. The nodes of a hash tree look like
// empty entries to a reader that does not know them, which is what they are for.
// https://docs.kernel.org/filesystems/ext4/directory.html
func (e *ext) list(n uint64, l *listing) error {
	i, err := e.inode(n)
	if err != nil {
		return err
	}
	switch {
	case i.kind() != Directory:
		return errors.New("it is no directory")
	case i.flags&extFlagInline != 0:
		return e.listInline(i, l)
	}
	at, err := e.content(i)
	if err != nil {
		return err
	}
	b := make([]byte, e.block)
	for off := int64(0); off < i.size; off += e.block {
		if err := l.read(e.block); err != nil {
			return err
		}
		b := b[:min(e.block, i.size-off)]
		if _, err := at.ReadAt(b, off); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err := e.parse(l, b); err != nil {
			return err
		}
	}
	return nil
}

// listInline reads a directory within its inode: the parent, then entries in
// the rest of the body, and more of them in an attribute.
func (e *ext) listInline(i *extInode, l *listing) error {
	rest, _, err := e.attribute(i, attrSystem, "data")
	if err != nil {
		return err
	}
	if err := e.parse(l, i.body()[4:]); err != nil {
		return err
	}
	return e.parse(l, rest)
}

const dirHeader = 8 // bytes before a name

func (e *ext) parse(l *listing, b []byte) error {
	for len(b) >= dirHeader {
		length := int(le.Uint16(b[4:]))
		if e.block > 65532 && (length == 65535 || length == 0) {
			length = 65536 // does not fit its field
		}
		name := int(b[6])
		if e.features&extFileType == 0 {
			name |= int(b[7]) << 8
		}
		inode := le.Uint32(b)
		if length < dirHeader || length%4 != 0 || length > len(b) || inode != 0 && dirHeader+name > length {
			return fmt.Errorf("an entry of %d bytes with a name of %d", length, name)
		}
		if inode != 0 {
			if err := l.add(string(b[dirHeader:dirHeader+name]), uint64(inode)); err != nil {
				return err
			}
		}
		b = b[length:]
	}
	return nil
}
