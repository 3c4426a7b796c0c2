package filesystem

import (
	"fmt"
	"slices"
	"strings"
)

// entry is a name in a directory.
type entry struct {
	name  string
	inode uint64
}

// listing is a directory as it is read. What a disk says of directories can be
// larger than any disk, by blocks that are holes or stand in many places: so the
// names that are held and the bytes that are read are both counted.
type listing struct {
	entries []entry
	size    int64  // of the names held, in bytes
	left    *int64 // bytes of directories that may still be read
	wrong   error  // what was passed over first
	more    int    // and how much more
}

// entryCost is what an entry costs beside its name, in bytes.
const entryCost = 32

// add notes an entry, but for the directory itself and its parent. Names that no
// path can have are passed over and told.
func (l *listing) add(name string, inode uint64) error {
	switch {
	case name == "." || name == "..":
		return nil
	case !goodName(name):
		l.pass(fmt.Errorf("%q is no name", name))
		return nil
	}
	cost := int64(len(name)) + entryCost
	if l.size+cost > maxNames {
		return fmt.Errorf("names of more than %d bytes", maxNames)
	}
	l.size += cost
	l.entries = append(l.entries, entry{name, inode})
	return nil
}

// pass notes that something could not be read.
func (l *listing) pass(err error) {
	if l.wrong == nil {
		l.wrong = err
		return
	}
	l.more++
}

// read counts the bytes of a directory that are about to be read.
func (l *listing) read(n int64) error {
	if *l.left -= n; *l.left < 0 {
		return fmt.Errorf("the directories are larger than the device, or than %d bytes together", int64(maxLists))
	}
	return nil
}

// sorted orders the entries by the bytes of their names. Of two with one name the
// first is kept.
func (l *listing) sorted() []entry {
	slices.SortStableFunc(l.entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return slices.CompactFunc(l.entries, func(a, b entry) bool {
		if a.name != b.name {
			return false
		}
		l.pass(fmt.Errorf("it has %q twice", a.name))
		return true
	})
}

// readDir reads a directory as far as it can be; the error tells what could not.
func readDir(t tree, inode uint64, left *int64) (*listing, error) {
	l := &listing{left: left}
	if err := t.list(inode, l); err != nil {
		l.pass(err)
	}
	l.entries = l.sorted()
	switch {
	case l.wrong == nil:
		return l, nil
	case l.more > 0:
		return l, fmt.Errorf("read directory: %w, and %d more", l.wrong, l.more)
	}
	return l, fmt.Errorf("read directory: %w", l.wrong)
}
