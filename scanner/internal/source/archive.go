package source

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// blobs gives the files of an image by name, from an archive or a directory.
type blobs interface {
	// Open opens a blob; what it returns can seek where the source can.
	Open(name string) (io.ReadCloser, error)
	Has(name string) bool
	Close() error
}

// archive is a tar of blobs, indexed in one pass over its headers.
type archive struct {
	file    *os.File
	entries map[string]entry
	packed  bool // the archive itself is compressed: no seeking
}

type entry struct {
	offset, size int64
	link         string
}

// maxBlobs bounds an archive's index.
const maxBlobs = 1 << 20

// openArchive indexes a tar. A compressed one is decompressed again for each
// blob that is opened.
func openArchive(name string) (*archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	a := &archive{file: f, entries: map[string]entry{}}
	if err := a.index(); err != nil {
		f.Close()
		return nil, err
	}
	return a, nil
}

func (a *archive) index() error {
	st, err := a.file.Stat()
	if err != nil {
		return err
	}
	body, done, err := decompress(io.NewSectionReader(a.file, 0, st.Size()))
	if err != nil {
		return err
	}
	defer done()
	seeker, ok := body.(io.Seeker)
	a.packed = !ok
	t := tar.NewReader(body)
	for len(a.entries) < maxBlobs {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return truncated(err)
		}
		if err := a.add(h, seeker, st.Size()); err != nil {
			return err
		}
	}
	return fmt.Errorf("more than %d entries", maxBlobs)
}

func (a *archive) add(h *tar.Header, seeker io.Seeker, size int64) error {
	name, ok := clean(h.Name)
	if !ok {
		return nil // what an image names is looked up by clean names only
	}
	switch h.Typeflag {
	case tar.TypeReg:
		e := entry{size: h.Size}
		if seeker != nil {
			var err error
			if e.offset, err = seeker.Seek(0, io.SeekCurrent); err != nil {
				return err
			}
			if e.offset+e.size > size {
				return truncated(io.ErrUnexpectedEOF)
			}
		}
		a.entries[name] = e
	case tar.TypeLink:
		if link, ok := clean(h.Linkname); ok {
			a.entries[name] = entry{link: link}
		}
	case tar.TypeSymlink:
		a.entries[name] = entry{link: path.Join(path.Dir(name), h.Linkname)}
	}
	return nil
}

// find follows the links by which docker save shares layers.
func (a *archive) find(name string) (string, entry, bool) {
	name = path.Clean(name)
	for range 8 {
		e, ok := a.entries[name]
		if !ok || e.link == "" {
			return name, e, ok
		}
		name = e.link
	}
	return name, entry{}, false
}

func (a *archive) Has(name string) bool {
	_, _, ok := a.find(name)
	return ok
}

func (a *archive) Close() error { return a.file.Close() }

type section struct{ *io.SectionReader }

func (section) Close() error { return nil }

func (a *archive) Open(name string) (io.ReadCloser, error) {
	name, e, ok := a.find(name)
	if !ok {
		return nil, fmt.Errorf("the archive has no %s: %w", name, fs.ErrNotExist)
	}
	if !a.packed {
		return section{io.NewSectionReader(a.file, e.offset, e.size)}, nil
	}
	return a.unpack(name)
}

// unpack reads a compressed archive up to an entry.
func (a *archive) unpack(name string) (io.ReadCloser, error) {
	st, err := a.file.Stat()
	if err != nil {
		return nil, err
	}
	body, done, err := decompress(io.NewSectionReader(a.file, 0, st.Size()))
	if err != nil {
		return nil, err
	}
	t := tar.NewReader(body)
	for {
		h, err := t.Next()
		if err != nil {
			done()
			return nil, truncated(err)
		}
		if n, ok := clean(h.Name); ok && n == name && h.Typeflag == tar.TypeReg {
			return &stream{t, done}, nil
		}
	}
}

type stream struct {
	io.Reader
	done func()
}

func (s *stream) Close() error {
	s.done()
	return nil
}

// folder is a directory of blobs.
type folder struct{ root *os.Root }

func openFolder(name string) (*folder, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &folder{root}, nil
}

func (f *folder) Open(name string) (io.ReadCloser, error) { return f.root.Open(path.Clean(name)) }

func (f *folder) Has(name string) bool {
	st, err := f.root.Stat(path.Clean(name))
	return err == nil && st.Mode().IsRegular()
}

func (f *folder) Close() error { return f.root.Close() }

// maxManifest bounds the JSON documents of an image, as registries do.
const maxManifest = 8 << 20

func readBlob(b blobs, name string) ([]byte, error) {
	r, err := b.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxManifest+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxManifest {
		return nil, fmt.Errorf("read %s: larger than %d bytes", name, maxManifest)
	}
	return bytes.TrimSpace(data), nil
}
