package disk

import (
	"fmt"
	"io"
)

// Device is a disk, or a part of one. A read that goes beyond its size gives
// what is before the end, and [io.EOF].
type Device interface {
	io.ReaderAt
	Size() int64 // in bytes
}

// section is a part of a device.
type section struct {
	Device
	off, size int64
}

// part gives n bytes of a device from off on. It is an error if the device is
// shorter.
func part(d Device, off, n int64) (Device, error) {
	if off < 0 || n < 0 || off > d.Size() || n > d.Size()-off {
		return nil, fmt.Errorf("%d bytes at %d lie outside of the %d bytes of the disk", n, off, d.Size())
	}
	return &section{d, off, n}, nil
}

func (s *section) Size() int64 { return s.size }

func (s *section) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= s.size {
		return 0, io.EOF
	}
	short := int64(len(p)) > s.size-off
	if short {
		p = p[:s.size-off]
	}
	n, err := s.Device.ReadAt(p, s.off+off)
	if err == nil && short {
		err = io.EOF
	}
	return n, err
}

// file is a device that is a file as it is.
type file struct {
	io.ReaderAt
	size int64
}

func (f *file) Size() int64 { return f.size }
