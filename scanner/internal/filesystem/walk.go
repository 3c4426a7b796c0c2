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
	root() uint64 // inode of the root directory
	// entries lists a directory without its references to itself and its parent.
	entries(inode uint64) ([]entry, error)
	file(inode uint64) (*File, error)
}

// entry is a name in a directory.
type entry struct {
	name  string
	inode uint64
}

// walker is the state of one walk.
type walker struct {
	tree    tree
	visit   func(*File) error
	damaged func(string, error)
	entered map[uint64]bool
	files   int
}

func walk(ctx context.Context, t tree, visit func(*File) error, damaged func(string, error)) error {
	w := &walker{tree: t, visit: visit, damaged: damaged, entered: map[uint64]bool{}}
	return w.directory(ctx, t.root(), "", 0)
}

// directory visits what is in a directory. A directory that was entered before is
// told as damage: it would contain itself.
func (w *walker) directory(ctx context.Context, inode uint64, dir string, depth int) error {
	switch {
	case w.entered[inode]:
		w.damaged(dir, errors.New("the directory stands in two places"))
		return nil
	case depth > maxDepth:
		w.damaged(dir, fmt.Errorf("more than %d directories within each other", maxDepth))
		return nil
	}
	w.entered[inode] = true
	entries, err := w.tree.entries(inode)
	if err != nil {
		w.damaged(dir, fmt.Errorf("read directory: %w", err)) // what was read before the damage is visited
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	for i, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i > 0 && e.name == entries[i-1].name {
			continue
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

// lookup finds a file by its path through directories.
func lookup(t tree, path string) (*File, error) {
	inode := t.root()
	for _, name := range strings.FieldsFunc(path, func(c rune) bool { return c == '/' }) {
		entries, err := t.entries(inode)
		i := slices.IndexFunc(entries, func(e entry) bool { return e.name == name })
		if i < 0 {
			if err != nil {
				return nil, fmt.Errorf("look up %s: %w", path, err)
			}
			return nil, &fs.PathError{Op: "look up", Path: path, Err: fs.ErrNotExist}
		}
		inode = entries[i].inode
	}
	f, err := t.file(inode)
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", path, err)
	}
	f.Path = strings.Trim(path, "/")
	return f, nil
}
