package filesystem

import (
	"context"
	"errors"
	"io"
)

// Device is what a file system lies on.
type Device interface {
	io.ReaderAt
	Size() int64 // in bytes
}

// FS is an opened file system. It is read only and safe for concurrent use.
type FS interface {
	// Kind is its name: ext4, xfs, squashfs.
	Kind() string
	// UUID is how an fstab names it, in lower case; empty where it has none.
	UUID() string
	// Label is its name as its maker gave it.
	Label() string
	// Walk visits every file below a directory once, a directory before what is in it,
	// names by their bytes; "" is the root. Paths are from the root. What cannot be read
	// is told to damaged with its path, and passed over; an error of visit ends the
	// walk, but for [ErrSkipDir].
	Walk(ctx context.Context, dir string, visit func(*File) error, damaged func(path string, err error)) error
	// Lookup finds a file by its path from the root, through directories alone: no
	// link is followed.
	Lookup(path string) (*File, error)
	// Names lists a directory by the bytes of its names, as far as it can be read.
	Names(dir string) ([]string, error)
}

// ErrSkipDir tells Walk to leave out what is in the directory it just visited.
var ErrSkipDir = errors.New("skip this directory")

// Kind is what a file is.
type Kind uint8

// Kinds of files.
const (
	Regular Kind = iota
	Directory
	Symlink
	CharDevice
	Other
)

// File is a file of a file system. Hard links are files of one inode.
type File struct {
	Path         string // relative to the root, with slashes, without a leading one
	Kind         Kind
	Size         int64 // in bytes, of a regular file
	Link         string
	Inode        uint64
	Major, Minor uint32 // of a device
	// Opaque says that overlayfs hides what lower layers have in this directory
	// (the attribute trusted.overlay.opaque or user.overlay.opaque is y).
	Opaque bool
	// At reads the content of a regular file.
	At io.ReaderAt
}

// Bounds of what is read of one file system.
const (
	maxPath  = 4096     // bytes of a path
	maxName  = 255      // bytes of a name
	maxDepth = 256      // directories within each other
	maxFiles = 50 << 20 // visited in one walk
	maxNames = 48 << 20 // bytes of the names of a directory, and of those that are entered at one time
	maxLists = 4 << 30  // bytes of directories read in one walk
)

// opener is one kind of file system.
type opener struct {
	kind string
	fits func(d Device) bool // looks at the magic number
	open func(d Device) (FS, error)
}

func openers() []opener {
	return []opener{
		{"ext", isExt, openExt},
		{"xfs", isXFS, openXFS},
		{"squashfs", isSquash, openSquash},
	}
}

// ErrUnknown says that a device holds none of the file systems that are known.
var ErrUnknown = errors.New("no known file system")

// Open opens the file system of a device.
func Open(d Device) (FS, error) {
	for _, o := range openers() {
		if o.fits(d) {
			return o.open(d)
		}
	}
	return nil, ErrUnknown
}
