package source

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// maxLayer bounds what one layer may decompress to: larger than any image in
// use, small enough that a bomb ends.
const maxLayer = 256 << 30

// tarLayer is a layer in the form images have: a tar, often compressed.
type tarLayer struct {
	digest string
	name   string // for messages
	open   func() (io.ReadCloser, error)
}

func (l *tarLayer) Digest() string { return l.digest }

func (l *tarLayer) Walk(ctx context.Context, visit func(*File) error, gap func(inventory.Gap)) error {
	blob, err := l.open()
	if err != nil {
		return fmt.Errorf("open layer %s: %w", l.name, err)
	}
	defer blob.Close()
	body, done, err := decompress(blob)
	if err != nil {
		return fmt.Errorf("read layer %s: %w", l.name, err)
	}
	defer done()
	if err := walkTar(ctx, body, visit, gap); err != nil {
		return fmt.Errorf("read layer %s: %w", l.name, err)
	}
	return nil
}

// decompress undoes the compression that the first bytes tell. What is not
// compressed and can seek is returned as it is, so that bodies are skipped.
func decompress(r io.Reader) (io.Reader, func(), error) {
	nothing := func() {}
	head := make([]byte, 6)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		if errors.Is(err, io.EOF) {
			return bytes.NewReader(nil), nothing, nil
		}
		return nil, nil, err
	}
	head = head[:n]
	compressed := bytes.HasPrefix(head, []byte{0x1f, 0x8b}) || bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) ||
		bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")) || bytes.HasPrefix(head, []byte("BZh"))
	if s, ok := r.(io.Seeker); ok && !compressed {
		if _, err := s.Seek(0, io.SeekStart); err != nil {
			return nil, nil, err
		}
		return r, nothing, nil
	}
	in := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(head), r), 256<<10)
	var out io.Reader = in
	done := nothing
	switch {
	case head[0] == 0x1f && compressed:
		out, err = gzip.NewReader(in)
	case head[0] == 0x28 && compressed:
		var z *zstd.Decoder
		z, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20), zstd.WithDecoderLowmem(true))
		if err == nil {
			out, done = z, z.Close
		}
	case head[0] == 0xfd && compressed:
		out, err = xz.NewReader(in)
	case head[0] == 'B' && compressed:
		out = bzip2.NewReader(in)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("decompress: %w", err)
	}
	if compressed {
		out = &bounded{out, maxLayer}
	}
	return out, done, nil
}

// bounded fails rather than ends where too much comes out.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("decompresses to more than %d bytes", int64(maxLayer))
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// maxEntries bounds a layer's files; the largest images have some millions.
const maxEntries = 20_000_000

func walkTar(ctx context.Context, body io.Reader, visit func(*File) error, gap func(inventory.Gap)) error {
	at, _ := body.(io.ReaderAt)
	seeker, _ := body.(io.Seeker)
	t := tar.NewReader(body)
	for n := 0; ; n++ {
		if n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return truncated(err)
		}
		if n == maxEntries {
			return fmt.Errorf("more than %d entries", maxEntries)
		}
		f, ok := tarFile(h)
		if !ok {
			gap(inventory.Gap{Path: h.Name, Reason: inventory.GapUnsafePath})
			continue
		}
		f.Reader = t
		if at != nil && seeker != nil && f.Kind == Regular && h.Typeflag == tar.TypeReg && len(h.PAXRecords) == 0 {
			if pos, err := seeker.Seek(0, io.SeekCurrent); err == nil {
				f.At = io.NewSectionReader(at, pos, h.Size)
			}
		}
		if err := visit(f); err != nil {
			return truncated(err)
		}
	}
}

func truncated(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the archive is truncated: %w", err)
	}
	return err
}

// tarFile maps an archive's entry. A hard link to a file of the same layer has
// no content of its own and counts as a symlink to it.
func tarFile(h *tar.Header) (*File, bool) {
	name, ok := clean(h.Name)
	if !ok {
		return nil, false
	}
	if name, kind, ok := whiteout(name); ok {
		return &File{Path: name, Kind: kind}, true
	}
	f := &File{Path: name, Size: h.Size}
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeGNUSparse:
	case tar.TypeDir:
		f.Kind = Directory
	case tar.TypeSymlink:
		f.Kind, f.Link = Symlink, h.Linkname
	case tar.TypeLink:
		link, ok := clean(h.Linkname)
		if !ok {
			return nil, false
		}
		f.Kind, f.Link = Symlink, "/"+link
	default:
		f.Kind = Other
	}
	return f, true
}
