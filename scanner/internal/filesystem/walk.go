package filesystem

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// tree is what a walk needs to know of a file system.
type tree interface {
	size() int64  // of the device, in bytes
	root() uint64 // inode of the root directory
	// list reads a directory. Entries that were read before an error stand.
	list(inode uint64, l *listing) error
	// file gives a file, and what of it could not be read; nil where nothing could.
	file(inode uint64) (*File, error)
}

// lists is how many bytes of directories may be read: no two share a block.
func lists(t tree) *int64 { return new(min(t.size(), maxLists)) }

// walker is the state of one walk.
type walker struct {
	tree    tree
	visit   func(*File) error
	damaged func(string, error)
	entered map[uint64]bool
	files   int
	lists   *int64
	held    int64 // bytes of names, of all directories that are entered
}

func walk(ctx context.Context, t tree, dir string, visit func(*File) error, damaged func(string, error)) error {
	w := &walker{tree: t, visit: visit, damaged: damaged, entered: map[uint64]bool{}, lists: lists(t)}
	if dir == "" {
		return w.directory(ctx, t.root(), "", 0)
	}
	f, err := find(t, dir)
	if err != nil {
		return fmt.Errorf("look up %s: %w", dir, err)
	}
	return w.directory(ctx, f.Inode, dir, strings.Count(dir, "/"))
}

func names(t tree, dir string) ([]string, error) {
	f, err := find(t, dir)
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", dir, err)
	}
	l, err := readDir(t, f.Inode, lists(t))
	out := make([]string, len(l.entries))
	for i, e := range l.entries {
		out[i] = e.name
	}
	return out, err
}

// directory visits what is in a directory. A directory that was entered before is
// told as damage: it would contain itself.
func (w *walker) directory(ctx context.Context, inode uint64, dir string, depth int) error {
	switch {
	case w.entered[inode]:
		w.damaged(dir, fmt.Errorf("directory %d is at another path too", inode))
		return nil
	case depth > maxDepth:
		w.damaged(dir, fmt.Errorf("more than %d directories are within each other", maxDepth))
		return nil
	}
	w.entered[inode] = true
	l, err := readDir(w.tree, inode, w.lists)
	if err != nil {
		w.damaged(dir, err) // what was read before the damage is visited
	}
	if w.held += l.size; w.held > maxNames {
		w.held -= l.size
		w.damaged(dir, fmt.Errorf("read directory: it and those above have more than %d bytes of names", maxNames))
		return nil
	}
	defer func() { w.held -= l.size }()
	for _, e := range l.entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.file(ctx, e, join(dir, e.name), depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) file(ctx context.Context, e entry, path string, depth int) error {
	if w.files++; w.files > maxFiles {
		return fmt.Errorf("more than %d files", maxFiles)
	}
	if len(path) > maxPath {
		w.damaged(path[:maxName], fmt.Errorf("a path of %d bytes", len(path)))
		return nil
	}
	f, err := w.tree.file(e.inode)
	if err != nil {
		w.damaged(path, err)
	}
	if f == nil {
		return nil
	}
	f.Path = path
	switch err := w.visit(f); {
	case errors.Is(err, ErrSkipDir) && f.Kind == Directory:
		return nil
	case err != nil:
		return err
	case f.Kind == Directory:
		return w.directory(ctx, e.inode, path, depth+1)
	}
	return nil
}

func join(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}

// goodName reports whether a name can stand in a path.
func goodName(name string) bool {
	return name != "" && name != "." && name != ".." && len(name) <= maxName && !strings.ContainsAny(name, "/\x00")
}

// lookup finds a file by its path through directories. Where a part of a directory
// cannot be read, nobody knows that a name is not in it.
func lookup(t tree, path string) (*File, error) {
	f, err := find(t, path)
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", path, err)
	}
	f.Path = strings.Trim(path, "/")
	return f, nil
}

func find(t tree, path string) (*File, error) {
	inode := t.root()
	for name := range strings.FieldsFuncSeq(path, func(c rune) bool { return c == '/' }) {
		dir, err := t.file(inode)
		if err != nil {
			return nil, err
		}
		if dir.Kind != Directory {
			return nil, fs.ErrNotExist
		}
		l, err := readDir(t, inode, lists(t))
		i := slices.IndexFunc(l.entries, func(e entry) bool { return e.name == name })
		if i < 0 {
			return nil, cmp.Or(err, error(fs.ErrNotExist))
		}
		inode = l.entries[i].inode
	}
	return t.file(inode)
}

// kindOf reads what a file is of its mode.
func kindOf(mode uint16) (Kind, error) {
	switch mode >> 12 {
	case 0x8:
		return Regular, nil
	case 0x4:
		return Directory, nil
	case 0xA:
		return Symlink, nil
	case 0x2:
		return CharDevice, nil
	case 0x1, 0x6, 0xC: // a pipe, a block device, a socket
		return Other, nil
	}
	return Other, fmt.Errorf("its mode is %#o, which no kind of file has", mode)
}
