package license

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// templates.bin holds the texts of the SPDX License List as words. It is made
// from the list's own templates by the program in gen; templates.txt names the
// origin of each.
//
//go:generate go run ./gen
//go:embed templates.bin
var templatesBin []byte

// TemplateFile is the content of templates.bin: a dictionary and, for each
// license, its words as places in the dictionary.
type TemplateFile struct {
	Words     []string
	Templates []Template
}

// Template is a license text as its list gives it: words that every copy has,
// and runs that a copy may lack.
type Template struct {
	ID     string
	Words  []uint16
	Runs   []uint16 // lengths of required and optional runs, in turn
	Blanks []uint16 // places, by the word behind, where a copy may have words of its own
}

// maxTemplates bounds what is decompressed of the file.
const maxTemplates = 64 << 20

// Write writes the file: the words and the ids, a line each, behind the bytes that they
// take; then all numbers, of two bytes each, in turn the count and the numbers of each
// template's words, runs and blanks. To read it takes little more than to decompress it,
// which every run of the program does.
func (f TemplateFile) Write(w io.Writer) error {
	z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		return err
	}
	var ids []string
	var numbers []byte
	for _, t := range f.Templates {
		ids = append(ids, t.ID)
		for _, list := range [][]uint16{t.Words, t.Runs, t.Blanks} {
			numbers = binary.LittleEndian.AppendUint16(numbers, uint16(len(list)))
			for _, n := range list {
				numbers = binary.LittleEndian.AppendUint16(numbers, n)
			}
		}
	}
	var b []byte
	for _, lines := range [][]string{f.Words, ids} {
		s := strings.Join(lines, "\n")
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
	}
	if _, err := z.Write(append(b, numbers...)); err != nil {
		return err
	}
	return z.Close()
}

// ReadTemplates reads what Write wrote. A file that is cut short is an error.
func ReadTemplates(r io.Reader) (TemplateFile, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxTemplates))
	if err != nil {
		return TemplateFile{}, err
	}
	defer z.Close()
	b, err := io.ReadAll(io.LimitReader(z, maxTemplates))
	if err != nil {
		return TemplateFile{}, err
	}
	in := templateReader{rest: b}
	f := TemplateFile{Words: in.lines()}
	ids := in.lines()
	in.numbers = make([]uint16, 0, len(in.rest)/2)
	for _, id := range ids {
		f.Templates = append(f.Templates, Template{ID: id, Words: in.list(), Runs: in.list(), Blanks: in.list()})
	}
	if in.short {
		return TemplateFile{}, io.ErrUnexpectedEOF
	}
	if len(in.rest) > 0 {
		return TemplateFile{}, errors.New("more numbers than templates")
	}
	return f, nil
}

// templateReader reads the parts of a file, and remembers that one was short.
type templateReader struct {
	rest    []byte
	numbers []uint16 // of all lists, so that they are allocated once
	short   bool
}

func (r *templateReader) take(n int) []byte {
	if n > len(r.rest) {
		r.short = true
		return make([]byte, min(n, 4))
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *templateReader) lines() []string {
	n := binary.LittleEndian.Uint32(r.take(4))
	return strings.Split(string(r.take(int(n))), "\n")
}

func (r *templateReader) list() []uint16 {
	n := int(binary.LittleEndian.Uint16(r.take(2)))
	b := r.take(2 * n)
	from := len(r.numbers)
	for i := 0; i+1 < len(b); i += 2 {
		r.numbers = append(r.numbers, binary.LittleEndian.Uint16(b[i:]))
	}
	return r.numbers[from:len(r.numbers):len(r.numbers)]
}
