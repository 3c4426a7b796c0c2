package source

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"github.com/licdrift/licdrift/scanner/internal/filesystem"
	"github.com/licdrift/licdrift/scanner/inventory"
)

// maxLayer bounds what one layer may decompress to: larger than any image in
// use, small enough that a bomb ends.
const maxLayer = 256 << 30

// tarLayer is a layer in the form images have: a tar, often compressed.
type tarLayer struct {
	digest string
	name   string // for messages
	packed bool   // compressed: read whole, so that the digest is checked
	open   func() (io.ReadCloser, error)
}

func (l *tarLayer) Digest() string { return l.digest }

// Key is empty for a layer that is not compressed: it is skipped through, which
// costs little, and its digest is not checked.
func (l *tarLayer) Key() string {
	if !l.packed {
		return ""
	}
	return l.digest
}

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
	end := &ending{Reader: body, sum: sha256.New()}
	var read io.Reader = end
	if _, ok := body.(io.Seeker); ok {
		read = body // skipped by seeking, not hashed
	}
	if err = walkTar(ctx, read, visit, gap); err == nil {
		err = l.complete(body, end)
	}
	if err != nil {
		return fmt.Errorf("read layer %s: %w", l.name, err)
	}
	return nil
}

// complete reads what is behind the last entry: the compression's checksum, the
// end of the archive, and with them the digest of the whole. Half a layer often
// ends between two entries, which the tar reader does not mind.
func (l *tarLayer) complete(body io.Reader, end *ending) error {
	s, seeks := body.(io.ReadSeeker)
	if seeks {
		if _, err := s.Seek(-blockSize, io.SeekEnd); err != nil {
			return truncated(io.ErrUnexpectedEOF)
		}
		tail, err := io.ReadAll(s)
		if err != nil {
			return err
		}
		end.see(tail)
	} else if _, err := io.Copy(io.Discard, end); err != nil {
		return truncated(err)
	}
	if end.zeros < blockSize {
		return truncated(io.ErrUnexpectedEOF)
	}
	if !seeks && l.digest != "" && l.digest != fmt.Sprintf("sha256:%x", end.sum.Sum(nil)) {
		return fmt.Errorf("its content is not what its digest %s says", l.digest)
	}
	return nil
}

// maxDictionary is what unpacking a layer may hold of it: four times what xz -9 asks for.
const maxDictionary = 256 << 20

// blockSize is that of tar, which ends with two blocks of zeros.
const blockSize = 512

// ending hashes what is read and counts the zeros at its end.
type ending struct {
	io.Reader
	sum   hash.Hash
	zeros int
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	e.sum.Write(p[:n])
	e.see(p[:n])
	return n, err
}

func (e *ending) see(p []byte) {
	kept := len(bytes.TrimRight(p, "\x00"))
	if kept > 0 {
		e.zeros = 0
	}
	e.zeros += len(p) - kept
}

// decompress undoes the compression that the first bytes tell. What is not
// compressed and can seek is returned as it is, so that bodies are skipped.
func decompress(r io.Reader) (io.Reader, func(), error) {
	nothing := func() {}
	head := make([]byte, 6)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		if errors.Is(err, io.EOF) {
			err = fmt.Errorf("it is empty: %w", io.ErrUnexpectedEOF)
		}
		return nil, nil, err
	}
	head = head[:n]
	compressed := packed(head)
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
		buffered := bufio.NewReaderSize(in, filesystem.XZHead)
		start, _ := buffered.Peek(filesystem.XZHead) // a short stream is all there is
		if err = filesystem.CheckXZ(start, maxDictionary); err == nil {
			out, err = xz.NewReader(buffered)
		}
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

// packed recognizes gzip, zstd, xz and bzip2.
func packed(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0x1f, 0x8b}) || bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) ||
		bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")) || bytes.HasPrefix(head, []byte("BZh"))
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

// tarFile maps an archive's entry. A hard link has no content of its own: it is
// another name for a file that stands before it.
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
		f.Kind, f.Link = Hardlink, "/"+link
	default:
		f.Kind = Other
	}
	return f, true
}
