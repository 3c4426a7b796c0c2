package filesystem

import (
	"errors"
	"fmt"
	"io"
)

// maxDirectory bounds the bytes of one directory: some millions of names.
const maxDirectory = 1 << 30

// entries reads a directory block by block. The nodes of a hash tree look like
// empty entries to a reader that does not know them, which is what they are for.
// https://docs.kernel.org/filesystems/ext4/directory.html
func (e *ext) entries(n uint64) ([]entry, error) {
	i, err := e.inode(n)
	if err != nil {
		return nil, err
	}
	switch {
	case i.kind() != Directory:
		return nil, errors.New("it is no directory")
	case i.size > maxDirectory:
		return nil, fmt.Errorf("%d bytes", i.size)
	case i.flags&extFlagInline != 0:
		return e.inlineEntries(i)
	}
	at, err := e.content(i)
	if err != nil {
		return nil, err
	}
	var out []entry
	b := make([]byte, e.block)
	for off := int64(0); off < i.size; off += e.block {
		if _, err := at.ReadAt(b[:min(e.block, i.size-off)], off); err != nil && !errors.Is(err, io.EOF) {
			return out, err
		}
		if out, err = e.parse(out, b[:min(e.block, i.size-off)]); err != nil {
			return out, err
		}
	}
	return out, nil
}

// inlineEntries reads a directory within its inode: the parent, then entries in
// the rest of the body, and more of them in an attribute.
func (e *ext) inlineEntries(i *extInode) ([]entry, error) {
	rest, _, err := e.attribute(i, attrSystem, "data")
	if err != nil {
		return nil, err
	}
	out, err := e.parse(nil, i.body()[4:])
	if err != nil {
		return out, err
	}
	return e.parse(out, rest)
}

const dirHeader = 8 // bytes before a name

func (e *ext) parse(out []entry, b []byte) ([]entry, error) {
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
			return out, fmt.Errorf("an entry of %d bytes with a name of %d", length, name)
		}
		if s := string(b[dirHeader:min(len(b), dirHeader+name)]); inode != 0 && goodName(s) {
			out = append(out, entry{s, uint64(inode)})
		}
		b = b[length:]
	}
	return out, nil
}
