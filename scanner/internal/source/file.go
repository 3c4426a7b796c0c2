package source

import (
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
