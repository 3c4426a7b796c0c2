package source

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/licdrift/licdrift/scanner/inventory"
)

// Deb gives a Debian package as a layer over the system that it is to be installed in:
// its files, its control file as the status of one package, and the list of its files.
// Folders are not among them: in a system they may be links. The file is read once
// from begin to end; nothing is unpacked.
// https://manpages.debian.org/deb.5
func Deb(name string) Layer { return debLayer(name) }

type debLayer string

func (debLayer) Digest() string { return "" }
func (debLayer) Key() string    { return "" }

const (
	arMagic     = "!<arch>\n"
	arHeader    = 60
	maxControl  = 16 << 20 // bytes of the control archive's files that are read
	maxDebParts = 64
)

func (l debLayer) Walk(ctx context.Context, visit func(*File) error, gap func(inventory.Gap)) error {
	f, err := os.Open(string(l))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := (&deb{visit: visit, gap: gap}).read(ctx, bufio.NewReaderSize(f, 256<<10)); err != nil {
		return fmt.Errorf("read package %s: %w", l, err)
	}
	return nil
}

// deb is the state of reading one package.
type deb struct {
	visit   func(*File) error
	gap     func(inventory.Gap)
	control []byte
	files   bytes.Buffer // the list of its files, as dpkg keeps it
}

func (d *deb) read(ctx context.Context, r io.Reader) error {
	magic := make([]byte, len(arMagic))
	if _, err := io.ReadFull(r, magic); err != nil || string(magic) != arMagic {
		return errors.New("it is no Debian package")
	}
	seen := false
	for range maxDebParts {
		name, size, err := arEntry(r)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		part := &io.LimitedReader{R: r, N: size}
		switch {
		case strings.HasPrefix(name, "control.tar"):
			err = d.part(ctx, part, d.readControl)
		case strings.HasPrefix(name, "data.tar") && d.control != nil:
			seen = true
			err = d.part(ctx, part, d.file)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, err := io.Copy(io.Discard, part); err != nil {
			return err
		}
		if part.N > 0 {
			return fmt.Errorf("%s: %w", name, truncated(io.ErrUnexpectedEOF))
		}
		if size%2 == 1 { // entries begin at even places
			if _, err := io.CopyN(io.Discard, r, 1); err != nil && !errors.Is(err, io.EOF) {
				return err
			}
		}
	}
	if !seen {
		return fmt.Errorf("it has no control or no data: %w", io.ErrUnexpectedEOF)
	}
	return d.status()
}

// arEntry reads the header of an entry: its name and size in text.
func arEntry(r io.Reader) (name string, size int64, err error) {
	h := make([]byte, arHeader)
	if _, err := io.ReadFull(r, h); err != nil {
		return "", 0, err
	}
	size, err = strconv.ParseInt(strings.TrimSpace(string(h[48:58])), 10, 64)
	if err != nil || size < 0 || string(h[58:]) != "`\n" {
		return "", 0, errors.New("the header of an entry is damaged")
	}
	return strings.TrimRight(strings.TrimSpace(string(h[:16])), "/"), size, nil
}

func (d *deb) part(ctx context.Context, r io.Reader, visit func(*File) error) error {
	body, done, err := decompress(r)
	if err != nil {
		return err
	}
	defer done()
	if err := walkTar(ctx, body, visit, d.gap); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, body) // to the compression's checksum
	return err
}

func (d *deb) readControl(f *File) error {
	if f.Path != "control" || f.Kind != Regular {
		return nil
	}
	if f.Size > maxControl {
		return fmt.Errorf("a control file of %d bytes", f.Size)
	}
	b, err := io.ReadAll(f)
	d.control = append(bytes.TrimRight(b, "\n"), '\n')
	return err
}

// maxList bounds the list of a package's files, in bytes.
const maxList = 64 << 20

func (d *deb) file(f *File) error {
	if f.Kind == Directory || f.Kind == Whiteout || f.Kind == Opaque {
		return nil
	}
	if d.files.Len() < maxList {
		d.files.WriteString("/" + f.Path + "\n")
	}
	return d.visit(f)
}

// status gives what dpkg will know of the package once it is installed.
func (d *deb) status() error {
	name := ""
	for line := range strings.Lines(string(d.control)) {
		if value, ok := strings.CutPrefix(line, "Package:"); ok && name == "" {
			name = strings.TrimSpace(value)
		}
	}
	if name == "" || path.Base(name) != name || strings.HasPrefix(name, ".") {
		return fmt.Errorf("its control file names the package %.40q", name)
	}
	for at, content := range map[string][]byte{"var/lib/dpkg/status.d/" + name: d.control, "var/lib/dpkg/info/" + name + ".list": d.files.Bytes()} {
		r := bytes.NewReader(content)
		if err := d.visit(&File{Path: at, Size: r.Size(), Reader: r, At: r}); err != nil {
			return err
		}
	}
	return nil
}
