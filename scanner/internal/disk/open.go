package disk

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Image is an opened image of one disk or, for an appliance, of several.
type Image struct {
	Format string
	Disks  []Named
	files  []io.Closer
}

// Named is a disk, and the name that an appliance has for it.
type Named struct {
	Name string // empty for an image of one disk
	Device
}

// Close releases the image's files.
func (i *Image) Close() error {
	var errs []error
	for _, f := range i.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// Refusal says why a sound image is not read, with what to do about it.
type Refusal struct{ Problem, Hint string }

func (r *Refusal) Error() string { return r.Problem }

// Remedy says what one can do.
func (r *Refusal) Remedy() string { return r.Hint }

// Refused reports whether an image was recognized and refused.
func Refused(err error) bool {
	var r *Refusal
	return errors.As(err, &r)
}

// differs refuses an image that has only what changed since another.
func differs(parent string) error {
	name := "which it does not name"
	if parent != "" {
		name = quoted(parent)
	}
	return &Refusal{"it has only the changes to another image, " + name,
		"write both as one image: qemu-img convert -O qcow2 IMAGE FLAT.qcow2"}
}

// quoted writes a name that is from an image, for a terminal to show: with no
// control characters, and a path of Windows as it is.
func quoted(name string) string {
	return strings.ReplaceAll(strconv.Quote(name), `\\`, `\`)
}

// format is a container of disks.
type format struct {
	name string
	fits func(head, tail []byte) bool // what the image begins and ends with
	open func(*source) ([]Named, error)
}

// probe is how much of an image's begin and end tells its format.
const probe = 512

func formats() []format {
	return []format{
		{"qcow2", isQcow2, one(openQcow2)},
		{"vmdk", isVMDK, one(openVMDK)},
		{"vhdx", isVHDX, one(openVHDX)},
		{"vdi", isVDI, one(openVDI)},
		{"vhd", isVHD, one(openVHD)},
		{"ova", isOVA, openOVA},
		{"raw", func(_, _ []byte) bool { return true }, one(func(s *source) (Device, error) { return s.Device, nil })},
	}
}

func one(open func(*source) (Device, error)) func(*source) ([]Named, error) {
	return func(s *source) ([]Named, error) {
		d, err := open(s)
		if err != nil {
			return nil, err
		}
		return []Named{{"", d}}, nil
	}
}

// Open opens the image of a disk, of whatever format.
func Open(path string) (*Image, error) { return OpenOver(path, "") }

// OpenOver opens an image that has only what changed since another, its backing file.
// The one that the image names is not opened: an image can name any file there is.
func OpenOver(path, backing string) (*Image, error) {
	s := &source{path: path, backing: backing, pool: newPool()}
	img, err := s.open()
	if err != nil {
		(&Image{files: s.files}).Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return img, nil
}

// source is where an image is read from.
type source struct {
	Device        // its bytes
	path   string // the file that it is; empty for one that is inside of another
	// backing is the file that it has only the changes to; empty where none was given.
	backing string
	pool    *pool
	files   []io.Closer
}

func (s *source) open() (*Image, error) {
	d, err := s.file(os.Stat, os.Open, s.path)
	if err != nil {
		return nil, err
	}
	s.Device = d
	return s.image()
}

// image opens what the bytes are.
func (s *source) image() (*Image, error) {
	n := min(probe, s.Size())
	head, err := readBytes(s, 0, n)
	if err != nil {
		return nil, err
	}
	tail, err := readBytes(s, s.Size()-n, n)
	if err != nil {
		return nil, err
	}
	for _, f := range formats() {
		if !f.fits(head, tail) {
			continue
		}
		disks, err := f.open(s)
		if err == nil && s.backing != "" {
			err = &Refusal{"it is whole, and has no use for " + quoted(s.backing), "leave out what stands behind the #"}
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f.name, err)
		}
		return &Image{f.name, disks, s.files}, nil
	}
	return nil, errors.New("not an image of a disk")
}

// base opens the backing file that was given.
func (s *source) base() (Device, error) {
	b := &source{path: s.backing, pool: s.pool}
	s.backing = ""
	img, err := b.open()
	s.files = append(s.files, b.files...)
	if err != nil {
		return nil, fmt.Errorf("open the backing file %s: %w", b.path, err)
	}
	if len(img.Disks) != 1 {
		return nil, fmt.Errorf("the backing file %s is of %d disks", b.path, len(img.Disks))
	}
	return img.Disks[0], nil
}

// file opens a file for as long as the image is open. It looks before: to open a
// pipe would wait for a writer.
func (s *source) file(stat func(string) (os.FileInfo, error), open func(string) (*os.File, error), name string) (Device, error) {
	st, err := stat(name)
	if err != nil {
		return nil, err
	}
	if m := st.Mode(); !m.IsRegular() && m.Type() != os.ModeDevice {
		return nil, fmt.Errorf("%s is not a file", name)
	}
	f, err := open(name)
	if err != nil {
		return nil, err
	}
	s.files = append(s.files, f)
	size, err := f.Seek(0, io.SeekEnd) // a device has no size to stat
	return &file{f, size}, err
}

// beside opens a file that the image names, which must be in its folder: an image
// can name any file there is.
func (s *source) beside(name string) (Device, error) {
	if s.path == "" {
		return nil, fmt.Errorf("%q is named by an image that is inside of another", name)
	}
	dir, err := os.OpenRoot(filepath.Dir(s.path))
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return s.file(dir.Stat, dir.Open, name)
}
