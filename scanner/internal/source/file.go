package source

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// Kind is what a file is.
type Kind uint8

// Kinds of files. A whiteout removes what lower layers have at its path; an
// opaque directory removes what they have below it.
const (
	Regular Kind = iota
	Directory
	Symlink
	Other
	Hardlink
	Whiteout
	Opaque
)

// File is one entry of a layer. Its content can be read only during the visit.
type File struct {
	Path string // relative to the root, clean, with slashes
	Kind Kind
	Size int64
	Link string // a link's target; of a hard link from the root

	io.Reader
	At io.ReaderAt // the content at random, where the source is seekable; else nil

	again func() (c content, release func()) // where the source can be asked once more
}

// content is a file's, in order and at random.
type content interface {
	io.Reader
	io.ReaderAt
}

// Lasts reports whether the content can be read when the visit is over, without memory for it.
func (f *File) Lasts() bool { return f.again != nil }

// Hold gives the file to be read when the visit is over, by one reader, who then releases it.
// What does not last is read into memory. What cannot be read keeps its error for the reader;
// of a layer that ends within the file it is told at once.
func (f *File) Hold() (held *File, release func(), err error) {
	out := *f
	c, release := content(nil), func() {}
	if f.Lasts() {
		c, release = f.again()
	} else if c, err = f.inMemory(); err != nil {
		return nil, nil, err
	}
	out.Reader, out.At = c, c
	return &out, release, nil
}

func (f *File) inMemory() (content, error) {
	b := make([]byte, f.Size)
	n, err := io.ReadFull(f.Reader, b)
	switch {
	case err == nil:
		return bytes.NewReader(b), nil
	case errors.Is(err, io.ErrUnexpectedEOF) && f.At == nil:
		return nil, err
	}
	return io.NewSectionReader(failing{bytes.NewReader(b[:n]), err}, 0, f.Size), nil
}

// failing is a content that can be read to a place, and no further.
type failing struct {
	io.ReaderAt
	err error
}

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.ReaderAt.ReadAt(p, off)
	if err != nil {
		err = f.err
	}
	return n, err
}

const (
	whiteoutPrefix = ".wh."
	opaqueMarker   = ".wh..wh..opq"
)

// clean makes an archive's name relative to the root; it reports false for one
// that leads out of it.
func clean(name string) (string, bool) {
	name = strings.ReplaceAll(name, "\x00", "")
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return name, false
		}
	}
	return strings.TrimPrefix(path.Clean("/"+name), "/"), true
}

// whiteout recognizes the names by which a layer removes files.
// https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
func whiteout(name string) (string, Kind, bool) {
	dir, base := path.Split(name)
	switch {
	case base == opaqueMarker:
		return strings.TrimSuffix(dir, "/"), Opaque, true
	case strings.HasPrefix(base, whiteoutPrefix+whiteoutPrefix):
		return "", Other, true // bookkeeping of aufs
	case strings.HasPrefix(base, whiteoutPrefix):
		return dir + strings.TrimPrefix(base, whiteoutPrefix), Whiteout, true
	}
	return name, Regular, false
}
