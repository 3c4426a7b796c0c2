package source

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

func isDir(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

func openDir(path, _ string) (*Image, error) {
	if !isDir(path) {
		return nil, &ErrTarget{path, "is not a directory", "drop the prefix dir: to have the kind recognized"}
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	l := &dirLayer{root: root, left: map[string]bool{}}
	if abs == "/" {
		l.Leave(volatile...)
	}
	return &Image{Layers: []Layer{l}, Tree: l, close: root.Close}, err
}

// dirLayer is a directory. It is read through [os.Root], which no link leaves.
type dirLayer struct {
	root *os.Root
	left map[string]bool // paths that are left out
	only []string        // paths that alone are read; nil for all
}

func (*dirLayer) Digest() string { return "" }

func (*dirLayer) Key() string { return "" }

// volatile are the places of a running system that hold no software.
var volatile = []string{"proc", "sys", "dev", "run", "tmp", "var/tmp", "mnt", "media"}

func (l *dirLayer) Leave(dirs ...string) {
	for _, d := range dirs {
		l.left[d] = true
	}
}

func (l *dirLayer) Walk(ctx context.Context, visit func(*File) error, gap func(inventory.Gap)) error {
	if l.only == nil {
		return l.walk(ctx, ".", visit, gap)
	}
	for _, p := range l.only {
		if err := l.part(ctx, p, visit, gap); err != nil {
			return err
		}
	}
	return nil
}

// part reads a directory or a file. It may be gone: a package's list says what was
// there.
func (l *dirLayer) part(ctx context.Context, p string, visit func(*File) error, gap func(inventory.Gap)) error {
	st, err := l.root.Lstat(p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && !st.IsDir():
		return l.visit(p, fs.FileInfoToDirEntry(st), visit, gap)
	}
	return l.walk(ctx, p, visit, gap)
}

func (l *dirLayer) walk(ctx context.Context, from string, visit func(*File) error, gap func(inventory.Gap)) error {
	return fs.WalkDir(l.root.FS(), from, func(name string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			gap(inventory.Gap{Path: name, Reason: inventory.GapUnreadable, Detail: Reason(err)})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() && l.left[name] {
			return fs.SkipDir
		}
		return l.visit(name, d, visit, gap)
	})
}

func (l *dirLayer) Find(path string) (*File, error) {
	st, err := l.root.Lstat(rooted(path))
	if err != nil {
		return nil, err
	}
	f := &File{Path: path, Kind: kindOf(st.Mode()), Size: st.Size()}
	if f.Kind == Symlink {
		link, err := l.root.Readlink(path)
		if err != nil {
			return nil, err
		}
		f.Link = filepath.ToSlash(link)
	}
	return f, nil
}

// rooted writes a path as [os.Root] has it.
func rooted(path string) string {
	if path == "" {
		return "."
	}
	return path
}

func kindOf(m fs.FileMode) Kind {
	switch {
	case m.IsRegular():
		return Regular
	case m.IsDir():
		return Directory
	case m&fs.ModeSymlink != 0:
		return Symlink
	}
	return Other
}

func (l *dirLayer) Names(dir string) ([]string, error) {
	entries, err := fs.ReadDir(l.root.FS(), rooted(dir))
	out := make([]string, len(entries))
	for i, e := range entries {
		out[i] = e.Name()
	}
	return out, err
}

func (l *dirLayer) Open(path string) (*Content, error) {
	f, err := l.root.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err == nil && !st.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: path, Err: errors.New("not a file")}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &Content{io.NewSectionReader(f, 0, st.Size()), f.Close}, nil
}

func (*dirLayer) Marks() bool { return !blind() }

func (l *dirLayer) Overlay(dir, digest string) Layer { return &dirOverlay{l, dir, digest} }

// dirOverlay is a directory of overlayfs within a directory.
type dirOverlay struct {
	*dirLayer
	dir, digest string
}

func (l *dirOverlay) Digest() string { return l.digest }

func (l *dirOverlay) Walk(ctx context.Context, visit func(*File) error, gap func(inventory.Gap)) error {
	return fs.WalkDir(l.root.FS(), l.dir, func(path string, d fs.DirEntry, err error) error {
		name, _ := strings.CutPrefix(strings.TrimPrefix(path, l.dir), "/")
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			gap(inventory.Gap{Path: path, Reason: inventory.GapUnreadable, Detail: Reason(err)})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type()&fs.ModeCharDevice != 0 && isWhiteout(d):
			return visit(&File{Path: name, Kind: Whiteout})
		case d.IsDir() && isOpaque(l.root, path):
			if err := visit(&File{Path: name, Kind: Opaque}); err != nil {
				return err
			}
		}
		return l.visit(path, d, func(f *File) error {
			f.Path = name
			return visit(f)
		}, gap)
	})
}

func (l *dirLayer) visit(name string, d fs.DirEntry, visit func(*File) error, gap func(inventory.Gap)) error {
	f := &File{Path: name}
	switch {
	case d.IsDir():
		f.Kind = Directory
	case d.Type()&fs.ModeSymlink != 0:
		f.Kind = Symlink
		link, err := l.root.Readlink(name)
		if err != nil {
			gap(inventory.Gap{Path: name, Reason: inventory.GapUnreadable, Detail: Reason(err)})
			return nil
		}
		f.Link = filepath.ToSlash(link)
	case !d.Type().IsRegular():
		f.Kind = Other
	default:
		info, err := d.Info()
		if err != nil {
			gap(inventory.Gap{Path: name, Reason: inventory.GapUnreadable, Detail: Reason(err)})
			return nil
		}
		f.Size = info.Size()
		f.again = func() (content, func()) {
			lazy := &lazyFile{root: l.root, name: name}
			return lazy, lazy.close
		}
		c, release := f.again()
		defer release()
		f.Reader, f.At = c, c
	}
	return visit(f)
}

// Reason gives an error without the path, which the gap has.
func Reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// lazyFile opens a file when it is first read: most are not.
type lazyFile struct {
	root *os.Root
	name string
	file *os.File
}

func (f *lazyFile) open() error {
	if f.file != nil {
		return nil
	}
	var err error
	f.file, err = f.root.OpenFile(f.name, os.O_RDONLY|nonBlocking, 0)
	return err
}

func (f *lazyFile) Read(p []byte) (int, error) {
	if err := f.open(); err != nil {
		return 0, err
	}
	return f.file.Read(p)
}

func (f *lazyFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.open(); err != nil {
		return 0, err
	}
	return f.file.ReadAt(p, off)
}

func (f *lazyFile) close() {
	if f.file != nil {
		f.file.Close()
	}
}
